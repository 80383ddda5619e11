"""Referring: cases joined into a question before the council, kept in shape while it is prepared, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.conduct import basis_for_sanction
from app.domain.council import (
    LARGE_PANEL,
    PANEL,
    UNCOUNTED_STAGES,
    AskedBy,
    Matter,
    Referral,
    ReferralId,
    Stage,
    referral_id,
)
from app.domain.council_referring import check_asker, check_words
from app.domain.decisions import DECIDING, Decided
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import says_something, typed
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import (
    BrandIsParty,
    LastOfReferral,
    NothingToRefer,
    NotInReferral,
    QuestionStays,
    ReasonNeeded,
    VotedBySuchRules,
)
from app.operations.council_cases import bring_back, preparing, put_before, with_same_posts
from app.operations.council_keyfile import destroy_keys
from app.operations.council_leaving import check_may_withdraw, end_unread
from app.operations.council_naming import add_party, let_go, name_authors
from app.operations.council_referrals import at_stage, enter, me, referral_in
from app.operations.deciding import case_to_decide
from app.operations.desk import NO_HOLD, Desk
from app.operations.sanction_parts import brand_hit
from storage.transaction import Transaction

TOUCHED = Changes.of(Area.COUNCIL)
REFERRING = DECIDING | TOUCHED

_REFERRING = Words("提请评议", "refer a matter to the council")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be put before the council.

    Attributes:
        cases: one at least; whoever wrote their posts is a party.
        question: in one sentence.
        alleged: what is said to have happened, in neutral words.
        asked_by, asked_name: who asks: a party by name or id, seats by their numbers; staff needs no name.
        complainant: who asks for something, where they wrote none of the posts.
        brand_party: whether the brand is a party; None: as the posts suggest.
        why: why the brand is no party though a post names it.
        large: seven seats judge rather than five.
        articles: numbers of those that may have been breached; they can be named later.
    """

    cases: tuple[CaseId, ...]
    question: str
    alleged: str
    matter: Matter = Matter.OPINION
    asked_by: AskedBy = AskedBy.STAFF
    asked_name: str = ""
    complainant: MemberRef | None = None
    brand_party: bool | None = None
    why: str = ""
    large: bool = False
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Referred:
    """What was done to a referral.

    Attributes:
        decided: the decisions on its cases.
        left: open cases about the same posts that could not be joined; nobody decides on them meanwhile.
    """

    referral: ReferralId
    decided: tuple[Decided, ...] = ()
    left: tuple[CaseId, ...] = ()
    changes: Changes = REFERRING


def refer(desk: Desk, wish: Wish, *, hold: timedelta = NO_HOLD) -> Referred:
    """Put cases before the council as one question. They wait for it; nobody is reminded or sanctioned meanwhile.

    Whatever else is open about the same posts is joined with them, where it can be.

    Seats will be drawn by the hash of its entry in the ledger, which nobody can foresee: it holds salts that are made
    with it.

    Args:
        desk: of the person who refers, or who enters that a party or seats asked for it.
        wish: what is wanted.
        hold: how long commands wait, so that it can be taken back.

    Raises:
        NothingToRefer, QuestionMissing: no case, or no question.
        KindNotReferred, MinorConcerned, InAnotherReferral, RaisedUnseen: a case can't be referred.
        AskerUnknown: who asks is no party, or too few seats.
        BrandIsParty: a post names the brand's side, and nothing says why it is no party.
        NoRight, NotForTrainees: the person is no moderator, or their decisions wait for a tutor.
        Refused: another rule forbids it, with the sentence that says which. Nothing was kept.
    """
    require_full(desk.me, _REFERRING)
    if not wish.cases:
        raise NothingToRefer
    question, alleged = check_words(wish.question, wish.alleged)
    with desk.record.write() as tx:
        cases, left = with_same_posts(desk, tx, wish.cases)
        brand, hit = _brand(cases, wish.brand_party, wish.why)
        asked = replace(wish, question=question, alleged=alleged, asked_name=_asker(desk, tx, cases, wish))
        opened = _open(desk, tx, asked, brand=brand)
        decided = tuple(put_before(desk, tx, case, key=opened.key, why=question, hold=hold) for case in cases)
        _enter_opened(desk, tx, opened, cases, hit=hit, why=wish.why)
        name_authors(desk, tx, opened, cases)
        if wish.complainant is not None:
            add_party(desk, tx, opened, wish.complainant, complains=True)
        _name_articles(desk, tx, opened, wish.articles)
        tx.council.draw_by(opened.key, *tx.ledger.newest(EntryKind.REFERRED))
        return Referred(opened.id, decided, left)


def join(desk: Desk, referral: ReferralId, cases: Sequence[CaseId], *, hold: timedelta = NO_HOLD) -> Referred:
    """Join more cases to a referral that is being prepared; whoever wrote their posts is a party too.

    Raises:
        ReferralNotFound, ReferralSettled: there is none, or seats were given what to judge.
        Refused: as for `refer`.
    """
    require_full(desk.me, _REFERRING)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        joined, left = with_same_posts(desk, tx, cases, tx.council.cases(found.key))
        if not joined:
            raise NothingToRefer
        decided = tuple(put_before(desk, tx, case, key=found.key, why=found.question, hold=hold) for case in joined)
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "joined", "cases": _listed(joined)})
        if not found.brand_party and found.round == 1 and any(brand_hit(case) for case in joined):
            tx.council.change(found.key, brand_party=True)
            enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "brand_party", "brand_party": True})
        name_authors(desk, tx, found, joined)
        return Referred(found.id, decided, left)


def take_out(desk: Desk, referral: ReferralId, case_id: CaseId, *, reason: str = "") -> Referred:
    """Take a case out of a referral that is being prepared; it is on the desk again.

    Raises:
        NotInReferral: it is not in it.
        LastOfReferral: it is the only one.
        ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `join`.
    """
    require_full(desk.me, _REFERRING)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        case = case_to_decide(desk, tx, case_id)
        within = tx.council.cases(found.key)
        if case.id not in within:
            raise NotInReferral(case=case.id, referral=found.id)
        if within == [case.id]:
            raise LastOfReferral(case=case.id, referral=found.id)
        back = bring_back(desk, tx, case, typed(reason))
        tx.council.leave(found.key, desk.clock(), case.key)
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "taken_out", "cases": case.id})
        let_go(desk, tx, found, case)
        return Referred(found.id, (back,) if back else ())


def rewrite(
    desk: Desk,
    referral: ReferralId,
    *,
    question: str | None = None,
    alleged: str | None = None,
    matter: Matter | None = None,
    large: bool | None = None,
    brand_party: bool | None = None,
    why: str = "",
) -> Referred:
    """Change the words of a referral that is being prepared, what it is about, the panel's size, the brand's part.

    Args:
        desk: of the person who acts.
        referral: which.
        question, alleged, matter, large, brand_party: None leaves it as it is.
        why: why the brand is no party though a post names it.

    Raises:
        QuestionMissing, TooLong, BrandIsParty, VotedBySuchRules, QuestionStays: it can't be kept so.
        ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `join`.
    """
    _may_refer(desk)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        asked, said = check_words(
            found.question if question is None else question, found.alleged if alleged is None else alleged
        )
        _check_rules(found, large, brand_party)
        if found.round > 1 and (asked, said) != (found.question, found.alleged):
            raise QuestionStays(referral=found.id, round=found.round)
        cases = [tx.cases.get(one) for one in tx.council.cases(found.key)]
        brand = found.brand_party if brand_party is None else _brand(cases, brand_party, why)[0]
        values = {
            "question": asked,
            "alleged": said,
            "matter": (matter or found.matter).value,
            "size": found.size if large is None else LARGE_PANEL if large else PANEL,
            "brand_party": brand,
        }
        tx.council.change(found.key, **values)
        body = {"change": "rewritten", "matter": values["matter"], "size": values["size"], "brand_party": brand}
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, body, private=_said(question=asked, alleged=said, why=why))
        return Referred(found.id, changes=TOUCHED)


def set_articles(desk: Desk, referral: ReferralId, numbers: Sequence[int]) -> Referred:
    """Name the articles that may have been breached, as they were in force when the posts were written.

    Raises:
        NotYetInForce, NoSuchArticle, NotABasis, UnlawfulLane: one can't be held against a post.
        ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `join`.
    """
    _may_refer(desk)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        _name_articles(desk, tx, found, numbers)
        return Referred(found.id, changes=TOUCHED)


def withdraw(desk: Desk, referral: ReferralId, reason: str) -> Referred:
    """Withdraw a referral that was not decided; its cases are on the desk again, ballots are destroyed unread.

    Once seats have what to judge, only a manager does this, who did not refer it, and before the term is over: else a
    vote could be stopped by who dislikes it. What can't be judged any more is withdrawn at any time, and so is, after
    the term, what nobody can count: its key is gone, or every chair who could open it.

    Raises:
        ReasonNeeded: it is not said why.
        OwnReferralVoted, VotedAlready: seats vote; who acts referred it, or it is to be counted.
        ReferralNotFound, ReferralAtOtherStage: there is none, or it was decided.
        NoRight, NotForTrainees: the person may not.
    """
    _may_refer(desk)
    why = typed(reason)
    if not says_something(why):
        raise ReasonNeeded
    with desk.record.write() as tx:
        found = at_stage(tx, referral, UNCOUNTED_STAGES)
        lost = check_may_withdraw(desk, tx, found)
        back = [bring_back(desk, tx, tx.cases.get(one, to_change=True), why) for one in tx.council.cases(found.key)]
        end_unread(desk, tx, found, why, rule=False, lost=lost)
    destroy_keys(desk, found)
    desk.record.forget_deleted("ballot_box")
    return Referred(found.id, tuple(one for one in back if one is not None))


def _may_refer(desk: Desk) -> None:
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _REFERRING)


def _check_rules(referral: Referral, large: bool | None, brand_party: bool | None) -> None:
    """Let pass what leaves the rules of the vote as they are, once one was held by them.

    Raises:
        VotedBySuchRules: it would change the panel's size, or whether undecided is for the member.
    """
    size = referral.size if large is None else LARGE_PANEL if large else PANEL
    if referral.round > 1 and (size != referral.size or brand_party not in (None, referral.brand_party)):
        raise VotedBySuchRules(referral=referral.id, round=referral.round)


def _brand(cases: Sequence[Case], said: bool | None, why: str) -> tuple[bool, str]:
    """Whether the brand is a party, and the word of a post that names its side.

    Raises:
        BrandIsParty: a post names it, and it was said without a reason that it is none.
    """
    hit = next((word for word in map(brand_hit, cases) if word), "")
    if said is False and hit and not says_something(why):
        raise BrandIsParty(word=hit)
    return (bool(hit) if said is None else said), hit


def _asker(desk: Desk, tx: Transaction, cases: Sequence[Case], wish: Wish) -> str:
    people = [one.author for one in cases if one.author is not None]
    people += [wish.complainant] if wish.complainant is not None else []
    seats = tx.council_seats.all() if wish.asked_by is AskedBy.SEATS else []
    return check_asker(wish.asked_by, wish.asked_name, people, seats, desk.clock())


def _open(desk: Desk, tx: Transaction, wish: Wish, *, brand: bool) -> Referral:
    key = tx.council.open(
        Referral(
            key=0,
            matter=wish.matter,
            question=wish.question,
            alleged=wish.alleged,
            asked_by=wish.asked_by,
            asked_name=wish.asked_name,
            brand_party=brand,
            size=LARGE_PANEL if wish.large else PANEL,
            stage=Stage.PREPARING,
            opened_at=desk.clock(),
            by=me(desk),
            entries=0,
            head="",
        )
    )
    return referral_in(tx, referral_id(key))


def _enter_opened(desk: Desk, tx: Transaction, opened: Referral, cases: Sequence[Case], *, hit: str, why: str) -> None:
    body: dict[str, str | int | bool | None] = {
        "matter": opened.matter.value,
        "asked_by": opened.asked_by.value,
        "brand_party": opened.brand_party,
        "size": opened.size,
        "cases": _listed(cases),
    }
    said = _said(question=opened.question, alleged=opened.alleged, asked_name=opened.asked_name, brand_hit=hit, why=why)
    enter(desk, tx, opened, EntryKind.REFERRED, body, private=said)


def _name_articles(desk: Desk, tx: Transaction, referral: Referral, numbers: Sequence[int]) -> None:
    editions = tx.conduct.editions()
    written = [tx.cases.get(one).revision.written_at for one in tx.council.cases(referral.key)]
    bases = [basis_for_sanction(editions, number, written_at=at) for number in numbers for at in written]
    named = sorted({(one.edition, one.article) for one in bases})
    if named == tx.council.articles(referral.key):
        return
    tx.council.set_articles(referral.key, named)
    listed = " ".join(f"{edition}:{article}" for edition, article in named)
    enter(desk, tx, referral, EntryKind.REFERRAL_CHANGED, {"change": "articles", "articles": listed})


def _listed(cases: Sequence[Case]) -> str:
    return " ".join(one.id for one in cases)


def _said(**named: str) -> dict[str, str]:
    return {name: value for name, value in named.items() if value}
