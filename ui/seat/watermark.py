"""Whose copy it is, faintly over all of the page: who photographs it photographs that too."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.theme import INK_SIZE, Theme

_FAINT = 20
"""Of 255: seen on a photograph, not in the way of reading."""
_ACROSS, _DOWN, _SLANT = 320, 190, -24


class Watermark(QWidget):
    """Lies over a page and lets every click through.

    Args:
        over: the page.
    """

    def __init__(self, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self._theme = theme
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        theme.changed.connect(self.update)

    def tell(self, words: str) -> None:
        """Whose copy it is."""
        self.words = words
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the page, and over whatever is put into it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ChildAdded):
            over = self.parentWidget()
            if over is not None:
                self.setGeometry(over.rect())
                self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it again and again."""
        painter = QPainter(self)
        ink = QColor(self._theme.tokens.ink)
        ink.setAlpha(_FAINT)
        painter.setPen(ink)
        font = QFont(self.font())
        font.setPointSizeF(INK_SIZE * 1.6)
        painter.setFont(font)
        for down in range(_DOWN // 2, self.height() + _DOWN, _DOWN):
            for across in range(-_ACROSS // 4, self.width(), _ACROSS):
                painter.save()
                painter.translate(across, down)
                painter.rotate(_SLANT)
                painter.drawText(0, 0, self.words)
                painter.restore()
