"""Rulings: worded, taken on or refused by the brand, found again; and voting once more where a panel is undecided.

The council recommends, the brand carries out and answers for it. Who counted does not take a ruling on alone.
"""

from dataclasses import dataclass

from app.domain.changes import Area, Changes
from app.domain.council import Answers, Referral, ReferralId, Stage
from app.domain.council_copy import LONGEST_RULING, reason_for_desk
from app.domain.council_counting import Outcome, count, quorum
from app.domain.council_ruling import APPEAL_TERM, Ruling
from app.domain.decisions import Decided
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of, moment_words
from app.domain.messages import check_text, typed, visible
from app.domain.roles import Role, require, require_either, require_full
from app.domain.words import Words
from app.errors import (
    AppealTermRuns,
    CounterConfirms,
    NoRuling,
    ReasonNeeded,
    RefusalNeedsLaw,
    RulingConfirmed,
)
from app.operations.council_cases import bring_back
from app.operations.council_counting import UNREAD
from app.operations.council_nameless import check_remedies, check_telling
from app.operations.council_panel import end_round, sitting
from app.operations.council_referrals import at_stage, enter, me, referral_in
from app.operations.council_standing import as_it_stands
from app.operations.council_wording import worded
from app.operations.desk import Desk
from storage.transaction import Transaction

LEAST_REFUSAL = 10
"""A legal reason has so many characters that can be seen."""

_TOUCHED = Changes.of(Area.COUNCIL, Area.CASES)
_RULING = ("评议理由", "The reasons")


@dataclass(frozen=True, slots=True)
class RulingChanged:
    """A ruling as it stands after a step.

    Attributes:
        back: the cases that came back to the desk with it.
    """

    referral: ReferralId
    ruling: Ruling
    back: tuple[Decided, ...] = ()
    changes: Changes = _TOUCHED


def ruling_of(desk: Desk, referral: ReferralId | str) -> Ruling | None:
    """The ruling of a referral; None while there is none.

    Raises:
        ReferralNotFound: there is no such referral.
    """
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        ruling = tx.rulings.find(found.key)
        return None if ruling is None else worded(desk, tx, found, ruling)


def answers_of(desk: Desk, referral: ReferralId | str) -> list[Answers]:
    """What the ballots of the present round answer and why, in an order that says nothing: for wording the ruling.

    Reasons are written by people whose turn of phrase may give them away; they are not to be passed on.

    Raises:
        NoRight: the person is neither secretary nor manager.
        ReferralNotFound: there is no such referral.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        return tx.council_box.answers(found.key, found.round)


def close(desk: Desk, referral: ReferralId | str, reason: str) -> Changes:
    """Close a referral whose ruling is published but can't be carried out any more, as when a member has left.

    Raises:
        ReasonNeeded: it is not said why.
        NoRight, NotForTrainees: the person is no manager, or a trainee.
        ReferralNotFound, ReferralAtOtherStage: there is none with a ruling that was taken on.
        AppealTermRuns: it was not published yet.
    """
    require(desk.me, Role.MANAGER)
    require_full(desk.me, Words("结束评议事项", "close a referral"))
    why = typed(reason)
    if not why:
        raise ReasonNeeded
    with desk.record.write() as tx:
        found = at_stage(tx, referral, {Stage.RULED})
        ruling = as_it_stands(tx, _kept(tx, found))
        if ruling.published_at is None:
            begins = moment_words((ruling.publish_at or desk.clock()).astimezone())
            raise AppealTermRuns(referral=found.id, from_zh=begins.zh, from_en=begins.en)
        tx.council.end(found.key, Stage.CLOSED, desk.clock())
        enter(desk, tx, found, EntryKind.RULING_CHANGED, {"change": "closed"}, private={"reason": why})
    return _TOUCHED


def outcome_of(desk: Desk, referral: ReferralId | str) -> Outcome | None:
    """What the count of the present round found, undecided ones too; None while it was not counted.

    Raises:
        ReferralNotFound: there is no such referral.
    """
    with desk.record.read() as tx:
        return outcome_in(tx, referral_in(tx, referral))


def outcome_in(tx: Transaction, referral: Referral) -> Outcome | None:
    """The same within a transaction. Of an undecided round it is worked out again from the answers, which stay."""
    if referral.counted_at is None:
        return None
    ruling = tx.rulings.find(referral.key)
    if ruling is not None:
        return ruling.outcome
    answers, sit = tx.council_box.answers(referral.key, referral.round), sitting(tx, referral)
    last = {one.seat: one.recusal for one in tx.council_box.roll(referral.key, referral.round)}
    unread = sum(last.get(one.seat.number) is False for one in sit)
    return count(answers or [UNREAD] * min(unread, quorum(len(sit)) - 1), len(sit), brand_party=referral.brand_party)


def rewrite(desk: Desk, referral: ReferralId | str, reasons: str) -> RulingChanged:
    """Write the reasons of a ruling before it is taken on; all else in it is said by the count.

    Raises:
        NoRight: the person is neither secretary nor manager.
        ReferralNotFound, NoRuling: there is none.
        RulingConfirmed: it was taken on.
        EmptyMessage, TooLong: they can't be kept so.
        RulingTells: a name, a number that leads to somebody, or a passage of a post, stands in them.
        OtherRemedyNamed: they name another remedy than was counted.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    reasons = check_text(reasons, LONGEST_RULING, _RULING)
    with desk.record.write() as tx:
        found, ruling = _draft(tx, referral)
        check_telling(desk, tx, found, reasons)
        check_remedies(ruling.outcome, reasons)
        tx.rulings.rewrite(found.key, reasons)
        enter(desk, tx, found, EntryKind.RULING_CHANGED, {"change": "reworded"}, private={"text": reasons})
        return RulingChanged(found.id, worded(desk, tx, found, _kept(tx, found)))


def confirm(desk: Desk, referral: ReferralId | str) -> RulingChanged:
    """Take a ruling on: it will be carried out, and published after the term of appeal. Its cases come back.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        ReferralNotFound, NoRuling: there is none.
        RulingConfirmed: it was taken on before.
        CounterConfirms: they counted it.
        RulingTells: a name, or a passage of a post, stands in it.
        NotFromHere: a decision on one of its cases waits for another person.
    """
    return _confirm(desk, referral, "")


def refuse(desk: Desk, referral: ReferralId | str, why: str) -> RulingChanged:
    """Refuse to carry a ruling out, for a legal reason that is published with it. Its cases come back.

    Args:
        desk: of a manager.
        referral: of which it is.
        why: the reason; LEAST_REFUSAL characters at least.

    Raises:
        RefusalNeedsLaw: it says nothing.
        NoRight, NotForTrainees, ReferralNotFound, NoRuling, RulingConfirmed, CounterConfirms, RulingTells,
        NotFromHere: as `confirm` says.
    """
    reason = typed(why)
    if visible(reason) < LEAST_REFUSAL:
        raise RefusalNeedsLaw(least=LEAST_REFUSAL)
    return _confirm(desk, referral, reason)


def _confirm(desk: Desk, referral: ReferralId | str, refused_why: str) -> RulingChanged:
    require(desk.me, Role.MANAGER)
    require_full(desk.me, Words("确认评议结果", "take a ruling on"))
    now = desk.clock()
    with desk.record.write() as tx:
        found, ruling = _draft(tx, referral)
        if ruling.by.id == desk.me.id:
            raise CounterConfirms(name=desk.me.name)
        check_telling(desk, tx, found, f"{ruling.reasons}\n{refused_why}")
        check_remedies(ruling.outcome, ruling.reasons)
        tx.rulings.confirm(found.key, me(desk), now, now + APPEAL_TERM, refused_why=refused_why)
        tx.council.change(found.key, stage=Stage.RULED.value)
        back = _bring_back(desk, tx, found, ruling, refused_why)
        body: Body = {
            "change": "refused" if refused_why else "confirmed",
            "remedy": ruling.outcome.remedy,
            "publish_at": (now + APPEAL_TERM).isoformat(),
        }
        enter(desk, tx, found, EntryKind.RULING_CHANGED, body, private={"text": ruling.reasons, "reason": refused_why})
        return RulingChanged(found.id, worded(desk, tx, found, _kept(tx, found)), back)


def _bring_back(
    desk: Desk, tx: Transaction, referral: Referral, ruling: Ruling, refused_why: str
) -> tuple[Decided, ...]:
    reason = reason_for_desk(referral, ruling.outcome)
    refused = Words("；未采纳", "; refused") if refused_why else Words()
    said = Words(reason.zh + refused.zh, reason.en + refused.en).say(language_of(referral.question))
    every = [tx.cases.get(case, to_change=True) for case in tx.council.cases(referral.key)]
    return tuple(decided for case in every if (decided := bring_back(desk, tx, case, said)) is not None)


def vote_again(desk: Desk, referral: ReferralId | str) -> Changes:
    """Hold the vote once more with new seats, where a panel was undecided: a new round, drawn, packed and counted anew.

    Raises:
        NoRight: the person is no secretary.
        ReferralNotFound, ReferralAtOtherStage: there is none, or it is not undecided.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.write() as tx:
        found = at_stage(tx, referral, {Stage.UNDECIDED})
        end_round(desk, tx, found)
        fresh = {"stage": Stage.PREPARING.value, "round": found.round + 1, "packet": ""}
        tx.council.change(found.key, **fresh, due_at=None, counted_at=None)
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "again", "next_round": found.round + 1})
    return _TOUCHED


def _draft(tx: Transaction, referral: ReferralId | str) -> tuple[Referral, Ruling]:
    found = referral_in(tx, referral, to_change=True)
    ruling = tx.rulings.find(found.key)
    if ruling is None:
        raise NoRuling(referral=found.id)
    if ruling.confirmed_at is not None:
        raise RulingConfirmed(referral=found.id)
    return found, ruling


def _kept(tx: Transaction, referral: Referral) -> Ruling:
    ruling = tx.rulings.find(referral.key)
    if ruling is None:
        raise NoRuling(referral=referral.id)
    return ruling
