"""Working days by the calendar that the program ships with, and by the years that the team imported since."""

import json
from datetime import date, datetime
from functools import cache

from app.domain.working_days import Calendar, Due, days_between, due
from app.files import resource_text
from storage.transaction import Transaction


@cache
def china() -> Calendar:
    """Working days in China, for the years whose arrangement the State Council has published."""
    shipped = json.loads(resource_text("calendar", "china.json"))
    return Calendar(
        days_between((date.fromisoformat(first), date.fromisoformat(last)) for first, last in shipped["days_off"]),
        frozenset(date.fromisoformat(day) for day in shipped["make_up_days"]),
        frozenset(shipped["years"]),
    )


def calendar(tx: Transaction) -> Calendar:
    """The working days that are known here: what ships, and the years that the team imported instead or beside."""
    imported = tx.calendars.years()
    return china().with_years(imported) if imported else china()


def due_in(start: datetime, days: int, known: Calendar | None = None) -> Due:
    """The end of the last of so many working days from a moment on, in the time zone of this machine.

    Args:
        start: the moment; its day is not counted.
        days: how many, 1 or more.
        known: the working days, as `calendar` says them; what ships where they are not given.
    """
    return due(start.astimezone(), days, known or china())
