"""Calendar months of a workspace: when each begins and ends in its time zone, and which one a moment belongs to."""

from datetime import datetime, tzinfo
from typing import NewType

from app.domain.words import Words
from app.errors import NotAMonth

Month = NewType("Month", str)
"""A calendar month, as in "2026-10"."""

_NAMES = "January February March April May June July August September October November December".split()


def month_named(text: str) -> Month:
    """The month that a text names.

    Raises:
        NotAMonth: it is none, as "2026-10" would be.
    """
    year, dash, month = text.strip().partition("-")
    digits = len(year) == 4 and len(month) == 2 and f"{year}{month}".isascii() and f"{year}{month}".isdigit()
    if not dash or not digits or not 1 <= int(month) <= 12 or int(year) < 1970:
        raise NotAMonth(text=text)
    return Month(f"{year}-{month}")


def month_words(month: Month) -> Words:
    """A month as it is said: 2026 年 10 月, October 2026."""
    year, number = _parts(month)
    return Words(f"{year} 年 {number} 月", f"{_NAMES[number - 1]} {year}")


def month_of(moment: datetime, zone: tzinfo) -> Month:
    """The month to which a moment belongs."""
    return Month(f"{moment.astimezone(zone):%Y-%m}")


def begins(month: Month, zone: tzinfo) -> datetime:
    """The first moment of a month."""
    year, number = _parts(month)
    return datetime(year, number, 1, tzinfo=zone)


def ends(month: Month, zone: tzinfo) -> datetime:
    """The first moment after a month."""
    return begins(later(month), zone)


def later(month: Month, by: int = 1) -> Month:
    """The month so many months after; before, where `by` is negative."""
    year, number = _parts(month)
    years, rest = divmod(year * 12 + number - 1 + by, 12)
    return Month(f"{years:04}-{rest + 1:02}")


def up_to(month: Month, count: int) -> tuple[Month, ...]:
    """So many months in a row, the last one this."""
    return tuple(later(month, -back) for back in reversed(range(count)))


def _parts(month: Month) -> tuple[int, int]:
    return int(month[:4]), int(month[5:])
