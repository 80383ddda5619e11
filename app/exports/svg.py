"""A chart as SVG inside a page: lines, polygons and texts only, no style attribute, nothing from elsewhere."""

from collections.abc import Iterator
from html import escape

from app.domain.charts import PRINT, Anchor, Area, Drawing, Line, Text

_ANCHORS = {Anchor.START: "start", Anchor.MIDDLE: "middle", Anchor.END: "end"}


def as_svg(drawing: Drawing, title: str) -> str:
    """The element.

    Args:
        title: what a screen reader says in place of the picture.
    """
    size = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'
    return "".join([head, *_parts(drawing), "</svg>"])


def _parts(drawing: Drawing) -> Iterator[str]:
    yield from map(_line, drawing.grid)
    yield from map(_area, drawing.areas)
    yield from map(_line, drawing.lines)
    yield from map(_text, drawing.texts)


def _line(line: Line) -> str:
    width = f'stroke="{PRINT[line.paint]}" stroke-width="{_n(line.width)}"'
    return f'<polyline points="{_points(line.points)}" fill="none" {width} stroke-linejoin="round"/>'


def _area(area: Area) -> str:
    return f'<polygon points="{_points(area.points)}" fill="{PRINT[area.paint]}"/>'


def _text(text: Text) -> str:
    place = f'x="{_n(text.x)}" y="{_n(text.y)}" text-anchor="{_ANCHORS[text.anchor]}"'
    look = f'font-size="{_n(text.size)}" fill="{PRINT[text.paint]}"' + (' font-weight="bold"' if text.bold else "")
    return f"<text {place} {look}>{escape(text.text)}</text>"


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
