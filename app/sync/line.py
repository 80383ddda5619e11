"""The line to the community: reads that try again, waits that are counted, a budget that is kept."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from app.community.gateway import Gateway
from app.errors import BrokenAnswer, RateLimited, Unavailable
from app.sync.budget import Budget

log = logging.getLogger(__name__)

T = TypeVar("T")

READ_TRIES = 3
BUDGET_PATIENCE = timedelta(minutes=10)
"""How long a round may wait for its own budget; each wait is a minute at most, and something is done after it."""
FIRST_PAUSE = timedelta(milliseconds=500)


class Line:
    """A gateway with the patience and the budget of one round.

    Args:
        gateway: the community.
        budget: what may be spent.
        clock: the time.
        sleep: waits that many seconds.
        patience: how long this round may wait in all; what needs longer is left for the next one.
    """

    def __init__(
        self,
        gateway: Gateway,
        budget: Budget,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        patience: timedelta,
    ) -> None:
        self.gateway = gateway
        self.budget = budget
        self._clock = clock
        self._sleep = sleep
        self._patience = patience
        self._budget_patience = BUDGET_PATIENCE

    def wait_for_budget(self) -> bool:
        """Wait until a request may be made again; False when this round has waited long enough for its budget."""
        pause = self.budget.next_at() - self._clock()
        if pause > self._budget_patience:
            return False
        if pause > timedelta(0):
            self._budget_patience -= pause
            self._sleep(pause.total_seconds())
        return True

    def wait_until(self, moment: datetime) -> bool:
        """Wait, if what is left of the patience allows; False when it does not."""
        pause = moment - self._clock()
        if pause > self._patience:
            return False
        if pause > timedelta(0):
            self._patience -= pause
            self._sleep(pause.total_seconds())
        return True

    def call(self, work: Callable[[], T]) -> T:
        """Spend budget on a call; the first thing to do before each request.

        Raises:
            RateLimited: the budget of this minute is spent and waiting would take too long.
        """
        if not self.wait_for_budget():
            seconds = (self.budget.next_at() - self._clock()).total_seconds()
            raise RateLimited(seconds=seconds, scope="site")
        before = self.gateway.requests
        try:
            return work()
        finally:
            self.budget.spend(self.gateway.requests - before)

    def read(self, work: Callable[[], T]) -> T:
        """A call that changes nothing: tried again a few times, pauses waited for.

        Raises:
            Unavailable: it did not work.
            RateLimited: the pause would take too long.
        """
        pause = FIRST_PAUSE
        for tries_left in reversed(range(READ_TRIES)):
            try:
                return self.call(work)
            except RateLimited as error:
                if not tries_left or not self.wait_until(self._clock() + timedelta(seconds=error.seconds)):
                    raise
            except Unavailable as error:
                if isinstance(error, BrokenAnswer) or not tries_left or not self.wait_until(self._clock() + pause):
                    raise
                log.info("reading again: %s", error)
                pause *= 2
        raise AssertionError("the last try returns or raises")
