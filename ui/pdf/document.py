"""A summary on paper: A4, Chinese that can be searched, charts of lines and letters, numbered pages."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication

from app.domain.summary_figures import NONE
from app.domain.words import Words
from app.text.summary_page import FIGURE_HEAD, Figure, Page, Part, ShownTable
from ui.pdf.blocks import (
    BETTER,
    OPEN,
    RULE,
    SECOND,
    SMALL,
    STRONG,
    TEXT,
    WORSE,
    Said,
    charts,
    fitting,
    framed,
    heading,
    minor,
    paragraph,
    table,
)
from ui.pdf.paper import BODY, HEIGHT, MARGIN, WIDTH, Brush, Letters, Look, Piece, Sheets, pages, with_spaces
from ui.requirements import draw_offscreen

_CLOSED, _NOT_CLOSED = Words("已关账", "Closed"), Words("未关账，数字还会变化", "Not closed, figures may change")
_GOES_ON = Words("{}（续）", "{} (continued)")
_PAGE = Words("第 {at} 页，共 {of} 页", "Page {at} of {of}")
_FIGURE_WIDTHS = (0.37, 0.16, 0.16, 0.18, 0.13)
_SMALL_FOOT, _FINE_PRINT = Look(8.0, SECOND), Look(6.5, SECOND)

Check = Callable[[], None]


def as_pdf(page: Page, check: Check) -> bytes:
    """The file. May be called from any thread, while there is a QGuiApplication.

    Args:
        check: called for each part and each page; what it raises ends the work.
    """
    letters = Letters()
    filled = pages([piece for part in _pieces(letters, page, check) for piece in part])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    sheets = Sheets(buffer, f"{page.title} {page.month} · {page.community}")
    try:
        for at, placed in enumerate(filled, start=1):
            check()
            brush = sheets.next(letters)
            _around(brush, page, at, len(filled))
            for one in placed:
                one.piece.draw(brush, MARGIN, one.y + sheets.top)
    finally:
        sheets.end()
    return with_spaces(bytes(buffer.data().data()))


_application: list[QGuiApplication] = []


def application_alone() -> None:
    """What fonts need of Qt where there is no window, and perhaps no display."""
    if QGuiApplication.instance() is None:
        draw_offscreen()
        _application.append(QGuiApplication([]))


def _pieces(letters: Letters, page: Page, check: Check) -> Iterator[list[Piece]]:
    yield _title(letters, page)
    for at, (label, sentence) in enumerate(page.sentences, start=1):
        yield framed(letters, label, sentence, last=at == len(page.sentences))
    for part in page.parts:
        check()
        yield _part(letters, page, part)


def _title(letters: Letters, page: Page) -> list[Piece]:
    status = Look(9.5, SECOND) if page.closed else Look(9.5, OPEN, bold=True)
    return [
        *paragraph(letters, page.community, Look(10.5, SECOND), keep=True),
        *paragraph(letters, f"{page.title} · {page.month}", Look(21.0, bold=True), keep=True),
        *paragraph(letters, page.status, status, before=3.0, keep=True),
        Piece(14.0, lambda brush, x, y: brush.area(x, y + 5, BODY, 1.4, "#1B1F27"), keep=True),
    ]


def _part(letters: Letters, page: Page, part: Part) -> list[Piece]:
    pieces, goes_on = heading(letters, part.title), page.say(_GOES_ON)
    if part.figures:
        head = [Said(page.say(one), right=at in (1, 2, 3)) for at, one in enumerate(FIGURE_HEAD)]
        rows = [_figure(one) for one in part.figures]
        pieces += table(letters, goes_on.format(part.title), head, rows, [BODY * share for share in _FIGURE_WIDTHS])
    if part.quiet:
        pieces += paragraph(letters, part.quiet, SMALL, before=6.0)
    if part.note:
        pieces += paragraph(letters, part.note, SMALL, before=6.0, keep=not part.figures)
    pieces += charts(letters, page, part.charts)
    for title, says in part.silent:
        pieces += [*minor(letters, title), *paragraph(letters, says, SMALL)]
    for one in part.tables:
        pieces += _table(letters, one, goes_on)
    return pieces


def _figure(one: Figure) -> list[tuple[Said, ...]]:
    verdict = TEXT if one.better is None else Look(TEXT.size, BETTER if one.better else WORSE)
    name = (Said(one.name), Said(one.note, SMALL, across=True)) if one.note else (Said(one.name),)
    strong = TEXT if one.value == NONE else STRONG
    numbers = [(Said(text, look, right=True),) for text, look in ((one.value, strong), (one.before, TEXT))]
    return [name, *numbers, (Said(one.change, right=True),), (Said(one.verdict, verdict),)]


def _table(letters: Letters, one: ShownTable, goes_on: str) -> list[Piece]:
    title = minor(letters, one.title)
    if not one.rows:
        return [*title, *paragraph(letters, one.empty, SMALL)]
    head = [Said(cell.text, right=cell.number) for cell in one.head]
    rows = [[(Said(cell.text, right=cell.number),) for cell in row] for row in one.rows]
    return [*title, *table(letters, goes_on.format(one.title), head, rows, fitting(letters, one.head, one.rows))]


def _around(brush: Brush, page: Page, at: int, of: int) -> None:
    """What stands on every page around its text."""
    foot, right = HEIGHT - 32, WIDTH - MARGIN
    brush.area(MARGIN, foot - 14, BODY, 0.5, RULE)
    number = page.say(_PAGE).format(at=at, of=of)
    brush.text(right, foot, number, _SMALL_FOOT, right=True)
    room = BODY - brush.letters.width(number, _SMALL_FOOT) - 20
    brush.text(MARGIN, foot, _cut(brush.letters, f"{page.community} · {page.title} {page.month}", room), _SMALL_FOOT)
    if at == of:
        brush.text(MARGIN, foot + 13, page.foot, _FINE_PRINT)
    if at > 1:
        closed = page.say(_CLOSED if page.closed else _NOT_CLOSED)
        brush.text(right, 38, closed, _SMALL_FOOT, right=True)


def _cut(letters: Letters, text: str, room: float) -> str:
    return text if letters.width(text, _SMALL_FOOT) <= room else letters.lines(text, _SMALL_FOOT, room - 10)[0] + "…"
