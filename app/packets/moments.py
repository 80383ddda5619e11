"""Moments in files that others wrote: only such as every clock and every zone can show."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)


def within_reach(said: msgspec.Struct, *, any_zone_only: bool = False) -> bool:
    """Whether all moments that it names can be shown in local time on every system: from 1970 to 2200.

    Args:
        said: what a file says.
        any_zone_only: it is enough that every zone can reckon with them, whatever a community put into its posts.
    """
    first, last = (_EARLIEST, _LATEST) if any_zone_only else (_FIRST, _LAST)
    return all(first <= one < last for one in _moments(said))


def _moments(value: object) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _moments(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _moments(one)
