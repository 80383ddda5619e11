"""What the NodeBB adapter reads: cases, posts, threads, members, messages, honours."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from conftest import Clock
from nodebb_server import recorded, recording
from nodebb_site import HONOUR, Site, a_site

from app.community.nodebb import wire
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.members import Honour, Measure, MeasureKind, MemberId, MemberRef
from app.domain.posts import PostId, PostState, Thread, ThreadId
from app.errors import NotFound

MARKUP = (
    '<p dir="auto">看 <a href="https://e.cn/x">这里</a></p>\n<blockquote><p>引</p></blockquote>\n'
    '<p><img src="/a.png" alt="底盘" /> <img class="emoji" alt="😄" src="/e.png" /></p>'
)
AS_TEXT = "看 这里 ⟨https://e.cn/x⟩\n\n> 引\n\n[图片：底盘] ⟨/a.png⟩ 😄"


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


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


def test_a_ban_without_an_end_lasts(site: Site) -> None:
    site.forum.users["3"] |= {"banned": True, "banned_until": 0}
    until = site.gateway.member(MemberId("3")).suspended_until
    assert until is not None
    assert until > site.clock() + timedelta(days=36500)


def test_a_case_is_told_whole_in_three_requests(site: Site) -> None:
    case = site.gateway.case(CaseId("1"))
    url = f"{site.forum.url}/topic/2"
    assert case.thread == Thread(ThreadId("2"), "新款折叠屏续航到底怎么样？", "手机与数码", url)
    assert site.gateway.requests == 3
    assert not [path for _, path, _ in site.forum.seen if path.startswith("/api/topic/")]  # it would mark it as read
    site.gateway.case(CaseId("1"))
    assert site.gateway.requests == 5


@pytest.mark.parametrize("numbers", [False, True])
def test_reasons_and_notes_are_as_they_were_typed(site: Site, numbers: bool) -> None:
    site.forum.numbers = numbers
    words = '<b>骂人</b> & "引战" 100% \\o/'
    site.forum.flags["1"]["reports"][0]["value"] = words
    site.forum.note(1, words, at=1795364658885)
    case = site.gateway.case(CaseId("1"))
    assert words in [report.reason for report in case.reports]
    assert [note.text for note in case.notes] == [words]


def test_the_notes_of_a_real_flag_are_read(site: Site) -> None:
    site.forum.fail("GET", "/api/v3/flags/1", 200, body=json.dumps(recorded("225")[1]).encode())
    notes = site.gateway.case(CaseId("1")).notes
    assert [note.text for note in notes] == ['备注 <b>&amp; "x"', "第9条，广告"]
    assert notes[0].at < notes[1].at
    assert notes[0].by == MemberRef(MemberId("2"), "王版主")


def test_a_text_is_the_same_wherever_it_is_read(site: Site) -> None:
    site.forum.html["3"] = MARKUP
    case, post = site.gateway.case(CaseId("1")), site.gateway.post(PostId("3"))
    [feed] = site.gateway.changes(None, 100).cases
    [around] = site.gateway.thread(ThreadId("2"), PostId("3"), before=0, after=0).posts
    assert case.post is not None
    assert feed.post == case.post == post
    assert (around.raw, around.version, around.author) == (AS_TEXT, post.version, post.author)
    assert post.raw == AS_TEXT


def test_our_mark_is_not_shown_where_the_forum_knows_no_markdown(site: Site) -> None:
    sent = site.command(CommandKind.REPLY)
    pid = site.gateway.send(sent).remote_id
    site.forum.html[pid] = f"<p>{site.forum.posts[pid]['content']}</p>"
    assert site.gateway.post(PostId(pid)).raw == sent.intent.text


@pytest.mark.parametrize("filler", ["\xa0", "\n", " ", "[//]: # (ws-ref:", "[//]: # (ws-ref:x)", "\xa0[//]: #"])
def test_no_text_makes_looking_for_our_mark_slow(filler: str) -> None:
    began = time.process_time()
    wire.shown(f"<pre>a{filler * (190_000 // len(filler))}b</pre>")
    assert time.process_time() - began < 5  # once for each character of it would be a minute


def test_the_post_of_a_member_whom_the_account_blocked_is_read_as_typed(site: Site) -> None:
    site.forum.blocked.add("3")
    post = site.gateway.post(PostId("3"))
    assert (post.raw, post.author.name) == ("你就是个托，滚出社区吧，垃圾产品配垃圾人。", "张三")


def test_a_thread_shows_what_stands_around_a_post(site: Site) -> None:
    for pid in range(4, 34):
        site.forum.add_post(pid, text=f"第 **{pid}** 楼")
    found = site.gateway.thread(ThreadId("2"), PostId("20"), before=2, after=4)  # index 18: its page ends with index 19
    assert [post.id for post in found.posts] == ["18", "19", "20", "21", "22", "23", "24"]
    assert [post.raw for post in found.posts][:2] == ["第 18 楼", "第 19 楼"]
    assert [post.number for post in found.posts] == [17, 18, 19, 20, 21, 22, 23]
    assert found.thread.title == "新款折叠屏续航到底怎么样？"
    assert site.gateway.requests == 1 + 2


@pytest.mark.parametrize("odd", ["a/b?c=d&e#f", "https://other.example/post/1?x=y", "成员 1", "%2F", "1;2"])
def test_odd_ids_stay_one_part_of_the_address(site: Site, odd: str) -> None:
    site.forum.add_post(7)
    site.forum.posts[odd] = site.forum.posts["7"]
    assert site.gateway.post(PostId(odd)).id == "7"
    assert site.forum.seen[0][1] == f"/api/v3/posts/{quote(odd, safe='')}"


@pytest.mark.parametrize("none", [".", "..", "\ud800"])
def test_what_can_be_no_id_is_not_there(site: Site, none: str) -> None:
    reads: list[Callable[[], object]] = [
        lambda: site.gateway.case(CaseId(none)),
        lambda: site.gateway.post(PostId(none)),
        lambda: site.gateway.thread(ThreadId(none)),
        lambda: site.gateway.member(MemberId(none)),
    ]
    for read in reads:
        with pytest.raises(NotFound):
            read()
    assert site.forum.seen == []


# --- members ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recorded_as", "silenced", "suspended"),
    [("075", None, None), ("085", None, 1795969529384), ("138", ..., None)],
)
def test_a_members_standing_is_told(site: Site, recorded_as: str, silenced: object, suspended: int | None) -> None:
    body = recording(recorded_as)["response"]["body"]["response"]
    site.forum.users["3"] = body
    member = site.gateway.member(MemberId("3"))
    assert member.silenced_until == (wire.moment(body["mutedUntil"]) if silenced else None)
    assert member.suspended_until == (wire.moment(suspended) if suspended else None)
    assert member.joined_at == datetime(2026, 11, 22, 16, 22, 15, 838000, tzinfo=UTC)
    assert site.gateway.requests == 3


def test_what_was_done_to_a_member_is_told_newest_first(site: Site) -> None:
    site.forum.history["3"] = recording("186")["response"]["body"]["history"]
    measures = site.gateway.member(MemberId("3")).measures
    assert {measure.kind for measure in measures} == {
        MeasureKind.SILENCED,
        MeasureKind.UNSILENCED,
        MeasureKind.SUSPENDED,
        MeasureKind.UNSUSPENDED,
    }
    assert [measure.at for measure in measures] == sorted((measure.at for measure in measures), reverse=True)
    assert (
        Measure(
            MeasureKind.SUSPENDED,
            wire.moment(1795364729590),
            wire.moment(1795969529384),
            "屡次违规，封禁 7 天",
            "王版主",
        )
        in measures
    )
    assert [one.until for one in measures if one.kind is MeasureKind.UNSUSPENDED] == [None]
    assert not [one.reason for one in measures if "[[" in one.reason]


def test_a_ban_and_its_end_stand_in_the_history(site: Site) -> None:
    site.gateway.send(site.command(CommandKind.SUSPEND))
    site.gateway.send(site.command(CommandKind.UNSUSPEND, reason=""))
    kinds = [(one.kind, one.reason) for one in site.gateway.member(MemberId("3")).measures]
    assert set(kinds) == {(MeasureKind.SUSPENDED, "辱骂他人"), (MeasureKind.UNSUSPENDED, "")}


def test_a_member_is_told_without_the_right_to_see_their_page(site: Site) -> None:
    site.forum.shows_info = False
    site.forum.users["3"]["groupTitleArray"] = ["Global Moderators", HONOUR]
    site.forum.fail("GET", "/api/flags", 403)
    member = site.gateway.member(MemberId("3"))
    assert (member.measures, member.is_staff, member.reports_upheld) == ((), True, None)
    assert member.honours == (Honour(HONOUR, HONOUR),)


def test_reports_that_were_upheld_are_counted(site: Site) -> None:
    for flag_id, state in ((1, "resolved"), (2, "resolved"), (3, "rejected"), (4, "open")):
        site.forum.add_flag(flag_id, state=state)
    assert site.gateway.member(MemberId("3")).reports_upheld == 2


def test_groups_that_are_shown_are_honours_except_those_of_the_staff(site: Site) -> None:
    site.forum.members[HONOUR].add("3")
    site.forum.members["global-moderators"].add("3")
    member = site.gateway.member(MemberId("3"))
    assert (member.is_staff, member.honours) == (True, (Honour(HONOUR, HONOUR),))


@pytest.mark.parametrize("admin", [False, True])
def test_honours_are_the_groups_with_a_title_and_only_administrators_grant_them(site: Site, admin: bool) -> None:
    site.forum.may["isAdmin"] = admin
    assert site.gateway.honours() == [Honour(HONOUR, HONOUR, admin)]


def test_every_page_of_groups_is_read(site: Site) -> None:
    group = site.forum.groups[-1]
    site.forum.groups += [group | {"slug": f"g{number}", "displayName": f"荣誉{number}"} for number in range(40)]
    assert len(site.gateway.honours()) == 41


def test_nothing_is_made_up_where_nodebb_tells_nothing(site: Site) -> None:
    assert site.gateway.acknowledgements(1) == []
    assert (site.gateway.audit("x").entries, site.gateway.audit("x").cursor) == ((), "x")
    assert site.gateway.requests == 0


# --- messages -----------------------------------------------------------------------------------------


def talk(site: Site, *texts: str, by: int = 3, room: int = 1) -> None:
    there = {one["roomId"]: one for one in site.forum.rooms}
    where = there.get(room) or site.forum.add_room(room, members=(3 if room == 1 else 10 + room,))
    for text in texts:
        site.clock.advance(seconds=1)
        site.forum.say(where, text, by)


def everything(site: Site, cursor: str | None = None) -> tuple[list[str], str]:
    texts: list[str] = []
    while True:
        page = site.gateway.messages(cursor)
        assert [one.at for one in page.messages] == sorted(one.at for one in page.messages)
        texts += [one.text for one in page.messages]
        assert page.messages or not page.more
        if not page.more:
            return texts, page.cursor
        assert page.cursor != cursor
        cursor = page.cursor


def test_messages_come_oldest_first_as_readers_see_them(site: Site) -> None:
    sent = site.command(CommandKind.MESSAGE, text="您好，**请看**\n公约")
    receipt = site.gateway.send(sent)
    talk(site, "好的")
    first, second = site.gateway.messages(None).messages
    assert (first.id, first.text, first.sent_by_us) == (receipt.remote_id, "您好，请看\n公约", True)
    assert (second.text, second.sent_by_us, second.at) == ("好的", False, site.clock())
    assert first.member == second.member == MemberRef(MemberId("3"), "张三")


def test_no_new_message_costs_one_request(site: Site) -> None:
    talk(site, "在吗")
    talk(site, "你好", room=2)
    _, cursor = everything(site)
    spent = site.gateway.requests
    page = site.gateway.messages(cursor)
    assert (page.messages, page.more, page.cursor) == ((), False, cursor)
    assert site.gateway.requests == spent + 1


def test_only_rooms_with_something_new_are_read_again(site: Site) -> None:
    talk(site, "在吗")
    talk(site, "你好", room=2)
    _, cursor = everything(site)
    talk(site, "还在吗")
    spent = site.gateway.requests
    assert everything(site, cursor)[0] == ["还在吗"]
    assert site.gateway.requests == spent + 2


def test_at_first_the_last_thirty_days_are_read(site: Site) -> None:
    talk(site, "很久以前")
    talk(site, "也很久", room=2)
    site.clock.advance(days=31)
    talk(site, "最近")
    assert everything(site)[0] == ["最近"]


def test_a_room_of_several_people_is_not_told(site: Site) -> None:
    site.forum.say(site.forum.add_room(1, members=(3, 4)), "大家好", by=3)
    texts, cursor = everything(site)
    assert texts == []
    spent = site.gateway.requests
    site.gateway.messages(cursor)
    assert site.gateway.requests == spent + 1


@pytest.mark.parametrize("mark", ["deleted", "system"])
def test_what_nobody_says_any_more_is_not_told(site: Site, mark: str) -> None:
    talk(site, "一", "二", "三")
    site.forum.rooms[0]["messages"][1][mark] = 1
    assert everything(site)[0] == ["一", "三"]


def test_a_long_talk_is_read_whole(site: Site) -> None:
    said = [f"第 {number} 条" for number in range(130)]
    talk(site, *said)
    assert everything(site)[0] == said


@pytest.mark.parametrize("rooms", [8, 9, 45])
def test_many_rooms_are_read_some_at_a_time_and_each_once(site: Site, rooms: int) -> None:
    said = [f"来自 {room}" for room in range(1, rooms + 1)]
    for room, text in enumerate(said, start=1):
        talk(site, text, room=room)
    texts, cursor = everything(site)
    assert texts == said
    assert site.gateway.messages(cursor).messages == ()


def test_long_talks_are_read_some_requests_at_a_time(site: Site) -> None:
    said = [f"{room}/{number}" for room in (1, 2, 3) for number in range(260)]
    for text in said:
        talk(site, text, room=int(text[0]))
    texts: list[str] = []
    cursor = None
    more = True
    while more:
        spent = site.gateway.requests
        page = site.gateway.messages(cursor)
        assert site.gateway.requests - spent <= 8
        texts += [one.text for one in page.messages]
        more, cursor = page.more, page.cursor
        if more and len(texts) < 400:
            said.append("1/又说")
            talk(site, said[-1])
    assert set(texts) == set(said)
    assert site.gateway.messages(cursor).messages == ()


def test_a_talk_that_was_begun_and_left_holds_nothing_up(site: Site) -> None:
    talk(site, *(f"第 {number} 条" for number in range(400)))
    page = site.gateway.messages(None)
    assert page.more
    del site.forum.rooms[0]
    talk(site, "你好", room=2)
    assert everything(site, page.cursor)[0] == ["你好"]


def test_deleted_messages_cost_no_more_than_others(site: Site) -> None:
    talk(site, *(f"第 {number} 条" for number in range(401)))
    for message in site.forum.rooms[0]["messages"][:400]:
        message["deleted"] = 1
    cursor, texts = None, []
    for _ in range(3):
        spent = site.gateway.requests
        page = site.gateway.messages(cursor)
        assert site.gateway.requests - spent <= 8
        assert page.messages or not page.more  # who reads them takes a page of nothing for the end of this round
        cursor, texts = page.cursor, texts + [one.text for one in page.messages]
    assert texts == ["第 400 条"]


def test_no_room_is_forgotten_before_the_others_are_read(site: Site) -> None:
    talk(site, "最早")
    for room in range(2, 230):
        talk(site, f"来自 {room}", room=room)
    talk(site, "最近")
    texts, _ = everything(site)
    assert len(texts) == len(set(texts)) == 230


def test_what_is_said_while_rooms_are_read_comes_too(site: Site) -> None:
    for room in range(1, 13):
        talk(site, f"来自 {room}", room=room)
    page = site.gateway.messages(None)
    assert page.more
    talk(site, "又说")
    texts, _ = everything(site, page.cursor)
    assert texts[-1] == "又说"
    assert len(texts) + len(page.messages) == 13


def test_rooms_used_longest_ago_are_forgotten_but_not_read_again(site: Site) -> None:
    for room in range(1, 231):
        talk(site, f"来自 {room}", room=room)
    texts, cursor = everything(site)
    assert len(texts) == 230
    assert len(cursor) < 8000
    talk(site, "又说")
    assert everything(site, cursor)[0] == ["又说"]


@pytest.mark.parametrize("cursor", ["", "here", "{}", "\ud800"])
def test_a_cursor_of_messages_that_isnt_ours_starts_over(site: Site, cursor: str) -> None:
    talk(site, "在吗")
    assert everything(site, cursor)[0] == ["在吗"]
