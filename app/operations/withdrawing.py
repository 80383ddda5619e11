"""Withdrawing of a decision what was not sent: a measure goes with its notice, an answer in public with its words."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.appeals import after_outcome
from app.domain.commands import (
    CANNOT_TELL,
    Command,
    CommandKind,
    CommandState,
    CommandStep,
    Intent,
    move_command,
)
from app.domain.decisions import Decision, DecisionKind
from app.domain.sanctions import MEASURES, KeptSanction, Outcome
from app.errors import CarriedOut, MayHaveArrived
from app.operations.desk import Desk
from app.operations.measures_left import add_reversal
from app.operations.steps import cancel
from storage.transaction import Transaction

MAY_HOLD = (CommandState.SENT, CommandState.SENDING, CommandState.UNCERTAIN)
_AROUND = (CommandKind.CLAIM, CommandKind.RESOLVE)
"""What is done with the community's report, around the answer itself."""

_POST = (CommandKind.HIDE, CommandKind.DELETE)

_IN_PUBLIC = frozenset({DecisionKind.REPLY, DecisionKind.FOLLOW_UP})
"""Decisions that are their public words: they close a case, make a promise or end one by saying so."""


def withdraw_command(desk: Desk, tx: Transaction, command: Command) -> bool:
    """Withdraw a command with what belongs to it; true when nothing of the decision is left, so that it is undone.

    Of most decisions the rest goes with it. A sanction, its early end, and the answer to an appeal go whole, or not at
    all: once a part may be carried out, no other part is withdrawn. What the community refused for good, or a
    person can't do there, is the exception: a sanction is then taken back, and what was carried out of it is undone;
    what ends a measure goes on without that part. An answer in public is nothing without its words: it is undone with
    them, though a fold that was lifted for it stays lifted.

    Raises:
        AlreadyThere, NotFromHere: it was sent, is being sent, or was withdrawn before.
        MayHaveArrived: the community was not asked yet whether it arrived.
        CarriedOut: another part of such a decision was carried out, or may be.
    """
    move_command(command.id, command.state, CommandStep.WITHDRAW)
    if command.state is CommandState.UNCERTAIN and command.reason != CANNOT_TELL:
        raise MayHaveArrived
    commands, decision = tx.outbox.of_decision(command.decision), tx.decisions.get(command.decision)
    if command.intent.kind not in _AROUND and _whole_or_nothing(tx, decision):
        return _withdraw_whole(desk, tx, decision, commands, command)
    at = [other.id for other in commands].index(command.id)
    answered = any(_stands_by(decision, one, command) for one in commands[:at])
    for other in commands[at:] if answered else commands:
        cancel(desk, tx, other)
    return not answered


def delivered(decision: Decision, command: Command) -> bool:
    """Whether a command is a part of its decision's answer that arrived; of one in public its words alone are."""
    return command.state is CommandState.SENT and _answering(decision, command)


def _answering(decision: Decision, command: Command) -> bool:
    kind = command.intent.kind
    return kind is not CommandKind.CLAIM and not (decision.kind in _IN_PUBLIC and kind is CommandKind.RESTORE)


def _stands_by(decision: Decision, earlier: Command, command: Command) -> bool:
    """Whether a decision still stands by an earlier part of it once a later one is withdrawn."""
    if not _answering(decision, earlier) or earlier.state is CommandState.CANCELLED:
        return False
    return earlier.state in MAY_HOLD or decision.kind not in _IN_PUBLIC or command.intent.kind in _AROUND


def _whole_or_nothing(tx: Transaction, decision: Decision) -> bool:
    """Whether a decision is a sanction, or changes one; the receipt of an appeal is neither."""
    return (
        decision.kind is DecisionKind.SANCTION
        or (decision.kind is DecisionKind.LIFT and tx.sanctions.lifted_by(decision.id) is not None)
        or (decision.kind is DecisionKind.APPEAL and tx.appeals.answered_by(decision.id) is not None)
    )


def _withdraw_whole(
    desk: Desk, tx: Transaction, decision: Decision, commands: Sequence[Command], command: Command
) -> bool:
    begun = [
        one for one in commands if one.id != command.id and one.intent.kind not in _AROUND and one.state in MAY_HOLD
    ]
    cannot = command.state is CommandState.REFUSED or command.by_hand
    if begun and (not cannot or any(one.state is not CommandState.SENT for one in begun)):
        raise CarriedOut
    if begun and (decision.kind is not DecisionKind.SANCTION or decision.undone_at is not None):
        tx.outbox.unblock_rest(command)
        cancel(desk, tx, command)
        return False
    for other in commands:
        cancel(desk, tx, other)
    kept = tx.sanctions.get(decision.id) if begun else None
    if kept is not None:
        _reverse(desk, tx, kept, begun, desk.clock())
    return True


def _reverse(desk: Desk, tx: Transaction, kept: KeptSanction, done: Sequence[Command], now: datetime) -> None:
    """Undo in the community what was carried out of a sanction."""
    others = tx.sanctions.of_member(kept.sanction.member.id)
    for one in done:
        intent = one.intent
        if intent.kind in _POST:
            add_reversal(desk, tx, one, Intent(CommandKind.RESTORE, case_id=intent.case_id, post_id=intent.post_id))
        elif intent.kind is MEASURES.get(kept.rung):
            for left in after_outcome(kept, others, Outcome.OVERTURNED, None, now):
                undone = Intent(left.kind, case_id=intent.case_id, member_id=intent.member_id, until=left.until)
                add_reversal(desk, tx, one, undone)
