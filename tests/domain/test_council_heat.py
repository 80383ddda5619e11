"""How an exchange went: in order of time, with the posts of others after which it calmed."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.council_heat import Turn, exchange

BEGIN = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
LATER = BEGIN + timedelta(days=1)


def _at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def _turn(post: str, author: str, minutes: float, *, judged: bool = False) -> Turn:
    return Turn(post, author, _at(minutes), judged, quarrels=author in ("甲方", "乙方"))


QUARREL = [
    _turn("p-1", "甲方", 0, judged=True),
    _turn("p-2", "乙方", 4, judged=True),
    _turn("p-3", "甲方", 9),
    _turn("p-4", "乙方", 15),
]
PEACE = _turn("p-5", "车友 1", 20)
AFTER = [_turn("p-6", "车友 2", 30), _turn("p-7", "甲方", 90)]
REPORTS = [_at(6), _at(12)]


def test_the_first_post_of_a_lull_by_somebody_else_calmed_it() -> None:
    found = exchange([*AFTER, PEACE, *QUARREL], list(reversed(REPORTS)), LATER)
    assert [one.post for one in found.turns] == [f"p-{number}" for number in range(1, 8)]
    assert found.reports == tuple(REPORTS)
    assert found.calmed_by == ("p-5",)


@pytest.mark.parametrize(
    ("turns", "reports", "until"),
    [
        ([PEACE], [], LATER),  # nothing was heated
        ([*QUARREL, PEACE], REPORTS, _at(60)),  # too new to tell
        ([*QUARREL, PEACE, *(_turn(f"p-{at}", "乙方", at) for at in (25, 35, 45))], REPORTS, LATER),  # it went on
    ],
)
def test_without_heat_before_and_quiet_after_nothing_calmed_it(
    turns: list[Turn], reports: list[datetime], until: datetime
) -> None:
    assert exchange(turns, reports, until).calmed_by == ()


def test_who_quarrelled_did_not_calm_it_nor_did_what_is_judged() -> None:
    judged = Turn("p-8", "车友 4", _at(20), True, False)
    assert exchange([*QUARREL, judged, _turn("p-9", "乙方", 18)], REPORTS, LATER).calmed_by == ()


def test_two_lulls_have_a_post_each() -> None:
    again = [Turn(f"q-{at}", one.author, one.at + timedelta(hours=6), True, True) for at, one in enumerate(QUARREL)]
    peace = _turn("q-9", "车友 3", 6 * 60 + 20)
    assert exchange([*QUARREL, PEACE, *again, peace], REPORTS, LATER).calmed_by == ("p-5", "q-9")
