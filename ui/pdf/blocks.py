"""What a page of the summary is made of, cut into pieces: paragraphs, headings, tables, charts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.charts import PRINT, Drawing, natural_height
from app.domain.charts_drawn import draw
from app.domain.summary import Chart, Shape
from app.errors import Language
from app.text.summary_page import Page, Shown
from ui.charts import paint
from ui.pdf.paper import BODY, Brush, Letters, Look, Piece

INK, SECOND, RULE, GROUND, ACCENT = "#1B1F27", "#59616E", "#DDE1E7", "#F4F6F9", "#1F5FD0"
BETTER, WORSE, OPEN = "#1B6E3C", "#B3261E", "#7A4B00"

TEXT, STRONG, SMALL = Look(9.5), Look(9.5, bold=True), Look(8.5, SECOND)
COLUMN = Look(8.5, SECOND, bold=True)
HEADING, MINOR = Look(13.5, bold=True), Look(10.5, bold=True)

_PAD, _GUTTER = 3.5, 10.0
_MOST_LINES = 40
"""Lines of one piece; a row with more is cut into several."""
_LEAST_NUMBER = 52.0
_SMALL_TABLE = 6
"""A table with no more rows stays together."""
_UNDER_LABEL = 20.0
_BESIDE = 18.0
_CHART_TEXT = 7.5


@dataclass(frozen=True, slots=True)
class Said:
    """A text in a cell, in its look; `right` for numbers, `across` for what goes on under the other cells."""

    text: str
    look: Look = TEXT
    right: bool = False
    across: bool = False


Cell = tuple[Said, ...]
"""Texts under each other."""


def paragraph(letters: Letters, text: str, look: Look, *, before: float = 0.0, keep: bool = False) -> list[Piece]:
    """A text over the whole width."""
    return _lines(letters, text, look, 0.0, before=before, keep=keep)


def framed(letters: Letters, label: str, text: str, *, last: bool) -> list[Piece]:
    """A sentence under its label, on a ground of its own."""
    look, name = Look(11.5), Look(8.5, SECOND, bold=True)
    lines = letters.lines(text, look, BODY - 28)
    pieces = []
    for at in range(0, len(lines), _MOST_LINES):
        part = lines[at : at + _MOST_LINES]
        top = _UNDER_LABEL if at == 0 else 4.0
        high = top + len(part) * look.line + (10.0 if last else 4.0)

        def draw_part(
            brush: Brush, x: float, y: float, *, part: list[str] = part, top: float = top, high: float = high
        ) -> None:
            brush.area(x, y, BODY, high + 0.4, GROUND)
            brush.area(x, y, 3, high + 0.4, ACCENT)
            if top == _UNDER_LABEL:
                brush.text(x + 14, y + 15, label, name)
            for number, line in enumerate(part):
                brush.text(x + 14, y + top + number * look.line + look.size * 1.1, line, look)

        pieces.append(Piece(high, draw_part, keep=not last))
    return pieces


def heading(letters: Letters, text: str) -> list[Piece]:
    """The title of a section, over a rule."""
    pieces = _lines(letters, text, HEADING, 0.0, before=26.0, keep=True)

    def rule(brush: Brush, x: float, y: float) -> None:
        brush.area(x, y + 3, BODY, 0.8, SECOND)

    return [*pieces, Piece(8.0, rule, keep=True)]


def minor(letters: Letters, text: str) -> list[Piece]:
    """The title of a table."""
    return _lines(letters, text, MINOR, 0.0, before=16.0, keep=True)


def _lines(letters: Letters, text: str, look: Look, left: float, *, before: float, keep: bool) -> list[Piece]:
    lines = letters.lines(text, look, BODY - left)
    pieces = []
    for at, line in enumerate(lines):

        def draw_line(brush: Brush, x: float, y: float, line: str = line) -> None:
            brush.text(x + left, y + look.size * 1.12, line, look)

        last = at == len(lines) - 1
        pieces.append(Piece(look.line, draw_line, before if at == 0 else 0.0, keep=keep or (at == 0 and not last)))
    return pieces


# --- tables -----------------------------------------------------------------------------------------------


def table(
    letters: Letters, title: str, head: Sequence[Said], rows: Sequence[Sequence[Cell]], widths: Sequence[float]
) -> list[Piece]:
    """A table whose title and head stand on every page it goes on to; no cell is cut off.

    Args:
        title: what stands over it already on its first page.
    """
    top = _row(letters, [(replace(one, look=COLUMN),) for one in head], widths, SECOND)[0]
    again = _continued(letters, title, top)
    made = [_row(letters, row, widths, RULE) for row in rows]
    pieces = [replace(top, keep=True)]
    for at, parts in enumerate(made):
        together = at < len(made) - 1 and (len(made) <= _SMALL_TABLE or at in (0, len(made) - 2))
        pieces += [replace(part, head=again, keep=together and part is parts[-1]) for part in parts]
    return pieces


def _continued(letters: Letters, title: str, head: Piece) -> Piece:
    line = letters.lines(title, COLUMN, BODY)[0]

    def draw_both(brush: Brush, x: float, y: float) -> None:
        brush.text(x, y + COLUMN.size, line, COLUMN)
        head.draw(brush, x, y + COLUMN.line + _PAD)

    return Piece(COLUMN.line + _PAD + head.height, draw_both)


def _row(letters: Letters, row: Sequence[Cell], widths: Sequence[float], rule: str) -> list[Piece]:
    """A row; in several pieces where it is higher than can stay together."""
    columns = []
    for cell, width in zip(row, widths, strict=True):
        rooms = [BODY if one.across else width - _GUTTER for one in cell]
        lines = (letters.lines(one.text, one.look, room) for one, room in zip(cell, rooms, strict=True))
        columns.append([(line, one) for one, broken in zip(cell, lines, strict=True) for line in broken])
    most = max(len(column) for column in columns)
    cuts = range(0, most, _MOST_LINES)
    return [
        _part_of_row([column[at : at + _MOST_LINES] for column in columns], widths, rule, last=at == cuts[-1])
        for at in cuts
    ]


def _part_of_row(columns: list[list[tuple[str, Said]]], widths: Sequence[float], rule: str, *, last: bool) -> Piece:
    high = max(sum(said.look.line for _, said in column) for column in columns) + 2 * _PAD

    def draw_row(brush: Brush, x: float, y: float) -> None:
        left = x
        for column, width in zip(columns, widths, strict=True):
            base = y + _PAD
            for line, said in column:
                at = left + width - _GUTTER if said.right else left
                brush.text(at, base + said.look.size * 1.12, line, said.look, right=said.right)
                base += said.look.line
            left += width
        if last:
            brush.area(x, y + high - 0.5, sum(widths), 0.5, rule)

    return Piece(high, draw_row)


def fitting(letters: Letters, head: Sequence[Shown], rows: Sequence[Sequence[Shown]]) -> list[float]:
    """Widths of columns that fill the page: numbers and short texts get what they need, long ones share the rest."""
    wanted = [
        max(
            _LEAST_NUMBER if head[at].number else 0.0,
            letters.width(head[at].text, COLUMN) + _GUTTER + 1,
            *(letters.width(row[at].text, TEXT) + _GUTTER + 1 for row in rows),
        )
        for at in range(len(head))
    ]
    room, fixed = BODY, set[int]()
    while True:
        open_columns = [at for at in range(len(wanted)) if at not in fixed]
        fair = room / max(len(open_columns), 1)
        narrow = [at for at in open_columns if wanted[at] <= fair]
        if not narrow or not open_columns:
            break
        fixed.update(narrow)
        room -= sum(wanted[at] for at in narrow)
    if len(fixed) < len(wanted):
        return [wanted[at] if at in fixed else room / (len(wanted) - len(fixed)) for at in range(len(wanted))]
    texts = [at for at, one in enumerate(head) if not one.number] or list(range(len(wanted)))
    return [width + (room / len(texts) if at in texts else 0) for at, width in enumerate(wanted)]


# --- charts -----------------------------------------------------------------------------------------------


def charts(letters: Letters, page: Page, shown: Sequence[Chart]) -> list[Piece]:
    """Charts over time two beside each other where there are two; lying bars over the whole width."""
    pieces = []
    waiting = list(shown)
    while waiting:
        row = [waiting.pop(0)]
        if row[0].shape is not Shape.BARS and waiting and waiting[0].shape is not Shape.BARS:
            row.append(waiting.pop(0))
        pieces.append(_charts(letters, page, row))
    return pieces


@dataclass(frozen=True, slots=True)
class _Laid:
    title: list[str]
    says: list[str]
    drawing: Drawing


def _charts(letters: Letters, page: Page, row: Sequence[Chart]) -> Piece:
    width = (BODY - _BESIDE * (len(row) - 1)) / len(row)
    laid = [_laid(letters, page, chart, width) for chart in row]
    titles = max(len(one.title) for one in laid) * MINOR.line
    top = titles + max(len(one.says) for one in laid) * SMALL.line + 6
    high = top + max(one.drawing.height for one in laid) + 6

    def draw_row(brush: Brush, x: float, y: float) -> None:
        for at, one in enumerate(laid):
            left = x + at * (width + _BESIDE)
            for number, line in enumerate(one.title):
                brush.text(left, y + number * MINOR.line + MINOR.size, line, MINOR)
            for number, line in enumerate(one.says):
                brush.text(left, y + titles + number * SMALL.line + SMALL.size, line, SMALL)
            brush.painter.save()
            brush.painter.translate(left, y + top)
            paint(brush.painter, one.drawing, PRINT, brush.letters.font(TEXT), fine=True)
            brush.painter.restore()

    return Piece(high, draw_row, before=16.0)


def _laid(letters: Letters, page: Page, chart: Chart, width: float) -> _Laid:
    language: Language = page.language
    title = letters.lines(page.say(chart.words), MINOR, width)
    says = letters.lines(page.say(chart.says), SMALL, width) if chart.says.zh else []
    drawing = draw(chart, language, width, natural_height(chart, _CHART_TEXT), _CHART_TEXT)
    return _Laid(title, says, drawing)
