"""The clocks of lanes, by a time that is told: when each ends, what stops it, and how it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.cases import CaseKind
from app.domain.lanes import STAGES, LaneEvent, LaneStep, Severity, missing, numbers, severity
from app.domain.lanes_clocks import (
    SECOND_ALARM_AFTER,
    AlarmLevel,
    Clock,
    ClockName,
    clock_words,
    clocks,
    lasted,
    level,
    next_due,
    worst,
)

NOON = datetime(2026, 2, 17, 12, 0, tzinfo=UTC)
"""A day of the spring festival, on which no office works: these clocks run all the same."""
WRITTEN, HAPPENED = NOON - timedelta(minutes=40), NOON - timedelta(hours=3)


def _clocks(lane: CaseKind, *events: LaneEvent) -> dict[ClockName, Clock]:
    return {one.name: one for one in clocks(lane, events, since=NOON, written_at=WRITTEN)}


def _event(lane: CaseKind, step: LaneStep, at: datetime = NOON, **more: object) -> LaneEvent:
    return LaneEvent(step, lane, at, **more)  # type: ignore[arg-type]


def _incident(**how: bool) -> LaneEvent:
    return _event(CaseKind.SAFETY, LaneStep.INCIDENT, occurred_at=HAPPENED, **how)


@pytest.mark.parametrize(
    ("lane", "name", "due_at"),
    [
        (CaseKind.SAFETY, ClockName.ACKNOWLEDGE, NOON + timedelta(minutes=15)),
        (CaseKind.SAFETY, ClockName.PASS_ON, NOON + timedelta(minutes=30)),
        (CaseKind.SAFETY, ClockName.REPORT, WRITTEN + timedelta(hours=12)),
        (CaseKind.SAFETY, ClockName.FORM, WRITTEN + timedelta(hours=48)),
        (CaseKind.UNLAWFUL, ClockName.ACKNOWLEDGE, NOON + timedelta(hours=1)),
        (CaseKind.UNLAWFUL, ClockName.HIDE, NOON + timedelta(hours=1)),
        (CaseKind.UNLAWFUL, ClockName.POLICE, NOON + timedelta(hours=24)),
        (CaseKind.RIGHTS_NOTICE, ClockName.CHECK, NOON + timedelta(hours=24)),
        (CaseKind.CARE, ClockName.ACKNOWLEDGE, NOON + timedelta(minutes=15)),
        (CaseKind.CARE, ClockName.CALL, NOON + timedelta(minutes=30)),
    ],
)
def test_each_clock_ends_in_natural_hours(lane: CaseKind, name: ClockName, due_at: datetime) -> None:
    clock = _clocks(lane)[name]
    assert (clock.due_at, clock.done_at) == (due_at, None)
    assert not clock.late(due_at)
    assert clock.late(due_at + timedelta(seconds=1))
    assert clock.source.zh
    assert clock.source.en


@pytest.mark.parametrize(
    ("how", "hours"),
    [({}, 12), ({"injury": True, "effect": False}, 6), ({"injury": False, "effect": True}, 6)],
)
def test_the_terms_of_reporting_run_from_the_accident_and_are_shorter_where_it_was_grave(
    how: dict[str, bool], hours: int
) -> None:
    found = _clocks(CaseKind.SAFETY, _incident(**how))
    assert found[ClockName.REPORT].due_at == HAPPENED + timedelta(hours=hours)
    assert found[ClockName.FORM].due_at == HAPPENED + timedelta(hours=48)
    assert not found[ClockName.REPORT].guessed
    assert _clocks(CaseKind.SAFETY)[ClockName.REPORT].guessed


def test_a_report_stops_its_clock_at_the_moment_at_which_it_was_made() -> None:
    made = HAPPENED + timedelta(hours=13)
    reported = _event(CaseKind.SAFETY, LaneStep.REPORTED, made + timedelta(hours=2), occurred_at=made)
    clock = _clocks(CaseKind.SAFETY, _incident(), reported)[ClockName.REPORT]
    assert clock.done_at == made
    assert clock.late(made)
    assert clock_words(clock, NOON).zh == "上报主管部门：超时完成"


def test_what_is_shown_again_waits_fifteen_days_from_the_letter_back() -> None:
    lane = CaseKind.RIGHTS_NOTICE
    assert ClockName.FORWARD not in _clocks(lane)
    checked = _event(lane, LaneStep.CHECKED)
    assert _clocks(lane, checked)[ClockName.FORWARD].due_at == NOON + timedelta(hours=48)
    sent = NOON + timedelta(days=2)
    back = _event(lane, LaneStep.FORWARDED_BACK, sent + timedelta(hours=1), occurred_at=sent)
    assert _clocks(lane, checked, back)[ClockName.RESTORE].due_at == sent + timedelta(days=15)


def test_the_clock_that_ends_first_is_next_and_those_that_are_over_come_longest_first() -> None:
    found = _clocks(CaseKind.SAFETY).values()
    first = next_due(found)
    assert first is not None
    assert first.name is ClockName.ACKNOWLEDGE
    late = worst(found, NOON + timedelta(minutes=31))
    assert [one.name for one in late] == [ClockName.ACKNOWLEDGE, ClockName.PASS_ON]
    assert next_due([]) is None


def test_an_alarm_reaches_the_lead_after_a_quarter_of_an_hour() -> None:
    assert level(NOON, NOON) is AlarmLevel.FIRST
    assert level(NOON, NOON + SECOND_ALARM_AFTER - timedelta(seconds=1)) is AlarmLevel.FIRST
    assert level(NOON, NOON + timedelta(minutes=15)) is AlarmLevel.SECOND


@pytest.mark.parametrize(
    ("kind", "raised", "reported_as", "expected"),
    [
        (CaseKind.SAFETY, "", "", Severity.P0),
        (CaseKind.CARE, "", "spam", Severity.P0),
        (CaseKind.VIOLATION, "safety:冒烟", "spam", Severity.P0),
        (CaseKind.VIOLATION, "unlawful:冰毒", "", Severity.P1),
        (CaseKind.RIGHTS_NOTICE, "", "", Severity.P1),
        (CaseKind.VIOLATION, "", "privacy", Severity.P1),
        (CaseKind.COMPLAINT, "", "", Severity.P2),
        (CaseKind.VIOLATION, "", "spam", Severity.P3),
        (CaseKind.SUGGESTION, "", "", Severity.P3),
    ],
)
def test_how_grave_a_case_is(kind: CaseKind, raised: str, reported_as: str, expected: Severity) -> None:
    assert severity(kind, raised, reported_as) is expected


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=7), "7 分钟"),
        (timedelta(hours=5), "5 小时"),
        (timedelta(hours=5, minutes=20), "5 小时 20 分"),
        (-timedelta(minutes=90), "1 小时 30 分"),
        (timedelta(days=3, hours=2), "3 天 2 小时"),
    ],
)
def test_a_span_is_said_as_people_say_it(span: timedelta, said: str) -> None:
    assert lasted(span).zh == said


def test_every_lane_has_steps_and_only_its_required_ones_are_missing() -> None:
    for lane, stages in STAGES.items():
        assert {one.step for one in missing(lane, [])} == {one.step for one in stages if one.required}
    assert [one.number for one in numbers(CaseKind.CARE)] == ["110", "120", "12356"]
