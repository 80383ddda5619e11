"""Pictures of posts become evidence: on demand, and by themselves where a post may be gone soon."""

from collections.abc import Callable
from dataclasses import replace as other
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.community.bridge.adapter import BridgeGateway
from app.demo.community import DemoCommunity
from app.demo.generator import generated_content
from app.domain.cases import CaseId
from app.domain.evidence import MOST_TOGETHER, Evidence
from app.errors import PictureTooLarge, RateLimited, Unavailable
from app.operations import evidence, pictures, preserving
from app.operations.accounts import verify_ledger
from app.operations.desk import Desk
from app.packets import packet
from app.sync import pictures as fetching
from app.sync.cycle import fetch_case, run_round
from tests.conftest import Clock, Serve

SMOKE, OTHER = CaseId("c-000001"), CaseId("c-000002")
PNG, GIF = b"\x89PNG\r\n\x1a\n" + bytes(60), b"GIF89a" + bytes(60)
SHOWN = "![a](/v1/pictures/a.png) ![b](/v1/pictures/b.png) ![x](https://elsewhere.example/x.png)"


class World:
    """A community whose first case is of safety; both of its first cases show pictures."""

    def __init__(self, desk: Desk, clock: Clock, serve: Serve, reach: Callable[..., BridgeGateway]) -> None:
        content = generated_content(3, 3)
        texts = {
            content.post_of[SMOKE]: f"车底在冒白烟。\n{SHOWN}",
            content.post_of[OTHER]: f"看图 {SHOWN}",
        }
        content.posts[:] = [replace(one, raw=texts.get(one.id, one.raw)) for one in content.posts]
        self.post_of = content.post_of
        self.desk, self.clock = desk, clock
        self.community: DemoCommunity
        self.community, url = serve(content)
        self.community.pictures |= {"a.png": PNG, "b.png": GIF}
        self.gateway = reach(url)

    def sync(self) -> None:
        run_round(self.desk, self.gateway, sleep=self.clock.sleep, patience=timedelta(seconds=20))

    def fetch(self, case: CaseId) -> pictures.Fetched:
        return fetch_case(self.desk, self.gateway, case, sleep=self.clock.sleep, patience=timedelta(seconds=20))

    def kept(self, case: CaseId) -> list[Evidence]:
        return evidence.of_case(self.desk, case)


@pytest.fixture
def world(lite_desk: Desk, clock: Clock, serve: Serve, reach: Callable[..., BridgeGateway]) -> World:
    return World(lite_desk, clock, serve, reach)


def test_the_pictures_of_a_safety_post_are_there_before_it_is_deleted(world: World) -> None:
    world.sync()
    assert [(one.name, one.media_type) for one in world.kept(SMOKE)] == [("a.png", "image/png"), ("b.png", "image/gif")]
    assert "/v1/pictures/a.png" in world.kept(SMOKE)[0].note
    assert world.kept(OTHER) == []  # nobody asked for them
    world.community.remove_post(world.post_of[SMOKE])
    world.community.pictures |= {"a.png": b"", "b.png": b""}
    world.sync()
    done = preserving.preserve(world.desk, SMOKE)
    whole = packet.verify(done.content, preserving.trusted(world.desk.record))
    assert [bytes(whole.files[one.file]) for one in whole.file.files] == [PNG, GIF]
    assert [one.address for one in whole.file.missing] == ["https://elsewhere.example/x.png"]
    assert verify_ledger(world.desk.record).ok


def test_they_are_read_once_and_again_after_an_edit(world: World) -> None:
    world.sync()
    before = world.gateway.requests
    world.sync()
    quiet = world.gateway.requests - before
    world.community.pictures["c.png"] = PNG + b"c"
    world.community.edit_post(world.post_of[SMOKE], "冒烟了，又拍一张 ![c](/v1/pictures/c.png)")
    before = world.gateway.requests
    world.sync()
    assert [one.name for one in world.kept(SMOKE)] == ["a.png", "b.png", "c.png"]
    assert world.gateway.requests - before == quiet + 1


def test_who_asks_gets_what_can_be_had_and_the_reason_for_the_rest(world: World) -> None:
    world.sync()
    world.community.pictures["b.png"] = b""
    fetched = world.fetch(OTHER)
    assert fetched.kept == 1
    reasons = {one.address: one.why.en for one in fetched.missing}
    assert set(reasons) == {"/v1/pictures/b.png", "https://elsewhere.example/x.png"}
    assert "elsewhere.example" in reasons["https://elsewhere.example/x.png"]
    done = preserving.preserve(world.desk, OTHER, pictures=fetched)
    whole = packet.verify(done.content, preserving.trusted(world.desk.record))
    assert {one.address: one.why_en for one in whole.file.missing} == reasons
    page = bytes(whole.files[packet.PAGE]).decode()
    assert "data:image/png;base64," in page
    assert "/v1/pictures/b.png" in page
    assert whole.file.missing[0].why_zh in page
    world.community.pictures["b.png"] = GIF
    assert world.fetch(OTHER).kept == 1  # what was missing is tried again


def test_the_same_picture_at_two_addresses_is_missing_at_neither(world: World) -> None:
    world.community.pictures["b.png"] = PNG
    world.sync()
    assert [one.address for one in world.fetch(OTHER).missing] == ["https://elsewhere.example/x.png"]
    assert world.fetch(OTHER).kept == 0


def test_a_community_that_is_not_reached_is_said_so_in_what_is_sealed(world: World) -> None:
    world.sync()
    gateway = _Silent(world.gateway)
    fetched = fetch_case(world.desk, gateway, OTHER, sleep=world.clock.sleep, patience=timedelta(0))  # type: ignore[arg-type]
    assert fetched.unreached is not None
    done = preserving.preserve(world.desk, OTHER, pictures=fetched)
    assert {one.why for one in done.missing} == {fetched.unreached}
    assert len(done.missing) == 3


def test_a_pause_ends_what_nobody_asked_for_and_is_told_to_who_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pause(_gateway: object, _address: str) -> None:
        raise RateLimited(seconds=60, scope="site")

    monkeypatch.setattr(BridgeGateway, "picture", pause)
    with pytest.raises(RateLimited):
        world.sync()
    assert world.kept(SMOKE) == []
    monkeypatch.undo()
    world.clock.advance(minutes=2)
    world.sync()
    assert len(world.kept(SMOKE)) == 2


def test_the_budget_of_the_minute_is_left_to_the_moderator(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.demo.community.REQUESTS_PER_MINUTE", 7)
    world.sync()
    spent = len(world.kept(SMOKE))
    assert spent == 1
    for _ in range(3):
        world.clock.advance(minutes=1)
        world.sync()
    assert len(world.kept(SMOKE)) == 2


def test_pictures_that_are_too_large_together_are_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_TOGETHER", 100)
    assert MOST_TOGETHER > 100
    world.sync()
    fetched = world.fetch(OTHER)
    assert (fetched.kept, len(world.kept(OTHER))) == (1, 1)
    assert PictureTooLarge(one=20, together=0).sentence("zh") in {one.why.zh for one in fetched.missing}


def test_a_community_that_answers_nothing_more_is_not_asked_for_every_picture(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def broken(_gateway: object, address: str) -> None:
        asked.append(address)
        raise Unavailable(why="no answer in time")

    world.sync()
    world.community.edit_post(world.post_of[OTHER], " ".join(f"![x](/v1/pictures/{n}.png)" for n in range(9)))
    world.sync()
    monkeypatch.setattr(BridgeGateway, "picture", broken)
    fetched = world.fetch(OTHER)
    assert len(asked) == fetching.GIVEN_UP
    assert len(fetched.missing) == 12
    assert fetched.unreached is None


def test_a_case_by_hand_has_no_pictures_in_a_community(world: World) -> None:
    world.sync()
    with world.desk.record.read() as tx, world.desk.cache.read() as cached:
        case = tx.cases.get(OTHER)
        assert len(pictures.not_kept(tx, cached.threads, case)) == 3
        by_hand = other(case, place="wechat_group")
        assert pictures.not_kept(tx, cached.threads, by_hand) == []


class _Silent:
    """A gateway that reaches nobody."""

    def __init__(self, gateway: BridgeGateway) -> None:
        self.requests = gateway.requests

    def describe(self) -> None:
        raise Unavailable(why="no connection")
