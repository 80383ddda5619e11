"""Figures side by side: each with its name, its number, how that stands beside the month before; it opens its cases."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QWidget

from app.domain.summary import Number
from app.domain.words import NO_WORDS, Words
from ui.kit.remote import brief
from ui.kit.theme import GAP, SECOND_SIZE
from ui.summary import words
from ui.tools import Tools

LEAST, HEIGHT = 172, 100
"""Pixels: how wide a figure is at least, and how high."""

_SIDE, _TOP, _LINE = 14, 10, 18
_NUMBER_SIZE = 19.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_ELIDE = Qt.TextElideMode.ElideRight


class Tile(QAbstractButton):
    """One figure. Enter, Space or a click opens the cases behind it.

    Args:
        opens: is told which figure's cases are wanted.
    """

    def __init__(self, tools: Tools, number: Number, opens: Callable[[Number], None]) -> None:
        super().__init__()
        self._tools, self.number = tools, number
        if number.opens:
            self.clicked.connect(lambda _checked=False: opens(number))
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number.opens else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        name = tools.say(number.words)
        note = tools.say(number.note)
        self.setText(name)
        self.setAccessibleName(tools.say(words.spoken(number)))
        if number.opens:
            self.setAccessibleDescription(tools.say(Words("打开这些工单", "Opens these cases")))
        self.setToolTip(brief(f"{name}\n{note}" if note else name, 400))

    def sizeHint(self) -> QSize:
        """Every figure is as high as the others."""
        return QSize(LEAST, HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Space is this figure's while it has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            event.setAccepted(mine)
            return mine
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    # --- how it is drawn ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        inside = self.rect().adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        self._name(painter, inside)
        self._value(painter, QRect(inside.left(), inside.bottom() - _LINE - 30, inside.width(), 32))
        self._beside(painter, QRect(inside.left(), inside.bottom() - _LINE + 1, inside.width(), _LINE))
        painter.end()

    def _ground(self, painter: QPainter) -> None:
        tokens = self._tools.theme.tokens
        hovered = self.number.opens and self.underMouse()
        edge = tokens.accent if self.hasFocus() else tokens.second_ink if hovered else tokens.line
        painter.setBrush(QColor(tokens.second_panel))
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _name(self, painter: QPainter, inside: QRect) -> None:
        font = _sized(self.font(), SECOND_SIZE)
        painter.setFont(font)
        painter.setPen(QColor(self._tools.theme.tokens.second_ink))
        metrics = QFontMetrics(font)
        room = QRect(inside.left(), inside.top(), inside.width(), 2 * metrics.lineSpacing() + 2)
        text = self.text()
        if metrics.boundingRect(QRect(room.topLeft(), QSize(room.width(), 1 << 16)), _WRAPPED, text).height() > (
            room.height()
        ):
            text = metrics.elidedText(text, _ELIDE, int(1.7 * room.width()))
        painter.drawText(room, _WRAPPED, text)

    def _value(self, painter: QPainter, line: QRect) -> None:
        say, tokens = self._tools.say, self._tools.theme.tokens
        number, unit = words.parts(self.number)
        large, small = _sized(self.font(), _NUMBER_SIZE), _sized(self.font(), SECOND_SIZE)
        large.setWeight(QFont.Weight.Bold)
        painter.setFont(large)
        painter.setPen(QColor(tokens.ink if self.number.value is not None else tokens.second_ink))
        painter.drawText(line, _LEFT, say(number))
        begins = line.left() + QFontMetrics(large).horizontalAdvance(say(number)) + 4
        painter.setFont(small)
        painter.setPen(QColor(tokens.second_ink))
        painter.drawText(QRect(begins, line.top() + 5, line.right() - begins, line.height() - 5), _LEFT, say(unit))
        if (late := words.late(self.number)) != NO_WORDS:
            painter.setPen(QColor(tokens.violet))
            painter.drawText(line.adjusted(0, 5, 0, 0), _RIGHT, say(late))

    def _beside(self, painter: QPainter, line: QRect) -> None:
        say, tokens = self._tools.say, self._tools.theme.tokens
        told, tone = words.in_short(self.number), words.beside(self.number)[1]
        font = _sized(self.font(), SECOND_SIZE)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        before = say(words.before(self.number))
        painter.setPen(QColor(tokens.second_ink))
        painter.drawText(line, _RIGHT, before)
        room = line.width() - metrics.horizontalAdvance(before) - GAP
        painter.setPen(QColor(tokens.ink_of(tone)))
        painter.drawText(line, _LEFT, metrics.elidedText(say(told), _ELIDE, room))


def _sized(font: QFont, points: float) -> QFont:
    made = QFont(font)
    made.setPointSizeF(points)
    return made


class Grid(QLayout):
    """Parts of the same width beside each other, as many in a line as have room.

    Args:
        least: how wide a part is at least, in pixels.
        spread: a line that is not full has all of its room, instead of standing in line with the others.
    """

    def __init__(self, least: int, *, spread: bool = False) -> None:
        super().__init__()
        self._least, self._spread, self._gap = least, spread, GAP
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The part at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a part out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that this width needs."""
        columns = self._columns(width)
        lines = [self._items[at : at + columns] for at in range(0, len(self._items), columns)]
        return sum(_height(line) for line in lines) + self._gap * max(len(lines) - 1, 0)

    def setGeometry(self, rect: QRect) -> None:
        """Put the parts into their places."""
        super().setGeometry(rect)
        columns, y = self._columns(rect.width()), rect.y()
        width = (rect.width() - self._gap * (columns - 1)) // columns
        for at in range(0, len(self._items), columns):
            line = self._items[at : at + columns]
            height = _height(line)
            for place, item in enumerate(line):
                item.setGeometry(QRect(QPoint(rect.x() + place * (width + self._gap), y), QSize(width, height)))
            y += height + self._gap

    def sizeHint(self) -> QSize:
        """What it would like."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """One part must fit."""
        return QSize(self._least, _height(self._items))

    def _columns(self, width: int) -> int:
        room = max((width + self._gap) // (self._least + self._gap), 1)
        return min(room, max(len(self._items), 1)) if self._spread else room


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)


def grid_of(parts: Sequence[QWidget], least: int, *, spread: bool = False) -> QWidget:
    """Parts beside each other."""
    made = QWidget()
    layout = Grid(least, spread=spread)
    for part in parts:
        layout.addWidget(part)
    made.setLayout(layout)
    return made
