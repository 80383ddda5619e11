"""How many cases were open at a moment of the past, and which: from what is open now, and what happened since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.months import Month
from app.domain.summary_facts import REOPENED
from storage.schema import cases, is_closed, is_open
from storage.schema_summary import month_counts, summary_facts
from storage.values import ms

_CLOSED, _RECEIVED = "cases.closed", "cases.received"


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after the end of a month.

    Attributes:
        back: cases that are open now and were closed at its end.
        gone: cases that are closed now and were open at its end.
        arrived: how many of those that are open now came later.
    """

    back: frozenset[int]
    gone: frozenset[int]
    arrived: int

    def backlog(self, now: int) -> int:
        """How many were open at its end, where so many are now."""
        return now - self.arrived - len(self.back) + len(self.gone)


class Backlog:
    """Cases that were open at the end of a month, as seen by one transaction.

    Args:
        end: of the month.
    """

    def __init__(self, connection: sa.Connection, month: Month, end: datetime) -> None:
        self._connection = connection
        later = sa.select(month_counts.c.month).distinct().where(month_counts.c.month > month)
        self._months = list(connection.execute(later).scalars())
        self._came = self._came_later(end)

    def since(self) -> Since:
        """What happened since."""
        net = sa.func.sum(sa.case((summary_facts.c.figure == REOPENED, -summary_facts.c.n), else_=summary_facts.c.n))
        moved = (
            sa.select(summary_facts.c.case_key, net.label("net"))
            .where(self._in(_CLOSED, REOPENED), summary_facts.c.case_key.is_not(None))
            .group_by(summary_facts.c.case_key)
            .subquery()
        )
        found = (
            sa.select(cases.c.key, moved.c.net)
            .join(moved, moved.c.case_key == cases.c.key)
            .where(sa.or_(is_open() & (moved.c.net < 0), is_closed() & (moved.c.net > 0)), ~self._came)
        )
        back, gone = set[int](), set[int]()
        for key, by in self._connection.execute(found):
            (back if by < 0 else gone).add(key)
        arrived = sa.select(sa.func.count()).select_from(cases).where(is_open(), self._came)
        return Since(frozenset(back), frozenset(gone), int(self._connection.execute(arrived).scalar_one()))

    def keys(self, *, after: int, limit: int) -> Sequence[int]:
        """The cases that were open at the end of the month, by their keys, a page of them."""
        since = self.since()
        stood = sa.select(cases.c.key).where(is_open(), ~self._came, cases.c.key > after)
        stood = stood.order_by(cases.c.key).limit(limit + len(since.back))
        found = {key for key in self._connection.execute(stood).scalars() if key not in since.back}
        return sorted(found | {key for key in since.gone if key > after})[:limit]

    def _in(self, *figures: str) -> sa.ColumnElement[bool]:
        return summary_facts.c.month.in_(self._months) & summary_facts.c.figure.in_(figures)

    def _came_later(self, end: datetime) -> sa.ColumnElement[bool]:
        """Cases that were not known by the end of the month: reported later, entered by hand later, or pulled only
        after the month was closed."""
        facts = summary_facts.c
        entered = sa.select(facts.case_key).where(self._in(_RECEIVED), facts.last_key.is_(None), facts.slice != "")
        late = sa.select(facts.case_key, facts.last_key).where(
            self._in(_RECEIVED), facts.late_from != "", facts.last_key.is_not(None)
        )
        pulled = [cases.c.key.between(first, last) for first, last in self._connection.execute(late)]
        return sa.or_(cases.c.reported_at >= ms(end), cases.c.key.in_(entered), *pulled)
