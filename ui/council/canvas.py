"""A picture with the blur brush over it: what is marked is shown as seats will see it."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.words import Words
from ui.council.brush import Box, Marked
from ui.kit.elements import named
from ui.tools import Tools

COARSE = 18
"""So many cells a marked part is shown in, across the shorter side of the picture; nothing can be read in it."""

WIDTHS = (3, 6, 10)
"""How wide the brush is, in cells."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class BlurCanvas(QWidget):
    """The picture. Drag to brush; with Shift, to draw a rectangle. Arrows move the brush, Space marks, Backspace
    takes the last stroke back.

    Attributes:
        changed: something was marked, or taken back.
        marked: what is marked; None while no picture is shown.
        wide: how wide the brush is: one of 0, 1, 2.
    """

    changed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.marked: Marked | None = None
        self.wide = 1
        self._picture, self._coarse = QImage(), QImage()
        self._from: QPoint | None = None
        self._at = QPoint()
        self._boxes = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setCursor(Qt.CursorShape.CrossCursor)
        named(
            tools.say,
            self,
            Words(
                "图片：拖动涂抹，按住 Shift 画框；方向键移动，空格涂抹，退格撤回",
                "Picture: drag to blur, with Shift to draw a box; arrows move, Space blurs, Backspace takes back",
            ),
        )
        tools.theme.changed.connect(self.update)

    def show_picture(self, picture: QImage, boxes: tuple[Box, ...] = ()) -> None:
        """Show a picture and what was marked in it before."""
        self._picture = picture
        self._from = None
        if picture.isNull():
            self.marked, self._coarse = None, QImage()
        else:
            width, height = picture.width(), picture.height()
            self.marked = Marked.of(width, height, boxes)
            self._at = QPoint(width // 2, height // 2)
            small = QSize(COARSE, COARSE)
            self._coarse = picture.scaled(
                small, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            )
        self.update()

    def sizeHint(self) -> QSize:
        """It takes what there is."""
        return QSize(640, 480)

    # --- marking -----------------------------------------------------------------------------------------

    def take_back(self) -> None:
        """Take the last stroke back."""
        if self.marked is not None:
            self.marked.take_back()
            self._tell()

    def clear(self) -> None:
        """Mark nothing."""
        if self.marked is not None:
            self.marked.clear()
            self._tell()

    def choose_width(self, wide: int) -> None:
        """Take a narrower or a wider brush."""
        self.wide = wide
        self.update()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    def _brush(self) -> Box:
        """What the brush covers where it is."""
        side = WIDTHS[self.wide] * (self.marked.grain if self.marked is not None else 1)
        return Box(self._at.x() - side // 2, self._at.y() - side // 2, side, side)

    def _stroke_to(self, to: QPoint) -> None:
        """Brush from where it is to there, without leaving anything out on the way."""
        if self.marked is None:
            return
        away = to - self._at
        steps = max(1, max(abs(away.x()), abs(away.y())) // self.marked.grain)
        begin = QPointF(self._at)
        for step in range(1, steps + 1):
            self._at = (begin + QPointF(away) * step / steps).toPoint()
            self.marked.mark(self._brush())
        self.update()

    # --- mouse and keys ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke or a rectangle begins."""
        if event.button() is Qt.MouseButton.LeftButton and self.marked is not None:
            self._from = self._at = self._pixel(event.position())
            self._boxes = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.marked.begin()
            if not self._boxes:
                self.marked.mark(self._brush())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        to = self._pixel(event.position())
        if self._from is not None and not self._boxes:
            self._stroke_to(to)
        self._at = to
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        if self._from is None or self.marked is None:
            return
        if self._boxes:
            drawn = QRect(self._from, self._pixel(event.position())).normalized()
            self.marked.mark(Box(drawn.x(), drawn.y(), drawn.width(), drawn.height()))
        self._from = None
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The brush without a mouse."""
        by, key = _ARROWS.get(Qt.Key(event.key())), event.key()
        if self.marked is None or (by is None and key not in (Qt.Key.Key_Space, Qt.Key.Key_Backspace)):
            super().keyPressEvent(event)
        elif by is not None:
            step = self.marked.grain * 2
            x, y = self._at.x() + by[0] * step, self._at.y() + by[1] * step
            self._at = QPoint(min(max(x, 0), self.marked.width), min(max(y, 0), self.marked.height))
            self.update()
        elif key == Qt.Key.Key_Space:
            self.marked.begin()
            self.marked.mark(self._brush())
            self._tell()
        else:
            self.take_back()

    # --- drawing -----------------------------------------------------------------------------------------

    def _frame(self) -> QRectF:
        """Where the picture lies."""
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def _pixel(self, at: QPointF) -> QPoint:
        """The pixel of the picture under a place of the widget."""
        lies = self._frame()
        if self._picture.isNull() or lies.isEmpty():
            return QPoint()
        scale = self._picture.width() / lies.width()
        return ((at - lies.topLeft()) * scale).toPoint()

    def _place(self, box: Box) -> QRectF:
        lies = self._frame()
        scale = lies.width() / self._picture.width()
        return QRectF(lies.x() + box.x * scale, lies.y() + box.y * scale, box.width * scale, box.height * scale)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, tokens = QPainter(self), self._tools.theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.second_panel))
        if self._picture.isNull() or self.marked is None:
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        lies = self._frame()
        painter.drawImage(lies, self._picture)
        hidden = QRegion()
        for box in self.marked.boxes:
            hidden += self._place(box).toAlignedRect()
        painter.save()
        painter.setClipRegion(hidden)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(lies, self._coarse)
        painter.restore()
        self._draw_brush(painter, QColor(tokens.accent))
        painter.end()

    def _draw_brush(self, painter: QPainter, colour: QColor) -> None:
        if not (self.hasFocus() or self.underMouse() or self._from is not None):
            return
        if self._from is not None and self._boxes:
            drawn = QRect(self._from, self._at).normalized()
            shape = Box(drawn.x(), drawn.y(), drawn.width(), drawn.height())
        else:
            shape = self._brush()
        pen = QPen(colour, 2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._place(shape))
