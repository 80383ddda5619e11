"""The bar of places on the left."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from app.domain.words import Words
from ui.kit.elements import column, label
from ui.kit.speech import Speech
from ui.kit.theme import Theme

WIDTH = 132


class Place(Enum):
    """Where one can be in the window."""

    TRIAGE = Words("待处理", "Queue")
    PROMISES = Words("承诺跟进", "Promises")
    OUTBOX = Words("待发送", "To be sent")
    CONDUCT = Words("社区公约", "Conduct")
    COUNCIL = Words("议事会", "Council")
    HONOURS = Words("荣誉", "Honours")
    SUMMARY = Words("治理月报", "Summary")
    SETTINGS = Words("设置", "Settings")


class PlacesBar(QWidget):
    """The places, each with how much waits there.

    Args:
        go: goes to a place.
    """

    def __init__(self, say: Speech, theme: Theme, go: Callable[[Place], None]) -> None:
        super().__init__()
        self.setObjectName("places")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._buttons: dict[Place, PlaceButton] = {}
        layout = column(label("Steward", "brand", wrap=False), gap=0)
        for place in Place:
            if place is Place.SETTINGS:
                layout.addStretch(1)
            made = PlaceButton(say, theme, place.value)
            made.clicked.connect(lambda _checked=False, place=place: go(place))
            self._group.addButton(made)
            self._buttons[place] = made
            layout.addWidget(made)
        layout.setContentsMargins(0, 0, 0, 16)
        self.setLayout(layout)

    def show_place(self, place: Place) -> None:
        """This is where we are."""
        self._buttons[place].setChecked(True)

    def show_count(self, place: Place, count: int, *, alert: bool = False) -> None:
        """So much waits there; `alert` when a person is needed."""
        self._buttons[place].show_count(count, alert=alert)


class PlaceButton(QAbstractButton):
    """One place."""

    def __init__(self, say: Speech, theme: Theme, words: Words) -> None:
        super().__init__()
        self._say, self._theme, self._words = say, theme, words
        self._count, self._alert = 0, False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say.changed.connect(self._name)
        theme.changed.connect(self.update)
        self._name()

    def sizeHint(self) -> QSize:
        """Every place is as high as the others."""
        return QSize(WIDTH, 42)

    def show_count(self, count: int, *, alert: bool) -> None:
        """So much waits here."""
        self._count, self._alert = count, alert
        self._name()

    def _name(self) -> None:
        words = self._say(self._words)
        self.setText(words)
        self.setAccessibleName(f"{words} {self._shown()}".strip())
        self.update()

    def _shown(self) -> str:
        return "" if not self._count else "999+" if self._count >= 1000 else str(self._count)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.fillRect(self.rect(), QColor(tokens.places_chosen))
        if chosen:
            painter.fillRect(QRect(0, 0, 3, self.height()), QColor(tokens.accent))
        if self.hasFocus():
            painter.setPen(QColor(tokens.on_places_chosen))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(tokens.on_places_chosen if chosen else tokens.on_places))
        inside = self.rect().adjusted(18, 0, -14, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._count:
            font.setPointSizeF(9)
            painter.setFont(font)
            if self._alert:
                painter.setPen(QColor(tokens.places_alert))
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._shown())
        painter.end()
