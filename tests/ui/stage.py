"""A real window on a real desk, and what a person does at it: clicks, keys, words. Nothing is waited for by time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.demo.community import DemoCommunity
from app.domain.cases import CaseId
from app.domain.words import Words
from app.operations.desk import Desk
from app.operations.pictures import Fetched
from app.sync.cycle import fetch_case, run_round
from tests.conftest import Clock
from tests.fakes.gateway import FakeGateway
from ui.kit.speech import Speech
from ui.kit.theme import Choice, Theme
from ui.notices import Notices
from ui.session import Session, nobody
from ui.shell.application import Desktop, Surroundings
from ui.shell.frame import Frame, Looks
from ui.shell.memory import Memory
from ui.shell.window import Window
from ui.syncing import EVERYTHING, KeepStep, RoundTaken

T = TypeVar("T")

WAIT = 10.0
"""Seconds after which something that does not come counts as missing."""


async def wait_until(condition: Callable[[], object], timeout: float = WAIT) -> None:
    async with asyncio.timeout(timeout):
        while not condition():
            await asyncio.sleep(0.002)


def drive(loop: asyncio.AbstractEventLoop, work: Awaitable[T]) -> T:
    """Run the loop until this is done.

    qasync's run_until_complete would let events through once more when the loop does not run any more, and coroutines
    that go on then find no loop.
    """
    future = asyncio.ensure_future(work, loop=loop)
    future.add_done_callback(lambda _future: loop.stop())
    if not future.done():
        loop.run_forever()
    return future.result()


def forget_deleted() -> None:
    """Let Qt really delete what was given up."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def forget_speech(say: Speech) -> None:
    """A program speaks once; a test after another must not hear the one before."""
    say.deleteLater()


def visible_children(widget: QWidget, kind: type) -> list:
    return [one for one in widget.findChildren(kind) if one.isVisible()]


@dataclass
class Stage:
    """An open window, the desk behind it, and the community behind that.

    Attributes:
        bugs: what was reported as a fault of the program; a test that expects one takes it out.
    """

    loop: asyncio.AbstractEventLoop
    desk: Desk
    clock: Clock
    community: DemoCommunity
    gateway: FakeGateway
    say: Speech
    theme: Theme
    memory: Memory = field(default_factory=lambda: Memory(None))
    bugs: list[BaseException] = field(default_factory=list)
    ended: bool = False
    frame: Frame = field(init=False, repr=False)
    desktop: Desktop = field(init=False, repr=False)

    def open(
        self,
        keep_step: KeepStep | None = None,
        *,
        community: str = "http://127.0.0.1:1",
        colleague: Callable[[str], Desk] = nobody,
    ) -> "Stage":
        """Open the window and let it read."""
        where = Words("记录已加密", "The record is encrypted")
        session = Session(self.desk, keep_step or self._round, community, where, lambda: None, colleague, self._fetch)
        looks = Looks(self.say, self.theme, self.memory)
        self.frame = Frame(looks)
        self.desktop = Desktop(session, Surroundings(self.loop, self.bugs.append, looks))
        self.window.closing.connect(self.frame.close)
        self.frame.put(self.window, self.window.may_close)
        self.frame.show()
        self.frame.activateWindow()
        self.settle()
        return self

    def _round(self, check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        check()
        done = run_round(self.desk, self.gateway, sleep=self.clock.sleep, patience=timedelta(seconds=5))
        return RoundTaken(done.cases, done.posts, done.sent)

    def _fetch(self, case: CaseId, _sleep: Callable[[float], None]) -> Fetched:
        return fetch_case(self.desk, self.gateway, case, sleep=self.clock.sleep, patience=timedelta(seconds=5))

    @property
    def window(self) -> Window:
        return self.desktop.window

    def end(self) -> bool:
        """As the program ends; whether all of it ended in time."""
        self.ended = True
        in_time = drive(self.loop, self.desktop.end())
        forget_deleted()
        return in_time

    def close(self) -> None:
        if not self.ended:
            assert self.end(), "something did not end"
        self.frame.hide()
        self.frame.deleteLater()
        forget_deleted()

    # --- time --------------------------------------------------------------------------------------------

    def until(self, condition: Callable[[], object], timeout: float = WAIT) -> None:
        drive(self.loop, wait_until(condition, timeout))

    def settle(self) -> None:
        """Let everything be answered and drawn."""
        quiet = 0

        def answered() -> bool:
            nonlocal quiet
            idle = self.desktop.runner.idle and not self.desktop.syncing.fetching
            quiet = quiet + 1 if idle else 0
            return quiet >= 3

        self.until(answered)
        forget_deleted()

    def sync(self) -> None:
        """One round with the community, as the window does it."""
        drive(self.loop, self.desktop.syncing.once())
        self.settle()

    def send(self) -> None:
        """Let the time to take back pass, and send."""
        self.clock.advance(seconds=9)
        self.sync()

    def refresh(self) -> None:
        """Read everything again: it was changed past this window."""
        self.desktop.runner.changed.emit(EVERYTHING)
        self.settle()

    # --- hands -------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.settle()

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def click(self, button: QWidget) -> None:
        assert button.isVisible(), button
        assert button.isEnabled(), button
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(12, 10))
        self.settle()

    def write(self, text: str, widget: QWidget | None = None) -> None:
        """Type words as an input method hands them over."""
        if widget is not None:
            widget.setFocus()
        target = widget or QApplication.focusWidget()
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(target, event)
        self.settle()

    def choose(self, case: CaseId | str) -> None:
        self.window.triage.show_case(CaseId(case))
        self.settle()

    def do(self, intention: str) -> None:
        """Do what an intention does, as a menu would."""
        action = self.window.actions_[intention]
        assert action.isEnabled(), intention
        action.trigger()
        self.settle()

    # --- eyes --------------------------------------------------------------------------------------------

    def texts(self, widget: QWidget | None = None) -> list[str]:
        """What can be read now."""
        parts = visible_children(widget or self.window, QLabel) + visible_children(
            widget or self.window, QAbstractButton
        )
        return [part.text() for part in parts if part.text()]

    def reads(self, words: str, widget: QWidget | None = None) -> bool:
        return any(words in text for text in self.texts(widget))

    def button(self, words: str, widget: QWidget | None = None) -> QAbstractButton:
        """The visible button with these words."""
        found = [one for one in visible_children(widget or self.window, QAbstractButton) if words in one.text()]
        assert len(found) == 1, (words, [one.text() for one in found])
        return found[0]

    @property
    def notices(self) -> list[str]:
        return self.window.findChild(Notices).texts()


def new_stage(
    loop: asyncio.AbstractEventLoop, desk: Desk, clock: Clock, community: DemoCommunity, gateway: FakeGateway
) -> Stage:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return Stage(loop, desk, clock, community, gateway, Speech(app, "zh"), Theme(app, Choice.LIGHT))
