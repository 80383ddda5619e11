"""The desk of sanctions as a person uses it: by keys, with what the ladder says; nothing unseen is sent."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

import make
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind
from app.domain.community import RemoteCase
from app.domain.decisions import DecisionKind
from app.domain.ladder import Rung
from app.domain.sanctions import MaliceFact, PostAction, SecondPerson
from app.operations import classifying, coaching, intake, sanctions
from app.operations.case_view import CaseView, case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.ui.stage import Stage
from ui.answering.desk import AnswerDesk
from ui.answering.sanction import SanctionPart

Staged = Callable[[Desk], Stage]
ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
FIRST, SECOND, THIRD, BRAND = (CaseId(f"c-{number}") for number in (1, 2, 3, 9))
ALT = Qt.KeyboardModifier.AltModifier


def _attack(number: int, text: str = ATTACK, reports: int = 1) -> RemoteCase:
    """An attack, always by the same member."""
    case = make.case(number, text=text, reports=reports)
    assert case.post is not None
    said = tuple(replace(one, category="attack") for one in case.reports)
    return replace(case, post=replace(case.post, author=make.member()), subject=make.member(), reports=said)


@pytest.fixture
def attacked(lite_desk: Desk) -> Desk:
    """Three attacks by one member, one of them reported by two, and one that names the brand."""
    intake.on_described(lite_desk, make.info(able=tuple(CommandKind)))
    cases = [_attack(1), _attack(2, reports=2), _attack(3), _attack(9, "官方客服就是一群骗子，" + ATTACK)]
    intake.on_pulled(lite_desk, make.page(*cases))
    return lite_desk


@pytest.fixture
def stage(staged: Staged, attacked: Desk) -> Stage:
    return staged(attacked).open()


def _desk(stage: Stage) -> AnswerDesk:
    return stage.window.triage.desk


def _sheet(stage: Stage) -> SanctionPart:
    return _desk(stage).sheets.sanction


def _open(stage: Stage, case: CaseId) -> SanctionPart:
    stage.choose(case)
    stage.window.triage.queue.list.setFocus()
    stage.press(Qt.Key.Key_3)
    return _sheet(stage)


def _kept(stage: Stage, case: CaseId) -> CaseView:
    return case_view(stage.desk, case)


def _rung(stage: Stage, case: CaseId) -> Rung:
    return next(one for one in _kept(stage, case).governed.record if one.case_id == case).sanction.rung


# --- the ladder ---------------------------------------------------------------------------------------


def test_the_third_attack_is_muted_for_seven_days_with_its_notice_by_two_keys(stage: Stage) -> None:
    for number in (FIRST, SECOND):
        sanctions.sanction(stage.desk, number, Wish(article=3))
    stage.refresh()
    sheet = _open(stage, THIRD)
    assert stage.reads("阶梯建议：禁言 7 天", sheet)
    assert stage.reads("计入：正式警告", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    view = _kept(stage, THIRD)
    assert _rung(stage, THIRD) is Rung.MUTE_7
    assert [one.intent.kind for one in view.commands] == [
        CommandKind.CLAIM,
        CommandKind.SILENCE,
        CommandKind.MESSAGE,
        CommandKind.RESOLVE,
    ]
    assert "禁言 7 天" in view.commands[2].intent.text
    assert "{" not in view.commands[2].intent.text
    assert view.case.state is CaseState.CLOSED


def test_another_article_is_cited_by_four_keys(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    stage.press(Qt.Key.Key_R)
    stage.write("12")
    stage.press(Qt.Key.Key_Return)
    assert sheet.article == 12
    assert "第十二条" in sheet.text
    stage.ctrl(Qt.Key.Key_Return)
    decision = _kept(stage, FIRST).decisions[-1]
    assert decision.basis is not None
    assert (decision.kind, decision.basis.article) == (DecisionKind.SANCTION, 12)


def test_another_rung_asks_for_the_reason_and_is_not_sent_without(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    stage.press(Qt.Key.Key_3, ALT)
    assert sheet.form.departure.hasFocus()
    stage.ctrl(Qt.Key.Key_Return)
    assert _kept(stage, FIRST).decisions == []
    assert stage.reads("写明理由", _desk(stage))
    stage.write("同一晚连发三帖")
    stage.ctrl(Qt.Key.Key_Return)
    kept = _kept(stage, FIRST).governed.record[0].sanction
    assert (kept.rung, kept.proposed, kept.departure) == (Rung.MUTE_7, Rung.WARNING, "同一晚连发三帖")


def test_the_focus_stands_on_the_rung_of_this_case_not_of_the_one_before(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    stage.press(Qt.Key.Key_3, ALT)
    stage.press(Qt.Key.Key_Return)
    assert sheet.form.rungs.button(Rung.MUTE_7).hasFocus()
    _open(stage, SECOND)
    assert sheet.form.rungs.button(Rung.WARNING).hasFocus()


def test_back_on_the_proposed_rung_no_reason_is_asked_for(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    stage.press(Qt.Key.Key_2, ALT)
    assert "禁言 1 天" in sheet.text
    stage.press(Qt.Key.Key_1, ALT)
    assert not sheet.form.departure.isVisible()
    assert "正式警告" in sheet.text


def test_a_minor_article_leads_to_a_reminder_and_is_not_sanctioned_by_the_way(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    sheet.choose_article(9)
    stage.settle()
    assert stage.reads("阶梯建议：私信提醒", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("按 1 去写", _desk(stage))
    assert _kept(stage, FIRST).decisions == []
    stage.press(Qt.Key.Key_1)
    assert _desk(stage).sheets.kinds == [DecisionKind.COACHING]


def test_malice_counts_once_it_is_linked(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    malice = sheet.form.malice
    malice.ticks[MaliceFact.ADMITTED].click()
    stage.settle()
    assert malice.links[MaliceFact.ADMITTED].hasFocus()
    assert stage.reads("阶梯建议：正式警告", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    assert _kept(stage, FIRST).decisions == []
    stage.write("c-2")
    assert stage.reads("阶梯建议：禁言 1 天", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    assert _kept(stage, FIRST).governed.record[0].sanction.malice[0].link == "c-2"


def test_facts_are_ticked_by_keys_alone(stage: Stage) -> None:
    malice = _open(stage, FIRST).form.malice
    stage.press(Qt.Key.Key_M, ALT)
    first = next(iter(malice.ticks.values()))
    assert first.hasFocus()
    stage.press(Qt.Key.Key_Space)
    assert first.isChecked()
    assert [fact.link for fact in malice.malice] == [""]


def test_a_reminder_that_stands_is_offered_as_the_link(stage: Stage) -> None:
    coaching.coach(stage.desk, SECOND, article=3, message="您好，请修改一下，谢谢。")
    stage.refresh()
    stage.choose(FIRST)
    assert stage.reads("提醒过又犯", _desk(stage))
    malice = _open(stage, FIRST).form.malice
    malice.ticks[MaliceFact.AFTER_REMINDER].click()
    assert malice.links[MaliceFact.AFTER_REMINDER].text() == SECOND


# --- what can't be ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "why"),
    [(CaseKind.COMPLAINT, "第十三条"), (CaseKind.SAFETY, "不走处置阶梯"), (CaseKind.CARE, "不走处置阶梯")],
)
def test_what_is_no_matter_for_the_ladder_says_why(stage: Stage, kind: CaseKind, why: str) -> None:
    classifying.classify(stage.desk, FIRST, kind)
    stage.refresh()
    stage.choose(FIRST)
    tab = stage.button("处置  3", _desk(stage))
    assert not tab.isEnabled()
    assert why in tab.toolTip()
    stage.press(Qt.Key.Key_3)
    assert stage.reads(why, _desk(stage))
    assert DecisionKind.SANCTION not in _desk(stage).sheets.kinds


def test_what_the_community_can_not_do_can_not_be_chosen(staged: Staged, attacked: Desk) -> None:
    able = tuple(one for one in CommandKind if one not in (CommandKind.SUSPEND, CommandKind.DELETE))
    intake.on_described(attacked, make.info(able=able))
    form = _open(staged(attacked).open(), FIRST).form
    assert not form.rungs.button(Rung.SUSPEND_30).isEnabled()
    assert form.rungs.button(Rung.MUTE_7).isEnabled()
    assert not form.posts.button(PostAction.DELETE).isEnabled()


# --- what comes of it ---------------------------------------------------------------------------------


def test_what_will_happen_is_said_before_and_that_is_what_happens(stage: Stage) -> None:
    sheet = _open(stage, SECOND)
    stage.press(Qt.Key.Key_2, ALT)
    stage.write("深夜追着骂")
    stage.click(sheet.form.posts.button(PostAction.FOLD))
    assert stage.reads("依次：折叠帖子 → 禁言 南山老陈 到", sheet)
    for words in ("记 2 分", "不影响车辆控制", "2 条举报按“成立”办结，工单办结"):
        assert stage.reads(words, sheet)
    stage.ctrl(Qt.Key.Key_Return)
    kinds = [one.intent.kind for one in _kept(stage, SECOND).commands]
    assert kinds[1:3] == [CommandKind.HIDE, CommandKind.SILENCE]


def test_what_will_happen_stands_in_short_over_the_button_however_far_down_the_rest_is(stage: Stage) -> None:
    in_short = _desk(stage).in_short
    _open(stage, SECOND)
    stage.press(Qt.Key.Key_4, ALT)
    for words in ("停用社区账号 南山老陈 到", "记 6 分", "2 条举报按“成立”办结", "须双人复核"):
        assert words in in_short.text()
    assert in_short.visibleRegion().boundingRect().height() == in_short.height()
    stage.press(Qt.Key.Key_1, ALT)
    assert in_short.text().startswith("正式警告 · 记 1 分")
    stage.do("triage.remind")
    assert not in_short.isVisible()


def test_a_report_that_is_taken_off_stays_open_and_the_case_with_me(stage: Stage) -> None:
    sheet = _open(stage, SECOND)
    reports = _kept(stage, SECOND).reports
    stage.click(sheet.form.reports.chip(reports[1].id))
    assert stage.reads("举报办结 1 条，留 1 条；工单留在我这里", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    view = _kept(stage, SECOND)
    assert view.case.state is CaseState.CLAIMED
    assert list(view.governed.verdicts) == [reports[0].id]


def test_law_is_a_basis_and_needs_two(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    basis = sheet.form.basis
    stage.click(basis.toggle)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("先选依据", _desk(stage))
    stage.write("《网络信息内容生态治理规定》第六条", basis.name)
    stage.write("网络信息内容生产者不得制作含有侮辱他人内容的违法信息", basis.text)
    assert stage.reads("依法律法规处置，须双人复核", sheet)
    stage.ctrl(Qt.Key.Key_Return)
    decision = _kept(stage, FIRST).decisions[-1]
    assert decision.second_person is SecondPerson.LAW
    assert decision.basis is not None
    assert "第六条" in decision.basis.law.zh


def test_where_the_brand_is_named_two_are_needed_and_denying_it_wants_a_reason(stage: Stage) -> None:
    sheet = _open(stage, BRAND)
    assert sheet.form.brand.isChecked()
    assert stage.reads("品牌是当事方，须双人复核", sheet)
    assert "提交复核" in _desk(stage)._send.text()
    sheet.form.brand.click()
    stage.settle()
    assert sheet.form.departure.hasFocus()
    stage.ctrl(Qt.Key.Key_Return)
    assert _kept(stage, BRAND).decisions == []
    sheet.form.brand.click()
    stage.settle()
    stage.ctrl(Qt.Key.Key_Return)
    view = _kept(stage, BRAND)
    assert (view.case.state, view.commands) == (CaseState.AWAITING_APPROVAL, [])


# --- the notice ---------------------------------------------------------------------------------------


def test_places_that_are_filled_later_are_no_gaps_and_the_preview_fills_them(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    assert "{申诉截止日}" in sheet.text
    assert sheet.editor.gaps() == []
    stage.ctrl(Qt.Key.Key_P)
    assert sheet.paper.preview.isVisible()
    assert not stage.reads("{", sheet.paper.preview)


def test_what_a_person_wrote_into_the_notice_outlives_other_choices(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    stage.write("先说一句：", sheet.editor)
    stage.press(Qt.Key.Key_3, ALT)
    assert sheet.text.startswith("先说一句：") or "先说一句：" in sheet.text
    assert "禁言 7 天" not in sheet.text
    stage.click(stage.button("按选择重新起草", sheet))
    assert "禁言 7 天" in sheet.text


def test_an_open_place_and_an_empty_notice_are_not_sent(stage: Stage) -> None:
    sheet = _open(stage, FIRST)
    stage.write("{谁}", sheet.editor)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("还有 1 处没填", _desk(stage))
    sheet.editor.selectAll()
    stage.press(Qt.Key.Key_Delete)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("通知还是空的", _desk(stage))
    assert _kept(stage, FIRST).decisions == []


# --- drafts -------------------------------------------------------------------------------------------


def test_a_sanction_half_written_is_there_again_after_a_new_start(staged: Staged, attacked: Desk) -> None:
    first = staged(attacked).open()
    sheet = _open(first, SECOND)
    first.press(Qt.Key.Key_3, ALT)
    first.write("三天三帖")
    sheet.form.malice.ticks[MaliceFact.TARGETED].click()
    first.click(sheet.form.posts.button(PostAction.DELETE))
    first.click(sheet.form.reports.chip(_kept(first, SECOND).reports[0].id))
    first.write("亲笔一句。", sheet.editor)
    first.frame.close()
    first.end()
    again = staged(attacked).open()
    again.choose(SECOND)
    form = _sheet(again).form
    assert _desk(again).sheets.kinds == [DecisionKind.SANCTION]
    assert form.rungs.button(Rung.MUTE_7).isChecked()
    assert form.departure.text() == "三天三帖"
    assert form.malice.ticks[MaliceFact.TARGETED].isChecked()
    assert form.posts.button(PostAction.DELETE).isChecked()
    assert len(form.reports.unnamed) == 1
    assert "亲笔一句。" in _sheet(again).text


def test_a_sanction_taken_back_is_on_the_desk_again(stage: Stage) -> None:
    _open(stage, FIRST)
    stage.press(Qt.Key.Key_2, ALT)
    stage.write("骂得太狠")
    stage.ctrl(Qt.Key.Key_Return)
    stage.ctrl(Qt.Key.Key_Z)
    assert _kept(stage, FIRST).case.state is CaseState.NEW
    assert _desk(stage).case_id == FIRST
    assert _sheet(stage).form.departure.text() == "骂得太狠"


# --- two answers --------------------------------------------------------------------------------------


def test_two_answers_stand_beside_each_other_and_the_one_with_the_focus_is_sent(stage: Stage) -> None:
    desk, sheets = _desk(stage), _desk(stage).sheets
    stage.frame.resize(1600, 950)
    stage.choose(FIRST)
    stage.do("triage.remind")
    stage.do("desk.double")
    assert sheets.kinds == [DecisionKind.COACHING, DecisionKind.SANCTION]
    assert sheets.letter.isVisible()
    assert sheets.sanction.isVisible()
    left, right = (one.mapTo(sheets, one.rect().topLeft()) for one in (sheets.letter, sheets.sanction))
    assert left.x() < right.x()
    stage.press(Qt.Key.Key_3, ALT)
    stage.write("先备着")
    assert sheets.active is DecisionKind.SANCTION
    sheets.letter.editor.setFocus()
    while sheets.letter.editor.gaps():
        stage.do("desk.gap")
        stage.write("写得很细")
    assert sheets.active is DecisionKind.COACHING
    stage.ctrl(Qt.Key.Key_Return)
    assert [one.kind for one in _kept(stage, FIRST).decisions] == [DecisionKind.COACHING]
    assert desk.case_id == FIRST, "the other answer is still being written"
    assert sheets.sanction.form.departure.text() == "先备着"


def test_where_there_is_no_room_two_answers_stand_under_each_other(stage: Stage) -> None:
    sheets = _desk(stage).sheets
    stage.frame.resize(1200, 800)
    stage.choose(FIRST)
    stage.do("triage.reply")
    stage.do("desk.double")
    stage.press(Qt.Key.Key_1, ALT)
    stage.do("triage.remind")
    assert sheets.kinds == [DecisionKind.SANCTION, DecisionKind.COACHING]
    one, other = (part.mapTo(sheets, part.rect().topLeft()) for part in (sheets.sanction, sheets.letter))
    assert one.y() < other.y()
    stage.do("desk.double")
    assert sheets.kinds == [DecisionKind.COACHING]
    assert not sheets.sanction.isVisible()


def test_on_an_office_screen_the_queue_makes_room_for_two_answers_and_comes_back(stage: Stage) -> None:
    sheets, queue = _desk(stage).sheets, stage.window.triage.queue
    stage.frame.resize(1280, 800)
    stage.choose(FIRST)
    stage.do("triage.remind")
    stage.do("desk.double")
    left, right = (one.mapTo(sheets, one.rect().topLeft()) for one in (sheets.letter, sheets.sanction))
    assert left.x() + sheets.letter.width() <= right.x()
    assert not queue.isVisible()
    assert stage.window.triage.evidence.isVisible()
    stage.do("triage.next")
    assert queue.isVisible()
    stage.choose(FIRST)
    stage.do("desk.double")
    stage.do("desk.double")
    assert queue.isVisible()


def test_a_reply_beside_a_reminder_are_two_letters(stage: Stage) -> None:
    sheets = _desk(stage).sheets
    stage.choose(FIRST)
    stage.do("triage.remind")
    stage.do("desk.double")
    stage.do("triage.reply")
    stage.write("公开的话", sheets.part(DecisionKind.REPLY).editor)
    assert "公开的话" not in sheets.part(DecisionKind.COACHING).text
    stage.do("desk.double")
    assert sheets.kinds == [DecisionKind.REPLY]
    assert "公开的话" in sheets.letter.text, "the same sheet, now alone"
