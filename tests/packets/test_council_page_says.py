"""The page of a council's packet says what the packet says, or whoever reads it is told so."""

import time
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from app.packets import council_page, packet
from app.packets.council_file import Comparison, CouncilFile, Left, Passage, Post
from tests.packets import golden_council as council
from tests.packets.golden import AT, SECRET


def differs(said: CouncilFile, page: bytes) -> bool:
    return packet.verify(packet.build(said, page, council.contents(), SECRET).content).page_differs


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=8)), None])
def test_a_page_in_the_times_of_any_zone_is_known_again(zone: timezone | None) -> None:
    said = council.file()
    assert not differs(said, council_page.render(said, council.contents(), zone))


def test_a_page_of_this_machine_has_one_distance_from_utc_though_clocks_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        summer = AT.replace(month=7, tzinfo=ZoneInfo("Europe/Berlin"))
        said = council.file(due_at=summer)
        assert not differs(said, council_page.render(said, council.contents()))
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("what", ["question", "cut", "longer", "zone"])
def test_a_page_that_says_something_else_is_told(what: str) -> None:
    said, page = council.file(), council.page(council.file())
    pages = {
        "question": council.page(council.file(question="甲是否先骂人？")),
        "cut": page[:-9],
        "longer": page + b"<p>x</p>",
        "zone": page.replace("本页时间均为 UTC".encode(), "本页时间均为 GMT".encode()),
    }
    assert pages[what] != page
    assert differs(said, pages[what])


def test_what_a_packet_says_never_makes_more_page_than_it_has() -> None:
    """Pairs that name the same long posts over and over would be written as terabytes."""
    long = [Post(f"p-{number}", "甲", "帖", "", "字" * 100_000, AT, None, None, True, "") for number in (1, 2)]
    pairs = tuple(Comparison("p-1", "p-2", 1, (Passage(0, 1, 0, 1),)) for _ in range(20_000))
    said = council.file(posts=tuple(long), comparisons=pairs, pictures=(), left_out=(), heat=None)
    page = council_page.render(replace(said, comparisons=pairs[:2]), {}, UTC)
    begun = time.monotonic()
    assert not council_page.says(page, said, {})
    assert time.monotonic() - begun < 5
    left = tuple(Left("p-1", "车牌", "a plate") for _ in range(20_000))
    posts = tuple(Post(f"p-{number}", "甲", "帖", "", "字", AT, None, None, True, "") for number in range(20_000))
    many = council.file(posts=posts, left_out=left, pictures=(), comparisons=(), heat=None)
    page = council_page.render(many, {}, UTC)
    assert council_page.says(page, many, {})
    assert time.monotonic() - begun < 20
