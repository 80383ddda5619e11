"""The outbox as people use it: look, try again, say that it did arrive, withdraw, write anew."""

from dataclasses import dataclass

from app.domain.cases import CaseId
from app.domain.changes import Changes
from app.domain.commands import (
    CANNOT_TELL,
    Command,
    CommandId,
    CommandKind,
    CommandState,
    CommandStep,
    Receipt,
    ReceiptStatus,
)
from app.domain.decisions import DECIDING as _CHANGED
from app.domain.drafts import Draft
from app.domain.ledger import EntryKind
from app.domain.outbox import OutboxRow
from app.errors import MayHaveArrived, PartlyDelivered
from app.operations import council_standing, undoing
from app.operations.desk import Desk
from app.operations.hands import check_in_hand, check_take_back
from app.operations.steps import enter_step
from app.operations.withdrawing import delivered
from storage.transaction import Transaction

ROWS = 200


def outbox(desk: Desk) -> list[Command]:
    """Every command in every state, oldest first."""
    with desk.record.read() as tx:
        return tx.outbox.every()


@dataclass(frozen=True, slots=True)
class Reopened:
    """A case whose answer is on the desk again."""

    case: CaseId
    changes: Changes = _CHANGED


def to_do(desk: Desk, *, before: int | None = None, limit: int = ROWS) -> list[OutboxRow]:
    """What waits for a person to do it by hand and tick it off, has its turn, and is no longer held back; oldest first.

    Args:
        desk: of the person who asks.
        before: the `seq` of the last line of the page before.
        limit: how many lines at most.
    """
    with desk.record.read() as tx:
        return tx.outbox_rows.rows(desk.me.id, done=False, beyond=before, limit=limit, to_do_at=desk.clock())


def rows(desk: Desk, *, settled: bool = False, before: int | None = None, limit: int = ROWS) -> list[OutboxRow]:
    """A page of the outbox: what is unsettled, oldest first, or what is settled, newest first.

    Args:
        desk: of the person who asks.
        settled: what is sent or withdrawn, with all of its decision.
        before: the `seq` of the last line of the page before.
        limit: how many lines at most.
    """
    with desk.record.read() as tx:
        return tx.outbox_rows.rows(desk.me.id, done=settled, beyond=before, limit=limit)


def counts(desk: Desk) -> dict[CommandState, int]:
    """How many commands are in each state that is not settled, without those that wait for a person to do them."""
    with desk.record.read() as tx:
        return tx.outbox_rows.counts()


def count_by_hand(desk: Desk) -> int:
    """How many commands wait for a person to do them by hand and tick them off."""
    with desk.record.read() as tx:
        return tx.outbox_rows.count_by_hand()


def waiting_for_others(desk: Desk) -> dict[str, int]:
    """How many commands go out only with the sync of somebody else, under whose account they are, by their names."""
    with desk.record.read() as tx:
        return tx.outbox_rows.of_others(desk.me.id)


def answers_waiting(desk: Desk) -> tuple[int, int]:
    """How many answers are on their way, and how many of them need a person."""
    with desk.record.read() as tx:
        return tx.outbox_rows.unsettled_decisions()


def retry(desk: Desk, command_id: CommandId) -> Changes:
    """Try again what was refused, is uncertain, or met a change; the latter on the case as it is now.

    Raises:
        CommandNotFound: there is no such command.
        AlreadyThere, NotFromHere: it can't be retried from its state.
        MayHaveArrived: the community was not asked yet whether it arrived.
    """
    with desk.record.write() as tx:
        command = _in_hand(desk, tx, command_id)
        if command.state is CommandState.UNCERTAIN and command.reason != CANNOT_TELL:
            raise MayHaveArrived
        tx.outbox.move(command, CommandStep.RETRY)
        if command.state is CommandState.CONFLICT and command.intent.case_id:
            tx.outbox.rebase(command, tx.cases.get(command.intent.case_id).community_version)
        tx.outbox.unblock_rest(command)
        enter_step(desk, tx, EntryKind.COMMAND_OVERRIDDEN, command, CommandStep.RETRY)
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
        council_standing.on_delivered(tx, command.decision, now)
        enter_step(desk, tx, EntryKind.COMMAND_OVERRIDDEN, command, CommandStep.CONFIRM)
    return _CHANGED


def withdraw(desk: Desk, command_id: CommandId) -> Changes:
    """Take a command back, and the rest of its decision with it. What was sent stays sent.

    When nothing of the answer was sent, the decision is undone and the case goes back to where it was.

    Raises:
        CommandNotFound: there is no such command.
        AlreadyThere, NotFromHere: it was sent, is being sent, or was withdrawn before.
        MayHaveArrived: the community was not asked yet whether it arrived.
        CarriedOut: it is part of a measure, or of what ends one, of which another part was carried out.
    """
    with desk.record.write() as tx:
        undoing.withdraw(desk, tx, _in_hand(desk, tx, command_id, back=True))
    return _CHANGED


def reopen(desk: Desk, command_id: CommandId) -> Reopened:
    """Take the decision of a command back and keep its text as a draft, so that it can be written anew.

    Raises:
        CommandNotFound: there is no such command.
        PartlyDelivered: something of the answer was sent, or may have been.
        AlreadyThere, NotFromHere: it is being sent, or was withdrawn before.
        MayHaveArrived: the community was not asked yet whether it arrived.
    """
    with desk.record.write() as tx:
        command = _in_hand(desk, tx, command_id, back=True)
        unsettled = [one for one in tx.outbox.of_decision(command.decision) if not one.state.settled]
        undoing.withdraw(desk, tx, unsettled[0] if unsettled else command)
        decision = tx.decisions.get(command.decision)
        parts = tx.outbox.of_decision(decision.id)
        if decision.undone_at is None or any(delivered(decision, one) for one in parts):
            raise PartlyDelivered
        draft = Draft(
            decision.kind,
            decision.text or decision.reason,
            decision.basis.article if decision.basis else None,
            fold=any(one.intent.kind is CommandKind.HIDE for one in parts),
        )
        key = tx.cases.get(decision.case_id).key
        if not any(one.answer is draft.answer for one in tx.drafts.of_case(desk.me.id, key)):  # newer words stay
            tx.drafts.keep(desk.me.id, key, draft, desk.clock())
        return Reopened(decision.case_id)


def _in_hand(desk: Desk, tx: Transaction, command_id: CommandId, *, back: bool = False) -> Command:
    """One's own command; another person's is for a lead to touch, who took no part in what it came after.

    Args:
        back: it is to be taken back.
    """
    command = tx.outbox.get(command_id)
    check = check_take_back if back else check_in_hand
    check(desk, tx, tx.decisions.get(command.decision))
    return command
