"""The request budget: how many requests a minute the community grants us, and when it waits."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.community import BudgetState

MINUTE = timedelta(minutes=1)
UNLIMITED = 1_000_000


class Budget:
    """Counts requests by the minute, across processes where what was spent is kept between them.

    Args:
        per_minute: how many requests are ours; None where the community sets no limit.
        clock: the time.
        spent: what an earlier process wrote with `written`.
    """

    def __init__(self, per_minute: int | None, clock: Callable[[], datetime], spent: str = "") -> None:
        self._per_minute = _sensible(per_minute)
        self._clock = clock
        self._since, self._spent = _read(spent) or (clock(), 0)

    def left(self) -> int:
        """How many requests may be made now."""
        if self._per_minute is None:
            return UNLIMITED
        age = self._clock() - self._since
        if age >= MINUTE or age < -MINUTE:  # the clock may have been set
            self._since, self._spent = self._clock(), 0
        return max(self._per_minute - self._spent, 0)

    def allow(self, per_minute: int | None) -> None:
        """From now on this many requests a minute are ours."""
        self._per_minute = _sensible(per_minute)

    def spend(self, requests: int) -> None:
        """Count requests that were made."""
        self._spent += requests

    def next_at(self) -> datetime:
        """When there is budget again."""
        return self._clock() if self.left() else self._since + MINUTE

    def state(self, unread: int = 0) -> BudgetState:
        """How it stands now, to be shown.

        Args:
            unread: how much the budget did not reach.
        """
        self.left()
        return BudgetState(self._per_minute, self._spent, self._since + MINUTE if self._spent else None, unread=unread)

    def written(self) -> str:
        """What was spent, for the next process."""
        return f"{self._since.isoformat()} {self._spent}"


def _sensible(per_minute: int | None) -> int | None:
    return None if per_minute is None else max(per_minute, 1)


def _read(spent: str) -> tuple[datetime, int] | None:
    since, _, count = spent.partition(" ")
    return (datetime.fromisoformat(since), int(count)) if count else None
