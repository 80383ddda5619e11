"""What the NodeBB adapter sends, and what became of a send whose answer was lost."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from conftest import Clock
from nodebb_accounts import RECORDINGS
from nodebb_server import A_WEB_PAGE
from nodebb_site import ABOUT, FLAGS, TEXTS, WRITES, Site, a_site

from app.community.nodebb import wire
from app.domain.cases import CaseId
from app.domain.commands import CommandKind, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Found
from app.errors import (
    AuthFailed,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)

EVERY = tuple(CommandKind)
POSTS = (CommandKind.HIDE, CommandKind.DELETE, CommandKind.RESTORE)
MEASURES = (CommandKind.SILENCE, CommandKind.SUSPEND)
LIFTS = (CommandKind.UNSILENCE, CommandKind.UNSUSPEND)
HONOURS = (CommandKind.GRANT_HONOUR, CommandKind.REVOKE_HONOUR)
VALUES = (*FLAGS, *POSTS, *MEASURES, *LIFTS, *HONOURS, CommandKind.UPDATE_REPLY)
"""Kinds whose effect is a state of the forum, read where it stands, not a text that is looked for."""


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


# --- every kind of command ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERY)
def test_each_kind_is_sent_once_and_found(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
    sent = site.command(kind, base=site.version())
    assert site.gateway.find_effect(sent) == NOT_HAPPENED
    receipt = site.gateway.send(sent)
    assert (receipt.status, receipt.at) == (ReceiptStatus.DONE, site.clock())
    method, path = WRITES[kind]
    assert len([one for one in site.forum.writes() if one[0] == method and re.fullmatch(path, decoded(one[1]))]) == 1
    effect = site.gateway.find_effect(sent)
    assert effect.receipt is not None
    assert (effect.found, effect.receipt.verified) == (Found.HAPPENED, True)
    assert effect.receipt.remote_id == receipt.remote_id


@pytest.mark.parametrize("kind", EVERY)
def test_looking_for_a_command_changes_nothing(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
    site.gateway.find_effect(site.command(kind))
    assert site.forum.writes() == []


@pytest.mark.parametrize("kind", [kind for kind in VALUES if kind is not CommandKind.NOTE])
def test_what_is_so_already_is_not_written_again(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
    site.gateway.send(site.command(kind))
    before = len(site.forum.writes())
    assert site.gateway.send(site.command(kind)).status is ReceiptStatus.ALREADY_DONE
    assert len(site.forum.writes()) == before


@pytest.mark.parametrize("kind", VALUES)
def test_what_was_answered_ok_and_dropped_is_refused(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
    site.forum.fail(*WRITES[kind], 200, body=b'{"response": {}}')
    with pytest.raises(Invalid, match="changed nothing"):
        site.gateway.send(site.command(kind))


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("status", [200, 400])
def test_what_was_done_is_believed_as_it_is_read_whatever_was_answered(
    site: Site, kind: CommandKind, status: int
) -> None:
    site.ready(kind)
    site.forum.fail(*WRITES[kind], status, applied=True)
    assert site.gateway.send(site.command(kind)).verified


@pytest.mark.parametrize("kind", VALUES)
def test_what_cant_be_read_back_is_unknown(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
    sent = site.command(kind)
    looks = {"case": "/api/v3/flags/1", "post": "/api/v3/posts/3", "reply": "/api/v3/posts/4"}
    look = looks.get(kind.split(".")[0], "/api/v3/users/3")
    site.forum.fail("GET", look, 503, after_write=True)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    assert len(site.forum.writes()) == 1


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_is_sent_on_a_case_that_changed(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
    base = site.version()
    site.forum.edit(3, "改好了，谢谢提醒。")
    with pytest.raises(Conflict):
        site.gateway.send(site.command(kind, base=base))
    assert site.forum.writes() == []


@pytest.mark.parametrize("kind", EVERY)
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


@pytest.mark.parametrize("kind", EVERY)
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
        (0, OutcomeUnknown),
    ],
)
@pytest.mark.parametrize("body", [A_WEB_PAGE, b"Not found"])
def test_a_refused_write_says_whether_anything_was_done(
    site: Site, kind: CommandKind, status: int, error: type[Exception], body: bytes
) -> None:
    site.ready(kind)
    site.forum.fail(*WRITES[kind], status, body=body)
    with pytest.raises(error) as raised:
        site.gateway.send(site.command(kind))
    assert type(raised.value) is error


def test_the_forums_own_words_are_shown(site: Site) -> None:
    said = {"status": {"code": "bad-request", "message": "您正在发布其他内容"}, "response": {}}
    site.forum.fail(*WRITES[CommandKind.REPLY], 400, body=json.dumps(said).encode())
    with pytest.raises(Invalid, match="您正在发布其他内容"):
        site.gateway.send(site.command(CommandKind.REPLY))


@pytest.mark.parametrize(
    ("kind", "whom"),
    [
        (CommandKind.SILENCE, "grant “mute” to Global Moderators"),
        (CommandKind.UNSILENCE, "grant “mute” to Global Moderators"),
        (CommandKind.SUSPEND, "grant “ban” to Global Moderators"),
        (CommandKind.UNSUSPEND, "grant “ban” to Global Moderators"),
    ],
)
def test_a_missing_right_says_whom_to_ask(site: Site, kind: CommandKind, whom: str) -> None:
    site.ready(kind)
    site.forum.may |= {"canMute": False, "canBan": False}
    with pytest.raises(Forbidden, match=whom) as raised:
        site.gateway.send(site.command(kind))
    assert "管理员" in raised.value.sentence("zh")


def test_a_forum_out_of_reach_has_done_nothing(site: Site) -> None:
    nobody = site.dial(url="http://127.0.0.1:9")
    for kind in EVERY:
        with pytest.raises(Unavailable):
            nobody.send(site.command(kind))


def test_two_threads_never_write_at_the_same_moment(site: Site) -> None:
    site.forum.add_room(1)
    site.gateway.describe()
    site.forum.hold = 0.3
    threads = [
        Thread(target=site.gateway.send, args=(site.command(kind),))
        for kind in (CommandKind.MESSAGE, CommandKind.REPLY)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(site.forum.raw), len(site.forum.written_by_us()), site.forum.most_at_once) == (1, 1, 1)


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind not in FLAGS])
def test_a_command_that_doesnt_say_what_it_is_about_stays_here(site: Site, kind: CommandKind) -> None:
    nothing = {"member_id": None, "post_id": None, "thread_id": None, "honour_id": "", "title": ""}
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind, **nothing))
    assert site.forum.seen == []


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind not in (CommandKind.CLAIM, CommandKind.RELEASE)])
@pytest.mark.parametrize("about", [True, False])
def test_half_a_character_never_leaves(site: Site, kind: CommandKind, about: bool) -> None:
    whole = {"case_id": CaseId("1"), **ABOUT[kind], "reason": "辱骂"}
    names = [name for name, value in whole.items() if type(value) is str and name.endswith("_id") is about]
    assert names
    for name in names:
        command = site.command(kind)
        command = replace(command, intent=replace(command.intent, **{name: f"{whole[name]}\ud83d"}))  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            site.gateway.send(command)
        assert site.gateway.find_effect(command) == NOT_HAPPENED
    assert site.forum.seen == []


# --- what became of a lost send -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("status", [0, 500])
def test_a_lost_answer_is_found_to_have_happened_once(site: Site, kind: CommandKind, status: int) -> None:
    site.ready(kind)
    sent = site.command(kind, base=site.version())
    site.forum.fail(*WRITES[kind], status, applied=True)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    site.clock.advance(seconds=40)
    effect = site.gateway.find_effect(sent)
    assert (effect.found, effect.receipt is not None and effect.receipt.verified) == (Found.HAPPENED, True)
    method, path = WRITES[kind]
    assert len([one for one in site.forum.writes() if one[0] == method and re.fullmatch(path, decoded(one[1]))]) == 1
    assert len(site.forum.raw) == (kind is CommandKind.MESSAGE)
    ours = (CommandKind.REPLY, CommandKind.UPDATE_REPLY, CommandKind.PUBLISH_NOTICE)
    assert len(site.forum.written_by_us()) == (kind in ours)


@pytest.mark.parametrize("kind", EVERY)
def test_a_lost_request_is_found_not_to_have_happened_and_sent_again(site: Site, kind: CommandKind) -> None:
    site.ready(kind)
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


@pytest.mark.parametrize("kind", TEXTS)
def test_the_same_words_of_another_command_are_not_taken_for_it(site: Site, kind: CommandKind) -> None:
    site.gateway.send(site.command(kind))
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


def test_a_member_repeating_our_marker_is_not_us(site: Site) -> None:
    asked = site.command(CommandKind.MESSAGE)
    site.forum.say(site.forum.add_room(1), f"你说什么{wire.marker(asked.id)}", by=3)
    assert site.gateway.find_effect(asked) == NOT_HAPPENED


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.PUBLISH_NOTICE])
def test_texts_from_before_the_send_are_not_read(site: Site, kind: CommandKind) -> None:
    for _ in range(3):
        site.gateway.send(site.command(kind))
    site.clock.advance(hours=26)
    site.gateway.send(site.command(kind))
    before = len(site.forum.seen)
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED
    assert len([path for _, path, _ in site.forum.seen[before:] if path.endswith("/raw")]) == 1


@pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.PUBLISH_NOTICE])
@pytest.mark.parametrize("minutes", [-20, 20])
def test_a_text_is_found_though_the_forums_clock_is_another(site: Site, kind: CommandKind, minutes: int) -> None:
    site.forum.behind = timedelta(minutes=minutes)
    sent = site.command(kind)
    site.gateway.send(sent)
    assert site.gateway.find_effect(sent).found is Found.HAPPENED


@pytest.mark.parametrize("kind", [CommandKind.REPLY, CommandKind.PUBLISH_NOTICE])
def test_a_text_that_waits_for_approval_is_not_sent_again(site: Site, kind: CommandKind) -> None:
    site.forum.queues = True
    sent = site.command(kind)
    assert site.gateway.send(sent).status is ReceiptStatus.PENDING_APPROVAL
    assert site.gateway.find_effect(sent) == CANNOT_TELL
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


def test_a_queue_that_cant_be_read_proves_nothing(site: Site) -> None:
    site.forum.fail("GET", "/api/post-queue", 503)
    with pytest.raises(Unavailable):
        site.gateway.find_effect(site.command(CommandKind.REPLY))


def test_a_command_never_sent_before_is_looked_for_from_now(site: Site) -> None:
    sent = site.command(CommandKind.REPLY)
    site.gateway.send(sent)
    assert site.gateway.find_effect(replace(sent, first_sent_at=None)).found is Found.HAPPENED


# --- the recordings -----------------------------------------------------------------------------------


def test_every_recording_is_used_by_a_test() -> None:
    here = Path(__file__).parent
    sources = [*here.glob("test_nodebb*.py"), *here.parent.glob("nodebb_*.py")]
    named = {name for source in sources for name in re.findall(r'"(\d{3})"', source.read_text("utf-8"))}
    assert sorted(path.name[:3] for path in RECORDINGS.glob("*.json")) == sorted(named)


def decoded(path: str) -> str:
    return path.split("?", maxsplit=1)[0]


assert set(ABOUT) | {CommandKind.CLAIM, CommandKind.RELEASE} == set(EVERY) == set(WRITES)
