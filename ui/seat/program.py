"""Council mode from its start to its end: the first page until the seat is open, then its window."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from app.domain.words import Words
from app.errors import MissingSecret, StewardError
from ui.lanes import Lane
from ui.seat.greeting import Greeting
from ui.seat.session import NewSeat, SeatEntrance, SeatSession
from ui.seat.tools import SeatRunner
from ui.seat.window import USUAL, SeatWindow
from ui.shell.application import PATIENCE, Bug, event_loop, watch_for_bugs
from ui.shell.frame import Frame, Looks, application
from ui.shell.reception import OUR_FAULT
from ui.shell.single import SingleInstance


class SeatDesktop:
    """An open seat with its window and its runner."""

    def __init__(self, session: SeatSession, looks: Looks, loop: asyncio.AbstractEventLoop, bug: Bug) -> None:
        self.session = session
        self.runner = SeatRunner(session.desk, loop, bug)
        self.window = SeatWindow(self.runner, session.desk.clock, looks)

    async def end(self) -> bool:
        """Finish what is being written and let go of the store.

        Returns: whether all of it ended in time; else a thread may still be using the store.
        """
        in_time = await self.runner.close(PATIENCE)
        if in_time:
            self.session.close()
        self.window.hide()
        self.window.deleteLater()
        return in_time


class SeatProgram:
    """Council mode with a display.

    Args:
        file: what a person opened: a packet, a roster or a key; None for the seat alone.
    """

    def __init__(
        self, frame: Frame, entrance: SeatEntrance, loop: asyncio.AbstractEventLoop, bug: Bug, file: Path | None = None
    ) -> None:
        self._frame, self._entrance, self._loop, self._bug = frame, entrance, loop, bug
        self._files = [file] if file is not None else []
        self._opening = Lane("steward-opening")
        self._ended = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.greeting: Greeting | None = None
        self.desktop: SeatDesktop | None = None
        title = Words("委员模式 · Steward", "Council mode · Steward")
        frame.enlarge(frame.looks.memory.scale(USUAL))
        frame.looks.say.tell(frame, frame.setWindowTitle, title)
        frame.closing.connect(self._ended.set)

    async def run(self) -> None:
        """Show it until its window is closed."""
        if self._entrance.exists():
            self._begin(lambda: self._entrance.open(None))
        else:
            self._greet().ask_to_make()
        await self._ended.wait()
        if self.desktop is not None:
            await self.desktop.end()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE)
        for task in self._tasks:
            task.cancel()
        self._opening.shutdown(wait=False, cancel_futures=True)

    @property
    def idle(self) -> bool:
        """Whether nothing is being opened."""
        return not self._tasks

    def take(self, file: Path) -> None:
        """A person opened a file while this runs."""
        self._frame.to_front()
        if self.desktop is not None:
            self.desktop.window.take([file])
        else:
            self._files.append(file)

    # --- the way in --------------------------------------------------------------------------------------

    def _greet(self) -> Greeting:
        if self.greeting is None:
            looks = self._frame.looks
            self.greeting = Greeting(looks.say)
            self.greeting.made.connect(self._make)
            self.greeting.unlocked.connect(lambda key: self._begin(lambda: self._entrance.open(key)))
            self.greeting.looks.language_asked.connect(partial(Looks.speak_other, looks))
            self.greeting.looks.theme_asked.connect(partial(Looks.wear_other, looks))
        self._frame.put(self.greeting)
        return self.greeting

    def _make(self, new: NewSeat) -> None:
        self._begin(lambda: self._entrance.create(new))

    def _begin(self, way: Callable[[], SeatSession]) -> None:
        task = self._loop.create_task(self._try(way))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, way: Callable[[], SeatSession]) -> None:
        if self.greeting is not None:
            self.greeting.show_busy(True)
        try:
            session = await self._loop.run_in_executor(self._opening, way)
        except MissingSecret:
            self._ask_again(None)
        except StewardError as error:
            self._ask_again(Words.of(error))
        except Exception as error:
            self._bug(error)
            self._ask_again(OUR_FAULT)
        else:
            if self._ended.is_set():
                session.close()  # the window was closed while it was being opened
            else:
                self._enter(session)

    def _ask_again(self, why: Words | None) -> None:
        greeting = self._greet()
        greeting.show_busy(False)
        if self._entrance.exists():
            greeting.ask_to_unlock()
        else:
            greeting.ask_to_make()
        if why is not None:
            greeting.show_fault(why)

    def _enter(self, session: SeatSession) -> None:
        self.desktop = SeatDesktop(session, self._frame.looks, self._loop, self._bug)
        window = self.desktop.window
        window.closing.connect(self._frame.close)
        window.resized_text.connect(self._frame.enlarge)
        self._frame.put(window, window.may_close)
        if self._files:
            window.take(self._files)
            self._files = []


def run(frame: Frame, entrance: SeatEntrance, *, bug: Bug, folder: Path, file: Path | None = None) -> int:
    """Show council mode in a frame until it is closed.

    Args:
        folder: of the seat, of which there is to be one window only.
        file: what a person opened.
    """
    single = SingleInstance(folder)
    if not single.first():
        frame.hide()
        single.call_first(str(file.resolve()) if file is not None else "")
        return 0
    loop = event_loop(application())
    watch_for_bugs(loop, bug)
    with closing(loop):
        program = SeatProgram(frame, entrance, loop, bug, file)
        single.listen(frame.to_front, lambda said: program.take(Path(said)))
        loop.run_until_complete(program.run())
    single.close()
    return 0
