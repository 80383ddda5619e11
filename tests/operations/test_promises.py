"""Promises: made in a reply, told of in public, kept, broken, taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from conftest import Clock

import make
from app.demo.content import STAFF
from app.domain.cases import Back, CaseState
from app.domain.commands import CommandKind
from app.domain.community import Message, MessagePage
from app.domain.decisions import Decided, DecisionKind
from app.domain.handover import Section
from app.domain.posts import PostId
from app.domain.promises import Change, Promise, PromiseId, PromiseState
from app.domain.promises_register import PromiseFilter, Which
from app.errors import (
    DateNotLater,
    DateNotNamed,
    HandoffWithoutNumber,
    NoRight,
    PromiseBroken,
    PromiseEnded,
    PromiseIncomplete,
    ReasonNeeded,
    SaidBefore,
    UnfilledPlaceholder,
)
from app.operations import accounts, approving, handover, intake, promises, promises_view, triage, undoing
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.operations.promising import C1, Way, answered, promised, tell, trainee


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1, text="五次进店都没修好，客服也不回。")))
    return desk


def _one(desk: Desk) -> Promise:
    (found,) = promises_view.of_case(desk, C1)
    return found


def _state(desk: Desk) -> PromiseState:
    return _one(desk).state(desk.clock())


def test_a_reply_that_promises_lets_the_case_wait_until_the_date(desk: Desk) -> None:
    found = promised(desk)
    case = case_view(desk, C1).case
    assert (case.state, case.due_at) == (CaseState.AWAITING_DEPARTMENT, found.due_at)
    assert found.due_at.astimezone().strftime("%H:%M") == "18:00"
    assert (_state(desk), found.made.department, found.case) == (PromiseState.OPEN, "售后技术部", C1)


@pytest.mark.parametrize("lacking", ["what", "department", "owner"])
def test_a_promise_says_what_who_and_by_whom(desk: Desk, lacking: str) -> None:
    whole = {"what": "排查结论", "department": "售后技术部", "owner": "小林"}
    with pytest.raises(PromiseIncomplete):
        promises.promising(desk, **(whole | {lacking: " \u3164 "}))


def test_the_number_of_the_handoff_comes_later_and_can_be_put_right(desk: Desk) -> None:
    found = promised(desk)
    assert promises.hand(desk, found.id, " SH-2026 ").promise.number == "SH-2026"
    assert promises.hand(desk, found.id, "SH-2027").promise.number == "SH-2027"
    assert not promises.hand(desk, found.id, "SH-2027").changes.areas, "nothing new was said"
    with pytest.raises(HandoffWithoutNumber):
        promises.hand(desk, found.id, "  ")


def test_what_the_department_said_stays_inside(desk: Desk) -> None:
    found = promised(desk)
    kept = promises.department_answered(desk, found.id, "备件周四到店").promise
    assert (kept.answered, kept.told_at) == ("备件周四到店", found.told_at)
    assert [one.intent.kind for one in case_view(desk, C1).commands].count(CommandKind.REPLY) == 1


def test_progress_is_told_in_public_and_the_date_stands(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    clock.advance(hours=20)
    decided = tell(desk, promises.progress, found.id, "备件今天已经发出。")
    after = _one(desk)
    assert (decided.state, after.due_at, after.told_at) == (CaseState.AWAITING_DEPARTMENT, found.due_at, clock())
    assert len(decided.commands) == 1


def test_a_date_moves_only_before_it_to_a_later_one_that_the_reply_names(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    with pytest.raises(DateNotLater):
        promises.extend(desk, found.id, "那就昨天。", due_at=found.due_at)
    with pytest.raises(DateNotNamed):
        promises.extend(desk, found.id, "还要再等几天，抱歉。", due_at=found.due_at + timedelta(days=2))
    with pytest.raises(UnfilledPlaceholder):
        promises.extend(desk, found.id, "改到{日期}。", due_at=found.due_at + timedelta(days=2))
    until = found.due_at + timedelta(days=2)
    _extend(desk, found.id, until)
    case = case_view(desk, C1).case
    assert (_one(desk).due_at, _one(desk).extensions, case.due_at) == (until, 1, until)
    clock.moment = until + timedelta(seconds=1)
    with pytest.raises(PromiseBroken):
        _extend(desk, found.id, until + timedelta(days=3))
    assert _state(desk) is PromiseState.BROKEN


def _extend(desk: Desk, found: PromiseId, until: datetime) -> Decided:
    day = until.astimezone()
    return promises.extend(desk, found, f"抱歉，要到 {day.month} 月 {day.day} 日才有结论。", due_at=until)


def test_a_closing_reply_in_time_keeps_the_promise_and_closes_the_case(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    clock.moment = found.due_at
    decided = tell(desk, promises.close, found.id, "已查明是线束松动，门店今天修好了。")
    assert (decided.state, _state(desk)) == (CaseState.CLOSED, PromiseState.KEPT)
    with pytest.raises(PromiseEnded):
        promises.progress(desk, found.id, "再说一句。")
    with pytest.raises(PromiseEnded):
        promises.hand(desk, found.id, "SH-1")


def test_overdue_it_is_broken_comes_back_and_is_closed_late(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    clock.moment = found.due_at + timedelta(minutes=1)
    intake.bring_back_due(desk)
    case = case_view(desk, C1).case
    assert (case.state, case.came_back, _state(desk)) == (
        CaseState.CLAIMED,
        Back.TERM_ENDED,
        PromiseState.BROKEN,
    )
    tell(desk, promises.progress, found.id, "晚了，抱歉：还差一项检测。")
    assert _state(desk) is PromiseState.BROKEN, "a word is no answer"
    decided = tell(desk, promises.close, found.id, "检测做完了，已修好。")
    assert (decided.state, _state(desk)) == (CaseState.CLOSED, PromiseState.LATE)


def test_what_is_given_up_in_public_counts_as_broken(desk: Desk) -> None:
    found = promised(desk)
    decided = tell(desk, promises.give_up, found.id, "这个功能这一代车做不了，原因如下。")
    assert (decided.state, _state(desk)) == (CaseState.CLOSED, PromiseState.BROKEN)
    assert [row.promise.id for row in promises_view.register(desk, PromiseFilter(Which.GIVEN_UP))] == [found.id]
    assert promises_view.counts(desk).broken == 0, "it needs nobody any more"


def test_the_case_stays_open_while_another_promise_does(desk: Desk, clock: Clock) -> None:
    first = promised(desk)
    clock.advance(hours=1)
    second = promised(desk, message="另外，退费的事财务部会查。", what="退费结果", days=9)
    assert case_view(desk, C1).case.due_at == first.due_at
    decided = tell(desk, promises.close, first.id, "先说结论。")
    case = case_view(desk, C1).case
    assert (decided.state, case.due_at) == (CaseState.AWAITING_DEPARTMENT, second.due_at)
    assert tell(desk, promises.close, second.id, "退费到账了。").state is CaseState.CLOSED


@pytest.mark.parametrize("way", [promises.progress, promises.close, promises.give_up])
def test_what_was_said_a_moment_ago_can_be_taken_back_whole(desk: Desk, way: Way) -> None:
    found = promised(desk)
    decided = tell(desk, way, found.id, "就是这样。", hold=timedelta(seconds=8))
    undoing.undo(desk, [decided.decision])
    case = case_view(desk, C1).case
    assert (_one(desk).ended, _one(desk).told_at) == (None, found.told_at)
    assert (case.state, case.due_at) == (CaseState.AWAITING_DEPARTMENT, found.due_at)


def test_a_case_is_waited_for_again_when_the_first_of_two_endings_is_taken_back(desk: Desk) -> None:
    first = promised(desk)
    second = promised(desk, message="另外，退费的事财务部会查。", what="退费结果", days=9)
    ended = tell(desk, promises.close, first.id, "先说结论。")
    assert tell(desk, promises.close, second.id, "退费到账了。").state is CaseState.CLOSED
    undoing.undo(desk, [ended.decision])
    case = case_view(desk, C1).case
    assert (case.state, case.due_at) == (CaseState.AWAITING_DEPARTMENT, first.due_at)
    assert triage.state_counts(desk)[CaseState.AWAITING_DEPARTMENT] == 1


def test_an_extension_that_is_taken_back_gives_the_date_back(desk: Desk) -> None:
    found = promised(desk)
    decided = _extend(desk, found.id, found.due_at + timedelta(days=2))
    undoing.undo(desk, [decided.decision])
    assert (_one(desk).due_at, _one(desk).extensions) == (found.due_at, 0)
    assert case_view(desk, C1).case.due_at == found.due_at


def test_a_reply_that_is_taken_back_promised_nothing(desk: Desk) -> None:
    decided = answered(desk, hold=timedelta(seconds=8))
    undoing.undo(desk, [decided.decision])
    assert _state(desk) is PromiseState.WITHDRAWN
    assert promises_view.register(desk) == []
    assert case_view(desk, C1).case.state is CaseState.NEW
    with pytest.raises(PromiseEnded):
        promises.close(desk, _one(desk).id, "好了。")


def test_a_lead_withdraws_with_a_reason_and_nobody_else(desk: Desk, other: Desk) -> None:
    found = promised(desk)
    with pytest.raises(NoRight):
        promises.withdraw(other, found.id, "不该答应")
    with pytest.raises(ReasonNeeded):
        promises.withdraw(desk, found.id, " ")
    promises.withdraw(desk, found.id, "答应错了部门，另行答复")
    case = case_view(desk, C1).case
    assert (_state(desk), case.state) == (PromiseState.WITHDRAWN, CaseState.CLAIMED)
    assert [row.promise.id for row in promises_view.register(desk, PromiseFilter(Which.WITHDRAWN))] == [found.id]


def test_pressing_twice_does_not_say_it_twice(desk: Desk) -> None:
    found = promised(desk)
    tell(desk, promises.progress, found.id, "备件已到。")
    with pytest.raises(SaidBefore):
        promises.progress(desk, found.id, "备件已到。")


def test_thanks_of_the_member_change_nothing(desk: Desk) -> None:
    found = promised(desk)
    thanks = replace(make.post(1, "谢谢，问题解决了！"), id=PostId("p-9"), created_at=desk.clock())
    message = Message("m-1", make.member("u-1", "车友1"), sent_by_us=False, at=desk.clock(), text="谢谢！", case_id=C1)
    intake.on_pulled(desk, make.page(posts=(thanks,)))
    intake.on_messages(desk, MessagePage((message,), "m-1", more=False))
    assert (_one(desk), case_view(desk, C1).case.state) == (found, CaseState.AWAITING_DEPARTMENT)


def test_the_word_of_a_trainee_counts_from_when_another_agreed(desk: Desk, other: Desk, clock: Clock) -> None:
    found = promised(desk)
    decided = tell(trainee(desk, other), promises.close, found.id, "都办好了。")
    assert (decided.state, _one(desk).ended) == (CaseState.AWAITING_APPROVAL, None)
    clock.moment = found.due_at + timedelta(hours=1)
    approving.approve(desk, C1)
    assert _state(desk) is PromiseState.LATE, "it was said in public only now"


def test_an_extension_that_nobody_agreed_to_in_time_is_none(desk: Desk, other: Desk, clock: Clock) -> None:
    found = promised(desk)
    _extend(trainee(desk, other), found.id, found.due_at + timedelta(days=2))
    clock.moment = found.due_at + timedelta(hours=1)
    with pytest.raises(PromiseBroken):
        approving.approve(desk, C1)
    assert _one(desk).extensions == 0


def test_the_register_by_state_department_and_words_page_by_page(desk: Desk, clock: Clock) -> None:
    many = [make.case(n, text="问题没有解决。", title=f"第 {n} 帖") for n in range(2, 8)]
    intake.on_pulled(desk, make.page(*many))
    for n in range(1, 8):
        promised(desk, case=make.case(n).id, days=n, department="财务部" if n == 7 else "售后技术部")
    rows = promises_view.register(desk, PromiseFilter(Which.OPEN), limit=3)
    rows += promises_view.register(desk, PromiseFilter(Which.OPEN), after=rows[-1].place, limit=9)
    assert [row.promise.made.days for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    newest = promises_view.register(desk, limit=5)
    newest += promises_view.register(desk, after=newest[-1].place)
    assert [row.promise.made.days for row in newest] == [7, 6, 5, 4, 3, 2, 1]
    (finance,) = promises_view.register(desk, PromiseFilter(department="财务部"))
    assert (finance.title, finance.author) == ("第 7 帖", "车友7")
    assert len(promises_view.register(desk, PromiseFilter(search="第 3 帖"))) == 1
    assert promises_view.register(desk, PromiseFilter(search="%")) == []
    assert promises_view.departments(desk) == ["售后技术部", "财务部"]
    clock.moment = rows[2].promise.due_at + timedelta(seconds=1)
    found = promises_view.counts(desk)
    assert (found.open, found.broken) == (4, 3)
    assert len(promises_view.register(desk, PromiseFilter(Which.BROKEN))) == 3


def test_due_today_and_tomorrow_is_soon(desk: Desk, clock: Clock) -> None:
    found = promised(desk, days=3)
    assert promises_view.counts(desk).soon == 0
    clock.moment = found.due_at - timedelta(days=1)
    assert promises_view.counts(desk).soon == 1
    assert [row.promise.id for row in promises_view.register(desk, PromiseFilter(Which.SOON))] == [found.id]


def test_a_note_lies_ready_from_the_evening_before_until_something_was_told(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    evening = (found.due_at.astimezone() - timedelta(days=1)).replace(hour=18, minute=0)
    clock.moment = evening - timedelta(seconds=1)
    assert promises_view.due_notes(desk) == []
    clock.moment = evening
    assert [row.promise.id for row in promises_view.due_notes(desk)] == [found.id]
    tell(desk, promises.progress, found.id, "明天给结论。")
    assert promises_view.due_notes(desk) == []
    clock.moment = found.due_at + timedelta(seconds=1)
    assert [row.promise.id for row in promises_view.due_notes(desk)] == [found.id], "broken: it was a word, no answer"


def test_the_handover_tells_of_what_is_broken_and_due(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    assert _section(desk).count == 0
    clock.moment = found.due_at - timedelta(hours=3)
    section = _section(desk)
    assert (section.count, section.alarm, section.lines[0].case) == (1, False, C1)
    clock.moment = found.due_at + timedelta(hours=3)
    assert (_section(desk).alarm, "未兑现" in _section(desk).lines[0].said.zh) == (True, True)


def _section(desk: Desk) -> Section:
    return next(one for one in handover.draft(desk).sections if one.id == "promises")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("第五次了，我要求换车！", 10),
        ("按三包该退车了吧", 10),
        ("I want the car replaced.", 10),
        ("空调有异味，什么时候能修好", 3),
        ("想换车机主题", 3),
    ],
)
def test_ten_working_days_are_offered_where_exchange_or_return_is_asked_for(desk: Desk, text: str, days: int) -> None:
    intake.on_pulled(desk, make.page(make.case(5, text=text)))
    found = promises_view.usual(desk, make.case(5).id)
    assert (found.days, bool(found.because.zh)) == (days, days == 10)


def test_nothing_is_said_of_a_promise_without_a_decision_that_says_so(desk: Desk) -> None:
    found = promised(desk)
    tell(desk, promises.close, found.id, "好了。")
    view = case_view(desk, C1)
    assert [one.kind for one in view.decisions] == [DecisionKind.REPLY, DecisionKind.FOLLOW_UP]
    events = promises_view.shown(desk, found.id).events
    assert [one.change for one in events] == [Change.MADE, Change.CLOSED]
    assert [one.decision for one in events] == [one.id for one in view.decisions]
