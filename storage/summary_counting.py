"""Counting as it happens: what each entry of the ledger, and each page of new cases, adds to its month.

Always under the lock of the ledger's head row, so that no month is closed between two of them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.domain.decisions import DecisionKind
from app.domain.ledger import Body
from app.domain.months import Month, begins, later, month_of
from app.domain.months import ends as month_ends
from app.domain.summary_facts import REOPENED, Count, Hold, Release, Undo, facts, in_effect
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.schema_summary import closed_months, summary_facts, summary_held, summary_state
from storage.values import moment, ms

_COLUMNS = ("month", "figure", "slice", "ref", "at", "n", "late_from")
_BY_CASE = sa.insert(summary_facts).from_select(
    [*_COLUMNS, "case_key"],
    sa.select(*(sa.bindparam(f"new_{name}", type_=summary_facts.c[name].type) for name in _COLUMNS), cases.c.key).where(
        cases.c.id == sa.bindparam("case")
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What counting needs of an entry of the ledger."""

    kind: str
    at: datetime
    body: Body


_ANSWERING = [kind.value for kind in DecisionKind if kind.answers]

NewCase = tuple[int, datetime, int]
"""The key of a case that came in from the community, when it was reported, and by how many."""


class Counting:
    """What was counted, as seen by one transaction that holds the ledger's head row."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        last = sa.select(sa.func.max(closed_months.c.month)).scalar_subquery()
        self._state = connection.execute(sa.select(summary_state, last.label("closed"))).one()
        self._closed: str | None = self._state.closed
        self._zone: tzinfo = ZoneInfo(self._state.zone)

    @property
    def counted(self) -> int:
        """How many entries of the ledger are counted."""
        return int(self._state.counted)

    def entries(self, found: Iterable[Entry], *, before: int, after: int) -> None:
        """Count the entries that follow the first `before`, where these were counted; else they are caught up with."""
        if self.counted != before:
            return
        for one in found:
            self._entry(one)
        self.reached(after)

    def reached(self, entries: int) -> None:
        """Note up to where the ledger is counted."""
        self._connection.execute(sa.update(summary_state).values(counted=entries))

    def cases_reached(self, key: int) -> None:
        """Note up to which of the cases that were there before are counted."""
        self._connection.execute(sa.update(summary_state).values(cases_counted=key))

    def _entry(self, entry: Entry) -> None:
        for one in facts(entry.kind, entry.at, entry.body):
            if isinstance(one, Count):
                self._add(one, entry.at)
            elif isinstance(one, Hold):
                self._hold(one)
            elif isinstance(one, Release):
                self._release(one, entry.at)
            else:
                self._undo(one)

    def cases(self, new: Iterable[NewCase]) -> None:
        """Count cases that came in from the community: those of one month with keys in a row as one fact."""
        rows: list[dict[str, object]] = []
        for run in _runs(new, self._zone):
            month, late = self._month(run[0][1])
            whole = {"month": month, "slice": "", "ref": "", "at": ms(run[0][1]), "late_from": late}
            whole |= {"case_key": run[0][0], "last_key": run[-1][0]}
            rows.append(whole | {"figure": "cases.received", "n": len(run)})
            reports = sum(one[2] for one in run)
            if reports:
                rows.append(whole | {"figure": "cases.reports", "n": reports})
        if rows:
            self._connection.execute(sa.insert(summary_facts), rows)

    def reports(self, at: datetime, n: int) -> None:
        """Count reports that came in on cases that were there; not where these are still to be counted themselves."""
        if n and self._state.cases_counted == self._state.cases_before:
            self._add(Count("cases.reports", "later", n=n), at)

    def reopened(self, at: datetime, case: str) -> None:
        """Count that a closed case is open again, of which no entry tells."""
        if self._state.cases_counted == self._state.cases_before:
            self._add(Count(REOPENED, case=case), at)

    def _month(self, at: datetime) -> tuple[Month, str]:
        """The month that counts a moment, and the closed one to which it belongs; "" where that is the same."""
        month = month_of(at, self._zone)
        if self._closed is None or month > self._closed:
            return month, ""
        return later(Month(self._closed)), month

    def _add(self, one: Count, at: datetime) -> None:
        at = one.at or at
        month, late = self._month(at)
        row = {"month": month, "figure": one.figure, "slice": one.slice, "n": one.n, "late_from": late}
        if one.case:
            whole = row | {"ref": one.ref, "at": ms(at)}
            added = self._connection.execute(
                _BY_CASE, {f"new_{name}": value for name, value in whole.items()} | {"case": one.case}
            )
            if added.rowcount:
                return
        self._connection.execute(sa.insert(summary_facts).values(**row, ref=one.ref, at=ms(at)))

    # --- what waits, and what is taken back --------------------------------------------------------------

    def _hold(self, one: Hold) -> None:
        body = json.dumps(dict(one.body), ensure_ascii=False)
        self._connection.execute(sa.insert(summary_held).values(decision_id=one.decision, body=body))

    def _release(self, one: Release, at: datetime) -> None:
        kept = self._held(one.decision)
        for count in () if kept is None else in_effect(at, kept, one.body):
            self._add(count, at)

    def _held(self, decision: str) -> Body | None:
        """What was held for a decision; it is held no longer."""
        where = summary_held.c.decision_id == decision
        body = self._connection.execute(sa.select(summary_held.c.body).where(where)).scalar()
        if body is None:
            return None
        self._connection.execute(sa.delete(summary_held).where(where))
        kept: Body = json.loads(body)
        return kept

    def _undo(self, one: Undo) -> None:
        if not one.decision or self._held(one.decision) is not None:
            return
        of_it = sa.select(summary_facts).where(summary_facts.c.ref == one.decision).order_by(summary_facts.c.seq)
        for row in self._connection.execute(of_it).all():
            month, late = Month(row.month), row.late_from
            if self._closed is not None and month <= self._closed:
                month, late = self._month(moment(row.at))
            self._connection.execute(
                sa.insert(summary_facts).values(
                    month=month,
                    figure=row.figure,
                    slice=row.slice,
                    case_key=row.case_key,
                    ref="",
                    at=row.at,
                    n=-row.n,
                    late_from=late,
                )
            )


def _runs(new: Iterable[NewCase], zone: tzinfo) -> Iterator[list[NewCase]]:
    """Cases of the same month whose keys follow each other."""
    run: list[NewCase] = []
    month = Month("")
    starts = ends = datetime.min.replace(tzinfo=UTC)
    for one in new:
        within = starts <= one[1] < ends
        if run and not (within and one[0] == run[-1][0] + 1):
            yield run
            run = []
        if not within:
            month = month_of(one[1], zone)
            starts, ends = begins(month, zone).astimezone(UTC), month_ends(month, zone).astimezone(UTC)
        run.append(one)
    if run:
        yield run


def first_answers(ids: Sequence[str]) -> sa.Select[tuple[str, int]]:
    """Which of these decisions answered their case first, and when the case was reported."""
    earlier = decisions.alias()
    before = sa.exists().where(
        earlier.c.case_key == decisions.c.case_key,
        earlier.c.seq < decisions.c.seq,
        earlier.c.kind.in_(_ANSWERING),
        earlier.c.undone_at.is_(None),
    )
    return (
        sa.select(decisions.c.id, cases.c.reported_at)
        .join(cases, cases.c.key == decisions.c.case_key)
        .where(decisions.c.id.in_(ids), decisions.c.kind.in_(_ANSWERING), ~before)
    )
