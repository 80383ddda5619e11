"""Charts of the summary: painted with any painter, and a widget that shows one and reads its numbers out."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.charts import Anchor, Colours, Drawing, Line, Slot, Text, colours, natural_height, rows
from app.domain.charts_drawn import draw
from app.domain.summary import Chart
from app.domain.words import NO_WORDS, Words
from ui.kit.speech import COMMA, Speech
from ui.kit.theme import SECOND_SIZE, Theme, Tokens

_LEAST = 0.7
"""A text that finds less room than it needs becomes that small, and is cut only then."""
_FINE = 100
"""So many times larger are letters set in print, then made small."""
_BOLDER = 0.022
"""How much thicker bold letters are, of their size."""
_MARGIN, _READ = 6, 24
"""Pixels around the drawing, and of the line under it that reads one label out."""
_BEFORE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
_COLON = Words("：", ": ")


def paint(painter: QPainter, drawing: Drawing, paints: Colours, font: QFont, *, fine: bool = False) -> None:
    """Paint a chart with its corner at the origin of the painter.

    Args:
        font: its families are taken; sizes are those of the drawing, in the painter's unit.
        fine: for print: letters stand where they stand on paper, not on whole pixels.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in drawing.grid:
        _line(painter, line, paints)
    painter.setPen(Qt.PenStyle.NoPen)
    for area in drawing.areas:
        painter.setBrush(QColor(paints[area.paint]))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in area.points]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in drawing.lines:
        _line(painter, line, paints)
    for text in drawing.texts:
        painter.setPen(QColor(paints[text.paint]))
        _text(painter, text, font, _FINE if fine else 1)


def _line(painter: QPainter, line: Line, paints: Colours) -> None:
    pen = QPen(QColor(paints[line.paint]), line.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(x, y) for x, y in line.points])


def _text(painter: QPainter, text: Text, families: QFont, fine: int) -> None:
    font, room = QFont(families), text.room * fine
    font.setBold(text.bold)
    font.setPixelSize(round(text.size * fine))
    wanted = QFontMetricsF(font).horizontalAdvance(text.text)
    if wanted > room:
        font.setPixelSize(max(round(text.size * fine * max(room / wanted, _LEAST)), 1))
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text.text, Qt.TextElideMode.ElideRight, room + 1)
    width = metrics.horizontalAdvance(shown)
    painter.save()
    painter.translate(text.x, text.y)
    painter.scale(1 / fine, 1 / fine)
    write(painter, QPointF(-width * _BEFORE[text.anchor], 0), shown, font)
    painter.restore()


def write(painter: QPainter, place: QPointF, text: str, font: QFont) -> None:
    """Write in the colour of the pen; bold too where the family has no bold letters of its own.

    Qt would make them by writing twice, and a search on paper would find everything twice.
    """
    if not font.bold() or _has_bold(QFontInfo(font).family()):
        painter.setFont(font)
        painter.drawText(place, text)
        return
    regular = QFont(font)
    regular.setBold(False)
    painter.setFont(regular)
    painter.drawText(place, text)
    outline = QPainterPath()
    outline.addText(place, regular, text)
    painter.strokePath(outline, QPen(painter.pen().color(), font.pixelSize() * _BOLDER))


@lru_cache(maxsize=8)
def _has_bold(family: str) -> bool:
    """Whether a family has bold letters of its own."""
    return any("Bold" in style for style in QFontDatabase.styles(family))


def screen_colours(tokens: Tokens) -> Colours:
    """The colours of charts in a theme. Every second row is softened, so that neighbours differ without colour too."""
    inks = (tokens.accent, tokens.amber, tokens.violet, tokens.second_ink, tokens.green, tokens.red)
    row_colours = tuple(_soft(ink, tokens.panel) if at % 2 else ink for at, ink in enumerate(inks))
    return colours(ink=tokens.ink, second=tokens.second_ink, grid=tokens.line, ground=tokens.panel, rows=row_colours)


def _soft(ink: str, ground: str) -> str:
    pairs = ((int(ink[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(dark * 0.7 + light * 0.3):02X}" for dark, light in pairs)


class ChartView(QWidget):
    """A chart. Under it stands one label with its numbers: the last, the one under the pointer, or the one to which
    the arrow keys went. A screen reader is told what the chart shows, and that line.

    Attributes:
        chart: the one that is shown.
        at: which of its labels is read out.
    """

    def __init__(self, say: Speech, theme: Theme) -> None:
        super().__init__()
        self._say, self._theme = say, theme
        self.chart: Chart | None = None
        self.at = 0
        self._drawing: Drawing | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)
        say.changed.connect(self._again)

    def show_chart(self, chart: Chart) -> None:
        """Show this one, read out at its last label."""
        self.chart = chart
        self._again()
        self._choose(len(chart.labels) - 1)

    @property
    def line(self) -> str:
        """The label that is read out, with its numbers."""
        if self.chart is None or not 0 <= self.at < len(self.chart.labels):
            return ""
        table = rows(self.chart)
        label, *numbers = (self._say(cell) for cell in table.lines[self.at])
        told = (f"{self._say(head)} {number}" for head, number in zip(table.head[1:], numbers, strict=True))
        return f"{label}{self._say(_COLON)}{self._say(COMMA).join(told)}"

    # --- hands -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go from label to label; Home and End to the first and the last."""
        last = len(self.chart.labels) - 1 if self.chart else 0
        steps = {
            Qt.Key.Key_Left: self.at - 1,
            Qt.Key.Key_Right: self.at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self._choose(min(max(wanted, 0), last))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The label under the pointer is read out."""
        place = event.position() - QPointF(_MARGIN, _MARGIN)
        under = (at for at, slot in enumerate(self._slots()) if slot.holds(place.x(), place.y()))
        self._choose(next(under, self.at))

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the last label, unless the keys are here."""
        if self.chart and not self.hasFocus():
            self._choose(len(self.chart.labels) - 1)
        super().leaveEvent(event)

    def _choose(self, at: int) -> None:
        self.at = at
        self._tell()
        self.update()

    def _tell(self) -> None:
        chart = self.chart
        self.setAccessibleName(self._say(chart.words if chart else NO_WORDS))
        says = self._say(chart.says) if chart else ""
        self.setAccessibleDescription(" ".join(filter(None, (says, self.line))))

    # --- drawing -----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as the chart is best drawn."""
        high = natural_height(self.chart, self._size) if self.chart else 120
        return QSize(320, round(high) + _READ + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow, never flat."""
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drawn anew for the room there is."""
        self._drawing = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it, with the label that is read out marked."""
        if self.chart is None:
            return
        tokens, painter = self._theme.tokens, QPainter(self)
        self._drawing = self._drawing or self._drawn(self.chart)
        painter.translate(_MARGIN, _MARGIN)
        if self.underMouse() or self.hasFocus():
            for slot in self._slots()[self.at : self.at + 1]:
                painter.fillRect(QRectF(slot.x, slot.y, slot.width, slot.height), QColor(tokens.selection))
        paint(painter, self._drawing, screen_colours(tokens), self.font())
        under = Text(0, self.height() - 2 * _MARGIN - 6, self.line, self.width() - 2 * _MARGIN, size=self._size)
        painter.setPen(QColor(tokens.ink if self.hasFocus() or self.underMouse() else tokens.second_ink))
        _text(painter, under, self.font(), 1)
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _again(self) -> None:
        self._drawing = None
        self._tell()
        self.updateGeometry()
        self.update()

    def _drawn(self, chart: Chart) -> Drawing:
        width, height = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN - _READ
        return draw(chart, self._say.language, width, height, self._size)

    def _slots(self) -> tuple[Slot, ...]:
        return self._drawing.slots if self._drawing else ()

    @property
    def _size(self) -> float:
        """Pixels of the small text of the program."""
        font = QFont(self.font())
        font.setPointSizeF(SECOND_SIZE)
        return QFontInfo(font).pixelSize()
