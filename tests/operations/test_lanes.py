"""Lanes of their own on both engines: entering, steps, alarms, the end, and what no decision can do to them."""

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.demo.content import STAFF
from app.domain.cases import CaseKind, CaseState, CommunityState, Verdict
from app.domain.commands import CommandKind
from app.domain.decisions import Decided
from app.domain.lanes import LaneStep, Severity
from app.domain.lanes_clocks import AlarmLevel, ClockName
from app.domain.ledger import EntryKind
from app.domain.roles import Role
from app.domain.triage import QueueFilter
from app.domain.words import Words
from app.errors import (
    AlreadyThere,
    InItsLane,
    LaneStays,
    LaneUnfinished,
    NoLane,
    NoRight,
    NotCoachable,
    NotForTrainees,
    NothingHidden,
    NothingRaised,
    NotOfLane,
    NotPreserved,
    NotSanctionable,
    NotYet,
    OnItsWay,
    RaisedUnseen,
    ReasonNeeded,
    StatementFirst,
    StatementMissing,
    StricterStands,
    TermRuns,
    WaitsForSecond,
    WhomMissing,
)
from app.operations import (
    accounts,
    approving,
    case_view,
    claiming,
    classifying,
    coaching,
    complaints,
    delivery,
    dismissing,
    handover,
    intake,
    lanes,
    lanes_letters,
    lanes_measures,
    lanes_raising,
    lanes_rights,
    lanes_view,
    preserving,
    promises,
    sanctions,
    triage,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.operations.promising import promised

EVERY = tuple(CommandKind)
SMOKE = "充电的时候前机舱冒烟了，有图"
C1, C2, C3 = (make.case(number).id for number in (1, 2, 3))
LETTER = "您好，请先不要再开这辆车，有消息我马上告诉您。"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return dataclasses.replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


@pytest.fixture
def smoking(desk: Desk) -> Desk:
    """A desk with a case that a keyword raised, and one beside it."""
    intake.on_pulled(desk, make.page(make.case(1, text=SMOKE), make.case(2)))
    return desk


def _case(desk: Desk, case: str = C1) -> object:
    return case_view.case_view(desk, case).case  # type: ignore[arg-type]


def _in_lane(desk: Desk, kind: CaseKind, *, acknowledged: bool = True) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    lanes.enter(desk, C1, kind)
    if acknowledged:
        lanes.acknowledge(desk, C1)


def _steps(desk: Desk) -> list[LaneStep]:
    return [one.step for one in lanes_view.lane_view(desk, C1).events]


# --- what a keyword raises ----------------------------------------------------------------------------


def test_a_keyword_raises_a_new_case_to_the_top_with_its_words_and_does_nothing_else(smoking: Desk) -> None:
    first, second = triage.queue(smoking)
    assert (first.id, first.raised, first.urgency) == (C1, "safety:冒烟", 0)
    assert (second.raised, first.kind, first.state) == ("", CaseKind.VIOLATION, CaseState.NEW)
    assert [row.id for row in triage.queue(smoking, QueueFilter(alarms=True))] == [C1]
    assert triage.counts(smoking, [QueueFilter(alarms=True)]) == [1]


def test_an_edit_raises_too_and_what_was_raised_stays_though_the_word_goes(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2, text=SMOKE)))
    assert not triage.queue(desk)[1].raised
    edits = (
        make.case(1, version="2", text=SMOKE, post_version="2"),
        make.case(2, version="2", text="没事了", post_version="2"),
    )
    intake.on_pulled(desk, make.page(*edits, cursor="cursor-2"))
    assert [row.raised for row in triage.queue(desk)] == ["safety:冒烟", "safety:冒烟"]


@pytest.mark.parametrize("answer", ["coach", "reply", "dismiss", "sanction"])
def test_nobody_answers_what_was_raised_before_they_said_whether_it_is_an_alarm(smoking: Desk, answer: str) -> None:
    with pytest.raises(RaisedUnseen) as caught:
        _answer(smoking, answer)
    assert "冒烟" in caught.value.sentence("en")
    lanes.clear(smoking, C1, reason="烧烤")
    _answer(smoking, answer)
    assert _case(smoking).state is not CaseState.NEW  # type: ignore[attr-defined]


def _answer(desk: Desk, answer: str) -> None:
    if answer == "coach":
        coaching.coach(desk, C1, article=9, message=LETTER)
    elif answer == "reply":
        complaints.reply(desk, C1, message=LETTER)
    elif answer == "dismiss":
        dismissing.dismiss(desk, C1)
    else:
        sanctions.sanction(desk, C1, Wish(article=3))


def test_many_at_once_leave_out_what_was_raised(smoking: Desk) -> None:
    batch = dismissing.dismiss_many(smoking, [C1, C2], reason="广告")
    assert [one.case for one in batch.decided] == [C2]
    assert [one for one, _ in batch.refused] == [C1]


def test_whoever_passes_an_alarm_on_sees_to_it_in_one_step_or_none(smoking: Desk) -> None:
    with pytest.raises(WhomMissing):
        lanes.pass_on(smoking, C1, " ")
    assert _case(smoking).kind is CaseKind.VIOLATION  # type: ignore[attr-defined]
    lanes.pass_on(smoking, C1, "质量部")
    assert lanes_view.alarms(smoking) == []
    assert {LaneStep.ACKNOWLEDGED, LaneStep.PASSED_ON} <= {*_steps(smoking)}


def test_what_comes_next_is_one_rule(desk: Desk) -> None:
    _in_lane(desk, CaseKind.RIGHTS_NOTICE)
    for empty in (" ", "-"):
        with pytest.raises(WhomMissing):
            lanes_rights.check_notice(desk, C1, empty)
    lanes_rights.check_notice(desk, C1, "远山影像")
    lanes_rights.forward(desk, C1, LETTER)
    with pytest.raises(StatementMissing):
        lanes_rights.counter_statement(desk, C1, "  ")
    lanes_measures.hide(desk, C1)
    assert lanes_view.lane_view(desk, C1).next is None  # a statement is waited for, and nothing rests on it


def test_a_closing_word_of_a_promise_closes_no_lane(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(make.case(1, text="中控黑屏，五次进店还没修好")))
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    promise = promised(desk)
    _deliver(desk)
    lanes.enter(desk, C1, CaseKind.SAFETY)
    lanes.pass_on(desk, C1, "质量部")
    promises.close(desk, promise.id, "已为您修好，请再试试。")
    assert _case(desk).state is not CaseState.CLOSED  # type: ignore[attr-defined]


def test_what_was_seen_to_be_none_is_not_raised_again_by_the_same_word(smoking: Desk) -> None:
    done = lanes.clear(smoking, C1)
    assert (done.event.step, done.event.text) == (LaneStep.CLEARED, "safety:冒烟")
    assert not _case(smoking).raised  # type: ignore[attr-defined]
    with pytest.raises(NothingRaised):
        lanes.clear(smoking, C1)
    intake.on_pulled(smoking, make.page(make.case(1, version="2", text="还是冒烟", post_version="2"), cursor="c2"))
    assert not _case(smoking).raised  # type: ignore[attr-defined]
    intake.on_pulled(smoking, make.page(make.case(1, version="3", text="冒烟又断电", post_version="3"), cursor="c3"))
    assert _case(smoking).raised == "safety:断电"  # type: ignore[attr-defined]


def test_a_cleared_word_is_raised_again_by_a_text_that_says_more_and_no_trainee_clears_alone(
    smoking: Desk, other: Desk
) -> None:
    with pytest.raises(NotForTrainees):
        lanes.clear(_trainee(smoking, other), C1)
    lanes.clear(smoking, C1)
    text = SMOKE + "，人受伤送医院了"
    intake.on_pulled(smoking, make.page(make.case(1, version="2", text=text, post_version="2"), cursor="c2"))
    assert _case(smoking).raised == "safety:冒烟"  # type: ignore[attr-defined]


def _deliver(desk: Desk) -> None:
    while (command := delivery.on_sending(desk)) is not None:
        delivery.on_sent(desk, command, make.receipt(f"m-{command.id}"))


def _trainee(desk: Desk, other: Desk) -> Desk:
    roles = frozenset({Role.MODERATOR, Role.TRAINEE})
    accounts.set_roles(desk, other.me.id, [*roles])
    return dataclasses.replace(other, me=dataclasses.replace(other.me, roles=roles))


# --- opened again -------------------------------------------------------------------------------------


def test_a_case_that_came_settled_is_looked_at_once_it_is_reported_again(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1, text=SMOKE, state=CommunityState.DISMISSED)))
    assert not _case(desk).raised  # type: ignore[attr-defined]
    intake.on_pulled(desk, make.page(make.case(1, version="2", text=SMOKE, reports=2), cursor="c2"))
    assert [one.case for one in lanes_view.alarms(desk)] == [C1]
    assert triage.queue(desk)[0].urgency == 0


def test_an_edit_of_a_closed_case_is_looked_at_once_it_is_reported_again(desk: Desk) -> None:
    for version, text, post, state, reports in (
        ("1", "普通的话", "1", CommunityState.DISMISSED, 1),
        ("2", SMOKE, "2", CommunityState.DISMISSED, 1),
        ("3", SMOKE, "2", CommunityState.OPEN, 2),
    ):
        remote = make.case(1, version=version, text=text, post_version=post, state=state, reports=reports)
        intake.on_pulled(desk, make.page(remote, cursor=f"c{version}"))
    assert _case(desk).raised == "safety:冒烟"  # type: ignore[attr-defined]


def test_a_safety_case_that_is_reported_again_begins_its_lane_anew_with_its_alarm(smoking: Desk, clock: Clock) -> None:
    lanes.acknowledge(smoking, C1)
    lanes.pass_on(smoking, C1, "质量部")
    lanes.incident(smoking, C1, clock() - timedelta(hours=1), injury=True)
    _finish(smoking)
    _deliver(smoking)
    settled = make.case(1, version="2", text=SMOKE, state=CommunityState.DISMISSED)
    intake.on_pulled(smoking, make.page(settled, cursor="c2"))
    clock.advance(days=3)
    again = make.case(1, version="3", text=SMOKE, reports=2)
    intake.on_pulled(smoking, make.page(again, cursor="c3"))
    (alarm,) = lanes_view.alarms(smoking)
    assert (alarm.case, alarm.level, alarm.since, alarm.entered) == (C1, AlarmLevel.FIRST, clock(), True)
    report = next(one for one in lanes_view.lane_view(smoking, C1).clocks if one.name is ClockName.REPORT)
    assert (report.since, report.guessed) == (clock(), True)
    with pytest.raises(LaneUnfinished):
        lanes.close(smoking, C1)
    lanes.acknowledge(smoking, C1)
    lanes.pass_on(smoking, C1, "质量部")
    assert _finish(smoking).state is CaseState.CLOSED


def _finish(desk: Desk) -> Decided:
    """Close the case of a lane in which nothing has to be reported, and say why the rest was left."""
    lanes.nothing_to_report(desk, C1, "质量部：烧烤炉的烟")
    return lanes.close(desk, C1, reason="质量部已现场核实，无须再办")


def test_a_case_that_enters_its_lane_again_has_its_first_alarm_then(desk: Desk, other: Desk, clock: Clock) -> None:
    _in_lane(desk, CaseKind.SAFETY, acknowledged=False)
    clock.advance(minutes=20)
    assert lanes_view.alarm_shown(desk, C1).areas
    classifying.classify(desk, C1, CaseKind.VIOLATION, reason="烧烤")
    approving.approve(other, C1)
    clock.advance(minutes=20)
    lanes.enter(desk, C1, CaseKind.SAFETY)
    (alarm,) = lanes_view.alarms(desk)
    assert (alarm.level, alarm.since, alarm.shown) == (AlarmLevel.FIRST, clock(), False)


@pytest.mark.parametrize("raised", [True, False])
def test_neither_the_community_nor_a_post_that_goes_closes_what_cannot_wait(desk: Desk, raised: bool) -> None:
    text = SMOKE if raised else "普通的话"
    intake.on_pulled(desk, make.page(make.case(1, text=text), make.case(2, text=text)))
    if not raised:
        lanes.enter(desk, C1, CaseKind.UNLAWFUL)
        lanes.enter(desk, C2, CaseKind.UNLAWFUL)
    settled = make.case(1, version="2", text=text, state=CommunityState.DISMISSED)
    intake.on_pulled(desk, make.page(settled, cursor="c2", gone_cases=(C2,)))
    assert [row.state for row in triage.queue(desk)] == [CaseState.NEW, CaseState.NEW]


def test_other_keywords_are_tried_on_open_cases_once(smoking: Desk) -> None:
    assert lanes_raising.scan(smoking) == 0
    own = smoking.record.folder / lanes_raising.OWN_FILE
    own.write_text('{"lanes": {"safety": {"words": ["贴膜"], "without": ["冒烟"]}}}', encoding="utf-8")
    assert lanes_raising.scan(smoking, blocks=1) == 1
    assert lanes_raising.scan(smoking) == 0
    assert sorted(row.raised for row in triage.queue(smoking)) == ["safety:冒烟", "safety:贴膜"]


def test_a_team_file_that_cannot_be_read_is_told_of_and_the_words_that_ship_go_on(desk: Desk) -> None:
    (desk.record.folder / lanes_raising.OWN_FILE).write_text("{", encoding="utf-8")
    problem = lanes_raising.problem(desk)
    assert problem is not None
    assert lanes_raising.OWN_FILE in problem.sentence("zh")
    intake.on_pulled(desk, make.page(make.case(1, text=SMOKE)))
    assert triage.queue(desk)[0].raised == "safety:冒烟"


# --- entering -----------------------------------------------------------------------------------------


def test_entering_a_lane_takes_one_step_shows_the_hit_there_and_can_be_taken_back_at_once(smoking: Desk) -> None:
    decided = lanes.enter(smoking, C1, CaseKind.SAFETY)
    view = lanes_view.lane_view(smoking, C1)
    assert (view.lane, view.hit, view.severity) == (CaseKind.SAFETY, "safety:冒烟", Severity.P0)
    assert not view.case.raised
    undoing.undo(smoking, [decided.decision])
    case = _case(smoking)
    assert (case.kind, case.raised) == (CaseKind.VIOLATION, "safety:冒烟")  # type: ignore[attr-defined]


def test_a_minute_later_it_takes_two(smoking: Desk, clock: Clock) -> None:
    decided = lanes.enter(smoking, C1, CaseKind.SAFETY)
    clock.advance(seconds=61)
    for back in (0, -7200):
        clock.advance(seconds=back)
        with pytest.raises(LaneStays):
            undoing.undo(smoking, [decided.decision])


def test_a_complaint_enters_safety_by_one_person_but_unlawful_by_two(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    for case in (C1, C2):
        classifying.classify(desk, case, CaseKind.COMPLAINT)
    assert lanes.enter(desk, C1, CaseKind.SAFETY).state is CaseState.NEW
    with pytest.raises(ReasonNeeded):
        lanes.enter(desk, C2, CaseKind.UNLAWFUL)
    assert lanes.enter(desk, C2, CaseKind.UNLAWFUL, reason="买卖信息").state is CaseState.AWAITING_APPROVAL


def test_a_claim_on_its_way_keeps_nobody_from_entering_but_an_answer_does(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    claiming.claim(desk, C1)
    lanes.enter(desk, C1, CaseKind.SAFETY)
    coaching.coach(desk, C2, article=9, message=LETTER)
    with pytest.raises(OnItsWay):
        lanes.enter(desk, C2, CaseKind.SAFETY)


def test_a_hit_outlives_another_lane_until_it_was_cleared_or_passed_on(smoking: Desk) -> None:
    lanes.enter(smoking, C1, CaseKind.RIGHTS_NOTICE)
    lanes.acknowledge(smoking, C1)
    lanes_rights.check_notice(smoking, C1, "远山影像", text="作品登记证书")
    (alarm,) = lanes_view.alarms(smoking)
    assert (alarm.lane, alarm.severity, alarm.raised, alarm.entered) == (
        CaseKind.SAFETY,
        Severity.P0,
        "safety:冒烟",
        False,
    )
    assert triage.queue(smoking)[0].urgency == 0
    with pytest.raises(RaisedUnseen):
        lanes.close(smoking, C1)
    lanes.pass_on(smoking, C1, "质量与安全部")
    assert lanes_view.alarms(smoking) == []
    assert _finish(smoking).state is CaseState.CLOSED


@pytest.mark.parametrize("lane", [CaseKind.SAFETY, CaseKind.CARE])
def test_what_waits_for_another_person_keeps_nobody_from_the_lanes_of_life_and_limb(
    desk: Desk, other: Desk, lane: CaseKind
) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    trainee = _trainee(desk, other)
    decided = dismissing.dismiss(trainee, C1)
    assert decided.state is CaseState.AWAITING_APPROVAL
    with pytest.raises(WaitsForSecond):
        lanes.enter(trainee, C1, CaseKind.UNLAWFUL)
    lanes.enter(trainee, C1, lane)
    case = case_view.case_view(desk, C1)
    assert (case.case.kind, case.case.state) == (lane, CaseState.CLAIMED)
    assert next(one for one in case.decisions if one.id == decided.decision).undone_at is not None
    assert approving.waiting(desk, C1) is None


def test_an_alarm_is_acknowledged_while_a_decision_waits(desk: Desk, other: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    dismissing.dismiss(_trainee(desk, other), C1)
    intake.on_pulled(desk, make.page(make.case(1, version="2", text=SMOKE, post_version="2"), cursor="c2"))
    lanes.acknowledge(desk, C1)
    assert _case(desk).kind is CaseKind.SAFETY  # type: ignore[attr-defined]
    assert lanes_view.alarms(desk) == []
    with desk.record.connection() as connection:
        kinds = connection.execute(sa.text("SELECT kind FROM ledger")).scalars().all()
    assert EntryKind.DECISION_SENT_BACK.value in kinds


def test_a_trainee_enters_a_lane_at_once(smoking: Desk, other: Desk) -> None:
    accounts.set_roles(smoking, other.me.id, [Role.MODERATOR, Role.TRAINEE])
    trainee = dataclasses.replace(
        other, me=dataclasses.replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE}))
    )
    assert lanes.acknowledge(trainee, C1).event.step is LaneStep.ACKNOWLEDGED
    assert _case(smoking).kind is CaseKind.SAFETY  # type: ignore[attr-defined]
    lanes.pass_on(trainee, C1, "质量部")
    lanes.nothing_to_report(smoking, C1, "质量部：烧烤炉的烟")
    assert lanes.close(trainee, C1, reason="质量部已现场核实").state is CaseState.AWAITING_APPROVAL
    assert LaneStep.CLOSED not in _steps(smoking)
    assert approving.approve(smoking, C1).state is CaseState.CLOSED


def test_what_has_no_lane_is_not_entered(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    with pytest.raises(NoLane):
        lanes.enter(desk, C1, CaseKind.COMPLAINT)
    with pytest.raises(NotOfLane):
        lanes.acknowledge(desk, C1)
    with pytest.raises(NotOfLane):
        lanes.close(desk, C1)


# --- nothing else can be done to it -------------------------------------------------------------------


@pytest.mark.parametrize("kind", [CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE])
def test_a_lane_of_its_own_is_not_coached_sanctioned_dismissed_or_accepted(desk: Desk, kind: CaseKind) -> None:
    _in_lane(desk, kind)
    with pytest.raises(NotCoachable):
        coaching.coach(desk, C1, article=9, message=LETTER)
    with pytest.raises(NotSanctionable):
        sanctions.sanction(desk, C1, Wish(article=3))
    with pytest.raises(InItsLane):
        dismissing.dismiss(desk, C1)
    assert not dismissing.dismiss_many(desk, [C1], reason="广告").decided
    with pytest.raises(LaneUnfinished):
        lanes.close(desk, C1)
    assert _case(desk).state is CaseState.NEW  # type: ignore[attr-defined]


def test_a_public_word_in_a_lane_leaves_the_case_and_its_report_open(desk: Desk) -> None:
    _in_lane(desk, CaseKind.SAFETY)
    decided = complaints.reply(desk, C1, message=LETTER)
    assert decided.state is CaseState.CLAIMED
    view = case_view.case_view(desk, C1)
    assert CommandKind.RESOLVE not in {one.intent.kind for one in view.commands}
    row = triage.queue(desk, QueueFilter(ours=True))[0]
    assert (row.id, row.urgency) == (C1, 0)


# --- safety -------------------------------------------------------------------------------------------


def test_a_safety_case_from_the_hit_to_its_end(smoking: Desk, clock: Clock) -> None:
    lanes.acknowledge(smoking, C1)
    with pytest.raises(AlreadyThere):
        lanes.acknowledge(smoking, C1)
    with pytest.raises(LaneUnfinished) as caught:
        lanes.close(smoking, C1)
    assert "转给负责部门" in caught.value.sentence("zh")
    for nobody in ("  ", ".", "……", "x", "\u200b\u2060"):
        with pytest.raises(WhomMissing):
            lanes.pass_on(smoking, C1, nobody)
    lanes.pass_on(smoking, C1, "质量与安全部", number="QS-77", text="已电话")
    happened = clock() - timedelta(hours=5)
    with pytest.raises(NotYet):
        lanes.incident(smoking, C1, clock() + timedelta(hours=1))
    lanes.incident(smoking, C1, happened, injury=True, text="前机舱")
    view = lanes_view.lane_view(smoking, C1)
    report = next(one for one in view.clocks if one.name is ClockName.REPORT)
    assert (report.due_at - happened, report.guessed) == (timedelta(hours=6), False)
    lanes.report(smoking, C1, "市场监管总局缺陷中心", number="SR-1")
    lanes.report(smoking, C1, "市场监管总局缺陷中心", number="SR-1", form=True)
    decided = lanes.close(smoking, C1, reason="已由质量部跟进")
    assert decided.state is CaseState.CLOSED
    assert _case(smoking).verdict is Verdict.NOT_UPHELD  # type: ignore[attr-defined]
    ended, *told = lanes_view.register(smoking)
    assert [one.event.number for one in told] == ["SR-1", "SR-1", "QS-77"]
    assert ended.left == (LaneStep.OWNER_CONTACTED, LaneStep.PRESERVED)
    with smoking.record.read() as tx:
        assert tx.ledger.verify().ok


def test_neither_an_edit_nor_a_later_entry_moves_a_term_of_the_law_but_a_lead_puts_it_right(
    smoking: Desk, other: Desk, clock: Clock
) -> None:
    lanes.acknowledge(smoking, C1)
    guessed = _report_due(smoking)
    clock.advance(hours=5)
    edited = make.case(1, version="2", text=SMOKE + "（补图）", post_version="2", edited_at=clock())
    intake.on_pulled(smoking, make.page(edited, cursor="c2"))
    assert _report_due(smoking) == guessed
    happened, trainee = clock() - timedelta(hours=3), _trainee(smoking, other)
    lanes.incident(trainee, C1, happened, injury=True)
    assert _report_due(smoking) == happened + timedelta(hours=6)
    for at, hurt in ((clock(), True), (happened, False)):
        with pytest.raises(StricterStands):
            lanes.incident(trainee, C1, at, injury=hurt)
    with pytest.raises(NoRight):
        lanes.incident(trainee, C1, clock(), reason="记错了")
    lanes.incident(trainee, C1, happened - timedelta(hours=1), injury=True)
    assert _report_due(smoking) == happened + timedelta(hours=5)
    lanes.incident(smoking, C1, happened, reason="车主更正：没有人受伤")
    assert _report_due(smoking) == happened + timedelta(hours=12)
    with pytest.raises(NotForTrainees):
        lanes.nothing_to_report(trainee, C1, "质量部：烧烤炉的烟")
    with pytest.raises(WhomMissing):
        lanes.nothing_to_report(smoking, C1, ".")


def _report_due(desk: Desk) -> object:
    return next(one for one in lanes_view.lane_view(desk, C1).clocks if one.name is ClockName.REPORT).due_at


def test_without_anything_to_report_the_clocks_of_reporting_end(smoking: Desk) -> None:
    lanes.acknowledge(smoking, C1)
    names = {one.name for one in lanes_view.lane_view(smoking, C1).clocks}
    assert {ClockName.REPORT, ClockName.FORM} <= names
    with pytest.raises(WhomMissing):
        lanes.nothing_to_report(smoking, C1, " ")
    lanes.nothing_to_report(smoking, C1, "质量部：烧烤炉的烟")
    assert {one.name for one in lanes_view.lane_view(smoking, C1).clocks} == {ClockName.ACKNOWLEDGE, ClockName.PASS_ON}


def test_nothing_is_hidden_in_the_lanes_of_safety_and_care(desk: Desk) -> None:
    _in_lane(desk, CaseKind.CARE)
    with pytest.raises(NotOfLane):
        lanes_measures.hide(desk, C1)
    lanes.called(desk, C1, "110", text="已告知 IP 属地")
    lanes_measures.write_to(desk, C1, LETTER)
    assert lanes.close(desk, C1).state is CaseState.CLOSED


# --- alarms -------------------------------------------------------------------------------------------


def test_an_alarm_grows_louder_after_a_quarter_of_an_hour_and_ends_with_whoever_sees_to_it(
    smoking: Desk, other: Desk, clock: Clock
) -> None:
    (alarm,) = lanes_view.alarms(smoking)
    assert (alarm.case, alarm.level, alarm.raised, alarm.entered) == (C1, AlarmLevel.FIRST, "safety:冒烟", False)
    assert not lanes_view.alarm_shown(smoking, C1).areas
    clock.advance(minutes=15)
    assert lanes_view.alarms(other)[0].level is AlarmLevel.SECOND
    with pytest.raises(NoRight):
        lanes_view.alarm_shown(other, C1)
    assert lanes_view.alarm_shown(smoking, C1).areas
    assert not lanes_view.alarm_shown(smoking, C1).areas
    assert lanes_view.alarms(smoking)[0].shown
    lanes.enter(other, C1, CaseKind.SAFETY)
    assert lanes_view.alarms(other)[0].entered
    lanes.acknowledge(other, C1)
    assert lanes_view.alarms(other) == []
    acknowledged = next(one for one in lanes_view.lane_view(other, C1).clocks if one.name is ClockName.ACKNOWLEDGE)
    assert acknowledged.done_at == acknowledged.due_at == clock()


def test_every_alarm_is_found_behind_however_many_that_somebody_sees_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_view, "BLOCK", 2)
    intake.on_pulled(desk, make.page(*(make.case(number, text=SMOKE) for number in range(1, 7))))
    for number in range(1, 6):
        lanes.acknowledge(desk, make.case(number).id)
    assert [one.case for one in lanes_view.alarms(desk)] == ["c-6"]


def test_the_next_shift_is_told_the_clocks(smoking: Desk, clock: Clock) -> None:
    lanes.acknowledge(smoking, C1)
    clock.advance(minutes=50)
    assert "上报主管部门：已超时" in _told(smoking).zh
    lanes.nothing_to_report(smoking, C1, "质量部：烤炉的烟")
    assert "转给负责部门：已超时 20 分钟" in _told(smoking).zh
    assert "20 min over" in _told(smoking).en


def _told(desk: Desk) -> Words:
    (section,) = [one for one in handover.draft(desk).sections if one.id == "alarms"]
    assert section.alarm
    return section.lines[0].said


# --- unlawful content ---------------------------------------------------------------------------------


def test_unlawful_content_is_preserved_before_it_is_hidden_and_reported_before_it_is_closed(desk: Desk) -> None:
    _in_lane(desk, CaseKind.UNLAWFUL)
    with pytest.raises(NotPreserved):
        lanes_measures.hide(desk, C1)
    preserving.preserve(desk, C1)
    assert LaneStep.PRESERVED in _steps(desk)
    hidden = lanes_measures.hide(desk, C1)
    assert [one.intent.kind for one in case_view.case_view(desk, C1).commands] == [CommandKind.HIDE]
    with pytest.raises(AlreadyThere):
        lanes_measures.hide(desk, C1)
    with pytest.raises(LaneUnfinished):
        lanes.close(desk, C1)
    lanes.report(desk, C1, "滨江分局网安大队", number="A-2026-118")
    assert lanes.close(desk, C1).state is CaseState.CLOSED
    assert _case(desk).verdict is Verdict.UPHELD  # type: ignore[attr-defined]
    assert hidden.commands


def test_an_edit_after_the_seal_has_to_be_preserved_anew(desk: Desk) -> None:
    _in_lane(desk, CaseKind.UNLAWFUL)
    preserving.preserve(desk, C1)
    assert not lanes_view.lane_view(desk, C1).preserve_first
    intake.on_pulled(desk, make.page(make.case(1, version="2", text="换了一种说法", post_version="2"), cursor="c2"))
    assert lanes_view.lane_view(desk, C1).preserve_first
    with pytest.raises(NotPreserved):
        lanes_measures.hide(desk, C1)


def test_hiding_that_is_taken_back_did_not_happen(desk: Desk) -> None:
    _in_lane(desk, CaseKind.UNLAWFUL)
    preserving.preserve(desk, C1)
    decided = lanes_measures.hide(desk, C1, hold=timedelta(seconds=8))
    assert lanes_view.lane_view(desk, C1).hidden
    undoing.undo(desk, [decided.decision])
    assert not lanes_view.lane_view(desk, C1).hidden


# --- rights notices -----------------------------------------------------------------------------------


def test_a_rights_notice_forth_and_back_until_it_is_shown_again(desk: Desk, clock: Clock) -> None:
    _in_lane(desk, CaseKind.RIGHTS_NOTICE)
    for early in (
        lambda: lanes_rights.forward(desk, C1, LETTER),
        lambda: lanes_measures.hide(desk, C1),
        lambda: lanes_rights.counter_statement(desk, C1, "是我拍的"),
        lambda: lanes_rights.forward_back(desk, C1, "远山影像"),
    ):
        with pytest.raises(StatementFirst):
            early()
    lanes_rights.check_notice(desk, C1, "远山影像", text="作品登记证书、营业执照")
    lanes_rights.forward(desk, C1, LETTER)
    lanes_measures.hide(desk, C1)
    with pytest.raises(ReasonNeeded):
        lanes_measures.restore(desk, C1)
    lanes_rights.counter_statement(desk, C1, "原片是我拍的，附原始文件")
    lanes_rights.forward_back(desk, C1, "远山影像", number="EMS-1")
    with pytest.raises(TermRuns):
        lanes_measures.restore(desk, C1)
    clock.advance(days=15)
    assert lanes_measures.restore(desk, C1).state is CaseState.NEW
    with pytest.raises(NothingHidden):
        lanes_measures.restore(desk, C1)
    assert lanes.close(desk, C1).state is CaseState.CLOSED
    assert _case(desk).verdict is Verdict.NOT_UPHELD  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("step", [LaneStep.FORWARDED, LaneStep.FORWARDED_BACK])
def test_the_two_letters_name_the_post_and_leave_the_rest_to_a_person(
    desk: Desk, step: LaneStep, language: str
) -> None:
    _in_lane(desk, CaseKind.RIGHTS_NOTICE)
    lanes_rights.check_notice(desk, C1, "远山影像")
    text = lanes_letters.draft(desk, C1, step, language)  # type: ignore[arg-type]
    assert "远山影像" in text
    assert "新人求助" in text
    assert "{" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_slip_tells_the_department_what_it_needs_and_from_when_the_hours_count(
    smoking: Desk, clock: Clock, language: str
) -> None:
    lanes.acknowledge(smoking, C1)
    lanes.incident(smoking, C1, clock() - timedelta(hours=3), injury=True)
    text = lanes_letters.slip(smoking, C1, language)  # type: ignore[arg-type]
    assert SMOKE in text
    assert {"zh": "已过 3 小时", "en": "3 h ago"}[language] in text
    assert {"zh": "有人员受伤", "en": "somebody was hurt"}[language] in text


def test_every_step_stands_in_the_ledger(smoking: Desk) -> None:
    lanes.acknowledge(smoking, C1)
    lanes.minor(smoking, C1, text="自述初二")
    with smoking.record.connection() as connection:
        found = sa.text("SELECT count(*) FROM ledger WHERE kind = :kind")
        entries = connection.execute(found, {"kind": EntryKind.LANE_ENTERED.value}).scalar_one()
    assert entries == 2
    assert lanes_view.lane_view(smoking, C1).minor
