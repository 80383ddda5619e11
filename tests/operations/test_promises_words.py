"""What counts of a promise: only a public word that somebody can read, and never before what came last."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.promises import Change, Promise, PromiseState, Promising, evening_before, notes_reach
from app.domain.promises_register import standing_words
from app.domain.topics import TopicId
from app.domain.words import Words
from app.errors import LaterWord, NobodyToTell, NotForTrainees, PromiseBroken, PromiseEnded, StaysBroken
from app.operations import (
    accounts,
    complaints,
    delivery,
    intake,
    promises,
    promises_front,
    promises_view,
    topics,
    topics_answering,
    topics_following,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations.promising import C1, answered, promised, tell, trainee

C2 = make.case(2).id
EXPLAINED = "目前能确认的是：3.2.1 在部分车上会让中控屏不亮，原因已经查到。"
LOCKED = Words("帖子已锁", "locked")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(*(make.case(n, text=f"升级 3.2.1 之后中控黑屏{n}次。") for n in (1, 2))))
    return desk


@pytest.fixture
def learner(desk: Desk) -> Desk:
    """A trainee."""
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name), "print-2", "t-2")
    other = replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))
    return trainee(desk, other)


def _pump(desk: Desk, *, refused: bool = False) -> None:
    while (command := delivery.on_sending(desk)) is not None:
        if refused and command.intent.kind is CommandKind.REPLY:
            delivery.on_refused(desk, command, LOCKED)
        else:
            delivery.on_sent(desk, command, make.receipt(f"m-{command.id}"))


def _named(moment: datetime) -> str:
    local = moment.astimezone()
    return f"延期到 {local.month} 月 {local.day} 日。"


def _topic(desk: Desk, *, days: float = 3, answer: bool = True) -> TopicId:
    topic = topics.open_topic(desk, "黑屏", [C1, C2]).topic
    topics.explain(desk, topic, EXPLAINED)
    topics.promise(desk, topic, Promising("修复", "研发", "小林", desk.clock() + timedelta(days=days)))
    if answer:
        assert len(topics_answering.answer(desk, topic).decided) == 2
    return topic


def _of(desk: Desk, topic: TopicId) -> Promise:
    with desk.record.read() as tx:
        return tx.promises.of_topic(topic)[-1]


def _now(desk: Desk, promise: Promise) -> Promise:
    return promises_view.shown(desk, promise.id).promise


def _state(desk: Desk, case: CaseId = C1) -> CaseState:
    return case_view(desk, case).case.state


# --- words that never arrived -------------------------------------------------------------------------


def test_a_refused_extension_moves_no_date(desk: Desk, clock: Clock) -> None:
    one = promised(desk)
    _pump(desk)
    until = one.due_at + timedelta(days=9)
    promises.extend(desk, one.id, _named(until), due_at=until)
    waits = _now(desk, one)
    assert (waits.due_at, waits.on_its_way) == (until, True)
    _pump(desk, refused=True)
    left = _now(desk, one)
    assert (left.due_at, left.extensions, left.on_its_way) == (one.due_at, 0, False)
    assert case_view(desk, C1).case.due_at == one.due_at
    clock.advance(days=6)
    assert left.state(clock()) is PromiseState.BROKEN


def test_a_refused_closing_reply_keeps_nothing(desk: Desk, clock: Clock) -> None:
    one = promised(desk)
    _pump(desk)
    tell(desk, promises.close, one.id, "查清楚了，已经装好。")
    assert (_now(desk, one).state(clock()), _now(desk, one).on_its_way) == (PromiseState.KEPT, True)
    _pump(desk, refused=True)
    assert _now(desk, one).state(clock()) is PromiseState.OPEN
    assert _state(desk) is CaseState.AWAITING_DEPARTMENT
    clock.advance(days=30)
    assert promises_view.counts(desk).broken == 1


def test_a_word_that_arrived_late_counts_by_when_it_was_said(desk: Desk, clock: Clock) -> None:
    one = promised(desk)
    _pump(desk)
    tell(desk, promises.close, one.id, "查清楚了，已经装好。")
    clock.advance(days=30)
    _pump(desk)
    kept = _now(desk, one)
    assert (kept.state(clock()), kept.on_its_way) == (PromiseState.KEPT, False)


def test_the_register_says_what_is_on_its_way(desk: Desk, clock: Clock) -> None:
    one = promised(desk)
    tell(desk, promises.close, one.id, "查清楚了，已经装好。")
    assert standing_words(_now(desk, one), clock()).en == "kept (the reply is on its way)"
    _pump(desk)
    assert standing_words(_now(desk, one), clock()).en == "kept"


def test_a_note_lies_ready_the_evening_before_whatever_the_hour_it_is_due(desk: Desk, clock: Clock) -> None:
    due = datetime.combine(clock().astimezone().date() + timedelta(days=2), time(20), clock().astimezone().tzinfo)
    one = promised(desk, due_at=due)
    clock.moment = evening_before(due) - timedelta(minutes=1)
    assert promises_view.due_notes(desk) == []
    clock.moment = evening_before(due)
    assert [row.promise.id for row in promises_view.due_notes(desk)] == [one.id]
    assert [row.promise.id for row in promises_front.front(desk).ready] == [one.id]
    assert due < notes_reach(clock().astimezone())


# --- taking back --------------------------------------------------------------------------------------


def test_a_word_on_which_later_ones_rest_is_taken_back_after_them(desk: Desk, clock: Clock) -> None:
    made = answered(desk)
    (one,) = promises_view.of_case(desk, C1)
    first, second = one.due_at + timedelta(days=5), one.due_at + timedelta(days=9)
    moved = promises.extend(desk, one.id, _named(first), due_at=first)
    clock.advance(days=6)
    again = promises.extend(desk, one.id, _named(second), due_at=second)
    for decision in (made.decision, moved.decision):
        with pytest.raises(LaterWord):
            undoing.undo(desk, [decision])
    assert _now(desk, one).due_at == second
    undoing.undo(desk, [again.decision, moved.decision])
    assert _now(desk, one).state(clock()) is PromiseState.BROKEN


def test_what_is_broken_is_given_up_in_public_and_not_withdrawn(desk: Desk, clock: Clock) -> None:
    one = promised(desk)
    clock.advance(days=30)
    with pytest.raises(StaysBroken):
        promises.withdraw(desk, one.id, "答应错了")
    tell(desk, promises.give_up, one.id, "抱歉，这件事我们办不到。")
    with pytest.raises(PromiseEnded, match="given up in public"):
        tell(desk, promises.progress, one.id, "还有。")


def test_a_clock_that_was_put_back_moves_no_date(desk: Desk, clock: Clock) -> None:
    one = promised(desk)
    clock.advance(days=30)
    tell(desk, promises.progress, one.id, "还在查。")
    clock.advance(days=-30)
    until = one.due_at + timedelta(days=60)
    with pytest.raises(PromiseBroken):
        promises.extend(desk, one.id, _named(until), due_at=until)
    tell(desk, promises.close, one.id, "好了。")
    assert _now(desk, one).state(clock()) is PromiseState.LATE


# --- topics -------------------------------------------------------------------------------------------


def test_a_trainee_promises_nothing_for_a_topic_and_moves_nothing(desk: Desk, learner: Desk) -> None:
    topic = _topic(desk)
    one = _of(desk, topic)
    until = one.due_at + timedelta(days=9)
    for change, text in ((Change.EXTENDED, _named(until)), (Change.CLOSED, "好了。"), (Change.GIVEN_UP, "办不到。")):
        with pytest.raises(NotForTrainees):
            topics_following.follow_up(learner, topic, change, text, due_at=until)
    topics_following.follow_up(learner, topic, Change.PROGRESS, "还在查。")
    assert [event.change for event in promises_view.shown(desk, one.id).events] == [Change.MADE]
    other = topics.open_topic(desk, "另一件").topic
    with pytest.raises(NotForTrainees):
        topics.promise(learner, other, Promising("修复", "研发", "小林", until))


def test_what_is_told_to_nobody_keeps_nothing(desk: Desk) -> None:
    topic = _topic(desk, answer=False)
    with pytest.raises(NobodyToTell):
        topics_following.follow_up(desk, topic, Change.CLOSED, "已经修好了，请升级。")
    assert _of(desk, topic).ended is None


def test_a_word_of_a_topic_counts_as_long_as_one_reply_says_it(desk: Desk, clock: Clock) -> None:
    topic = _topic(desk)
    done = topics_following.follow_up(desk, topic, Change.CLOSED, "修好了，请升级。", hold=timedelta(seconds=8))
    one = _of(desk, topic)
    assert one.state(clock()) is PromiseState.KEPT
    assert [event.change for event in promises_view.shown(desk, one.id).events] == [Change.MADE, Change.CLOSED]
    first, second = (one.decision for one in done.decided)
    undoing.undo(desk, [first])
    assert _now(desk, one).state(clock()) is PromiseState.KEPT
    undoing.undo(desk, [second])
    assert _now(desk, one).state(clock()) is PromiseState.OPEN
    assert {_state(desk, case) for case in (C1, C2)} == {CaseState.AWAITING_DEPARTMENT}
    topics_following.follow_up(desk, topic, Change.PROGRESS, "还没修好，抱歉。")


def test_an_extension_of_a_topic_that_was_taken_back_moves_no_date(desk: Desk) -> None:
    topic = _topic(desk)
    one = _of(desk, topic)
    until = one.due_at + timedelta(days=9)
    done = topics_following.follow_up(desk, topic, Change.EXTENDED, _named(until), due_at=until)
    assert case_view(desk, C1).case.due_at == until
    assert (_now(desk, one).due_at, _now(desk, one).extensions) == (until, 1)
    undoing.undo(desk, [each.decision for each in done.decided])
    assert _now(desk, one).due_at == one.due_at
    assert case_view(desk, C1).case.due_at == one.due_at


def test_a_case_waits_for_its_own_promise_and_for_that_of_its_topic(desk: Desk, clock: Clock) -> None:
    topic = _topic(desk, days=1)
    early = _of(desk, topic).due_at
    own = promised(desk, days=5, message="您好，另外那件事下周答复。")
    assert case_view(desk, C1).case.due_at == early
    clock.advance(hours=1)
    tell(desk, promises.close, own.id, "您好，那件事已经办好。")
    assert _state(desk) is CaseState.AWAITING_DEPARTMENT, "the topic's promise is open"
    clock.advance(days=2)
    intake.bring_back_due(desk)
    assert complaints.reply(desk, C1, message="您好，我们还在处理。").state is CaseState.CLAIMED


def test_a_topic_s_promise_that_is_withdrawn_keeps_no_case_waiting(desk: Desk) -> None:
    topic = _topic(desk)
    promises.withdraw(desk, _of(desk, topic).id, "答应错了")
    assert {_state(desk, case) for case in (C1, C2)} == {CaseState.CLAIMED}


def test_names_and_numbers_of_a_promise_enter_the_ledger_as_commitments(desk: Desk) -> None:
    one = promised(desk, department="张伟 13800138000")
    promises.hand(desk, one.id, "王五 13900139000")
    with desk.record.connection() as connection:
        bodies = " ".join(connection.execute(sa.text("SELECT body FROM ledger")).scalars())
    assert "promise.made" not in bodies
    for personal in ("13800138000", "13900139000", "张伟", "王五"):
        assert personal not in bodies
