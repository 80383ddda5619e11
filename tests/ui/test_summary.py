"""The place 治理月报: figures that open their cases, three sentences, closing, exporting."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFileDialog, QWidget

import make
from app.domain.cases import CaseId
from app.domain.months import Month
from app.domain.summary import Format
from app.errors import ClosedBefore, ExportStopped
from app.operations import intake, summary
from app.operations.desk import Desk
from app.operations.dismissing import dismiss
from tests import summaries
from tests.conftest import Clock
from tests.ui.shown import chinese, words_of
from tests.ui.stage import Stage, visible_children
from tests.ui.usable import walk
from ui.charts import ChartView
from ui.shell.places import Place
from ui.summary.reader import Reader
from ui.summary.tables import TableView
from ui.summary.tiles import Tile

Staged = Callable[[Desk], Stage]
NOVEMBER = Month("2026-11")
EVERY = tuple(Format)


@pytest.fixture
def month(lite_desk: Desk, clock: Clock) -> Desk:
    """A month with three cases, one of them closed; the next month has begun."""
    intake.on_described(lite_desk, make.info())
    intake.on_pulled(lite_desk, make.page(*(make.case(number) for number in (1, 2, 3))))
    dismiss(lite_desk, CaseId("c-2"), reason="正常讨论", calmed=True)
    clock.advance(days=10)
    return lite_desk


def _open(stage: Stage) -> Reader:
    stage.press(Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert stage.window.place is Place.SUMMARY
    return _drawn(stage)


def _drawn(stage: Stage) -> Reader:
    """The page, once every piece stands on it."""
    reader = stage.window.summary.inside
    stage.until(lambda: reader.shown is not None and reader.paper.complete)
    stage.settle()
    return reader


def _tile(reader: Reader, key: str) -> Tile:
    found: Tile = next(one for one in visible_children(reader, Tile) if one.number.key == key)
    return found


def test_a_figure_opens_its_cases_and_leads_to_a_closed_one(staged: Staged, month: Desk) -> None:
    summary.set_zone(month, "Asia/Tokyo")  # everything is to be counted anew, as in a record from before
    stage = staged(month).open()
    reader = _open(stage)
    assert reader.shown is not None
    assert reader.shown.month == NOVEMBER, "the month that waits to be closed"
    assert _tile(reader, "cases.received").number.value == 3
    closed = _tile(reader, "cases.closed")
    assert QAccessible.queryAccessibleInterface(closed).text(QAccessible.Text.Name).startswith("办结，1")
    closed.setFocus()
    stage.press(Qt.Key.Key_Return)
    sheet = reader.cases
    assert sheet.isVisible()
    (listed,) = sheet.list.lines.rows
    line = sheet.list._line(listed)
    assert (listed.case, line.title, line.age) == ("c-2", "新人求助", "2026-11-20")
    assert "车友2" in line.about
    stage.press(Qt.Key.Key_Return)
    assert not sheet.isVisible()
    assert stage.window.place is Place.TRIAGE
    assert stage.window.triage.queue.case_id == "c-2"
    assert stage.reads("这件工单已办结", stage.window.triage)


def test_a_month_is_read_whole_in_both_languages_without_eyes_or_mouse(staged: Staged, month: Desk) -> None:
    stage = staged(month).open()
    reader = _open(stage)
    in_chinese = words_of(reader)
    stage.do("window.language")
    assert chinese(words_of(_drawn(stage))) == []
    stage.do("window.language")
    assert sorted(words_of(_drawn(stage))) == sorted(in_chinese)
    reader.paper.show_summary(summaries.summary())
    _drawn(stage)
    sections = summaries.summary().sections
    assert [part.section.key for part in reader.paper.parts] == [one.key for one in sections]
    shown = [one.number.key for one in visible_children(reader, Tile)]
    assert shown == [number.key for section in sections for number in section.numbers]
    assert len(visible_children(reader, ChartView)) == sum(len(one.charts) for one in sections)
    used = [one for kind in (QAbstractButton, QAbstractItemView, ChartView) for one in visible_children(reader, kind)]
    assert [one for one in used if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)] == []
    tables = visible_children(reader, TableView)
    assert [one for one in tables if one.verticalHeader().length() > one.viewport().height()] == [], "no row is cut"
    reader.months.list.setFocus()
    passed = {id(one) for one in walk(Qt.Key.Key_Tab, stage)}
    reached = [*visible_children(reader, Tile), *visible_children(reader, ChartView), *tables]
    takes = [one for one in reached if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [one for one in takes if id(one) not in passed] == [], "Tab goes through all of it, and back"
    went: list[object] = []
    reader.opened.connect(went.append)
    departures = next(one for one in tables if one.cells.table.key == "departures")
    departures.setFocus()
    departures.selectRow(1)
    stage.press(Qt.Key.Key_Return)
    assert went == ["c-4211"]
    stage.do("go.summary")
    stage.do("summary.section")
    assert reader.paper.reading == 0


def test_the_sentences_are_rewritten_until_the_month_is_closed_once(staged: Staged, month: Desk) -> None:
    stage = staged(month).open()
    reader = _open(stage)
    before = reader.shown
    assert before is not None
    stage.do("summary.edit")
    sentences = reader.paper.sentences
    assert sentences is not None
    sentences.fields[2].setPlainText("请售后部公布预约排队时间。")
    stage.do("window.theme")
    stage.do("window.language")
    stage.do("window.language")
    assert sentences.fields[2].toPlainText() == "请售后部公布预约排队时间。", "what is written stays"
    stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not sentences.editing
    assert stage.reads("请售后部公布预约排队时间。", reader)
    stage.do("summary.close")
    form = reader.closing
    assert stage.reads("请售后部公布预约排队时间。", form)
    stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert summary.months(month)[1].closed is False, "first somebody has looked"
    with month.record.connection() as connection:  # somebody writes a figure beside the program
        fact = "SELECT month, 'calm.itself', '', '', at, 9, '' FROM summary_facts LIMIT 1"
        connection.execute(sa.text(f"INSERT INTO summary_facts (month, figure, slice, ref, at, n, late_from) {fact}"))
    form.looked.setChecked(True)
    stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not form.isVisible()
    assert stage.reads("有 1 处计数与台账不符，已先按台账改正", stage.window)
    assert stage.reads("数字不再变", reader.head)
    assert summary.summary(month, NOVEMBER).frozen is not None
    for name in ("summary.edit", "summary.close"):
        assert not stage.window.actions_[name].isEnabled()
    form.begin(before)  # a window in which the month was still open
    form.looked.setChecked(True)
    stage.click(form.go_button)
    assert stage.reads(ClosedBefore(month=NOVEMBER).sentence("zh"), form)


def _export(stage: Stage, reader: Reader, folder: Path) -> None:
    stage.do("summary.export")
    form = reader.exporting
    form.folder = lambda: folder
    for one in EVERY:
        form.formats[one].setChecked(True)


def test_a_month_is_exported_stopped_and_refused_where_it_can_not_be_written(
    staged: Staged, month: Desk, tmp_path: Path
) -> None:
    stage = staged(month).open()
    reader, folder = _open(stage), tmp_path / "out"
    _export(stage, reader, folder)
    form, gate = reader.exporting, Event()
    stage.window.tools.runner.do(lambda _desk: gate.wait())  # the work waits until somebody has thought better of it
    form.go()
    assert form.stop.isVisible()
    form.stop.click()
    gate.set()
    stage.settle()
    assert stage.reads(ExportStopped(month=NOVEMBER).sentence("zh"), form)
    assert not folder.exists()
    folder.write_text("in the way")
    stage.click(form.go_button)
    assert stage.reads(str(folder), form.fault)
    stage.click(form.choose)
    (dialog,) = form.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "elsewhere")])
    dialog.close()
    stage.click(form.go_button)
    assert not form.isVisible()
    written = {path.suffix for path in (tmp_path / "elsewhere").iterdir()}
    assert written == {f".{one}" for one in EVERY}
    assert any("elsewhere" in told for told in stage.notices)


def test_who_is_no_manager_reads_and_exports_without_names(staged: Staged, month: Desk, second_desk: Desk) -> None:
    stage = staged(second_desk).open()
    reader = _open(stage)
    for name in ("summary.edit", "summary.save", "summary.close"):
        assert not stage.window.actions_[name].isEnabled()
    hidden: list[QWidget] = [reader.head.edit, reader.head.close_]
    assert [one for one in hidden if one.isVisible()] == []
    stage.do("summary.export")
    assert not reader.exporting.names.isEnabled()
    assert stage.reads("主管", reader.exporting)
