"""Times as they are typed into a field: what is over, and what is to come."""

from datetime import UTC, datetime

import pytest

from app.domain.hand_times import read_typed
from app.domain.letters import dated_words

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "over", "to_come"),
    [
        ("11-24 10:00", at(2025, 11, 24, 10, 0), at(2026, 11, 24, 10, 0)),
        ("11月22日 18:20", at(2026, 11, 22, 18, 20), at(2027, 11, 22, 18, 20)),
        ("1-5", at(2026, 1, 5), at(2027, 1, 5)),
        ("10:00", at(2026, 11, 22, 10, 0), at(2026, 11, 23, 10, 0)),
        ("08:00", at(2026, 11, 23, 8, 0), at(2026, 11, 24, 8, 0)),
        ("8点半", at(2026, 11, 23, 8, 30), at(2026, 11, 24, 8, 30)),
        ("2025-11-24 10:00", at(2025, 11, 24, 10, 0), at(2025, 11, 24, 10, 0)),
    ],
)
def test_without_a_year_or_a_day_it_is_the_nearest_one_on_the_side_that_is_meant(
    text: str, over: datetime, to_come: datetime
) -> None:
    assert read_typed(text, NOW, zone=UTC) == over
    assert read_typed(text, NOW, ahead=True, zone=UTC) == to_come


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("明天 10:00", at(2026, 11, 24, 10, 0)),
        ("明天10点", at(2026, 11, 24, 10, 0)),
        ("明天上午9点半", at(2026, 11, 24, 9, 30)),
        ("后天 下午3:05", at(2026, 11, 25, 15, 5)),
        ("今天 18:00", at(2026, 11, 23, 18, 0)),
        ("大后天", at(2026, 11, 26)),
        ("昨天傍晚", None),
        ("昨天 18点20分", at(2026, 11, 22, 18, 20)),
        ("11月24日10点", at(2025, 11, 24, 10, 0)),
        ("Tomorrow 10:00", at(2026, 11, 24, 10, 0)),
        ("明天 明天 10:00", None),
        ("明天 11-24 10:00", None),
        ("10点70分", None),
        ("明天25点", None),
        ("", None),
    ],
)
def test_days_and_hours_are_read_as_they_are_said(text: str, moment: datetime | None) -> None:
    assert read_typed(text, NOW, zone=UTC) == moment


def test_a_year_that_is_not_this_one_is_said_back() -> None:
    assert dated_words(at(2025, 11, 24, 10, 0), NOW).zh.startswith("2025 年 11 月 24 日")
    assert dated_words(at(2026, 11, 24, 10, 0), NOW).zh.startswith("11 月 24 日")
    assert dated_words(at(2025, 11, 24, 10, 0), NOW).en.endswith("2025")
