"""Working days, with the holidays and the weekend days that are worked for them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.working_days import Calendar, days_between, due
from app.operations.working_days import china

CHINA = timezone(timedelta(hours=8))


def _due(start: str, days: int) -> str:
    return f"{due(datetime.fromisoformat(start).replace(tzinfo=CHINA), days, china()).at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "days", "until"),
    [
        ("2026-11-23 09:00", 3, "2026-11-26 18:00"),  # Monday
        ("2026-11-23 23:59", 3, "2026-11-26 18:00"),
        ("2026-11-20 09:00", 3, "2026-11-25 18:00"),  # over a weekend
        ("2026-02-13 09:00", 3, "2026-02-25 18:00"),  # Saturday the 14th is worked, then nine days off
        ("2026-09-30 09:00", 7, "2026-10-15 18:00"),  # the national holiday, with the 10th worked
        ("2025-01-25 12:00", 3, "2025-02-05 18:00"),  # the 26th is worked, as the 27th is, then the Spring Festival
        ("2026-12-31 12:00", 1, "2027-01-01 18:00"),  # 2027 is not known: a holiday is taken for a Friday
    ],
)
def test_holidays_are_off_and_make_up_days_are_worked(start: str, days: int, until: str) -> None:
    assert _due(start, days) == until


def test_a_year_without_an_arrangement_is_said() -> None:
    found = due(datetime(2026, 12, 30, 9, tzinfo=CHINA), 3, china())
    assert found.guessed == (2027,)
    assert found.note is not None
    assert found.note.zh == "2027 年放假安排未录入，按周一至周五推算"
    assert due(datetime(2026, 11, 23, tzinfo=UTC), 7, china()).note is None


def test_every_holiday_lies_in_a_known_year_and_no_day_is_both() -> None:
    shipped = china()
    assert {day.year for day in shipped.days_off | shipped.make_up_days} == shipped.years == {2025, 2026}
    assert not shipped.days_off & shipped.make_up_days
    assert all(day.weekday() >= 5 for day in shipped.make_up_days)


@given(
    start=st.datetimes(datetime(2024, 12, 1), datetime(2027, 2, 1), timezones=st.just(CHINA)),
    days=st.integers(1, 40),
)
def test_it_ends_on_a_working_day_with_exactly_so_many_after_the_start(start: datetime, days: int) -> None:
    end = due(start, days, china()).at
    assert china().works(end.date())
    after = [start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1)]
    assert sum(china().works(day) for day in after) == days


def test_no_working_day_at_all_is_refused_and_spans_include_both_ends() -> None:
    with pytest.raises(ValueError, match="0 working days"):
        due(datetime(2026, 1, 1, tzinfo=CHINA), 0, Calendar())
    assert days_between([(date(2026, 1, 1), date(2026, 1, 3))]) == {date(2026, 1, n) for n in (1, 2, 3)}
