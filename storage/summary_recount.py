"""Counting a month again: what the ledger says of it, against what was counted for it as it happened.

A walk along the entries that can belong to the month: those from thirty-one days before it to its end, what came late
after the last month was closed, and what was taken back since. What a decision of before counted for stands in closed
months, and these never change.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.domain.ledger import Body, EntryKind
from app.domain.months import Month, begins, later, month_of
from app.domain.summary_facts import Count, Hold, Release, facts, in_effect, said
from storage.schema import cases, ledger
from storage.schema_decisions import decisions
from storage.schema_summary import closed_months, summary_facts, summary_state
from storage.values import moment, ms

_BEFORE = timedelta(days=31)
_TAKEN_BACK = (EntryKind.DECISION_SENT_BACK, EntryKind.DECISION_UNDONE)
_NOT_IN_LEDGER = ("cases.received", "cases.reports", "cases.reopened")
"""Figures that intake counts without an entry."""

_PAGE = 2_000
_SUMS = (
    sa.func.sum(summary_facts.c.n).label("n"),
    sa.func.sum(sa.case((summary_facts.c.late_from == "", 0), else_=summary_facts.c.n)).label("late"),
)

_Row = sa.Row[Any, Any, Any, Any]

Key = tuple[str, str, str]
"""A figure, a part of it, and the case behind it; "" where there is none."""


@dataclass(frozen=True, slots=True)
class Differs:
    """What was counted otherwise than the ledger tells it.

    Attributes:
        n, late: how many are to be added.
    """

    figure: str
    slice: str
    case: str
    n: int
    late: int


@dataclass(frozen=True, slots=True)
class _Fact:
    month: Month
    late: str
    key: Key
    at: datetime
    n: int


class Recount:
    """A month as the ledger tells it, as seen by one transaction that holds the ledger's head row."""

    def __init__(self, connection: sa.Connection, month: Month) -> None:
        self._connection = connection
        self._month = month
        self._zone = ZoneInfo(connection.execute(sa.select(summary_state.c.zone)).scalar_one())
        self._closed: Month | None = None
        self._closings = self._months_closed()
        self._wanted: set[str] = set()
        self._held: dict[str, Body] = {}
        self._of: dict[str, list[_Fact]] = defaultdict(list)
        self._n: dict[Key, list[int]] = defaultdict(lambda: [0, 0])

    def differs(self) -> list[Differs]:
        """Where what was counted is not what the ledger tells; nothing where all of it agrees."""
        self._walk()
        counted = self._counted()
        there = self._there({case for _, _, case in self._n})
        told: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        for (figure, part, case), (n, late) in self._n.items():
            known = told[figure, part, case if case in there else ""]
            known[0], known[1] = known[0] + n, known[1] + late
        found = []
        for key in sorted({*told, *counted}):
            n, late = (told[key][at] - counted.get(key, (0, 0))[at] for at in (0, 1))
            if n or late:
                found.append(Differs(*key, n, late))
        return [*found, *self._received()]

    def put_right(self, differs: list[Differs], at: datetime) -> None:
        """Count what was missing, and take back what was too much: by facts of their own, since none is changed."""
        keys = self._keys({one.case for one in differs})
        row = {"month": self._month, "ref": "", "at": ms(at)}
        for one in differs:
            named = row | {"figure": one.figure, "slice": one.slice, "case_key": keys.get(one.case)}
            for n, late in ((one.n - one.late, ""), (one.late, later(self._month, -1))):
                if n:
                    self._connection.execute(sa.insert(summary_facts).values(**named, n=n, late_from=late))

    # --- what was counted --------------------------------------------------------------------------------

    def _counted(self) -> dict[Key, tuple[int, int]]:
        case = sa.func.coalesce(cases.c.id, "").label("case")
        part = (summary_facts.c.figure, summary_facts.c.slice)
        found = (
            sa.select(*part, case, *_SUMS)
            .select_from(summary_facts.outerjoin(cases, cases.c.key == summary_facts.c.case_key))
            .where(summary_facts.c.month == self._month, summary_facts.c.last_key.is_(None), self._told())
            .group_by(*part, cases.c.id)
        )
        return {(row.figure, row.slice, row.case): (row.n, row.late) for row in self._connection.execute(found)}

    @staticmethod
    def _told() -> sa.ColumnElement[bool]:
        by_hand = (summary_facts.c.figure == "cases.received") & (summary_facts.c.slice != "")
        return summary_facts.c.figure.not_in(_NOT_IN_LEDGER) | by_hand

    def _received(self) -> list[Differs]:
        """Cases that came in: each is one that there is, of the month that is said, and is counted once."""
        of_it = (summary_facts.c.figure == "cases.received") & (summary_facts.c.slice == "")
        named = (summary_facts.c.case_key, summary_facts.c.last_key, summary_facts.c.n, summary_facts.c.late_from)
        rows = self._connection.execute(
            sa.select(*named).where(of_it, summary_facts.c.month == self._month).order_by(summary_facts.c.seq)
        ).all()
        n = late = upto = 0
        for row in sorted(rows, key=lambda one: (one.case_key is None, one.case_key)):
            real = self._arrived(row, upto) if row.last_key is not None else 0
            upto = max(upto, row.last_key or 0)
            n += real - row.n
            late += (real - row.n) if row.late_from else 0
        return [Differs("cases.received", "", "", n, late)] if n or late else []

    def _arrived(self, row: _Row, after: int) -> int:
        month = Month(row.late_from or self._month)
        begin, end = begins(month, self._zone), begins(later(month), self._zone)
        within = cases.c.key.between(max(row.case_key, after + 1), row.last_key) & (cases.c.place == "")
        came = cases.c.reported_at.between(ms(begin), ms(end) - 1)
        return int(self._connection.execute(sa.select(sa.func.count()).where(within, came)).scalar_one())

    def _there(self, ids: set[str]) -> set[str]:
        return set(self._keys(ids))

    def _keys(self, ids: set[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        named = sorted(ids - {""})
        for at in range(0, len(named), _PAGE):
            chosen = sa.select(cases.c.id, cases.c.key).where(cases.c.id.in_(named[at : at + _PAGE]))
            found |= {row.id: row.key for row in self._connection.execute(chosen)}
        return found

    # --- what the ledger tells ---------------------------------------------------------------------------

    def _months_closed(self) -> list[tuple[int, Month]]:
        found = sa.select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == EntryKind.MONTH_CLOSED.value)
        rows = self._connection.execute(found.order_by(ledger.c.seq))
        return [(row.seq, Month(str(json.loads(row.body).get("month", "")))) for row in rows]

    def _window(self) -> sa.ColumnElement[bool]:
        """Entries that can say something of the month: of after it, only what takes back."""
        since = (begins(self._month, self._zone) - _BEFORE).astimezone(UTC).isoformat()
        end = begins(later(self._month), self._zone).astimezone(UTC).isoformat()
        last = self._closings[-1][0] if self._closings else None
        begun = ledger.c.at >= since if last is None else sa.or_(ledger.c.at >= since, ledger.c.seq > last)
        return begun & sa.or_(ledger.c.at < end, ledger.c.kind.in_([one.value for one in _TAKEN_BACK]))

    def _entries(self, kinds: tuple[EntryKind, ...] = ()) -> Iterator[Sequence[_Row]]:
        after = 0
        chosen = sa.select(ledger.c.seq, ledger.c.kind, ledger.c.at, ledger.c.body).where(self._window())
        if kinds:
            chosen = chosen.where(ledger.c.kind.in_([one.value for one in kinds]))
        while True:
            page = chosen.where(ledger.c.seq > after).order_by(ledger.c.seq).limit(_PAGE)
            rows = self._connection.execute(page).all()
            if not rows:
                return
            yield rows
            after = rows[-1].seq

    def _walk(self) -> None:
        for rows in self._entries(_TAKEN_BACK):
            self._wanted |= {said(json.loads(row.body), "decision") for row in rows}
        closings = list(self._closings)
        for rows in self._entries():
            told = [(row, json.loads(row.body)) for row in rows]
            older = self._older(told)
            for row, body in told:
                while closings and closings[0][0] < row.seq:
                    self._closed = max(self._closed or Month(""), closings.pop(0)[1])
                whole = {**body, **older.get(said(body, "decision"), {})} if row.kind == EntryKind.DECIDED else body
                self._entry(row.kind, datetime.fromisoformat(row.at), whole)

    def _older(self, told: list[tuple[_Row, Body]]) -> Mapping[str, Body]:
        """What entries of older versions don't say of their decisions, as it was found when they were counted."""
        lacking = [
            said(body, "decision") for row, body in told if row.kind == EntryKind.DECIDED and "state" not in body
        ]
        if not lacking:
            return {}
        first = sa.exists().where(summary_facts.c.ref == decisions.c.id, summary_facts.c.figure == "cases.answered")
        found = (
            sa.select(decisions.c.id, decisions.c.state_after, cases.c.reported_at, first.label("first"))
            .join(cases, cases.c.key == decisions.c.case_key, isouter=True)
            .where(decisions.c.id.in_(lacking))
        )
        return {
            row.id: {
                "state": row.state_after,
                "first_since": moment(row.reported_at).isoformat() if row.first else None,
            }
            for row in self._connection.execute(found)
        }

    def _entry(self, kind: str, at: datetime, body: Body) -> None:
        for one in facts(kind, at, body):
            if isinstance(one, Count):
                self._add(one, at)
            elif isinstance(one, Hold):
                self._held[one.decision] = one.body
            elif isinstance(one, Release):
                held = self._held.pop(one.decision, None) or self._held_before(one.decision)
                for count in () if held is None else in_effect(at, held, one.body):
                    self._add(count, at)
            elif one.decision and self._held.pop(one.decision, None) is None:
                self._undo(one.decision)

    def _add(self, one: Count, at: datetime) -> None:
        moved = self._moved(one.at or at)
        fact = _Fact(*moved, (one.figure, one.slice, one.case), one.at or at, one.n)
        if one.ref in self._wanted:
            self._of[one.ref].append(fact)
        self._count(fact)

    def _count(self, fact: _Fact, sign: int = 1) -> None:
        if fact.month == self._month and (fact.key[0] not in _NOT_IN_LEDGER or fact.key[1]):
            counted = self._n[fact.key]
            counted[0] += sign * fact.n
            counted[1] += sign * fact.n if fact.late else 0

    def _moved(self, at: datetime) -> tuple[Month, str]:
        month = month_of(at, self._zone)
        return (month, "") if self._closed is None or month > self._closed else (later(self._closed), month)

    def _undo(self, decision: str) -> None:
        for one in self._of.get(decision) or self._before(decision):
            moved = (one.month, one.late)
            if self._closed is not None and one.month <= self._closed:
                moved = self._moved(one.at)
            self._count(_Fact(*moved, one.key, one.at, one.n), -1)

    def _before(self, decision: str) -> list[_Fact]:
        """What a decision of before the walk counted for: it stands in months that are closed."""
        closed = sa.select(closed_months.c.month)
        found = (
            sa.select(summary_facts, cases.c.id)
            .join(cases, cases.c.key == summary_facts.c.case_key, isouter=True)
            .where(summary_facts.c.ref == decision, summary_facts.c.month.in_(closed))
        )
        return [
            _Fact(Month(row.month), row.late_from, (row.figure, row.slice, row.id or ""), moment(row.at), row.n)
            for row in self._connection.execute(found)
        ]

    def _held_before(self, decision: str) -> Body | None:
        """What a decision of before the walk counts for, to which somebody agreed only now."""
        named = ledger.c.body.contains(f'"decision":"{decision}"', autoescape=True)
        found = sa.select(ledger.c.at, ledger.c.body).where(ledger.c.kind == EntryKind.DECIDED.value, named)
        for row in self._connection.execute(found):
            body: Body = json.loads(row.body)
            at = datetime.fromisoformat(row.at)
            if any(isinstance(one, Hold) and one.decision == decision for one in facts(EntryKind.DECIDED, at, body)):
                return body
        return None
