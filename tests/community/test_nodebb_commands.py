"""What is special about each kind of command that the NodeBB adapter sends."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from conftest import Clock
from hypothesis import given
from hypothesis import strategies as st
from nodebb_server import recorded, recording
from nodebb_site import FLAGS, HONOUR, TEXTS, UNTIL, WRITES, Site, a_site

from app.community.nodebb import wire
from app.community.nodebb.flags import NOTE_MAX
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CommandId, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Found
from app.domain.members import MemberId
from app.domain.posts import PostId, ThreadId
from app.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
)

POSTS = (CommandKind.HIDE, CommandKind.DELETE, CommandKind.RESTORE)
MEASURES = (CommandKind.SILENCE, CommandKind.SUSPEND)
LIFTS = (CommandKind.UNSILENCE, CommandKind.UNSUSPEND)
HONOURS = (CommandKind.GRANT_HONOUR, CommandKind.REVOKE_HONOUR)


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


# --- flags --------------------------------------------------------------------------------------------


def test_a_claim_is_written_as_text_and_read_back(site: Site) -> None:
    base = site.version()
    receipt = site.gateway.send(site.command(CommandKind.CLAIM, base=base))
    assert site.forum.writes() == [("PUT", "/api/v3/flags/1", {"assignee": "2", "state": "wip"})]
    after = site.gateway.case(CaseId("1"))
    assert receipt == Receipt(ReceiptStatus.DONE, "1", at=site.clock(), case_version=after.version, verified=True)
    assert (after.state, after.version != base) == (CommunityState.IN_PROGRESS, True)


@pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE])
def test_a_dropped_change_is_no_conflict_where_ids_are_numbers(site: Site, kind: CommandKind) -> None:
    site.forum.ignores = site.forum.numbers = True
    site.forum.flags["1"]["assignee"] = "2"
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind))


def test_what_a_colleague_has_is_not_claimed(site: Site) -> None:
    site.forum.flags["1"] |= {"state": "wip", "assignee": "4"}
    for base in ("", site.version()):
        with pytest.raises(Conflict):
            site.gateway.send(site.command(CommandKind.CLAIM, base=base))
    assert site.forum.writes() == []


def test_a_claim_that_somebody_overtook_is_a_conflict(site: Site) -> None:
    site.forum.meanwhile = lambda flag: flag.update(assignee="4")
    with pytest.raises(Conflict):
        site.gateway.send(site.command(CommandKind.CLAIM))


@pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE, CommandKind.NOTE])
def test_a_change_answered_with_an_invalid_time_and_stored_all_the_same_is_done(site: Site, kind: CommandKind) -> None:
    site.forum.upset = True
    assert site.gateway.send(site.command(kind)).verified
    site.forum.ignores, site.forum.flags["1"]["state"] = True, "open"
    site.forum.flags["1"]["notes"].clear()
    with pytest.raises(Invalid, match="Invalid time value"):
        site.gateway.send(site.command(kind))


@pytest.mark.parametrize(("state", "left"), [("wip", "open"), ("resolved", "resolved")])
def test_a_released_case_is_nobodys(site: Site, state: str, left: str) -> None:
    site.forum.flags["1"] |= {"state": state, "assignee": "2"}
    receipt = site.gateway.send(site.command(CommandKind.RELEASE, base=site.version()))
    assert site.forum.flags["1"]["state"] == left
    assert (site.gateway.case(CaseId("1")).assignee, receipt.case_version) == (None, site.version())


def test_what_a_colleague_has_is_not_given_back(site: Site) -> None:
    site.forum.flags["1"] |= {"state": "wip", "assignee": "4"}
    assert site.gateway.send(site.command(CommandKind.RELEASE)).status is ReceiptStatus.ALREADY_DONE
    assert site.forum.writes() == []


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


@pytest.mark.parametrize("outcome", [None, CommunityState.OPEN, CommunityState.IN_PROGRESS])
def test_a_settlement_must_settle(site: Site, outcome: CommunityState | None) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(CommandKind.RESOLVE, outcome=outcome))
    assert site.forum.seen == []


def test_a_reason_becomes_a_note_before_the_case_is_settled(site: Site) -> None:
    sent = site.command(CommandKind.RESOLVE, base=site.version(), reason="第 9 条：<广告>")
    receipt = site.gateway.send(sent)
    at = round(site.clock().timestamp() * 1000)
    assert [(path, body) for _, path, body in site.forum.writes()] == [
        ("/api/v3/flags/1/notes", {"note": "第 9 条：<广告>", "datetime": at}),
        ("/api/v3/flags/1", {"state": "resolved"}),
    ]
    case = site.gateway.case(CaseId("1"))
    assert ([note.text for note in case.notes], receipt.case_version) == (["第 9 条：<广告>"], case.version)


@pytest.mark.parametrize("lost", [WRITES[CommandKind.NOTE], WRITES[CommandKind.RESOLVE]])
@pytest.mark.parametrize("applied", [False, True])
def test_a_settlement_cut_in_two_is_made_whole_with_one_note(site: Site, lost: tuple[str, str], applied: bool) -> None:
    sent = site.command(CommandKind.RESOLVE, reason="广告")
    site.forum.fail(*lost, applied=applied)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    happened = applied and lost == WRITES[CommandKind.RESOLVE]
    assert site.gateway.find_effect(sent).found is (Found.HAPPENED if happened else Found.NOT_HAPPENED)
    site.clock.advance(minutes=3)
    site.gateway.send(sent)
    assert site.gateway.find_effect(sent).found is Found.HAPPENED
    assert [note["content"] for note in site.forum.flags["1"]["notes"]] == ["广告"]


def test_a_note_never_takes_the_place_of_another(site: Site) -> None:
    at = round(site.clock().timestamp() * 1000)
    site.forum.note(1, "同事写的", at=at, by=4)
    site.forum.note(1, "我早写的", at=at + 1)
    site.gateway.send(site.command(CommandKind.NOTE, text="新的"))
    assert sorted(note["content"] for note in site.forum.flags["1"]["notes"]) == ["同事写的", "我早写的", "新的"]


def test_a_note_sent_twice_stands_once(site: Site) -> None:
    sent = site.command(CommandKind.NOTE, text="<b>&amp; 'x' \\ / `")
    site.gateway.send(sent)
    site.gateway.send(sent)
    assert [note["content"] for note in site.forum.flags["1"]["notes"]] == [sent.intent.text]
    assert len(site.forum.writes()) == 1


@pytest.mark.parametrize("text", ["", " \n\t", "\u3000", "长" * (NOTE_MAX + 1)])
def test_a_note_of_nothing_or_without_end_never_leaves(site: Site, text: str) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(CommandKind.NOTE, text=text))
    assert site.forum.seen == []


@pytest.mark.parametrize("reason", [" \n", "\u3000"])
def test_a_reason_of_nothing_is_no_note(site: Site, reason: str) -> None:
    site.gateway.send(site.command(CommandKind.RESOLVE, reason=reason))
    assert [path for _, path, _ in site.forum.writes()] == ["/api/v3/flags/1"]


def test_a_long_reason_is_noted_as_far_as_it_goes(site: Site) -> None:
    site.gateway.send(site.command(CommandKind.RESOLVE, reason="长" * (NOTE_MAX + 9)))
    assert len(site.forum.flags["1"]["notes"][0]["content"]) == NOTE_MAX


@pytest.mark.parametrize("kind", FLAGS)
def test_the_fate_of_a_change_to_a_flag_that_is_gone_or_unreadable(site: Site, kind: CommandKind) -> None:
    site.forum.poisoned.add("1")
    assert site.gateway.find_effect(site.command(kind)) == CANNOT_TELL
    site.forum.poisoned.clear()
    del site.forum.flags["1"]
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


def test_a_claim_by_somebody_else_is_not_ours(site: Site) -> None:
    site.forum.flags["1"] |= {"state": "wip", "assignee": "4"}
    assert site.gateway.find_effect(site.command(CommandKind.CLAIM)) == NOT_HAPPENED


# --- posts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [CommandKind.HIDE, CommandKind.DELETE])
def test_a_deleted_post_settles_its_case_and_the_next_step_builds_on_that(site: Site, kind: CommandKind) -> None:
    receipt = site.gateway.send(site.command(kind, base=site.version()))
    assert site.forum.flags["1"]["state"] == "resolved"
    settle = site.command(CommandKind.RESOLVE, base=receipt.case_version)
    assert site.gateway.send(settle).status is ReceiptStatus.ALREADY_DONE


def test_what_others_did_while_a_post_was_deleted_is_not_passed_over(site: Site) -> None:
    sent = site.command(CommandKind.HIDE, base=site.version())
    deleted = site.forum._change_post

    def meanwhile(pid: str, *, deleted: int, delete: object = deleted) -> object:
        site.forum.flags["1"]["reports"].pop()
        return delete(pid, deleted=deleted)  # type: ignore[operator]

    site.forum._change_post = meanwhile  # type: ignore[assignment,method-assign]
    assert site.gateway.send(sent).case_version == ""


@pytest.mark.parametrize("kind", POSTS)
def test_a_purged_post_is_gone(site: Site, kind: CommandKind) -> None:
    del site.forum.posts["3"]
    with pytest.raises(NotFound):
        site.gateway.send(site.command(kind))
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


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


# --- messages -----------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(("name", "field"), [("055", "content"), ("211", "message"), ("099", "content")])
def test_the_marker_is_the_form_that_readers_were_seen_not_to_see(name: str, field: str) -> None:
    seen = recording(name)
    sent, answer = seen["request"]["body"][field], seen["response"]["body"]["response"]
    shown = answer.get("mainPost", answer)["content"]
    used = CommandId(sent.split("ws-ref:")[1].rstrip(")"))
    assert sent.endswith(wire.marker(used))
    assert "ws-ref" not in shown


def test_the_longest_text_still_fits_with_its_marker(site: Site) -> None:
    limits, sent = site.gateway.describe().limits, wire.marker(site.command(CommandKind.MESSAGE).id)
    assert limits.message_max is not None
    assert limits.message_max + len(sent) == 1000
    assert limits.reply_max is not None
    assert limits.reply_max + len(sent) == 32767


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("text", ["", " \n\t", "\u3000"])
def test_a_text_of_nothing_is_never_sent(site: Site, kind: CommandKind, text: str) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind, text=text))
    assert site.forum.seen == []


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.PUBLISH_NOTICE])
@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"response": {"timestamp": 1}}', b'{"response": {"mid": {}, "pid": {}}}', b"\xff"]
)
@pytest.mark.parametrize("status", [200, 202])
def test_a_text_answered_with_something_else_is_unknown(
    site: Site, kind: CommandKind, body: bytes, status: int
) -> None:
    site.forum.fail(*WRITES[kind], status, body=body)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(site.command(kind))


def test_a_room_without_a_number_is_unknown(site: Site) -> None:
    site.forum.fail("POST", "/api/v3/chats", 200, body=b'{"response": {}}')
    with pytest.raises(OutcomeUnknown, match="names no room"):
        site.gateway.send(site.command(CommandKind.MESSAGE))


# --- mutes and bans -----------------------------------------------------------------------------------


def test_a_measure_is_written_in_milliseconds_and_stands_once_in_the_history(site: Site) -> None:
    site.gateway.send(site.command(CommandKind.SILENCE))
    site.gateway.send(site.command(CommandKind.SUSPEND))
    until = round(UNTIL.timestamp() * 1000)
    assert [body for _, _, body in site.forum.writes()] == [{"until": until, "reason": "辱骂他人"}] * 2
    member = site.gateway.member(MemberId("3"))
    assert (member.silenced_until, member.suspended_until, len(member.measures)) == (UNTIL, UNTIL, 2)


@pytest.mark.parametrize("kind", MEASURES)
@pytest.mark.parametrize(
    "until",
    [
        None,
        datetime(2026, 11, 24, 9, 0),
        datetime.fromtimestamp(0, UNTIL.tzinfo),
        UNTIL - timedelta(days=30),
        UNTIL + timedelta(days=3700),
    ],
)
def test_an_end_that_nodebb_would_take_for_another_never_leaves(
    site: Site, kind: CommandKind, until: datetime | None
) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind, until=until))
    assert site.forum.seen == []
    assert site.gateway.find_effect(site.command(kind, until=until)) == NOT_HAPPENED


@given(ends=st.datetimes(datetime(2026, 1, 1), datetime(2046, 1, 1)), ahead=st.integers(-200, 200))
def test_only_whole_milliseconds_in_the_forums_future_ever_leave(ends: datetime, ahead: int) -> None:
    with a_site(Clock()) as site:
        site.forum.behind = timedelta(minutes=-ahead)
        for kind in MEASURES:
            try:
                site.gateway.send(site.command(kind, until=ends.replace(tzinfo=UNTIL.tzinfo)))
            except Invalid:
                continue
        for _, _, body in site.forum.writes():
            assert type(body["until"]) is int
            assert body["until"] > site.forum.now()
        assert site.forum.broken == set()
        banned = site.forum.users["3"]
        assert not banned["banned"] or banned["banned_until"] > site.forum.now()


@pytest.mark.parametrize("kind", MEASURES)
def test_an_end_that_passed_by_the_forums_clock_is_not_sent(site: Site, kind: CommandKind) -> None:
    site.forum.behind = timedelta(days=-3)
    with pytest.raises(Invalid, match="passed"):
        site.gateway.send(site.command(kind))
    assert site.forum.writes() == []


def test_a_measure_held_back_past_its_end_is_not_sent(site: Site) -> None:
    sent = site.command(CommandKind.SUSPEND)
    site.clock.advance(days=3)
    with pytest.raises(Invalid, match="passed"):
        site.gateway.send(sent)
    assert site.forum.writes() == []
    assert site.gateway.find_effect(sent) == CANNOT_TELL  # it may have been sent, and be over


@pytest.mark.parametrize("kind", MEASURES)
@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_about_the_same_end_is_already_done(site: Site, kind: CommandKind, seconds: int) -> None:
    site.gateway.send(site.command(kind))
    again = site.command(kind, until=UNTIL + timedelta(seconds=seconds))
    assert site.gateway.send(again).status is ReceiptStatus.ALREADY_DONE
    assert len(site.forum.writes()) == 1


@pytest.mark.parametrize("kind", MEASURES)
def test_a_longer_measure_of_somebody_else_is_not_cut_short(site: Site, kind: CommandKind) -> None:
    site.gateway.send(site.command(kind, until=UNTIL + timedelta(days=7)))
    with pytest.raises(Invalid, match="until 2026-12-01"):
        site.gateway.send(site.command(kind))
    assert site.gateway.send(site.command(kind, until=UNTIL + timedelta(days=9))).status is ReceiptStatus.DONE


def test_a_ban_for_ever_is_not_cut_short(site: Site) -> None:
    site.forum.users["3"] |= {"banned": True, "banned_until": 0}
    with pytest.raises(Invalid, match="longer"):
        site.gateway.send(site.command(CommandKind.SUSPEND))


def test_a_mute_that_is_over_is_none(site: Site) -> None:
    site.forum.users["3"] |= {"muted": False, "mutedUntil": 1795364608001}
    assert site.gateway.send(site.command(CommandKind.UNSILENCE)).status is ReceiptStatus.ALREADY_DONE
    assert site.gateway.send(site.command(CommandKind.SILENCE)).status is ReceiptStatus.DONE


@pytest.mark.parametrize("kind", MEASURES)
def test_an_administrator_is_not_banned(site: Site, kind: CommandKind) -> None:
    site.forum.administrators.add("3")
    with pytest.raises(Invalid, match=recorded("089")[1]["status"]["message"][:9]):
        site.gateway.send(site.command(kind))


@pytest.mark.parametrize("kind", [*MEASURES, *LIFTS, *HONOURS])
def test_a_member_who_is_gone_is_told_as_gone(site: Site, kind: CommandKind) -> None:
    with pytest.raises(NotFound):
        site.gateway.send(site.command(kind, member_id=MemberId("9")))
    assert site.gateway.find_effect(site.command(kind, member_id=MemberId("9"))) == NOT_HAPPENED


# --- honours ------------------------------------------------------------------------------------------


def test_a_refused_honour_says_whom_to_ask(site: Site) -> None:
    with pytest.raises(Forbidden, match="administrator"):
        site.gateway.send(site.command(CommandKind.GRANT_HONOUR))
    assert site.forum.members[HONOUR] == set()


def test_an_administrators_refused_honour_says_why(site: Site) -> None:
    site.forum.may["isAdmin"] = True
    site.forum.fail(*WRITES[CommandKind.GRANT_HONOUR], 400)
    with pytest.raises(Invalid):
        site.gateway.send(site.command(CommandKind.GRANT_HONOUR))


def test_a_group_that_is_not_there_is_gone(site: Site) -> None:
    with pytest.raises(NotFound):
        site.gateway.send(site.command(CommandKind.GRANT_HONOUR, honour_id="nothing"))


def test_an_honour_whose_members_are_not_shown_cant_be_told(site: Site) -> None:
    site.ready(CommandKind.GRANT_HONOUR)
    site.forum.shows_info = False
    sent = site.command(CommandKind.GRANT_HONOUR)
    assert not site.gateway.send(sent).verified
    assert site.gateway.find_effect(sent) == CANNOT_TELL


# --- notices ------------------------------------------------------------------------------------------


def test_a_notice_stands_pinned_and_locked_where_notices_belong(site: Site) -> None:
    sent = site.command(CommandKind.PUBLISH_NOTICE)
    receipt = site.gateway.send(sent)
    body = {"cid": 6, "title": sent.intent.title, "content": sent.intent.text + wire.marker(sent.id)}
    assert site.forum.writes() == [
        ("POST", "/api/v3/topics", body),
        ("PUT", f"/api/v3/topics/{receipt.remote_id}/pin", {}),
        ("PUT", f"/api/v3/topics/{receipt.remote_id}/lock", {}),
    ]
    topic = site.forum.topics[receipt.remote_id]
    assert (topic["pinned"], topic["locked"], receipt.verified) == (1, 1, True)
    assert receipt.url == f"{site.forum.url}/topic/{receipt.remote_id}"


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["聊天", "Announcements", "社区公告"], 3),
        (["聊天", "ANNOUNCEMENTS"], 2),
        (["聊天", "用车"], 1),
    ],
)
def test_a_notice_goes_where_notices_are_likeliest_to_belong(site: Site, names: list[str], chosen: int) -> None:
    listed = [{"cid": -1, "name": "公告"}, *({"cid": cid, "name": name} for cid, name in enumerate(names, start=1))]
    body = json.dumps({"response": {"categories": listed}}).encode()
    site.forum.fail("GET", "/api/v3/search/categories", 200, body=body)
    site.gateway.send(site.command(CommandKind.PUBLISH_NOTICE))
    assert site.forum.writes()[0][2]["cid"] == chosen


def test_without_a_category_to_write_in_nothing_is_published(site: Site) -> None:
    site.forum.fail("GET", "/api/v3/search/categories", 200, body=b'{"response": {"categories": []}}')
    with pytest.raises(Forbidden, match="no category"):
        site.gateway.send(site.command(CommandKind.PUBLISH_NOTICE))


@pytest.mark.parametrize("what", ["pin", "lock"])
@pytest.mark.parametrize("status", [0, 429, 500, 503])
@pytest.mark.parametrize("applied", [False, True])
def test_a_notice_that_was_published_and_not_fastened_is_found_and_fastened(
    site: Site, what: str, status: int, applied: bool
) -> None:
    sent = site.command(CommandKind.PUBLISH_NOTICE)
    site.forum.fail("PUT", f"/api/v3/topics/3/{what}", status, applied=applied)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    effect = site.gateway.find_effect(sent)
    assert effect.receipt is not None
    assert (effect.found, effect.receipt.verified) == (Found.HAPPENED, True)
    assert (list(site.forum.topics), site.forum.topics["3"]["pinned"], site.forum.topics["3"]["locked"]) == (
        ["2", "3"],
        1,
        1,
    )


def test_a_notice_that_cant_be_fastened_is_published_all_the_same(site: Site) -> None:
    site.forum.may["isGlobalModerator"] = False
    receipt = site.gateway.send(site.command(CommandKind.PUBLISH_NOTICE))
    assert (receipt.status, receipt.verified) == (ReceiptStatus.DONE, False)
    assert "could not be pinned" in receipt.reason


@pytest.mark.parametrize("title", ["", "  ", "ab", "长" * 256])
def test_a_notice_needs_a_title_that_the_forum_takes(site: Site, title: str) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(CommandKind.PUBLISH_NOTICE, title=title))
    assert site.forum.seen == []


@pytest.mark.parametrize("title", ["", "社区公约（2027 版）"])
def test_a_notice_is_rewritten_in_its_place(site: Site, title: str) -> None:
    published = site.gateway.send(site.command(CommandKind.PUBLISH_NOTICE))
    sent = site.command(CommandKind.UPDATE_NOTICE, thread_id=ThreadId(published.remote_id), title=title)
    receipt = site.gateway.send(sent)
    topic = site.forum.topics[published.remote_id]
    assert (receipt.remote_id, receipt.verified) == (published.remote_id, True)
    assert site.gateway.post(PostId(str(topic["mainPid"]))).raw == sent.intent.text
    assert topic["titleRaw"] == (title or "社区公约（2026 版）")
    assert site.gateway.find_effect(sent).found is Found.HAPPENED


def test_a_notice_that_is_gone_is_not_rewritten(site: Site) -> None:
    sent = site.command(CommandKind.UPDATE_NOTICE, thread_id=ThreadId("9"))
    with pytest.raises(NotFound):
        site.gateway.send(sent)
    assert site.gateway.find_effect(sent) == NOT_HAPPENED
