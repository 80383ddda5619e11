"""Checking the months against the ledger: closed ones say what was closed, open ones count what it tells."""

import hashlib
import json
from dataclasses import replace

import sqlalchemy as sa

from app.domain.ledger import EntryKind, Verification
from app.domain.months import Month
from app.domain.privacy import MARK
from storage.schema import ledger
from storage.schema_summary import closed_months, month_counts
from storage.summary_history import History
from storage.summary_recount import Recount


class SummaryCheck:
    """The months as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def verify(self, found: Verification) -> Verification:
        """What was found of the chain, or the first month that is not what the ledger tells."""
        told = self._closings()
        for month, sha256, document in self._connection.execute(
            sa.select(closed_months.c.month, closed_months.c.sha256, closed_months.c.document).order_by(
                closed_months.c.month
            )
        ):
            entry, was = told.get(month, (found.entries, ""))
            whole = MARK in document or hashlib.sha256(document.encode()).hexdigest() == sha256
            if was != sha256 or not whole:  # somebody who was named there may have been forgotten
                return replace(found, ok=False, entry=entry, reason=f"{month} is not as it was closed")
        return self._open(found)

    def _closings(self) -> dict[str, tuple[int, str]]:
        chosen = sa.select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == EntryKind.MONTH_CLOSED.value)
        found: dict[str, tuple[int, str]] = {}
        for seq, text in self._connection.execute(chosen.order_by(ledger.c.seq)):
            body = json.loads(text)
            found[str(body.get("month"))] = seq, str(body.get("sha256"))
        return found

    def _open(self, found: Verification) -> Verification:
        """Months that are still counted; not while something of before is to be counted."""
        if History(self._connection).left():
            return found
        last = self._connection.execute(sa.select(sa.func.max(closed_months.c.month))).scalar() or ""
        still = sa.select(month_counts.c.month).distinct().where(month_counts.c.month > last)
        for month in sorted(self._connection.execute(still).scalars()):
            if Recount(self._connection, Month(month)).differs():
                reason = f"what was counted for {month} is not what it tells; closing the month puts it right"
                return replace(found, ok=False, entry=found.entries, reason=reason)
        return found
