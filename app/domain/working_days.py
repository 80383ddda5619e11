"""Working days: weekends and public holidays are off, except the weekend days that are worked to make up for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.words import Words

DAY_ENDS = time(18, 0)
"""When a working day ends, in local time."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """The arrangement of one year: holidays, weekend days that are worked for them, and who published it."""

    year: int
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A country's working days.

    Attributes:
        days_off: public holidays, weekends among them or not.
        make_up_days: days of a weekend on which people work.
        years: those whose arrangement is known; any other is reckoned Monday to Friday.
    """

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.make_up_days:
            return True
        return day not in self.days_off and day.weekday() < _SATURDAY

    def with_years(self, years: Iterable[Year]) -> Calendar:
        """The calendar with these years instead of what it says of them."""
        arranged = {one.year: one for one in years}
        off = {day for day in self.days_off if day.year not in arranged}
        make_up = {day for day in self.make_up_days if day.year not in arranged}
        return Calendar(
            frozenset(off.union(*(one.days_off for one in arranged.values()))),
            frozenset(make_up.union(*(one.make_up_days for one in arranged.values()))),
            self.years | arranged.keys(),
        )


@dataclass(frozen=True, slots=True)
class Due:
    """By when something is due; `guessed` are years on the way whose holidays were not known."""

    at: datetime
    guessed: tuple[int, ...] = ()

    @property
    def note(self) -> Words | None:
        """What to say of a date that was reckoned without knowing the holidays; None where all were known."""
        if not self.guessed:
            return None
        years = [str(year) for year in self.guessed]
        return Words(
            f"{'、'.join(years)} 年放假安排未录入，按周一至周五推算",
            f"the public holidays of {', '.join(years)} are not known: reckoned Monday to Friday",
        )


def due(start: datetime, days: int, calendar: Calendar, *, day_ends: time = DAY_ENDS) -> Due:
    """The end of the last of so many working days; the day of the start is not counted.

    Args:
        start: in the local time zone, which the result has too.
        days: how many working days, 1 or more.
        calendar: which days those are.
        day_ends: when a working day ends.
    """
    if days < 1:
        raise ValueError(f"{days} working days")
    day, left = start.date(), days
    passed = {day.year}
    while left:
        day += timedelta(days=1)
        passed.add(day.year)
        left -= calendar.works(day)
    return Due(datetime.combine(day, day_ends, start.tzinfo), tuple(sorted(passed - calendar.years)))


def days_between(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    """Every day of these spans, both ends included."""
    return frozenset(first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1))
