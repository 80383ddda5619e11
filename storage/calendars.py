"""Years of the calendar that the team imported; of each the newest counts."""

import json
from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa

from app.domain.members import MemberRef
from app.domain.working_days import Year
from storage.schema_team import calendars
from storage.values import ms


class Calendars:
    """Imported years as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def years(self) -> list[Year]:
        """The imported years as they stand, in order."""
        newest = sa.select(sa.func.max(calendars.c.seq)).group_by(calendars.c.year)
        rows = self._connection.execute(
            sa.select(calendars).where(calendars.c.seq.in_(newest)).order_by(calendars.c.year)
        )
        return [Year(row.year, _days(row.days_off), _days(row.make_up_days), row.source) for row in rows]

    def add(self, year: Year, by: MemberRef, at: datetime) -> None:
        """Keep a year; from now on it counts instead of what was known of it."""
        self._connection.execute(
            sa.insert(calendars).values(
                year=year.year,
                source=year.source,
                days_off=_stored(year.days_off),
                make_up_days=_stored(year.make_up_days),
                by_id=by.id,
                by_name=by.name,
                at=ms(at),
            )
        )


def _days(stored: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in json.loads(stored))


def _stored(days: Iterable[date]) -> str:
    return json.dumps(sorted(day.isoformat() for day in days))
