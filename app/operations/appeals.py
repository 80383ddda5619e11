"""Appeals: taken in within their term, answered by somebody who took no part, all of it undone in one decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.appeals import (
    Against,
    Appeal,
    Appealable,
    AppealId,
    Source,
    check_in_time,
    check_other_person,
    working_days,
)
from app.domain.cases import Case, CaseId, CaseState, Step
from app.domain.changes import Changes
from app.domain.commands import CommandKind, DecisionId, Intent
from app.domain.decisions import DECIDING, Choice, Decided, DecisionKind
from app.domain.ladder import Rung
from app.domain.ledger import EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.messages import LONGEST_TEXT, check_message, check_text, says_something, typed
from app.domain.roles import Role, require, require_full
from app.domain.sanctions import Outcome
from app.domain.words import Words
from app.errors import (
    AppealedBefore,
    AppealNotFound,
    NothingToAppeal,
    ReasonForAnswer,
    ReceivedInFuture,
)
from app.operations import appeal_letters
from app.operations.appeal_effects import Effects, effects
from app.operations.appeal_grounds import grounds, took_part
from app.operations.commanding import community_info
from app.operations.deciding import check_may_decide, keep
from app.operations.desk import NO_HOLD, Desk, new_id
from app.operations.working_days import calendar, due_in
from storage.transaction import Transaction

_ANSWERING = Words("答复申诉", "answer an appeal")

CLOCK_SKEW = timedelta(minutes=1)
"""How far the community's clock may go ahead of ours."""


@dataclass(frozen=True, slots=True)
class Came:
    """An appeal as it came.

    Attributes:
        text: what the member says.
        by: who appeals; None for the author of the case.
        against: what kind of decision; None for whichever there is.
        decision: exactly this one; None for the latest that can be appealed.
        received_at: None for now.
        source: how it came.
    """

    text: str
    by: MemberId | None = None
    against: Against | None = None
    decision: DecisionId | None = None
    received_at: datetime | None = None
    source: Source = Source.HAND


@dataclass(frozen=True, slots=True)
class Entered:
    """An appeal that was taken in.

    Attributes:
        receipt: the decision that tells the member; None where none was sent.
        note: what to say of the day by which it is due, where holidays were not known.
    """

    appeal: Appeal
    receipt: Decided | None
    note: Words | None
    changes: Changes = DECIDING


def enter(desk: Desk, case_id: CaseId, came: Came, *, letter: bool = True, hold: timedelta = NO_HOLD) -> Entered:
    """Take in an appeal against a decision on a case, and tell the member that it came.

    Args:
        desk: of the person who takes it in.
        case_id: the case.
        came: the appeal.
        letter: tell the member at once. A trainee, or whoever keeps out of the case, writes to nobody; nor does
            anybody while somebody from outside is involved and another word waits for the second person.
        hold: how long that letter waits, so that it can be taken back.

    Raises:
        EmptyMessage: it says nothing.
        TooLong: nobody would read it.
        NothingToAppeal: no decision on the case concerns this member.
        AppealedBefore: they appealed against it; once is the rule.
        AppealTooLate: it came after 15 natural days.
        ReceivedInFuture: it is said to have come later than now, or before the decision.
    """
    require(desk.me, Role.MODERATOR)
    text, now = check_text(came.text, LONGEST_TEXT, ("申诉", "The appeal")), desk.clock()
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        ground = _ground(tx, case, came)
        received = came.received_at or now
        if received > now + CLOCK_SKEW or received < ground.took_effect_at:
            raise ReceivedInFuture(at=f"{received.astimezone():%Y-%m-%d %H:%M}")
        check_in_time(ground.took_effect_at.astimezone(), received.astimezone())
        kept = tx.sanctions.get(ground.decision) if ground.against is Against.SANCTION else None
        due = due_in(received, working_days(kept.rung if kept else None), calendar(tx))
        appeal = Appeal(
            AppealId(new_id()), ground.decision, case.id, ground.against, ground.by, received, due.at, came.source, text
        )
        tx.appeals.add(appeal, desk.me.id, now)
        _enter(desk, tx, appeal)
        receipt = (
            _receipt(desk, tx, case, appeal, ground=ground, hold=hold)
            if letter and _may_write(desk, tx, case, appeal.by)
            else None
        )
    return Entered(appeal, receipt, due.note)


def _ground(tx: Transaction, case: Case, came: Came) -> Appealable:
    by = came.by or (case.author.id if case.author else None)
    fitting = [
        one
        for one in grounds(tx, case)
        if one.by.id == by and came.decision in (None, one.decision) and came.against in (None, one.against)
    ]
    if fitting:
        return fitting[-1]
    before = [
        one
        for one in tx.appeals.of_case(case.id)
        if one.by.id == by and came.decision in (None, one.decision) and came.against in (None, one.against)
    ]
    if before:
        raise AppealedBefore(name=before[-1].by.name)
    raise NothingToAppeal(case=case.id)


def _may_write(desk: Desk, tx: Transaction, case: Case, to: MemberRef) -> bool:
    out = desk.me.id in tx.governing.recused(case.key) or (case.author is not None and case.author.id == desk.me.id)
    waits = case.state is CaseState.AWAITING_APPROVAL  # one word at a time
    full = waits and tx.outside.counts(case.key, (_letter(case, to, ""),), desk.me.id, desk.clock())
    return Role.TRAINEE not in desk.me.roles and not out and not full


def _receipt(
    desk: Desk, tx: Transaction, case: Case, appeal: Appeal, *, ground: Appealable, hold: timedelta
) -> Decided:
    decision = tx.decisions.get(appeal.decision)
    text = appeal_letters.received(appeal, ground.what, decision.at, desk.clock(), told=decision.text)
    choice = Choice(DecisionKind.APPEAL, Step.STAY, (_letter(case, appeal.by, text),), text=text)
    return keep(desk, tx, case, choice, hold)


def _letter(case: Case, to: MemberRef, text: str) -> Intent:
    return Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=to.id, text=text)


def _enter(desk: Desk, tx: Transaction, appeal: Appeal) -> None:
    body: dict[str, str | int | bool | None] = {
        "appeal": appeal.id,
        "decision": appeal.decision,
        "case": appeal.case_id,
        "against": appeal.against.value,
        "source": appeal.source.value,
        "received": appeal.received_at.isoformat(),
        "due": appeal.due_at.isoformat(),
    }
    private = {
        "by": f"{desk.me.id} {desk.me.name}",
        "member": f"{appeal.by.id} {appeal.by.name}",
        "text": appeal.text,
    }
    tx.ledger.append(EntryKind.APPEAL_RECEIVED, desk.clock(), body, private)


# --- the answer ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an appeal is to be answered.

    Attributes:
        reason: why, as the member reads it in the letter and the team in the ledger.
        reduced_to: the milder rung, for a reduction.
        message: the letter; "" for the standard one.
    """

    outcome: Outcome
    reason: str
    reduced_to: Rung | None = None
    message: str = ""


def answer(desk: Desk, appeal_id: AppealId, said: Verdict, *, hold: timedelta = NO_HOLD) -> Decided:
    """Answer an appeal: one decision holds the outcome, what undoes the measure, and the letter.

    A moderator answers, or a manager; nobody who decided, agreed as the second person, or appealed. A rejected
    report that is overturned brings the case back as new.

    Args:
        desk: of the person who answers.
        appeal_id: which.
        said: how.
        hold: how long everything waits, so that it can be taken back; the appeal is open again then.

    Raises:
        AppealNotFound: there is none, or it was answered.
        NotForTrainees: a trainee answers none.
        LockedOut: they took part in the decision, or it is their own appeal.
        NothingToReduce, NotMilder: the reduction is none.
        ReasonForAnswer: no reason is given.
        Refused: another rule forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        appeal = open_appeal(tx, appeal_id)
        case = tx.cases.get(appeal.case_id, to_change=True)
        check_may_answer(desk, tx, case, appeal)
        if not says_something(said.reason):
            raise ReasonForAnswer
        found = effects(tx, case, appeal, said.outcome, reduced_to=said.reduced_to, now=desk.clock())
        text = _text(desk, tx, case, appeal, found=found, said=said)
        return keep(desk, tx, case, _choice(case, appeal, found, said, text), hold)


def open_appeal(tx: Transaction, appeal_id: AppealId) -> Appeal:
    """An appeal that waits for its answer.

    Raises:
        AppealNotFound: there is none, or it was answered.
    """
    appeal = tx.appeals.get(appeal_id)
    if appeal is None or appeal.outcome is not None:
        raise AppealNotFound(appeal=appeal_id)
    return appeal


def check_may_answer(desk: Desk, tx: Transaction, case: Case, appeal: Appeal) -> None:
    """Let pass who may answer an appeal.

    Raises:
        NoRight: neither moderator nor manager.
        NotForTrainees: a trainee.
        LockedOut: they took part, or it is theirs.
        OwnPost, SelfRecused: they are a party, or keep out.
    """
    if Role.MANAGER not in desk.me.roles:
        require(desk.me, Role.MODERATOR)
    require_full(desk.me, _ANSWERING)
    locked = took_part(tx, case, appeal.against, appeal.decision)
    check_other_person(MemberRef(desk.me.id, desk.me.name), {*locked, appeal.by.id})
    check_may_decide(desk, tx, case)


def _text(desk: Desk, tx: Transaction, case: Case, appeal: Appeal, *, found: Effects, said: Verdict) -> str:
    limit = community_info(tx).limits.message_max if case.place is None else None
    return check_message(
        typed(said.message, LONGEST_TEXT, ("内容", "The text")) or letter_of(appeal, found, said.reason, desk.clock()),
        limit,
    )


def letter_of(appeal: Appeal, found: Effects, reason: str, now: datetime) -> str:
    """The standard letter that answers an appeal; its place for the reason stays open without one."""
    return appeal_letters.answered(
        appeal,
        found.what,
        found.decided_at,
        found.said,
        kept=found.kept,
        reason=reason,
        restores=found.restores,
        told=found.told,
        now=now,
    )


def _choice(case: Case, appeal: Appeal, found: Effects, said: Verdict, text: str) -> Choice:
    reopens = found.reopens and case.state is CaseState.CLOSED
    return Choice(
        DecisionKind.APPEAL,
        Step.REOPEN if reopens else Step.STAY,
        (*found.intents, _letter(case, appeal.by, text)),
        text=text,
        reason=typed(said.reason),
        appeal=found.said,
    )
