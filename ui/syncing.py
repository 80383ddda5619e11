"""Keeping step with the community while the window is open: a round now and then, and soon after each answer."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from heapq import heappop, heappush
from threading import Event
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.community import BudgetState
from app.domain.pictures import NOT_ASKED
from app.domain.words import Words
from app.errors import RateLimited, StewardError
from app.operations.desk import Clock
from app.operations.pictures import Fetched
from ui.lanes import Lane

EVERY = 30.0
"""Seconds between two rounds when nothing happens."""

EVERY_SO_OFTEN = 1.0
"""Seconds between two looks at what a long round has brought so far."""

WORTH_TELLING = 1.0
"""A wait of so many seconds is shown."""

EVERYTHING = Changes.of(Area.CASES, Area.OUTBOX, Area.THREADS, Area.MEMBERS, Area.MESSAGES, Area.SYNC)


class Ended(Exception):
    """The window closes; a round stops at the next step."""


class Link(Enum):
    """How things stand with the community."""

    UNKNOWN = "unknown"
    CONNECTED = "connected"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class RoundTaken:
    """What a round brought and sent, and how its requests stood at its end."""

    cases: int
    posts: int
    sent: int
    budget: BudgetState | None = None


class KeepStep(Protocol):
    """One round with the community, handed in by what joins the parts.

    Raises StewardError when the community is not reached, and whatever `check` raises.
    """

    def __call__(self, check: Callable[[], None], sleep: Callable[[float], None]) -> RoundTaken:
        """Pull and push once; `check` is called between steps, `sleep` waits."""


FetchPictures = Callable[[CaseId, Callable[[float], None]], Fetched]
"""The pictures of one post, fetched for somebody who waits for them; handed in by what joins the parts.

It is given the case, and what waits so many seconds and ends it when the window closes.
"""


def unreached(_case: CaseId, _sleep: Callable[[float], None]) -> Fetched:
    """No community stands behind this window."""
    return Fetched(unreached=NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the window stands with the community.

    Attributes:
        running: a round is under way.
        at: when the last good round ended; None before the first.
        error: why the last round failed.
        sent: how many operations the last round delivered.
        budget: how the requests stood at the end of the last good round; None before the first.
        waiting_until: until when a round waits, or the community asked to be left alone; None when nothing waits.
        next_at: when the next round begins by itself; None while one is under way.
    """

    link: Link = Link.UNKNOWN
    running: bool = False
    at: datetime | None = None
    error: StewardError | None = None
    sent: int = 0
    budget: BudgetState | None = None
    waiting_until: datetime | None = None
    next_at: datetime | None = None


class Syncing(QObject):
    """Runs rounds on a thread of its own.

    Attributes:
        changed: things stand otherwise now; see `standing`.
        brought: a round brought something, or ended: a `Changes`.
    """

    changed = Signal()
    brought = Signal(object)
    _waits = Signal(object)

    def __init__(
        self,
        keep_step: KeepStep,
        clock: Clock,
        bug: Callable[[BaseException], None],
        *,
        loop: asyncio.AbstractEventLoop,
        every: float = EVERY,
        fetch: FetchPictures = unreached,
    ) -> None:
        super().__init__()
        self._loop = loop
        self._keep_step = keep_step
        self._fetch = fetch
        self._fetching: set[asyncio.Task[None]] = set()
        self._clock = clock
        self._bug = bug
        self._every = every
        self._lane = Lane("steward-sync")
        self._ending = Event()
        self._wake = asyncio.Event()
        self._wishes: list[float] = []  # when a round is wished for, in the loop's time; a heap
        self._told_at = 0.0
        self._waits.connect(self._show_waiting)
        self.standing = Standing()
        self.rounds = 0

    def now(self) -> None:
        """Begin a round as soon as the one under way has ended."""
        self.after(0.0)

    def after(self, seconds: float) -> None:
        """Begin a round in so many seconds: when what was just decided may be sent."""
        heappush(self._wishes, self._loop.time() + seconds)
        self._wake.set()

    async def run(self) -> None:
        """Keep step until `end` is called."""
        while not self._ending.is_set():
            await self.once()
            await self._rest()

    async def _rest(self) -> None:
        """Wait until the next round is due: now and then, or when one was wished for."""
        regular = self._loop.time() + self._every
        while not self._ending.is_set():
            now = self._loop.time()
            due = min([regular, *self._wishes[:1]])
            self._tell_next(due - now)
            if due <= now:
                while self._wishes and self._wishes[0] <= now:
                    heappop(self._wishes)
                return
            self._wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), due - now)

    async def once(self) -> None:
        """One round, now."""
        self._told_at = monotonic()
        before = self.standing
        self._stand(replace(before, running=True, sent=0, next_at=None))
        try:
            taken = await self._loop.run_in_executor(self._lane, self._keep_step, self._check, self._sleep)
        except Ended:
            return
        except RateLimited as error:
            until = self._clock() + timedelta(seconds=error.seconds)
            self._stand(replace(before, link=Link.CONNECTED, error=error, sent=0, waiting_until=until))
        except StewardError as error:
            self._stand(Standing(Link.OFFLINE, at=before.at, error=error, budget=before.budget))
        except Exception as error:
            if self._ending.is_set() and isinstance(error, RuntimeError):
                return  # the lane was closed before the round began
            self._bug(error)
            self._stand(Standing(Link.OFFLINE, at=before.at, budget=before.budget))
        else:
            self._stand(Standing(Link.CONNECTED, at=self._clock(), sent=taken.sent, budget=taken.budget))
        self.rounds += 1
        self.brought.emit(EVERYTHING)

    def fetch(self, case: CaseId, then: Callable[[Fetched], None]) -> None:
        """Fetch the pictures of a post, after the round that is under way; `then` is told what came of it, always.

        But for a window that closes: then nobody waits any more.
        """
        task = self._loop.create_task(self._fetch_for(case, then))
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    @property
    def fetching(self) -> bool:
        """Whether somebody waits for pictures."""
        return bool(self._fetching)

    async def _fetch_for(self, case: CaseId, then: Callable[[Fetched], None]) -> None:
        try:
            fetched = await self._loop.run_in_executor(self._lane, self._fetch, case, self._sleep)
        except Ended:
            return
        except StewardError as error:
            fetched = Fetched(unreached=Words.of(error))
        except Exception as error:
            if self._ending.is_set() and isinstance(error, RuntimeError):
                return  # the lane was closed before it began
            self._bug(error)
            fetched = Fetched(unreached=NOT_ASKED)
        self.brought.emit(fetched.changes)
        then(fetched)

    def _tell_next(self, seconds: float) -> None:
        """Say when the next round begins, to the second."""
        at = self._clock() + timedelta(seconds=max(0.0, seconds))
        known = self.standing.next_at
        if known is None or abs(at - known) >= timedelta(seconds=1):
            self._stand(replace(self.standing, next_at=at))

    def _stand(self, standing: Standing) -> None:
        self.standing = standing
        self.changed.emit()

    def _check(self) -> None:
        if self._ending.is_set():
            raise Ended
        if monotonic() - self._told_at >= EVERY_SO_OFTEN:
            self._told_at = monotonic()
            self.brought.emit(EVERYTHING)  # from this thread: Qt carries it over

    def _sleep(self, seconds: float) -> None:
        told = seconds >= WORTH_TELLING
        if told:
            self._waits.emit(self._clock() + timedelta(seconds=seconds))  # from this thread, too
        self._ending.wait(seconds)
        if told:
            self._waits.emit(None)
        self._check()

    @Slot(object)
    def _show_waiting(self, until: datetime | None) -> None:
        if self.standing.running:
            self._stand(replace(self.standing, waiting_until=until))

    def end(self) -> None:
        """Stop after the step under way."""
        self._ending.set()
        self._wake.set()
        self._lane.shutdown(wait=False, cancel_futures=True)

    def ended(self, patience: float) -> bool:
        """Whether the thread ended within that many seconds."""
        return self._lane.ended(patience)
