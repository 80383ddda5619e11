from datetime import UTC, datetime

import pytest

from app.domain.reports import Report, piled_on

AT = datetime(2026, 11, 1, tzinfo=UTC)


def reports(*reasons: str) -> list[Report]:
    return [Report(str(number), AT, reason) for number, reason in enumerate(reasons)]


def test_the_same_words_from_many_are_counted() -> None:
    said = ["恶意攻击车友会", "恶意攻击车友会！", "恶意攻击车友会", " 恶意攻击 车友会", "恶意攻击车友会", "他骂人"]
    assert piled_on(reports(*said)) == 5


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["广告"] * 4,
        ["广告", "加微信的", "又来了", "卖卡的", "同一条", "烦"],
        ["广告"] * 9,
        ["恶意攻击车友会"] * 5 + [f"各有各的说法，第 {number} 种" for number in range(9)],
        [""] * 9,
    ],
)
def test_reports_of_people_who_write_for_themselves_are_not(said: list[str]) -> None:
    assert piled_on(reports(*said)) == 0
