"""Who has a case, and who keeps out: at the keyboard, seen by others."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

import make
from app.domain.cases import CaseId, CaseState
from app.domain.roles import Role
from app.operations import accounts, approving, claiming, coaching, dismissing, intake, sampling
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.intake import known_info
from tests.ui.stage import Stage

H = Qt.Key.Key_H


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


def test_one_key_claims_and_gives_back(stage: Stage) -> None:
    case = _case(stage)
    stage.press(H)
    assert stage.reads("我已接手", stage.window.triage.evidence)
    assert case_view(stage.desk, case).case.state is CaseState.CLAIMED
    stage.press(H)
    assert case_view(stage.desk, case).case.state is CaseState.NEW


def test_a_colleagues_case_is_taken_over_by_saying_it_twice(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    claiming.claim(other, case)
    stage.refresh()
    assert stage.reads("已由 小林 接手", stage.window.triage.evidence)
    stage.press(H)
    assert any("小林" in one for one in stage.notices)
    assert case_view(stage.desk, case).case.claimed_by == claiming.MemberRef("u-902", "小林")
    stage.press(H)
    held = case_view(stage.desk, case).case.claimed_by
    assert held is not None
    assert held.id == stage.desk.me.id


def test_a_case_is_passed_to_a_colleague_with_a_word(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    stage.press(H, Qt.KeyboardModifier.ShiftModifier)
    form = stage.window.triage.hands.passing
    stage.write("老车主，好好说", form.note)
    stage.click(form.go_button)
    view = case_view(other, case)
    assert view.case.claimed_by == claiming.MemberRef("u-902", "小林")
    assert view.decisions[-1].reason == "老车主，好好说"
    assert form.isHidden()


def test_keeping_out_is_seen_by_others_and_asks_why(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    stage.do("triage.recuse")
    form = stage.window.triage.hands.recusing
    stage.click(form.go_button)
    assert form.isVisible(), "without a reason nothing happens"
    stage.write("和作者同一个车友会", form.reason)
    stage.click(form.go_button)
    assert stage.desk.me.id in case_view(other, case).governed.recused
    assert stage.reads("已回避：和作者同一个车友会", stage.window.triage.evidence)


def test_who_is_named_in_a_post_is_offered_to_keep_out(stage: Stage) -> None:
    assert not stage.reads("要不要回避")
    named = make.case(991, text=f"管理员{stage.desk.me.name}就是个托，大家别信。")
    intake.on_pulled(stage.desk, make.page(named, cursor="cursor-991"))
    stage.refresh()
    stage.choose(named.id)
    assert stage.reads("帖子里提到了你的名字，要不要回避？")
    stage.click(stage.button("回避", stage.window.triage.evidence))
    assert stage.window.triage.hands.recusing.reason.text() == "帖子里提到了你的名字"


def test_what_a_lead_said_is_on_the_case(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    decided = coaching.coach(other, case, article=9, message="您好，请把广告删掉，谢谢。")
    sampling.mark(stage.desk, decided.decision, sampling.Mark.TOO_HARD, note="提醒就够了")
    stage.do("triage.all")
    stage.choose(case)
    stage.refresh()
    assert stage.reads("抽检：偏重。提醒就够了")
    assert stage.reads("可由他人提前解除")


def test_a_trainee_reads_what_the_tutor_said(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    trainee = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    dismissing.dismiss(trainee, case)
    approving.send_back(stage.desk, case, reason="先看看楼上的回复")
    stage.refresh()
    assert stage.reads("退回了上一个决定")
    assert stage.reads("先看看楼上的回复")


def test_managers_set_roles_in_the_settings(stage: Stage, other: Desk) -> None:
    stage.do("go.settings")
    team = stage.window.settings.team
    stage.click(team.boxes[other.me.id, Role.TRAINEE])
    known = {one.id: one.roles for one in accounts.accounts(stage.desk)}
    assert known[other.me.id] == {Role.MODERATOR, Role.TRAINEE}
    last = team.boxes[stage.desk.me.id, Role.MANAGER]
    stage.click(last)
    assert stage.reads("最后一位主管", team)
    assert team.boxes[stage.desk.me.id, Role.MANAGER].isChecked()


def test_a_lead_looks_at_what_was_drawn_and_goes_on(stage: Stage, other: Desk) -> None:
    case = _case(stage)
    dismissing.dismiss(other, case, reason="正常讨论")
    stage.do("window.sampling")
    sheet = stage.window.team.sampling
    assert stage.reads("正常讨论", sheet)
    stage.press(Qt.Key.Key_N)
    stage.write("可以多看一层楼")
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_4)
    samples = case_view(stage.desk, case).governed.samples
    assert [(one.mark, one.note) for one in samples] == [(sampling.Mark.TONE, "可以多看一层楼")]
    assert stage.reads("都看完了", sheet)
    assert stage.reads("可以多看一层楼", sheet)


def test_only_leads_find_the_samples(stage: Stage) -> None:
    assert stage.window.actions_["window.sampling"].isEnabled()
