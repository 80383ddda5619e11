"""The working days that the program ships with."""

import json
from datetime import date, datetime
from functools import cache

from app.domain.working_days import Calendar, Due, days_between, due
from app.files import resource_text


@cache
def china() -> Calendar:
    """Working days in China, for the years whose arrangement the State Council has published."""
    shipped = json.loads(resource_text("calendar", "china.json"))
    return Calendar(
        days_between((date.fromisoformat(first), date.fromisoformat(last)) for first, last in shipped["days_off"]),
        frozenset(date.fromisoformat(day) for day in shipped["make_up_days"]),
        frozenset(shipped["years"]),
    )


def due_in(start: datetime, days: int) -> Due:
    """The end of the last of so many working days from a moment on, in the time zone of this machine."""
    return due(start.astimezone(), days, china())
