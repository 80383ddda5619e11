"""From an entrance to an open window and back: the event loop, the first page, the end."""

import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.words import Words
from app.errors import Language, MissingSecret, StewardError
from ui.kit.speech import Speech
from ui.kit.theme import Theme, base_font
from ui.lanes import Lane
from ui.runner import Runner
from ui.session import Entrance, Joining, Session
from ui.shell.memory import Memory
from ui.shell.single import SingleInstance
from ui.shell.welcome import Welcome
from ui.shell.window import Looks, Window
from ui.syncing import Syncing

PATIENCE = 2.0
"""Seconds that the end waits for what is under way. Whatever is being sent then was kept before, and is looked up."""

Bug = Callable[[BaseException], None]


def application() -> QApplication:
    """The one application of this process."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["steward"])
    app.setApplicationName("Steward")
    app.setStyle("Fusion")
    app.setFont(base_font())
    app.setQuitOnLastWindowClosed(False)  # the end is ours: see Desktop.end
    return app


def event_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """The loop that serves Qt and coroutines; no thread of its own pool is ever waited for."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
    loop.set_default_executor(Lane("steward-rest"))
    asyncio.set_event_loop(loop)
    return loop


@dataclass(frozen=True)
class Surroundings:
    """What a window stands in.

    Attributes:
        bug: reports what was not raised on purpose.
        memory: what the window remembers of itself.
    """

    loop: asyncio.AbstractEventLoop
    bug: Bug
    say: Speech
    theme: Theme
    memory: Memory


class Desktop:
    """An open session with its window, its runner and its rounds."""

    def __init__(self, session: Session, around: Surroundings) -> None:
        self.session = session
        self._around = around
        self.runner = Runner(session.desk, around.loop, around.bug)
        self.syncing = Syncing(session.keep_step, session.desk.clock, around.bug)
        self.window = Window(session, self.runner, self.syncing, Looks(around.say, around.theme, around.memory))
        self._rounds: asyncio.Task[None] | None = None

    def keep_step(self) -> None:
        """Begin to keep step with the community."""
        self._rounds = self._around.loop.create_task(self.syncing.run(self._around.loop))
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
            done, _ = await asyncio.wait({self._rounds}, timeout=PATIENCE)
            if not done:
                self._rounds.cancel()
        in_time = self.syncing.ended(0.2) and written
        self.window.hide()
        self.window.deleteLater()
        return in_time


class Program:
    """The program with a display: the welcome page until a workspace is open, then its window."""

    def __init__(
        self, app: QApplication, loop: asyncio.AbstractEventLoop, *, language: Language, memory: Path | None, bug: Bug
    ) -> None:
        self._loop = loop
        self._bug = bug
        self._memory = Memory(memory)
        self.say = Speech(app, self._memory.language(language))
        self.theme = Theme(app, self._memory.theme())
        self._opening = Lane("steward-opening")
        self._ended = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.welcome: Welcome | None = None
        self.desktop: Desktop | None = None

    async def run(self, entrance: Entrance, *, demo: bool, single: SingleInstance | None = None) -> int:
        """Show the program until its window is closed."""
        self._entrance = entrance
        if single is not None:
            single.listen(self.to_front)
        if demo:
            self._enter(await self._loop.run_in_executor(self._opening, entrance.demo))
        elif entrance.exists():
            await self._try(lambda: entrance.open(None))
        else:
            self._greet().ask_to_join()
        await self._ended.wait()
        if self.desktop is not None:
            await self.desktop.end()
        for task in self._tasks:
            task.cancel()
        self._opening.shutdown(wait=False, cancel_futures=True)
        if single is not None:
            single.close()
        return 0

    def to_front(self) -> None:
        """Bring the window before the others."""
        window: QWidget | None = self.desktop.window if self.desktop is not None else self.welcome
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()

    # --- the way in --------------------------------------------------------------------------------------

    def _greet(self) -> Welcome:
        if self.welcome is None:
            self.welcome = _WelcomeWindow(self.say, self._entrance.adapters, self._ended.set)
            self.welcome.joined.connect(self._join)
            self.welcome.unlocked.connect(lambda key: self._begin(lambda: self._entrance.open(key)))
            self.welcome.tried.connect(lambda: self._begin(self._entrance.demo))
            self.welcome.resize(960, 640)
        self.welcome.show()
        return self.welcome

    def _join(self, joining: Joining) -> None:
        self._begin(lambda: self._entrance.connect(joining))

    def _begin(self, way: Callable[[], Session]) -> None:
        task = self._loop.create_task(self._try(way))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, way: Callable[[], Session]) -> None:
        if self.welcome is not None:
            self.welcome.show_busy(True)
        try:
            session = await self._loop.run_in_executor(self._opening, way)
        except MissingSecret:
            self._greet().ask_to_unlock()
        except StewardError as error:
            welcome = self._greet()
            if self._entrance.exists():
                welcome.ask_to_unlock()
            welcome.show_fault(Words.of(error))
        except Exception as error:
            self._bug(error)
            self._greet().show_fault(Words("程序内部出错，已记入日志", "A fault of the program itself; it was logged"))
        else:
            self._enter(session)

    def _enter(self, session: Session) -> None:
        self.desktop = Desktop(session, Surroundings(self._loop, self._bug, self.say, self.theme, self._memory))
        self.desktop.window.closing.connect(self._ended.set)
        self.desktop.window.show()
        if self.welcome is not None:
            self.welcome.hide()
        self.desktop.keep_step()


class _WelcomeWindow(Welcome):
    def __init__(self, say: Speech, adapters: tuple[str, ...], ended: Callable[[], None]) -> None:
        super().__init__(say, adapters)
        self._closed = ended
        say.tell(self, self.setWindowTitle, Words("社区治理台 · Steward", "Steward · 社区治理台"))

    def closeEvent(self, event: object) -> None:
        """Closing the first page ends the program."""
        del event
        self._closed()


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


def run(
    entrance: Entrance, *, language: Language, memory: Path | None, bug: Bug, demo: bool, folder: Path | None = None
) -> int:
    """Show the program until its window is closed.

    Args:
        memory: where the window remembers itself; None remembers nothing.
        folder: the workspace of which there is to be one window only.
    """
    app = application()
    single = SingleInstance(folder) if folder is not None else None
    if single is not None and not single.first():
        single.call_first()
        return 0
    loop = event_loop(app)
    watch_for_bugs(loop, bug)
    program = Program(app, loop, language=language, memory=memory, bug=bug)
    with closing(loop):
        return loop.run_until_complete(program.run(entrance, demo=demo, single=single))
