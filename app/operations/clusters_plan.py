"""What handling a batch of abnormal accounts would do: its evidence, its measures, and who is kept out by what rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.cases import Case, CaseId, Step, move
from app.domain.clusters import RUNGS, Plan, Planned, sample_size, second_person
from app.domain.clusters_evidence import (
    LEAST_ACCOUNTS,
    LEAST_BURST,
    LEAST_SAME_TEXT,
    ClusterEvidence,
    says_much,
    together,
)
from app.domain.clusters_evidence import evidence_of as evidence_in
from app.domain.conduct import Edition, Severity, Use, in_force
from app.domain.hints import likely_articles
from app.domain.ladder import Rung
from app.domain.members import Member, MemberId
from app.domain.messages import says_something
from app.domain.quoting import one_line
from app.domain.roles import Role, require
from app.domain.sanctions import KeptSanction, PostAction, SecondPerson, Track, check_kind
from app.domain.words import Words
from app.errors import NoPattern, NoSuchRung, NothingToAnswer, OutsideByItself, Refused
from app.operations.commanding import community_info
from app.operations.conduct import hints
from app.operations.deciding import check_may_decide
from app.operations.desk import Desk
from app.operations.promises_guard import check_none_open
from app.operations.sanction_parts import brand_hit, check_once, cited, on_account, on_post
from storage.transaction import Transaction

LONGEST_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class ClusterWish:
    """What is wanted of a batch.

    Attributes:
        article: of the code of conduct, in force when each text was written.
        rung: mute for 7 days, or suspension for 30, which always waits for another person.
        post: what happens to every post.
        reason: what the team should know beside the evidence.
        no_party: why the brand is no party though a text names it; "" to treat it as one then.
    """

    article: int
    rung: Rung = Rung.MUTE_7
    post: PostAction = PostAction.FOLD
    reason: str = ""
    no_party: str = ""


@dataclass(slots=True)
class Found:
    """What is known of the cases before anything is decided."""

    cases: list[Case] = field(default_factory=list)
    members: dict[MemberId, Member] = field(default_factory=dict)
    measured: dict[MemberId, CaseId] = field(default_factory=dict)
    severity: Severity = Severity.MINOR
    earlier: int = 0
    refused: list[tuple[CaseId, Words]] = field(default_factory=list)


def evidence_of(desk: Desk, cases: Sequence[CaseId]) -> ClusterEvidence:
    """What shows that these cases belong together.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        found = [tx.cases.get(one) for one in dict.fromkeys(cases)]
    return evidence_in(found, members_of(desk, found))


def plan(desk: Desk, cases: Sequence[CaseId], wish: ClusterWish) -> Plan:
    """What handling these cases would do, without keeping anything.

    Raises:
        NoRight: the person is no moderator.
        NoSuchRung: the measure is not for abnormal accounts.
    """
    require(desk.me, Role.MODERATOR)
    _check_rung(wish.rung)
    with desk.record.read() as tx:
        return _plan(desk, _find(desk, tx, cases, wish), wish)


def _plan(desk: Desk, found: Found, wish: ClusterWish) -> Plan:
    evidence = evidence_in(found.cases, found.members, earlier=found.earlier)
    hit = next((one for one in map(brand_hit, found.cases) if one), "")
    brand = bool(hit) and not says_something(wish.no_party)
    second = second_person(evidence, wish.rung, found.severity, wish.post, brand=brand)
    if second is None and Role.TRAINEE in desk.me.roles:
        second = SecondPerson.TRAINEE
    always = sum(one.author is not None and one.author.id in evidence.looked_at for one in found.cases)
    measured = frozenset(found.measured.values()) & {one.id for one in found.cases}
    return Plan(
        evidence,
        tuple(one.id for one in found.cases),
        measured,
        tuple(found.refused),
        second,
        max(sample_size(len(found.cases)), always) if second else 0,
        hit,
        tuple(_row(one, found, along=one.id not in measured) for one in found.cases),
        {one.id: one.revision.version for one in found.cases},
    )


def _row(case: Case, found: Found, *, along: bool) -> Planned:
    who = case.author.name if case.author else "?"
    said = one_line(case.revision.body or case.revision.title, LONGEST_EXCERPT)
    return Planned(case.id, who, said, _is_owner(case, found.members), along)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What to begin with: the edition of which an article is cited, and the likeliest of its articles."""

    edition: Edition | None
    article: int | None


def suggested(desk: Desk, cases: Sequence[CaseId]) -> Suggested:
    """What to begin with for these cases: by the first of them.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(cases[0])
        edition = in_force(tx.conduct.editions(), case.revision.written_at)
        reported = [one.category for one in tx.cases.reports(case.key)]
    if edition is None:
        return Suggested(None, None)
    text = f"{case.revision.title}\n{case.revision.body}"
    likely = likely_articles(hints(), edition, reported, text)
    return Suggested(edition, next((one for one in likely if edition.article(one).use is Use.CONDUCT), None))


def suits(desk: Desk, cases: Sequence[CaseId]) -> bool:
    """Whether these are most likely the work of abnormal accounts: reported as adverts, and most of them can be
    handled so.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        if tx.cases.get(cases[0]).reported_as not in _ADVERTS:
            return False
    article = suggested(desk, cases).article
    return article is not None and 2 * len(plan(desk, cases, ClusterWish(article)).cases) > len(cases)


_ADVERTS = ("advert", "spam")
"""What reports call the posts of such accounts."""


def _find(desk: Desk, tx: Transaction, cases: Sequence[CaseId], wish: ClusterWish) -> Found:
    found, editions = Found(), tx.conduct.editions()
    for case_id in dict.fromkeys(cases):
        try:
            case = tx.cases.get(case_id)
            check_may_decide(desk, tx, case)
            check(tx, case, wish, editions)
        except Refused as error:
            found.refused.append((case_id, Words.of(error)))
        else:
            found.cases.append(case)
    _keep_the_shown(desk, tx, found)
    for case in found.cases:
        measure_once(desk, tx, found.measured, case, wish.rung)
        if cited(editions, case, wish.article)[1] is Severity.GRAVE:
            found.severity = Severity.GRAVE
    found.members = members_of(desk, found.cases)
    return found


def _keep_the_shown(desk: Desk, tx: Transaction, found: Found) -> None:
    """Leave out every case of which nothing shows that abnormal accounts wrote it."""
    shown = together(found.cases)
    left = [one for one in found.cases if one.id not in shown]
    if left:
        before = {one.text_print: tx.sanctions.abnormal_with_text(one.text_print) for one in left if says_much(one)}
        stands = {text: sum(not one.overturned and not one.waits for one in kept) for text, kept in before.items()}
        found.earlier = sum(stands.values())
        same = {one.id for one in left if stands.get(one.text_print)}
        now, authors = desk.clock(), dict.fromkeys(one.author.id for one in left if one.author)
        measured = [one for one in authors if _abnormal(tx, one, now)]
        shown = together(found.cases, same_as_before=same, measured=measured)
    why = Words.of(NoPattern(texts=LEAST_SAME_TEXT, accounts=LEAST_ACCOUNTS, burst=LEAST_BURST))
    found.refused += [(one.id, why) for one in found.cases if one.id not in shown]
    found.cases = [one for one in found.cases if one.id in shown]


def _abnormal(tx: Transaction, member: MemberId, now: datetime) -> list[KeptSanction]:
    """The measures in force against an account as an abnormal one."""
    return [one for one in tx.sanctions.of_member(member) if one.sanction.track is Track.ABNORMAL and one.runs(now)]


def check(tx: Transaction, case: Case, wish: ClusterWish, editions: Sequence[Edition]) -> None:
    """Let pass a case that can be handled so.

    Raises:
        Refused: a rule forbids it.
    """
    check_kind(case.kind)
    if case.author is None:
        raise NothingToAnswer
    if tx.outside.involved(case.key):
        raise OutsideByItself
    check_none_open(tx, case)
    move(case.id, case.state, Step.SANCTION)
    check_once(tx, case)
    cited(editions, case, wish.article)
    if case.place is None:
        info = community_info(tx)
        for intent in (*on_post(tx, case, wish.post), *on_account(case, wish.rung, "", "")):
            info.require(intent.kind)


def measure_once(
    desk: Desk, tx: Transaction, measured: dict[MemberId, CaseId], case: Case, rung: Rung
) -> CaseId | None:
    """By which other case the account of this one has its measure; None when it is by this one."""
    if case.author is None:
        return None
    if case.author.id not in measured:
        now = desk.clock()
        running = [one for one in _abnormal(tx, case.author.id, now) if one.rung.height >= rung.height]
        measured[case.author.id] = running[-1].case_id if running else case.id
    other = measured[case.author.id]
    return None if other == case.id else other


def _check_rung(rung: Rung) -> None:
    if rung not in RUNGS:
        raise NoSuchRung(rung_zh=rung.value, rung_en=rung.value)


def members_of(desk: Desk, cases: Sequence[Case]) -> dict[MemberId, Member]:
    """What the community told of the authors; those who were not read yet are missing."""
    wanted = dict.fromkeys(case.author.id for case in cases if case.author)
    with desk.cache.read() as cached:
        read = {one: cached.threads.member(one) for one in wanted}
    return {one: member for one, member in read.items() if member is not None}


def _is_owner(case: Case, members: dict[MemberId, Member]) -> bool:
    return case.author is not None and case.author.id in members and bool(members[case.author.id].verified_owner)
