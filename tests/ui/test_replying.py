"""A public reply at the desk: the gate under it, the promise with it, the thread around it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind
from app.domain.letters import moment_words
from app.operations import complaints, intake, promises, promises_view, team_facts
from app.operations.case_view import case_view
from app.operations.classifying import classify
from tests.conftest import Clock
from tests.ui.stage import Stage
from ui.answering.letter import LetterPart
from ui.answering.promise_form import PromiseForm
from ui.answering.reply_gate import ReplyGate

CASE, OTHER = CaseId("c-0401"), CaseId("c-0205")
"""An update that broke the reversing camera, and an attack on somebody."""

CALM = "升完 3.2 倒车影像要黑 3 到 4 秒"
FOUND = "开机多起了一个语音进程，影像被排到了后面"
COLD = "非常抱歉给您带来不便，我们会尽快处理。"
SOFTWARE = "车机软件部"
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def at_desk(stage: Stage) -> Stage:
    """The window with a complaint on the desk."""
    classify(stage.desk, CASE, CaseKind.COMPLAINT)
    team_facts.set_facts(stage.desk, {"departments": f"{SOFTWARE}\n电池部", "brand": "远山", "hotline": "400-800-0000"})
    stage.refresh()
    stage.choose(CASE)
    return stage


@pytest.fixture
def replying(at_desk: Stage) -> Stage:
    at_desk.do("triage.reply")
    return at_desk


def _part(stage: Stage) -> LetterPart:
    part = stage.window.triage.desk.sheets.current
    assert isinstance(part, LetterPart)
    return part


def _gate(stage: Stage) -> ReplyGate:
    return _part(stage).reply.gate


def _form(stage: Stage) -> PromiseForm:
    return _part(stage).reply.form


def _lit(stage: Stage) -> list[str]:
    return [chip.text()[2:] for chip in _gate(stage).parts.values() if chip.isVisible() and chip.text()[0] == "✓"]


def _say(stage: Stage, text: str) -> None:
    """Write this instead of what stands there."""
    editor = _part(stage).editor
    editor.setFocus()
    editor.selectAll()
    stage.write(text)


def _promise(stage: Stage, department: str = SOFTWARE) -> None:
    stage.do("desk.promise")
    stage.write(department)
    stage.press(Qt.Key.Key_Return)


def _state(stage: Stage) -> CaseState:
    return case_view(stage.desk, CASE).case.state


def _said(stage: Stage) -> list[str]:
    kinds = [one.intent for one in case_view(stage.desk, CASE).commands]
    return [one.text for one in kinds if one.kind is CommandKind.REPLY]


@dataclass
class Hands:
    """Presses keys, and counts them; what is typed does not count."""

    stage: Stage
    pressed: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed.append(key.name)
        self.stage.press(key, modifiers)


# --- the gate ------------------------------------------------------------------------------------------------


def test_the_parts_light_up_while_the_reply_is_written(replying: Stage) -> None:
    _say(replying, "您好")
    assert _lit(replying) == []
    _say(replying, "对不起。")
    assert _lit(replying) == ["安抚"]
    _say(replying, f"对不起，{CALM}。")
    assert _lit(replying) == ["安抚", "复述"]
    _say(replying, f"对不起，{CALM}。经核实，{FOUND}。")
    assert _lit(replying) == ["安抚", "复述", "说明"]
    assert not replying.reads("✗", _gate(replying))


def test_what_a_template_asks_for_is_not_there_before_it_is_written(replying: Stage) -> None:
    assert _lit(replying) == ["安抚"]
    assert replying.reads("还有 2 处没填：{复述} {说明}", _gate(replying))


def test_another_kind_of_case_shows_no_parts(stage: Stage) -> None:
    stage.choose(OTHER)
    stage.do("triage.reply")
    _say(stage, "大家请回到正题。")
    assert not any(chip.isVisible() for chip in _gate(stage).parts.values())
    assert not stage.reads("✗", _gate(stage))


def test_what_is_cold_does_not_go_out_until_somebody_says_why(replying: Stage) -> None:
    _say(replying, COLD)
    assert replying.reads("✗ 缺复述", _gate(replying))
    replying.do("desk.send")
    assert (_said(replying), _state(replying)) == ([], CaseState.NEW)
    assert replying.reads("缺复述", replying.window.triage.desk)
    replying.click(_gate(replying).all_the_same)
    assert _gate(replying).why.hasFocus()
    replying.write("已电话沟通过")
    replying.do("desk.send")
    assert _said(replying) == [COLD]
    assert [one.reason for one in case_view(replying.desk, CASE).decisions if one.text] == ["已电话沟通过"]


def test_what_no_reason_lets_pass_offers_none(replying: Stage) -> None:
    _say(replying, f"对不起，{CALM}。明天给您答复。")
    assert replying.reads("登记承诺，或改成不承诺", _gate(replying))
    assert not _gate(replying).all_the_same.isVisible()
    assert not _gate(replying).why.isVisible()
    replying.do("desk.send")
    assert _said(replying) == []


def test_the_gate_speaks_the_language_of_the_window(replying: Stage) -> None:
    _say(replying, COLD)
    replying.do("window.language")
    assert replying.reads("No restatement", _gate(replying))
    assert _lit(replying) == ["soothe"]


# --- the promise -----------------------------------------------------------------------------------------------


def test_a_reply_with_a_promise_takes_few_keys(at_desk: Stage) -> None:
    hands = Hands(at_desk)
    at_desk.window.triage.queue.list.setFocus()
    hands.press(Qt.Key.Key_2)
    at_desk.write(CALM)
    hands.press(Qt.Key.Key_F8)
    at_desk.write(FOUND)
    hands.press(Qt.Key.Key_P, ALT)
    at_desk.write(SOFTWARE)
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert _said(at_desk) == [], "what is promised stands in the text now, and was not read yet"
    assert at_desk.reads("承诺已写进正文")
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert len(hands.pressed) == 5
    (promise,) = promises_view.of_case(at_desk.desk, CASE)
    assert (promise.made.department, promise.made.days, promise.made.owner) == (SOFTWARE, 3, "小北")
    (said,) = _said(at_desk)
    assert moment_words(promise.due_at.astimezone()).zh in said
    assert CALM in said
    case = case_view(at_desk.desk, CASE).case
    assert (case.state, case.due_at) == (CaseState.AWAITING_DEPARTMENT, promise.due_at)


def test_what_is_promised_stands_in_the_text_and_is_told_before_it_happens(replying: Stage) -> None:
    desk = replying.window.triage.desk
    assert replying.reads("工单办结", desk)
    _promise(replying)
    due = moment_words(promises.reckon(replying.desk, 3).at.astimezone()).zh
    assert replying.reads(f"{due} 前", _form(replying))
    assert f"已转给{SOFTWARE}" in _part(replying).text
    assert due in _part(replying).text
    assert "承诺" in _lit(replying)
    assert replying.reads(f"工单转为“待部门回复”（{SOFTWARE}），到 {due} 自动回到这里", desk)
    assert replying.reads("承诺跟进", desk)
    assert not replying.reads("工单办结", desk)
    assert replying.button("回复并登记承诺", desk)


def test_other_working_days_and_another_department_change_the_text(replying: Stage) -> None:
    _promise(replying)
    form = _form(replying)
    form.days.setFocus()
    form.days.selectAll()
    replying.write("10")
    due = moment_words(promises.reckon(replying.desk, 10).at.astimezone()).zh
    assert _part(replying).text.count(due) == 1
    assert _part(replying).text.count("我会在这个帖子里向您说明进展") == 1
    form.department.setFocus()
    form.department.lineEdit().selectAll()
    replying.write("电池部")
    replying.press(Qt.Key.Key_Return)
    assert "已转给电池部" in _part(replying).text
    assert SOFTWARE not in _part(replying).text
    form.number.setFocus()
    replying.write("SH-2026-7")
    replying.press(Qt.Key.Key_Return)
    assert "转办单号 SH-2026-7" in _part(replying).text


def test_while_a_promise_is_open_one_more_word_is_said_to_close_nothing(replying: Stage, clock: Clock) -> None:
    made = promises.promising(replying.desk, what="黑屏", department=SOFTWARE, owner="小北")
    day = moment_words(made.due_at.astimezone()).zh
    text = f"对不起，{CALM}。{day}前，我在这里向您说明进展。"
    complaints.reply(replying.desk, CASE, message=text, promise=made)
    clock.advance(days=10)
    intake.bring_back_due(replying.desk)
    replying.refresh()
    replying.choose(OTHER)
    replying.choose(CASE)
    replying.do("triage.reply")
    _say(replying, "录音收到了，谢谢。")
    desk = replying.window.triage.desk
    assert replying.reads("工单不办结", desk)
    assert "· 工单办结" not in replying.texts(desk)


def test_who_promises_no_longer_says_so_no_longer(replying: Stage) -> None:
    before = _part(replying).text
    _promise(replying)
    assert _part(replying).text != before
    replying.do("desk.promise")
    assert _part(replying).text == before
    assert _part(replying).promise is None
    assert replying.button("发送", replying.window.triage.desk)


def test_a_promise_without_a_department_is_not_sent(replying: Stage) -> None:
    _say(replying, f"对不起，{CALM}。经核实，{FOUND}。")
    replying.do("desk.promise")
    replying.do("desk.send")
    assert replying.reads("承诺还没选部门", replying.window.triage.desk)
    assert _form(replying).department.lineEdit().hasFocus()
    assert _said(replying) == []


def test_days_that_are_none_are_not_promised(replying: Stage) -> None:
    _promise(replying)
    form = _form(replying)
    form.days.setFocus()
    form.days.selectAll()
    replying.press(Qt.Key.Key_Backspace)
    replying.do("desk.send")
    assert replying.reads("工作日写 1 到 250", replying.window.triage.desk)


def test_a_promise_is_there_again_after_another_case_was_looked_at(replying: Stage) -> None:
    _promise(replying)
    text, promise = _part(replying).text, _part(replying).promise
    replying.choose(OTHER)
    replying.choose(CASE)
    assert (_part(replying).text, _part(replying).promise) == (text, promise)
    assert _form(replying).tick.isChecked()
    assert _form(replying).department.currentText() == SOFTWARE


def test_another_template_says_the_promise_too(replying: Stage) -> None:
    editor = _part(replying).editor
    editor.first_gap()
    replying.write(CALM)
    _promise(replying)
    replying.window.triage.desk.letter.choose_template("standard")
    replying.settle()
    text = _part(replying).text
    assert f"已转给{SOFTWARE}" in text
    assert "{承诺时间}" not in text
    assert text.count(moment_words(_part(replying).promise.due_at.astimezone()).zh) == 1  # type: ignore[union-attr]


def test_the_slip_for_the_department_can_be_copied_once_it_was_promised(replying: Stage) -> None:
    _say(replying, f"对不起，{CALM}。经核实，{FOUND}。")
    _promise(replying)
    replying.do("desk.send")
    replying.click(replying.button("复制转办单"))
    slip = QGuiApplication.clipboard().text()
    assert SOFTWARE in slip
    assert "倒车影像" in slip


def test_a_demand_to_take_the_car_back_is_answered_in_the_time_of_the_law(
    stage: Stage, until: Callable[..., None]
) -> None:
    form = PromiseForm(stage.window.triage.desk.letter._tools, "tried")
    form.setParent(stage.window)
    view = case_view(stage.desk, CASE)
    revision = replace(view.case.revision, body="修了五次还是这样，我要求按三包退车")
    form.begin(replace(view, case=replace(view.case, revision=revision)), None)
    form.toggle()
    until(form.due.text)
    assert form.days.text() == "10"
    assert "第二十八条" in form.note.text()
    form.leave()


# --- the thread around it --------------------------------------------------------------------------------------


def test_the_preview_shows_the_post_over_the_reply_as_readers_see_both(replying: Stage) -> None:
    _say(replying, f"对不起，{CALM}。")
    replying.do("desk.preview")
    view = case_view(replying.desk, CASE)
    shown = replying.texts(_part(replying).preview)
    assert view.case.author is not None
    above = [shown.index(view.case.author.name), shown.index(view.case.title), shown.index(f"对不起，{CALM}。")]
    assert above == sorted(above)
    replying.do("desk.preview")
    replying.do("triage.message")
    replying.do("desk.preview")
    assert view.case.title not in replying.texts(_part(replying).preview), "a private message stands under nothing"
