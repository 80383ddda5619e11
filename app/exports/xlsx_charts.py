"""The charts of a workbook: its own, drawn by the spreadsheet from numbers on a sheet beside them."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.charts import PRINT, ROWS
from app.domain.summary import Chart, Shape, Unit
from app.domain.summary_figures import scale
from app.domain.words import Words
from app.exports.xlsx_book import Book, Sheet

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as NativeChart

_NUMBERS = Words("图表数据", "Chart data")
_LABEL = Words("项目", "Label")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_KINDS = {
    Shape.LINES: {"type": "line"},
    Shape.COLUMNS: {"type": "column"},
    Shape.STACKED: {"type": "column", "subtype": "stacked"},
    Shape.BARS: {"type": "bar", "subtype": "stacked"},
}
_WIDTH, _HEIGHT, _ROWS_OF_CHART = 700, 300, 16
_ON_A_PAGE = 3
_MARKS = ("square", "diamond", "triangle", "circle")


def add_charts(book: Book, cover: Sheet, charts: Sequence[Chart], check: Callable[[], None]) -> None:
    """Charts on the cover, and a last sheet with the numbers they are drawn from. Nothing where there are no charts."""
    if not charts:
        return
    numbers = book.sheet(book.reader.say(_NUMBERS), landscape=True)
    numbers.widths([30, *[16] * max(len(chart.series) for chart in charts)])
    breaks = []
    for at, chart in enumerate(charts):
        check()
        native = _native(book, numbers, chart, _write(book, numbers, chart))
        says = book.reader.say(chart.says) or book.reader.say(chart.words)
        cover.raw.insert_chart(cover.row, 0, native, {"description": says, "object_position": 1})
        cover.skip(_ROWS_OF_CHART)
        if at % _ON_A_PAGE == 1 and chart is not charts[-1]:
            breaks.append(cover.row)
    cover.raw.set_h_pagebreaks(breaks)


def _write(book: Book, sheet: Sheet, chart: Chart) -> int:
    """The numbers of a chart under its name; the row of the first label."""
    say, raw = book.reader.say, sheet.raw
    sheet.line([say(chart.words)], "band")
    sheet.line([say(_LABEL), *(say(row.words) for row in chart.series)], "head")
    each = _each(chart)
    first = sheet.row
    for at, label in enumerate(chart.labels):
        month = _MONTH.fullmatch(label.zh)
        if month:
            day = date(int(month[1]), int(month[2]), 1)
            raw.write_datetime(sheet.row, 0, day, book.look("text", "yyyy-mm"))
        sheet.numbers(None if month else say(label), [row.values[at] for row in chart.series], chart.unit, each)
    sheet.skip()
    return first


def _native(book: Book, sheet: Sheet, chart: Chart, first: int) -> "NativeChart":
    say, last = book.reader.say, first + len(chart.labels) - 1
    native = book.book.add_chart(_KINDS[chart.shape])
    for at, row in enumerate(chart.series):
        colour = PRINT[ROWS[at % len(ROWS)]]
        series: dict[str, object] = {
            "name": [sheet.name, first - 1, at + 1],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, at + 1, last, at + 1],
        }
        if chart.shape is Shape.LINES:
            fill = {"color": colour}
            series |= {
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": _MARKS[at % len(_MARKS)], "size": 6, "fill": fill, "border": fill},
            }
        else:
            series |= {"fill": {"color": colour}, "border": {"color": PRINT[ROWS[0]], "none": True}, "gap": 60}
        if any(value is not None for value in row.values):
            series["data_labels"] = {"value": True} if len(chart.series) == 1 else {}
        native.add_series(series)
    native.set_title({"name": say(chart.words), "overlay": False, "name_font": {"size": 12, "bold": True}})
    _axes(book, native, chart)
    native.set_size({"width": _WIDTH, "height": _HEIGHT})
    return native


def _each(chart: Chart) -> int:
    """How many minutes the numbers of a chart count as one; 1 of what is no time."""
    most = max((one for row in chart.series for one in row.values if one is not None), default=0)
    return scale(most)[0] if chart.unit is Unit.MINUTES else 1


def _axes(book: Book, native: "NativeChart", chart: Chart) -> None:
    across = {"num_font": {"size": 9}, "major_gridlines": {"visible": False}}
    form = "0%" if chart.unit is Unit.PERCENT else book.number_format(chart.unit, each=_each(chart))
    up = {"num_font": {"size": 9}, "num_format": form, "min": 0, "line": {"none": True}}
    up["major_gridlines"] = {"visible": True, "line": {"color": "#DDE1E7", "width": 0.75}}
    by_month = all(_MONTH.fullmatch(label.zh) for label in chart.labels)
    if by_month:
        across |= {"num_format": "yyyy-mm", "text_axis": True}
    if chart.shape is Shape.BARS:
        across["reverse"] = True  # the first name on top, as in the table
        up["crossing"] = "max"
    native.set_x_axis(across)
    native.set_y_axis(up)
    native.show_blanks_as("gap")
    if len(chart.series) == 1:
        native.set_legend({"none": True})
    else:
        native.set_legend({"position": "top"})
