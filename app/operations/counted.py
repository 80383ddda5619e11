"""What the ledger tells of a decision so that its month can count it."""

from collections import Counter
from datetime import UTC

from app.domain.decisions import Choice, Decision
from storage.transaction import Transaction


def counted(tx: Transaction, decision: Decision, choice: Choice) -> dict[str, str | int | bool | None]:
    """Of a decision that was just kept: since when its case had waited, what was found about reports, an appeal's date.

    Nothing of it is personal; what does not apply is not there.
    """
    told: dict[str, str | int | bool | None] = {}
    since = tx.summary.first_since(decision.id) if decision.kind.answers else None
    if since is not None:
        told["first_since"] = since.astimezone(UTC).isoformat()
    told |= {f"reports_{verdict.value}": n for verdict, n in Counter(dict(choice.reports).values()).items()}
    appeal = tx.appeals.get(choice.appeal.appeal) if choice.appeal else None
    if appeal is not None:
        told["appeal_due"] = appeal.due_at.astimezone(UTC).isoformat()
    if choice.calmed:
        told["calmed"] = True
    return told
