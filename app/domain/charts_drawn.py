"""Charts drawn to a size: lines, columns, stacked columns, lying bars, each with its legend and its numbers."""

from app.domain.charts import ON_ROWS, ROWS, TEXT, Anchor, Area, Drawing, Line, Paint, Point, Slot, Text, elided, wide
from app.domain.charts_frame import NOTHING, Paper, Plot, legend, mark, plot, rectangle
from app.domain.summary import Chart, Shape
from app.errors import Language

_GAP = 0.8
"""Between two parts of a column."""


def draw(chart: Chart, language: Language, width: float, height: float, size: float = TEXT) -> Drawing:
    """A chart as it is painted.

    Args:
        width, height: of the drawing; app.domain.charts.natural_height() knows a good height.
        size: of its texts.
    """
    paper = Paper(chart, language, width, height, size)
    if paper.empty:
        text = elided(paper.say(NOTHING), width, size)
        return Drawing(
            width, height, texts=(Text(width / 2, height / 2, text, width, anchor=Anchor.MIDDLE, size=size),)
        )
    if chart.shape is Shape.BARS:
        return _bars(paper)
    if chart.shape is Shape.LINES:
        return _lines(paper)
    return _columns(paper)


# --- lines ------------------------------------------------------------------------------------------------


def _lines(paper: Paper) -> Drawing:
    areas, texts, top = legend(paper)
    last = [paper.number(row.values[-1]) for row in paper.chart.series if row.values[-1] is not None]
    inner, grid, names = plot(paper, top, max((wide(one, paper.size) for one in last), default=0) + paper.size)
    drawn: list[Line] = []
    for at, row in enumerate(paper.chart.series):
        for run in _runs(row.values):
            points = tuple((inner.middle(place), inner.y(value)) for place, value in run)
            slimmer = 0.05 * min(at, 2)  # of rows that are alike, the one below is still seen
            drawn.append(Line(points, ROWS[at % len(ROWS)], paper.size * (0.22 - slimmer)))
            areas += [mark(at, point, paper.size * (0.32 - 1.4 * slimmer)) for point in points]
    texts += names + _ends(paper, inner)
    return Drawing(paper.width, paper.height, tuple(grid), tuple(areas), tuple(drawn), tuple(texts), inner.slots())


def _runs(values: tuple[int | None, ...]) -> list[list[tuple[int, int]]]:
    """What can be joined: a month without a number leaves a gap."""
    runs: list[list[tuple[int, int]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((at, value))
    return [run for run in runs if run]


def _ends(paper: Paper, inner: Plot) -> list[Text]:
    """The last number of each row beside its end, moved apart where they would cover each other or the months; what
    ends alike has its number once."""
    size = paper.size
    ends = {
        (inner.y(value), paper.number(value)) for row in paper.chart.series if (value := row.values[-1]) is not None
    }
    places, free = list[tuple[float, str]](), inner.bottom + size * 0.35
    for y, number in sorted(ends, reverse=True):  # from the lowest up: below it stand the months
        free = min(y + size * 0.35, free)
        places.append((free, number))
        free -= size * 1.15
    x = inner.middle(inner.labels - 1) + size * 0.8
    return [Text(x, y, number, paper.width - x, Paint.INK, size=size, bold=True) for y, number in places]


# --- columns ----------------------------------------------------------------------------------------------


def _columns(paper: Paper) -> Drawing:
    areas, texts, top = legend(paper)
    inner, grid, names = plot(paper, top + paper.size * 0.6, paper.size * 0.4)
    stacked = paper.chart.shape is Shape.STACKED
    for at, values in enumerate(paper.columns):
        column, told = (_stack if stacked else _side_by_side)(paper, inner, at, values)
        areas += column
        texts += told
    return Drawing(paper.width, paper.height, tuple(grid), tuple(areas), (), tuple(texts + names), inner.slots())


def _side_by_side(paper: Paper, inner: Plot, at: int, values: tuple[int | None, ...]) -> tuple[list[Area], list[Text]]:
    areas: list[Area] = []
    texts: list[Text] = []
    width = min(inner.slot * 0.68, paper.size * 4) / len(values)
    left = inner.middle(at) - width * len(values) / 2
    for row, value in enumerate(values):
        if value is None:
            continue
        x, y = left + row * width, inner.y(value)
        areas.append(rectangle(x, y, width - _GAP, inner.bottom - y, ROWS[row % len(ROWS)]))
        room = inner.slot if len(values) == 1 else width + paper.size * 0.3
        texts += _above(paper, x + width / 2, y, value, room, last=at == inner.labels - 1)
    return areas, texts


def _stack(paper: Paper, inner: Plot, at: int, values: tuple[int | None, ...]) -> tuple[list[Area], list[Text]]:
    areas: list[Area] = []
    texts: list[Text] = []
    width = min(inner.slot * 0.68, paper.size * 4)
    left, total, last = inner.middle(at) - width / 2, 0, at == inner.labels - 1
    several = sum(1 for value in values if value and value > 0) > 1  # else the number above says it
    for row, value in enumerate(values):
        if not value or value < 0:
            continue
        below, total = inner.y(total), total + value
        high = below - inner.y(total)
        areas.append(rectangle(left, below - high, width, max(high - _GAP, _GAP / 2), ROWS[row % len(ROWS)]))
        number = paper.number(value)
        if several and high > paper.size * 1.2 and wide(number, paper.size) < width:
            ink, middle = ON_ROWS[row % len(ROWS)], below - high / 2 + paper.size * 0.35
            texts.append(Text(left + width / 2, middle, number, width, ink, Anchor.MIDDLE, paper.size))
    if total or any(value is not None for value in values):
        texts += _above(paper, inner.middle(at), inner.y(total), total, inner.slot, last=last)
    return areas, texts


def _above(paper: Paper, x: float, y: float, value: int, room: float, *, last: bool) -> list[Text]:
    number = paper.number(value)
    if wide(number, paper.size) > room:
        return []
    ink = Paint.INK if last else Paint.SECOND
    return [Text(x, y - paper.size * 0.35, number, room, ink, Anchor.MIDDLE, paper.size, bold=last)]


# --- lying bars -------------------------------------------------------------------------------------------


def _bars(paper: Paper) -> Drawing:
    areas, texts, top = legend(paper)
    size, most = paper.size, max(paper.most, 1)
    names = [paper.say(label) for label in paper.chart.labels]
    left = min(max((wide(name, size) for name in names), default=0) + size, paper.width * 0.42)
    right = paper.width - wide(paper.number(most), size) - size * 1.2
    high = (paper.height - top) / max(len(names), 1)
    slots = []
    for at, (name, values) in enumerate(zip(names, paper.columns, strict=True)):
        y = top + at * high
        texts += _name(name, left - size * 0.8, y + high / 2, size)
        column, told = _bar(paper, values, (left, y + high * 0.18), (right - left) / most, high * 0.64)
        areas += column
        texts += told
        slots.append(Slot(0, y, paper.width, high))
    grid = (Line(((left, top), (left, paper.height)), Paint.GRID, 0.8),)
    return Drawing(paper.width, paper.height, grid, tuple(areas), (), tuple(texts), tuple(slots))


def _bar(
    paper: Paper, values: tuple[int | None, ...], corner: Point, scale: float, thick: float
) -> tuple[list[Area], list[Text]]:
    areas: list[Area] = []
    texts: list[Text] = []
    (x, y), size = corner, paper.size
    base, several = y + thick / 2 + size * 0.35, sum(1 for value in values if value) > 1
    for row, value in enumerate(values):
        if not value or value < 0:
            continue
        width, number = value * scale, paper.number(value)
        areas.append(rectangle(x, y, max(width - _GAP, _GAP / 2), thick, ROWS[row % len(ROWS)]))
        if several and wide(number, size) + size * 0.4 < width:
            texts.append(Text(x + width / 2, base, number, width, ON_ROWS[row % len(ROWS)], Anchor.MIDDLE, size))
        x += width
    if any(value is not None for value in values):
        total = paper.number(sum(max(value or 0, 0) for value in values))
        texts.append(Text(x + size * 0.5, base, total, paper.width - x, Paint.INK, size=size, bold=True))
    return areas, texts


def _name(name: str, room: float, middle: float, size: float) -> list[Text]:
    """A name beside its bar, in two lines where it needs them."""
    first = len(name)
    while first and wide(name[:first], size) > room:
        first -= 1
    space = name.rfind(" ", 0, first) if first < len(name) else -1
    first = space if space > first // 2 else max(first, 1)
    lines = [one for one in (name[:first].strip(), elided(name[first:].strip(), room, size)) if one]
    top = middle + size * 0.35 - (len(lines) - 1) * size * 0.6
    return [Text(0, top + at * size * 1.2, line, room, Paint.INK, size=size) for at, line in enumerate(lines)]
