"""A mark on its way: it stands above our reply once, whatever becomes of the line; what is not ours to change stays."""

from dataclasses import replace

import pytest

from app.domain.commands import Command, CommandKind, CommandState, command_id
from app.domain.posts import PostId
from app.domain.settled_mark import Mark
from app.operations import complaints, outbox
from app.operations.settled_mark import first_reply_of, marking
from tests.fakes.flaky import Fault, Killed
from tests.sync.conftest import FIRST, Team

TEXT = "您好，您说的情况已转给门店核对。"
MARKED = f"〔已解决〕进展见我们在本帖的最新回复\n\n{TEXT}"


@pytest.fixture
def reply(team: Team) -> PostId:
    """A reply of ours that stands in the community."""
    complaints.reply(team.desk, FIRST, message=TEXT)
    team.sync()
    with team.desk.record.read() as tx:
        first = first_reply_of(tx, tx.cases.get(FIRST))
    assert first is not None
    assert first.receipt is not None
    return PostId(first.receipt.remote_id)


def _mark(team: Team, post_id: PostId | None = None) -> Command:
    """Keep the step with the decision that the reply belongs to."""
    with team.desk.record.write() as tx:
        case = tx.cases.get(FIRST)
        first = first_reply_of(tx, case)
        assert first is not None
        intent = marking(tx, case, first, Mark.SETTLED)
        assert intent is not None
        intent = replace(intent, post_id=post_id or intent.post_id)
        command = Command(command_id(first.decision, 9), first.decision, intent, by=first.by)
        tx.outbox.add([command])
    return command


def _said(team: Team, post_id: PostId) -> tuple[str, str]:
    post = team.community.post(post_id)
    return post.raw, post.version


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.ANSWER_LOST, Fault.LOST_ON_THE_WAY, Fault.UNREACHABLE])
def test_a_mark_stands_once_above_the_reply(team: Team, reply: PostId, fault: Fault) -> None:
    _mark(team)
    assert team.sync(fault).sent == 1
    assert _said(team, reply) == (MARKED, "2")
    assert team.sync().sent == 0


@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER])
@pytest.mark.parametrize("days", [0, 8])
def test_a_killed_sender_is_followed_by_one_mark(team: Team, reply: PostId, fault: Fault, days: int) -> None:
    _mark(team)
    with pytest.raises(Killed):
        team.sync(fault)
    team.clock.advance(days=days)
    team.sync(patience=60)
    command = outbox.outbox(team.desk)[-1]
    if command.state is CommandState.UNCERTAIN:  # the key is forgotten by then: a person decides
        assert (days, fault) == (8, Fault.KILLED_BEFORE)
        outbox.retry(team.desk, command.id)
        team.sync()
    assert outbox.outbox(team.desk)[-1].state is CommandState.SENT
    assert _said(team, reply) == (MARKED, "2")


def test_a_reply_that_was_corrected_by_hand_is_not_set_back_and_the_moderator_is_told(
    team: Team, reply: PostId
) -> None:
    _mark(team)
    team.community.edit_post(reply, "热线已更正。")
    team.sync()
    command = outbox.outbox(team.desk)[-1]
    assert (command.intent.kind, command.state) == (CommandKind.UPDATE_REPLY, CommandState.REFUSED)
    assert "edited in the community" in command.reason.en
    assert _said(team, reply)[0] == "热线已更正。"


def test_a_members_post_is_not_touched(team: Team, reply: PostId) -> None:
    theirs = team.community.case(FIRST).post
    assert theirs is not None
    _mark(team, PostId(theirs.id))
    team.sync()
    command = outbox.outbox(team.desk)[-1]
    assert command.state is CommandState.REFUSED
    assert "no reply of the team" in command.reason.en
    assert team.community.post(theirs.id) == theirs
