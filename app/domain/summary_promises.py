"""Promises as a month counts them: by what had become of each at the end of the month, whenever it is looked at."""

from collections.abc import Callable, Iterable, Mapping
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

    def closed(self, begin: datetime, end: datetime) -> bool:
        """Whether the closing reply came in a span."""
        return self.ended is Change.CLOSED and self.ended_at is not None and begin <= self.ended_at < end


Rule = Callable[[PromiseLine, datetime, datetime], bool]


def _made(one: PromiseLine, begin: datetime, end: datetime) -> bool:
    return begin <= one.made_at < end


def _kept(one: PromiseLine, begin: datetime, end: datetime) -> bool:
    return one.closed(begin, end) and one.broken_at is None


def _late(one: PromiseLine, begin: datetime, end: datetime) -> bool:
    return one.closed(begin, end) and one.broken_at is not None


def _withdrawn(one: PromiseLine, begin: datetime, end: datetime) -> bool:
    return one.ended is Change.WITHDRAWN and one.ended_at is not None and begin <= one.ended_at < end


def _broken(one: PromiseLine, begin: datetime, end: datetime) -> bool:
    """Its date passed in the span, or it was given up then, and no closing reply came before the span was over."""
    ended = _late(one, begin, end) or _withdrawn(one, begin, end)
    return one.broken_at is not None and begin <= one.broken_at < end and not ended


PROMISE_FIGURES: Mapping[str, Rule] = {
    "promises.made": _made,
    "promises.kept": _kept,
    "promises.late": _late,
    "promises.broken": _broken,
    "promises.withdrawn": _withdrawn,
}
"""How promises are counted: each by its name, within a span that ends at the end of the month, or now."""


def promise_figures(lines: Iterable[PromiseLine], begin: datetime, end: datetime) -> dict[str, int]:
    """The figures of a span, each by department too, as in "promises.kept/售后技术部"."""
    found = dict.fromkeys(PROMISE_FIGURES, 0)
    for one in lines:
        for figure, rule in PROMISE_FIGURES.items():
            if rule(one, begin, end):
                part = f"{figure}/{one.department}"
                found[part] = found.get(part, 0) + 1
    return {name: n for name, n in found.items() if "/" not in name or n}
