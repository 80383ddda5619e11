"""What a chart is drawn of: areas, lines and texts at their places; painted alike in the window, in print, on a page.

Lengths are in the unit of the size that was asked for: pixels in the window, points in print. y goes down.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from app.domain.summary import Chart, Shape, Unit
from app.domain.summary_figures import figure
from app.domain.words import Words

TEXT = 9.0
"""The size of texts in a chart, unless another is asked for."""


class Paint(StrEnum):
    """What a colour is for; each theme, and print, has its own."""

    INK = "ink"
    SECOND = "second"
    GRID = "grid"
    GROUND = "ground"
    ROW_1 = "row_1"
    ROW_2 = "row_2"
    ROW_3 = "row_3"
    ROW_4 = "row_4"
    ROW_5 = "row_5"
    ROW_6 = "row_6"
    ON_1 = "on_1"
    ON_2 = "on_2"
    ON_3 = "on_3"
    ON_4 = "on_4"
    ON_5 = "on_5"
    ON_6 = "on_6"


ROWS = (Paint.ROW_1, Paint.ROW_2, Paint.ROW_3, Paint.ROW_4, Paint.ROW_5, Paint.ROW_6)
ON_ROWS = (Paint.ON_1, Paint.ON_2, Paint.ON_3, Paint.ON_4, Paint.ON_5, Paint.ON_6)
"""Ink on the colour of each row."""

Colours = dict[Paint, str]


def colours(*, ink: str, second: str, grid: str, ground: str, rows: tuple[str, ...]) -> Colours:
    """A set of colours, each #RRGGBB; what is written on a row is as dark or light as can be read there."""
    basic = {Paint.INK: ink, Paint.SECOND: second, Paint.GRID: grid, Paint.GROUND: ground}
    on = ("#000000" if _light(row) > 0.18 else "#FFFFFF" for row in rows)
    return basic | dict(zip(ROWS, rows, strict=True)) | dict(zip(ON_ROWS, on, strict=True))


def _light(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)


PRINT = colours(
    ink="#1B1F27",
    second="#59616E",
    grid="#DDE1E7",
    ground="#FFFFFF",
    rows=("#1F5FD0", "#C98500", "#5B3FB0", "#7C8FA6", "#1B6E3C", "#D9827C"),
)
"""On paper and on a page, in the hues of the window: dark and light in turn, so that neighbours differ without colour
too."""

Point = tuple[float, float]


class Anchor(StrEnum):
    """Which end of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Area:
    """A filled outline."""

    points: tuple[Point, ...]
    paint: Paint


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    paint: Paint
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose base line is at `y`. `room` is how wide it may become; a renderer narrows it to that."""

    x: float
    y: float
    text: str
    room: float
    paint: Paint = Paint.SECOND
    anchor: Anchor = Anchor.START
    size: float = TEXT
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """The part of a chart that belongs to one of its labels."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of a size: lines behind, then areas, lines before them, texts on top."""

    width: float
    height: float
    grid: tuple[Line, ...] = ()
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    texts: tuple[Text, ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A chart as a table, for a screen reader and for whoever wants the numbers."""

    head: tuple[Words, ...]
    lines: tuple[tuple[Words, ...], ...]


def rows(chart: Chart) -> Rows:
    """A line for each label, its numbers in the order of the rows."""
    lines = tuple(
        (label, *(figure(row.values[at], chart.unit) for row in chart.series)) for at, label in enumerate(chart.labels)
    )
    return Rows((Words("", ""), *(row.words for row in chart.series)), lines)


def natural_height(chart: Chart, size: float = TEXT) -> float:
    """How high a chart is best drawn."""
    legend = 2 * size if len(chart.series) > 1 else 0
    return legend + (len(chart.labels) * size * 3 + size if chart.shape is Shape.BARS else size * 19)


def ticks(most: int, unit: Unit) -> tuple[int, ...]:
    """Round numbers from 0 to `most` or above it, four steps at most; percent end at 100."""
    if unit is Unit.PERCENT and 60 < most <= 100:
        return 0, 25, 50, 75, 100
    step = 1
    while step * 4 < most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return tuple(range(0, step * max(-(-most // step), 1) + 1, step))


def wide(text: str, size: float) -> float:
    """How wide a text is, about: a renderer knows better, but a layout must be the same everywhere."""
    return sum(_ems(char) for char in text) * size


def _ems(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in "mwMW%—":
        return 0.86
    return 0.67 if char.isupper() else 0.3 if char in " ilj.,:;|'!()" else 0.56


def elided(text: str, room: float, size: float) -> str:
    """As much of a text as has room."""
    if wide(text, size) <= room:
        return text
    while text and wide(text, size) + size > room:
        text = text[:-1]
    return text.rstrip() + "…"
