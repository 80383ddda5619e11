"""Titles and sanctions: a sanction that takes effect suspends what the member holds. Overturned, it gives it back at
once; otherwise a manager looks when the measure is over. And what becomes of a title whose decision is taken back.
"""

from datetime import datetime

from app.domain.commands import COMMAND_TRANSITIONS, CommandKind, CommandState, CommandStep, DecisionId
from app.domain.decisions import Decision, DecisionKind
from app.domain.honours import Grant, NominationState, Standing
from app.domain.honours_rules import Change
from app.domain.ledger import EntryKind
from app.domain.members import MemberId
from app.domain.sanctions import KeptSanction
from app.operations.honours import Step, change, enter, in_ledger, nomination_in, tell, title_in
from storage.honours import GrantEvent
from storage.transaction import Transaction

_BY_A_PERSON = (Change.GRANTED, Change.RENEWED, Change.EMERITUS, Change.REVOKED, Change.RESTORED)
"""Changes that somebody decided; the others follow from something, and stay as long as that does."""


def on_sanction(tx: Transaction, step: Step, sanction: DecisionId, member: MemberId) -> None:
    """A sanction took effect: every title that the member holds is suspended, and goes from the account."""
    for held in tx.honours.grants_of(member):
        if held.standing is Standing.HELD:
            _suspend(tx, step, held, sanction)


def _suspend(tx: Transaction, step: Step, held: Grant, sanction: DecisionId) -> None:
    kind = CommandKind.REVOKE_HONOUR if held.standing is Standing.HELD else None
    change(tx, step, held, Change.SUSPENDED, standing=Standing.SUSPENDED, because=sanction, kind=kind)


def on_gone(tx: Transaction, step: Step, sanction: DecisionId) -> None:
    """A sanction was overturned, or taken back: what was suspended for it is held again, unless another one stands."""
    for held in tx.honours.suspended_for(sanction):
        other = _another(tx, held, sanction)
        if other is not None:
            _suspend(tx, step, held, other.decision)
            continue
        withdrawn = _withdraw_unsent(tx, step, held)
        kind = None if withdrawn else CommandKind.GRANT_HONOUR
        change(tx, step, held, Change.RESTORED, standing=Standing.HELD, kind=kind)


def _another(tx: Transaction, held: Grant, sanction: DecisionId) -> KeptSanction | None:
    """Another sanction that stands, and took effect since the title was suspended."""
    since = _suspended_at(tx, held)
    stands = (one for one in tx.sanctions.of_member(held.member.id) if one.decision != sanction and not one.overturned)
    return next((one for one in stands if one.sanction.term and one.sanction.term.starts >= since), None)


def _suspended_at(tx: Transaction, held: Grant) -> datetime:
    events = [one for one in tx.honours.events(held.id) if one.change is Change.SUSPENDED]
    return events[-1].at if events else held.begins


def _withdraw_unsent(tx: Transaction, step: Step, held: Grant) -> bool:
    """Whether nothing of the suspension had been sent, so that the account has the title still."""
    events = [one for one in tx.honours.events(held.id) if one.change is Change.SUSPENDED and one.decision]
    if not events or events[-1].decision is None:
        return False
    commands = tx.outbox.of_decision(events[-1].decision)
    if any(one.state not in (*COMMAND_TRANSITIONS[CommandStep.WITHDRAW], CommandState.CANCELLED) for one in commands):
        return False
    for one in commands:
        if one.state is not CommandState.CANCELLED:
            tx.outbox.move(one, CommandStep.WITHDRAW)
            body = {
                "command": one.id,
                "decision": one.decision,
                "kind": one.intent.kind.value,
                "step": CommandStep.WITHDRAW.value,
                "from": one.state.value,
            }
            enter(tx, step, EntryKind.COMMAND_WITHDRAWN, body, {})
    return True


# --- taking back -----------------------------------------------------------------------------------------


def on_taken_back(tx: Transaction, step: Step, decision: Decision) -> None:
    """A decision was taken back: what it changed of titles and nominations is as it was, unless they moved on.

    What follows from a sanction, or from the end of a term, stays: only its command is withdrawn.
    """
    if decision.kind is not DecisionKind.HONOUR:
        return
    for event in tx.honours.events_of_decision(decision.id):
        newest = tx.honours.events(event.grant)[-1]
        if newest.seq == event.seq and event.change in _BY_A_PERSON:
            _back(tx, step, event)
    asked = tx.nominations.asked_in(decision.id)
    if asked is not None and asked.state is NominationState.ASKED:
        tx.nominations.move(asked.id, NominationState.OPEN, step.at)
        _reopened(tx, step, asked.id, asked.title, in_ledger(asked.member))


def _back(tx: Transaction, step: Step, event: GrantEvent) -> None:
    held = tx.honours.grant(event.grant, to_change=True)
    if held is None:
        return
    title = title_in(tx, held.title)
    if event.before is not None:
        tell(tx, step, held, title, Change.TAKEN_BACK, after=event.before, decision=None)
        return
    after = Standing.REVOKED, held.ends, None
    tell(tx, step, held, title, Change.TAKEN_BACK, after=after, decision=None)
    if held.nomination is not None:
        nomination = nomination_in(tx, held.nomination)
        if nomination.consent is not None:
            tx.nominations.move(nomination.id, NominationState.AGREED, step.at)
            _reopened(tx, step, nomination.id, nomination.title, in_ledger(nomination.member))


def _reopened(tx: Transaction, step: Step, nomination: str, title: str, member: str | None) -> None:
    body = {"nomination": nomination, "title": title, "member": member, "change": "reopened"}
    enter(tx, step, EntryKind.NOMINATION_CHANGED, body, {})
