"""What the sender writes down, where a person or the community was quicker."""

from datetime import timedelta

import pytest

import make
from app.domain.cases import CommunityState
from app.domain.commands import Command, CommandKind, CommandState, back_off
from app.domain.ledger import EntryKind
from app.operations import coaching, complaints, delivery, intake, outbox, triage
from app.operations.case_view import case_view
from app.operations.delivery import MOST_REBASES, Pause
from app.operations.desk import Desk
from storage.schema import ledger
from tests.conftest import Clock

C1, C2 = make.case(1).id, make.case(2).id
LETTER = "您好，请把广告链接删掉，谢谢。"


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))


def _take(desk: Desk) -> Command:
    command = delivery.on_sending(desk)
    assert command is not None
    return command


def _state(desk: Desk, command: Command) -> CommandState:
    return next(one.state for one in outbox.outbox(desk) if one.id == command.id)


def _entries(desk: Desk, kind: EntryKind) -> int:
    with desk.record.connection() as connection:
        return len(connection.execute(ledger.select().where(ledger.c.kind == kind.value)).all())


# --- a person was quicker -----------------------------------------------------------------------------


@pytest.fixture
def confirmed(desk: Desk) -> Command:
    """A reply whose fate was being asked about when the moderator said that it had arrived."""
    complaints.reply(desk, C1, message="我们在看。")
    delivery.on_sent(desk, _take(desk), make.receipt())
    asked_about = _take(desk)
    delivery.on_doubt(desk, asked_about, delivery.INTERRUPTED, timedelta(0))
    outbox.confirm(desk, asked_about.id)
    return asked_about


def test_a_receipt_that_comes_after_a_person_decided_changes_nothing(desk: Desk, confirmed: Command) -> None:
    before = _entries(desk, EntryKind.COMMAND_SENT)
    delivery.on_sent(desk, confirmed, make.receipt("r-9"))
    assert _state(desk, confirmed) is CommandState.SENT
    assert _entries(desk, EntryKind.COMMAND_SENT) == before


def test_a_doubt_that_comes_after_a_person_decided_changes_nothing(desk: Desk, confirmed: Command) -> None:
    delivery.on_doubt(desk, confirmed, delivery.INTERRUPTED, timedelta(0))
    delivery.on_not_happened(desk, confirmed)
    assert _state(desk, confirmed) is CommandState.SENT
    assert CommandState.BLOCKED not in outbox.counts(desk)


def test_what_follows_a_command_that_a_person_confirmed_goes_on(desk: Desk, confirmed: Command) -> None:
    following = _take(desk)
    assert (following.decision, following.intent.kind) == (confirmed.decision, CommandKind.RESOLVE)


# --- the community was quicker ------------------------------------------------------------------------


def test_a_case_that_gets_a_new_version_each_time_is_at_last_shown_to_a_person(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    for version in range(2, 2 + MOST_REBASES):
        command = _take(desk)
        delivery.on_conflict(desk, command, make.case(1, version=str(version)))
    assert (command.attempts, _state(desk, command)) == (MOST_REBASES, CommandState.CONFLICT)


def test_a_case_that_is_mine_in_the_community_is_not_claimed_again(desk: Desk) -> None:
    mine = make.case(1, version="2", state=CommunityState.IN_PROGRESS, assignee=make.member(desk.me.id, desk.me.name))
    intake.on_pulled(desk, make.page(mine, cursor="cursor-2"))
    coaching.coach(desk, C1, article=9, message=LETTER)
    kinds = [command.intent.kind for command in outbox.outbox(desk)]
    assert kinds == [CommandKind.MESSAGE, CommandKind.RESOLVE]


def test_after_its_claim_arrived_a_case_is_mine_in_the_community(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    delivery.on_sent(desk, _take(desk), make.receipt())
    case = case_view(desk, C1).case
    assert case.assignee is not None
    assert (case.assignee.id, case.community_state) == (desk.me.id, CommunityState.IN_PROGRESS)


# --- pauses -------------------------------------------------------------------------------------------


def test_a_pause_is_never_shorter_than_the_command_would_wait_by_itself(desk: Desk, clock: Clock) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    for _ in range(4):
        delivery.on_not_sent(desk, _take(desk), delivery.SLOW_DOWN, doubtful=False)
        clock.advance(minutes=1)
    delivery.on_slow_down(desk, _take(desk), Pause(timedelta(seconds=1)), doubtful=False)
    assert delivery.paused_for(desk) == back_off(5) > timedelta(seconds=1)


def test_while_the_site_pauses_nothing_is_due_before_its_end(desk: Desk, clock: Clock) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    delivery.on_pause(desk, Pause(timedelta(minutes=3)))
    assert delivery.next_due_at(desk) == clock() + timedelta(minutes=3)
    assert delivery.on_sending(desk) is None


def test_what_is_uncertain_is_not_asked_about_while_its_kind_pauses(desk: Desk, clock: Clock) -> None:
    for case in (C1, C2):
        coaching.coach(desk, case, article=9, message=LETTER)
    uncertain, other = _take(desk), _take(desk)
    assert uncertain.intent.kind is other.intent.kind is CommandKind.CLAIM
    delivery.on_doubt(desk, uncertain, delivery.INTERRUPTED, timedelta(0))
    assert [one.id for one in delivery.in_doubt(desk)] == [uncertain.id]
    delivery.on_slow_down(desk, other, Pause(timedelta(minutes=1), whole_site=False), doubtful=False)
    assert delivery.in_doubt(desk) == []
    clock.advance(minutes=2)
    assert [one.id for one in delivery.in_doubt(desk)] == [uncertain.id]


@pytest.mark.parametrize("whole_site", [True, False])
def test_what_a_clock_that_ran_ahead_put_off_is_sent_once_it_is_set_right(
    desk: Desk, clock: Clock, whole_site: bool
) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    clock.advance(days=400)
    delivery.on_slow_down(desk, _take(desk), Pause(timedelta(minutes=1), whole_site), doubtful=False)
    clock.advance(days=-400)
    assert _take(desk).intent.kind is CommandKind.CLAIM


# --- what the queue shows of it -----------------------------------------------------------------------


def test_of_two_answers_to_a_case_the_one_held_back_longer_counts(desk: Desk, clock: Clock) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER, hold=timedelta(minutes=1))
    complaints.reply(desk, C1, message="我们在看。", hold=timedelta(seconds=8))
    row = next(row for row in triage.queue(desk) if row.id == C1)
    assert row.not_before == clock() + timedelta(minutes=1)


def test_every_row_shows_what_is_on_its_way_also_while_very_much_is(desk: Desk) -> None:
    cases = [make.case(number, text=f"第 {number} 个帖子") for number in range(3, 41)]
    intake.on_pulled(desk, make.page(*cases, cursor="cursor-2"))
    for case in cases:
        coaching.coach(desk, case.id, article=9, message=LETTER)
    assert outbox.counts(desk)[CommandState.WAITING] > 100
    shown = {row.id: row.on_its_way for row in triage.queue(desk, limit=100)}
    assert {shown[case.id] for case in cases} == {CommandState.WAITING}
    assert (shown[C1], shown[C2]) == (None, None)
    assert outbox.answers_waiting(desk) == (len(cases), 0)
