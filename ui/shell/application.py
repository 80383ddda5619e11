"""From an entrance to an open window and back: the event loop, the first page, the end."""

import asyncio
import gc
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtWidgets import QApplication

from app.domain.words import Words
from app.errors import AuthFailed, MissingSecret, StewardError
from ui.lanes import Lane
from ui.runner import Runner
from ui.session import Entrance, Joining, Session
from ui.shell.frame import Frame, Looks, application
from ui.shell.reception import OUR_FAULT, Reception
from ui.shell.single import SingleInstance
from ui.shell.welcome import Welcome
from ui.shell.window import Window
from ui.syncing import Syncing

PATIENCE = 2.0
"""Seconds that the end waits for what is under way. Whatever is being sent then was kept before, and is looked up."""

COUNCIL = 64
"""What `run` returns where somebody asked for council mode instead."""

Bug = Callable[[BaseException], None]


def event_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """The loop that serves Qt and coroutines; no thread of its own pool is ever waited for."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
    loop.set_default_executor(Lane("steward-rest"))
    asyncio.set_event_loop(loop)
    return loop


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a window stands in.

    Attributes:
        bug: reports what was not raised on purpose.
    """

    loop: asyncio.AbstractEventLoop
    bug: Bug
    looks: Looks


class Desktop:
    """An open session with its window, its runner and its rounds."""

    def __init__(self, session: Session, around: Surroundings) -> None:
        self.session = session
        self._around = around
        self.runner = Runner(session.desk, around.loop, around.bug)
        self.syncing = Syncing(session.keep_step, session.desk.clock, around.bug, loop=around.loop, fetch=session.fetch)
        self.window = Window(session, self.runner, self.syncing, around.looks)
        self._rounds: asyncio.Task[None] | None = None

    def keep_step(self) -> None:
        """Begin to keep step with the community."""
        self._rounds = self._around.loop.create_task(self.syncing.run())
        self._rounds.add_done_callback(self._rounds_ended)

    def _rounds_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._around.bug(error)

    async def end(self) -> bool:
        """Finish what is being written, stop the rounds, let go of the stores.

        Returns: whether all of it ended within PATIENCE; else a thread may still be using the stores, and the process
            lets go of them.
        """
        in_time = await self.put_away()
        if in_time:
            self.session.close()
        return in_time

    async def put_away(self) -> bool:
        """Everything of `end` but the stores."""
        self.syncing.end()
        written = await self.runner.close(PATIENCE)
        if self._rounds is not None:
            await asyncio.wait({self._rounds}, timeout=PATIENCE)
            self._rounds.cancel()
            await asyncio.gather(self._rounds, return_exceptions=True)
        in_time = self.syncing.ended(0.2) and written
        self.window.hide()
        self.window.notifier.tray.leave()
        self.window.deleteLater()
        return in_time


class Program:
    """The program with a display: the welcome page until a workspace is open, then its window."""

    def __init__(self, frame: Frame, entrance: Entrance, loop: asyncio.AbstractEventLoop, bug: Bug) -> None:
        self._frame = frame
        self._entrance = entrance
        self._around = Surroundings(loop, bug, frame.looks)
        self._opening = Lane("steward-opening")
        self._ended = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.welcome: Welcome | None = None
        self._reception: Reception | None = None
        self.desktop: Desktop | None = None
        self.council_wanted = False
        frame.closing.connect(self._ended.set)

    async def run(self, *, demo: bool) -> None:
        """Show the program until its window is closed."""
        entrance = self._entrance
        if demo:
            self._begin(entrance.demo)
        elif entrance.exists():
            self._begin(lambda: entrance.open(None))
        else:
            self._greet().ask_to_join()
        await self._ended.wait()
        if self.desktop is not None:
            await self.desktop.end()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE)
        for task in [*self._tasks, *self.questions]:
            task.cancel()
        self._opening.shutdown(wait=False, cancel_futures=True)

    @property
    def questions(self) -> "set[asyncio.Task[None]]":
        """What the first page has asked and not been told yet."""
        return self._reception.tasks if self._reception is not None else set()

    # --- the way in --------------------------------------------------------------------------------------

    def _greet(self) -> Welcome:
        if self.welcome is None:
            around = self._around
            self.welcome = Welcome(around.looks.say)
            self._reception = Reception(self.welcome, self._entrance, around.loop, around.bug)
            self.welcome.connect_.joined.connect(self._join)
            self.welcome.connect_.tried.connect(lambda: self._begin(self._entrance.demo))
            self.welcome.looks.language_asked.connect(partial(Looks.speak_other, around.looks))
            self.welcome.looks.theme_asked.connect(partial(Looks.wear_other, around.looks))
            self.welcome.connect_.seated.connect(self._leave_for_council)
            self.welcome.unlocked.connect(lambda key: self._begin(lambda: self._entrance.open(key)))
        self._frame.put(self.welcome)
        return self.welcome

    def _leave_for_council(self) -> None:
        """A council member has no workspace; their own window opens in place of this one."""
        self.council_wanted = True
        self._frame.close()

    def _join(self, joining: Joining) -> None:
        self._begin(lambda: self._entrance.connect(joining))

    def _begin(self, way: Callable[[], Session]) -> None:
        task = self._around.loop.create_task(self._try(way))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, way: Callable[[], Session]) -> None:
        if self.welcome is not None:
            self.welcome.show_busy(True)
        try:
            session = await self._around.loop.run_in_executor(self._opening, way)
        except MissingSecret:
            welcome = self._greet()
            welcome.show_busy(False)
            welcome.ask_to_unlock()
        except AuthFailed:
            self._refused(Words("社区不接受这个令牌，请核对", "The community does not accept this token"))
        except StewardError as error:
            self._refused(Words.of(error))
        except Exception as error:
            self._around.bug(error)
            self._refused(OUR_FAULT)
        else:
            if self._ended.is_set():
                session.close()  # the window was closed while it was being opened
            else:
                self._enter(session)

    def _refused(self, why: Words) -> None:
        welcome = self._greet()
        if self._entrance.exists():
            welcome.ask_to_unlock()
        else:
            welcome.ask_to_join()
        welcome.show_fault(why)

    def _enter(self, session: Session) -> None:
        self.desktop = Desktop(session, self._around)
        window = self.desktop.window
        window.closing.connect(self._frame.close)
        self._frame.put(window, window.may_close)
        self.desktop.keep_step()
        gc.freeze()  # what stands now stays: to look all of it through for garbage would hold the window up


def watch_for_bugs(loop: asyncio.AbstractEventLoop, bug: Bug) -> None:
    """Have every exception that nobody caught reported, wherever it was raised."""

    def hook(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
        bug(error)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            bug(args.exc_value)

    def loop_hook(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        bug(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))

    sys.excepthook = hook
    threading.excepthook = thread_hook
    loop.set_exception_handler(loop_hook)


def run(frame: Frame, entrance: Entrance, *, bug: Bug, demo: bool, folder: Path | None = None) -> int:
    """Show the program in a frame until it is closed.

    Args:
        folder: the workspace of which there is to be one window only; None for a throw-away one.

    Returns: the exit code; COUNCIL where council mode is to be opened now.
    """
    single = SingleInstance(folder) if folder is not None else None
    if single is not None and not single.first():
        frame.hide()
        single.call_first()
        return 0
    loop = event_loop(application())
    watch_for_bugs(loop, bug)
    if single is not None:
        single.listen(frame.to_front)
    with closing(loop):
        program = Program(frame, entrance, loop, bug)
        loop.run_until_complete(program.run(demo=demo))
    if single is not None:
        single.close()
    return COUNCIL if program.council_wanted else 0
