"""A reply goes past the gate: with what it promises, despite what it lacks, and what becomes of the case."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import Back, CaseId, CaseKind, CaseState, CommunityState, Verdict
from app.domain.commands import CommandKind
from app.domain.complaints import Lack, Part
from app.domain.decisions import Decided
from app.domain.ledger import EntryKind
from app.domain.promises import Promising
from app.errors import (
    AlreadyThere,
    DueTooFar,
    PlaceLeft,
    PromiseUntold,
    Refused,
    ReplyInsults,
    ReplyLacks,
    SaidBefore,
    UnfilledPlaceholder,
)
from app.operations import coaching, complaints, intake, outbox, promises, promises_view, team_facts, undoing
from app.operations.case_view import case_view
from app.operations.classifying import classify
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations.test_decisions import LETTER

C1, C2 = make.case(1).id, make.case(2).id
POST = "升了 3.2 之后倒车影像要黑 3 到 4 秒，座椅记忆也没了，客服只会让我恢复出厂设置。"
CALM = "倒车影像黑 3 到 4 秒，换谁都会着急，对不起。目前能确认的是 3.2 开机多了一个语音进程。"
COLD = "非常抱歉给您带来不便，我们会尽快处理。"


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1, text=POST), make.case(2, text=POST)))


@pytest.fixture
def complaint(desk: Desk) -> CaseId:
    classify(desk, C1, CaseKind.COMPLAINT)
    return C1


def _promise(desk: Desk, days: int = 3) -> Promising:
    return promises.promising(desk, what="倒车影像黑屏的原因", department="车机软件部", owner="小北", days=days)


def _told(promise: Promising) -> str:
    day = promise.due_at.astimezone()
    return f"{CALM}{day.month} 月 {day.day} 日前，我在这里向您说明进展。"


def _promised(desk: Desk, case: CaseId, days: int = 3) -> Decided:
    promise = _promise(desk, days)
    return complaints.reply(desk, case, message=_told(promise), promise=promise)


def test_a_reply_to_a_complaint_that_lacks_something_is_not_kept(desk: Desk, complaint: CaseId) -> None:
    with pytest.raises(ReplyLacks) as refused:
        complaints.reply(desk, complaint, message=COLD)
    assert str(refused.value.fields["which"]).split() == [Lack.NO_RESTATEMENT, Lack.NO_SUBSTANCE]
    assert "缺复述" in refused.value.sentence("zh")
    assert "No restatement" in refused.value.sentence("en")
    assert outbox.outbox(desk) == []
    assert case_view(desk, complaint).case.state is CaseState.NEW


def test_a_reason_lets_it_pass_and_stays_with_the_decision_and_in_the_ledger(desk: Desk, complaint: CaseId) -> None:
    complaints.reply(desk, complaint, message=COLD, despite=" 已电话沟通，对方只要一句道歉 ")
    (decision,) = [one for one in case_view(desk, complaint).decisions if one.text]
    assert decision.reason == "已电话沟通，对方只要一句道歉"
    query = sa.text(f"SELECT body FROM ledger WHERE kind = '{EntryKind.DECIDED.value}' ORDER BY seq DESC LIMIT 1")
    with desk.record.engine.connect() as connection:
        body = json.loads(connection.execute(query).scalar_one())
    assert body["despite"] == "no_restatement no_substance"
    settled = [one.intent for one in outbox.outbox(desk) if one.intent.kind is CommandKind.RESOLVE]
    assert [one.reason for one in settled] == ["已公开回复"], "why we passed our own gate is not told to the community"


def test_a_reason_that_was_not_needed_is_not_kept(desk: Desk, complaint: CaseId) -> None:
    complaints.reply(desk, complaint, message=CALM, despite="以防万一")
    assert [one.reason for one in case_view(desk, complaint).decisions if one.text] == [""]


@pytest.mark.parametrize("despite", ["", "有理由"])
def test_no_reason_lets_an_open_place_or_an_unregistered_promise_pass(
    desk: Desk, complaint: CaseId, despite: str
) -> None:
    with pytest.raises(UnfilledPlaceholder):
        complaints.reply(desk, complaint, message=CALM + "{单号}", despite=despite)
    with pytest.raises(PromiseUntold):
        complaints.reply(desk, complaint, message=CALM + "明天给您答复。", despite=despite)
    with pytest.raises(PromiseUntold):
        complaints.reply(desk, complaint, message=CALM, promise=_promise(desk), despite=despite)
    assert outbox.outbox(desk) == []
    assert promises_view.of_case(desk, complaint) == []


def test_any_kind_of_case_must_not_promise_past_the_register(desk: Desk) -> None:
    with pytest.raises(PromiseUntold) as refused:
        complaints.reply(desk, C1, message="明天 18 点前给您答复。")
    assert "明天 18 点前给您答复" in refused.value.sentence("zh")
    assert complaints.reply(desk, C1, message=COLD).state is CaseState.CLOSED, "the parts are for complaints"


def test_a_promise_lets_the_case_wait_and_settles_the_report(desk: Desk, complaint: CaseId) -> None:
    decided = _promised(desk, complaint)
    assert decided.state is CaseState.AWAITING_DEPARTMENT
    (promise,) = promises_view.of_case(desk, complaint)
    case = case_view(desk, complaint).case
    assert (promise.made.department, case.due_at, case.verdict) == ("车机软件部", promise.due_at, Verdict.NOT_UPHELD)
    assert outbox.outbox(desk)[-1].intent.outcome is CommunityState.DISMISSED


def test_taking_the_reply_back_takes_the_promise_back(desk: Desk, complaint: CaseId) -> None:
    promise = _promise(desk)
    decided = complaints.reply(desk, complaint, message=_told(promise), promise=promise, hold=timedelta(seconds=8))
    undoing.undo(desk, [decided.decision])
    assert case_view(desk, complaint).case.state is CaseState.NEW
    assert [one.ended for one in promises_view.of_case(desk, complaint) if one.ended is None] == []


def test_while_a_promise_is_open_one_more_word_closes_nothing(desk: Desk, complaint: CaseId, clock: Clock) -> None:
    _promised(desk, complaint)
    assert complaints.reply(desk, complaint, message="录音收到了，谢谢。").state is CaseState.AWAITING_DEPARTMENT
    clock.advance(days=8)
    intake.bring_back_due(desk)
    case = case_view(desk, complaint).case
    assert (case.state, case.came_back) == (CaseState.CLAIMED, Back.TERM_ENDED)
    assert complaints.reply(desk, complaint, message="我们还在查，抱歉让您久等。").state is CaseState.CLAIMED


def test_an_earlier_second_promise_brings_the_case_back_earlier(desk: Desk, complaint: CaseId) -> None:
    _promised(desk, complaint, days=5)
    later = case_view(desk, complaint).case.due_at
    promise = _promise(desk, days=1)
    complaints.reply(desk, complaint, message=_told(promise), promise=promise)
    due = case_view(desk, complaint).case.due_at
    assert (due, len(promises_view.of_case(desk, complaint))) == (promise.due_at, 2)
    assert due is not None
    assert later is not None
    assert due < later


@pytest.mark.parametrize("kind", [CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE])
def test_a_reply_closes_no_lane_of_its_own(desk: Desk, kind: CaseKind) -> None:
    classify(desk, C1, kind)
    decided = complaints.reply(desk, C1, message="请先靠边停车，人离开车辆。")
    assert decided.state is CaseState.CLAIMED
    assert CommandKind.RESOLVE not in {one.intent.kind for one in outbox.outbox(desk)}
    promise = _promise(desk)
    assert complaints.reply(desk, C1, message=_told(promise), promise=promise).state is CaseState.CLAIMED
    assert len(promises_view.of_case(desk, C1)) == 1


def test_a_closed_case_is_not_replied_to_and_nothing_is_said_twice(desk: Desk, complaint: CaseId) -> None:
    complaints.reply(desk, complaint, message=CALM)
    with pytest.raises(AlreadyThere):
        complaints.reply(desk, complaint, message=CALM + "还有一句。")
    classify(desk, C2, CaseKind.COMPLAINT)
    promise = _promise(desk)
    complaints.reply(desk, C2, message=_told(promise), promise=promise)
    with pytest.raises(SaidBefore):
        complaints.reply(desk, C2, message=_told(promise), promise=promise)


def test_a_promise_to_a_case_that_waits_for_its_author_leaves_it_waiting(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    due = case_view(desk, C1).case.due_at
    promise = _promise(desk)
    assert complaints.reply(desk, C1, message=_told(promise), promise=promise).state is CaseState.AWAITING_AUTHOR
    assert case_view(desk, C1).case.due_at == due
    assert len(promises_view.of_case(desk, C1)) == 1


# --- looking -------------------------------------------------------------------------------------------------


def test_looking_keeps_nothing_and_sees_what_sending_would(desk: Desk, complaint: CaseId) -> None:
    seen = complaints.look(desk, complaint, CALM)
    assert seen.parts == {Part.SOOTHE, Part.RESTATE, Part.EXPLAIN}
    assert seen.lacks == ()
    assert {one.lack for one in complaints.look(desk, complaint, COLD).blocking} == {
        Lack.NO_RESTATEMENT,
        Lack.NO_SUBSTANCE,
    }
    promise = _promise(desk)
    assert Part.PROMISE in complaints.look(desk, complaint, _told(promise), promise).parts
    assert outbox.outbox(desk) == []


def test_the_name_of_the_member_restates_nothing(desk: Desk, complaint: CaseId) -> None:
    seen = complaints.look(desk, complaint, "车友1，您好，我是小北。很抱歉，已确认是后台的原因导致。")
    assert Lack.NO_RESTATEMENT in {one.lack for one in seen.lacks}


def test_the_name_of_the_brand_restates_nothing(desk: Desk, complaint: CaseId) -> None:
    intake.on_pulled(desk, make.page(make.case(3, text="星途海悦就这？太差了，太差了。座椅塌了。"), cursor="cursor-3"))
    case = make.case(3).id
    classify(desk, case, CaseKind.COMPLAINT)
    text = "您好，我是星途海悦社区的小北。很抱歉，已确认是后台的原因导致。"
    assert Part.RESTATE in complaints.look(desk, case, text).parts
    team_facts.set_facts(desk, {"brand": "星途海悦"})
    assert Part.RESTATE not in complaints.look(desk, case, text).parts


def test_an_opening_is_counted_over_seven_days_without_what_was_taken_back(desk: Desk, clock: Clock) -> None:
    numbers = range(11, 18)
    intake.on_pulled(desk, make.page(*(make.case(number, text=POST) for number in numbers), cursor="cursor-2"))
    said = [
        complaints.reply(desk, make.case(number).id, message=f"车友{number}，您好。看到您说的，很不是滋味。{number}")
        for number in numbers
    ]

    def worn() -> list[str]:
        seen = complaints.look(desk, C2, "车友2，您好！看到您说的，很不是滋味。座椅……")
        return [one.words.zh for one in seen.lacks if one.lack is Lack.WORN_OPENING]

    assert "7 次" in worn()[0]
    undoing.undo(desk, [one.decision for one in said[:3]])
    assert worn() == []
    undone = len(said) - 3
    complaints.reply(desk, C1, message="您好，看到您说的，很不是滋味。")
    assert f"{undone + 1} 次" in worn()[0]
    clock.advance(days=8)
    assert worn() == []


def test_openings_are_read_by_the_day_and_not_by_reading_every_decision(desk: Desk) -> None:
    engine = desk.record.engine
    asked: list[tuple[str, object]] = []
    sa.event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
    complaints.look(desk, C1, CALM)
    ((sql, values),) = [one for one in asked if "decisions.at >=" in one[0]]
    lite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not lite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # whatever few rows would make it choose
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if lite else ''} {sql}", values).fetchall()
    assert any("ix_decisions_at" in str(row) for row in plan), plan
    assert not any("SCAN decisions" in str(row) or "Seq Scan on decisions" in str(row) for row in plan), plan


# --- what no reason lets pass --------------------------------------------------------------------------------


@pytest.mark.parametrize("despite", [".", "x", "\u200b\u200b\u200b\u200b", "……！！"])
def test_a_reason_that_says_nothing_lets_nothing_pass(desk: Desk, complaint: CaseId, despite: str) -> None:
    with pytest.raises(ReplyLacks):
        complaints.reply(desk, complaint, message=COLD, despite=despite)
    assert outbox.outbox(desk) == []


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (CALM + "您这种人活该。", ReplyInsults),
        (CALM + "请联系 TODO。", PlaceLeft),
        ("滚。", ReplyInsults),
    ],
)
def test_no_reason_lets_an_insult_or_a_place_left_pass(
    desk: Desk, complaint: CaseId, message: str, error: type[Refused]
) -> None:
    with pytest.raises(error) as refused:
        complaints.reply(desk, complaint, message=message, despite="已电话沟通，对方同意")
    assert refused.value.sentence("zh") != refused.value.sentence("en")
    assert outbox.outbox(desk) == []


def test_a_promise_of_another_day_than_the_registered_one_is_not_kept(desk: Desk, complaint: CaseId) -> None:
    promise = _promise(desk, days=5)
    with pytest.raises(PromiseUntold):
        complaints.reply(desk, complaint, message=f"{_told(promise)}明天给您答复。", promise=promise)
    assert promises_view.of_case(desk, complaint) == []


def test_nothing_is_promised_for_a_year_that_nobody_keeps_in_mind(desk: Desk) -> None:
    far = desk.clock() + timedelta(days=365)
    with pytest.raises(DueTooFar) as refused:
        promises.promising(desk, what="原因", department="质量部", owner="小北", due_at=far)
    assert str(far.astimezone().year) in refused.value.sentence("zh")
    near = desk.clock() + timedelta(days=363)
    assert promises.promising(desk, what="原因", department="质量部", owner="小北", due_at=near).due_at == near
