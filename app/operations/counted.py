"""What the ledger tells of a decision so that its month can count it."""

from collections import Counter
from datetime import UTC

from app.domain.decisions import Choice, Decision, DecisionKind
from app.domain.summary_facts import QUIET
from storage.transaction import Transaction


def counted(tx: Transaction, decision: Decision, choice: Choice) -> dict[str, str | int | bool | None]:
    """Of a decision that was just kept: since when its case had waited, what was found about reports, an appeal's date.

    Nothing of it is personal; what does not apply is not there.
    """
    told: dict[str, str | int | bool | None] = {}
    since = tx.summary.first_since(decision.id) if decision.kind.answers else None
    if since is not None:
        told["first_since"] = since.astimezone(UTC).isoformat()
    if decision.kind in (DecisionKind.COACHING, DecisionKind.SANCTION):
        before = tx.summary.reminded_at(decision.id, decision.at - QUIET)
        told["after_reminder"] = before.astimezone(UTC).isoformat() if before is not None else ""
    told |= {f"reports_{verdict.value}": n for verdict, n in Counter(dict(choice.reports).values()).items()}
    appeal = tx.appeals.get(choice.appeal.appeal) if choice.appeal else None
    if appeal is not None:
        told["appeal_due"] = appeal.due_at.astimezone(UTC).isoformat()
    if choice.calmed:
        told["calmed"] = True
    return told
