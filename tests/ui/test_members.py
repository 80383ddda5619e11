"""Abnormal accounts in batches, a member's record, and measures that should have ended: through the window."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

import make
from app.demo.content import STAFF
from app.domain.cases import CaseState
from app.domain.commands import CommandKind
from app.domain.community import Capability, Level
from app.domain.ladder import Rung
from app.domain.members import Honour, Member
from app.errors import NoSuchCluster
from app.operations import accounts, clusters, clusters_sampling, delivery, hand, intake, outbox, sanctions
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.clusters_plan import ClusterWish
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.conftest import Clock
from tests.ui.stage import Stage, visible_children

Staged = Callable[[Desk], Stage]
EVERY = tuple(CommandKind)
ADVERT = "加我头像，贴膜全网最低，先到先得，只剩三个名额。"
ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ready(lite_desk: Desk) -> Desk:
    intake.on_described(lite_desk, make.info(able=EVERY))
    return lite_desk


@pytest.fixture
def other(ready: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(ready, me=accounts.register(ready.record, sign_in, ready.clock()))


def _adverts(desk: Desk, count: int, text: str = ADVERT) -> None:
    numbers = range(1, count + 1)
    members = tuple(
        Member(make.member(f"u-{number}", f"车友{number}"), make.NOON, verified_owner=False) for number in numbers
    )
    intake.on_pulled(desk, make.page(*(make.case(number, text=text) for number in numbers), members=members))


def _sampling(stage: Stage) -> Stage:
    """The window of a second person, on the first case of a batch."""
    stage.press(Qt.Key.Key_B, SHIFT)
    return stage


def _kinds(desk: Desk) -> list[CommandKind]:
    return [one.intent.kind for one in outbox.outbox(desk)]


# --- batches --------------------------------------------------------------------------------------------


def test_46_adverts_are_handled_at_once_and_sampled_by_another_person(staged: Staged, ready: Desk, other: Desk) -> None:
    _adverts(ready, 46)
    first = staged(ready).open()
    first.press(Qt.Key.Key_B, SHIFT)
    assert first.reads("已选 46 件工单")
    assert first.reads("46 件同文（100%）")
    assert first.reads("46 个账号没有认证车辆")
    assert first.reads("46 个账号各禁言 7 天")
    assert first.reads("另一人抽查 5 件并同意之后才生效")
    first.ctrl(Qt.Key.Key_Return)
    assert "46 件已提交，等另一人抽查 5 件" in first.notices[-1]
    assert _kinds(ready) == []
    first.end()

    second = _sampling(staged(other).open())
    assert second.reads("抽查：已看")
    agree = second.window.triage.many.sampling.agree_button
    assert not agree.isEnabled()
    seen = set()
    for _ in range(5):
        second.press(Qt.Key.Key_J)
        seen.add(second.window.triage.queue.case_id)
    assert seen == set(second.window.triage.many.sampling.waiting.sample)
    assert second.reads("抽查：已看 5 / 5 件")
    second.press(Qt.Key.Key_Y)
    assert _kinds(ready).count(CommandKind.SILENCE) == 46
    assert _kinds(ready).count(CommandKind.HIDE) == 46
    assert case_view(ready, make.case(1).id).case.state is CaseState.CLOSED


def test_agreeing_shows_what_was_not_looked_at_yet(staged: Staged, ready: Desk, other: Desk) -> None:
    _adverts(ready, 25)
    clusters.handle(ready, [make.case(number).id for number in range(1, 26)], ClusterWish(article=9))
    stage = _sampling(staged(other).open())
    sampling = stage.window.triage.many.sampling
    before = set(sampling.seen)
    stage.press(Qt.Key.Key_Y)
    assert len(sampling.seen) == len(before) + 1
    assert _kinds(ready) == []
    stage.press(Qt.Key.Key_Escape)
    assert not sampling.isVisible()
    assert stage.window.triage.desk.isVisible()


def test_a_batch_is_sent_back_with_a_reason(staged: Staged, ready: Desk, other: Desk) -> None:
    _adverts(ready, 21)
    done = clusters.handle(ready, [make.case(number).id for number in range(1, 22)], ClusterWish(article=9))
    stage = _sampling(staged(other).open())
    stage.press(Qt.Key.Key_Y, SHIFT)
    assert QApplication.focusWidget() is stage.window.triage.many.sampling.reason
    stage.write("这是车主自己的店")
    stage.press(Qt.Key.Key_Return)
    assert "21 件已退回" in stage.notices[-1]
    assert case_view(ready, make.case(1).id).case.state is CaseState.CLAIMED
    with pytest.raises(NoSuchCluster):
        clusters_sampling.sample_of(other, done.cluster)


def test_few_adverts_take_effect_and_are_taken_back_together(staged: Staged, ready: Desk) -> None:
    _adverts(ready, 3)
    stage = staged(ready).open()
    stage.press(Qt.Key.Key_B, SHIFT)
    assert stage.reads("立即生效，8 秒内可撤回")
    stage.click(stage.button("删除原帖", stage.window.triage.bulk))
    assert stage.reads("批量处理须另一人抽查")
    stage.click(stage.button("折叠原帖", stage.window.triage.bulk))
    assert stage.reads("3 件：折叠原帖")
    stage.ctrl(Qt.Key.Key_Return)
    assert _kinds(ready).count(CommandKind.HIDE) == 3
    stage.do("window.undo")
    assert case_view(ready, make.case(1).id).case.state is CaseState.NEW


def test_the_brand_is_said_to_be_no_party_with_the_reason(staged: Staged, ready: Desk) -> None:
    _adverts(ready, 3, f"{ADVERT}门店自提")
    stage = staged(ready).open()
    stage.press(Qt.Key.Key_B, SHIFT)
    form = stage.window.triage.bulk.accounts
    assert form.brand.text() == "品牌是当事方（帖子提到“门店”）"
    assert stage.reads("品牌是当事方，须双人复核（“门店”）：另一人抽查 3 件")
    assert not form.no_party.isVisible()
    stage.click(form.brand)
    assert form.no_party.hasFocus()
    stage.ctrl(Qt.Key.Key_Return)
    assert case_view(ready, make.case(1).id).case.state is CaseState.NEW
    stage.write("说的是贴膜店")
    assert stage.reads("立即生效，8 秒内可撤回")
    stage.ctrl(Qt.Key.Key_Return)
    kept = case_view(ready, make.case(1).id).governed.record[0].sanction
    assert (kept.brand_party, kept.departure) == (False, "说的是贴膜店")


def test_a_colleague_samples_my_batch_at_my_window(staged: Staged, ready: Desk, other: Desk) -> None:
    _adverts(ready, 21)
    done = clusters.handle(ready, [make.case(number).id for number in range(1, 22)], ClusterWish(article=9))
    stage = _sampling(staged(ready).open(colleague=lambda _token: other))
    sampling = stage.window.triage.many.sampling
    assert stage.reads("同事也可以在这台机器上看完这几件，用自己的令牌同意")
    assert not sampling.back_button.isVisible()
    stage.press(Qt.Key.Key_Y)
    assert not stage.window.colleague.isVisible(), "not all of the sample was looked at"
    while sampling.waiting.sample and not sampling.agree_button.isEnabled():
        stage.press(Qt.Key.Key_J)
    stage.press(Qt.Key.Key_Y)
    assert stage.window.colleague.token.hasFocus()
    stage.write("a-token")
    stage.press(Qt.Key.Key_Return)
    assert not stage.window.colleague.isVisible()
    assert _kinds(ready).count(CommandKind.SILENCE) == 21
    with ready.record.read() as tx:
        approval = tx.governing.approval(done.decided[0].decision)
    assert approval is not None
    assert approval.by.id == other.me.id
    stage.do("window.undo")
    assert case_view(ready, make.case(1).id).case.state is CaseState.NEW


def test_e_goes_back_to_dismissing_and_dismisses_nothing_by_itself(staged: Staged, ready: Desk) -> None:
    _adverts(ready, 3)
    stage = staged(ready).open()
    stage.press(Qt.Key.Key_B, SHIFT)
    stage.press(Qt.Key.Key_E)
    bulk = stage.window.triage.bulk
    assert not bulk.by_accounts
    assert QApplication.focusWidget() is bulk.reason
    assert case_view(ready, make.case(1).id).case.state is CaseState.NEW


def test_what_is_said_of_a_batch_is_not_cut_in_english_where_there_is_little_room(
    staged: Staged, ready: Desk, other: Desk
) -> None:
    _adverts(ready, 21)
    numbers = [make.case(number).id for number in range(1, 22)]
    clusters.handle(other, numbers, ClusterWish(9, Rung.SUSPEND_30))
    stage = staged(ready).open()
    stage.say.choose("en")
    stage.window.resize(1100, 760)
    stage.settle()
    evidence = stage.window.triage.evidence
    told = [one for one in visible_children(evidence, QLabel) if "part of a batch" in one.text()]
    assert len(told) == 1
    assert told[0].height() >= told[0].heightForWidth(told[0].width())
    assert stage.button("Sample the batch", evidence).isVisible()


def test_b_takes_adverts_for_abnormal_accounts_and_no_key_after_it_becomes_a_reason(
    staged: Staged, ready: Desk
) -> None:
    _adverts(ready, 9)
    stage = staged(ready).open()
    stage.press(Qt.Key.Key_B)
    bulk = stage.window.triage.bulk
    assert stage.reads("已选 9 件工单")
    assert bulk.by_accounts
    stage.press(Qt.Key.Key_B, SHIFT)
    assert bulk.by_accounts
    assert bulk.reason.text() == ""
    assert bulk.accounts.ready


def test_one_letter_is_no_reason_to_dismiss_a_batch(staged: Staged, ready: Desk) -> None:
    _adverts(ready, 3)
    stage = staged(ready).open()
    stage.press(Qt.Key.Key_E)
    bulk = stage.window.triage.bulk
    assert QApplication.focusWidget() is bulk.reason, "who dismisses has to say why"
    stage.write("B")
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("至少两个字")
    assert case_view(ready, make.case(1).id).case.state is CaseState.NEW
    stage.write("重复")
    stage.ctrl(Qt.Key.Key_Return)
    assert case_view(ready, make.case(1).id).case.state is CaseState.CLOSED


def test_b_on_what_is_no_advert_offers_dismissing_and_takes_no_letters(staged: Staged, ready: Desk) -> None:
    few = [make.case(number, text=ATTACK, reports=0) for number in (1, 2)]
    intake.on_pulled(ready, make.page(*few))
    stage = staged(ready).open()
    stage.press(Qt.Key.Key_B)
    bulk = stage.window.triage.bulk
    assert stage.reads("已选 2 件工单")
    assert not bulk.by_accounts
    stage.press(Qt.Key.Key_B, SHIFT)
    assert bulk.by_accounts
    assert bulk.reason.text() == ""


# --- the record -----------------------------------------------------------------------------------------


@pytest.fixture
def muted(ready: Desk) -> Desk:
    case = make.case(1, text=ATTACK)
    who = Member(make.member("u-1", "车友1"), honours=(Honour("h", "热心车友"),), good_deeds=("解答 31 个充电问题",))
    intake.on_pulled(ready, make.page(case, make.case(2, text="另一个帖子"), members=(who,)))
    sanctions.sanction(ready, case.id, Wish(article=3, rung=Rung.MUTE_7, departure="多次"))
    return ready


def _sheet(stage: Stage) -> str:
    return "\n".join(stage.texts(stage.window.triage.members.sheet))


def test_the_record_opens_with_one_key_good_deeds_first(staged: Staged, muted: Desk) -> None:
    stage = staged(muted).open()
    stage.choose("c-1")
    assert stage.reads("有效记分 3 分；最近一次", stage.window.triage.evidence)
    stage.press(Qt.Key.Key_I)
    said = _sheet(stage)
    assert said.index("热心车友") < said.index("解答 31 个充电问题") < said.index("有效记分 3 分")
    assert said.index("有效记分 3 分") < said.index("执行中")
    stage.click(stage.button("处置 1", stage.window.triage.members.sheet))
    assert "禁言 7 天" in _sheet(stage)
    stage.press(Qt.Key.Key_Escape)
    assert not stage.window.triage.members.sheet.isVisible()
    assert stage.window.triage.queue.case_id == "c-1"


def test_a_measure_ends_early_from_the_record_by_another_person(
    staged: Staged, muted: Desk, other: Desk, clock: Clock
) -> None:
    clock.advance(days=4)
    stage = staged(other).open()
    stage.choose("c-1")
    stage.press(Qt.Key.Key_I)
    sheet = stage.window.triage.members.sheet
    stage.click(stage.button("提前解除…", sheet))
    (words,) = [one for one in sheet.findChildren(QLineEdit) if one.isVisible()]
    stage.write("在原帖下道了歉", words)
    stage.click(stage.button("已道歉，解除", sheet))
    assert CommandKind.UNSILENCE in _kinds(muted)
    assert "提前解除" in _sheet(stage)
    assert "有效记分 3 分" in _sheet(stage)


def test_whoever_decided_is_told_that_another_has_to_end_it(staged: Staged, muted: Desk, clock: Clock) -> None:
    clock.advance(days=4)
    stage = staged(muted).open()
    stage.choose("c-1")
    stage.press(Qt.Key.Key_I)
    sheet = stage.window.triage.members.sheet
    stage.click(stage.button("提前解除…", sheet))
    stage.click(stage.button("已改正，解除", sheet))
    assert "另一个账号" in _sheet(stage)
    assert CommandKind.UNSILENCE not in _kinds(muted)


# --- overdue --------------------------------------------------------------------------------------------


def test_what_is_overdue_is_told_at_the_start_and_ended_with_one_key(staged: Staged, ready: Desk, clock: Clock) -> None:
    info = make.info(able=EVERY)
    manual = dict.fromkeys((CommandKind.SILENCE.value, CommandKind.UNSILENCE.value), Capability(Level.MANUAL))
    intake.on_described(ready, replace(info, capabilities={**info.capabilities, **manual}))
    intake.on_pulled(ready, make.page(make.case(1, text=ATTACK), make.case(2, text="另一个帖子")))
    sanctions.sanction(ready, make.case(1).id, Wish(article=3, rung=Rung.MUTE_7, departure="多次"))
    while command := next((one for one in outbox.outbox(ready) if one.state == "waiting"), None):
        if command.by_hand:
            hand.tick(ready, command.id, note="已办")
        else:
            sending = delivery.on_sending(ready)
            assert sending is not None
            delivery.on_sent(ready, sending, make.receipt())
    clock.advance(days=7, hours=1)
    stage = staged(ready).open()
    strip = stage.window.triage.members.strip
    assert strip.isVisible()
    assert stage.reads("当时是人工执行的", strip)
    stage.press(Qt.Key.Key_E, SHIFT)
    assert not strip.isVisible()
    assert "1 项要人工办理" in stage.notices[-1]
    assert _kinds(ready)[-1] is CommandKind.UNSILENCE
