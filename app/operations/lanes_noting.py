"""What happens in a lane is kept and entered in the ledger: at once, or when the decision it is of takes effect."""

from datetime import datetime

from app.domain.cases import Case
from app.domain.decisions import Choice, Decision
from app.domain.lanes import LaneEvent
from app.domain.ledger import EntryKind
from storage.transaction import Transaction


def note(tx: Transaction, case: Case, event: LaneEvent, *, reason: str = "") -> None:
    """Keep an event of a lane, and enter it in the ledger."""
    tx.lanes.add(case.key, event)
    body: dict[str, str | int | bool | None] = {
        "case": case.id,
        "lane": event.lane.value,
        "step": event.step.value,
        "occurred_at": event.occurred_at.isoformat() if event.occurred_at else None,
        "injury": event.injury,
        "effect": event.effect,
        "decision": event.decision,
    }
    private = {
        "by": f"{event.by.id} {event.by.name}" if event.by else "",
        "to": event.to,
        "number": event.number,
        "text": event.text,
        "reason": reason,
    }
    tx.ledger.append(EntryKind.LANE_ENTERED, event.at, body, {name: value for name, value in private.items() if value})


def take_effect(tx: Transaction, case: Case, decision: Decision, choice: Choice, at: datetime) -> None:
    """Keep the step of the lane that a decision is, once it happens: not while it waits for another person."""
    if choice.lane is not None:
        said = choice.text or choice.reason
        note(tx, case, LaneEvent(choice.lane, case.kind, at, decision.by, text=said, decision=decision.id))
