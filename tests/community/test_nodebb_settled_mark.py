"""Marking a reply of ours on NodeBB: which text stands there afterwards, and what is never touched."""

import json
from collections.abc import Iterator

import pytest
from conftest import Clock
from nodebb_site import OUR_REPLY, WRITES, Site, a_site

from app.community.nodebb import wire
from app.domain.commands import CommandId, CommandKind
from app.domain.community import NOT_HAPPENED
from app.domain.posts import PostId
from app.errors import Forbidden, Invalid, NotFound, NotOurReply, ReplyEdited

MARK = CommandKind.UPDATE_REPLY
SETTLED, IN_PROGRESS = f"〔已解决〕进展见我们在本帖的最新回复\n\n{OUR_REPLY}", f"〔处理中〕\n\n{OUR_REPLY}"


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        yield site


def test_a_reply_is_marked_and_marked_anew_and_is_still_found_as_the_reply_that_it_is(site: Site) -> None:
    reply = site.command(CommandKind.REPLY, text=OUR_REPLY)
    posted = site.gateway.send(reply)
    for text in (IN_PROGRESS, SETTLED):
        mark = site.command(MARK, post_id=PostId(posted.remote_id), text=text)
        receipt = site.gateway.send(mark)
        assert (receipt.remote_id, receipt.url, receipt.verified) == (posted.remote_id, posted.url, True)
        assert site.gateway.post(PostId(posted.remote_id)).raw == text
    [ours] = site.forum.written_by_us()
    assert ours["content"] == SETTLED + wire.marker(reply.id)
    found = site.gateway.find_effect(reply).receipt
    assert found is not None
    assert found.remote_id == posted.remote_id


@pytest.mark.parametrize("by_steward", [True, False])
def test_a_reply_of_a_colleague_is_marked_where_steward_sent_it(site: Site, by_steward: bool) -> None:
    sent = wire.marker(CommandId("of-a-colleague")) if by_steward else ""
    site.forum.add_post(4, author=4, text=OUR_REPLY + sent)
    if by_steward:
        site.gateway.send(site.command(MARK, text=SETTLED))
    else:
        with pytest.raises(NotOurReply):
            site.gateway.send(site.command(MARK, text=SETTLED))
    assert site.forum.posts["4"]["content"] == (SETTLED if by_steward else OUR_REPLY) + sent


def test_a_members_post_is_never_written_to(site: Site) -> None:
    before = site.forum.posts["3"]["content"]
    with pytest.raises(NotOurReply) as raised:
        site.gateway.send(site.command(MARK, post_id=PostId("3")))
    assert "没有改动" in raised.value.sentence("zh")
    assert (site.forum.writes(), site.forum.posts["3"]["content"]) == ([], before)


def test_a_reply_that_was_edited_by_hand_is_not_set_back(site: Site) -> None:
    site.forum.add_post(4, author=2, text="您好，热线已更正为 400-000-0000。")
    sent = site.command(MARK)
    with pytest.raises(ReplyEdited):
        site.gateway.send(sent)
    assert site.forum.writes() == []
    assert site.gateway.find_effect(sent) == NOT_HAPPENED


@pytest.mark.parametrize("gone", ["deleted", "purged"])
def test_a_reply_that_is_gone_is_not_marked(site: Site, gone: str) -> None:
    site.ready(MARK)
    if gone == "deleted":
        site.forum.posts["4"]["deleted"] = 1
    else:
        del site.forum.posts["4"]
    sent = site.command(MARK)
    with pytest.raises(NotFound):
        site.gateway.send(sent)
    assert site.forum.writes() == []
    assert site.gateway.find_effect(sent) == NOT_HAPPENED


def test_a_reply_that_may_no_longer_be_edited_is_refused_in_the_forums_words_or_ours(site: Site) -> None:
    site.ready(MARK)
    too_late = {"status": {"code": "bad-request", "message": "您只能在发布后 600 秒内编辑"}, "response": {}}
    site.forum.fail(*WRITES[MARK], 400, body=json.dumps(too_late).encode())
    with pytest.raises(Invalid, match="600 秒内"):
        site.gateway.send(site.command(MARK))
    site.forum.fail(*WRITES[MARK], 403)
    with pytest.raises(Forbidden) as raised:
        site.gateway.send(site.command(MARK))
    assert "已过论坛允许修改的时间" in raised.value.sentence("zh")
    assert site.forum.posts["4"]["content"] == OUR_REPLY
