"""The workbook as another program reads it."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from app.domain.summary import Summary
from app.errors import ExportStopped, Language
from app.exports.xlsx import as_xlsx
from tests import summaries


def _file(summary: Summary, language: Language = "zh", *, names: bool = False) -> bytes:
    return as_xlsx(summary, language, names=names, check=lambda: None)


def _book(summary: Summary, language: Language = "zh", *, names: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(_file(summary, language, names=names)))


def _texts(book: Workbook) -> set[str]:
    return {cell for sheet in book for row in sheet.values for cell in row if isinstance(cell, str)}


def test_figures_are_numbers_with_their_units_and_changes() -> None:
    sheet = _book(summaries.summary())["指标"]
    rows = {row[7].value: row for row in sheet.iter_rows(min_row=2)}
    received, median, in_time, unknown = (
        rows[key] for key in ("cases.received", "answer.median", "answer.in_time", "promises.audit")
    )
    assert [cell.value for cell in received[1:5]] == ["受理工单", 1284, 1190, 94]
    assert "补记 3" in received[6].value
    assert [cell.value for cell in median[2:6]] == [58, 96, -38, "好转"]
    assert [cell.value for cell in in_time[2:5]] == [0.88, 0.71, 17]
    assert [in_time[2].number_format, median[2].number_format] == ["0%", '#,##0" 分钟"']
    assert [cell.value for cell in unknown[2:5]] == [None, 0.96, None]


def test_days_and_moments_are_real_and_in_the_time_zone_of_the_workspace() -> None:
    book = _book(summaries.summary(), "en")
    departures = [list(row) for row in book["Departures from the proposal"].values]
    assert departures[1][:2] == ["c-4187", datetime(2026, 10, 3, 14, 12)]
    departments = book["By department"]
    assert departments["F2"].value == datetime(2026, 11, 4)
    assert departments["F2"].is_date
    assert (departments["E2"].value, departments["E2"].number_format) == (0.64, "0%")
    assert book["Chart data"]["A3"].value == datetime(2025, 11, 1)
    assert date.fromisoformat("2026-11-20") == departments["F5"].value.date()


def test_charts_are_the_workbooks_own_and_drawn_from_cells() -> None:
    book = _book(summaries.summary())
    cover = book.worksheets[0]
    kinds = [type(chart).__name__ for chart in cover._charts]  # type: ignore[attr-defined]
    assert kinds == ["LineChart", "BarChart", "BarChart", "BarChart", "BarChart"]
    stacked = cover._charts[2]  # type: ignore[attr-defined]
    assert stacked.grouping == "stacked"
    data = book["图表数据"]
    series = stacked.series[0]
    where = series.val.numRef.f.replace("'", "").split("!")
    assert where[0] == "图表数据"
    assert [cell.value for (cell,) in data[where[1].replace("$", "")]][-1] == 402


def test_a_reader_keeps_the_heads_in_sight_and_prints_pages_of_a4() -> None:
    book = _book(summaries.summary())
    tables = [sheet for sheet in book.worksheets if sheet.freeze_panes]
    assert len(tables) == 1 + 7  # the figures, and each table
    for sheet in tables:
        assert sheet.freeze_panes in ("B2", "C2")
        assert sheet.print_title_rows == "$1:$1"
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0  # one page wide, as many as it takes high
        assert "&P" in sheet.oddFooter.center.text
    assert book["指标"].auto_filter.ref == book["指标"].dimensions


def test_nothing_that_members_write_becomes_a_formula_or_a_link() -> None:
    made = _file(summaries.hostile(), names=True)
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    texts = _texts(book)
    assert {one for one in summaries.HOSTILE if one.isprintable()} <= texts
    for cell in cells:
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix, cell.value  # a text stays one when somebody presses F2 and Enter on it
    assert not any("\u202e" in one or "\x07" in one for one in texts)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
        assert not [name for name in parts.namelist() if "vba" in name.lower() or "external" in name.lower()]
    assert b"<f>" not in everything.replace(b"<c:f>", b"")
    assert b"<hyperlink" not in everything
    assert b"&amp;L=HYPERLINK" in everything  # only as a text in the head of printed pages


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_whether_the_month_is_closed_and_names_nobody_unless_asked(language: Language) -> None:
    closed, still = _book(summaries.summary(), language), _book(summaries.open_month(), language)
    frozen = next(one for one in _texts(closed) if "2026-11-02 09:30" in one)
    assert ("关账" if language == "zh" else "Closed") in frozen
    assert any(("没有关账" if language == "zh" else "not closed") in one for one in _texts(still))
    assert any(summaries.HEAD in one for one in _texts(closed))
    assert not any(name in one for name in (summaries.NAME, "林主管") for one in _texts(closed))
    named = _texts(_book(summaries.summary(), language, names=True))
    assert summaries.NAME in named
    assert any("林主管" in one for one in named)


def test_the_same_month_makes_the_same_file_and_an_empty_one_a_readable_file() -> None:
    assert _file(summaries.summary()) == _file(summaries.summary())
    book = _book(summaries.empty())
    assert book["未执行的评议结果"]["A2"].value == "评议结果都执行了。"
    assert book["按来源"]["A2"].value == "本月没有。"


def test_it_can_be_stopped() -> None:
    def check() -> None:
        raise ExportStopped(month="2026-10")

    with pytest.raises(ExportStopped):
        as_xlsx(summaries.summary(), "zh", names=False, check=check)
