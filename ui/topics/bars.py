"""What posts name, counted, as small bars: the name, how often, and its share."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.words import Words
from ui.kit.elements import column, row, said
from ui.kit.remote import brief
from ui.kit.theme import SECOND_SIZE
from ui.tools import Tools
from ui.topics.words import UNKNOWN

Counted = tuple[tuple[str, int], ...]

SHOWN = 4
_HEIGHT, _NUMBER = 20, 34


class Bars(QWidget):
    """The most frequent names, and together what is left.

    Args:
        heading: what is counted.
    """

    def __init__(self, tools: Tools, heading: Words) -> None:
        super().__init__()
        self._tools, self._heading = tools, heading
        self._shown: list[tuple[str, int]] = []
        self._painted = _Painted(tools)
        layout = column(said(tools.say, heading, "second", wrap=False), self._painted, gap=2)
        layout.addStretch(1)
        self.setLayout(layout)
        self._found: Counted = ()
        tools.say.changed.connect(self._render)

    def show_counts(self, found: Counted) -> None:
        """Show these."""
        self._found = found
        self._render()

    def _render(self) -> None:
        say = self._tools.say
        known = [(brief(name, 20), many) for name, many in self._found if name]
        rest = sum(many for _, many in known[SHOWN:])
        shown = known[:SHOWN]
        if rest:
            shown.append((say(Words(f"其他 {len(known) - SHOWN} 个", f"{len(known) - SHOWN} more")), rest))
        shown += [(say(UNKNOWN), many) for name, many in self._found if not name]
        self._painted.show_bars(shown)
        told = "，".join(f"{name} {many}" for name, many in shown)
        self._painted.setAccessibleName(f"{say(self._heading)}: {told}")


class _Painted(QWidget):
    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._bars: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tools.theme.changed.connect(self.update)

    def show_bars(self, bars: list[tuple[str, int]]) -> None:
        """Draw these."""
        self._bars = bars
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line for each."""
        return QSize(120, max(len(self._bars), 1) * _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them: a soft bar as wide as its share, the name on it, the number at the end."""
        tokens, painter = self._tools.theme.tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPointSizeF(SECOND_SIZE)
        painter.setFont(font)
        most = max((many for _, many in self._bars), default=1)
        room = self.width() - _NUMBER
        for at, (name, many) in enumerate(self._bars):
            line = QRectF(0, at * _HEIGHT, self.width(), _HEIGHT - 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.blue_ground))
            painter.drawRoundedRect(QRectF(0, line.top(), max(room * many / most, 3), line.height()), 3, 3)
            painter.setPen(QColor(tokens.ink))
            text = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, int(room) - 10)
            painter.drawText(line.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(QColor(tokens.second_ink))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(many))
        painter.end()


class CountsStrip(QWidget):
    """Model, version and place beside each other."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.models = Bars(tools, Words("车型", "Model"))
        self.versions = Bars(tools, Words("版本", "Version"))
        self.places = Bars(tools, Words("地点", "Place"))
        self.setLayout(row(self.models, self.versions, self.places, gap=12))

    def show_counts(self, models: Counted, versions: Counted, places: Counted) -> None:
        """Show these."""
        for bars, found in ((self.models, models), (self.versions, versions), (self.places, places)):
            bars.show_counts(found)
