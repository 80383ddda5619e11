"""The figures of a month by name, and what is reckoned from them: sums, shares, medians."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.summary_facts import AT_ONCE

LATE = "late:"
"""Before a figure's name: how much of it, part by part, belongs to months that were closed before it was known."""


@dataclass(frozen=True)
class Tally:
    """The figures of a month.

    Attributes:
        counts: by name, as in "guidance.reminders", or by name and part, as in "sanctions.made/mute_1".
    """

    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, figure: str, *parts: str) -> int:
        """How many of a figure; only of these parts, where some are named."""
        if parts:
            return sum(self.counts.get(f"{figure}/{part}", 0) for part in parts)
        return self.counts.get(figure, 0) + sum(self.parts(figure).values())

    def known(self, figure: str) -> int | None:
        """A figure that was reckoned for this month only where it is here at all."""
        return self.of(figure) if figure in self.counts else None

    def parts(self, figure: str) -> Mapping[str, int]:
        """The parts of a figure that are not 0, by name."""
        return self._by_figure.get(figure, {})

    @cached_property
    def _by_figure(self) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for name, n in self.counts.items():
            figure, slash, part = name.partition("/")
            if slash and n:
                found.setdefault(figure, {})[part] = n
        return found

    def late(self, figure: str, *parts: str) -> int:
        """How much of a figure came too late for its own month; only of these parts, where some are named."""
        if parts:
            return sum(self.counts.get(f"{LATE}{figure}/{part}", 0) for part in parts)
        return sum(self.parts(f"{LATE}{figure}").values())

    def median_wait(self) -> int | None:
        """The median of minutes until a first answer, the lower one of two; None where none was given."""
        waits = sorted((int(part), n) for part, n in self.parts("cases.answered").items())
        half = (sum(n for _, n in waits) + 1) // 2
        for minutes, n in waits:
            half -= n
            if half <= 0:
                return minutes
        return None

    def in_time(self) -> int:
        """How many first answers came at once, within two hours."""
        return sum(n for part, n in self.parts("cases.answered").items() if int(part) <= AT_ONCE)


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, halves rounded up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole > 0 else None


def tally(counted: Iterable[tuple[str, str, int, int]], reckoned: Mapping[str, int]) -> Tally:
    """The figures of a month from what was counted (figure, part, how many, of these late) and from the registers."""
    found: dict[str, int] = dict(reckoned)
    for figure, part, n, late in counted:
        if n:
            found[f"{figure}/{part}"] = n
        if late:
            found[f"{LATE}{figure}/{part}"] = late
    return Tally(found)
