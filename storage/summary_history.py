"""Counting what was there before anything was counted: block by block, by the same rules as what happens now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.ledger import Body, EntryKind
from storage.schema import cases, ledger, ledger_head
from storage.schema_decisions import decisions
from storage.schema_summary import summary_state
from storage.summary_counting import Counting, Entry, first_answers
from storage.values import moment

BLOCK = 2_000
"""How many cases, or entries of the ledger, are counted in one transaction."""

_ENTRIES = sa.select(ledger_head.c.entries).scalar_subquery()
_LEFT = sa.select(_ENTRIES - summary_state.c.counted + summary_state.c.cases_before - summary_state.c.cases_counted)


@dataclass(frozen=True, slots=True)
class _Of:
    """What an old entry of a decision does not say: where it led, and since when the case had waited for it."""

    state: str
    since: str | None


class History:
    """What is not counted yet, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def left(self) -> int:
        """How many cases and entries are still to be counted."""
        return int(self._connection.execute(_LEFT).scalar_one())

    def count_block(self) -> None:
        """Count the next block; cases first. Only under the lock of the ledger's head row."""
        counting = Counting(self._connection)
        state = self._connection.execute(sa.select(summary_state)).one()
        if state.cases_counted < state.cases_before:
            self._cases(counting, state.cases_counted, state.cases_before)
        else:
            self._entries(counting, state.counted)

    def _cases(self, counting: Counting, after: int, before: int) -> None:
        found = sa.select(cases.c.key, cases.c.reported_at, cases.c.reports, cases.c.place)
        found = found.where(cases.c.key > after, cases.c.key <= before).order_by(cases.c.key).limit(BLOCK)
        rows = self._connection.execute(found).all()
        counting.cases((row.key, moment(row.reported_at), row.reports) for row in rows if not row.place)
        counting.cases_reached(rows[-1].key if len(rows) == BLOCK else before)

    def _entries(self, counting: Counting, after: int) -> None:
        found = sa.select(ledger.c.seq, ledger.c.kind, ledger.c.at, ledger.c.body)
        rows = self._connection.execute(found.where(ledger.c.seq > after).order_by(ledger.c.seq).limit(BLOCK)).all()
        if not rows:
            return
        told = [Entry(row.kind, datetime.fromisoformat(row.at), json.loads(row.body)) for row in rows]
        lacking = [one.body["decision"] for one in told if one.kind == EntryKind.DECIDED and "state" not in one.body]
        known = self._known([one for one in lacking if isinstance(one, str)])
        whole = [Entry(one.kind, one.at, _whole(one.kind, one.body, known)) for one in told]
        counting.entries(whole, before=after, after=rows[-1].seq)

    def _known(self, ids: Sequence[str]) -> dict[str, _Of]:
        if not ids:
            return {}
        since = {row.id: moment(row.reported_at).isoformat() for row in self._connection.execute(first_answers(ids))}
        found = sa.select(decisions.c.id, decisions.c.state_after).where(decisions.c.id.in_(ids))
        return {row.id: _Of(row.state_after, since.get(row.id)) for row in self._connection.execute(found)}


def _whole(kind: str, body: Body, known: dict[str, _Of]) -> Body:
    of = known.get(str(body.get("decision"))) if kind == EntryKind.DECIDED else None
    return body if of is None else {**body, "state": of.state, "first_since": of.since}
