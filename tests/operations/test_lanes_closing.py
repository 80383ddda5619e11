"""The end of a safety case, on both engines: what has to be told, and what is left only for a reason and stays told."""

from dataclasses import replace

import pytest
from conftest import Clock

import make
from app.domain.cases import CaseState
from app.domain.commands import CommandKind
from app.domain.lanes import LaneStep
from app.domain.posts import PostId, ThreadId
from app.errors import LaneUnfinished, LeftUndone, NothingToUndo
from app.operations import handover, intake, lanes, lanes_clearing, lanes_raising, lanes_view, preserving, undoing
from app.operations.desk import Desk

C1 = make.case(1).id
WHY = "车主已搬走，质量部现场核实"


@pytest.fixture
def passed_on(desk: Desk) -> Desk:
    """A desk with a safety case that somebody sees to and that was passed on."""
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1, text="下坡刹车踩不动，像踩在石头上")))
    lanes.acknowledge(desk, C1)
    lanes.pass_on(desk, C1, "质量安全部")
    return desk


def test_a_safety_case_ends_with_a_report_or_with_who_says_that_there_is_none(passed_on: Desk, clock: Clock) -> None:
    clock.advance(hours=30)
    with pytest.raises(LaneUnfinished) as caught:
        lanes.close(passed_on, C1, reason=WHY)
    assert "上报" in caught.value.sentence("zh")
    lanes.nothing_to_report(passed_on, C1, "质量部：不属于应报事故")
    assert lanes.close(passed_on, C1, reason=WHY).state is CaseState.CLOSED


@pytest.mark.parametrize("reason", ["", ".", "ok", "可以", "好好好好好好"])
def test_what_was_not_done_is_named_and_left_only_for_a_reason_that_says_something(
    passed_on: Desk, reason: str
) -> None:
    lanes.report(passed_on, C1, "省市场监管部门", number="SR-1")
    with pytest.raises(LeftUndone) as caught:
        lanes.close(passed_on, C1, reason=reason)
    for undone in ("联系车主", "固证留存", "书面报告"):
        assert undone in caught.value.sentence("zh")
    assert lanes_view.lane_view(passed_on, C1).case.state is not CaseState.CLOSED


def test_what_was_left_stays_in_the_register_and_with_the_next_shift_until_a_week_is_over(
    passed_on: Desk, clock: Clock
) -> None:
    lanes.report(passed_on, C1, "省市场监管部门", number="SR-1")
    clock.advance(hours=60)
    decided = lanes.close(passed_on, C1, reason=WHY)
    ended = lanes_view.register(passed_on)[0]
    assert (ended.event.step, ended.event.text) == (LaneStep.CLOSED, WHY)
    assert ended.left == (LaneStep.OWNER_CONTACTED, LaneStep.PRESERVED, LaneStep.FORM_SENT)
    told = "已办结，还没有办：联系车主、固证留存、补交书面报告"
    assert any(told in line for line in _handed(passed_on))
    undoing.undo(passed_on, [decided.decision])
    assert not any(told in line for line in _handed(passed_on))
    assert lanes_view.register(passed_on)[0].event.step is LaneStep.REPORTED
    lanes.close(passed_on, C1, reason=WHY)
    clock.advance(days=8)
    assert not any(told in line for line in _handed(passed_on))


def _handed(desk: Desk) -> list[str]:
    return [line.said.zh for section in handover.draft(desk).sections for line in section.lines]


def test_a_lane_in_which_all_was_done_needs_no_reason_and_leaves_nothing(passed_on: Desk) -> None:
    lanes.owner_contacted(passed_on, C1, text="已停车，人没事")
    preserving.preserve(passed_on, C1)
    lanes.report(passed_on, C1, "省市场监管部门")
    lanes.report(passed_on, C1, "省市场监管部门", form=True)
    assert lanes.close(passed_on, C1).state is CaseState.CLOSED
    assert LaneStep.CLOSED not in {one.event.step for one in lanes_view.register(passed_on)}


def test_a_reply_is_not_raised_by_the_word_of_who_opened_its_thread(desk: Desk) -> None:
    for number, reply_to in ((1, None), (2, "p-1")):
        case = make.case(number, text="我那台没有这个问题", title="充电时前机舱冒白烟")
        assert case.post is not None
        case = replace(case, post=replace(case.post, reply_to=PostId(reply_to) if reply_to else None))
        intake.on_pulled(desk, make.page(case, cursor=f"c{number}"))
    lanes_raising.scan(desk)
    assert [one.case for one in lanes_view.alarms(desk)] == [C1]


# --- what is none -------------------------------------------------------------------------------------


def _thread(desk: Desk) -> None:
    for number, thread in ((1, "t-1"), (2, "t-1"), (3, "t-9")):
        case = make.case(number, text="充电时前机舱冒烟")
        assert case.post is not None
        assert case.thread is not None
        post = replace(case.post, thread_id=ThreadId(thread))
        whole = replace(case, post=post, thread=replace(case.thread, id=ThreadId(thread)))
        intake.on_pulled(desk, make.page(whole, cursor=f"c{number}"))


def test_the_alarms_of_a_thread_are_cleared_together_and_come_back_together(desk: Desk, clock: Clock) -> None:
    _thread(desk)
    others = {make.case(3).id}
    cleared = lanes_clearing.clear_thread(desk, C1)
    assert set(cleared.hits) == {C1, make.case(2).id}
    assert {one.case for one in lanes_view.alarms(desk)} == others
    clock.advance(seconds=8)
    lanes_clearing.unclear(desk, cleared)
    assert {one.case for one in lanes_view.alarms(desk)} == others | set(cleared.hits)
    with pytest.raises(NothingToUndo):
        lanes_clearing.unclear(desk, cleared)
    with desk.record.read() as tx:
        assert tx.ledger.verify().ok


def test_what_was_cleared_is_taken_back_at_once_or_not(desk: Desk, clock: Clock) -> None:
    _thread(desk)
    cleared = lanes_clearing.clear_one(desk, C1)
    clock.advance(minutes=2)
    with pytest.raises(NothingToUndo):
        lanes_clearing.unclear(desk, cleared)
    assert C1 not in {one.case for one in lanes_view.alarms(desk)}
