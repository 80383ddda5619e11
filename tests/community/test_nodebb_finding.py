"""What became of a text whose answer was lost, on NodeBB: what its absence proves, and what looking for it may cost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import Clock
from nodebb_site import WRITES, Site, a_site

from app.community.nodebb import texts
from app.domain import commands
from app.domain.commands import Command, CommandKind
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Found
from app.domain.posts import ThreadId
from app.domain.words import Words
from app.errors import OutcomeUnknown
from app.operations import delivery

MESSAGE, REPLY, NOTICE = CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.PUBLISH_NOTICE
NEW_TEXTS = (MESSAGE, REPLY, NOTICE)


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


def lost(site: Site, kind: CommandKind) -> Command:
    """A command that arrived, and whose answer did not."""
    site.ready(kind)
    if kind is MESSAGE and not site.forum.rooms:
        site.forum.add_room(1)
    sent = site.command(kind)
    site.forum.fail(*WRITES[kind], applied=True)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(sent)
    return sent


# --- clocks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", NEW_TEXTS)
@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(hours=24), timedelta(hours=-1), timedelta(days=-9)])
@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=70)])
def test_a_text_is_found_though_our_clock_was_put_right_since(
    site: Site, kind: CommandKind, ahead: timedelta, later: timedelta
) -> None:
    site.clock.moment += ahead
    site.forum.behind = ahead
    sent = lost(site, kind)
    site.clock.moment -= ahead
    site.forum.behind = timedelta(0)
    site.clock.moment += later
    assert site.gateway.find_effect(sent).found is Found.HAPPENED


@pytest.mark.parametrize("kind", [*NEW_TEXTS, CommandKind.UPDATE_NOTICE])
@pytest.mark.parametrize(
    ("age", "proves"),
    [
        (timedelta(minutes=-6), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=59), True),
        (timedelta(minutes=60), False),
    ],
)
def test_what_is_not_there_was_not_sent_only_for_an_hour(
    site: Site, kind: CommandKind, age: timedelta, proves: bool
) -> None:
    sent = replace(site.command(kind), first_sent_at=site.clock() - age)
    assert site.gateway.find_effect(sent) == (NOT_HAPPENED if proves else CANNOT_TELL)


# --- what was removed, hidden or moved away -----------------------------------------------------------


def test_a_text_that_is_listed_and_gone_may_have_been_it(site: Site) -> None:
    message, reply = lost(site, MESSAGE), lost(site, REPLY)
    site.forum.fail("GET", "/api/v3/chats/1/messages/1/raw", 404)
    site.forum.fail("GET", "/api/v3/posts/4/raw", 404)
    assert site.gateway.find_effect(message) == site.gateway.find_effect(reply) == CANNOT_TELL


@pytest.mark.parametrize("kind", [REPLY, NOTICE])
@pytest.mark.parametrize("unseen", [0, 2, 19])
def test_a_page_with_posts_left_out_is_not_the_last(site: Site, kind: CommandKind, unseen: int) -> None:
    sent = lost(site, kind)
    for pid in range(100, 121):
        site.forum.add_post(pid, author=2, at=site.forum.now())
    site.forum.unseen = {str(pid) for pid in range(100, 100 + unseen)}
    assert site.gateway.find_effect(sent).found is Found.HAPPENED


def test_only_texts_that_can_be_it_are_read(site: Site) -> None:
    reply, notice, message = site.command(REPLY), site.command(NOTICE), site.command(MESSAGE)
    elsewhere = site.command(REPLY, thread_id=ThreadId("9"))
    room, other, left = site.forum.add_room(1), site.forum.add_room(2, members=(4,)), site.forum.add_room(3, members=())
    site.gateway.send(replace(notice, id=elsewhere.id))
    for pid in range(10, 13):
        site.forum.add_post(pid, author=2, at=site.forum.now())
    for where in (room, other, left, other):
        site.forum.say(where, "在吗")
    for sent, raws in ((reply, 3), (notice, 1), (elsewhere, 0), (message, 2)):
        before = len(site.forum.seen)
        assert site.gateway.find_effect(sent) == NOT_HAPPENED
        assert len([path for _, path, _ in site.forum.seen[before:] if path.endswith("/raw")]) == raws


# --- bounds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", ["messages", "rooms", "posts", "posts elsewhere", "queue"])
def test_looking_for_a_text_has_an_end(site: Site, many: str) -> None:
    sent = site.command(MESSAGE if many in ("messages", "rooms") else REPLY)
    for number in range(50):
        if many == "rooms":
            site.forum.say(site.forum.add_room(number), "在吗")
        elif many == "messages":
            site.forum.say(site.forum.rooms[0] if site.forum.rooms else site.forum.add_room(1), "在吗")
        elif many == "posts":
            site.forum.add_post(100 + number, author=2, at=site.forum.now())
    if many == "posts elsewhere":
        site.forum.topics["9"] = site.forum.topics["2"]
        for pid in range(100, 320):
            site.forum.add_post(pid, author=2, at=site.forum.now())["tid"] = 9
    if many == "queue":
        site.forum.queue = [{"data": {"rawContent": f"{number}"}} for number in range(201)]
    spent = site.gateway.requests
    assert site.gateway.find_effect(sent) == CANNOT_TELL
    assert site.gateway.requests - spent <= texts.MOST_REQUESTS + 1


def test_a_list_that_repeats_itself_is_left(site: Site) -> None:
    row = {"pid": 100, "tid": 9, "timestamp": site.forum.now()}
    for _ in range(3):
        site.forum.fail("GET", "/api/user/.*/posts", 200, body=json.dumps({"posts": [row]}).encode())
    assert site.gateway.find_effect(site.command(REPLY)) == CANNOT_TELL
    assert len(site.forum.faults) == 1


# --- approval -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 25, 44])
@pytest.mark.parametrize("kind", [REPLY, NOTICE])
def test_a_text_is_found_on_any_page_of_the_queue(site: Site, kind: CommandKind, at: int) -> None:
    site.forum.queues = True
    sent = lost(site, kind)
    ours = site.forum.queue.pop()
    site.forum.queue = [{"data": {"rawContent": f"别的 {number}"}} for number in range(44)]
    site.forum.queue.insert(at, ours)
    assert site.gateway.find_effect(sent) == CANNOT_TELL
    assert site.gateway.find_effect(site.command(kind)) == NOT_HAPPENED


@pytest.mark.parametrize("kind", [REPLY, NOTICE])
@pytest.mark.parametrize("reason", [delivery.PENDING, commands.CANNOT_TELL])
def test_what_waited_for_approval_and_is_nowhere_is_for_a_person_to_decide(
    site: Site, kind: CommandKind, reason: Words
) -> None:
    site.forum.queues = True
    sent = replace(lost(site, kind), reason=reason)
    site.forum.queue.clear()
    assert site.gateway.find_effect(sent) == CANNOT_TELL


@pytest.mark.parametrize("kind", [REPLY, NOTICE])
def test_what_was_approved_is_found(site: Site, kind: CommandKind) -> None:
    sent = lost(site, kind)
    site.clock.advance(hours=2)
    assert site.gateway.find_effect(replace(sent, reason=delivery.PENDING)).found is Found.HAPPENED


@pytest.mark.parametrize("status", [403, 404])
def test_a_queue_that_is_not_for_us_to_see_proves_nothing(site: Site, status: int) -> None:
    sent = lost(site, REPLY)
    for _ in range(2):
        site.forum.fail("GET", "/api/post-queue", status)
    assert site.gateway.find_effect(site.command(REPLY)) == CANNOT_TELL
    assert site.gateway.find_effect(sent).found is Found.HAPPENED


@pytest.mark.parametrize("status", [403, 404, 200])
def test_posts_that_cant_be_listed_prove_nothing(site: Site, status: int) -> None:
    sent = lost(site, REPLY)
    site.forum.fail("GET", "/api/user/.*/posts", status)
    assert site.gateway.find_effect(sent) == CANNOT_TELL
