"""Sanctions: what the ladder proposes, and one submit for notice, measure, post and named reports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import Case, CaseId, CommunityState, Step, Verdict
from app.domain.commands import DecisionId, Intent
from app.domain.conduct import Basis, Edition, Severity, basis_in_law, in_force
from app.domain.decisions import Choice, Decided, DecisionKind, ReportVerdict
from app.domain.ladder import SANCTIONS, Rung, propose
from app.domain.letters_governing import Law
from app.domain.messages import LONGEST_TEXT, says_something, typed
from app.domain.roles import Role
from app.domain.sanctions import (
    MALICE_WORDS,
    KeptSanction,
    Malice,
    PostAction,
    Reckoning,
    Sanction,
    SecondPerson,
    check_choice,
    check_kind,
    second_person,
    strikes_of,
)
from app.domain.taking_effect import check_notice, check_told
from app.errors import BrandIsParty, NoBasis, NoSuchReport, NothingToAnswer, UnlinkedMalice
from app.operations import sanction_letters
from app.operations.commanding import community_info
from app.operations.council_standing import check_left_to_ruling
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.sanction_parts import brand_hit, check_once, cited, on_account, on_post
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Wish:
    """What a moderator wants of a sanction; what is not said follows the ladder and the evidence.

    Attributes:
        article: of the edition in force when the text was written; or `law`.
        rung: None for the proposed one.
        malice: facts, each with where it can be seen.
        brand_party: whether the brand is a party; None: as the text suggests.
        departure: why the rung is not the proposed one, or why the brand is no party though the text names it.
        post: what happens to the post.
        reports: those that are settled by it; None for all.
        message: the notice, "" for the standard one. Places that are known only when it takes effect may stay open.
    """

    article: int | None = None
    law: Law | None = None
    rung: Rung | None = None
    malice: tuple[Malice, ...] = ()
    brand_party: bool | None = None
    departure: str = ""
    post: PostAction = PostAction.KEEP
    reports: tuple[str, ...] | None = None
    message: str = ""


def record_of(tx: Transaction, case: Case) -> list[KeptSanction]:
    """Every sanction against the author of a case, oldest first."""
    return tx.sanctions.of_member(case.author.id) if case.author else []


def kept(desk: Desk, decision: DecisionId) -> KeptSanction | None:
    """The sanction of a decision as it stands, if it is one."""
    with desk.record.read() as tx:
        return tx.sanctions.get(decision)


def reckon(desk: Desk, case_id: CaseId, wish: Wish) -> Reckoning:
    """What a sanction would be, without keeping anything: for showing it before.

    Raises:
        Refused: a rule forbids it.
    """
    with desk.record.read() as tx:
        return _reckon(desk, tx, tx.cases.get(case_id), wish)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sanction as it would be decided now.

    Attributes:
        notice: the standard one; "" while the rung is a reminder, which is another answer.
        second: why another person would have to agree; None where nobody would.
    """

    reckoned: Reckoning
    notice: str
    second: SecondPerson | None


def prepare(desk: Desk, case_id: CaseId, wish: Wish) -> Prepared:
    """What a sanction would be, with its notice, without keeping anything: for the person who chooses.

    Raises:
        Refused: a rule forbids it.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        reckoned, longest = _reckon(desk, tx, case, wish), longest_notice(tx, case)
    second = second_person(reckoned.sanction, law=wish.law is not None)
    trainee = SecondPerson.TRAINEE if Role.TRAINEE in desk.me.roles else None
    reminds = reckoned.sanction.rung not in SANCTIONS
    text = "" if reminds else sanction_letters.notice(desk, case, reckoned, longest=longest)
    return Prepared(reckoned, text, second or trainee)


def longest_notice(tx: Transaction, case: Case) -> int | None:
    """How long a notice may be, in characters; None where nobody says."""
    return community_info(tx).limits.message_max if case.place is None else None


def sanction(desk: Desk, case_id: CaseId, wish: Wish, *, hold: timedelta = NO_HOLD) -> Decided:
    """Decide on a measure against the author of a reported post; all of it in one.

    What happens to the post comes first, then the measure, then the notice; the reports that are named are settled.
    Where another person must agree, nothing happens until they do.

    Args:
        desk: of the person who acts.
        case_id: the case.
        wish: what is wanted.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        return sanction_in(desk, tx, case_id, wish, hold)


def sanction_in(
    desk: Desk, tx: Transaction, case_id: CaseId, wish: Wish, hold: timedelta, *, ruled: bool = False
) -> Decided:
    """The same as `sanction`, within a transaction that keeps more than it; `ruled`: it carries a ruling out."""
    case = case_to_decide(desk, tx, case_id)
    if not ruled:
        check_left_to_ruling(tx, case, DecisionKind.SANCTION)
    reckoned = _reckon(desk, tx, case, wish)
    _check(reckoned, wish)
    _check_links(desk, tx, case, wish.malice)
    check_once(tx, case)
    choice = _choice(desk, tx, case, reckoned, wish)
    second = second_person(reckoned.sanction, law=wish.law is not None)
    return keep(desk, tx, case, choice, hold, second=second)


def _check(reckoned: Reckoning, wish: Wish) -> None:
    measure = reckoned.sanction
    check_choice(measure.rung, reckoned.proposal, wish.departure, wish.malice)
    if measure.brand_hit and not measure.brand_party and not says_something(wish.departure):
        raise BrandIsParty(word=measure.brand_hit)


def _check_links(desk: Desk, tx: Transaction, case: Case, malice: Sequence[Malice]) -> None:
    """Each fact is linked to something that can be looked at."""
    for one in malice:
        link = one.link.strip()
        number = link.removeprefix("evidence:")
        beside = number != link and number in {str(file.seq) for file in tx.evidence.of_case(case.key)}
        if not (_ADDRESS.match(link) or beside or tx.cases.names(link) or _in_thread(desk, case, link)):
            words = MALICE_WORDS[one.fact]
            raise UnlinkedMalice(fact_zh=words.zh, fact_en=words.en)


def _in_thread(desk: Desk, case: Case, link: str) -> bool:
    if case.thread_id is None:
        return False
    with desk.cache.read() as cached:
        thread = cached.threads.slice(case.thread_id)
    return thread is not None and any(post.id == link for post in thread.posts)


_ADDRESS = re.compile(r"https?://[^\s/]+\S*$")


def _reckon(desk: Desk, tx: Transaction, case: Case, wish: Wish) -> Reckoning:
    check_kind(case.kind)
    if case.author is None:
        raise NothingToAnswer
    editions = tx.conduct.editions()
    basis, severity = _basis(editions, case, wish)
    record = strikes_of(record_of(tx, case))
    malice = any(says_something(one.link) for one in wish.malice)
    written_at = case.revision.written_at
    proposal = propose(severity, malice=malice, record=record, when=desk.clock(), written_at=written_at)
    hit = brand_hit(case)
    measure = Sanction(
        member=case.author,
        rung=wish.rung or proposal.rung,
        severity=severity,
        proposed=proposal.rung,
        because=proposal.because,
        departure=typed(wish.departure),
        malice=wish.malice,
        brand_party=bool(hit) if wish.brand_party is None else wish.brand_party,
        brand_hit=hit,
        post=wish.post,
        counted=tuple(one.decision for one in proposal.counted),
        not_counted=tuple((one.decision, why.value) for one, why in proposal.not_counted),
    )
    return Reckoning(basis, severity, proposal, measure, in_force(editions, case.revision.written_at))


def _basis(editions: Sequence[Edition], case: Case, wish: Wish) -> tuple[Basis, Severity]:
    if wish.law is not None:
        return basis_in_law(wish.law.name, wish.law.text), Severity.GRAVE
    if wish.article is None:
        raise NoBasis
    return cited(editions, case, wish.article)


def _choice(desk: Desk, tx: Transaction, case: Case, reckoned: Reckoning, wish: Wish) -> Choice:
    named, every = _named(tx, case, wish)
    limit = longest_notice(tx, case)
    text = typed(wish.message, LONGEST_TEXT, ("内容", "The text")) or sanction_letters.notice(
        desk, case, reckoned, longest=limit
    )
    check_told(text, reckoned.basis, reckoned.sanction)
    check_notice(text, reckoned.sanction, desk.clock().astimezone(), limit)
    return Choice(
        kind=DecisionKind.SANCTION,
        step=Step.SANCTION if every else Step.SANCTION_IN_PART,
        answers=_answers(tx, case, reckoned, text),
        outcome=CommunityState.UPHELD if every else None,
        verdict=Verdict.UPHELD,
        basis=reckoned.basis,
        text=text,
        reason=reckoned.sanction.departure,
        sanction=reckoned.sanction,
        reports=tuple((report, ReportVerdict.UPHELD) for report in named),
    )


def _named(tx: Transaction, case: Case, wish: Wish) -> tuple[tuple[str, ...], bool]:
    """The reports that are settled, and whether those are all that nobody has judged yet."""
    known = [one.id for one in tx.cases.reports(case.key)]
    named = tuple(known) if wish.reports is None else wish.reports
    for report in named:
        if report not in known:
            raise NoSuchReport(report=report)
    judged = tx.governing.report_verdicts(case.key)
    return named, not [one for one in known if one not in named and one not in judged]


def _answers(tx: Transaction, case: Case, reckoned: Reckoning, text: str) -> tuple[Intent, ...]:
    measure = reckoned.sanction
    why = sanction_letters.reason_for_community(reckoned.basis, text)
    return (*on_post(tx, case, measure.post), *on_account(case, measure.rung, why, text))
