"""Paper: letters measured and broken into lines for print, and pages of A4 filled from the top. Lengths in points."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QMarginsF, QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from ui.charts import write

FAMILIES = ("Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "Droid Sans Fallback", "Noto Sans CJK SC")
"""The first one that is there is taken. Noto comes last: its outlines make Qt write radicals for characters, as U+2F49
for 月, and what looks right in print would not be found by a search."""

WIDTH, HEIGHT = 595.28, 841.89
MARGIN, TOP, BOTTOM = 50.0, 62.0, 56.0
BODY = WIDTH - 2 * MARGIN
INSIDE = HEIGHT - TOP - BOTTOM
"""How high a page is filled."""

_DOTS = 1200
_FINE = 100
"""So many times larger are letters measured and set, then made small: they stand where they stand on paper."""
_MAP = re.compile(rb"begincmap\s.*?endcmap", re.DOTALL)
_TAB = re.compile(rb"(\[(?:<[0-9A-F]+> ?)*?|^<[0-9A-F]{4}> <[0-9A-F]{4}> )<0009>", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look: their size, colour (#RRGGBB) and weight."""

    size: float
    colour: str = "#1B1F27"
    bold: bool = False

    @property
    def line(self) -> float:
        """From one base line to the next."""
        return self.size * 1.5


class Letters:
    """The font of the paper."""

    def __init__(self) -> None:
        there = set(QFontDatabase.families())
        self.families = [name for name in FAMILIES if name in there] or [*FAMILIES]
        self._metrics: dict[tuple[float, bool], QFontMetricsF] = {}

    def font(self, look: Look) -> QFont:
        """For a painter that is scaled down."""
        font = QFont(self.families)
        font.setPixelSize(round(look.size * _FINE))
        font.setBold(look.bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def width(self, text: str, look: Look) -> float:
        """How wide a text is."""
        key = look.size, look.bold
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(look))
        return self._metrics[key].horizontalAdvance(text) / _FINE

    def lines(self, text: str, look: Look, width: float) -> list[str]:
        """A text in lines that fit; broken where the writing allows it, within a word where nothing else helps."""
        if self.width(text, look) <= width:
            return [text]
        layout = QTextLayout(text, self.font(look))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        broken = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, look.size) * _FINE)
            broken.append((line.textStart(), line.textStart() + line.textLength()))
        layout.endLayout()
        units = text.encode("utf-16-le")  # Qt counts in these
        return [units[2 * first : 2 * last].decode("utf-16-le", "replace").rstrip() for first, last in broken]


class Brush:
    """What a piece draws with; (x, y) is its upper left corner."""

    def __init__(self, painter: QPainter, letters: Letters) -> None:
        self.painter = painter
        self.letters = letters

    def text(self, x: float, base: float, text: str, look: Look, *, right: bool = False) -> None:
        """A text on its base line; `x` is its left end, or its right one."""
        left = x - self.letters.width(text, look) if right else x
        self.painter.save()
        self.painter.translate(left, base)
        self.painter.scale(1 / _FINE, 1 / _FINE)
        self.painter.setPen(QColor(look.colour))
        write(self.painter, QPointF(0, 0), text, self.letters.font(look))
        self.painter.restore()

    def area(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle; a rule where it is thin."""
        self.painter.fillRect(QRectF(x, y, width, height), QColor(colour))


Draw = Callable[[Brush, float, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never cut: a heading, a row, a chart.

    Attributes:
        before: the space above it, except at the top of a page.
        keep: it stays on the page of the next one.
        head: drawn above it where it begins a page, as the head of a table.
    """

    height: float
    draw: Draw
    before: float = 0.0
    keep: bool = False
    head: "Piece | None" = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece on its page."""

    piece: Piece
    y: float


def pages(pieces: Sequence[Piece]) -> list[list[Placed]]:
    """The pieces on pages: what is to stay together does, unless it is higher than a page."""
    filled: list[list[Placed]] = [[]]
    y = 0.0
    for group in _groups(pieces):
        if filled[-1] and y + _height(group) > INSIDE:
            filled.append([])
            y = 0.0
        for piece in group:
            if filled[-1] and y + piece.before + piece.height > INSIDE:
                filled.append([])
                y = 0.0
            if filled[-1]:
                y += piece.before
            elif piece.head is not None:
                filled[-1].append(Placed(piece.head, y))
                y += piece.head.height
            filled[-1].append(Placed(piece, y))
            y += piece.height
    return filled


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        groups[-1].append(piece)
        if not piece.keep:
            groups.append([])
    return [group for group in groups if group]


def _height(group: Sequence[Piece]) -> float:
    return sum(piece.before + piece.height for piece in group)


def with_spaces(file: bytes) -> bytes:
    """A file in which spaces are read as spaces.

    Tabs have the glyph of the space, and Qt tells readers the first character that a glyph stands for: a search for
    two words would find nothing.
    """
    return _MAP.sub(lambda found: _TAB.sub(rb"\1<0020>", found[0]), file)


class Sheets:
    """The file, filled page by page.

    Attributes:
        top: where the text of a page begins.
    """

    top = TOP

    def __init__(self, file: QBuffer, title: str) -> None:
        self._writer = QPdfWriter(file)
        self._writer.setResolution(_DOTS)
        self._writer.setTitle(title)
        self._writer.setCreator("Steward")
        paper = QPageSize(QPageSize.PageSizeId.A4)
        self._writer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
        self._painter: QPainter | None = None

    def next(self, letters: Letters) -> Brush:
        """A new page."""
        if self._painter is None:
            self._painter = QPainter(self._writer)
            self._painter.scale(_DOTS / 72, _DOTS / 72)
        else:
            self._writer.newPage()
        return Brush(self._painter, letters)

    def end(self) -> None:
        """Finish the file."""
        if self._painter is not None:
            self._painter.end()
