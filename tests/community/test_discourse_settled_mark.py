"""Marking a reply of ours on Discourse: which text stands there afterwards, and what is never touched."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import Clock
from discourse_harness import OUR_REPLY, Site, a_site
from discourse_server import AUTHOR, MODERATOR, OTHER, USER_CLIENT, USER_KEY

from app.community.discourse import wire
from app.community.discourse.keys import user_token
from app.domain.commands import CommandId, CommandKind, ReceiptStatus
from app.domain.community import NOT_HAPPENED, Found, Level
from app.domain.posts import PostId
from app.errors import Conflict, Forbidden, Invalid, NotFound, NotOurReply, OutcomeUnknown, ReplyEdited

MARK = CommandKind.UPDATE_REPLY
DONE, ALREADY = ReceiptStatus.DONE, ReceiptStatus.ALREADY_DONE
IN_PROGRESS, SETTLED = (f"〔{how}〕\n\n{OUR_REPLY}" for how in ("处理中", "已解决"))


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        site.forum.add_post(22, topic=7, user=MODERATOR, raw=OUR_REPLY)
        site.known()
        yield site


def raw(site: Site) -> str:
    return str(site.forum.posts[22]["raw"])


def test_the_site_does_it_by_itself(site: Site) -> None:
    assert site.gateway.describe().capability(MARK).level is Level.NATIVE


@pytest.mark.parametrize("by_user", [False, True])
def test_a_reply_is_marked_and_marked_anew_and_is_still_found_as_the_reply_that_it_is(
    site: Site, *, by_user: bool
) -> None:
    if by_user:
        site.gateway = site.dial(user_token(USER_CLIENT, USER_KEY))
    reply = site.command(CommandKind.REPLY, text=OUR_REPLY)
    posted = site.gateway.send(reply)
    for text in (IN_PROGRESS, SETTLED):
        mark = site.command(MARK, post_id=PostId(posted.remote_id), text=text)
        assert site.gateway.find_effect(mark) == NOT_HAPPENED
        receipt = site.gateway.send(mark)
        assert (receipt.status, receipt.remote_id, receipt.url) == (DONE, posted.remote_id, posted.url)
        assert site.gateway.post(PostId(posted.remote_id)).raw == text
        effect = site.gateway.find_effect(mark)
        assert effect.receipt is not None
        assert (effect.found, effect.receipt.remote_id) == (Found.HAPPENED, posted.remote_id)
        assert site.gateway.send(mark).status is ALREADY
    assert site.forum.posts[int(posted.remote_id)]["raw"] == SETTLED + wire.marker(reply.id)
    assert site.gateway.find_effect(reply).found is Found.HAPPENED


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("fault", [0, 200, 502])
def test_a_lost_answer_is_found_out_by_the_text_of_the_reply(site: Site, fault: int, *, applied: bool) -> None:
    mark = site.command(MARK, text=SETTLED)
    site.fault("PUT", "/posts/22", fault, applied=applied)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(mark)
    site.clock.moment += site.gateway.ask_after
    assert site.gateway.find_effect(mark).found is (Found.HAPPENED if applied else Found.NOT_HAPPENED)
    assert site.gateway.send(mark).status is (ALREADY if applied else DONE)
    assert raw(site) == SETTLED


@pytest.mark.parametrize("by_steward", [True, False])
def test_a_reply_of_a_colleague_is_marked_where_steward_sent_it(site: Site, by_steward: bool) -> None:
    sent = wire.marker(CommandId("of-a-colleague")) if by_steward else ""
    site.forum.posts[22] |= {"user_id": OTHER, "raw": OUR_REPLY + sent}
    if by_steward:
        site.gateway.send(site.command(MARK, text=SETTLED))
    else:
        with pytest.raises(NotOurReply):
            site.gateway.send(site.command(MARK, text=SETTLED))
    assert raw(site) == (SETTLED if by_steward else OUR_REPLY) + sent


def test_a_members_post_is_never_written_to(site: Site) -> None:
    site.forum.posts[22]["user_id"] = AUTHOR
    with pytest.raises(NotOurReply):
        site.gateway.send(site.command(MARK, text=SETTLED))
    assert site.writes() == []


def test_a_reply_that_was_edited_by_hand_is_not_set_back(site: Site) -> None:
    site.forum.edit(22, "您好，热线已更正为 400-000-0000。")
    with pytest.raises(ReplyEdited):
        site.gateway.send(site.command(MARK, text=SETTLED))
    assert site.writes() == []


@pytest.mark.parametrize("in_case", [True, False])
def test_what_somebody_edits_between_our_look_and_our_write_stands(site: Site, in_case: bool) -> None:
    answer, seen = site.forum.answer, []

    def answered(method: str, path: str, *more: object) -> object:
        if method == "PUT" and not seen:
            seen.append(path)
            site.forum.edit(22, "别人改过的。")
        return answer(method, path, *more)  # type: ignore[arg-type]

    site.forum.answer = answered  # type: ignore[method-assign, assignment]
    mark = site.command(MARK, text=SETTLED)
    if not in_case:
        mark = replace(mark, intent=replace(mark.intent, case_id=None))
    with pytest.raises(Conflict if in_case else Invalid):
        site.gateway.send(mark)
    with pytest.raises(ReplyEdited):
        site.gateway.send(mark)
    assert raw(site) == "别人改过的。"


@pytest.mark.parametrize("gone", ["deleted", "purged"])
def test_a_reply_that_is_gone_is_not_marked(site: Site, gone: str) -> None:
    if gone == "deleted":
        site.forum.posts[22]["deleted_at"] = site.forum.now()
    else:
        del site.forum.posts[22]
    mark = site.command(MARK, text=SETTLED)
    with pytest.raises(NotFound):
        site.gateway.send(mark)
    assert site.writes() == []
    assert site.gateway.find_effect(mark) == NOT_HAPPENED


@pytest.mark.parametrize("what", [{"text": " \n"}, {"post_id": None}])
def test_a_mark_without_its_reply_or_its_text_is_not_sent(site: Site, what: dict[str, object]) -> None:
    mark = site.command(MARK, **what)
    with pytest.raises(Invalid):
        site.gateway.send(mark)
    assert site.gateway.find_effect(mark) == NOT_HAPPENED
    assert site.writes() == []


@pytest.mark.parametrize(("status", "error"), [(403, Forbidden), (422, Invalid)])
def test_a_reply_that_may_no_longer_be_edited_is_refused_in_the_sites_words(
    site: Site, status: int, error: type[Exception]
) -> None:
    site.fault("PUT", "/posts/22", status, body={"errors": ["已过编辑时限"], "error_type": "invalid_access"})
    with pytest.raises(error, match="已过编辑时限"):
        site.gateway.send(site.command(MARK, text=SETTLED))
    assert raw(site) == OUR_REPLY
