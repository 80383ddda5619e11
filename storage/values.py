"""How values are stored: times as milliseconds since 1970 in UTC, texts without what no engine keeps."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def ms(moment: datetime) -> int:
    """A moment as it is stored; one at the very edge of the calendar is brought inside it, whatever its zone."""
    return min(max((moment - _EPOCH) // timedelta(milliseconds=1), _FIRST), _LAST)


def ms_or_none(moment: datetime | None) -> int | None:
    """A moment that may be missing, as it is stored."""
    return None if moment is None else ms(moment)


def plain(text: str) -> str:
    """A text without the one character that PostgreSQL can't keep."""
    return text.replace("\0", "�") if "\0" in text else text


def moment(stored: int) -> datetime:
    """A stored moment."""
    return _EPOCH + timedelta(milliseconds=stored)


def moment_or_none(stored: int | None) -> datetime | None:
    """A stored moment that may be missing."""
    return None if stored is None else moment(stored)


LONGEST_WAIT = timedelta(hours=25)
"""Longer than any back-off or pause that is ever asked for."""
LONGEST_HOLD = timedelta(days=31)
"""Longer than any decision is ever held back."""


def due(column: sa.Column[int], now: datetime) -> sa.ColumnElement[bool]:
    """Whether its time has come. A time further off than any pause was written by a clock that ran ahead."""
    return sa.or_(column.is_(None), column <= ms(now), column > ms(now + LONGEST_WAIT))


def released(column: sa.Column[int], now: datetime) -> sa.ColumnElement[bool]:
    """Whether nothing holds it back. A hold longer than any was written by a clock that ran ahead."""
    return sa.or_(column.is_(None), column <= ms(now), column > ms(now + LONGEST_HOLD))
