"""The NodeBB adapter over HTTP, against a forum of recorded answers: who we are, what changed, numbers and texts."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Clock
from hypothesis import given, settings
from hypothesis import strategies as st
from nodebb_server import GUEST_TOKEN, MASTER_TOKEN, escaped, recording
from nodebb_site import PLENTY, Site, a_site

import make
from app.community.gateway import Gateway
from app.community.nodebb import wire, wire_flags, wire_members
from app.domain.cases import CommunityState
from app.domain.commands import CommandKind
from app.domain.community import ChangePage, Feature, Level
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Thread, ThreadId
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CursorExpired,
    Forbidden,
    MasterToken,
    RateLimited,
    Unavailable,
)

LIST = "/api/flags?state=open&state=wip&perPage=500"
NOBODY = {"canBan": False, "canMute": False, "isAdmin": False, "isGlobalModerator": False}


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
    assert {kind for kind in CommandKind if not info.sends(kind)} == {CommandKind.GRANT_HONOUR}
    assert info.capability(CommandKind.CLAIM).level is Level.EMULATED
    assert info.limits.requests_per_minute == 60
    assert site.gateway.repeat_window == timedelta(0)
    assert site.gateway.ask_after == timedelta(seconds=35)


@pytest.mark.parametrize("rights", [{}, {"canMute": False}, {"canBan": False}, {"isAdmin": True}, NOBODY])
def test_each_thing_has_a_level_and_where_it_could_be_better_a_reason_in_both_languages(
    site: Site, rights: dict[str, bool]
) -> None:
    site.forum.may |= rights
    info = site.gateway.describe()
    assert set(info.capabilities) == {kind.value for kind in CommandKind} | {feature.value for feature in Feature}
    for what in (*CommandKind, *Feature):
        capability = info.capability(what)
        assert bool(capability.reason.zh and capability.reason.en) == (capability.level is not Level.NATIVE), what


@pytest.mark.parametrize(
    ("rights", "kind", "level"),
    [
        ({"canMute": False}, CommandKind.SILENCE, Level.MANUAL),
        ({"canMute": False}, CommandKind.UNSILENCE, Level.MANUAL),
        ({"canMute": False}, CommandKind.SUSPEND, Level.NATIVE),
        ({"canBan": False}, CommandKind.SUSPEND, Level.MANUAL),
        ({"canBan": False, "canMute": False, "isAdmin": True}, CommandKind.SUSPEND, Level.NATIVE),
        ({"isAdmin": True}, CommandKind.GRANT_HONOUR, Level.EMULATED),
        ({}, CommandKind.GRANT_HONOUR, Level.MANUAL),
        ({}, CommandKind.REVOKE_HONOUR, Level.EMULATED),
        ({"isGlobalModerator": False}, CommandKind.REVOKE_HONOUR, Level.MANUAL),
    ],
)
def test_what_the_account_may_not_do_is_left_to_a_person(
    site: Site, rights: dict[str, bool], kind: CommandKind, level: Level
) -> None:
    site.forum.may |= rights
    assert site.gateway.describe().capability(kind).level is level


def test_rights_are_asked_for_again_after_a_while_and_after_a_refusal(site: Site) -> None:
    site.forum.may["canMute"] = False
    assert site.gateway.describe().capability(CommandKind.SILENCE).level is Level.MANUAL
    site.forum.may["canMute"] = True
    spent = site.gateway.requests
    assert site.gateway.describe().capability(CommandKind.SILENCE).level is Level.MANUAL
    assert site.gateway.requests == spent + 1
    site.clock.advance(minutes=10)
    assert site.gateway.describe().capability(CommandKind.SILENCE).level is Level.NATIVE
    site.forum.may["canMute"] = False
    with pytest.raises(Forbidden):
        site.gateway.send(site.command(CommandKind.SILENCE))
    assert site.gateway.describe().capability(CommandKind.SILENCE).level is Level.MANUAL


def test_an_account_that_can_not_see_the_reports_is_told_so_at_once(site: Site) -> None:
    site.forum.may["isGlobalModerator"] = False
    assert site.gateway.describe().acting.name  # the moderator of a category sees theirs
    site.clock.advance(minutes=10)
    site.forum.fail("GET", "/api/flags", 403)
    with pytest.raises(Forbidden, match="Global Moderators"):
        site.gateway.describe()


def test_an_account_whose_rights_are_not_told_can_try(site: Site) -> None:
    site.forum.fail("GET", "/api/user/[^/]+", 403)
    assert site.gateway.describe().capability(CommandKind.SILENCE).level is Level.NATIVE


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


def test_a_first_reading_brings_each_flag_with_its_post(site: Site) -> None:
    site.forum.note(1, "先私信", at=1795364658885)
    page = site.gateway.changes(None, PLENTY)
    [case] = page.cases
    assert case.post is not None
    assert (case.id, case.state, case.assignee) == ("1", CommunityState.OPEN, None)
    assert case.subject == case.post.author == MemberRef(MemberId("3"), "张三")
    assert case.post.raw == "你就是个托，滚出社区吧，垃圾产品配垃圾人。"
    assert case.post.created_at == datetime(2026, 11, 22, 16, 23, 28, 1000, tzinfo=UTC)
    assert case.thread == Thread(ThreadId("2"), "")
    assert [report.id for report in case.reports] == ["4:1795364608166", "5:1795364608248"]
    assert [report.reason for report in case.reports] == ["人身攻击，辱骂其他成员", "骂人;影响很坏"]
    assert [(note.text, note.by) for note in case.notes] == [("先私信", MemberRef(MemberId("2"), "王版主"))]
    assert not page.more
    assert site.forum.seen[0][:2] == ("GET", LIST)


@pytest.mark.parametrize("flags", [1, 2, 30])
def test_each_new_flag_costs_one_request_beside_the_list(site: Site, flags: int) -> None:
    for flag_id in range(2, flags + 1):
        site.forum.add_flag(flag_id)
    assert len(site.gateway.changes(None, PLENTY).cases) == flags
    assert site.gateway.requests == 1 + flags


def test_a_changed_flag_costs_one_request_beside_the_list(site: Site) -> None:
    site.gateway.describe()
    cursor = site.gateway.changes(None, PLENTY).cursor
    spent = site.gateway.requests
    site.forum.flags["1"] |= {"state": "wip", "assignee": "2"}
    [case] = site.gateway.changes(cursor, PLENTY).cases
    assert case.assignee == MemberRef(MemberId("2"), "王版主")
    assert site.gateway.requests == spent + 2


def test_the_name_of_a_colleague_is_asked_for_once(site: Site) -> None:
    site.forum.users["9"] = site.forum.users["3"] | {"uid": 9, "username": "刘版主"}
    for flag_id in range(1, 5):
        site.forum.add_flag(flag_id, state="wip")["assignee"] = "9"
    cases = site.gateway.changes(None, PLENTY).cases
    assert {case.assignee for case in cases} == {MemberRef(MemberId("9"), "刘版主")}
    assert site.gateway.requests == 1 + 4 + 1


def test_a_thread_that_was_read_before_has_its_title(site: Site) -> None:
    thread = site.gateway.thread(ThreadId("2")).thread
    assert site.gateway.changes(None, PLENTY).cases[0].thread == thread
    assert thread.title == "新款折叠屏续航到底怎么样？"


@pytest.mark.parametrize("budget", [0, 1, 7, 30, PLENTY])
def test_every_flag_comes_exactly_once_whatever_the_budget(site: Site, budget: int) -> None:
    for flag_id in range(2, 131):
        site.forum.add_flag(flag_id)
    pages = all_changes(site.gateway, budget)
    assert sorted(int(case.id) for page in pages for case in page.cases) == list(range(1, 131))
    assert all(1 <= len(page.cases) <= 100 for page in pages)
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_page_keeps_to_its_budget(site: Site) -> None:
    for flag_id in range(2, 31):
        site.forum.add_flag(flag_id)
    site.gateway.changes(None, 20)
    assert 15 <= site.gateway.requests <= 20


def test_a_cursor_of_earlier_versions_goes_on(site: Site) -> None:
    site.forum.add_flag(2)
    page = site.gateway.changes('{"known":{"1":"open::2","7":"open::1"}}', PLENTY)
    assert ([case.id for case in page.cases], page.gone_cases) == (["2"], ("7",))


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


@pytest.mark.parametrize("repeats", [True, False])
def test_a_list_without_end_is_left(site: Site, repeats: bool) -> None:
    for flag_id in range(2, 60):
        site.forum.add_flag(flag_id)
    site.forum.flags_per_page = 1
    if repeats:
        for _ in range(2):
            same = {"flags": [{"flagId": 1, "type": "post"}], "pagination": {"pageCount": 10**9}}
            site.forum.fail("GET", "/api/flags", 200, body=json.dumps(same).encode())
    site.gateway.changes(None, 0)
    lists = [path for _, path, _ in site.forum.seen if path.startswith(LIST)]
    assert len(lists) == (2 if repeats else 40)


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


def test_a_flag_that_nodebb_cant_show_holds_nothing_up(site: Site) -> None:
    site.forum.add_flag(2)
    site.forum.poisoned.add("1")
    page = site.gateway.changes(None, PLENTY)
    assert [case.id for case in page.cases] == ["2"]
    assert not page.gone_cases
    spent = site.gateway.requests
    assert not site.gateway.changes(page.cursor, PLENTY).cases
    assert site.gateway.requests == spent + 1


@pytest.mark.parametrize(
    "answer", [{"datetime": "9" * 20}, {"reports": [{"value": "", "timestamp": {}}]}], ids=["time", "shape"]
)
def test_a_flag_that_is_broken_holds_nothing_up(site: Site, answer: dict[str, object]) -> None:
    site.forum.add_flag(2)
    site.forum.flags["1"] |= answer
    page = site.gateway.changes(None, PLENTY)
    assert ([case.id for case in page.cases], page.more, page.gone_cases) == (["2"], False, ())
    spent = site.gateway.requests
    assert not site.gateway.changes(page.cursor, PLENTY).cases
    assert site.gateway.requests == spent + 1


def test_a_flag_is_not_given_up_where_the_forum_itself_answers_something_else(site: Site) -> None:
    for path in ("/api/v3/flags/1", "/api/self"):
        site.forum.fail("GET", path, 200)
    with pytest.raises(BrokenAnswer):
        site.gateway.changes(None, PLENTY)


def test_a_flag_that_cant_be_read_now_is_read_the_next_time(site: Site) -> None:
    for flag_id in (2, 3):
        site.forum.add_flag(flag_id)
    for _ in range(2):
        for flag_id in (1, 2):
            site.forum.fail("GET", f"/api/v3/flags/{flag_id}", 500)
    page = site.gateway.changes(None, 0)
    assert ([case.id for case in page.cases], page.more) == (["3"], False)
    page = site.gateway.changes(page.cursor, PLENTY)
    assert (page.cases, page.more) == ((), False)
    assert [case.id for case in site.gateway.changes(page.cursor, PLENTY).cases] == ["1", "2"]


def test_flags_in_a_row_that_cant_be_read_are_the_fault_of_the_forum(site: Site) -> None:
    for flag_id in range(2, 7):
        site.forum.add_flag(flag_id)
    for flag_id in range(2, 5):
        for _ in range(2):
            site.forum.fail("GET", f"/api/v3/flags/{flag_id}", 503)
    page = site.gateway.changes(None, PLENTY)
    assert ([case.id for case in page.cases], page.more) == (["1"], True)
    with pytest.raises(Unavailable):
        site.gateway.changes(page.cursor, PLENTY)
    page = site.gateway.changes(page.cursor, PLENTY)
    assert [case.id for case in page.cases] == ["2", "3", "4", "5", "6"]


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
    there = {flag_id: wire_flags.STATES[flag["state"]] for flag_id, flag in site.forum.flags.items()}
    waiting = {flag_id: state for flag_id, state in there.items() if not state.settled}
    assert {flag_id: state for flag_id, state in seen.items() if state and not state.settled} == waiting


@pytest.mark.parametrize("cursor", ["42", "\ud800"])
def test_a_cursor_that_isnt_ours_starts_over(site: Site, cursor: str) -> None:
    with pytest.raises(CursorExpired):
        site.gateway.changes(cursor, PLENTY)


@pytest.mark.parametrize(
    ("status", "error"), [(403, Forbidden), (401, AuthFailed), (200, BrokenAnswer), (503, Unavailable)]
)
def test_a_list_that_cant_be_read_says_why(site: Site, status: int, error: type[Exception]) -> None:
    site.forum.fail("GET", "/api/flags", status)
    with pytest.raises(error):
        site.gateway.changes(None, PLENTY)


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2026 00:00:00 +99999999999999",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "yesterday",
    ],
)
def test_a_forum_with_an_impossible_time_is_reached_all_the_same(site: Site, date: str) -> None:
    site.forum.date = date
    assert site.gateway.describe().acting.id == "2"
    assert site.gateway.messages(None).messages == ()


def test_a_pause_asked_for_is_handed_on(site: Site) -> None:
    site.forum.fail("GET", "/api/flags", 429, headers={"Retry-After": "17"})
    with pytest.raises(RateLimited) as raised:
        site.gateway.changes(None, PLENTY)
    assert (raised.value.seconds, raised.value.scope) == (17, "site")


# --- numbers and texts --------------------------------------------------------------------------------


def test_ids_and_times_mean_the_same_as_numbers_and_as_texts(site: Site) -> None:
    site.forum.flags["1"]["assignee"] = "2"
    site.forum.note(1, "A & <b>", at=1795364658885)
    old = site.gateway.changes(None, PLENTY)
    assert old.cases[0].notes[0].text == "A & <b>"
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
        flag = wire_flags.FLAG.decode(json.dumps(body)).response
        return flag.version, flag.read("", None, None), flag.holds({"state": "open", "assignee": str(uid)})

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

    assert wire_flags.CURSOR.decode(msgspec.json.encode(wire_flags.Cursor(known))).known == known


@given(st.text())
def test_a_reason_is_the_same_escaped_or_not(text: str) -> None:
    assert wire.unescaped(escaped(text)) == text
    if set(text) & set("<>\"'/\\`"):
        assert wire.unescaped(text) == text


@given(st.integers(0, 253402300799999))
def test_a_moment_is_sent_as_the_milliseconds_it_was_read_from(milliseconds: int) -> None:
    assert wire.milliseconds(wire.moment(milliseconds)) == milliseconds


@given(st.one_of(st.integers(-(10**20), 10**20), st.none()))
def test_an_end_is_an_end_in_both_forms(value: int | None) -> None:
    try:
        ends = wire_members.end(value)
    except BrokenAnswer:
        assert value is not None
        assert value < 0
        return
    assert ends == wire_members.end(None if value is None else str(value))
    assert ends is None or ends <= wire_members.FOR_EVER
