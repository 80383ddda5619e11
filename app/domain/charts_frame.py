"""What charts have in common: the legend, round numbers at the side, months or names under the columns."""

import re
from dataclasses import dataclass

from app.domain.charts import ROWS, Anchor, Area, Line, Paint, Point, Slot, Text, elided, ticks, wide
from app.domain.summary import Chart, Shape, Unit
from app.domain.summary_figures import figure, scale
from app.domain.words import Words
from app.errors import Language

_MONTH = re.compile(r"\d{4}-\d{2}")
_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
NOTHING = Words("这段时间没有数字。", "There are no numbers for this time.")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is drawn on: the chart, in which language, how large, its texts how large."""

    chart: Chart
    language: Language
    width: float
    height: float
    size: float

    def say(self, words: Words) -> str:
        """In the language of the drawing."""
        return words.say(self.language)

    def number(self, value: int) -> str:
        """A number as it stands beside a column: percent with its sign, the rest bare, times in the unit of `each`."""
        if self.each > 1:
            return f"{value / self.each:.1f}".removesuffix(".0")
        return figure(value, self.chart.unit if self.chart.unit is Unit.PERCENT else Unit.COUNT).say(self.language)

    @property
    def each(self) -> int:
        """How many minutes the numbers beside the columns count as one; 1 of what is no time."""
        return scale(self.most)[0] if self.chart.unit is Unit.MINUTES else 1

    @property
    def unit(self) -> str:
        """What the numbers beside the columns count; "" where that goes without saying."""
        return self.say(scale(self.most)[1]) if self.chart.unit is Unit.MINUTES else ""

    @property
    def empty(self) -> bool:
        """Whether there is no number at all."""
        return all(value is None for row in self.chart.series for value in row.values)

    @property
    def most(self) -> int:
        """The largest number; of stacked columns and of bars, the largest sum."""
        if self.chart.shape in (Shape.STACKED, Shape.BARS):
            return max((sum(max(one or 0, 0) for one in column) for column in self.columns), default=0)
        return max((one or 0 for column in self.columns for one in column), default=0)

    @property
    def columns(self) -> list[tuple[int | None, ...]]:
        """The numbers of each label."""
        return list(zip(*(row.values for row in self.chart.series), strict=True))


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the numbers are drawn, and up to which one they reach."""

    left: float
    top: float
    right: float
    bottom: float
    most: int
    labels: int

    def y(self, value: int) -> float:
        """The height of a number; less than none is drawn as none."""
        return self.bottom - (self.bottom - self.top) * max(value, 0) / self.most

    @property
    def slot(self) -> float:
        """How wide the part of one label is."""
        return (self.right - self.left) / self.labels

    def middle(self, at: int) -> float:
        """The middle of the part of a label."""
        return self.left + (at + 0.5) * self.slot

    def slots(self) -> tuple[Slot, ...]:
        """The parts of all labels."""
        return tuple(
            Slot(self.left + at * self.slot, self.top, self.slot, self.bottom - self.top) for at in range(self.labels)
        )


def rectangle(x: float, y: float, width: float, height: float, paint: Paint) -> Area:
    """A rectangle."""
    return Area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), paint)


def mark(at: int, place: Point, radius: float) -> Area:
    """The mark of a row: each has its own outline, so that rows differ without colour."""
    x, y = place
    r = radius
    outlines: tuple[tuple[Point, ...], ...] = (
        ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
        ((x, y - 1.4 * r), (x + 1.4 * r, y), (x, y + 1.4 * r), (x - 1.4 * r, y)),
        ((x, y - 1.2 * r), (x + 1.3 * r, y + r), (x - 1.3 * r, y + r)),
        ((x, y + 1.2 * r), (x + 1.3 * r, y - r), (x - 1.3 * r, y - r)),
    )
    return Area(outlines[at % len(outlines)], ROWS[at % len(ROWS)])


def legend(paper: Paper) -> tuple[list[Area], list[Text], float]:
    """The names of the rows in lines from the top, and where what follows begins; nothing for a single row."""
    areas: list[Area] = []
    texts: list[Text] = []
    size = paper.size
    if len(paper.chart.series) < 2:
        return areas, texts, size * 0.4
    x, y = 0.0, size
    for at, row in enumerate(paper.chart.series):
        name = elided(paper.say(row.words), paper.width - 2 * size, size)
        room = wide(name, size) + size * 0.6
        if x and x + size * 1.5 + room > paper.width:
            x, y = 0.0, y + size * 1.7
        if paper.chart.shape is Shape.LINES:
            areas.append(mark(at, (x + size * 0.45, y - size * 0.36), size * 0.33))
        else:
            areas.append(rectangle(x, y - size * 0.8, size * 0.9, size * 0.9, ROWS[at % len(ROWS)]))
        texts.append(Text(x + size * 1.35, y, name, room, Paint.INK, size=size))
        x += size * 1.35 + room + size
    return areas, texts, y + size * 1.1


def plot(paper: Paper, top: float, right: float) -> tuple[Plot, list[Line], list[Text]]:
    """Round numbers at the left, lines across, names below. `right` is kept free at the right side."""
    size, each = paper.size, paper.each
    steps = tuple(one * each for one in ticks(-(-paper.most // each), paper.chart.unit))
    left = max(wide(paper.number(one), size) for one in steps) + size * 0.8
    unit = paper.unit
    texts = [Text(0, top + size, unit, paper.width, size=size)] if unit else []
    inner = Plot(
        left,
        top + size * (2.2 if unit else 1.0),
        paper.width - right,
        paper.height - size * (2.9 if _by_month(paper.chart) else 1.8),
        steps[-1],
        max(len(paper.chart.labels), 1),
    )
    lines = [Line(((left, inner.y(one)), (inner.right, inner.y(one))), Paint.GRID, 0.6) for one in steps]
    for one in steps:
        texts.append(
            Text(left - size * 0.6, inner.y(one) + size * 0.35, paper.number(one), left, anchor=Anchor.END, size=size)
        )
    return inner, lines, texts + _names(paper, inner)


def _by_month(chart: Chart) -> bool:
    return bool(chart.labels) and all(_MONTH.fullmatch(label.zh) for label in chart.labels)


def _names(paper: Paper, inner: Plot) -> list[Text]:
    """Months, the year under the first of each; other labels as they are, some left out where it is tight."""
    size, y = paper.size, inner.bottom + paper.size * 1.4
    texts: list[Text] = []
    if not _by_month(paper.chart):
        names = [paper.say(label) for label in paper.chart.labels]
        every = max(1, round(0.35 * max(wide(name, size) for name in names) / inner.slot + 0.5))
        for at, name in enumerate(names):
            if (len(names) - 1 - at) % every == 0:
                room = inner.slot * every * 0.94
                texts.append(Text(inner.middle(at), y, elided(name, room, size), room, anchor=Anchor.MIDDLE, size=size))
        return texts
    every = 1 if inner.slot > 2.4 * size else 2 if inner.slot > 1.3 * size else 3
    seen, last = "", len(paper.chart.labels) - 1
    for at, label in enumerate(paper.chart.labels):
        if (last - at) % every:
            continue
        year, month = label.zh.split("-")
        name = f"{int(month)}月" if paper.language == "zh" else _SHORT[int(month) - 1]
        ink = Paint.INK if at == last else Paint.SECOND
        room = inner.slot * every
        texts.append(Text(inner.middle(at), y, name, room, ink, Anchor.MIDDLE, size, bold=at == last))
        if year != seen:
            texts.append(Text(inner.middle(at), y + size * 1.25, year, room + size, anchor=Anchor.MIDDLE, size=size))
            seen = year
    return texts
