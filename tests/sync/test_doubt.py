"""What may have arrived is looked up before anything else, on communities that know no keys; nothing waits for it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from app.demo.content import STAFF
from app.domain.commands import Command, CommandId, CommandState, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.errors import BrokenAnswer, CommunityError, MayHaveArrived, NotFound, RateLimited, Unavailable
from app.operations import coaching, delivery, outbox
from tests.fakes.flaky import Fault, Killed
from tests.sync.conftest import FIRST, SECOND, Team

WAITING, SENT, BLOCKED, UNCERTAIN = (
    CommandState.WAITING,
    CommandState.SENT,
    CommandState.BLOCKED,
    CommandState.UNCERTAIN,
)


@dataclass
class Forum:
    """The community behind a gateway that knows no keys: a lost send can only be asked about."""

    gateway: Any
    find: Callable[[Command], Effect]
    repeat_window: timedelta = timedelta(0)
    ask_after: timedelta = timedelta(seconds=10)
    asked: list[CommandId] = field(default_factory=list)
    feed_is_broken: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.gateway, name)

    def changes(self, cursor: str | None, budget: int) -> Any:
        if self.feed_is_broken:
            raise BrokenAnswer(why="not JSON")
        return self.gateway.changes(cursor, budget)

    def find_effect(self, command: Command) -> Effect:
        self.asked.append(command.id)
        return self.find(command)


def _of(team: Team, find: Callable[[Command], Effect]) -> Team:
    return replace(team, gateway=Forum(team.gateway, find))  # type: ignore[arg-type]


def _lose_the_claim(team: Team) -> None:
    """The answer to the first command of the first case is lost; whether it happened is not known."""
    coaching.coach(team.desk, FIRST, article=9, message="您好，请改一下。")
    with pytest.raises(Killed):
        team.sync(Fault.KILLED_AFTER, patience=0)


def _states(team: Team) -> list[CommandState]:
    return [command.state for command in outbox.outbox(team.desk)]


def _raise(error: CommunityError) -> Effect:
    raise error


def test_what_may_have_arrived_is_not_sent_again_before_the_community_was_asked(team: Team) -> None:
    forum = _of(team, lambda _: CANNOT_TELL)
    _lose_the_claim(forum)
    forum.sync(patience=0)
    command = outbox.outbox(team.desk)[0]
    with pytest.raises(MayHaveArrived):
        outbox.retry(team.desk, command.id)
    team.clock.advance(minutes=1)
    forum.sync(patience=0)
    outbox.retry(team.desk, command.id)
    assert outbox.outbox(team.desk)[0].state is WAITING


def test_a_retry_pressed_while_the_community_is_asked_is_followed_by_no_second_send(team: Team) -> None:
    receipt = Receipt(ReceiptStatus.DONE, remote_id="1")
    told = iter([CANNOT_TELL])

    def find(command: Command) -> Effect:
        known = next(told, None)
        if known is not None:
            return known
        outbox.retry(team.desk, command.id)
        return Effect(Found.HAPPENED, receipt)

    forum = _of(team, find)
    _lose_the_claim(forum)
    team.clock.advance(minutes=1)
    forum.sync(patience=0)
    team.clock.advance(minutes=11)
    forum.sync(patience=0)
    assert _states(team) == [SENT, SENT, SENT]
    assert outbox.outbox(team.desk)[0].attempts == 1


def test_a_repeat_that_is_forbidden_says_nothing_of_the_send_whose_answer_was_lost(team: Team) -> None:
    coaching.coach(team.desk, FIRST, article=9, message="您好，请改一下。")
    team.sync(Fault.NONE, Fault.ANSWER_LOST, Fault.FORBIDDEN)
    team.sync()
    assert _states(team) == [SENT, SENT, SENT]
    assert len(team.community.messages(STAFF[0], None).items) == 1


@pytest.mark.parametrize(
    "error", [NotFound(what_zh="列表", what_en="The list"), Unavailable(why="HTTP 500")], ids=["gone", "broken"]
)
def test_a_command_that_cannot_be_asked_about_does_not_hold_up_the_others(team: Team, error: CommunityError) -> None:
    forum = _of(team, lambda _: _raise(error))
    _lose_the_claim(forum)
    coaching.coach(team.desk, SECOND, article=9, message="您好，请改一下。")
    team.clock.advance(minutes=1)
    assert forum.sync().sent == 3
    assert _states(team) == [UNCERTAIN, BLOCKED, BLOCKED, SENT, SENT, SENT]


def test_a_feed_that_cannot_be_read_holds_nothing_up(team: Team) -> None:
    forum = _of(team, lambda _: NOT_HAPPENED)
    forum.gateway.feed_is_broken = True
    coaching.coach(team.desk, FIRST, article=9, message="您好，请改一下。")
    with pytest.raises(BrokenAnswer):
        forum.sync()
    assert _states(team) == [SENT, SENT, SENT]


def test_a_pause_and_a_hold_of_a_clock_that_ran_ahead_hold_nothing_up(team: Team) -> None:
    now = team.clock.moment
    team.clock.advance(days=365)
    delivery.on_pause(team.desk, delivery.Pause(timedelta(seconds=30)))
    coaching.coach(team.desk, FIRST, article=9, message="您好，请改一下。", hold=timedelta(seconds=8))
    team.clock.moment = now
    assert delivery.paused_for(team.desk) == timedelta(0)
    assert team.sync().sent == 3


def test_a_pause_is_still_kept(team: Team) -> None:
    delivery.on_pause(team.desk, delivery.Pause(timedelta(minutes=5)))
    with pytest.raises(RateLimited):
        team.sync()
