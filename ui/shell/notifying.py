"""What can't wait is told where somebody looks: by the system's notifications where it has them, else in the window.

The same thing is told once. The sound is one of the system's own; it can be turned off.
"""

from collections.abc import Callable, Hashable
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.domain.words import Words
from ui.kit.speech import Speech
from ui.kit.theme import LIGHT
from ui.notices import Notices, Offer

SECONDS = 20.0
"""So long a notification stays in the window, and is asked to stay outside of it."""

_ICON = 64
_NAME = Words("社区治理台", "Steward")


class Tray(Protocol):
    """Where a system shows notifications."""

    def able(self) -> bool:
        """Whether it shows any now."""

    def tell(self, heading: str, text: str, clicked: Callable[[], None], *, grave: bool) -> None:
        """Show one.

        Args:
            clicked: what a click on it does.
            grave: it is an alarm.
        """

    def leave(self) -> None:
        """The window ends."""


class SystemTray(QObject):
    """The tray of this system; its icon is there from the first notification on."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._icon: QSystemTrayIcon | None = None
        self._clicked: Callable[[], None] | None = None

    def able(self) -> bool:
        """Whether there is a tray that shows messages."""
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def tell(self, heading: str, text: str, clicked: Callable[[], None], *, grave: bool) -> None:
        """Show a notification."""
        if self._icon is None:
            self._icon = QSystemTrayIcon(_drawn(), self)
            self._icon.messageClicked.connect(self._click)
            self._icon.activated.connect(lambda _reason: self._click())
        self._clicked = clicked
        self._icon.show()
        kinds = QSystemTrayIcon.MessageIcon
        self._icon.showMessage(heading, text, kinds.Critical if grave else kinds.Information, int(SECONDS * 1000))

    def _click(self) -> None:
        if self._clicked is not None:
            self._clicked()

    def leave(self) -> None:
        """Take the icon out of the tray: some systems keep it until the mouse passes over."""
        if self._icon is not None:
            self._icon.hide()


class Notifier(QObject):
    """Tells a person of what can't wait.

    Args:
        front: brings the window before the others.

    Attributes:
        tray: where the system shows notifications.
        sounds: whether an alarm is heard.
        ring: makes the sound.
    """

    def __init__(self, window: QWidget, say: Speech, notices: Notices, front: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._say, self._notices, self._front = window, say, notices, front
        self._told: set[Hashable] = set()
        self.tray: Tray = SystemTray(self)
        self.sounds = True
        self.ring: Callable[[], None] = QApplication.beep

    def notify(
        self,
        words: Words,
        action: Offer | None = None,
        *,
        about: Hashable | None = None,
        grave: bool = False,
        inside: bool = True,
    ) -> bool:
        """Tell something, once.

        Args:
            action: the way on; a click on the notification of the system takes it too.
            about: what it is about, as ("promise", 7, "due"): what was told of that is not told again. The words, where
                nothing is said.
            grave: it is an alarm: it is heard.
            inside: the window is to say it; else it shows it already, in its own way.

        Returns: whether it was told now.
        """
        what = words if about is None else about
        if what in self._told:
            return False
        self._told.add(what)
        if self.tray.able():
            self.tray.tell(self._say(_NAME), self._say(words), lambda: self._take(action), grave=grave)
        if inside and (self._window.isActiveWindow() or not self.tray.able()):
            self._notices.tell(words, offer=action, seconds=SECONDS)
        if grave and self.sounds:
            self.ring()
        return True

    def forget(self, about: Hashable) -> None:
        """It is over: should it come again, it is told again."""
        self._told.discard(about)

    def _take(self, action: Offer | None) -> None:
        self._front()
        if action is not None:
            action.run()


def _drawn() -> QIcon:
    """The program's letter on its own colour."""
    picture = QPixmap(_ICON, _ICON)
    picture.fill(QColor(LIGHT.accent))
    painter = QPainter(picture)
    font = painter.font()
    font.setPointSizeF(_ICON / 2)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.on_accent))
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, "S")
    painter.end()
    return QIcon(picture)
