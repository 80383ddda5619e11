"""How a row of the queue is drawn: title, what it is, who, how many reports, how old."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.cases import QueueRow
from app.domain.words import Words
from app.operations.desk import Clock
from app.text.display import visible
from ui.kit.speech import Speech
from ui.kit.theme import SECOND_SIZE, Theme, Tone
from ui.triage import words
from ui.triage.queue_model import PICKED_ROLE, ROW_ROLE

HEIGHT = 68
_SIDE, _TOP, _LINE = 14, 11, 36


class QueueDelegate(QStyledItemDelegate):
    """Draws the rows."""

    def __init__(self, theme: Theme, say: Speech, clock: Clock) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._clock = clock

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is as high as the others."""
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, QueueRow):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, chosen=bool(state & QStyle.StateFlag.State_Selected), row=row)
        font: QFont = option.font  # type: ignore[attr-defined]
        left = rect.left() + _SIDE
        if index.data(PICKED_ROLE):
            left = self._picked(painter, rect, left)
        self._title(painter, QRect(left, rect.top() + _TOP, rect.right() - left - _SIDE, 22), font, row)
        self._second(painter, QRect(left, rect.top() + _LINE, rect.right() - left - _SIDE, 20), font, row)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, *, chosen: bool, row: QueueRow) -> None:
        tokens = self._theme.tokens
        if chosen:
            painter.fillRect(rect, QColor(tokens.selection))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(tokens.accent))
        elif row.urgency == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(tokens.red))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.left() + _SIDE, rect.bottom(), rect.right() - _SIDE, rect.bottom())

    def _picked(self, painter: QPainter, rect: QRect, left: int) -> int:
        tokens = self._theme.tokens
        box = QRectF(left, rect.center().y() - 8, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QPen(QColor(tokens.on_accent), 2))
        painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in ((4, 8), (7, 11.5), (12, 5))])
        return left + 26

    def _title(self, painter: QPainter, rect: QRect, font: QFont, row: QueueRow) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.ink))
        text = visible(row.title or row.excerpt).replace("\n", " ")
        title = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)

    def _second(self, painter: QPainter, rect: QRect, font: QFont, row: QueueRow) -> None:
        small, bold = QFont(font), QFont(font)
        small.setPointSizeF(SECOND_SIZE)
        bold.setPointSizeF(SECOND_SIZE)
        bold.setWeight(QFont.Weight.Bold)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.tokens.second_ink))
        age = self._say.age(row.reported_at, self._clock())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, age)
        room = rect.width() - QFontMetrics(small).horizontalAdvance(age) - 10
        left = rect.left()
        for label, tone in self._labels(row):
            left = self._tag(painter, QRect(left, rect.top(), rect.left() + room - left, 20), bold, label, tone)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.tokens.second_ink))
        about = QRect(left, rect.top(), max(0, rect.left() + room - left), rect.height())
        text = QFontMetrics(small).elidedText(self.about(row), Qt.TextElideMode.ElideRight, about.width())
        painter.drawText(about, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _labels(self, row: QueueRow) -> list[tuple[str, Tone]]:
        found = [(self._say(label), tone) for label, tone in words.labels(row)]
        if row.same_text > 1:
            found.append((self._say(Words(f"同文 ×{row.same_text}", f"same text ×{row.same_text}")), Tone.AMBER))
        return found

    def _tag(self, painter: QPainter, rect: QRect, font: QFont, text: str, tone: Tone) -> int:
        width = QFontMetrics(font).horizontalAdvance(text) + 20
        if width > rect.width():
            return rect.left()
        tokens = self._theme.tokens
        pill = QRectF(rect.left(), rect.top(), width, rect.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ground_of(tone)))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setFont(font)
        painter.setPen(QColor(tokens.ink_of(tone)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return rect.left() + width + 8

    def about(self, row: QueueRow) -> str:
        """Who wrote it and how many reported it."""
        author = visible(row.author) or "?"
        reports = Words(f"{row.reports} 举报", "1 report" if row.reports == 1 else f"{row.reports} reports")
        parts = [author, self._say(reports)]
        if row.claimed_by and not row.claimed_by_me:
            parts.append(self._say(Words(f"{row.claimed_by} 处理中", f"with {row.claimed_by}")))
        return " · ".join(parts)
