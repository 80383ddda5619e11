"""Notices: what happened, said at the lower edge without being in the way; with a way back where there is one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.domain.words import Words
from ui.kit.elements import button, label, row
from ui.kit.overlay import Overlay
from ui.kit.speech import Speech

SECONDS = 6.0
MOST = 3
WIDTH, WIDER, EDGE = 440, 720, 152
"""Pixels: at most so wide over a list and over a sheet, and so far from the left edge where there is no list."""


_MOVING = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ChildPolished)
"""What happens to a window or a sheet that may put notices elsewhere; a new sheet is polished before it is shown."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A way on from a notice: its words, its key, what it does."""

    words: Words
    key: str
    run: Callable[[], None]


class Notices(QWidget):
    """The notices of a window, newest below. They cover no field: rows of a list at most, or what is above a sheet.

    Args:
        list_of: the list that is shown now, if there is one.
    """

    def __init__(self, window: QWidget, say: Speech, list_of: Callable[[], QWidget | None] = lambda: None) -> None:
        super().__init__(window)
        self._list_of = list_of
        self._watched: set[Overlay] = set()
        self._say = say
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._shown: list[_Notice] = []
        window.installEventFilter(self)
        self.hide()

    def tell(self, words: Words, *, offer: Offer | None = None, seconds: float = SECONDS) -> Callable[[], None]:
        """Show a notice for a while.

        Returns: what takes it away before its time.
        """
        notice = _Notice(self, self._say, words, offer, self._remove)
        self._shown.append(notice)
        self._layout.addWidget(notice)
        for old in self._shown[:-MOST]:
            self._remove(old)
        notice.start(seconds)
        notice.show()  # a layout shows it later only, and its height would be missing now
        self.show()
        self._settle()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._say(words)))
        return lambda: self._remove(notice)

    def clear(self) -> None:
        """Take every notice away."""
        for notice in list(self._shown):
            self._remove(notice)

    def texts(self) -> list[str]:
        """What is shown now."""
        return [self._say(notice.words) for notice in self._shown]

    def _remove(self, notice: "_Notice") -> None:
        if notice not in self._shown:
            return
        self._shown.remove(notice)
        notice.stop()
        self._layout.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self._shown))
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay out of the way when the window changes its size, and when a sheet comes or goes."""
        if event.type() in _MOVING:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        window = self.parentWidget()
        if window is None or not self._shown:
            return
        if self._sheet_is_up(window):
            self.setFixedWidth(min(WIDER, window.width() - 2 * EDGE))
            self._fit()
            self.move((window.width() - self.width()) // 2, 4)
        else:
            room = self._room(window)
            self.setFixedWidth(room.width())
            self._fit()
            self.move(room.left(), room.bottom() - self.height())
        self.raise_()

    def _fit(self) -> None:
        """As high as the words are at this width: what Qt proposes takes longer lines for granted."""
        self._layout.activate()
        width = self.width()
        high = self._layout.totalHeightForWidth(width) if self._layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(width, high)

    def _sheet_is_up(self, window: QWidget) -> bool:
        sheets = set(window.findChildren(Overlay))
        for sheet in sheets - self._watched:
            sheet.installEventFilter(self)
        self._watched = sheets
        return any(sheet.isVisible() for sheet in sheets)

    def _room(self, window: QWidget) -> QRect:
        """Where a notice may stand: over the lower end of the list."""
        shown = self._list_of()
        if shown is None or not shown.isVisible():
            return QRect(EDGE, 0, min(WIDTH, window.width() - 2 * EDGE), window.height() - 48)
        corner = shown.mapTo(window, QPoint(0, 0))
        return QRect(corner.x(), 0, min(WIDTH, shown.width()), corner.y() + shown.height() - 8)


class _Notice(QFrame):
    def __init__(
        self,
        parent: QWidget,
        say: Speech,
        words: Words,
        offer: Offer | None,
        remove: Callable[["_Notice"], None],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.words = words
        self._remove = remove
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: remove(self))
        text = label()
        say.tell(text, text.setText, words)
        layout = row(text) if offer is None else row(text, self._way_on(say, offer))
        layout.setStretch(0, 1)
        layout.setContentsMargins(14, 10, 10, 10)
        self.setLayout(layout)

    def _way_on(self, say: Speech, offer: Offer) -> QPushButton:
        way = button(say, offer.words, key=offer.key)
        way.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        way.clicked.connect(offer.run)
        way.clicked.connect(lambda: self._remove(self))
        return way

    def start(self, seconds: float) -> None:
        """Begin to count."""
        self._timer.start(int(seconds * 1000))

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()
