"""The small parts that every page is made of. Text of members is plain text here, never markup."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.words import Words
from ui.kit.speech import Speech
from ui.kit.theme import GAP, MARGIN, Tone

_NO_END = 1 << 24
"""Higher than any part, in pixels."""


def label(text: str = "", look: str = "", *, wrap: bool = True) -> QLabel:
    """Text as it is, without markup.

    Args:
        look: heading, strong, second or small; ink otherwise.
        wrap: break long lines.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setObjectName(look)
    return made


def said(say: Speech, words: Words, look: str = "", *, wrap: bool = True) -> QLabel:
    """Words of the program, in step with the language."""
    made = label("", look, wrap=wrap)
    say.tell(made, made.setText, words)
    return made


def tag(text: str, tone: Tone) -> QLabel:
    """A kind or a state as a small coloured word."""
    made = label(text, "tag", wrap=False)
    made.setProperty("tone", tone.value)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def button(say: Speech, words: Words, look: str = "", *, key: str = "") -> QPushButton:
    """A button that names its key.

    Args:
        look: primary for the one next step, quiet for a link.
        key: as it is written on the keyboard; the action registry makes it work.
    """
    made = QPushButton()
    if look:
        made.setObjectName(look)
    shown = Words(f"{words.zh}  {key}", f"{words.en}  {key}") if key else words
    say.tell(made, made.setText, shown)
    say.tell(made, made.setAccessibleName, words)
    made.setAutoDefault(False)
    return made


def chip(say: Speech, words: Words, tone: Tone) -> QPushButton:
    """A filter that is on or off."""
    made = QPushButton()
    made.setObjectName("chip")
    made.setCheckable(True)
    made.setProperty("tone", tone.value)
    say.tell(made, made.setAccessibleName, words)
    return made


def named(say: Speech, widget: QWidget, words: Words) -> None:
    """Name a control for a screen reader, in step with the language."""
    say.tell(widget, widget.setAccessibleName, words)


def rule() -> QFrame:
    """A thin line."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def frame(look: str, *parts: QWidget | QLayout, margin: int = GAP + 4, gap: int = GAP) -> QFrame:
    """Parts under each other, in a frame.

    Args:
        look: panel, card, judged, post, advice, article, caution or fault.
    """
    made = QFrame()
    made.setObjectName(look)
    layout = column(*parts, gap=gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    made.setLayout(layout)
    if look not in ("panel", "card", "bubble"):
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made


def column(*parts: QWidget | QLayout, gap: int = GAP) -> QVBoxLayout:
    """Parts under each other."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    _fill(layout, parts)
    return layout


def row(*parts: QWidget | QLayout | None, gap: int = GAP) -> QHBoxLayout:
    """Parts beside each other; None is the space that gives."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    _fill(layout, parts)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: Iterable[QWidget | QLayout | None]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; widgets are deleted."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Scroll(QScrollArea):
    """A column that scrolls up and down; `inside` is its layout."""

    def __init__(self, *, margin: int = MARGIN) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._margin = margin
        self.show_fresh(self.fresh())

    def fresh(self) -> "Column":
        """An empty column to be filled before it is shown: cheaper than to empty the one on the screen."""
        return Column(self._margin)

    def show_fresh(self, content: "Column") -> None:
        """Show a filled column in place of the one before."""
        self.inside = content.inside
        self.setWidget(content)


class Column(QWidget):
    """What scrolls; `inside` is its layout."""

    def __init__(self, margin: int) -> None:
        super().__init__()
        self.setObjectName("inside")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(margin, margin, margin, margin)
        self.inside.setSpacing(GAP)


class Flow(QLayout):
    """Parts beside each other that go on in the next line when the room ends.

    Args:
        parts: that stand in it.
        gap: between them, in pixels.
        apart: where all fit into one line, so many of the last stand at its end.
    """

    def __init__(self, gap: int = GAP, *parts: QWidget, apart: int = 0) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._apart = gap, apart
        self._heights: dict[int, int] = {}  # by width; asked for again and again while a page finds its places
        self._least: QSize | None = None
        for part in parts:
            self.addWidget(part)
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

    def invalidate(self) -> None:
        """A part changed: what was measured counts no more."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """It does not ask for more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that this width needs."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Put the parts into their places."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """What it would like."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The largest part must fit."""
        if self._least is None:
            self._least = QSize()
            for item in self._items:
                self._least = self._least.expandedTo(item.minimumSize())
        return self._least

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        beside: list[tuple[QLayoutItem, QRect]] = []
        shown = [one for one in self._items if (widget := one.widget()) is None or not widget.isHidden()]
        spare = rect.width() - sum(one.sizeHint().width() + self._gap for one in shown) + self._gap
        for at, item in enumerate(shown):
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), item.minimumSize().width()), _NO_END))
            if self._apart and at == len(shown) - self._apart:
                x += max(spare, 0)
            if x > rect.x() and x + size.width() > rect.right() + 1:
                _settle(beside, line)
                x, y, line, beside = rect.x(), y + line + self._gap, 0, []
            if move:
                beside.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self._gap
            line = max(line, size.height())
        _settle(beside, line)
        return y + line - rect.y()


def _settle(beside: list[tuple[QLayoutItem, QRect]], height: int) -> None:
    """Put what stands in one line into its middle."""
    for item, place in beside:
        item.setGeometry(place.translated(0, (height - place.height()) // 2))
