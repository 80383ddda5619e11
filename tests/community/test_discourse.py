"""The Discourse adapter over HTTP, against a small Discourse of ours: who we are, and what is read."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from conftest import Clock
from discourse_harness import NOW, Site, a_site, all_changes
from discourse_server import (
    A_WEB_PAGE,
    APPROVED,
    AUTHOR,
    MASTER_KEY,
    MEMBER_KEY,
    MODERATOR,
    MODERATOR_KEY,
    OTHER,
    REJECTED,
    REPORTER,
    SYSTEM_KEY,
    USER_CLIENT,
    USER_KEY,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import DecodeError

from app.community.discourse import letters, queue, reviews, wire
from app.community.discourse.feed import CURSOR
from app.community.discourse.keys import KeyAuth, user_token
from app.community.recognise import recognise
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CommandId, CommandKind
from app.domain.community import Adapter, Feature, Level
from app.domain.members import MeasureKind, MemberId, MemberRef
from app.domain.posts import PostId, PostState, ThreadId
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CursorExpired,
    Forbidden,
    MasterToken,
    NotFound,
    RateLimited,
    Unavailable,
)

COUNT, LIST = ("GET", "/review/count.json"), ("GET", "/review.json")
CATEGORY = ("GET", "/c/4/show.json")


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


# --- keys and who we are ------------------------------------------------------------------------------


def test_describe_tells_whose_key_it_is_and_how_everything_is_done(site: Site) -> None:
    info = site.gateway.describe()
    assert (info.platform, info.version) == ("discourse", "3.6.0.beta2")
    assert info.acting == MemberRef(MemberId(str(MODERATOR)), "版主小林")
    assert set(info.capabilities) == {kind.value for kind in CommandKind} | {what.value for what in Feature}
    assert all(one.level is Level.NATIVE or (one.reason.zh and one.reason.en) for one in info.capabilities.values())
    assert info.capability(Feature.MESSAGE_ONCE).level is Level.NATIVE
    assert info.limits.requests_per_minute == 12
    assert info.limits.reply_max == 32000 - wire.MARKER_LENGTH


def test_the_site_is_recognised_without_a_key(site: Site) -> None:
    seen = recognise(site.forum.url, connect_timeout=5, read_timeout=5)
    assert (seen.adapter, seen.name, seen.version) == (Adapter.DISCOURSE, "车友之家", "3.6.0.beta2")


def test_what_a_site_says_of_itself_is_asked_for_once_in_ten_minutes(site: Site) -> None:
    site.gateway.describe()
    assert len(site.forum.asked()) == 3
    site.gateway.describe()
    assert site.forum.asked() == []
    site.clock.moment += timedelta(minutes=10)
    site.gateway.describe()
    assert len(site.forum.asked()) == 3


def test_a_site_without_claims_and_badges_says_so(site: Site) -> None:
    site.forum.claiming, site.forum.badges_on = "disabled", False
    info = site.gateway.describe()
    assert info.capability(CommandKind.CLAIM).level is Level.LOCAL_ONLY
    assert info.capability(CommandKind.RELEASE).level is Level.LOCAL_ONLY
    assert info.capability(CommandKind.GRANT_HONOUR).level is Level.UNSUPPORTED
    assert site.gateway.honours() == []


def test_a_site_that_hides_its_settings_is_taken_for_an_ordinary_one(site: Site) -> None:
    site.fault("GET", "/site/settings", 404, body={})
    site.fault("GET", "/about", 403, body={})
    info = site.gateway.describe()
    assert (info.version, info.limits.reply_max) == ("", 32000 - wire.MARKER_LENGTH)


def test_a_user_api_key_signs_in_and_knows_no_external_ids(site: Site) -> None:
    info = site.dial(user_token(USER_CLIENT, USER_KEY)).describe()
    assert info.acting.name == "版主小林"
    assert info.capability(Feature.MESSAGE_ONCE).level is Level.EMULATED


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("f6" * 32, AuthFailed),
        (user_token(USER_CLIENT, "wrong"), AuthFailed),
        (MASTER_KEY, MasterToken),
        (MEMBER_KEY, Forbidden),
        (SYSTEM_KEY, Forbidden),
    ],
)
def test_keys_that_are_of_no_use_are_told_apart(site: Site, token: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        site.dial(token).describe()


@pytest.mark.parametrize("token", ["user:no-key", "user::key", "user:client:", "two words", "中文"])
def test_a_token_that_no_header_can_carry_is_not_sent(site: Site, token: str) -> None:
    with pytest.raises(AuthFailed):
        site.dial(token)
    assert site.forum.seen == []


def test_keys_hide_in_what_is_shown() -> None:
    auth = KeyAuth(user_token("client", "secret-key"))
    assert "secret-key" not in repr(auth)
    assert (auth.by_user, auth.secret) == (True, "secret-key")


def test_a_key_that_comes_back_in_an_answer_is_not_passed_on(site: Site) -> None:
    site.known()
    site.fault("GET", "/review/1", 422, body={"errors": [f"bad header {MODERATOR_KEY}"]})
    with pytest.raises(BrokenAnswer) as raised:
        site.gateway.case(CaseId("1"))
    assert MODERATOR_KEY not in str(raised.value)


def test_nobody_is_signed_in_where_a_key_is_not_looked_at(site: Site) -> None:
    site.fault("GET", "/session/current", 404, body=b"")
    with pytest.raises(AuthFailed):
        site.gateway.describe()
    site.fault("GET", "/session/current", 404, body=b"not here")
    with pytest.raises(BrokenAnswer):
        site.gateway.describe()


# --- slowing down and broken answers ------------------------------------------------------------------

LIMITED = {"errors": ["慢一点"], "error_type": "rate_limit", "extras": {"wait_seconds": 17, "time_left": "17 秒"}}
CODE = {"Discourse-Rate-Limit-Error-Code": "admin_api_key_rate_limit"}


@pytest.mark.parametrize(
    ("body", "headers", "seconds", "scope"),
    [
        (LIMITED, {"Retry-After": "9"} | CODE, 9, "site"),
        (LIMITED, CODE, 17, "site"),
        (LIMITED, {"Retry-After": "9"}, 9, "action"),
        (b"Slow down, too many requests", {"Retry-After": "4"}, 4, "site"),
        (A_WEB_PAGE, {}, 30, "site"),
        ({"errors": ["x"], "error_type": "rate_limit", "extras": {"wait_seconds": -5}}, {}, 0, "action"),
    ],
)
def test_a_request_to_slow_down_says_how_long_and_for_what(
    site: Site, body: object, headers: dict[str, str], seconds: float, scope: str
) -> None:
    site.fault("GET", "/badges", 429, body=body, headers=headers)
    with pytest.raises(RateLimited) as raised:
        site.gateway.honours()
    assert (raised.value.seconds, raised.value.scope) == (seconds, scope)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (403, A_WEB_PAGE, BrokenAnswer),
        (200, A_WEB_PAGE, BrokenAnswer),
        (302, b"", BrokenAnswer),
        (403, {"errors": ["x"], "error_type": "not_logged_in"}, AuthFailed),
        (410, {"errors": ["x"]}, NotFound),
        (502, A_WEB_PAGE, Unavailable),
        (503, {"errors": ["x"], "error_type": "read_only"}, Unavailable),
    ],
)
def test_what_stands_before_a_site_is_not_taken_for_it(
    site: Site, status: int, body: object, error: type[Exception]
) -> None:
    site.fault("GET", "/posts/21", status, body=body)
    with pytest.raises(error):
        site.gateway.post(PostId("21"))


# --- the feed -----------------------------------------------------------------------------------------


def synced(site: Site) -> str:
    """The cursor after a first reading; nothing is counted before it."""
    site.known()
    cursor = all_changes(site.gateway)[-1].cursor
    site.forum.asked()
    return cursor


def test_a_first_reading_brings_each_pending_item_as_a_case(site: Site) -> None:
    site.known()
    site.forum.add_score(1, OTHER, written="他一直在发<b>广告</b>")
    [page] = all_changes(site.gateway)
    [case] = page.cases
    assert (case.id, case.state, case.assignee) == ("1", CommunityState.OPEN, None)
    assert [report.reason for report in case.reports] == ["垃圾信息", "垃圾信息: 他一直在发 广告"]
    assert case.reports[0].by == MemberRef(MemberId(str(REPORTER)), "车友小李")
    assert case.subject == MemberRef(MemberId(str(AUTHOR)), "老王")
    assert case.post is not None
    assert (case.post.raw, case.post.number, case.post.version) == ("升级的都是冤大头，点我头像有惊喜。", 2, "1")
    assert case.thread is not None
    assert (case.thread.title, case.thread.category) == ("新款车机值不值得升级", "用车交流")
    assert not page.whole_threads
    assert site.forum.asked() == [LIST, CATEGORY]


def test_with_nothing_new_a_look_costs_two_requests(site: Site) -> None:
    cursor = synced(site)
    page = site.gateway.changes(cursor, 12)
    assert (page.cases, page.more) == ((), False)
    assert site.forum.asked() == [COUNT, LIST]


def test_a_new_flag_costs_one_request_more_at_most(site: Site) -> None:
    cursor = synced(site)
    site.forum.add_post(22, topic=7, user=AUTHOR, raw="加我微信。", hidden=True)
    site.forum.add_review(2, post=22, category_id=5)
    [page] = all_changes(site.gateway, 12, cursor)
    [case] = page.cases
    assert case.post is not None
    assert (case.id, case.post.state) == ("2", PostState.HIDDEN)
    assert site.forum.asked() == [COUNT, LIST, ("GET", "/c/5/show.json")]


@pytest.mark.parametrize("pending", [0, 1, 10, 11, 20, 35])
def test_a_sweep_costs_one_request_for_ten_items(site: Site, pending: int) -> None:
    site.forum.reviews.clear()
    for number in range(pending):
        site.forum.add_post(100 + number, topic=7, user=AUTHOR, raw=f"第 {number} 个广告帖")
        site.forum.add_review(100 + number, post=100 + number)
    site.known()
    pages = all_changes(site.gateway)
    assert sum(len(page.cases) for page in pages) == pending
    assert site.forum.asked().count(LIST) == max(-(-pending // 10), 1)
    site.clock.moment += timedelta(minutes=10)
    site.known()
    assert [page.cases for page in all_changes(site.gateway, cursor=pages[-1].cursor)] == [()]
    sweep = -(-pending // 10) if pending > 10 else 0  # a page that shows the whole queue is a sweep
    assert site.forum.asked().count(LIST) == 1 + sweep


def test_a_sweep_goes_on_where_the_budget_of_a_call_ended(site: Site) -> None:
    for number in range(34):
        site.forum.add_post(100 + number, topic=7, user=AUTHOR, raw=f"第 {number} 个广告帖")
        site.forum.add_review(100 + number, post=100 + number)
    site.known()
    pages = all_changes(site.gateway, budget=1)
    assert len(pages) == 4
    assert {case.id for page in pages for case in page.cases} == {"1", *(str(100 + number) for number in range(34))}
    assert pages[-1].more is False


def test_more_news_than_a_page_holds_begins_a_sweep(site: Site) -> None:
    cursor = synced(site)
    site.clock.moment += timedelta(minutes=1)
    for number in range(12):
        site.forum.add_post(100 + number, topic=7, user=AUTHOR, raw=f"第 {number} 个广告帖")
        site.forum.add_review(100 + number, post=100 + number)
    pages = all_changes(site.gateway, 12, cursor)
    assert len({case.id for page in pages for case in page.cases}) == 12


@pytest.mark.parametrize("old", [False, True])
def test_what_vanished_from_the_queue_is_read_by_its_id(site: Site, old: bool) -> None:
    site.forum.ignores_ids = old
    for number in (2, 3):
        site.forum.add_post(20 + number, topic=7, user=AUTHOR, raw=f"第 {number} 个广告帖")
        site.forum.add_review(number, post=20 + number)
    cursor = synced(site)
    site.forum.settle(1, REJECTED)
    site.forum.settle(2, APPROVED)
    del site.forum.reviews[3]
    pages = all_changes(site.gateway, 12, cursor)
    states = {case.id: case.state for page in pages for case in page.cases}
    assert states == {CaseId("1"): CommunityState.DISMISSED, CaseId("2"): CommunityState.UPHELD}
    assert [case_id for page in pages for case_id in page.gone_cases] == ["3"]
    site.forum.asked()
    assert all_changes(site.gateway, 12, pages[-1].cursor)[-1].cases == ()
    assert site.forum.asked() == [COUNT, LIST]


def test_an_item_that_can_not_be_read_does_not_hold_up_the_others(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.forum.add_post(22, topic=7, user=AUTHOR, raw="加我微信。")
    site.forum.add_review(2, post=22)["version"] = "three"
    site.known()
    [page] = all_changes(site.gateway)
    assert ([case.id for case in page.cases], caplog.text.count("item 2 ")) == (["1"], 1)
    again = all_changes(site.gateway, cursor=page.cursor)[-1]
    assert (again.cases, again.gone_cases, caplog.text.count("item 2 ")) == ((), (), 1)
    site.forum.reviews[2]["version"] = 3
    readable = all_changes(site.gateway, cursor=again.cursor)[-1]
    assert [case.id for case in readable.cases] == ["2"]


def test_a_vanished_item_that_can_not_be_read_is_passed_over(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.forum.ignores_ids = True
    cursor = synced(site)
    site.forum.reviews[1] |= {"version": "three", "status": APPROVED}
    pages = all_changes(site.gateway, cursor=cursor)
    assert ([page.cases for page in pages], caplog.text.count("item 1 ")) == ([()], 1)
    assert CURSOR.decode(pages[-1].cursor).known == {}


def test_an_item_that_the_site_fails_to_show_is_tried_again_and_the_third_time_raises(site: Site) -> None:
    cursor = synced(site)
    site.forum.settle(1, REJECTED)
    for _ in range(2):
        site.fault("GET", "/review.json.*ids", 200, body={"reviewables": [], "meta": {}})
        site.fault("GET", "/review/1", 500)
        [page] = all_changes(site.gateway, cursor=cursor)
        assert (page.cases, page.gone_cases) == ((), ())
        cursor = page.cursor
    site.fault("GET", "/review.json.*ids", 200, body={"reviewables": [], "meta": {}})
    site.fault("GET", "/review/1", 500)
    with pytest.raises(Unavailable):
        site.gateway.changes(cursor, 12)
    [case] = all_changes(site.gateway, cursor=cursor)[-1].cases
    assert case.state is CommunityState.DISMISSED


def test_a_settled_post_that_was_not_edited_is_left_as_it_is_known(site: Site) -> None:
    cursor = synced(site)
    site.forum.posts[21]["hidden"] = True
    site.forum.settle(1, APPROVED)
    [case] = all_changes(site.gateway, 12, cursor)[-1].cases
    assert case.post is None


@pytest.mark.parametrize("change", ["report", "edit", "claim", "release"])
def test_what_a_decision_rests_on_changes_the_version(site: Site, change: str) -> None:
    if change == "release":
        site.forum.claim(7, OTHER)
    cursor, before = synced(site), site.version()
    site.clock.moment += timedelta(seconds=30)
    match change:
        case "report":
            site.forum.add_score(1, OTHER)
        case "edit":
            site.forum.edit(21, "升级以后好多了。")
        case "claim":
            site.forum.claim(7, OTHER)
        case _:
            site.forum.claims.clear()
    [case] = all_changes(site.gateway, 12, cursor)[-1].cases
    assert case.version != before
    assert (case.assignee is not None) is (change == "claim")
    assert case.state is (CommunityState.IN_PROGRESS if change == "claim" else CommunityState.OPEN)


def test_somebody_looking_is_no_claim(site: Site) -> None:
    site.forum.claim(7, OTHER, automatic=True)
    assert site.gateway.case(CaseId("1")).assignee is None


def test_a_handled_post_that_is_flagged_again_comes_back_under_its_id(site: Site) -> None:
    cursor = synced(site)
    site.forum.settle(1, REJECTED)
    cursor = all_changes(site.gateway, 12, cursor)[-1].cursor
    site.clock.moment += timedelta(minutes=10)
    site.forum.add_score(1, OTHER)
    [case] = [case for page in all_changes(site.gateway, 12, cursor) for case in page.cases]
    assert (case.id, case.state, len(case.reports)) == ("1", CommunityState.OPEN, 2)


def test_other_kinds_of_items_do_not_become_cases(site: Site) -> None:
    site.forum.add_review(2, post=20, kind="ReviewableQueuedPost")
    assert [case.id for page in all_changes(site.gateway) for case in page.cases] == ["1"]
    with pytest.raises(NotFound):
        site.gateway.case(CaseId("2"))


def test_a_long_sleep_sweeps_and_a_clock_set_back_does_too(site: Site) -> None:
    for number in range(10):
        site.forum.add_post(100 + number, topic=7, user=AUTHOR, raw=f"第 {number} 个广告帖")
        site.forum.add_review(100 + number, post=100 + number)
    cursor = synced(site)
    for moved in (timedelta(days=3), timedelta(days=-30)):
        site.clock.moment = NOW + moved
        site.known()
        cursor = all_changes(site.gateway, 12, cursor)[-1].cursor
        assert site.forum.asked().count(LIST) == 3


@given(st.text() | st.dictionaries(st.text(max_size=9), st.integers()).map(json.dumps))
def test_a_cursor_of_somebody_else_is_expired_or_harmless(cursor: str) -> None:
    try:
        state = CURSOR.decode(cursor)
    except (DecodeError, UnicodeEncodeError):
        return
    assert (state.swept_at >= 0, state.count >= 0, state.sweep) == (True, True, None)


@pytest.mark.parametrize("cursor", ["", "{", '{"known": 3}', '{"sweep": {"offset": -1}}', "\ud800"])
def test_a_broken_cursor_is_expired(site: Site, cursor: str) -> None:
    site.known()
    with pytest.raises(CursorExpired):
        site.gateway.changes(cursor, 12)
    assert site.forum.asked() == []


# --- reading one by one -------------------------------------------------------------------------------


def test_a_settled_case_is_read_with_its_post(site: Site) -> None:
    site.known()
    site.forum.posts[21]["hidden"] = True
    site.forum.settle(1, APPROVED)
    case = site.gateway.case(CaseId("1"))
    assert case.post is not None
    assert (case.state, case.post.state) == (CommunityState.UPHELD, PostState.HIDDEN)
    assert len(site.forum.asked()) <= 4


def test_notes_of_staff_come_with_the_case(site: Site) -> None:
    site.gateway.send(site.command(CommandKind.NOTE))
    [note] = site.gateway.case(CaseId("1")).notes
    assert (note.text, note.by and note.by.name) == ("已电话联系作者。", "版主小林")


def test_a_post_says_what_became_of_it(site: Site) -> None:
    site.forum.edit(21, "改好了。\n\n[//]: # (ws-ref:5f0c)")
    post = site.gateway.post(PostId("21"))
    assert (post.raw, post.version, post.state, post.edited_at) == ("改好了。", "2", PostState.VISIBLE, NOW)
    site.forum.posts[21]["deleted_at"] = site.forum.now()
    assert site.gateway.post(PostId("21")).state is PostState.DELETED
    with pytest.raises(NotFound):
        site.gateway.post(PostId("999"))


def long_thread(site: Site) -> None:
    for number in range(3, 61):
        site.forum.add_post(
            100 + number, topic=7, user=REPORTER, raw=f"第 {number} 楼", reply_to_post_number=number - 1
        )
    site.known()


@pytest.mark.parametrize(
    ("around", "first", "last"), [(None, 1, 6), ("21", 1, 7), ("140", 35, 45), ("160", 55, 60), ("120", 15, 25)]
)
def test_a_thread_is_read_around_a_post(site: Site, around: str | None, first: int, last: int) -> None:
    long_thread(site)
    found = site.gateway.thread(ThreadId("7"), PostId(around) if around else None)
    assert [post.number for post in found.posts] == list(range(first, last + 1))
    assert found.posts[-1].reply_to == (found.posts[-2].id if last > 2 else None)
    assert all(post.raw for post in found.posts)
    assert len(site.forum.asked()) <= 3


def test_a_thread_is_read_around_a_post_that_is_deleted(site: Site) -> None:
    long_thread(site)
    site.forum.posts[140]["deleted_at"] = site.forum.now()
    found = site.gateway.thread(ThreadId("7"), PostId("140"))
    assert [post.number for post in found.posts] == list(range(35, 46))
    assert found.posts[5].state is PostState.DELETED
    with pytest.raises(NotFound):
        site.gateway.thread(ThreadId("8"), PostId("21"))


def test_a_member_comes_with_honours_and_measures(site: Site) -> None:
    author = site.forum.users[AUTHOR]
    author |= {"title": "老司机", "suspended_till": "2026-11-01T00:00:00.000Z"}
    author |= {"silenced_at": site.forum.now(), "silenced_till": "3026-01-01T00:00:00.000Z"}
    site.forum.user_badges.append({"id": 5, "badge_id": 1, "user_id": AUTHOR, "granted_by_id": OTHER})
    site.forum.log_action("suspend_user", details="人身攻击")
    site.forum.log_action("silence_user", details="广告")
    site.forum.log_action("post_edit")
    site.known()
    member = site.gateway.member(MemberId(str(AUTHOR)))
    assert len(site.forum.asked()) == 3
    assert (member.ref.name, member.posts, member.is_staff) == ("老王", 12, False)
    assert (member.silenced_until is not None, member.suspended_until) == (True, None)
    assert [honour.name for honour in member.honours] == ["乐于助人", "老司机"]
    assert [(one.kind, one.reason, one.by) for one in member.measures] == [
        (MeasureKind.SUSPENDED, "人身攻击", "版主小周"),
        (MeasureKind.SILENCED, "广告", "版主小周"),
    ]
    assert member.measures[1].until == member.silenced_until


def test_a_measure_that_the_log_does_not_show_is_known_all_the_same(site: Site) -> None:
    site.forum.users[AUTHOR] |= {"silenced_at": site.forum.now(), "silenced_till": "3026-01-01T00:00:00.000Z"}
    site.fault("GET", "/admin/logs", 403, body={"errors": ["no"]})
    [measure] = site.gateway.member(MemberId(str(AUTHOR))).measures
    assert (measure.kind, measure.at) == (MeasureKind.SILENCED, NOW)


def test_honours_say_which_can_be_granted(site: Site) -> None:
    grantable = {honour.name: honour.grantable for honour in site.gateway.honours()}
    assert grantable == {"乐于助人": True, "月度之星": True, "初来乍到": False}


def test_what_staff_did_is_told_once_and_oldest_first(site: Site) -> None:
    site.forum.log_action("silence_user", details="广告")
    site.forum.log_action("delete_post", member=None)
    page = site.gateway.audit(None)
    assert [(one.action, one.member_id) for one in page.entries] == [
        ("silence_user", str(AUTHOR)),
        ("delete_post", None),
    ]
    assert page.entries[0].by == MemberRef(MemberId(str(OTHER)), "版主小周")
    assert site.gateway.audit(page.cursor).entries == ()
    for number in range(250):
        site.forum.log_action("post_edit", details=str(number))
    after = site.gateway.audit(page.cursor)
    assert [one.details for one in after.entries] == [str(number) for number in range(250)]
    with pytest.raises(CursorExpired):
        site.gateway.audit("yesterday")


@pytest.mark.parametrize("value", ["\ud800", "", ".", "..", "../../users/5", "9" * 5000, "９", "\x00", "5 "])
def test_nothing_is_found_under_a_strange_id(site: Site, value: str) -> None:
    gateway = site.gateway
    for read in (gateway.case, gateway.post, gateway.thread, gateway.member):
        with pytest.raises(NotFound):
            read(value)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        gateway.thread(ThreadId("7"), PostId(value))


# --- private messages ---------------------------------------------------------------------------------


def letter(site: Site, topic: int, *writers: int) -> None:
    site.forum.add_topic(topic, "关于您的帖子", user=writers[0], private=(MODERATOR, AUTHOR))
    for place, writer in enumerate(writers):
        site.clock.moment += timedelta(minutes=1)
        site.forum.add_post(topic * 10 + place, topic=topic, user=writer, raw=f"来自 {writer} 的第 {place} 封")


def test_messages_come_once_and_oldest_first(site: Site) -> None:
    letter(site, 30, MODERATOR, AUTHOR, AUTHOR)
    letter(site, 31, AUTHOR)
    letter(site, 32, MODERATOR)
    page = site.gateway.messages(None)
    assert [(one.id, one.sent_by_us, one.member.name) for one in page.messages] == [
        ("300", True, "老王"),
        ("301", False, "老王"),
        ("302", False, "老王"),
        ("310", False, "老王"),
        ("320", True, "老王"),
    ]
    site.forum.asked()
    again = site.gateway.messages(page.cursor)
    assert (again.messages, again.more) == ((), False)
    assert len(site.forum.asked()) == 1
    site.clock.moment += timedelta(minutes=1)
    site.forum.add_post(999, topic=31, user=AUTHOR, raw="谢谢您，已改。")
    assert [one.text for one in site.gateway.messages(again.cursor).messages] == ["谢谢您，已改。"]


def all_messages(site: Site, cursor: str | None = None) -> tuple[list[str], str]:
    """What one look brings, call by call, each with few requests."""
    ids: list[str] = []
    for _ in range(100):
        site.known()
        page = site.gateway.messages(cursor)
        assert 0 < len(site.forum.asked()) <= 8
        assert page.messages or not page.more
        ids, cursor = [*ids, *(message.id for message in page.messages)], page.cursor
        if not json.loads(cursor)["lists"] and not json.loads(cursor)["topics"]:
            return ids, cursor
    raise AssertionError("a look that never ends")


def test_many_conversations_are_read_a_few_at_a_time(site: Site) -> None:
    for number in range(70):
        letter(site, 1000 + number, AUTHOR)
    found, cursor = all_messages(site)
    assert found == [str((1000 + number) * 10) for number in range(70)]
    assert all_messages(site, cursor)[0] == []


def test_a_conversation_that_moves_up_while_the_list_is_read_is_not_passed_over(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "MOST_REQUESTS", 3)
    for number in range(70):
        letter(site, 1000 + number, AUTHOR)
    site.known()
    first = site.gateway.messages(None)
    assert (first.messages, first.more) == ((), False)
    site.clock.moment += timedelta(minutes=1)
    site.forum.add_post(99, topic=1000, user=AUTHOR, raw="还有一件事。")
    found, cursor = all_messages(site, first.cursor)
    found += all_messages(site, cursor)[0]
    assert sorted(found) == sorted(["99", *(str((1000 + number) * 10) for number in range(70))])


def test_conversations_that_bring_nothing_do_not_hold_up_the_rest(site: Site) -> None:
    for number in range(20):
        letter(site, 1000 + number, -1)
    letter(site, 2000, AUTHOR)
    assert all_messages(site)[0] == ["20000"]


def test_a_conversation_longer_than_a_page_brings_its_newest(site: Site) -> None:
    letter(site, 30, *([AUTHOR, MODERATOR] * 15))
    assert len(site.gateway.messages(None).messages) == 30


def test_what_is_older_than_a_month_or_from_the_system_is_left_out(site: Site) -> None:
    letter(site, 30, AUTHOR)
    site.clock.moment += timedelta(days=31)
    letter(site, 31, -1)
    assert site.gateway.messages(None).messages == ()


@pytest.mark.parametrize("cursor", ["x", "{}", '{"since": "2026-11-01T00:00:00"}'])
def test_a_broken_cursor_of_messages_is_expired(site: Site, cursor: str) -> None:
    with pytest.raises(CursorExpired):
        site.gateway.messages(cursor)


# --- coercions ----------------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(queue.WireReview.__struct_fields__), _JSON))
def test_an_item_of_any_shape_is_read_or_refused(row: dict[str, object]) -> None:
    whole = {"id": 1, "type": reviews.FLAGGED} | row
    try:
        page = reviews.REVIEWS.decode(json.dumps({"reviewables": [whole]}))
    except DecodeError:
        return
    for item in page.items():
        case = item.read(item.post(), None)
        assert case.version == item.mark
        assert case.updated_at >= case.created_at


@given(st.text())
def test_no_reader_sees_a_marker(text: str) -> None:
    marked = text.rstrip() + wire.marker(CommandId("0123-4567"))
    assert wire.without_marker(marked) == wire.without_marker(text.rstrip()).rstrip()


@pytest.mark.parametrize("text", ["\n" * 200_000 + "x", "[//]: # (ws-ref:" * 20_000, "<" * 200_000, " \n<" * 50_000])
def test_a_text_that_means_ill_is_read_at_once(text: str) -> None:
    begun = time.perf_counter()
    assert wire.without_marker(text) == text
    assert wire.without_marker(text + wire.marker(CommandId("5f0c")) + "\n" * 200_000) == text.rstrip()
    assert len(wire.plain(text)) <= len(text)
    assert time.perf_counter() - begun < 1.0
