"""Steps that a person takes with a command, and what the ledger tells of them."""

from app.domain.commands import COMMAND_TRANSITIONS, Command, CommandStep
from app.domain.ledger import EntryKind
from app.operations.desk import Desk
from storage.transaction import Transaction


def cancel(desk: Desk, tx: Transaction, command: Command) -> None:
    """Withdraw a command, where it can be; anything else is left as it is."""
    if command.state in COMMAND_TRANSITIONS[CommandStep.WITHDRAW]:
        tx.outbox.move(command, CommandStep.WITHDRAW)
        enter_step(desk, tx, EntryKind.COMMAND_WITHDRAWN, command, CommandStep.WITHDRAW)


def enter_step(desk: Desk, tx: Transaction, kind: EntryKind, command: Command, step: CommandStep) -> None:
    """Enter in the ledger what a person did with a command."""
    body = {
        "command": command.id,
        "decision": command.decision,
        "kind": command.intent.kind.value,
        "step": step.value,
        "from": command.state.value,
    }
    tx.ledger.append(kind, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})
