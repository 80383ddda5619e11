"""A summary as one file for a browser: charts inside it, no script, nothing loaded from anywhere; prints on A4."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from app.domain.charts import natural_height, rows
from app.domain.charts_drawn import draw
from app.domain.summary import Chart
from app.domain.words import Words
from app.exports.svg import as_svg
from app.files import resource_text
from app.text.summary_page import FIGURE_HEAD, Page

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDTH, _TEXT = 720, 11.0
_AS_TABLE = Words("以表格显示", "As a table")


@dataclass(frozen=True, slots=True)
class _ShownChart:
    title: str
    says: str
    svg: "Markup"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_html(page: Page, check: Callable[[], None]) -> bytes:
    """The file.

    Args:
        check: called between charts; what it raises ends the work.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only who exports pays for it
    from markupsafe import Markup  # noqa: PLC0415

    style = resource_text("summary", "page.css")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        resource_text("summary", "page.html")
    )
    charts = {part.key: [_shown(page, chart, check) for chart in part.charts] for part in page.parts}
    check()
    text = template.render(
        page=page,
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        figure_head=[page.say(one) for one in FIGURE_HEAD],
        charts=charts,
        as_table=page.say(_AS_TABLE),
    )
    return text.encode()


def _shown(page: Page, chart: Chart, check: Callable[[], None]) -> _ShownChart:
    from markupsafe import Markup  # noqa: PLC0415

    check()
    table = rows(chart)
    title, says = page.say(chart.words), page.say(chart.says)
    drawing = draw(chart, page.language, _WIDTH, natural_height(chart, _TEXT), _TEXT)
    return _ShownChart(
        title,
        says,
        Markup(as_svg(drawing, says or title)),  # made of numbers, colours and escaped texts
        tuple(page.say(one) for one in table.head),
        tuple(tuple(page.say(one) for one in line) for line in table.lines),
    )
