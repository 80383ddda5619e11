"""The cases behind a figure of a month."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.months import Month, begins, ends
from app.domain.summary_named import FIGURES
from app.errors import NotOpened
from app.operations.desk import Desk
from storage.summary import Behind
from storage.transaction import Transaction

PAGE = 100


def cases_behind(desk: Desk, month: Month, key: str, after: int = 0, limit: int = PAGE) -> Sequence[Behind]:
    """The cases behind a figure, in the order in which they came in.

    Args:
        month: of the summary.
        key: the name of the figure, as in "cases.closed".
        after: `key` of the last case of the page before, 0 for the first page.
        limit: how many at most.

    Raises:
        NotOpened: there is no such figure, or no cases stand behind it.
    """
    figure = FIGURES.get(key)
    if figure is None or not figure.opens:
        raise NotOpened(key=key)
    with desk.record.read() as tx:
        if figure.counts:
            return tx.summary.behind(month, figure.counts, figure.parts, after=after, limit=limit)
        if key == "cases.open":
            end = ends(month, ZoneInfo(tx.summary.zone()))
            if end > desk.clock():
                return tx.summary.still_open(after=after, limit=limit)
            return tx.summary.open_at(month, end, after=after, limit=limit)
        keys = sorted(one for one in _in_register(tx, month, key, desk.clock()) if one > after)
        return tx.summary.of_keys(keys[:limit])


def _in_register(tx: Transaction, month: Month, key: str, now: datetime) -> set[int]:
    zone = ZoneInfo(tx.summary.zone())
    begin, end = begins(month, zone), min(ends(month, zone), now)
    if key == "lanes.unseen":
        return set(tx.registers.unseen(end))
    in_lanes = {"lanes.entered": tx.registers.in_lanes, "lanes.raised": tx.registers.raised}
    if key in in_lanes:
        return set(in_lanes[key](begin, end))
    found = tx.registers.promises(begin, end)
    return {one.case for one in found if one.case is not None and one.counts(key, begin, end)}
