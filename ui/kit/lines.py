"""Rows of two lines: a title; under it coloured words, what it is about, and how old it is."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.theme import INK_SIZE, SECOND_SIZE, Theme, Tone

HEIGHT = 68
_EDGE, _ALARM_EDGE = 3, 6
_LEAST_TAG = 110
"""Pixels: in less room a tag that does not fit is left out; in more it is cut."""
_SIDE, _TOP, _SECOND, _LINE_HEIGHT = 14, 11, 36, 20
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says.

    Attributes:
        picked: it is one of those to which something will be done.
        alarm: it can't wait.
        faded: it is there to be seen, not to be used.
    """

    title: str
    tags: tuple[tuple[str, Tone], ...] = ()
    about: str = ""
    age: str = ""
    picked: bool = False
    alarm: bool = False
    faded: bool = False


class LineDelegate(QStyledItemDelegate):
    """Draws rows.

    Args:
        line_of: what the row at an index says; None where there is none.
    """

    def __init__(self, theme: Theme, line_of: Callable[[Index], Line | None]) -> None:
        super().__init__()
        self._theme = theme
        self._line_of = line_of

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is as high as the others."""
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        line = self._line_of(index)
        if line is None:
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, line, chosen=bool(option.state & QStyle.StateFlag.State_Selected))
        left = rect.left() + _SIDE
        if line.picked:
            left = self._tick(painter, rect, left)
        width = rect.right() - left - _SIDE
        self._title(painter, QRect(left, rect.top() + _TOP, width, _LINE_HEIGHT + 2), option.font, line)
        self._under(painter, QRect(left, rect.top() + _SECOND, width, _LINE_HEIGHT), option.font, line)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, line: Line, *, chosen: bool) -> None:
        tokens = self._theme.tokens
        edge = QRect(rect.left(), rect.top(), _ALARM_EDGE if line.alarm else _EDGE, rect.height())
        if chosen or line.alarm:
            painter.fillRect(rect, QColor(tokens.selection if chosen else tokens.red_ground))
            painter.fillRect(edge, QColor(tokens.red if line.alarm else tokens.accent))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.left() + _SIDE, rect.bottom(), rect.right() - _SIDE, rect.bottom())

    def _tick(self, painter: QPainter, rect: QRect, left: int) -> int:
        tokens = self._theme.tokens
        box = QRectF(left, rect.center().y() - 8, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QPen(QColor(tokens.on_accent), 2))
        painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in ((4, 8), (7, 11.5), (12, 5))])
        return left + 26

    def _title(self, painter: QPainter, rect: QRect, font: QFont, line: Line) -> None:
        painter.setFont(font)
        tokens = self._theme.tokens
        painter.setPen(QColor(tokens.second_ink if line.faded else tokens.ink))
        painter.drawText(rect, _LEFT, QFontMetrics(font).elidedText(line.title, _ELIDE, rect.width()))

    def _under(self, painter: QPainter, rect: QRect, font: QFont, line: Line) -> None:
        small, bold = QFont(font), QFont(font)
        for second in (small, bold):
            second.setPointSizeF(font.pointSizeF() * SECOND_SIZE / INK_SIZE)
        bold.setWeight(QFont.Weight.Bold)
        ink = QColor(self._theme.tokens.second_ink)
        painter.setFont(small)
        painter.setPen(ink)
        painter.drawText(rect, _RIGHT, line.age)
        end = rect.right() - QFontMetrics(small).horizontalAdvance(line.age) - 10
        left = rect.left()
        for text, tone in line.tags:
            painter.setBrush(self._tag_ground(tone, on_red=line.alarm))
            left = self._tag(painter, QRect(left, rect.top(), end - left, rect.height()), bold, text, tone)
        about = QRect(left, rect.top(), max(0, end - left), rect.height())
        painter.setFont(small)
        painter.setPen(ink)
        painter.drawText(about, _LEFT, QFontMetrics(small).elidedText(line.about, _ELIDE, about.width()))

    def _tag_ground(self, tone: Tone, *, on_red: bool) -> QColor:
        tokens = self._theme.tokens
        return QColor(tokens.panel if on_red and tone is Tone.RED else tokens.ground_of(tone))

    def _tag(self, painter: QPainter, room: QRect, font: QFont, text: str, tone: Tone) -> int:
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(text) + 20
        if width > room.width():
            if room.width() < _LEAST_TAG:
                return room.left()
            width, text = room.width(), metrics.elidedText(text, _ELIDE, room.width() - 20)
        tokens = self._theme.tokens
        pill = QRectF(room.left(), room.top(), width, room.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(pill, 10, 10)
        painter.setFont(font)
        painter.setPen(QColor(tokens.ink_of(tone)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return room.left() + width + 8
