"""Lanes through the window: what a keyword raised, steps and clocks on the desk, its end; alarms and the register."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.changes import Area, Changes
from app.domain.lanes import LaneStep
from app.domain.roles import Role
from app.operations import lanes, lanes_view, outbox, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.answering.lane.form import StepForm
from ui.notices import Notices

BRAKES = CaseId("c-0101")
WORDS = "今天下坡刹车失灵，撞上护栏才停住，人没事。"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def raised(stage: Stage) -> Stage:
    """The window, after a sync brought a post about brakes that failed; another case is shown."""
    post = case_view(stage.desk, BRAKES).case.post_id
    assert post is not None
    other = next(row.id for row in triage.queue(stage.desk) if row.id != BRAKES)
    stage.choose(other)
    stage.community.edit_post(post, WORDS)
    stage.sync()
    return stage


def _steps(stage: Stage, case: CaseId = BRAKES) -> list[LaneStep]:
    return [one.step for one in lanes_view.lane_view(stage.desk, case).events]


def _form(stage: Stage) -> StepForm:
    form = stage.window.triage.lane.form
    assert form is not None
    assert form.isVisible()
    return form


def _fill(stage: Stage, **values: str) -> StepForm:
    """Write into the fields of the form that is up."""
    form = _form(stage)
    for name, text in values.items():
        part = form.parts[name]
        if isinstance(part, QComboBox):
            part.setCurrentText(text)
        elif isinstance(part, QLineEdit):
            part.setText(text)
        else:
            assert isinstance(part, QPlainTextEdit)
            part.setPlainText(text)
    return form


def _fresh(stage: Stage) -> list[str]:
    """What notices say from now on."""
    stage.window.findChild(Notices).clear()
    return stage.notices


# --- the journey --------------------------------------------------------------------------------------


def _say_who_was_hurt(stage: Stage) -> None:
    """Nobody is said to be unhurt before somebody asked."""
    injury = _form(stage).parts["injury"]
    assert isinstance(injury, QComboBox)
    assert "不清楚" in injury.currentText()
    injury.setCurrentIndex(2)


def _close_with_a_reason(stage: Stage) -> None:
    """What is left is named, and left only for a reason that says something."""
    stage.ctrl(Qt.Key.Key_E)
    assert stage.reads("还没有办：补交书面报告", _form(stage))
    _fill(stage, reason="可以")
    stage.ctrl(Qt.Key.Key_Return)
    assert case_view(stage.desk, BRAKES).case.state is not CaseState.CLOSED
    _fill(stage, reason="部门已在系统里补交，回执稍后到")
    stage.ctrl(Qt.Key.Key_Return)


def test_brakes_that_failed_are_raised_seen_to_passed_on_sealed_reported_and_closed(
    raised: Stage, tmp_path: Path
) -> None:
    stage, triage_ = raised, raised.window.triage
    triage_.preserving.folder = lambda: tmp_path
    assert stage.reads("1 件警报没有人跟进", triage_.alarms)
    assert stage.reads("刹车失灵", triage_.alarms)
    assert any("刹车失灵" in told for told in stage.notices)
    stage.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | SHIFT)
    assert triage_.queue.case_id == BRAKES
    assert stage.reads("可能是安全事件：“刹车失灵”", triage_.evidence)
    stage.press(Qt.Key.Key_S, SHIFT)
    assert case_view(stage.desk, BRAKES).case.kind is CaseKind.SAFETY
    panel = triage_.desk.lane
    assert stage.reads("下一步：说一声“我来跟”", panel)
    assert stage.reads("还剩 15 分钟", panel)
    stage.press(Qt.Key.Key_D)
    assert not triage_.alarms.isVisible()
    assert stage.reads("下一步：转给质量/安全部门", panel)
    stage.press(Qt.Key.Key_D)
    _fill(stage, to="质量安全部", number="QA-118")
    stage.ctrl(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_D)
    _say_who_was_hurt(stage)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("6 小时内报告", panel)
    assert stage.reads("119", panel), "whom to call stands where the owner is to be reached"
    stage.press(Qt.Key.Key_C, SHIFT)
    stage.ctrl(Qt.Key.Key_Return)
    assert _form(stage).fault.isVisible(), "an empty contact is none"
    _fill(stage, to="车主，电话", text="已停车，人没事")
    stage.ctrl(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_D)
    assert LaneStep.PRESERVED in _steps(stage)
    assert list(tmp_path.iterdir())
    stage.press(Qt.Key.Key_R, SHIFT)
    form = _fill(stage, to="", number="2026-77")
    stage.ctrl(Qt.Key.Key_Return)
    assert form.fault.isVisible(), "to whom is needed"
    _fill(stage, to="省级市场监管部门")
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("编号 2026-77", panel)
    _close_with_a_reason(stage)
    case = case_view(stage.desk, BRAKES).case
    assert case.state is CaseState.CLOSED
    assert triage_.queue.case_id != BRAKES, "the next case is shown"
    done = {LaneStep.ACKNOWLEDGED, LaneStep.PASSED_ON, LaneStep.INCIDENT, LaneStep.OWNER_CONTACTED}
    done |= {LaneStep.PRESERVED, LaneStep.REPORTED, LaneStep.CLOSED}
    assert done <= set(_steps(stage))
    stage.ctrl(Qt.Key.Key_Z)
    assert case_view(stage.desk, BRAKES).case.state is not CaseState.CLOSED


def test_what_is_missing_is_said_and_nothing_is_closed(raised: Stage) -> None:
    lanes.acknowledge(raised.desk, BRAKES)
    raised.refresh()
    raised.choose(BRAKES)
    panel = raised.window.triage.desk.lane
    assert raised.reads("办结还缺：转给负责部门", panel)
    raised.ctrl(Qt.Key.Key_E)
    assert case_view(raised.desk, BRAKES).case.state is not CaseState.CLOSED
    assert raised.reads("转给负责部门", raised.window.triage.desk)


def test_no_reminder_no_measure_and_no_dismissal_is_offered_there_and_a_public_word_is(raised: Stage) -> None:
    lanes.acknowledge(raised.desk, BRAKES)
    raised.refresh()
    raised.choose(BRAKES)
    desk = raised.window.triage.desk
    assert raised.reads("不写私信提醒，不作处置", desk.lane)
    for words in ("私信提醒", "处置"):
        tab = raised.button(f"{words}  ", desk)
        assert not tab.isEnabled()
        assert tab.toolTip()
    assert not raised.reads("无需处置", desk)
    raised.press(Qt.Key.Key_E)
    assert case_view(raised.desk, BRAKES).case.state is not CaseState.CLOSED
    raised.press(Qt.Key.Key_2)
    assert desk.letter.editor.isVisible()
    assert raised.reads("下一步", desk.lane)
    assert not raised.reads("时限", desk.lane), "the letter has the room"


def test_one_key_says_that_it_is_none(raised: Stage) -> None:
    raised.choose(BRAKES)
    raised.press(Qt.Key.Key_X, SHIFT)
    assert case_view(raised.desk, BRAKES).case.raised == ""
    assert case_view(raised.desk, BRAKES).case.kind is CaseKind.VIOLATION
    assert not raised.reads("可能是安全事件", raised.window.triage)
    assert not raised.window.triage.alarms.isVisible()
    assert raised.window.alarms.now == []
    assert any("c-0101" in told and "“刹车失灵”不是警报" in told for told in raised.notices)
    assert raised.window.triage.queue.case_id == BRAKES, "who looked at it goes on with it"
    raised.ctrl(Qt.Key.Key_Z)
    assert case_view(raised.desk, BRAKES).case.raised == "safety:刹车失灵"
    assert [one.case for one in raised.window.alarms.now] == [BRAKES]


# --- alarms -------------------------------------------------------------------------------------------


def test_after_15_minutes_a_lead_is_shown_which_case_and_can_see_to_it_at_once(raised: Stage) -> None:
    window = raised.window
    heard: list[int] = []
    window.notifier.ring = lambda: heard.append(1)
    note = window.triage.evidence.note
    note.setFocus()
    raised.clock.advance(minutes=14)
    window.alarms.look()
    raised.settle()
    assert not window.alarms.sheet.isVisible()
    raised.clock.advance(minutes=1)
    window.alarms.look()
    raised.settle()
    sheet = window.alarms.sheet
    assert sheet.isVisible()
    assert raised.reads("可能是安全事件：“刹车失灵”", sheet)
    assert heard == [1]
    assert note.hasFocus(), "whoever is typing goes on typing"
    assert LaneStep.ALARM_SHOWN in _steps(raised)
    window.alarms.look()
    raised.settle()
    assert heard == [1]
    raised.click(raised.button("我来跟", sheet))
    assert LaneStep.ACKNOWLEDGED in _steps(raised)
    assert window.triage.queue.case_id == BRAKES
    assert not sheet.isVisible()
    assert window.alarms.now == []


def test_a_lead_passes_it_on_to_a_department_with_its_number(raised: Stage) -> None:
    raised.clock.advance(minutes=16)
    raised.window.alarms.look()
    raised.settle()
    raised.click(raised.button("转给部门", raised.window.alarms.sheet))
    form = next(one for one in raised.window.findChildren(StepForm) if one.isVisible())
    number = form.parts["number"]
    assert isinstance(number, QLineEdit)
    raised.write("QA-7", number)
    raised.ctrl(Qt.Key.Key_Return)
    passed = [one for one in lanes_view.lane_view(raised.desk, BRAKES).events if one.step is LaneStep.PASSED_ON]
    assert [one.number for one in passed] == ["QA-7"]
    assert raised.window.alarms.now == []


def test_who_is_no_lead_sees_a_louder_strip_and_no_sheet(staged: Callable[[Desk], Stage], written_desk: Desk) -> None:
    stage = staged(replace(written_desk, me=replace(written_desk.me, roles=frozenset({Role.MODERATOR})))).open()
    lanes.enter(stage.desk, BRAKES, CaseKind.SAFETY)
    stage.clock.advance(minutes=16)
    stage.refresh()
    strip = stage.window.triage.alarms
    assert strip.isVisible()
    assert strip.objectName() == "alarm"
    assert "sheet" not in vars(stage.window.alarms)
    assert LaneStep.ALARM_SHOWN not in _steps(stage)


def test_an_alarm_is_told_once_and_again_where_it_comes_again(raised: Stage) -> None:
    assert len([told for told in raised.notices if "刹车失灵" in told]) == 1
    _fresh(raised)
    raised.window.alarms.look()
    raised.desktop.runner.changed.emit(Changes.of(Area.LANES))
    raised.settle()
    assert raised.notices == []
    lanes.clear(raised.desk, BRAKES)
    raised.refresh()
    post = case_view(raised.desk, BRAKES).case.post_id
    assert post is not None
    raised.community.edit_post(post, "停在路边以后，车底下冒烟了。")
    raised.sync()
    assert any("冒烟" in told for told in raised.notices)


def test_the_status_bar_says_how_many_and_goes_there(raised: Stage) -> None:
    assert raised.reads("P0 警报 1", raised.window.status)
    raised.do("go.outbox")
    raised.click(raised.button("P0 警报 1", raised.window.status))
    assert raised.window.triage.queue.case_id == BRAKES
    lanes.acknowledge(raised.desk, BRAKES)
    raised.refresh()
    assert not raised.reads("警报", raised.window.status)


def test_the_key_goes_from_one_alarm_to_the_next(raised: Stage) -> None:
    other = CaseId("c-0804")
    lanes.enter(raised.desk, other, CaseKind.CARE)
    raised.refresh()
    seen = []
    for _ in range(3):
        raised.do("window.alarm")
        seen.append(raised.window.triage.queue.case_id)
    assert set(seen) == {BRAKES, other}
    assert seen[0] == seen[2]


# --- other lanes --------------------------------------------------------------------------------------


def test_a_cry_for_help_shows_whom_to_call_first_and_the_call_is_kept(stage: Stage) -> None:
    lanes.enter(stage.desk, BRAKES, CaseKind.CARE)
    stage.refresh()
    stage.choose(BRAKES)
    panel = stage.window.triage.desk.lane
    for number in ("110", "120", "12356"):
        assert stage.reads(number, panel)
    stage.press(Qt.Key.Key_D)
    stage.press(Qt.Key.Key_D)
    _fill(stage, to="110", text="民警已出发")
    stage.ctrl(Qt.Key.Key_Return)
    called = lanes_view.lane_view(stage.desk, BRAKES).events[-1]
    assert (called.step, called.to, called.text) == (LaneStep.CALLED, "110", "民警已出发")


def test_unlawful_content_is_hidden_only_once_it_is_sealed(stage: Stage, tmp_path: Path) -> None:
    stage.window.triage.preserving.folder = lambda: tmp_path
    lanes.enter(stage.desk, BRAKES, CaseKind.UNLAWFUL)
    stage.refresh()
    stage.choose(BRAKES)
    stage.press(Qt.Key.Key_F, SHIFT)
    assert outbox.outbox(stage.desk) == []
    assert stage.reads("固证", stage.window.triage.desk)
    stage.press(Qt.Key.Key_D)
    stage.press(Qt.Key.Key_D)
    assert LaneStep.PRESERVED in _steps(stage)
    stage.press(Qt.Key.Key_D)
    assert LaneStep.HIDDEN in _steps(stage)
    assert stage.reads("恢复内容", stage.window.triage.desk.lane) or LaneStep.HIDDEN in _steps(stage)


def test_a_rights_notice_goes_to_its_author_as_a_letter_that_was_read_and_the_statement_back(stage: Stage) -> None:
    lanes.enter(stage.desk, BRAKES, CaseKind.RIGHTS_NOTICE)
    stage.refresh()
    stage.choose(BRAKES)
    stage.press(Qt.Key.Key_D)
    stage.press(Qt.Key.Key_K, SHIFT)
    _fill(stage, to="某图片社", text="登记证书 2024-1")
    stage.ctrl(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_L, SHIFT)
    letter = _form(stage).parts["letter"]
    assert isinstance(letter, QPlainTextEdit)
    assert letter.toPlainText(), "a draft is there to be read"
    letter.setPlainText("您好，有权利人认为您的图片侵权，请在 7 天内说明。")
    stage.ctrl(Qt.Key.Key_Return)
    assert [one.intent.text for one in outbox.outbox(stage.desk)] == [letter.toPlainText()]
    stage.press(Qt.Key.Key_M, SHIFT)
    _fill(stage, text="图片是我自己拍的，原图在附件。")
    stage.ctrl(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_L, SHIFT)
    back = _form(stage).parts["to"]
    assert isinstance(back, QLineEdit)
    assert back.text() == "某图片社"
    stage.ctrl(Qt.Key.Key_Return)
    steps = [LaneStep.CHECKED, LaneStep.FORWARDED, LaneStep.STATEMENT, LaneStep.FORWARDED_BACK]
    assert [step for step in _steps(stage) if step in steps] == steps


def test_a_suggestion_is_thanked_for_and_passed_on(stage: Stage) -> None:
    lanes.enter(stage.desk, BRAKES, CaseKind.SUGGESTION)
    stage.refresh()
    stage.choose(BRAKES)
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_D)
    _fill(stage, letter="谢谢您的建议，已经转给产品部。")
    stage.ctrl(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_D)
    _fill(stage, to="产品部")
    stage.ctrl(Qt.Key.Key_Return)
    assert {LaneStep.THANKED, LaneStep.PASSED_ON} <= set(_steps(stage))


def test_a_key_of_another_lane_says_that_there_is_no_such_step(stage: Stage) -> None:
    stage.choose(BRAKES)
    stage.press(Qt.Key.Key_R, SHIFT)
    assert any("不在专门流程" in told for told in stage.notices)
    lanes.enter(stage.desk, BRAKES, CaseKind.CARE)
    stage.refresh()
    stage.press(Qt.Key.Key_R, SHIFT)
    assert any("没有这一步" in told for told in stage.notices)


# --- the register -------------------------------------------------------------------------------------


@pytest.fixture
def reported(stage: Stage) -> Stage:
    """The register is open, with three lines."""
    desk = stage.desk
    lanes.enter(desk, BRAKES, CaseKind.SAFETY)
    lanes.pass_on(desk, BRAKES, "质量安全部", number="QA-1", at=stage.clock() - timedelta(hours=2))
    stage.clock.advance(minutes=5)
    lanes.report(desk, BRAKES, "市场监管部门", number="=1+2", text="第一次\n上报")
    stage.clock.advance(minutes=5)
    lanes.report(desk, BRAKES, "市场监管部门", number="2026-9", form=True)
    stage.do("window.register")
    return stage


def test_the_register_shows_to_whom_when_and_under_which_number(reported: Stage) -> None:
    sheet = reported.window.alarms.register
    assert [one.event.number for one in sheet.model.lines] == ["2026-9", "=1+2", "QA-1"]
    reported.click(sheet.turn_button)
    assert [one.event.number for one in sheet.model.lines] == ["QA-1", "=1+2", "2026-9"]
    sheet.table.selectRow(1)
    reported.click(sheet.copy_button)
    copied = QGuiApplication.clipboard().text()
    assert "市场监管部门\t'=1+2\tc-0101" in copied
    assert "\n" not in copied
    reported.click(sheet.open_button)
    assert not sheet.isVisible()
    assert reported.window.triage.queue.case_id == BRAKES


def test_the_register_is_saved_as_a_table_in_which_nothing_is_a_formula(reported: Stage, tmp_path: Path) -> None:
    sheet = reported.window.alarms.register
    sheet.write(tmp_path / "register.csv")
    reported.settle()
    text = (tmp_path / "register.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("时间,事项,向谁,编号 / 回执,工单")
    assert "'=1+2" in text
    assert ",=1+2" not in text
    assert len(sheet.model.lines) == 3


def test_an_empty_register_says_so(stage: Stage) -> None:
    stage.do("window.register")
    sheet = stage.window.alarms.register
    assert stage.reads("还没有上报或转办过任何事", sheet)
    assert not sheet.go_button.isVisible()
