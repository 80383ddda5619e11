"""What is left of a member's measures once one that they rested on was taken back: nothing runs without a decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.commands import (
    COMMAND_TRANSITIONS,
    Command,
    CommandId,
    CommandKind,
    CommandState,
    CommandStep,
    DecisionId,
    Intent,
)
from app.domain.ledger import EntryKind
from app.domain.members import MemberId
from app.domain.sanctions import MEASURES, REVERSED, KeptSanction, Outcome
from app.operations.desk import Desk, new_id
from app.operations.steps import cancel
from storage.transaction import Transaction

_ROUNDING = timedelta(seconds=1)
"""Moments are kept to the millisecond, and told to communities finer."""


def end_unfounded(desk: Desk, tx: Transaction, member: MemberId) -> None:
    """Shorten or end what a member's community would keep longer than any measure that stands.

    A measure that goes on, or is set anew after an appeal, may last until another one ends; that one may be taken back.
    """
    now, kept = desk.clock(), tx.sanctions.of_member(member)
    standing: dict[CommandKind, datetime] = {}
    for one in kept:
        kind, ends = MEASURES.get(one.rung), one.ends
        if kind and ends and one.runs(now):
            standing[kind] = max(standing.get(kind, ends), ends)
    for decision in filter(None, (_last_word(tx, one) for one in kept)):
        commands = tx.outbox.of_decision(decision)
        for kind in REVERSED:
            _correct(desk, tx, _last_of(commands, kind), standing.get(kind), now)


def _last_word(tx: Transaction, kept: KeptSanction) -> DecisionId | None:
    """The decision that said last how long a measure lasts; None where it is over by what was said."""
    if kept.undone or kept.lifted_at is not None or kept.sanction.term is None:
        return None
    if kept.outcome in (Outcome.REDUCED, Outcome.OVERTURNED):
        return tx.appeals.answer_to(kept.decision)
    return kept.decision


def _last_of(commands: Sequence[Command], kind: CommandKind) -> Command | None:
    said = [
        one for one in commands if one.intent.kind in (kind, REVERSED[kind]) and one.state is not CommandState.CANCELLED
    ]
    return said[-1] if said else None


def _correct(desk: Desk, tx: Transaction, said: Command | None, until: datetime | None, now: datetime) -> None:
    ends = said.intent.until if said else None
    if said is None or ends is None or ends <= now or (until is not None and ends <= until + _ROUNDING):
        return
    if said.state in COMMAND_TRANSITIONS[CommandStep.WITHDRAW] and said.state is not CommandState.UNCERTAIN:
        tx.outbox.unblock_rest(said)
        cancel(desk, tx, said)
    kind = said.intent.kind if until else REVERSED[said.intent.kind]
    add_reversal(desk, tx, said, replace(said.intent, kind=kind, until=until))


def add_reversal(desk: Desk, tx: Transaction, after: Command, intent: Intent) -> None:
    """Queue what changes, or undoes, what a command did: in its decision, in the name of who made that.

    Where the community can't be told, a person has it to do.
    """
    info = tx.marks.info()
    case = tx.cases.get(intent.case_id) if intent.case_id else None
    here = info is not None and info.sends(intent.kind) and (case is None or case.place is None)
    command = Command(
        id=CommandId(new_id()),
        decision=after.decision,
        intent=intent,
        not_before=after.not_before,
        by=after.by,
        by_hand=not here,
    )
    tx.outbox.add([command])
    body = {
        "command": command.id,
        "decision": command.decision,
        "kind": intent.kind.value,
        "after": after.id,
        "until": intent.until.isoformat() if intent.until else None,
    }
    tx.ledger.append(EntryKind.COMMAND_ADDED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})
