"""Requests about personal data, legal holds and periods of retention, as a person at the window meets them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.privacy import Answer, What
from app.domain.privacy_retention import Kept
from app.domain.roles import Role
from app.operations import data_requests, dismissing, holds, privacy_view, retention
from app.operations.accounts import verify_ledger
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.answering.lane.form import StepForm

Staged = Callable[[Desk], Stage]
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
WRITER, NAME = "u-001", "南山老陈"


def _form(stage: Stage) -> StepForm:
    form = stage.window.privacy.acting.form
    assert form is not None
    assert form.isVisible()
    return form


def _fill(stage: Stage, field: str, text: str) -> None:
    part = _form(stage).parts[field]
    assert isinstance(part, QLineEdit | QPlainTextEdit)
    part.clear()
    stage.write(text, part)


def _sent(desk: Desk, case: CaseId) -> str:
    """The letter that went out, or waits, for a request."""
    with desk.record.read() as tx:
        (last,) = [one.text for one in tx.decisions.of_case(tx.cases.get(case).key)]
    return last


def test_a_request_is_entered_shown_with_what_goes_and_stays_and_carried_out(stage: Stage, written_desk: Desk) -> None:
    stage.press(Qt.Key.Key_P, _BOTH)
    sheet = stage.window.privacy.sheet
    assert stage.reads("没有待办的请求", sheet)
    assert stage.reads("没有法律保留", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    _fill(stage, "member", "南山")
    stage.click(stage.button(WRITER, _form(stage)))
    assert stage.reads(f"是 {NAME}（编号 {WRITER}）", _form(stage))
    what = _form(stage).parts["what"]
    assert isinstance(what, QComboBox)
    what.setCurrentIndex(1)
    stage.ctrl(Qt.Key.Key_Return)
    (request,) = privacy_view.overview(written_desk).requests
    assert (request.what, request.member.id) == (What.DELETION, WRITER)
    assert any(str(request.case) in told for told in stage.notices)

    stage.click(stage.button("打开工单"))
    panel = stage.window.triage.request
    assert stage.window.triage.queue.case_id == request.case
    assert stage.reads("会删除", panel)
    assert stage.reads("第四十七条", panel)
    assert any("还剩" in text for text in stage.texts(panel))
    assert not stage.window.triage.desk.isVisible(), "nobody reminds or sanctions who asks for their data"
    staying = [one.case for one in privacy_view.shown(written_desk, request.case).forecast.staying]  # type: ignore[union-attr]
    assert staying, "somebody of the written community, with open cases"
    assert all(stage.button(str(case), panel) for case in staying[:8])

    stage.press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert stage.reads("会删除：", _form(stage))
    letter = _form(stage).parts["letter"]
    assert isinstance(letter, QPlainTextEdit)
    assert "暂时还要保存（工单还没有办结" in letter.toPlainText()
    assert not _form(stage).go_button.isEnabled()
    stage.ctrl(Qt.Key.Key_Return)
    assert _form(stage).isVisible(), "nothing is deleted before that is ticked"
    letter.setPlainText("陈老师，您好：按您说的办好了。")
    assert privacy_view.shown(written_desk, request.case).request.answer is None
    sure = _form(stage).parts["sure"]
    assert isinstance(sure, QCheckBox)
    sure.setChecked(True)
    stage.ctrl(Qt.Key.Key_Return)
    after = privacy_view.shown(written_desk, request.case).request
    assert after.answer is Answer.CARRIED_OUT
    assert _sent(written_desk, request.case) == "陈老师，您好：按您说的办好了。"
    assert case_view(written_desk, request.case).case.state is CaseState.CLOSED
    assert stage.reads("已办理", panel)
    assert not stage.reads("办理删除", panel)
    assert verify_ledger(written_desk.record).ok
    stage.choose("c-0101")
    assert stage.window.triage.desk.isVisible()
    assert not panel.isVisible()


def test_a_copy_is_written_and_another_request_refused_with_its_reason(
    staged: Staged, written_desk: Desk, tmp_path: Path
) -> None:
    copy = data_requests.open_request(written_desk, What.COPY, "u-004").request
    other = data_requests.open_request(written_desk, What.DELETION, "u-006").request
    holds.hold(written_desk, "u-006", reason="法院调取证据")
    stage = staged(written_desk).open()
    stage.choose(copy.case)
    panel = stage.window.triage.request
    assert stage.button("导出副本", panel).isEnabled()
    assert panel.view is not None
    stage.window.privacy.acting.disclose(panel.view, tmp_path / "copy")
    stage.settle()
    assert not (tmp_path / "copy").exists(), "the letter is seen first"
    _fill(stage, "how", "加密邮件")
    stage.ctrl(Qt.Key.Key_Return)
    assert "个人信息副本已经整理好" in _sent(written_desk, copy.case)
    assert [one.text for one in case_view(written_desk, copy.case).notes] == ["加密邮件"]
    assert {one.suffix for one in (tmp_path / "copy").iterdir()} == {".html", ".json"}
    assert stage.reads("已办理", panel)

    stage.choose(other.case)
    assert stage.reads("现在还不能办理：法律保留", panel)
    assert stage.reads("法律保留解除后再办理", panel)
    assert stage.reads("到那时会删除", panel)
    assert not stage.reads("登记修改", stage.window.triage.evidence)
    assert not stage.button("办理删除", panel).isEnabled()
    stage.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("拒绝要说明理由", _form(stage))
    _fill(stage, "reason", "法院正在调取证据，依法须保存")
    assert _form(stage).parts["letter"].toPlainText().count("法院正在调取证据，依法须保存") == 1  # type: ignore[attr-defined]
    stage.ctrl(Qt.Key.Key_Return)
    assert "理由如下：法院正在调取证据，依法须保存" in _sent(written_desk, other.case)
    after = privacy_view.shown(written_desk, other.case).request
    assert (after.answer, after.reason) == (Answer.REFUSED, "法院正在调取证据，依法须保存")
    assert stage.reads("不予办理", panel)
    assert stage.reads("法院正在调取证据，依法须保存", panel)


def test_holds_and_periods_are_set_on_the_sheet_and_what_is_over_is_deleted(staged: Staged, written_desk: Desk) -> None:
    dismissing.dismiss(written_desk, case_view(written_desk, "c-0501").case.id, reason="没有问题")  # type: ignore[arg-type]
    stage = staged(written_desk).open()
    stage.send()
    stage.choose("c-0602")
    stage.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    stage.write("律师函 2026-117")
    stage.ctrl(Qt.Key.Key_Return)
    stage.clock.advance(days=100)
    stage.press(Qt.Key.Key_P, _BOTH)
    sheet = stage.window.privacy.sheet
    assert stage.reads("律师函 2026-117", sheet)
    assert not sheet.keep_button.isEnabled()
    sheet.spins[Kept.RECORDS].setValue(1)
    assert sheet.spins[Kept.RECORDS].value() == 60, "no less than the law says"
    stage.click(sheet.look_button)
    assert stage.reads("没有到期的内容", sheet)
    assert not sheet.run_button.isEnabled()
    stage.click(sheet.keep_button)
    assert {one.kind: one.days for one in retention.periods(written_desk)}[Kept.RECORDS] == 60
    stage.click(sheet.look_button)
    assert stage.reads("帖子与处置记录 1 件", sheet)
    stage.click(sheet.run_button)
    assert "已清理 1 件" in stage.notices
    assert case_view(written_desk, "c-0501").case.revision.body == "〔已删除〕"  # type: ignore[arg-type]
    stage.click(stage.button("解除", sheet))
    _fill(stage, "reason", "诉讼已结")
    stage.ctrl(Qt.Key.Key_Return)
    assert holds.holds(written_desk) == []


def test_a_moderator_sees_a_request_and_who_carries_it_out(staged: Staged, written_desk: Desk) -> None:
    case = data_requests.open_request(written_desk, What.DELETION, WRITER).request.case
    only = replace(written_desk, me=replace(written_desk.me, roles=frozenset({Role.MODERATOR})))
    stage = staged(only).open()
    stage.choose(case)
    panel = stage.window.triage.request
    assert case_view(only, case).case.kind is CaseKind.DATA_REQUEST
    assert stage.reads("由主管办理或答复", panel)
    assert not stage.reads("办理删除", panel)
    stage.press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert stage.window.privacy.acting.form is None
    assert "由主管办理或答复" in stage.notices
    stage.press(Qt.Key.Key_P, _BOTH)
    sheet = stage.window.privacy.sheet
    assert not sheet.keep_button.isVisible()
    assert not sheet.hold_button.isEnabled()
