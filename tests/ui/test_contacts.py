"""Calls, ordinary messages and parties from outside at the window: keys, forms, strips."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind, CommandState
from app.domain.contacts import Channel
from app.domain.decisions import DecisionKind
from app.domain.outside import Party
from app.domain.sanctions import SecondPerson
from app.operations import accounts, contacts, dismissing, messages, outbox, outside, triage
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.intake import known_info
from tests.ui.stage import Stage

SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = "您好，您说的情况已转给售后，他们两天内联系您。"


@pytest.fixture
def other(stage: Stage) -> Desk:
    """A colleague at another desk of the same record."""
    info = known_info(stage.desk)
    assert info is not None
    acting = replace(info.acting, id="u-902", name="小林")
    sign_in = SignIn(replace(info, acting=acting), "print-2", "t-2")
    return replace(stage.desk, me=accounts.register(stage.desk.record, sign_in, stage.clock()))


def _case(stage: Stage) -> CaseId:
    case = stage.window.triage.queue.case_id
    assert case is not None
    return case


@pytest.fixture
def plain(stage: Stage) -> CaseId:
    """A case that nothing hurries, on the desk."""
    rows = triage.queue(stage.desk, limit=200)
    case = next(one.id for one in rows if not one.raised and one.kind is CaseKind.VIOLATION and one.same_text == 1)
    stage.choose(case)
    return case


# --- messages --------------------------------------------------------------------------------------------


def _message(stage: Stage) -> None:
    stage.press(Qt.Key.Key_5)
    editor = stage.window.triage.desk.current.editor
    editor.setPlainText(TEXT)
    stage.settle()


def test_a_message_goes_out_and_the_case_stays_on_the_desk(stage: Stage) -> None:
    case, before = _case(stage), case_view(stage.desk, _case(stage)).case.state
    _message(stage)
    stage.ctrl(Qt.Key.Key_Return)
    view = case_view(stage.desk, case)
    assert [one.kind for one in view.decisions] == [DecisionKind.MESSAGE]
    assert view.case.state is before
    assert _case(stage) == case
    desk = stage.window.triage.desk
    assert desk.sheets.active is not DecisionKind.MESSAGE
    stage.send()
    sent = [one for one in outbox.outbox(stage.desk) if one.state is CommandState.SENT]
    assert [one.intent.text for one in sent] == [TEXT]


def test_what_is_left_open_is_not_sent(stage: Stage) -> None:
    stage.press(Qt.Key.Key_5)
    assert "{" in stage.window.triage.desk.current.text
    stage.ctrl(Qt.Key.Key_Return)
    assert case_view(stage.desk, _case(stage)).decisions == []
    assert stage.reads("还有 1 处没填", stage.window.triage.desk)


def test_a_closed_case_takes_one_too(stage: Stage, plain: CaseId) -> None:
    case = plain
    dismissing.dismiss(stage.desk, case)
    stage.refresh()
    stage.choose(case)
    _message(stage)
    stage.ctrl(Qt.Key.Key_Return)
    view = case_view(stage.desk, case)
    assert view.decisions[-1].kind is DecisionKind.MESSAGE
    assert view.case.state is CaseState.CLOSED


# --- calls -----------------------------------------------------------------------------------------------


def test_a_call_is_logged_with_when_to_try_again_and_seen_beside_the_case(stage: Stage) -> None:
    case = _case(stage)
    stage.press(Qt.Key.Key_N, SHIFT)
    form = stage.window.triage.contacting.form
    assert form.isVisible()
    stage.write("关机", form.text)
    stage.click(stage.button("1 小时后", form))
    stage.ctrl(Qt.Key.Key_Return)
    assert form.isHidden()
    (one,) = contacts.of_case(stage.desk, case)
    assert (one.channel, one.reached, one.text) == (Channel.PHONE, False, "关机")
    assert one.next_at is not None
    assert abs(one.next_at - stage.clock() - timedelta(hours=1)) <= timedelta(minutes=1)
    assert stage.reads("电话，未接", stage.window.triage.evidence)
    assert any("再拨" in told for told in stage.notices)


def test_who_was_reached_needs_words(stage: Stage) -> None:
    case = _case(stage)
    stage.press(Qt.Key.Key_N, SHIFT)
    form = stage.window.triage.contacting.form
    form.reached.setChecked(True)
    stage.click(form.go_button)
    assert form.isVisible()
    assert stage.reads("请写下讲了什么", form)
    assert contacts.of_case(stage.desk, case) == []


def test_a_time_that_nobody_can_read_is_said_where_it_stands(stage: Stage) -> None:
    stage.press(Qt.Key.Key_N, SHIFT)
    form = stage.window.triage.contacting.form
    stage.write("改天", form.next)
    stage.click(form.go_button)
    assert form.isVisible()
    assert stage.reads("时间看不懂", form)


def test_who_is_due_is_told_over_the_page_and_logged_from_there(stage: Stage) -> None:
    case, strip = _case(stage), stage.window.triage.contacting.strip
    assert strip.isHidden()
    for _ in range(2):
        contacts.log(
            stage.desk, case, Channel.PHONE, reached=False, text="", next_at=stage.clock() + timedelta(minutes=30)
        )
    stage.refresh()
    assert strip.isHidden()
    stage.clock.advance(minutes=31)
    stage.refresh()
    assert strip.isVisible()
    assert stage.reads("已联系 2 次未回", strip)
    stage.click(stage.button("登记这次联系", strip))
    form = stage.window.triage.contacting.form
    form.reached.setChecked(True)
    stage.write("讲清楚了", form.text)
    stage.click(form.go_button)
    assert contacts.due(stage.desk) == []
    assert strip.isHidden()


def test_the_strip_leads_to_its_case(stage: Stage) -> None:
    first = _case(stage)
    contacts.log(stage.desk, first, Channel.PHONE, reached=False, text="", next_at=stage.clock() + timedelta(hours=1))
    stage.press(Qt.Key.Key_J)
    assert _case(stage) != first
    stage.clock.advance(hours=2)
    stage.refresh()
    stage.click(stage.button("看这一件", stage.window.triage.contacting.strip))
    assert _case(stage) == first


# --- parties from outside --------------------------------------------------------------------------------


def test_a_flag_is_seen_everywhere_and_the_answer_is_submitted(stage: Stage, other: Desk, plain: CaseId) -> None:
    case = plain
    stage.press(Qt.Key.Key_O, SHIFT)
    form = stage.window.triage.contacting.outside
    form.party.setCurrentIndex(list(Party).index(Party.AUTHORITY_12315))
    stage.write("2026112400031", form.number)
    stage.write("正在核查，周五前公布结果。", form.line)
    stage.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()
    assert stage.reads("12315/12345 2026112400031", form)
    stage.press(Qt.Key.Key_Escape)
    page = stage.window.triage
    assert stage.reads("外部介入：12315/12345 2026112400031", page.evidence)
    assert stage.reads("正在核查，周五前公布结果。", page.desk.agreed)
    row = page.queue.row(case)
    assert row is not None
    assert row.outside
    _message(stage)
    assert stage.reads("提交复核", page.desk)
    stage.ctrl(Qt.Key.Key_Return)
    view = case_view(stage.desk, case)
    assert view.case.state is CaseState.AWAITING_APPROVAL
    assert view.governed.pending is not None
    assert view.governed.pending.second_person is SecondPerson.OUTSIDE
    assert outbox.outbox(stage.desk) == []
    assert stage.reads(TEXT, page.desk), "the second person reads what would go out"


def test_which_party_it_is_is_chosen_and_never_guessed(stage: Stage, plain: CaseId) -> None:
    stage.press(Qt.Key.Key_O, SHIFT)
    form = stage.window.triage.contacting.outside
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("先选是谁", form)
    assert case_view(stage.desk, plain).outside == []


def test_a_case_with_a_party_from_outside_is_put_away_with_a_reason_only(stage: Stage, plain: CaseId) -> None:
    outside.flag(stage.desk, plain, Party.MEDIA)
    stage.refresh()
    stage.press(Qt.Key.Key_E)
    form = stage.window.triage.answering.why_nothing
    assert form.isVisible()
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("写一句理由", form)
    assert case_view(stage.desk, plain).case.state is CaseState.NEW
    stage.write("记者已撤稿", form.why)
    stage.ctrl(Qt.Key.Key_Return)
    view = case_view(stage.desk, plain)
    assert view.case.state is CaseState.CLOSED
    assert view.decisions[-1].reason == "记者已撤稿"


def test_the_line_changes_and_another_person_ends_the_flag(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    outside.flag(other, case, Party.MEDIA, line="正在核查。")
    stage.refresh()
    stage.click(stage.button("查看", stage.window.triage.evidence))
    form = stage.window.triage.contacting.outside
    line = form.lines[0]
    line.setText("已经说明，不再回应。")
    stage.click(stage.button("改口径", form))
    assert stage.reads("此前：正在核查。", form)
    assert stage.reads("已经说明，不再回应。", stage.window.triage.desk.agreed)
    stage.click(stage.button("结束标记", form))
    assert stage.reads("请写明理由", form)
    form.reasons[0].setText("报道已更正")
    stage.click(stage.button("结束标记", form))
    assert stage.reads("报道已更正", form)
    assert not case_view(stage.desk, case).outside[0].involved
    assert stage.window.triage.desk.agreed.isHidden()


def test_what_others_wrote_before_is_let_go_after_it_was_read(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    messages.write(other, case, message=TEXT)
    outside.flag(stage.desk, case, Party.MEDIA)
    stage.refresh()
    assert stage.reads("扣下 1 条", stage.window.triage.evidence)
    stage.do("triage.outside")
    form = stage.window.triage.contacting.outside
    assert stage.reads(TEXT, form)
    stage.click(stage.button("复核后放行", form))
    assert case_view(stage.desk, case).held == []
    assert any("已放行 1 条" in one for one in stage.notices)
    assert not stage.reads("扣下", stage.window.triage.evidence)


def test_ones_own_words_are_not_let_go_alone(stage: Stage) -> None:
    case = _case(stage)
    messages.write(stage.desk, case, message=TEXT)
    outside.flag(stage.desk, case, Party.MEDIA)
    stage.refresh()
    stage.do("triage.outside")
    form = stage.window.triage.contacting.outside
    stage.click(stage.button("复核后放行", form))
    assert stage.reads("请由另一个人放行", form)
    stage.sync()
    waiting = [one.state for one in outbox.outbox(stage.desk) if one.intent.kind is CommandKind.MESSAGE]
    assert waiting == [CommandState.WAITING]
