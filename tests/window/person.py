"""A person before the window: presses keys, types, and looks at what is shown."""

import asyncio
from collections.abc import Callable, Iterator

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

from app.domain.cases import CaseId, CaseState, QueueRow
from app.operations import accounts, triage
from app.operations.case_view import CaseView, case_view
from app.operations.desk import Clock
from ui.shell.application import Desktop, Program
from ui.shell.frame import Frame
from ui.shell.window import Window

PATIENCE = 20.0
"""Seconds until what was to come counts as missing. No test waits that long unless it fails."""

LOOK = 0.005
QUIET = 3
"""So many looks in a row find nothing under way before the window counts as settled."""


class Person:
    """Somebody at the keyboard.

    Attributes:
        pressed: every key pressed so far; what is typed as text is none.
    """

    def __init__(self, frame: Frame, program: Program, clock: Clock) -> None:
        self.frame = frame
        self.clock = clock
        self.pressed: list[str] = []
        self._program = program

    @property
    def desktop(self) -> Desktop:
        desktop = self._program.desktop
        assert desktop is not None, "no workspace is open"
        return desktop

    @property
    def window(self) -> Window:
        return self.desktop.window

    @property
    def name(self) -> str:
        return self.desktop.session.desk.me.name

    # --- waiting -----------------------------------------------------------------------------------------

    async def until(self, what: Callable[[], object], saying: str = "") -> None:
        """Look again and again until it is so."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while not what():
            assert asyncio.get_running_loop().time() < end, saying or f"never came; notices: {self.notices}"
            await asyncio.sleep(LOOK)

    async def settle(self) -> None:
        """Let everything that was asked be answered and drawn. A round of the sync may be under way."""
        quiet = 0

        def looked() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if self.desktop.runner.idle else 0
            return quiet >= QUIET

        await self.until(looked, "the window never came to rest")

    async def arrive(self, rounds: int) -> None:
        """The window is in front, so many rounds are over, and the queue is shown."""
        await self.until(lambda: self._program.desktop is not None)
        await self.to_front()
        await self.until(lambda: self.desktop.syncing.rounds >= rounds and self.rows)
        await self.settle()

    async def to_front(self) -> None:
        self.frame.to_front()
        await self.until(self.frame.isActiveWindow, "the window is not in front")

    async def round_over(self, before: int) -> None:
        syncing = self.desktop.syncing
        await self.until(lambda: syncing.rounds > before and not syncing.standing.running, "no round ended")
        await self.settle()

    # --- the keyboard ------------------------------------------------------------------------------------

    def hit(self, *chords: str) -> None:
        """Press keys without looking at what comes of it."""
        for chord in chords:
            self.pressed.append(chord)
            pressed: QKeyCombination = QKeySequence(chord)[0]
            QTest.keyClick(self._focus(), pressed.key(), pressed.keyboardModifiers())

    async def press(self, *chords: str) -> None:
        """Press keys, each after the window has answered the one before."""
        for chord in chords:
            self.hit(chord)
            await self.settle()

    def commit(self, text: str) -> None:
        """Type, as it comes from an input method: Chinese has no keys."""
        typed = QInputMethodEvent()
        typed.setCommitString(text)
        QApplication.sendEvent(self._focus(), typed)

    async def write(self, text: str) -> None:
        """Type, and let the window answer."""
        self.commit(text)
        await self.settle()

    def _focus(self) -> QWidget:
        return QApplication.activePopupWidget() or self.frame.focusWidget() or self.frame

    async def sync(self) -> None:
        """F5, and wait for the round."""
        await self.until(lambda: not self.desktop.syncing.standing.running)
        before = self.desktop.syncing.rounds
        self.hit("F5")
        await self.round_over(before)

    async def choose(self, case_id: str) -> None:
        """Go down or up the queue to a case."""
        places = [row.id for row in self.rows]
        assert case_id in places, f"{case_id} is not in the queue"
        while self.case_id != case_id:
            here = places.index(self.case_id) if self.case_id in places else -1
            await self.press("J" if here < places.index(CaseId(case_id)) else "K")
        assert self.desk_case == case_id

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def case_id(self) -> CaseId:
        """The case that is chosen."""
        chosen = self.window.triage.queue.case_id
        assert chosen is not None, "no case is chosen"
        return chosen

    @property
    def following(self) -> CaseId:
        """The case under the chosen one."""
        rows = [row.id for row in self.rows]
        return rows[rows.index(self.case_id) + 1]

    @property
    def desk_case(self) -> CaseId | None:
        """The case that the desk answers."""
        return self.window.triage.desk.case_id

    @property
    def rows(self) -> list[QueueRow]:
        return self.window.triage.queue.model.rows

    def spoken(self, case_id: str) -> str:
        """The row of a case, as a screen reader says it; "" when it is not in the queue."""
        queue = self.window.triage.queue
        row = queue.row(CaseId(case_id))
        return queue.spoken(row) if row is not None else ""

    def every_row(self) -> list[QueueRow]:
        """The whole queue as the record has it; the window reads as much as it shows."""
        return triage.queue(self.desktop.session.desk, limit=10_000)

    def chosen_row_shows(self) -> bool:
        """Whether some of the row of the chosen case can be seen."""
        queue = self.window.triage.queue
        place = queue.model.place_of(queue.case_id)
        return place >= 0 and queue.list.viewport().rect().intersects(queue.list.visualRect(queue.model.index(place)))

    @property
    def notices(self) -> list[str]:
        return self.window.notices.texts()

    def told(self, text: str) -> bool:
        """Whether a notice says so."""
        return any(text in one for one in self.notices)

    @property
    def letter(self) -> str:
        return self.window.triage.desk.letter.text

    @property
    def status(self) -> str:
        return "　".join(one.text() for one in self.window.status.findChildren(QToolButton))

    @staticmethod
    def shown_in(widget: QWidget) -> str:
        """Every word that a part of the window shows."""
        return "\n".join(_texts(widget))

    @staticmethod
    def plain(widget: QWidget) -> str:
        """What a part of the window says to a screen reader, where that is more plain than what is drawn."""
        return "\n".join(one.accessibleName() or one.text() for one in widget.findChildren(QLabel))

    # --- what is kept ------------------------------------------------------------------------------------

    def kept(self, case_id: str) -> CaseView:
        """A case as the record has it."""
        return case_view(self.desktop.session.desk, CaseId(case_id))

    def state(self, case_id: str) -> CaseState:
        return self.kept(case_id).case.state

    def ledger_holds(self) -> bool:
        return accounts.verify_ledger(self.desktop.session.desk.record).ok


def _texts(widget: QWidget) -> Iterator[str]:
    for part in widget.findChildren(QWidget):
        if part.isVisible():
            if isinstance(part, QLabel | QAbstractButton):
                yield part.text()
            elif hasattr(part, "toPlainText"):
                yield part.toPlainText()
