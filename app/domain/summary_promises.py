"""Promises as a month counts them: by what had become of each at the end of the month, whenever it is looked at."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.promises import Change


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What a month needs of a promise. `case` is the key of the case on which it was made, None for a topic's."""

    case: int | None
    department: str
    made_at: datetime
    due_at: datetime
    ended: Change | None
    ended_at: datetime | None

    @property
    def broken_at(self) -> datetime | None:
        """When the word was broken: when it was given up, else when its date passed. None where it never was."""
        in_time = self.ended_at is not None and self.ended_at <= self.due_at
        if in_time:
            return self.ended_at if self.ended is Change.GIVEN_UP else None
        return self.due_at

    def counts_at(self, figure: str) -> datetime | None:
        """When it counts for a figure of `PROMISE_FIGURES`; None where it does not."""
        if figure == "promises.made":
            return self.made_at
        if figure == "promises.broken":
            return self.broken_at
        if figure == "promises.withdrawn":
            return self.ended_at if self.ended is Change.WITHDRAWN else None
        if self.ended is not Change.CLOSED:
            return None
        return self.ended_at if (self.broken_at is None) is (figure == "promises.kept") else None

    def counts(self, figure: str, begin: datetime, end: datetime) -> bool:
        """Whether it counts for a figure within a span; what was broken and still came in it counts as late only."""
        at = self.counts_at(figure)
        if at is None or not begin <= at < end:
            return False
        mended = self.ended in (Change.CLOSED, Change.WITHDRAWN) and self.ended_at is not None and self.ended_at < end
        return not (figure == "promises.broken" and mended)


PROMISE_FIGURES = ("promises.made", "promises.kept", "promises.late", "promises.broken", "promises.withdrawn")
"""How promises are counted, within spans that end at the end of a month, or now."""


def promise_figures(lines: Iterable[PromiseLine], spans: Sequence[tuple[datetime, datetime]]) -> list[dict[str, int]]:
    """The figures of spans in a row, each by department too, as in "promises.kept/售后技术部"."""
    found = [dict.fromkeys(PROMISE_FIGURES, 0) for _ in spans]
    begins = [begin for begin, _ in spans]
    for one in lines:
        for figure in PROMISE_FIGURES:
            at = one.counts_at(figure)
            which = -1 if at is None else bisect_right(begins, at) - 1
            if which >= 0 and one.counts(figure, *spans[which]):
                part = f"{figure}/{one.department}"
                found[which][part] = found[which].get(part, 0) + 1
    return found
