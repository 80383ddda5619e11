from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from app.cli.world import DemoWorld
from app.demo.past import PRESENT, Fate, Past
from app.demo.written import written_content
from app.domain.cases import CaseState
from app.operations import triage
from app.operations.accounts import verify_ledger
from app.settings import Settings
from app.start import now as real_now
from app.sync.cycle import run_round

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _past(now: datetime, months: int = 11) -> Past:
    return Past(now, months, written_content(now).members)


def test_the_past_ends_before_the_written_community_begins() -> None:
    mornings = _past(NOW).mornings()
    moments = [event.at for morning in mornings for event in morning]
    assert moments == sorted(moments)
    assert moments[0] > _past(NOW).begins
    assert moments[-1] < NOW - PRESENT
    assert {event.back for morning in mornings for event in morning} == set(range(12))


@pytest.mark.parametrize("now", [datetime(2027, 3, 1, 0, 5, tzinfo=UTC), datetime(2028, 1, 31, 23, 0, tzinfo=UTC)])
def test_every_day_has_a_past(now: datetime) -> None:
    events = [event for morning in _past(now, 3).mornings() for event in morning]
    assert {fate for fate in Fate if fate is not Fate.DISMISSED} <= {event.fate for event in events}
    assert all(event.at < now - PRESENT for event in events)


def test_whoever_writes_answers_or_reports_is_a_member_and_every_text_is_whole() -> None:
    past = _past(NOW)
    names = {member.id: member.name for member in past.people.members}
    events = [event for morning in past.mornings() for event in morning]
    assert len({event.post for event in events}) == len(events)
    for event in events:
        content = event.content
        assert all(names[post.author.id] == post.author.name for post in content.posts)
        assert "{" not in "".join(post.raw for post in content.posts)
        assert bool(content.cases) is (event.fate is not Fate.HELPED)
        for case in content.cases:
            reporter = case.reports[0].by
            assert reporter is not None
            assert names[reporter.id] == reporter.name
            assert case.subject != reporter


@pytest.fixture(scope="module")
def world() -> Iterator[DemoWorld]:
    with closing(DemoWorld(Settings.read({}), months=1, most=4)) as made:
        yield made


def test_a_world_with_a_past_has_answered_it_and_begins_today(world: DemoWorld) -> None:
    desk = world.workspace.desk()
    counts = triage.state_counts(desk)
    assert counts[CaseState.CLOSED] > 4
    assert sum(counts.values()) == counts[CaseState.CLOSED], "of the past everything is settled"
    assert verify_ledger(desk.record).ok
    run_round(desk, world.gateway, sleep=lambda _seconds: None, patience=timedelta(0))
    today = triage.state_counts(desk)
    assert today[CaseState.NEW] == len(written_content(real_now()).cases)
    assert today[CaseState.CLOSED] == counts[CaseState.CLOSED]
