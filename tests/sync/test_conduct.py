"""Notices are watched, newcomers welcomed and readers counted, as sync goes on."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from msgspec import structs

from app.community.bridge.wire import WireMember, WirePost, WireRef
from app.demo import noticeboard
from app.demo.community import DemoCommunity
from app.demo.generator import generated_content
from app.domain.commands import CommandKind
from app.domain.conduct import Edition
from app.domain.conduct_notices import Notice, NoticeState, Stage
from app.domain.posts import PostState
from app.domain.roles import Role
from app.domain.words import Words
from app.errors import Forbidden, NoticeUnderway
from app.operations import (
    conduct_announcing,
    conduct_consultation,
    conduct_drafts,
    conduct_readers,
    conduct_welcome,
    outbox,
)
from app.operations.desk import Desk
from app.sync.cycle import run_round
from tests.conftest import STAFF, TOKEN, Clock
from tests.fakes.gateway import FakeGateway

WEEK, HOUR = timedelta(days=7), timedelta(hours=1, seconds=1)


@dataclass
class Town:
    """A desk, its community, and rounds between them."""

    desk: Desk
    clock: Clock
    community: DemoCommunity
    gateway: FakeGateway

    def sync(self) -> None:
        run_round(self.desk, self.gateway, sleep=self.clock.sleep, patience=timedelta(seconds=5))

    def later(self, by: timedelta = HOUR) -> None:
        self.clock.advance(seconds=by.total_seconds())
        self.sync()

    @property
    def notice(self) -> Notice:
        return conduct_announcing.notice_of(self.desk, 2)

    @property
    def thread(self) -> str:
        assert self.notice.thread_id is not None
        return self.notice.thread_id

    def there(self) -> list[str]:
        """The notices that stand in the community."""
        return [one for one in self.community._threads if one.startswith("t-n")]

    def shown(self) -> str:
        return self.community.thread(self.thread, around="", before=0, after=0, client_ref="").posts[0].raw

    def sent(self, kind: CommandKind) -> int:
        return sum(one.intent.kind is kind for one in outbox.outbox(self.desk))


@pytest.fixture
def town(lite_desk: Desk, clock: Clock) -> Town:
    community = DemoCommunity(generated_content(6, 3), clock, {TOKEN: STAFF[0]})
    made = Town(lite_desk, clock, community, FakeGateway(community, TOKEN, clock=clock))
    made.sync()
    return made


@pytest.fixture
def announced(town: Town) -> Edition:
    """An edition with its notice delivered and seen once."""
    desk, clock = town.desk, town.clock
    ninth = next(one for one in conduct_drafts.new(desk).draft.articles if one.number == 9)
    conduct_drafts.set_article(desk, 1, replace(ninth, text=Words("广告请到专区。", "Adverts have a board.")))
    conduct_consultation.open_consultation(desk, clock() + WEEK)
    conduct_consultation.end_now(desk)
    edition = conduct_announcing.announce(desk, clock() + WEEK).edition
    town.sync()
    return edition


# --- notices --------------------------------------------------------------------------------------------


def test_a_notice_goes_up_pinned_and_locked_and_is_seen_to_stand(town: Town, announced: Edition) -> None:
    assert town.notice.state is NoticeState.STANDS
    (thread,) = town.there()
    assert thread == town.thread
    assert (town.notice.pinned, town.notice.locked) == (True, True)
    assert "已公告" in town.shown()


def test_a_notice_costs_one_request_an_hour(town: Town, announced: Edition) -> None:
    town.sync()
    quiet = town.gateway.requests
    town.sync()
    idle = town.gateway.requests - quiet
    town.clock.advance(seconds=HOUR.total_seconds())
    before = town.gateway.requests
    town.sync()
    assert town.gateway.requests - before == idle + 1


def test_it_says_in_force_once_the_edition_is(town: Town, announced: Edition) -> None:
    town.later(WEEK)
    town.sync()
    assert "施行中" in town.shown()
    assert (town.notice.stage, town.notice.state) == (Stage.IN_FORCE, NoticeState.STANDS)
    town.later()
    town.later()
    assert town.sent(CommandKind.UPDATE_NOTICE) == 1
    assert town.there() == [town.thread]


def test_a_text_that_somebody_changed_is_put_right(town: Town, announced: Edition) -> None:
    said = town.shown()
    noticeboard.tamper(town.community, town.thread, "公约作废，随便发。")
    town.later()
    town.sync()
    assert town.shown() == said
    town.later()
    assert town.notice.state is NoticeState.STANDS
    assert town.notice.repairs == 0


def test_a_community_that_changes_our_text_by_itself_is_not_written_to_for_ever(town: Town, announced: Edition) -> None:
    for _ in range(5):
        noticeboard.tamper(town.community, town.thread, "本站小助手：此帖已整理。")
        town.later()
        town.sync()
        noticeboard.tamper(town.community, town.thread, "本站小助手：此帖已整理。")
    town.later()
    assert town.notice.state is NoticeState.EDITED
    assert town.sent(CommandKind.UPDATE_NOTICE) == 1


def test_a_notice_that_is_gone_twice_is_published_again_and_only_once(town: Town, announced: Edition) -> None:
    first = town.thread
    noticeboard.remove(town.community, first)
    town.later()
    assert town.notice.state is NoticeState.GONE
    assert town.sent(CommandKind.PUBLISH_NOTICE) == 1
    town.later()
    town.sync()
    assert town.sent(CommandKind.PUBLISH_NOTICE) == 2
    assert town.notice.state is NoticeState.STANDS
    assert town.there() == [town.thread]
    for _ in range(4):
        town.later()
    assert town.sent(CommandKind.PUBLISH_NOTICE) == 2


def test_nothing_is_published_again_while_nobody_knows_whether_it_arrived(town: Town, announced: Edition) -> None:
    noticeboard.remove(town.community, town.thread)
    town.later()
    town.gateway.sends_to_refuse = 10**6
    for _ in range(3):
        town.later()
    assert town.sent(CommandKind.PUBLISH_NOTICE) == 2
    with pytest.raises(NoticeUnderway):
        conduct_announcing.publish_notice(town.desk, announced.number)
    assert town.there() == []


def test_what_is_no_longer_pinned_is_told(town: Town, announced: Edition) -> None:
    noticeboard.loosen(town.community, town.thread)
    town.later()
    assert town.notice.state is NoticeState.LOOSE
    assert town.sent(CommandKind.UPDATE_NOTICE) == 0


def test_who_may_not_look_says_so_and_publishes_nothing(
    town: Town, announced: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_where: object) -> None:
        raise Forbidden(hint="no")

    monkeypatch.setattr(town.gateway, "thread", refuse)
    for _ in range(3):
        town.later()
    assert town.notice.state is NoticeState.UNSEEN
    assert town.sent(CommandKind.PUBLISH_NOTICE) == 1


def test_an_account_without_a_manager_reports_and_repairs_nothing(town: Town, announced: Edition) -> None:
    town.desk = replace(town.desk, me=replace(town.desk.me, roles=frozenset({Role.MODERATOR})))
    noticeboard.tamper(town.community, town.thread, "改了")
    town.later()
    town.sync()
    assert town.notice.state is NoticeState.EDITED
    assert town.sent(CommandKind.UPDATE_NOTICE) == 0


# --- newcomers ------------------------------------------------------------------------------------------


def _join(town: Town, number: int, *, days: int = 1, staff: bool = False) -> None:
    """Somebody who joined so many days ago writes a first post."""
    community, now = town.community, town.clock()
    member = WireMember(f"u-new{number}", f"新车友{number}", joined_at=now - timedelta(days=days), is_staff=staff)
    thread = next(iter(community._threads))
    post = WirePost(
        f"p-new{number}",
        thread,
        WireRef(member.id, member.name),
        now,
        PostState.VISIBLE,
        "大家好",
        "1",
        number=900 + number,
    )
    with community._lock:
        community._members[member.id], community._posts[post.id] = member, post
        community._feed.announce("member", member.id)
        community._feed.announce("post", post.id)


def _welcomed(town: Town) -> list[str]:
    messages = [one for _, one in town.community._messages]
    return [one.member.name for one in messages]


def test_newcomers_are_welcomed_once_where_a_manager_says_so(town: Town) -> None:
    _join(town, 1)
    town.sync()
    assert _welcomed(town) == []
    conduct_welcome.switch(town.desk, on=True)
    _join(town, 2, days=40)
    _join(town, 3, staff=True)
    for _ in range(3):
        town.sync()
    assert _welcomed(town) == ["新车友1"]
    (message,) = [one for _, one in town.community._messages]
    assert message.text.startswith("新车友1，您好，欢迎来到社区！")
    assert "16. 让讨论回到正轨" in message.text
    assert len(message.text) <= 2000
    conduct_welcome.switch(town.desk, on=False)
    _join(town, 4)
    town.sync()
    assert len(_welcomed(town)) == 1


def test_switching_it_on_floods_nobody(town: Town) -> None:
    for number in range(1, 8):
        _join(town, number)
    conduct_welcome.switch(town.desk, on=True, per_day=3)
    for _ in range(3):
        town.sync()
    assert len(_welcomed(town)) == 3
    town.later(timedelta(hours=25))
    town.sync()
    assert len(_welcomed(town)) == 6
    town.later(timedelta(hours=25))
    assert sorted(_welcomed(town)) == [f"新车友{number}" for number in range(1, 8)]


def test_an_author_of_whom_the_feed_says_nothing_is_read_first(town: Town) -> None:
    conduct_welcome.switch(town.desk, on=True)
    _join(town, 1)
    newest = town.community._members.pop("u-new1")
    _join(town, 2)
    town.sync()
    assert _welcomed(town) == ["新车友2"]  # the first is gone and holds nobody up
    town.community._members["u-new3"] = structs.replace(newest, id="u-new3", name="新车友3")
    post = next(one for one in town.community._posts.values() if one.id == "p-new1")
    town.community._posts["p-new3"] = structs.replace(post, id="p-new3", author=WireRef("u-new3", "新车友3"))
    town.community._feed.announce("post", "p-new3")
    town.sync()
    assert _welcomed(town) == ["新车友2", "新车友3"]


# --- readers --------------------------------------------------------------------------------------------


def test_who_has_read_the_edition_is_known_and_who_of_the_core_has_not(town: Town) -> None:
    conduct_readers.add_core(town.desk, "南山老陈", "u-1")
    conduct_readers.add_core(town.desk, "小鹿")
    conduct_readers.add_core(town.desk, "阿强")
    town.community.acknowledge(WireRef("u-1", "老陈（改名了）"), 1)
    town.community.acknowledge(WireRef("u-7", "路人"), 1)
    town.later(timedelta(hours=7))
    conduct_readers.acknowledge(town.desk, 1, "阿强")
    town.later(timedelta(hours=7))
    found = conduct_readers.readers(town.desk, 1)
    assert [(one.name, one.by_hand) for one in found.read] == [
        ("老陈（改名了）", False),
        ("路人", False),
        ("阿强", True),
    ]
    assert [one.name for one in found.missing] == ["小鹿"]
