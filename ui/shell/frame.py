"""The frame: the window as it stands before anything is loaded, and the place where pages are put into it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.domain.words import Words
from app.errors import Language
from ui.kit.sheet import style_sheet
from ui.kit.speech import Speech
from ui.kit.theme import Choice, Theme, base_font
from ui.shell.memory import Memory

SIZE = (1440, 900)
LEAST = (1080, 640)
AROUND = (16, 40)
"""What a system may put around a window, across and down; it says how much only once the window is shown."""


def application() -> QApplication:
    """The one application of this process."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["steward"])
    app.setApplicationName("Steward")
    app.setStyle("Fusion")
    app.setFont(base_font())
    app.setQuitOnLastWindowClosed(False)  # the end is ours: what is being written is finished first
    return app


@dataclass(frozen=True, slots=True)
class Looks:
    """How the window speaks and looks, and what it remembers of that."""

    say: Speech
    theme: Theme
    memory: Memory

    @classmethod
    def of(cls, app: QApplication, language: Language, memory: Path | None) -> "Looks":
        """As a person left them, else as the system has them.

        Args:
            memory: the file in which the window remembers itself; None remembers nothing.
        """
        kept = Memory(memory)
        return cls(Speech(app, kept.language(language)), Theme(app, kept.theme()), kept)

    def speak(self, language: Language) -> None:
        """Speak a language from now on."""
        self.say.choose(language)
        self.memory.keep_language(language)

    def wear(self, choice: Choice) -> None:
        """Wear a theme from now on."""
        self.theme.choose(choice)
        self.memory.keep_theme(choice)

    def speak_other(self) -> None:
        """Speak the other language from now on."""
        self.speak("en" if self.say.language == "zh" else "zh")

    def wear_other(self) -> None:
        """Wear light instead of dark, or dark instead of light."""
        self.wear(Choice.LIGHT if self.theme.dark else Choice.DARK)


def fitting(wanted: tuple[int, int], room: QSize) -> QSize:
    """A size for what is inside a window, so that all of the window is seen.

    Args:
        room: of the screen, without its bars.
    """
    return QSize(min(wanted[0], room.width() - AROUND[0]), min(wanted[1], room.height() - AROUND[1]))


class Frame(QWidget):
    """The top-level window. It shows where things will stand until something is put into it.

    Attributes:
        closing: a person closes the window; it is hidden, and the program ends in order.
    """

    closing = Signal()

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.looks = looks
        self._before_close: Callable[[], bool] | None = None
        self._scale = 1.0
        self._stack = QStackedLayout(self)
        self._stack.addWidget(_bare())
        looks.say.tell(self, self.setWindowTitle, Words("社区治理台 · Steward", "Steward · 社区治理台"))
        room = self.screen().availableSize()
        self.setMinimumSize(fitting(LEAST, room))
        self.resize(fitting(SIZE, room))
        looks.memory.restore(self)
        self._wear()
        looks.theme.changed.connect(self._wear)

    def _wear(self) -> None:
        self.setStyleSheet(style_sheet(self.looks.theme.tokens, self._scale))

    def enlarge(self, scale: float) -> None:
        """Show text so much larger than usual."""
        self._scale = scale
        self._wear()

    def put(self, page: QWidget, before_close: Callable[[], bool] | None = None) -> None:
        """Show this from now on.

        Args:
            before_close: keeps what is half done; says whether the window may be closed now.
        """
        self._before_close = before_close
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def to_front(self) -> None:
        """Bring the window before the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the program end in order."""
        event.ignore()
        if self._before_close is not None and not self._before_close():
            return
        self.looks.memory.keep(self)
        self.hide()
        self.closing.emit()


def _bare() -> QWidget:
    """Places and three empty columns, as they will stand in a moment."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 12, 12)
    line.setSpacing(12)
    places = QWidget()
    places.setObjectName("places")
    places.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    places.setFixedWidth(132)
    brand = QLabel("Steward")
    brand.setObjectName("brand")
    inside = QVBoxLayout(places)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(brand)
    inside.addStretch(1)
    line.addWidget(places)
    for share in (34, 44, 44):
        panel = QFrame()
        panel.setObjectName("panel")
        line.addWidget(panel, share)
    return made


def open_frame(language: Language, memory: Path | None) -> Frame:
    """The window, painted, before anything else is loaded."""
    app = application()
    frame = Frame(Looks.of(app, language, memory))
    frame.show()
    app.processEvents()
    return frame
