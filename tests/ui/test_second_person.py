"""The second person in the window: what waits for them, whom one's own decision waits for, a colleague's own token."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

import make
from app.cli.world import DemoWorld
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind
from app.domain.ladder import Rung
from app.domain.roles import Role
from app.errors import KeyRefused, SamePerson
from app.operations import accounts, approving, classifying, intake, outbox, sanctions
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from app.settings import Settings
from app.sync.cycle import run_round
from tests.ui.stage import Stage
from ui.answering.approval import ApprovalPart

Staged = Callable[[Desk], Stage]
CASE, NEXT = CaseId("c-1"), CaseId("c-2")
ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
SHIFT = Qt.KeyboardModifier.ShiftModifier
SUSPENDED = Wish(article=3, rung=Rung.SUSPEND_30, departure="三次追骂同一人")


@pytest.fixture
def mine(lite_desk: Desk) -> Desk:
    intake.on_described(lite_desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(lite_desk, make.page(make.case(1, text=ATTACK), make.case(2)))
    return lite_desk


@pytest.fixture
def theirs(mine: Desk) -> Desk:
    """The desk of another account, a moderator."""
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=tuple(CommandKind)), "print-2", "t-2")
    return replace(mine, me=accounts.register(mine.record, sign_in, mine.clock()))


def _part(stage: Stage) -> ApprovalPart:
    return stage.window.triage.desk.approval


def _state(desk: Desk, case: CaseId = CASE) -> CaseState:
    return case_view(desk, case).case.state


def _at(stage: Stage, case: CaseId = CASE) -> Stage:
    stage.choose(case)
    stage.window.triage.queue.list.setFocus()
    return stage


# --- somebody else's decision -------------------------------------------------------------------------


def test_the_reason_is_handed_on_by_the_key_that_sends_everywhere(staged: Staged, mine: Desk, theirs: Desk) -> None:
    sanctions.sanction(theirs, CASE, SUSPENDED)
    stage = _at(staged(mine).open())
    stage.press(Qt.Key.Key_Y, SHIFT)
    stage.write("看不出是针对一个人")
    stage.ctrl(Qt.Key.Key_Return)
    assert _state(mine) is CaseState.CLAIMED


@pytest.mark.parametrize("proven", [True, False])
def test_where_nothing_proves_who_agrees_it_is_said(
    staged: Staged, mine: Desk, theirs: Desk, proven: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approving, "proves_who", lambda _tx: proven)
    sanctions.sanction(theirs, CASE, SUSPENDED)
    stage = _at(staged(mine).open())
    assert stage.reads("台账里记为“未核实”", _part(stage)) is not proven


def test_what_was_decided_is_shown_whole_and_agreed_to_by_one_key(staged: Staged, mine: Desk, theirs: Desk) -> None:
    decision = sanctions.sanction(theirs, CASE, SUSPENDED).decision
    stage = _at(staged(mine).open())
    part = _part(stage)
    assert not stage.window.triage.desk.sheets.isVisible()
    for words in ("30 天及以上须双人复核", "停用社区账号 30 天", "三次追骂同一人", "第三条", ATTACK, "不影响车辆控制"):
        assert stage.reads(words, part), words
    assert stage.reads(f"编号 {decision.split('-')[0].upper()}", part), "the notice as it will be read"
    assert not stage.reads("{", part)
    stage.press(Qt.Key.Key_Y)
    view = case_view(mine, CASE)
    assert view.case.state is CaseState.CLOSED
    assert [one.intent.kind for one in view.commands].count(CommandKind.SUSPEND) == 1
    assert {one.by for one in view.commands} == {theirs.me.id}, "in the name of who decided it"


def test_a_lead_can_take_the_agreement_back(staged: Staged, mine: Desk, theirs: Desk) -> None:
    sanctions.sanction(theirs, CASE, SUSPENDED)
    stage = _at(staged(mine).open())
    assert Role.LEAD in mine.me.roles
    stage.press(Qt.Key.Key_Y)
    stage.ctrl(Qt.Key.Key_Z)
    view = case_view(mine, CASE)
    assert view.case.state is CaseState.NEW
    assert all(one.state.settled for one in view.commands)


def test_who_is_no_lead_is_not_offered_what_they_may_not_do(staged: Staged, mine: Desk, theirs: Desk) -> None:
    sanctions.sanction(mine, CASE, SUSPENDED)
    stage = _at(staged(theirs).open())
    stage.press(Qt.Key.Key_Y)
    assert _state(mine) is CaseState.CLOSED
    assert [text for text in stage.notices if "撤回" in text] == []


def test_sent_back_with_a_reason_it_is_with_the_first_person_again(staged: Staged, mine: Desk, theirs: Desk) -> None:
    sanctions.sanction(theirs, CASE, SUSPENDED)
    stage = _at(staged(mine).open())
    stage.press(Qt.Key.Key_Y, SHIFT)
    assert _part(stage).reason.hasFocus()
    stage.press(Qt.Key.Key_Return)
    assert _state(mine) is CaseState.AWAITING_APPROVAL, "not without a reason"
    stage.write("看不出是针对一个人")
    stage.press(Qt.Key.Key_Return)
    view = case_view(mine, CASE)
    assert view.case.state is CaseState.CLAIMED
    assert view.case.claimed_by is not None
    assert view.case.claimed_by.id == theirs.me.id
    assert view.commands == []
    assert f"已退回给 {theirs.me.name}，没有执行任何操作" in stage.notices


def test_what_waits_for_me_is_told_once_and_can_be_filtered(staged: Staged, mine: Desk, theirs: Desk) -> None:
    stage = _at(staged(mine).open(), NEXT)
    sanctions.sanction(theirs, CASE, SUSPENDED)
    stage.refresh()
    told = [text for text in stage.notices if f"{theirs.me.name} 的处置等您复核" in text]
    assert len(told) == 1
    stage.click(stage.button("去看"))
    assert stage.window.triage.queue.case_id == CASE
    stage.refresh()
    assert [text for text in stage.notices if "等您复核" in text] == []
    stage.click(stage.button("待复核 1"))
    assert stage.window.triage.queue.model.rowCount() == 1


def test_a_post_that_was_edited_since_can_only_be_sent_back(staged: Staged, mine: Desk, theirs: Desk) -> None:
    sanctions.sanction(theirs, CASE, SUSPENDED)
    edited = make.case(1, text="我说重了，对不起。", version="2", post_version="2", edited_at=mine.clock())
    intake.on_pulled(mine, make.page(edited, cursor="cursor-2"))
    stage = _at(staged(mine).open())
    assert stage.reads("提交之后作者修改了帖子", _part(stage))
    stage.press(Qt.Key.Key_Y)
    assert _state(mine) is CaseState.AWAITING_APPROVAL
    assert stage.reads("提交复核之后作者修改了帖子", stage.window.triage.desk)


def test_another_kind_for_a_complaint_is_shown_too(staged: Staged, mine: Desk, theirs: Desk) -> None:
    classifying.classify(theirs, CASE, CaseKind.COMPLAINT)
    classifying.classify(theirs, CASE, CaseKind.VIOLATION, reason="通篇骂人，没有抱怨用车")
    stage = _at(staged(mine).open())
    assert stage.reads("改类别：投诉抱怨 → 违规", _part(stage))
    assert stage.reads("通篇骂人，没有抱怨用车", _part(stage))
    stage.press(Qt.Key.Key_Y)
    assert case_view(mine, CASE).case.kind is CaseKind.VIOLATION


# --- one's own decision -------------------------------------------------------------------------------


def test_my_own_decision_says_whom_it_waits_for_and_can_be_taken_back(staged: Staged, mine: Desk) -> None:
    sanctions.sanction(mine, CASE, SUSPENDED)
    stage = _at(staged(mine).open())
    part = _part(stage)
    assert stage.reads("在另一个人同意之前，什么都不会发生", part)
    assert not part.agree.isVisible()
    stage.press(Qt.Key.Key_Y, SHIFT)
    assert not part.reason.isVisible()
    assert [text for text in stage.notices if "自己的决定退不回去" in text]
    stage.click(part.withdraw)
    assert _state(mine) is CaseState.NEW
    assert not part.isVisible()
    assert stage.window.triage.desk.possible(stage.window.triage.desk.sheets.active)


# --- a colleague on this machine ----------------------------------------------------------------------


@pytest.fixture
def world() -> Iterator[DemoWorld]:
    """The embedded community over HTTP, with two of its staff."""
    with closing(DemoWorld(Settings.read({}))) as made:
        desk = made.session().desk
        run_round(desk, made.gateway, sleep=lambda _seconds: None, patience=timedelta(seconds=5))
        yield made


@pytest.fixture
def waiting(world: DemoWorld, staged: Staged) -> Stage:
    """A suspension by the person at the window that waits for another one."""
    session = world.session()
    attack = CaseId("c-0205")
    sanctions.sanction(session.desk, attack, SUSPENDED)
    stage = staged(session.desk).open(colleague=session.colleague)
    return _at(stage, attack)


def _field(stage: Stage) -> QLineEdit:
    return stage.window.colleague.token


def test_a_colleague_agrees_with_their_own_token_and_the_window_is_mine_again(waiting: Stage, world: DemoWorld) -> None:
    desk, case = waiting.desk, CaseId("c-0205")
    waiting.press(Qt.Key.Key_Y)
    assert _field(waiting).hasFocus()
    assert _field(waiting).echoMode() is QLineEdit.EchoMode.Password
    waiting.write(world.second_token)
    waiting.press(Qt.Key.Key_Return)
    assert not waiting.window.colleague.isVisible()
    view = case_view(desk, case)
    assert view.case.state is CaseState.CLOSED
    with desk.record.read() as tx:
        approval = tx.governing.approval(view.decisions[-1].id)
    assert approval is not None
    assert approval.by.id == STAFF[1].id
    assert waiting.window.tools.me.id == STAFF[0].id
    assert _field(waiting).text() == ""
    assert world.workspace.account().id == STAFF[0].id
    waiting.ctrl(Qt.Key.Key_Z)
    assert case_view(desk, case).case.state is CaseState.NEW, "the decision is still mine to take back"


def test_a_colleague_sends_it_back_with_their_own_token(waiting: Stage, world: DemoWorld) -> None:
    desk, case = waiting.desk, CaseId("c-0205")
    waiting.press(Qt.Key.Key_Y)
    waiting.write(world.second_token)
    waiting.window.colleague.reason.setFocus()
    waiting.write("先打个电话再说")
    assert waiting.reads("核对并退回", waiting.window.colleague)
    waiting.press(Qt.Key.Key_Return)
    assert not waiting.window.colleague.isVisible()
    view = case_view(desk, case)
    assert view.case.state is CaseState.CLAIMED
    with desk.record.read() as tx:
        approval = tx.governing.approval(view.decisions[-1].id)
    assert approval is not None
    assert (approval.by.id, approval.agreed, approval.reason) == (STAFF[1].id, False, "先打个电话再说")
    assert outbox.outbox(desk) == []
    assert view.drafts, "it is on the desk again as it was submitted"


def test_whoever_waits_is_told_who_can_agree(waiting: Stage, world: DemoWorld) -> None:
    page = waiting.window.triage
    assert waiting.reads("还没有别的版主连接过", page)
    world.session().colleague(world.second_token)
    page.reload_case()
    waiting.settle()
    assert waiting.reads(f"可以复核的人：{STAFF[1].name}", page)


@pytest.mark.parametrize("whose", ["nobody's", "mine"])
def test_a_token_that_is_no_colleagues_is_refused_and_nothing_is_kept(
    waiting: Stage, world: DemoWorld, whose: str
) -> None:
    workspace = world.workspace
    own = workspace.key_store.get(f"{workspace.workspace_id}/token/{STAFF[0].id}")
    assert own
    token = "no-such-token" if whose == "nobody's" else own
    error = KeyRefused() if whose == "nobody's" else SamePerson(name=waiting.desk.me.name)
    waiting.press(Qt.Key.Key_Y)
    waiting.write(token)
    waiting.press(Qt.Key.Key_Return)
    assert waiting.reads(error.sentence("zh"), waiting.window.colleague)
    assert _field(waiting).text() == ""
    assert _state(waiting.desk, CaseId("c-0205")) is CaseState.AWAITING_APPROVAL
    assert len(accounts.accounts(waiting.desk)) == 1
    assert approving.waiting(waiting.desk, CaseId("c-0205")) is not None


def test_what_was_typed_is_forgotten_when_the_form_is_put_away(waiting: Stage, world: DemoWorld) -> None:
    waiting.press(Qt.Key.Key_Y)
    waiting.write(world.second_token)
    waiting.press(Qt.Key.Key_Escape)
    assert _field(waiting).text() == ""
    assert _state(waiting.desk, CaseId("c-0205")) is CaseState.AWAITING_APPROVAL
