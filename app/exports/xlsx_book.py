"""The sheets of a workbook: what a cell becomes, how it looks, what stays in sight, how it prints.

A text is always written as a text: nothing that a member wrote becomes a formula or a link.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.domain.summary import Amount, Cell, Unit
from app.domain.summary_figures import scale
from app.domain.words import Words
from app.text.summary_page import Reader

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767
"""Characters that a cell can hold. Source: Microsoft, Excel specifications and limits."""
_A4 = 9
_FONT = "Microsoft YaHei"
_LINE, _SECOND, _GROUND = "#DDE1E7", "#59616E", "#F4F6F9"
_UNITS = {
    Unit.COUNT: Words("#,##0", "#,##0"),
    Unit.PERCENT: Words("0%", "0%"),
    Unit.MINUTES: Words('#,##0" 分钟"', '#,##0" min"'),
    Unit.WORKING_DAYS: Words('#,##0" 个工作日"', '#,##0" working days"'),
}
_TIMES = {
    60: Words('#,##0.0" 小时"', '#,##0.0" hours"'),
    1440: Words('#,##0.0" 天"', '#,##0.0" days"'),
}
_POINTS = Words('#,##0" 个百分点"', '#,##0" points"')
_PAGES = Words("第 &P 页，共 &N 页", "Page &P of &N")
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "second": {"font_color": _SECOND, "text_wrap": True},
    "sentence": {"font_size": 11, "text_wrap": True, "bg_color": _GROUND, "indent": 1},
    "head": {"bold": True, "font_color": _SECOND, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "label": {"bold": True, "font_color": _SECOND, "bg_color": _GROUND, "indent": 1},
    "band": {"bold": True, "bg_color": _GROUND, "bottom": 1, "bottom_color": _LINE},
    "text": {"text_wrap": True, "bottom": 1, "bottom_color": _LINE},
    "better": {"font_color": "#1B6E3C", "bottom": 1, "bottom_color": _LINE},
    "worse": {"font_color": "#B3261E", "bottom": 1, "bottom_color": _LINE},
    "note": {"font_color": _SECOND, "text_wrap": True, "bottom": 1, "bottom_color": _LINE},
}


class Book:
    """A workbook.

    Args:
        title, community: what its properties and the head of each printed page say.
        made: what its properties say of when it was made, in UTC.
    """

    def __init__(self, file: io.BytesIO, reader: Reader, title: str, community: str, made: datetime) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - only who exports pays for it

        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"} | never)
        self.book.set_properties({"title": title, "subject": community, "created": made})
        self.reader, self._community, self._title = reader, community, title
        self._formats: dict[tuple[str, str], Format] = {}
        self._names: set[str] = set()

    def sheet(self, name: str, *, landscape: bool) -> "Sheet":
        """A new sheet. Its name is made one that a workbook takes, and no other sheet has."""
        made = self.book.add_worksheet(self._free(name))
        if landscape:
            made.set_landscape()
        made.set_paper(_A4)
        made.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        made.fit_to_pages(1, 0)
        made.set_header(f"&L{_literal(self._community)}&R{_literal(self._title)}")
        made.set_footer(f"&C{self.reader.say(_PAGES)}")
        made.hide_gridlines(2)
        return Sheet(self, made)

    def look(self, name: str, number: str = "") -> "Format":
        """A look from the list, for numbers of a format."""
        key = name, number
        if key not in self._formats:
            basic: dict[str, object] = {"font_name": _FONT, "font_size": 10, "valign": "top"} | _LOOKS[name]
            basic["quote_prefix"] = not number  # a text stays one when somebody goes over it and presses Enter
            self._formats[key] = self.book.add_format(basic | ({"num_format": number} if number else {}))
        return self._formats[key]

    def number_format(self, unit: Unit, *, each: int = 1, signed: bool = False) -> str:
        """How numbers of a unit are shown; with their sign where they say a change; times by so many minutes each."""
        whole = _UNITS[unit] if each == 1 else _TIMES[each]
        if not signed:
            return self.reader.say(whole)
        form = (_POINTS if unit is Unit.PERCENT else whole).say(self.reader.language)
        return f"+{form};\u2212{form};0"

    def close(self) -> None:
        """Write it."""
        self.book.close()

    def _free(self, name: str) -> str:
        clean = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", name).strip()[:28] or "-"
        free, number = clean, 2
        while free.casefold() in self._names or free.casefold() == "history":
            free, number = f"{clean[:26]} {number}", number + 1
        self._names.add(free.casefold())
        return free


def _literal(text: str) -> str:
    """A text in a header, where "&" begins a command and 255 characters are all there is room for."""
    return text[:60].replace("&", "&&")


class Sheet:
    """A sheet that is written from the top."""

    def __init__(self, book: Book, sheet: "Worksheet") -> None:
        self.raw = sheet
        self._book, self._reader = book, book.reader
        self._row = 0
        self._head = 0
        self._columns = 0
        self._wide: list[int] = []

    @property
    def name(self) -> str:
        """As it stands on its tab."""
        return str(self.raw.get_name())

    @property
    def row(self) -> int:
        """The next row, counted from 0."""
        return self._row

    def widths(self, widths: Sequence[int]) -> None:
        """How wide the columns are, in characters."""
        self._wide = list(widths)
        for at, width in enumerate(widths):
            self.raw.set_column(at, at, width)

    def wide(self, text: str, look: str) -> None:
        """A text over all columns, as high as it needs."""
        self.raw.merge_range(self._row, 0, self._row, len(self._wide) - 1, "", self._book.look(look))
        self.raw.write_string(self._row, 0, text[:LONGEST_CELL], self._book.look(look))
        size = _LOOKS[look].get("font_size", 10)
        lines = 1 + int(_columns_of(text) * (float(str(size)) / 10) / sum(self._wide))
        self.raw.set_row(self._row, min(lines * float(str(size)) * 1.6 + 2, 400))
        self._row += 1

    def head(self, names: Sequence[str], *, fixed: int = 1) -> None:
        """The names of the columns: they stay in sight, as do the first `fixed` columns, and stand on every page."""
        self._head = self._row
        self._wide = self._wide or [8] * len(names)
        self._columns = len(names)
        for at, name in enumerate(names):
            self._text(at, name, "head")
        self.raw.freeze_panes(self._row + 1, fixed)
        self.raw.repeat_rows(self._row)
        self._row += 1

    def figure(
        self,
        names: Sequence[str],
        numbers: tuple[int | None, int | None, int | None],
        unit: Unit,
        texts: Sequence[str],
        *,
        better: bool | None,
    ) -> None:
        """A figure: its names, this month, the month before, the change, and what is said of it."""
        for at, name in enumerate(names):
            self._text(at, name, "text")
        each = _each(numbers, unit)
        for at, value in enumerate(numbers, start=len(names)):
            self._number(at, value, unit, each=each, signed=at == len(names) + len(numbers) - 1)
        verdict = "text" if better is None else "better" if better else "worse"
        first = len(names) + len(numbers)
        for at, (text, look) in enumerate(zip(texts, (verdict, "note", "note"), strict=True), start=first):
            self._text(at, text, look)
        self._row += 1

    def cells(self, cells: Sequence[Cell]) -> None:
        """A row of a table."""
        for at, cell in enumerate(cells):
            self._cell(at, cell)
        self._row += 1

    def line(self, texts: Sequence[str], look: str) -> None:
        """A row of texts of one look."""
        for at, text in enumerate(texts):
            self._text(at, text, look)
        self._row += 1

    def numbers(self, name: str | None, values: Sequence[int | None], unit: Unit, each: int = 1) -> None:
        """A row of numbers after its name; None where its first cell is written already. `each` as above."""
        if name is not None:
            self._text(0, name, "text")
        for at, value in enumerate(values, start=1):
            self._number(at, value, unit, each=each)
        self._row += 1

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self._row += rows

    def fit(self) -> None:
        """Make the columns as wide as what is in them, within reason."""
        for at, width in enumerate(self._wide):
            self.raw.set_column(at, at, min(width + 3, 48))
        if self._row > self._head + 1:
            self.raw.autofilter(self._head, 0, self._row - 1, self._columns - 1)

    # --- cells ----------------------------------------------------------------------------------------------

    def _cell(self, at: int, cell: Cell) -> None:
        if isinstance(cell, Amount):
            self._number(at, cell.value, cell.unit, each=_each([cell.value], cell.unit))
        elif isinstance(cell, int):
            self._number(at, cell, Unit.COUNT)
        elif isinstance(cell, datetime):
            local = self._reader.local(cell).replace(tzinfo=None)
            self.raw.write_datetime(self._row, at, local, self._book.look("text", "yyyy-mm-dd hh:mm"))
            self._grow(at, 16)
        elif isinstance(cell, date):
            self.raw.write_datetime(self._row, at, cell, self._book.look("text", "yyyy-mm-dd"))
            self._grow(at, 10)
        else:
            self._text(at, "" if cell is None else self._reader.text(cell), "text")

    def _number(self, at: int, value: int | None, unit: Unit, *, each: int = 1, signed: bool = False) -> None:
        look = self._book.look("text", self._book.number_format(unit, each=each, signed=signed))
        if value is None:
            self.raw.write_blank(self._row, at, None, look)
            return
        by = 100 if unit is Unit.PERCENT and not signed else each
        self.raw.write_number(self._row, at, value / by if by > 1 else value, look)
        self._grow(at, 8)

    def _text(self, at: int, text: str, look: str) -> None:
        self.raw.write_string(self._row, at, text[:LONGEST_CELL], self._book.look(look))
        self._grow(at, _columns_of(text))

    def _grow(self, at: int, width: int) -> None:
        if at < len(self._wide):
            self._wide[at] = max(self._wide[at], width)


def _each(values: Sequence[int | None], unit: Unit) -> int:
    """How many minutes make one of the numbers beside each other; 1 of what is no time."""
    return scale(max((abs(one) for one in values if one is not None), default=0))[0] if unit is Unit.MINUTES else 1


def _columns_of(text: str) -> int:
    """How many columns of a fixed-width font a text takes."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
