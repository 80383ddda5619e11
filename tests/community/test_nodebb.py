"""The NodeBB adapter over HTTP, against a forum of recorded answers."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from conftest import Clock
from hypothesis import given, settings
from hypothesis import strategies as st
from nodebb_server import GUEST_TOKEN, MASTER_TOKEN, MODERATOR_TOKEN, NodebbServer, recording

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.community.nodebb import wire
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandId, CommandKind, Intent, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Adapter, ChangePage, Found, Level
from app.domain.members import Honour, MemberId, MemberRef
from app.domain.posts import PostId, PostState, ThreadId
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    Conflict,
    CursorExpired,
    Forbidden,
    Invalid,
    MasterToken,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)

PLENTY = 1_000
OFFERED = (CommandKind.CLAIM, CommandKind.RESOLVE, CommandKind.MESSAGE, CommandKind.REPLY)
LIST = "/api/flags?state=open&state=wip&perPage=500"

ABOUT: dict[CommandKind, dict[str, object]] = {
    CommandKind.RESOLVE: {"outcome": CommunityState.UPHELD},
    CommandKind.MESSAGE: {"member_id": MemberId("3"), "text": "您好，请看一下社区公约。"},
    CommandKind.REPLY: {"thread_id": ThreadId("2"), "post_id": PostId("3"), "text": "请大家就事论事，谢谢。"},
}


class Site:
    """A forum, and our way to it."""

    def __init__(self, forum: NodebbServer, clock: Clock) -> None:
        self.forum = forum
        self.clock = clock
        self._dialled: list[Gateway] = []
        self.gateway = self.dial()

    def dial(self, token: str = MODERATOR_TOKEN, url: str = "") -> Gateway:
        address = url or self.forum.url
        gateway = reach(Adapter.NODEBB, address, token, clock=self.clock, connect_timeout=5, read_timeout=5)
        self._dialled.append(gateway)
        return gateway

    def hang_up(self) -> None:
        for gateway in self._dialled:
            gateway.close()

    def version(self) -> str:
        return self.gateway.case(CaseId("1")).version

    def command(self, kind: CommandKind, *, base: str = "", **what: object) -> Command:
        intent = Intent(kind, case_id=CaseId("1"), **(ABOUT.get(kind, {}) | what))  # type: ignore[arg-type]
        return make.command(intent, base_version=base, first_sent_at=self.clock())


@contextmanager
def a_site(clock: Clock) -> Iterator[Site]:
    clock.moment = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    with NodebbServer(clock) as forum:
        site = Site(forum, clock)
        try:
            yield site
        finally:
            site.hang_up()


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


def all_changes(gateway: Gateway, budget: int, cursor: str | None = None) -> list[ChangePage]:
    pages: list[ChangePage] = []
    while not pages or pages[-1].more:
        pages.append(gateway.changes(cursor, budget))
        assert pages[-1].cursor != cursor or not pages[-1].more
        cursor = pages[-1].cursor
    return pages


# --- who we are ---------------------------------------------------------------------------------------


def test_describe_tells_whose_token_it_is_and_what_is_offered(site: Site) -> None:
    info = site.gateway.describe()
    assert (info.platform, info.acting) == ("nodebb", MemberRef(MemberId("2"), "王版主"))
    assert {kind for kind in CommandKind if info.sends(kind)} == set(OFFERED)
    assert info.capability(CommandKind.CLAIM).level is Level.EMULATED
    assert all(info.capability(kind).reason for kind in CommandKind if kind not in OFFERED[1:])
    assert info.limits.requests_per_minute == 60
    assert site.gateway.repeat_window == timedelta(0)
    assert site.gateway.ask_after == timedelta(seconds=35)


def test_the_longest_text_still_fits_with_its_marker(site: Site) -> None:
    limits, sent = site.gateway.describe().limits, wire.marker(make.command().id)
    assert limits.message_max is not None
    assert limits.message_max + len(sent) == 1000
    assert limits.reply_max is not None
    assert limits.reply_max + len(sent) == 32767


def test_a_master_token_is_refused(site: Site) -> None:
    with pytest.raises(MasterToken):
        site.dial(MASTER_TOKEN).describe()


@pytest.mark.parametrize("token", [GUEST_TOKEN, "revoked"])
def test_a_token_of_nobody_is_refused(site: Site, token: str) -> None:
    with pytest.raises(AuthFailed):
        site.dial(token).describe()


@pytest.mark.parametrize(
    ("status", "error"), [(200, BrokenAnswer), (404, BrokenAnswer), (500, Unavailable), (302, BrokenAnswer)]
)
def test_something_else_than_nodebb_at_the_address_is_told(site: Site, status: int, error: type[Exception]) -> None:
    site.forum.fail("GET", "/api/self", status)
    with pytest.raises(error) as raised:
        site.gateway.describe()
    assert type(raised.value) is error


# --- changes ------------------------------------------------------------------------------------------


def test_a_first_reading_brings_each_flag_with_its_raw_post_and_thread(site: Site) -> None:
    page = site.gateway.changes(None, PLENTY)
    [case] = page.cases
    assert case.post is not None
    assert case.thread is not None
    assert (case.id, case.state, case.assignee) == ("1", CommunityState.OPEN, None)
    assert case.subject == case.post.author == MemberRef(MemberId("3"), "张三")
    assert case.post.raw == "你就是个托，滚出社区吧，垃圾产品配垃圾人。"
    assert case.post.created_at == datetime(2026, 11, 22, 16, 23, 28, 1000, tzinfo=UTC)
    assert (case.thread.title, case.thread.category) == ("新款折叠屏续航到底怎么样？", "手机与数码")
    assert [report.id for report in case.reports] == ["4:1795364608166", "5:1795364608248"]
    assert [report.reason for report in case.reports] == ["人身攻击，辱骂其他成员", "骂人;影响很坏"]
    assert not page.more
    assert site.forum.seen[0][:2] == ("GET", LIST)


def test_nothing_new_costs_one_request(site: Site) -> None:
    page = site.gateway.changes(None, PLENTY)
    spent = site.gateway.requests
    again = site.gateway.changes(page.cursor, PLENTY)
    assert (again.cases, again.gone_cases, again.more) == ((), (), False)
    assert site.gateway.requests == spent + 1


@pytest.mark.parametrize("change", [{"state": "wip"}, {"assignee": "4"}, {"reports": []}])
def test_only_what_looks_different_in_the_list_is_read_again(site: Site, change: dict[str, object]) -> None:
    site.forum.add_flag(2)
    cursor = site.gateway.changes(None, PLENTY).cursor
    site.forum.flags["2"] |= change
    page = site.gateway.changes(cursor, PLENTY)
    assert [case.id for case in page.cases] == ["2"]
    assert not site.gateway.changes(page.cursor, PLENTY).cases


def test_every_page_of_the_list_is_read(site: Site) -> None:
    site.forum.add_flag(2)
    site.forum.add_flag(3)
    site.forum.flags_per_page = 1
    assert {case.id for case in site.gateway.changes(None, PLENTY).cases} == {"1", "2", "3"}
    assert [path for _, path, _ in site.forum.seen[:3]] == [LIST, f"{LIST}&page=2", f"{LIST}&page=3"]


def test_a_list_that_promises_pages_without_end_is_left(site: Site) -> None:
    empty = {"flags": [], "pagination": {"pageCount": 10**9}}
    site.forum.fail("GET", "/api/flags", 200, body=json.dumps(empty).encode())
    assert not site.gateway.changes(None, PLENTY).cases
    assert site.gateway.requests == 1


def test_flags_on_members_are_left_out(site: Site) -> None:
    site.forum.add_flag(2)["type"] = "user"
    assert [case.id for case in site.gateway.changes(None, PLENTY).cases] == ["1"]


@pytest.mark.parametrize(
    ("state", "meant"), [("resolved", CommunityState.UPHELD), ("rejected", CommunityState.DISMISSED)]
)
def test_what_was_settled_elsewhere_comes_once_and_is_then_forgotten(
    site: Site, state: str, meant: CommunityState
) -> None:
    cursor = site.gateway.changes(None, PLENTY).cursor
    site.forum.flags["1"]["state"] = state
    page = site.gateway.changes(cursor, PLENTY)
    assert [(case.id, case.state) for case in page.cases] == [("1", meant)]
    assert not page.gone_cases
    assert not site.gateway.changes(page.cursor, PLENTY).cases


@pytest.mark.parametrize("purge", ["flag", "post"])
def test_what_was_purged_is_gone(site: Site, purge: str) -> None:
    cursor = site.gateway.changes(None, PLENTY).cursor
    if purge == "flag":
        del site.forum.flags["1"]
    else:
        site.forum.flags["1"] |= {"state": "resolved", "target": {}}
    page = site.gateway.changes(cursor, PLENTY)
    assert (page.cases, page.gone_cases) == ((), ("1",))
    assert site.gateway.changes(page.cursor, PLENTY).gone_cases == ()


@pytest.mark.parametrize("budget", [0, 1, 7, 30, PLENTY])
def test_every_flag_comes_exactly_once_whatever_the_budget(site: Site, budget: int) -> None:
    for flag_id in range(2, 31):
        site.forum.add_flag(flag_id)
    pages = all_changes(site.gateway, budget)
    assert sorted(int(case.id) for page in pages for case in page.cases) == list(range(1, 31))
    assert all(1 <= len(page.cases) <= 20 for page in pages)
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_page_keeps_to_its_budget(site: Site) -> None:
    for flag_id in range(2, 31):
        site.forum.add_flag(flag_id)
    site.gateway.changes(None, 20)
    assert 10 <= site.gateway.requests <= 20


def test_a_topic_is_read_once_for_all_flags_of_a_page(site: Site) -> None:
    for flag_id in range(2, 6):
        site.forum.add_flag(flag_id)
    site.gateway.changes(None, PLENTY)
    assert [path for _, path, _ in site.forum.seen].count("/api/v3/topics/2") == 1
    assert not [path for _, path, _ in site.forum.seen if path.startswith("/api/topic/")]  # it would mark it as read


def test_a_flag_that_nodebb_cant_show_holds_nothing_up(site: Site) -> None:
    site.forum.add_flag(2)
    site.forum.poisoned.add("1")
    page = site.gateway.changes(None, PLENTY)
    assert [case.id for case in page.cases] == ["2"]
    assert not page.gone_cases
    spent = site.gateway.requests
    assert not site.gateway.changes(page.cursor, PLENTY).cases
    assert site.gateway.requests == spent + 1


@given(
    steps=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["open", "wip", "resolved", "rejected", "purged"])), max_size=12
    ),
    budget=st.integers(0, 40),
)
@settings(max_examples=25, deadline=None)
def test_the_pages_follow_any_history(steps: list[tuple[int, str]], budget: int) -> None:
    cursor: str | None = None
    seen: dict[str, CommunityState | None] = {}
    with a_site(Clock()) as site:
        site.forum.flags.clear()
        for flag_id, state in steps:
            site.forum.flags.pop(str(flag_id), None)
            if state != "purged":
                site.forum.add_flag(flag_id, state=state)
            for page in all_changes(site.gateway, budget, cursor):
                cursor = page.cursor
                seen |= {case.id: case.state for case in page.cases} | dict.fromkeys(page.gone_cases)
    there = {flag_id: wire.STATES[flag["state"]] for flag_id, flag in site.forum.flags.items()}
    waiting = {flag_id: state for flag_id, state in there.items() if not state.settled}
    assert {flag_id: state for flag_id, state in seen.items() if state and not state.settled} == waiting


def test_a_cursor_that_isnt_ours_starts_over(site: Site) -> None:
    with pytest.raises(CursorExpired):
        site.gateway.changes("42", PLENTY)


@pytest.mark.parametrize(
    ("status", "error"), [(403, Forbidden), (401, AuthFailed), (200, BrokenAnswer), (503, Unavailable)]
)
def test_a_list_that_cant_be_read_says_why(site: Site, status: int, error: type[Exception]) -> None:
    site.forum.fail("GET", "/api/flags", status)
    with pytest.raises(error):
        site.gateway.changes(None, PLENTY)


def test_a_pause_asked_for_is_handed_on(site: Site) -> None:
    site.forum.fail("GET", "/api/flags", 429, headers={"Retry-After": "17"})
    with pytest.raises(RateLimited) as raised:
        site.gateway.changes(None, PLENTY)
    assert (raised.value.seconds, raised.value.scope) == (17, "site")


# --- single things ------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"state": "wip"}, {"assignee": "4"}, {"reports": []}, "edit"])
def test_the_version_of_a_case_changes_with_all_a_decision_rests_on(site: Site, change: object) -> None:
    before = site.gateway.case(CaseId("1"))
    assert site.version() == before.version
    if isinstance(change, dict):
        site.forum.flags["1"] |= change
    else:
        site.forum.edit(3, "改好了，谢谢提醒。")
    assert site.version() != before.version


def test_an_edit_gives_the_post_a_new_version_and_time(site: Site) -> None:
    before = site.gateway.post(PostId("3"))
    site.forum.edit(3, "改好了，谢谢提醒。")
    after = site.gateway.post(PostId("3"))
    assert (before.edited_at, after.edited_at, after.raw) == (None, site.clock(), "改好了，谢谢提醒。")
    assert before.version != after.version
    assert before.author == after.author == MemberRef(MemberId("3"), "张三")


def test_a_deleted_post_is_told_as_such(site: Site) -> None:
    site.forum.posts["3"]["deleted"] = 1
    assert site.gateway.post(PostId("3")).state is PostState.DELETED


def test_an_assignee_has_a_name(site: Site) -> None:
    site.forum.flags["1"]["assignee"] = "2"
    assert site.gateway.case(CaseId("1")).assignee == MemberRef(MemberId("2"), "王版主")


def test_reasons_are_text_again(site: Site) -> None:
    site.forum.flags["1"]["reports"][0]["value"] = "&lt;b&gt;骂人&lt;&#x2F;b&gt; &amp; &quot;引战&quot;"
    assert '<b>骂人</b> & "引战"' in [report.reason for report in site.gateway.case(CaseId("1")).reports]


def test_a_thread_shows_what_stands_around_a_post(site: Site) -> None:
    for pid in range(4, 34):
        site.forum.add_post(pid, text=f"第 {pid} 楼")
    found = site.gateway.thread(ThreadId("2"), PostId("20"), before=2, after=4)  # index 18: its page ends with index 19
    assert [post.id for post in found.posts] == ["18", "19", "20", "21", "22", "23", "24"]
    assert [post.raw for post in found.posts][:2] == ["第 18 楼", "第 19 楼"]
    assert [post.number for post in found.posts] == [17, 18, 19, 20, 21, 22, 23]
    assert found.thread.title == "新款折叠屏续航到底怎么样？"
    assert site.gateway.requests == 1 + 2 + 7


def test_a_thread_shows_its_beginning_and_stops_at_its_end(site: Site) -> None:
    assert [post.id for post in site.gateway.thread(ThreadId("2")).posts] == ["2", "3"]
    assert [post.id for post in site.gateway.thread(ThreadId("2"), PostId("3")).posts] == ["2", "3"]


def test_things_gone_are_told_as_gone(site: Site) -> None:
    reads: list[Callable[[], object]] = [
        lambda: site.gateway.case(CaseId("9")),
        lambda: site.gateway.post(PostId("9")),
        lambda: site.gateway.thread(ThreadId("9")),
        lambda: site.gateway.member(MemberId("9")),
    ]
    for read in reads:
        with pytest.raises(NotFound):
            read()


@pytest.mark.parametrize(
    ("recorded", "silenced", "suspended"),
    [("075", None, None), ("085", None, 1795969529384), ("138", ..., None)],
)
def test_a_members_standing_is_told(site: Site, recorded: str, silenced: object, suspended: int | None) -> None:
    body = recording(recorded)["response"]["body"]["response"]
    site.forum.users["3"] = body
    member = site.gateway.member(MemberId("3"))
    assert member.silenced_until == (wire.moment(body["mutedUntil"]) if silenced else None)
    assert member.suspended_until == (wire.moment(suspended) if suspended else None)
    assert member.joined_at == datetime(2026, 11, 22, 16, 22, 15, 838000, tzinfo=UTC)


def test_a_ban_without_an_end_lasts(site: Site) -> None:
    site.forum.users["3"] |= {"banned": True, "banned_until": 0}
    until = site.gateway.member(MemberId("3")).suspended_until
    assert until is not None
    assert until > site.clock() + timedelta(days=36500)


def test_titles_are_honours_except_those_of_the_staff(site: Site) -> None:
    site.forum.users["3"]["groupTitleArray"] = ["Global Moderators", "年度热心成员"]
    member = site.gateway.member(MemberId("3"))
    assert (member.is_staff, member.honours) == (True, (Honour("年度热心成员", "年度热心成员"),))


@pytest.mark.parametrize("odd", ["a/b?c=d&e#f", "https://other.example/post/1?x=y", "成员 1", "%2F", "1;2"])
def test_odd_ids_stay_one_part_of_the_address(site: Site, odd: str) -> None:
    site.forum.add_post(7)
    site.forum.posts[odd] = site.forum.posts["7"]
    assert site.gateway.post(PostId(odd)).id == "7"
    assert site.forum.seen[0][1] == f"/api/v3/posts/{quote(odd, safe='')}"


def test_nothing_is_made_up_where_nodebb_tells_nothing(site: Site) -> None:
    assert (site.gateway.messages("here").messages, site.gateway.messages("here").cursor) == ((), "here")
    assert (site.gateway.honours(), site.gateway.acknowledgements(1), site.gateway.requests) == ([], [], 0)


# --- numbers and texts --------------------------------------------------------------------------------


def test_ids_and_times_mean_the_same_as_numbers_and_as_texts(site: Site) -> None:
    site.forum.flags["1"]["assignee"] = "2"
    old = site.gateway.changes(None, PLENTY)
    site.forum.numbers = True
    assert site.gateway.changes(None, PLENTY) == old
    assert not site.gateway.changes(old.cursor, PLENTY).cases


@given(st.integers(1, 2**40), st.integers(1, 2**40), st.integers(0, 253402300799999), st.booleans())
def test_a_flag_reads_the_same_in_both_forms(flag_id: int, uid: int, time: int, edited: bool) -> None:
    body = recording("030")["response"]["body"]

    def read(form: Callable[[int], object]) -> tuple[object, ...]:
        body["response"] |= {"flagId": form(flag_id), "assignee": form(uid), "datetime": form(time)}
        body["response"]["reports"] = [{"value": "引战", "timestamp": form(time), "reporter": {"uid": form(uid)}}]
        body["response"]["target"]["edited"] = form(time) if edited else None
        flag = wire.FLAG.decode(json.dumps(body)).response
        return flag.version, flag.read(None, None, None), flag.holds({"state": "open", "assignee": str(uid)})

    assert read(int) == read(str)
    assert read(int)[2]


@given(st.one_of(st.text(), st.integers(), st.booleans(), st.none()))
def test_a_time_is_a_time_or_a_broken_answer(value: wire.Number) -> None:
    try:
        assert wire.moment(value).tzinfo is UTC
    except BrokenAnswer:
        assert not isinstance(value, bool)


@given(st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=9))
def test_a_cursor_survives_being_written(known: dict[str, str]) -> None:
    import msgspec

    assert wire.CURSOR.decode(msgspec.json.encode(wire.Cursor(known))).known == known


# --- sending ------------------------------------------------------------------------------------------


def test_a_claim_is_written_as_text_and_read_back(site: Site) -> None:
    base = site.version()
    receipt = site.gateway.send(site.command(CommandKind.CLAIM, base=base))
    assert site.forum.writes() == [("PUT", "/api/v3/flags/1", {"assignee": "2", "state": "wip"})]
    after = site.gateway.case(CaseId("1"))
    assert receipt == Receipt(ReceiptStatus.DONE, "1", at=site.clock(), case_version=after.version, verified=True)
    assert (after.state, after.version != base) == (CommunityState.IN_PROGRESS, True)


def test_a_claim_that_was_answered_ok_and_dropped_is_refused(site: Site) -> None:
    site.forum.ignores = True
    with pytest.raises(Invalid):
        site.gateway.send(site.command(CommandKind.CLAIM))


@pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE])
def test_a_dropped_change_is_no_conflict_where_ids_are_numbers(site: Site, kind: CommandKind) -> None:
    site.forum.ignores = site.forum.numbers = True
    site.forum.flags["1"]["assignee"] = "2"
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind))


def test_a_claim_that_somebody_overtook_is_a_conflict(site: Site) -> None:
    site.forum.meanwhile = lambda flag: flag.update(assignee="4")
    with pytest.raises(Conflict):
        site.gateway.send(site.command(CommandKind.CLAIM))


@pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE])
def test_a_change_answered_with_400_and_stored_all_the_same_is_done(site: Site, kind: CommandKind) -> None:
    site.forum.upset = True
    assert site.gateway.send(site.command(kind)).verified
    site.forum.ignores, site.forum.flags["1"]["state"] = True, "open"
    with pytest.raises(Invalid, match="Invalid time value"):
        site.gateway.send(site.command(kind))


def test_a_change_that_cant_be_read_back_is_unknown(site: Site) -> None:
    site.forum.fail("GET", "/api/v3/flags/1", 503)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(site.command(CommandKind.RESOLVE))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (CommunityState.UPHELD, "resolved"),
        (CommunityState.DISMISSED, "rejected"),
        (CommunityState.IGNORED, "rejected"),
    ],
)
def test_a_report_is_settled(site: Site, outcome: CommunityState, state: str) -> None:
    assert site.gateway.send(site.command(CommandKind.RESOLVE, outcome=outcome)).verified
    assert site.forum.writes() == [("PUT", "/api/v3/flags/1", {"state": state})]
    assert site.forum.flags["1"]["state"] == state


@pytest.mark.parametrize("kind", OFFERED)
def test_nothing_is_sent_on_a_case_that_changed(site: Site, kind: CommandKind) -> None:
    base = site.version()
    site.forum.edit(3, "改好了，谢谢提醒。")
    with pytest.raises(Conflict):
        site.gateway.send(site.command(kind, base=base))
    assert site.forum.writes() == []


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize(("trouble", "error"), [("purged", NotFound), ("poisoned", Invalid)])
def test_nothing_is_sent_on_a_case_that_cant_be_read(
    site: Site, kind: CommandKind, trouble: str, error: type[Exception]
) -> None:
    base = site.version()
    if trouble == "purged":
        del site.forum.flags["1"]
    else:
        site.forum.poisoned.add("1")
    with pytest.raises(error):
        site.gateway.send(site.command(kind, base=base))
    assert site.forum.writes() == []


def test_a_message_goes_into_the_room_there_is(site: Site) -> None:
    site.forum.add_room(7)
    sent = site.command(CommandKind.MESSAGE, base=site.version())
    receipt = site.gateway.send(sent)
    text = sent.intent.text + wire.marker(sent.id)
    assert site.forum.writes() == [("POST", "/api/v3/chats/7", {"message": text})]
    assert site.forum.raw == {receipt.remote_id: text}


def test_a_room_is_made_where_there_is_none(site: Site) -> None:
    site.gateway.send(site.command(CommandKind.MESSAGE))
    site.gateway.send(site.command(CommandKind.MESSAGE))
    assert [path for _, path, _ in site.forum.writes()] == ["/api/v3/chats", "/api/v3/chats/1", "/api/v3/chats/1"]
    assert site.forum.writes()[0][2] == {"uids": [3]}


def test_a_reply_answers_the_post_and_carries_the_marker(site: Site) -> None:
    sent = site.command(CommandKind.REPLY)
    receipt = site.gateway.send(sent)
    [post] = site.forum.written_by_us()
    assert site.forum.writes() == [("POST", "/api/v3/topics/2", {"content": post["content"], "toPid": 3})]
    assert post["content"] == sent.intent.text + wire.marker(sent.id)
    assert (receipt.remote_id, receipt.url) == (str(post["pid"]), f"{site.forum.url}/post/{post['pid']}")


def test_a_reply_finds_its_topic_by_the_post(site: Site) -> None:
    site.gateway.send(site.command(CommandKind.REPLY, thread_id=None))
    assert [path for _, path, _ in site.forum.writes()] == ["/api/v3/topics/2"]


@pytest.mark.parametrize(("name", "field"), [("055", "content"), ("211", "message")])
def test_the_marker_is_the_form_that_readers_were_seen_not_to_see(name: str, field: str) -> None:
    seen = recording(name)
    sent, shown = seen["request"]["body"][field], seen["response"]["body"]["response"]["content"]
    used = CommandId(sent.split("ws-ref:")[1].rstrip(")"))
    assert sent.endswith(wire.marker(used))
    assert "ws-ref" not in shown


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY])
@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_text_of_nothing_is_never_sent(site: Site, kind: CommandKind, text: str) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind, text=text))
    assert site.forum.writes() == []


@pytest.mark.parametrize("kind", [kind for kind in CommandKind if kind not in OFFERED])
def test_what_is_not_offered_is_not_tried(site: Site, kind: CommandKind) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind))
    assert site.forum.seen == []


@pytest.mark.parametrize("outcome", [None, CommunityState.OPEN, CommunityState.IN_PROGRESS])
def test_a_settlement_must_settle(site: Site, outcome: CommunityState | None) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(CommandKind.RESOLVE, outcome=outcome))
    assert site.forum.writes() == []


WRITES = {
    CommandKind.CLAIM: ("PUT", "/api/v3/flags/1"),
    CommandKind.RESOLVE: ("PUT", "/api/v3/flags/1"),
    CommandKind.MESSAGE: ("POST", "/api/v3/chats/1"),
    CommandKind.REPLY: ("POST", "/api/v3/topics/2"),
}


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Invalid),
        (401, AuthFailed),
        (403, Forbidden),
        (404, NotFound),
        (413, Invalid),
        (429, RateLimited),
        (503, Unavailable),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (202, OutcomeUnknown),
        (0, OutcomeUnknown),
    ],
)
def test_a_refused_write_says_whether_anything_was_done(
    site: Site, kind: CommandKind, status: int, error: type[Exception]
) -> None:
    site.forum.fail(*WRITES[kind], status)
    with pytest.raises(error) as raised:
        site.gateway.send(site.command(kind))
    assert type(raised.value) is error


def test_the_forums_own_words_are_shown(site: Site) -> None:
    said = {"status": {"code": "bad-request", "message": "您正在发布其他内容"}, "response": {}}
    site.forum.fail(*WRITES[CommandKind.REPLY], 400, body=json.dumps(said).encode())
    with pytest.raises(Invalid, match="您正在发布其他内容"):
        site.gateway.send(site.command(CommandKind.REPLY))


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY])
@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"response": {"timestamp": 1}}', b'{"response": {"mid": {}, "pid": {}}}', b"\xff"]
)
def test_a_write_answered_with_something_else_is_unknown(site: Site, kind: CommandKind, body: bytes) -> None:
    site.forum.fail(*WRITES[kind], 200, body=body)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(site.command(kind))


def test_a_room_without_a_number_is_unknown(site: Site) -> None:
    site.forum.fail("POST", "/api/v3/chats", 200, body=b'{"response": {}}')
    with pytest.raises(OutcomeUnknown, match="names no room"):
        site.gateway.send(site.command(CommandKind.MESSAGE))


def test_a_forum_out_of_reach_has_done_nothing(site: Site) -> None:
    nobody = site.dial(url="http://127.0.0.1:9")
    for kind in OFFERED:
        with pytest.raises(Unavailable):
            nobody.send(site.command(kind))


# --- what became of a lost send -----------------------------------------------------------------------


# A changed flag is believed by what is read back: there a web page with 200 does not hide the answer.
LOST = [(kind, status) for kind in OFFERED for status in (0, 500)] + [(kind, 200) for kind in OFFERED[2:]]


@pytest.mark.parametrize(("kind", "status"), LOST)
def test_a_lost_answer_is_found_to_have_happened_once(site: Site, kind: CommandKind, status: int) -> None:
    sent = site.command(kind, base=site.version())
    site.forum.fail(*WRITES[kind], status, applied=True)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    site.clock.advance(seconds=40)
    effect = site.gateway.find_effect(sent)
    assert (effect.found, effect.receipt is not None and effect.receipt.verified) == (Found.HAPPENED, True)
    assert len([path for _, path, _ in site.forum.writes() if path == WRITES[kind][1]]) == 1
    assert len(site.forum.raw) == (kind is CommandKind.MESSAGE)
    assert len(site.forum.written_by_us()) == (kind is CommandKind.REPLY)


@pytest.mark.parametrize("kind", OFFERED)
def test_a_lost_request_is_found_not_to_have_happened_and_sent_again(site: Site, kind: CommandKind) -> None:
    sent = site.command(kind, base=site.version())
    site.forum.fail(*WRITES[kind])
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    assert site.gateway.find_effect(sent) == NOT_HAPPENED
    assert site.gateway.send(sent).status is ReceiptStatus.DONE
    assert site.gateway.find_effect(sent).found is Found.HAPPENED
    assert (len(site.forum.raw), len(site.forum.rooms)) == ((1, 1) if kind is CommandKind.MESSAGE else (0, 0))


@pytest.mark.parametrize("applied", [False, True])
def test_a_lost_answer_about_a_new_room_makes_no_second_message(site: Site, applied: bool) -> None:
    sent = site.command(CommandKind.MESSAGE)
    site.forum.fail("POST", "/api/v3/chats", applied=applied)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    assert site.gateway.find_effect(sent) == NOT_HAPPENED
    site.gateway.send(sent)
    assert (len(site.forum.rooms), len(site.forum.raw)) == (1, 1)


@pytest.mark.parametrize("then", ["left", "another room"])
def test_a_message_is_found_where_it_went_whatever_became_of_the_room(site: Site, then: str) -> None:
    sent = site.command(CommandKind.MESSAGE)
    receipt = site.gateway.send(sent)
    if then == "left":
        site.forum.rooms[0]["members"].clear()
    else:
        site.forum.say(site.forum.add_room(2), "在另一个房间里", by=3)
    effect = site.gateway.find_effect(sent)
    assert effect.receipt is not None
    assert effect.receipt.remote_id == receipt.remote_id


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY])
def test_the_same_words_of_another_command_are_not_taken_for_it(site: Site, kind: CommandKind) -> None:
    site.gateway.send(site.command(kind))
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


def test_a_member_repeating_our_marker_is_not_us(site: Site) -> None:
    asked = site.command(CommandKind.MESSAGE)
    site.forum.say(site.forum.add_room(1), f"你说什么{wire.marker(asked.id)}", by=3)
    assert site.gateway.find_effect(asked) == NOT_HAPPENED


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY])
def test_texts_from_before_the_send_are_not_read(site: Site, kind: CommandKind) -> None:
    for _ in range(3):
        site.gateway.send(site.command(kind))
    site.clock.advance(minutes=6)
    site.gateway.send(site.command(kind))
    before = len(site.forum.seen)
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED
    assert len([path for _, path, _ in site.forum.seen[before:] if path.endswith("/raw")]) == 1


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY])
def test_a_text_is_found_though_the_forums_clock_is_behind(site: Site, kind: CommandKind) -> None:
    site.forum.behind = timedelta(minutes=20)
    sent = site.command(kind)
    site.gateway.send(sent)
    assert site.gateway.find_effect(sent).found is Found.HAPPENED


def test_what_cant_be_looked_through_cant_be_told(site: Site) -> None:
    message, reply = site.command(CommandKind.MESSAGE), site.command(CommandKind.REPLY)
    room = site.forum.add_room(1)
    for number in range(50):
        site.forum.say(room, f"第 {number} 条")
        site.forum.add_post(100 + number, author=2, at=site.forum.now())
    assert site.gateway.find_effect(message) == CANNOT_TELL
    assert site.gateway.find_effect(reply) == CANNOT_TELL


def test_more_rooms_in_use_than_are_listed_cant_be_told(site: Site) -> None:
    for number in range(1, 21):
        site.forum.say(site.forum.add_room(number), "在吗", by=3)
    assert site.gateway.find_effect(site.command(CommandKind.MESSAGE)) == CANNOT_TELL


def test_a_reply_that_waits_for_approval_is_not_sent_again(site: Site) -> None:
    site.forum.queues = True
    sent = site.command(CommandKind.REPLY)
    assert site.gateway.send(sent).status is ReceiptStatus.PENDING_APPROVAL
    assert site.gateway.find_effect(sent) == CANNOT_TELL
    assert site.gateway.find_effect(site.command(CommandKind.REPLY)) == NOT_HAPPENED


def test_a_queue_that_cant_be_read_proves_nothing(site: Site) -> None:
    site.forum.fail("GET", "/api/post-queue", 503)
    with pytest.raises(Unavailable):
        site.gateway.find_effect(site.command(CommandKind.REPLY))


@pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE])
def test_the_fate_of_a_change_to_a_flag_that_is_gone_or_unreadable(site: Site, kind: CommandKind) -> None:
    site.forum.poisoned.add("1")
    assert site.gateway.find_effect(site.command(kind)) == CANNOT_TELL
    site.forum.poisoned.clear()
    del site.forum.flags["1"]
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


@pytest.mark.parametrize("kind", [CommandKind.HIDE, CommandKind.NOTE, CommandKind.SILENCE])
def test_what_is_never_sent_never_happened(site: Site, kind: CommandKind) -> None:
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


def test_a_claim_by_somebody_else_is_not_ours(site: Site) -> None:
    site.forum.flags["1"] |= {"state": "wip", "assignee": "4"}
    assert site.gateway.find_effect(site.command(CommandKind.CLAIM)) == NOT_HAPPENED


def test_a_command_never_sent_before_is_looked_for_from_now(site: Site) -> None:
    sent = site.command(CommandKind.REPLY)
    site.gateway.send(sent)
    assert site.gateway.find_effect(replace(sent, first_sent_at=None)).found is Found.HAPPENED
