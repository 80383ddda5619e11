"""The outbox as people use it: look, try again, say that it did arrive, withdraw."""

from app.domain.cases import CaseState, Verdict
from app.domain.changes import Area, Changes
from app.domain.commands import (
    CANNOT_TELL,
    COMMAND_TRANSITIONS,
    Command,
    CommandId,
    CommandKind,
    CommandState,
    CommandStep,
    Receipt,
    ReceiptStatus,
    move_command,
)
from app.domain.ledger import EntryKind
from app.domain.roles import Role, require
from app.errors import MayHaveArrived
from app.operations.desk import Desk
from storage.intake import state_counts
from storage.record import Transaction

_CHANGED = Changes.of(Area.OUTBOX, Area.CASES)


def outbox(desk: Desk) -> list[Command]:
    """Every command in every state, oldest first."""
    with desk.record.read() as tx:
        return tx.outbox.every()


def counts(desk: Desk) -> dict[CommandState, int]:
    """How many commands are in each state that is not settled."""
    with desk.record.read() as tx:
        return tx.outbox.counts()


def retry(desk: Desk, command_id: CommandId) -> Changes:
    """Try again what was refused, is uncertain, or met a change; the latter on the case as it is now.

    Raises:
        CommandNotFound: there is no such command.
        AlreadyThere, NotFromHere: it can't be retried from its state.
    """
    with desk.record.write() as tx:
        command = _in_hand(desk, tx, command_id)
        tx.outbox.move(command, CommandStep.RETRY)
        if command.state is CommandState.CONFLICT and command.intent.case_id:
            tx.outbox.rebase(command, tx.cases.get(command.intent.case_id).community_version)
        tx.outbox.unblock_rest(command)
        _enter(desk, tx, EntryKind.COMMAND_OVERRIDDEN, command, CommandStep.RETRY)
    return _CHANGED


def confirm(desk: Desk, command_id: CommandId) -> Changes:
    """Say that an uncertain command did arrive, as seen in the community.

    Raises:
        CommandNotFound: there is no such command.
        AlreadyThere, NotFromHere: it is not uncertain.
    """
    with desk.record.write() as tx:
        command = _in_hand(desk, tx, command_id)
        now = desk.clock()
        receipt = Receipt(ReceiptStatus.DONE, at=now, reason="confirmed by the moderator")
        tx.outbox.settle(command, receipt, now, CommandStep.CONFIRM)
        tx.outbox.unblock_rest(command)
        _enter(desk, tx, EntryKind.COMMAND_OVERRIDDEN, command, CommandStep.CONFIRM)
    return _CHANGED


def withdraw(desk: Desk, command_id: CommandId) -> Changes:
    """Take a command back, and the rest of its decision with it. What was sent stays sent.

    When nothing of the answer was sent, the decision is undone and the case goes back to where it was.

    Raises:
        CommandNotFound: there is no such command.
        AlreadyThere, NotFromHere: it was sent, is being sent, or was withdrawn before.
        MayHaveArrived: the community was not asked yet whether it arrived.
    """
    with desk.record.write() as tx:
        command = _in_hand(desk, tx, command_id)
        move_command(command.id, command.state, CommandStep.WITHDRAW)
        if command.state is CommandState.UNCERTAIN and command.reason != CANNOT_TELL:
            raise MayHaveArrived
        decision = tx.outbox.of_decision(command.decision)
        at = [other.id for other in decision].index(command.id)
        before = decision[:at]
        answered = [one for one in before if one.intent.kind is not CommandKind.CLAIM and _stands(one)]
        for other in decision[at:] if answered else decision:
            _cancel(desk, tx, other)
        if not answered:
            claimed = any(one.intent.kind is CommandKind.CLAIM and one.state in _MAY_HOLD for one in before)
            _undo(desk, tx, command, claimed=claimed)
    return _CHANGED


_MAY_HOLD = (CommandState.SENT, CommandState.SENDING, CommandState.UNCERTAIN)


def _stands(command: Command) -> bool:
    """Whether it was carried out, or still may be."""
    return command.state is not CommandState.CANCELLED


def _cancel(desk: Desk, tx: Transaction, command: Command) -> None:
    if command.state in COMMAND_TRANSITIONS[CommandStep.WITHDRAW]:
        tx.outbox.move(command, CommandStep.WITHDRAW)
        _enter(desk, tx, EntryKind.COMMAND_WITHDRAWN, command, CommandStep.WITHDRAW)


def _undo(desk: Desk, tx: Transaction, command: Command, *, claimed: bool) -> None:
    decision = tx.decisions.get(command.decision)
    if decision.undone_at is not None:
        return
    now = desk.clock()
    tx.decisions.undo(decision.id, now)
    body = {"decision": decision.id, "case": decision.case_id, "to": decision.state_before.value}
    tx.ledger.append(EntryKind.DECISION_UNDONE, now, body)
    case = tx.cases.get(decision.case_id, to_change=True)
    standing = [one for one in tx.decisions.of_case(case.key) if one.undone_at is None]
    moved_on = case.state is not decision.state_after or (standing and standing[-1].seq > decision.seq)
    if moved_on or decision.state_after is decision.state_before:
        return  # something else holds the case where it is
    back, verdict = decision.state_before, None
    if case.community_state.settled:
        back, verdict = CaseState.CLOSED, Verdict.ELSEWHERE  # others answered it meanwhile
    elif back is CaseState.NEW and claimed:
        back = CaseState.CLAIMED
    tx.cases.set_state(case, back, verdict=verdict, claimed_by=case.claimed_by if back is not CaseState.NEW else None)
    tx.marks.count(state_counts([(case.state, back)]))


def _in_hand(desk: Desk, tx: Transaction, command_id: CommandId) -> Command:
    """One's own command; another person's is for a lead to touch."""
    require(desk.me, Role.MODERATOR)
    command = tx.outbox.get(command_id)
    if command.by != desk.me.id:
        require(desk.me, Role.LEAD)
    return command


def _enter(desk: Desk, tx: Transaction, kind: EntryKind, command: Command, step: CommandStep) -> None:
    body = {
        "command": command.id,
        "decision": command.decision,
        "kind": command.intent.kind.value,
        "step": step.value,
        "from": command.state.value,
    }
    tx.ledger.append(kind, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})
