"""Threads that work for the window, one job at a time each, and that never keep the process from ending."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Condition, Thread
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Job = tuple[Future[Any], Callable[[], Any]]


class Closed(RuntimeError):
    """A lane takes no more jobs: the program ends."""


class Lane(Executor):
    """One thread with its jobs in a row.

    It is a daemon: a request in flight does not hold up the end of the program, which is safe because everything that
    is sent was kept before. A pool of concurrent.futures would be waited for.

    Args:
        newest_first: the last job asked for is done first.
    """

    def __init__(self, name: str, *, newest_first: bool = False) -> None:
        self._jobs: deque[Job] = deque()
        self._newest_first = newest_first
        self._changed = Condition()
        self._closed = False
        self._busy = False
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Have a job done.

        Raises:
            Closed: it takes no more jobs.
        """
        future: Future[T] = Future()
        with self._changed:
            if self._closed:
                raise Closed(f"{self._thread.name} is closed")
            self._jobs.append((future, lambda: fn(*args, **kwargs)))
            self._changed.notify_all()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs; the thread ends when those it has are done, or dropped."""
        with self._changed:
            self._closed = True
            if cancel_futures:
                for future, _ in self._jobs:
                    future.cancel()
                self._jobs.clear()
            self._changed.notify_all()
        if wait:
            self._thread.join()

    def ended(self, patience: float) -> bool:
        """Whether the thread ended within that many seconds."""
        self._thread.join(patience)
        return not self._thread.is_alive()

    @property
    def idle(self) -> bool:
        """Whether nothing is being done and nothing waits."""
        with self._changed:
            return not self._busy and not self._jobs

    def _work(self) -> None:
        while (job := self._next()) is not None:
            future, work = job
            if future.set_running_or_notify_cancel():
                self._do(future, work)
            del future, work, job  # a result must not live on in a thread that waits
            with self._changed:
                self._busy = False

    def _next(self) -> Job | None:
        with self._changed:
            while not self._jobs:
                if self._closed:
                    return None
                self._changed.wait()
            self._busy = True
            return self._jobs.pop() if self._newest_first else self._jobs.popleft()

    @staticmethod
    def _do(future: Future[Any], work: Callable[[], Any]) -> None:
        try:
            result = work()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)
