"""The one door between the screens and the work: `do` writes, in order; `ask` reads, newest question first.

Screens hand in what is to be done with a desk and get the answer back in their own thread. A question that was asked
again meanwhile gets no answer to its first asking. What goes wrong in the world becomes a sentence; what is our own
fault is reported.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from concurrent.futures import Future
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Changes
from app.errors import StewardError
from app.operations.desk import Desk
from ui.lanes import Lane

T = TypeVar("T")
D = TypeVar("D")

Failed = Callable[[StewardError], None]
Bug = Callable[[BaseException], None]


@runtime_checkable
class Changing(Protocol):
    """A result that knows what was touched on the way to it."""

    @property
    def changes(self) -> Changes:
        """The areas that pages may have to ask for again."""


class Door(QObject, Generic[D]):
    """Runs operations for a window.

    Args:
        desk: what operations work with.
        loop: the event loop of the window.
        bug: reports what was not raised on purpose.

    Attributes:
        changed: something was changed: a `Changes`.
        failed: an operation failed for a reason that lies in the world, and its caller had no place for the sentence:
            a `StewardError`.
        broke: an operation met a fault of our own: the exception.
    """

    changed = Signal(object)
    failed = Signal(object)
    broke = Signal(object)

    def __init__(self, desk: D, loop: asyncio.AbstractEventLoop, bug: Bug) -> None:
        super().__init__()
        self._desk = desk
        self._loop = loop
        self._bug = bug
        self._writing = Lane("steward-writes")
        self._reading = Lane("steward-reads", newest_first=True)
        self._newest: dict[Hashable, int] = {}
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def do(self, work: Callable[[D], T], then: Callable[[T], None] | None = None, failed: Failed | None = None) -> None:
        """Change something. Changes happen in the order in which they were asked for, none is dropped.

        Args:
            work: the operation; its result says what changed.
            then: gets the result, after the pages were told what changed.
            failed: gets the error of the world; the window shows it when nobody takes it.
        """
        if not self._closing:
            self._spawn(self._do(self._writing.submit(work, self._desk), then, failed))

    def ask(
        self, slot: Hashable, work: Callable[[D], T], then: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Read something. A later question of the same slot takes the place of this one.

        Args:
            slot: what the question is about, as ("triage", "case").
        """
        if self._closing:
            return
        self._count += 1
        self._newest[slot] = self._count
        number = self._count

        def if_still_wanted(desk: D) -> T | None:
            return work(desk) if self._newest.get(slot) == number else None

        self._spawn(self._ask((slot, number), self._reading.submit(if_still_wanted, self._desk), then, failed))

    def forget(self, slot: Hashable) -> None:
        """No longer want the answer to a question."""
        self._newest.pop(slot, None)

    @property
    def idle(self) -> bool:
        """Whether everything was answered."""
        return not self._tasks

    async def close(self, patience: float) -> bool:
        """Take nothing more; what is being written is finished, questions are dropped.

        Args:
            patience: for how many seconds to wait.

        Returns: whether all of it ended in that time.
        """
        self._closing = True
        self._reading.shutdown(wait=False, cancel_futures=True)
        self._writing.shutdown(wait=False)
        if self._tasks:
            left = set(self._tasks)
            await asyncio.wait(left, timeout=patience)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        return self._writing.ended(0.2) and self._reading.ended(0.2)

    # --- inside ----------------------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._bug(error)
            self.broke.emit(error)

    async def _do(self, written: Future[T], then: Callable[[T], None] | None, failed: Failed | None) -> None:
        try:
            result = await asyncio.wrap_future(written, loop=self._loop)
        except StewardError as error:
            self._tell(error, failed)
            return
        changes = result if isinstance(result, Changes) else result.changes if isinstance(result, Changing) else None
        if changes is not None and changes.areas:
            self.changed.emit(changes)
        if then is not None:
            then(result)

    async def _ask(
        self, asked: tuple[Hashable, int], read: Future[T | None], then: Callable[[T], None], failed: Failed | None
    ) -> None:
        try:
            result = await asyncio.wrap_future(read, loop=self._loop)
        except StewardError as error:
            if self._wants(asked):
                self._tell(error, failed)
            return
        except asyncio.CancelledError:
            return  # the window closes
        if self._wants(asked):
            then(result)  # type: ignore[arg-type]  # only a question nobody wants any more is answered by None

    def _wants(self, asked: tuple[Hashable, int]) -> bool:
        slot, number = asked
        return self._newest.get(slot) == number and not self._closing

    def _tell(self, error: StewardError, failed: Failed | None) -> None:
        if failed is not None:
            failed(error)
        else:
            self.failed.emit(error)


class Runner(Door[Desk]):
    """The door of a workspace."""
