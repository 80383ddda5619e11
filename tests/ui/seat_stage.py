"""A council member at their window: a folder of their own, files that come in, hands and eyes."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.domain.council import key_fingerprint
from app.keys.store import NoKeyStore
from app.packets import roster
from app.start_seat import OpenSeat, create_seat, open_seat, seat_exists
from tests.conftest import Clock
from tests.operations.seats import Member
from tests.ui.stage import drive, forget_deleted, forget_speech, visible_children, wait_until
from ui.kit.speech import Speech
from ui.kit.theme import Choice, Theme
from ui.seat.greeting import Greeting
from ui.seat.program import SeatProgram
from ui.seat.session import NewSeat, SeatSession
from ui.seat.window import SeatWindow
from ui.shell.frame import Frame, Looks
from ui.shell.memory import Memory

PASSPHRASE = "passphrase of a seat"


@dataclass
class SeatDoor:
    """The ways into a seat, by the clock of a test (ui.seat.session.SeatEntrance)."""

    folder: Path
    clock: Clock
    opened: OpenSeat | None = None

    def exists(self) -> bool:
        return seat_exists(self.folder)

    def open(self, passphrase: str | None) -> SeatSession:
        return self._session(open_seat(self.folder, NoKeyStore(), passphrase=passphrase, clock=self.clock))

    def create(self, new: NewSeat) -> SeatSession:
        return self._session(create_seat(self.folder, new.name, new.passphrase, NoKeyStore(), clock=self.clock))

    def _session(self, seat: OpenSeat) -> SeatSession:
        self.opened = seat
        return SeatSession(seat.desk, seat.close)


@dataclass
class SeatStage:
    """Council mode, opened in a frame."""

    loop: asyncio.AbstractEventLoop
    folder: Path
    clock: Clock
    bugs: list[BaseException] = field(default_factory=list)
    frame: Frame = field(init=False, repr=False)
    program: SeatProgram = field(init=False, repr=False)
    door: SeatDoor = field(init=False, repr=False)
    running: "asyncio.Task[None]" = field(init=False, repr=False)

    def open(self, file: Path | None = None) -> "SeatStage":
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.out.mkdir(parents=True, exist_ok=True)
        self.door = SeatDoor(self.folder / "seat", self.clock)
        self.frame = Frame(Looks(Speech(app, "zh"), Theme(app, Choice.LIGHT), Memory(None)))
        self.frame.resize(1366, 860)
        self.frame.show()
        self.program = SeatProgram(self.frame, self.door, self.loop, self.bugs.append, file)
        self.running = self.loop.create_task(self.program.run())
        self.settle()
        return self

    @property
    def out(self) -> Path:
        """Where files for the secretary go."""
        return self.folder / "out"

    def enter(self, name: str = "阿木") -> "SeatStage":
        """Make a seat on the first page, or open the one that is there."""
        greeting = self.greeting
        if greeting.name.isVisible():
            greeting.name.setText(name)
            greeting.passphrase.setText(PASSPHRASE)
            greeting.again.setText(PASSPHRASE)
            self.click(greeting.make)
        else:
            greeting.key.setText(PASSPHRASE)
            self.click(greeting.open)
        self.window.saving.folder = lambda: self.out
        return self

    @property
    def greeting(self) -> Greeting:
        assert self.program.greeting is not None
        return self.program.greeting

    @property
    def window(self) -> SeatWindow:
        assert self.program.desktop is not None
        return self.program.desktop.window

    @property
    def member(self) -> Member:
        """The member's folder, for what the secretary makes of it."""
        assert self.door.opened is not None
        return Member(self.door.opened)

    def close(self) -> None:
        self.frame.close()
        drive(self.loop, asyncio.wait({self.running}, timeout=10))
        self.running.result()
        self.frame.deleteLater()
        forget_speech(self.frame.looks.say)
        self.frame.looks.theme.deleteLater()
        forget_deleted()
        assert self.bugs == []

    # --- time, hands, eyes -------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let everything be answered and drawn."""
        quiet = 0

        def answered() -> bool:
            nonlocal quiet
            desktop = self.program.desktop
            idle = self.program.idle and (desktop is None or desktop.runner.idle)
            started = self.program.greeting is not None or desktop is not None
            quiet = quiet + 1 if idle and started else 0
            return quiet >= 3

        drive(self.loop, wait_until(answered))
        forget_deleted()

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def drop(self, *files: Path) -> None:
        """Drop files anywhere in the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
        held, action = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier), Qt.DropAction.CopyAction
        entering = QDragEnterEvent(QPoint(200, 200), action, data, *held)
        assert self.window.acceptDrops()
        self.window.dragEnterEvent(entering)
        assert entering.isAccepted()
        self.window.dropEvent(QDropEvent(QPointF(200, 200), action, data, *held))
        self.settle()

    def trust(self, **how: object) -> None:
        """Take a roster as a member does: what the secretary reads out is typed."""
        raw = self.member.roster(**how)  # type: ignore[arg-type]
        self.drop(self.file("roster-2.stewardroster", raw))
        self.window.home.heard.setText(key_fingerprint(roster.read(raw).key))
        self.click(self.window.home.take)

    def packet(self, **other: object) -> None:
        self.drop(self.file("referral-3-1.stewardpacket.age", self.member.packet(**other)))

    def click(self, button: QWidget) -> None:
        assert button.isVisible(), button
        assert button.isEnabled(), button
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def do(self, intention: str) -> None:
        self.window.actions_[intention].trigger()
        self.settle()

    def texts(self, widget: QWidget | None = None) -> list[str]:
        """What can be read now."""
        top = widget or self.frame
        parts = visible_children(top, QLabel) + visible_children(top, QAbstractButton)
        return [part.text() for part in parts if part.text()]

    def reads(self, words: str, widget: QWidget | None = None) -> bool:
        return any(words in text for text in self.texts(widget))

    def written(self, ending: str) -> bytes:
        """The one file with this ending that was saved last."""
        found = sorted(self.out.glob(f"*{ending}"), key=lambda one: (one.stat().st_mtime_ns, one.name))
        assert found, list(self.out.iterdir())
        return found[-1].read_bytes()
