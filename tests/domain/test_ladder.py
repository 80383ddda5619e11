"""The ladder, held against what is said of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commands import DecisionId
from app.domain.conduct import Severity
from app.domain.ladder import SANCTIONS, STRIKE_LASTS, Past, Rung, Strike, points, propose
from app.domain.words import Words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ARTICLE = Words("不攻击人", "No attacks")
START = {
    (Severity.MINOR, False): Rung.COACHING,
    (Severity.MINOR, True): Rung.WARNING,
    (Severity.SERIOUS, False): Rung.WARNING,
    (Severity.SERIOUS, True): Rung.MUTE_1,
    (Severity.GRAVE, False): Rung.MUTE_7,
    (Severity.GRAVE, True): Rung.MUTE_7,
}
CLIMB = {
    Rung.WARNING: Rung.MUTE_1,
    Rung.MUTE_1: Rung.MUTE_7,
    Rung.MUTE_7: Rung.SUSPEND_30,
    Rung.SUSPEND_30: Rung.SUSPEND_30,
}


def _strike(
    rung: Rung, ago: timedelta = timedelta(days=1), *, overturned: bool = False, number: int = 1, waits: bool = False
) -> Strike:
    begun = None if waits else NOW - ago
    ends = begun + STRIKE_LASTS if begun else None
    return Strike(DecisionId(f"d-{number}"), rung, begun, ARTICLE, ends, overturned=overturned)


strikes = st.builds(
    _strike,
    st.sampled_from(SANCTIONS),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)),
    overturned=st.booleans(),
    number=st.integers(1, 99),
    waits=st.booleans(),
)
records = st.lists(strikes, max_size=8)
severities = st.sampled_from(Severity)


@pytest.mark.parametrize(("severity", "malice"), list(START))
def test_without_a_record_each_article_has_its_start(severity: Severity, malice: bool) -> None:
    assert propose(severity, malice=malice, record=[], when=NOW).rung is START[severity, malice]


@pytest.mark.parametrize("highest", SANCTIONS)
def test_the_next_is_one_above_the_highest_that_counts(highest: Rung) -> None:
    record = [_strike(Rung.WARNING, number=1), _strike(highest, number=2)]
    expected = max(CLIMB[highest], Rung.MUTE_1, key=lambda rung: rung.height)
    assert propose(Severity.SERIOUS, malice=False, record=record, when=NOW).rung is expected


def test_a_strike_counts_to_the_last_moment_of_its_180_days() -> None:
    edge = _strike(Rung.MUTE_1, STRIKE_LASTS - timedelta(milliseconds=1))
    over = _strike(Rung.MUTE_1, STRIKE_LASTS)
    assert propose(Severity.SERIOUS, malice=False, record=[edge], when=NOW).rung is Rung.MUTE_7
    proposal = propose(Severity.SERIOUS, malice=False, record=[over], when=NOW)
    assert (proposal.rung, proposal.not_counted) == (Rung.WARNING, ((over, Past.EXPIRED),))


@given(severity=severities, malice=st.booleans(), record=records)
def test_removal_is_never_proposed_and_a_proposal_never_lies_below_the_start(
    severity: Severity, malice: bool, record: list[Strike]
) -> None:
    proposal = propose(severity, malice=malice, record=record, when=NOW)
    assert proposal.rung is not Rung.REMOVAL
    assert proposal.rung.height >= START[severity, malice].height
    assert proposal.next_rung.height == min(proposal.rung.height + 1, Rung.REMOVAL.height)
    assert proposal.because


@given(severity=severities, malice=st.booleans(), record=records)
def test_every_earlier_measure_is_told_counted_or_not(severity: Severity, malice: bool, record: list[Strike]) -> None:
    proposal = propose(severity, malice=malice, record=record, when=NOW)
    told = [*proposal.counted, *(one for one, _ in proposal.not_counted)]
    assert sorted(map(id, told)) == sorted(map(id, record))
    assert points(record, NOW) == sum(one.rung.strikes for one in proposal.counted)


@given(severity=severities, malice=st.booleans(), record=records)
def test_what_does_not_count_changes_nothing(severity: Severity, malice: bool, record: list[Strike]) -> None:
    counting = [one for one in record if one.not_counted(NOW) is None]
    with_all = propose(severity, malice=malice, record=record, when=NOW)
    with_few = propose(severity, malice=malice, record=counting, when=NOW)
    assert with_all.rung is with_few.rung


@given(record=records, overturned=st.integers(0, 7), severity=severities)
def test_overturning_never_makes_a_proposal_heavier(record: list[Strike], overturned: int, severity: Severity) -> None:
    from dataclasses import replace

    lighter = [replace(one, overturned=one.overturned or at == overturned) for at, one in enumerate(record)]
    before = propose(severity, malice=False, record=record, when=NOW).rung
    assert propose(severity, malice=False, record=lighter, when=NOW).rung.height <= before.height


@given(record=records, severity=severities, later=st.timedeltas(timedelta(0), timedelta(days=500)))
def test_time_without_a_breach_never_makes_a_proposal_heavier(
    record: list[Strike], severity: Severity, later: timedelta
) -> None:
    settled = [one for one in record if one.took_effect_at is not None]
    now = propose(severity, malice=False, record=settled, when=NOW).rung
    assert propose(severity, malice=False, record=settled, when=NOW + later).rung.height <= now.height


@given(record=records, when=st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_nothing_that_took_effect_later_counts_before(record: list[Strike], when: timedelta) -> None:
    moment = NOW + when
    for one in propose(Severity.SERIOUS, malice=False, record=record, when=moment).counted:
        assert one.took_effect_at is not None
        assert one.took_effect_at <= moment < one.took_effect_at + STRIKE_LASTS


def test_a_strike_expires_when_the_member_was_told_whatever_the_rule_says_today() -> None:
    told = Strike(DecisionId("d-1"), Rung.MUTE_1, NOW - timedelta(days=100), ARTICLE, NOW - timedelta(days=10))
    assert propose(Severity.SERIOUS, malice=False, record=[told], when=NOW).not_counted == ((told, Past.EXPIRED),)


def test_malice_never_makes_it_lighter_and_strikes_are_as_announced() -> None:
    assert [rung.strikes for rung in Rung] == [0, 1, 2, 3, 6, 0]
    for severity in Severity:
        calm = propose(severity, malice=False, record=[], when=NOW).rung
        assert propose(severity, malice=True, record=[], when=NOW).rung.height >= calm.height


@pytest.mark.parametrize(("ago", "told"), [(timedelta(hours=2), True), (timedelta(minutes=30), False)])
def test_what_was_written_before_the_last_measure_is_pointed_out_and_climbs_all_the_same(
    ago: timedelta, told: bool
) -> None:
    record = [_strike(Rung.WARNING, timedelta(hours=1))]
    proposal = propose(Severity.SERIOUS, malice=False, record=record, when=NOW, written_at=NOW - ago)
    assert proposal.rung is Rung.MUTE_1
    assert any("不是处置之后再犯" in line.zh for line in proposal.because) is told
