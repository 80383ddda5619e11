"""Appeals and reporters through the window."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

import make
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.community import Message, MessagePage
from app.domain.decisions import ReportVerdict
from app.domain.roles import Role
from app.domain.sanctions import Outcome
from app.operations import accounts, appeals, appeals_view, dismissing, intake, outbox, report_answers, sanctions
from app.operations.accounts import SignIn
from app.operations.appeals import Came
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.ui.stage import Stage

WORDS = "我说的是这台车，不是人，请再看看。"
WHY = "原帖说的是车，不是人"


@pytest.fixture
def other(written_desk: Desk) -> Desk:
    """Another person of the team."""
    described = intake.known_info(written_desk)
    assert described is not None
    acting = replace(described, acting=make.member("u-902", "小林"))
    me = accounts.register(written_desk.record, SignIn(acting, "print-2", "t-2"), written_desk.clock())
    return replace(written_desk, me=replace(me, roles=frozenset({Role.MODERATOR})))


@pytest.fixture
def sanctioned(other: Desk) -> CaseId:
    """A case on which the other one muted somebody for a day."""
    for row in _rows(other):
        view = case_view(other, row)
        if view.case.kind == "violation" and not view.governed.brand_hit and view.case.author and view.edition:
            sanctions.sanction(other, row, Wish(article=3, rung=sanctions.Rung.MUTE_1, departure="一天三帖"))
            return row
    raise AssertionError("no such case")


def _rows(desk: Desk) -> list[CaseId]:
    from app.operations import triage

    return [one.id for one in triage.queue(desk)]


@pytest.fixture
def open_on(staged: Callable[[Desk], Stage], written_desk: Desk) -> Callable[[CaseId], Stage]:
    def open_(case: CaseId) -> Stage:
        stage = staged(written_desk).open()
        stage.choose(case)
        return stage

    return open_


def _author(desk: Desk, case: CaseId) -> str:
    author = case_view(desk, case).case.author
    assert author is not None
    return author.id


def test_an_appeal_overturns_and_the_strike_is_gone(
    open_on: Callable[[CaseId], Stage], sanctioned: CaseId, other: Desk
) -> None:
    appeals.enter(other, sanctioned, Came(WORDS))
    stage = open_on(sanctioned)
    assert stage.reads("对处置的申诉", stage.window.triage.strip)
    assert stage.reads(WORDS[:10], stage.window.triage.strip)
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.answer
    assert sheet.isVisible()
    view = case_view(stage.desk, sanctioned)
    assert stage.reads(WORDS, sheet)
    assert stage.reads(view.case.body, sheet)
    basis = view.decisions[0].basis
    assert basis is not None
    assert stage.reads(basis.text.zh, sheet)
    assert stage.reads(basis.edition_name.zh, sheet)
    assert stage.reads("小林", sheet)
    assert not sheet.go_button.isEnabled()
    stage.click(sheet.buttons[Outcome.OVERTURNED])
    stage.write(WHY, sheet.reason)
    stage.until(lambda: WHY in sheet.letter.toPlainText())
    stage.settle()
    assert stage.reads("立即解除禁言", sheet)
    assert stage.reads("记分 2 分作废", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    assert not sheet.isVisible()
    view = case_view(stage.desk, sanctioned)
    assert view.governed.appeals[0].outcome is Outcome.OVERTURNED
    assert view.governed.record[-1].overturned
    kinds = [one.intent.kind for one in outbox.outbox(stage.desk) if one.by == stage.desk.me.id]
    assert kinds == [CommandKind.UNSILENCE, CommandKind.MESSAGE]
    assert not stage.reads("申诉", stage.window.triage.strip)


def test_taken_back_the_appeal_waits_again(open_on: Callable[[CaseId], Stage], sanctioned: CaseId, other: Desk) -> None:
    appeals.enter(other, sanctioned, Came(WORDS))
    stage = open_on(sanctioned)
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.answer
    stage.click(sheet.buttons[Outcome.UPHELD])
    stage.write(WHY, sheet.reason)
    stage.ctrl(Qt.Key.Key_Return)
    stage.ctrl(Qt.Key.Key_Z)
    assert case_view(stage.desk, sanctioned).governed.appeals[0].outcome is None
    assert stage.reads("对处置的申诉", stage.window.triage.strip)


def test_a_letter_that_was_changed_is_the_one_that_goes(
    open_on: Callable[[CaseId], Stage], sanctioned: CaseId, other: Desk
) -> None:
    appeals.enter(other, sanctioned, Came(WORDS))
    stage = open_on(sanctioned)
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.answer
    stage.click(sheet.buttons[Outcome.UPHELD])
    stage.write(WHY, sheet.reason)
    stage.until(lambda: WHY in sheet.letter.toPlainText())
    sheet.letter.setPlainText("您好，我们再看了一遍，结论不变。")
    stage.write("，谢谢", sheet.reason)
    stage.ctrl(Qt.Key.Key_Return)
    letter = next(one for one in outbox.outbox(stage.desk) if one.by == stage.desk.me.id)
    assert letter.intent.text == "您好，我们再看了一遍，结论不变。"


def test_the_reason_goes_to_its_place_in_a_letter_that_was_changed_and_what_was_missing_is_forgotten(
    open_on: Callable[[CaseId], Stage], sanctioned: CaseId, other: Desk
) -> None:
    appeals.enter(other, sanctioned, Came(WORDS))
    stage = open_on(sanctioned)
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.answer
    stage.click(sheet.buttons[Outcome.UPHELD])
    sheet.letter.setPlainText("您好，" + sheet.letter.toPlainText())
    sheet.letter.setFocus()
    stage.ctrl(Qt.Key.Key_Return)
    assert sheet.fault.isVisible()
    assert sheet.reason.hasFocus()
    stage.write(WHY, sheet.reason)
    stage.until(lambda: WHY in sheet.letter.toPlainText())
    stage.settle()
    assert not sheet.fault.isVisible()
    stage.write("，谢谢", sheet.reason)
    stage.ctrl(Qt.Key.Key_Return)
    letter = next(one for one in outbox.outbox(stage.desk) if one.by == stage.desk.me.id)
    assert letter.intent.text.startswith("您好，")
    assert letter.intent.text.count(f"{WHY}，谢谢") == 1


def test_whoever_decided_sees_it_and_can_not_answer(
    open_on: Callable[[CaseId], Stage], written_desk: Desk, other: Desk
) -> None:
    case = next(
        one for one in _rows(written_desk) if not case_view(written_desk, one).governed.brand_hit
        and case_view(written_desk, one).case.kind == "violation"
    )  # fmt: skip
    sanctions.sanction(written_desk, case, Wish(article=3, departure=""))
    appeals.enter(other, case, Came(WORDS))
    stage = open_on(case)
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.answer
    assert stage.reads("参与过原决定", sheet)
    assert stage.reads("可以由小林答复", sheet)
    assert not any(one.isEnabled() for one in sheet.buttons.values())
    assert not sheet.go_button.isEnabled()


def test_a_message_of_a_member_under_a_sanction_is_offered_and_taken_in_by_one_key(
    open_on: Callable[[CaseId], Stage], sanctioned: CaseId, written_desk: Desk
) -> None:
    author = make.member(_author(written_desk, sanctioned), "车友")
    written_desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    message = Message("m-77", author, False, written_desk.clock(), WORDS)
    intake.on_messages(written_desk, MessagePage((message,), "cursor-m", False))
    stage = open_on(sanctioned)
    assert stage.reads("可能是申诉", stage.window.triage.strip)
    assert appeals_view.appeals_of(stage.desk, sanctioned) == []  # never taken by itself
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.enter
    assert sheet.text.toPlainText() == WORDS
    stage.ctrl(Qt.Key.Key_Return)
    (appeal,) = appeals_view.appeals_of(stage.desk, sanctioned)
    assert (appeal.text, appeal.source, appeal.received_at) == (WORDS, "message", message.at)
    assert stage.reads("对处置的申诉", stage.window.triage.strip)
    assert any("前答复您" in one.intent.text for one in outbox.outbox(stage.desk))


def test_what_is_no_appeal_is_set_aside_until_more_is_written(
    open_on: Callable[[CaseId], Stage], sanctioned: CaseId, written_desk: Desk
) -> None:
    author = make.member(_author(written_desk, sanctioned), "车友")
    written_desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    thanks = Message("m-77", author, False, written_desk.clock(), "知道了，谢谢。")
    intake.on_messages(written_desk, MessagePage((thanks,), "cursor-m", False))
    stage = open_on(sanctioned)
    stage.click(stage.button("不是申诉", stage.window.triage.strip))
    assert not stage.reads("可能是申诉", stage.window.triage.strip)
    stage.clock.advance(hours=1)
    more = Message("m-78", author, False, stage.clock(), WORDS)
    intake.on_messages(written_desk, MessagePage((more,), "cursor-n", False))
    stage.refresh()
    assert stage.reads("可能是申诉", stage.window.triage.strip)


def test_the_list_opens_a_closed_case_with_an_open_appeal(
    staged: Callable[[Desk], Stage], written_desk: Desk, sanctioned: CaseId, other: Desk
) -> None:
    appeals.enter(other, sanctioned, Came(WORDS))
    written_desk.clock.advance(days=20)  # type: ignore[attr-defined]
    stage = staged(written_desk).open()
    assert stage.reads("申诉 1，1 件逾期", stage.window.status)
    stage.do("window.appeals")
    listing = stage.window.appeals.listing
    stage.settle()
    assert stage.reads("已逾期", listing)
    open_ = [one for one in listing.findChildren(type(listing.go_button)) if "打开工单" in one.text()]
    stage.click(open_[0])
    assert stage.window.triage.queue.case_id == sanctioned
    assert case_view(stage.desk, sanctioned).case.state is CaseState.CLOSED
    assert stage.reads("已逾期", stage.window.triage.strip)


def _dismissed(desk: Desk) -> CaseId:
    case = next(one for one in _rows(desk) if case_view(desk, one).reports and case_view(desk, one).reports[0].by)
    dismissing.dismiss(desk, case, reason="没有违规")
    return case


def test_reporters_are_answered_once_their_letters_were_read(
    open_on: Callable[[CaseId], Stage], written_desk: Desk
) -> None:
    case = _dismissed(written_desk)
    stage = open_on(case)
    assert stage.reads("未答复", stage.window.triage.strip)
    before = len(outbox.outbox(stage.desk))
    stage.press(Qt.Key.Key_Q)
    sheet = stage.window.appeals.reporters
    letters = report_answers.preview(stage.desk, case)
    assert all(stage.reads(one.text, sheet) and stage.reads(one.to[0].name, sheet) for one in letters)
    assert len(outbox.outbox(stage.desk)) == before
    stage.ctrl(Qt.Key.Key_Return)
    sent = outbox.outbox(stage.desk)[before:]
    assert sent
    assert all("举报" in one.intent.text for one in sent)
    assert not stage.reads("未答复", stage.window.triage.strip)
    assert any("已答复" in one for one in stage.notices)
    stage.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.isVisible()  # nothing is asked for any more
    assert not any(one.isVisible() for one in (sheet.reason, sheet.go_button))


def test_all_who_wait_are_answered_once_letters_like_theirs_were_read(
    open_on: Callable[[CaseId], Stage], written_desk: Desk
) -> None:
    case = _dismissed(written_desk)
    stage = open_on(case)
    stage.do("window.appeals")
    listing = stage.window.appeals.listing
    before = len(outbox.outbox(stage.desk))
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads(report_answers.preview(stage.desk, case)[0].text, listing)
    assert len(outbox.outbox(stage.desk)) == before
    stage.ctrl(Qt.Key.Key_Return)
    assert len(outbox.outbox(stage.desk)) > before
    assert not listing.isVisible()


def test_a_malicious_report_is_judged_with_a_reason(open_on: Callable[[CaseId], Stage], written_desk: Desk) -> None:
    case = _dismissed(written_desk)
    stage = open_on(case)
    stage.press(Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    sheet = stage.window.appeals.reporters
    assert stage.reads("首次举报", sheet) or stage.reads("还没有结论", sheet)
    report, choice = next(iter(sheet.verdicts.items()))
    choice.setCurrentIndex(choice.findData(ReportVerdict.MALICIOUS.value))
    stage.settle()
    assert stage.reads("举报通道是给真正需要帮助的车友留的", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("请写明理由", sheet)
    stage.write("每天都来一次", sheet.reason)
    stage.ctrl(Qt.Key.Key_Return)
    assert not sheet.isVisible()
    assert case_view(stage.desk, case).governed.verdicts[report] is ReportVerdict.MALICIOUS


def test_a_reporter_appeals_a_rejected_report_once(
    open_on: Callable[[CaseId], Stage], other: Desk, written_desk: Desk
) -> None:
    case = _dismissed(other)
    reporter = case_view(written_desk, case).reports[0].by
    assert reporter is not None
    report_answers.answer_reports(other, case)
    stage = open_on(case)
    stage.press(Qt.Key.Key_U)
    sheet = stage.window.appeals.enter
    named = [sheet.ground.itemText(at) for at in range(sheet.ground.count())]
    sheet.ground.setCurrentIndex(next(at for at, text in enumerate(named) if text.startswith(reporter.name)))
    stage.write(WORDS, sheet.text)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("举报人请求再看", stage.window.triage.strip)
    stage.press(Qt.Key.Key_U)
    answer = stage.window.appeals.answer
    assert not answer.buttons[Outcome.REDUCED].isVisible()
    stage.click(answer.buttons[Outcome.OVERTURNED])
    stage.write("确实有问题", answer.reason)
    stage.ctrl(Qt.Key.Key_Return)
    view = case_view(stage.desk, case)
    assert (view.case.state, view.case.verdict) == (CaseState.NEW, None)
    assert appeals_view.appealable(stage.desk, case) == [] or all(
        one.by.id != reporter.id for one in appeals_view.appealable(stage.desk, case)
    )
