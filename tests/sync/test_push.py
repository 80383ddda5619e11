from datetime import timedelta

import pytest

from app.demo.content import STAFF
from app.domain.cases import CaseState, CommunityState, Verdict
from app.domain.commands import CommandState
from app.errors import AuthFailed, SenderBusy, Unavailable
from app.operations import coaching, complaints, dismissing, outbox
from app.operations.case_view import case_view
from tests.fakes.flaky import Fault, Killed
from tests.sync.conftest import FIRST, SECOND, Team

WAITING, SENT, REFUSED = CommandState.WAITING, CommandState.SENT, CommandState.REFUSED
BLOCKED, UNCERTAIN, CONFLICT = CommandState.BLOCKED, CommandState.UNCERTAIN, CommandState.CONFLICT


def _states(team: Team) -> list[CommandState]:
    return [command.state for command in outbox.outbox(team.desk)]


def _messages(team: Team) -> int:
    return len(team.community.messages(STAFF[0], None).items)


def test_claim_message_and_settlement_go_in_order_each_on_the_version_before(team: Team) -> None:
    team.coach()
    assert team.sync().sent == 3
    case = team.community.case(FIRST)
    assert (case.state, case.assignee) == (CommunityState.UPHELD, STAFF[0])
    assert case_view(team.desk, FIRST).case.community_version == case.version
    assert team.sync().sent == 0


@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.LOST_ON_THE_WAY, Fault.UNREACHABLE])
def test_a_broken_line_is_made_good_within_the_round(team: Team, fault: Fault) -> None:
    team.coach()
    done = team.sync(Fault.NONE, fault)
    assert (done.sent, done.counts, _messages(team)) == (3, {}, 1)
    assert outbox.outbox(team.desk)[1].attempts == 2


@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER])
def test_a_killed_sender_is_followed_by_one_delivery(team: Team, fault: Fault) -> None:
    team.coach()
    with pytest.raises(Killed):
        team.sync(Fault.NONE, fault)
    assert _states(team) == [SENT, CommandState.SENDING, WAITING]
    assert team.sync().sent == 2
    assert _messages(team) == 1


def test_after_a_week_a_lost_send_is_asked_about_and_not_repeated(team: Team) -> None:
    team.coach()
    with pytest.raises(Killed):
        team.sync(Fault.NONE, Fault.KILLED_BEFORE)
    team.clock.advance(days=8)
    done = team.sync()
    assert _states(team) == [SENT, UNCERTAIN, BLOCKED]
    assert (done.sent, _messages(team)) == (0, 0)
    outbox.retry(team.desk, outbox.outbox(team.desk)[1].id)
    assert team.sync().sent == 2
    assert _messages(team) == 1


def test_a_clock_that_was_set_back_makes_nothing_be_repeated_on_a_guess(team: Team) -> None:
    team.coach()
    with pytest.raises(Killed):
        team.sync(Fault.NONE, Fault.KILLED_AFTER)
    team.clock.advance(days=-2)
    sent: list[str] = []
    done = team.sync(patience=3 * 86_400, after=lambda: sent.append("sent"))
    assert (done.sent, len(sent), _messages(team)) == (2, 1, 1), "the letter was asked about, the settlement sent"


def test_failures_with_deliveries_between_them_do_not_end_the_round(team: Team) -> None:
    for case in (FIRST, SECOND):
        team.coach(case)
    broken = [Fault.UNREACHABLE] * 4
    assert team.sync(*broken, Fault.NONE, *broken, Fault.NONE, patience=600).sent == 6


def test_after_a_week_a_send_that_did_arrive_is_found(team: Team) -> None:
    team.coach()
    with pytest.raises(Killed):
        team.sync(Fault.NONE, Fault.KILLED_AFTER)
    team.clock.advance(days=8)
    assert team.sync(patience=60).sent == 2
    assert _messages(team) == 1


def test_the_moderator_can_say_that_it_did_arrive(team: Team) -> None:
    team.coach()
    with pytest.raises(Killed):
        team.sync(Fault.NONE, Fault.KILLED_BEFORE)
    team.clock.advance(days=8)
    team.sync()
    outbox.confirm(team.desk, outbox.outbox(team.desk)[1].id)
    assert team.sync().sent == 1
    assert (_states(team), _messages(team)) == ([SENT] * 3, 0)


def test_what_waits_for_approval_is_asked_about_later(team: Team) -> None:
    team.coach()
    done = team.sync(Fault.NONE, Fault.PENDING)
    assert done.counts == {UNCERTAIN: 1, BLOCKED: 1}
    team.clock.advance(minutes=11)
    assert team.sync().sent == 2
    assert _messages(team) == 1


# --- refusals -----------------------------------------------------------------------------------------


def test_a_refusal_holds_back_the_rest_of_its_decision_and_nothing_else(team: Team) -> None:
    team.coach(FIRST)
    team.coach(SECOND)
    done = team.sync(Fault.NONE, Fault.FORBIDDEN)
    assert _states(team) == [SENT, REFUSED, BLOCKED, SENT, SENT, SENT]
    assert done.counts == {REFUSED: 1, BLOCKED: 1}
    assert "not you" in outbox.outbox(team.desk)[1].reason.en
    outbox.retry(team.desk, outbox.outbox(team.desk)[1].id)
    assert team.sync().sent == 2
    assert _states(team) == [SENT] * 6


def test_a_later_decision_on_the_same_case_waits_for_the_earlier_one(team: Team) -> None:
    team.coach()
    complaints.reply(team.desk, FIRST, message="大家先别急。")
    team.sync(Fault.NONE, Fault.FORBIDDEN)
    assert _states(team) == [SENT, REFUSED, BLOCKED, WAITING]


def test_a_post_that_vanished_is_refused_with_a_sentence(team: Team) -> None:
    complaints.reply(team.desk, FIRST, message="收到，谢谢。")
    team.community.remove_case(FIRST)
    team.sync()
    command = outbox.outbox(team.desk)[0]
    assert command.state is REFUSED
    assert "no longer" in command.reason.en
    assert "已经没有" in command.reason.zh


def test_a_token_that_is_no_longer_accepted_stops_everything_and_loses_nothing(team: Team) -> None:
    team.coach()
    with pytest.raises(AuthFailed):
        team.sync(Fault.SIGNED_OUT)
    assert _states(team) == [WAITING] * 3
    team.clock.advance(minutes=1)
    assert team.sync().sent == 3


def test_a_community_out_of_reach_ends_the_round_and_everything_waits(team: Team) -> None:
    for number in range(1, 7):
        team.coach(FIRST.__class__(f"c-{number:06}"))
    with pytest.raises(Unavailable):
        team.sync(*[Fault.UNREACHABLE] * 40)
    assert set(_states(team)) == {WAITING}
    team.clock.advance(minutes=10)
    assert team.sync().sent == 18


# --- pauses -------------------------------------------------------------------------------------------


def test_a_pause_of_the_site_longer_than_our_patience_leaves_the_rest_waiting(team: Team) -> None:
    team.coach(FIRST)
    team.coach(SECOND)
    done = team.sync(Fault.SLOW_DOWN_SITE)
    assert (done.sent, done.counts) == (0, {WAITING: 6})
    team.clock.advance(seconds=31)
    assert team.sync().sent == 6


def test_a_pause_of_one_kind_lets_other_kinds_pass(team: Team) -> None:
    team.coach(FIRST)
    dismissing.dismiss(team.desk, SECOND)
    done = team.sync(Fault.NONE, Fault.SLOW_DOWN_ACTION)
    assert _states(team) == [SENT, WAITING, WAITING, SENT, SENT]
    assert done.sent == 3


def test_a_short_pause_is_waited_for(team: Team) -> None:
    team.coach()
    assert team.sync(Fault.SLOW_DOWN_SITE, patience=60).sent == 3


# --- conflicts ----------------------------------------------------------------------------------------


def test_a_new_report_is_no_conflict_the_post_is_the_same(team: Team) -> None:
    team.coach()
    team.community.report(FIRST, STAFF[2], "同意楼上")
    assert team.sync().sent == 3
    assert _messages(team) == 1


def test_an_edit_between_decision_and_send_is_a_conflict_with_both_versions_kept(team: Team) -> None:
    team.coach()
    before = case_view(team.desk, FIRST).case.body
    team.community.edit_post(str(case_view(team.desk, FIRST).case.post_id), "已经改好了")
    done = team.sync()
    assert done.counts == {CONFLICT: 1, BLOCKED: 2}
    case = case_view(team.desk, FIRST).case
    assert (case.body, case.revision.body) == (before, "已经改好了")
    assert _messages(team) == 0
    outbox.retry(team.desk, outbox.outbox(team.desk)[0].id)
    assert team.sync().sent == 3
    assert _messages(team) == 1


def test_a_case_that_somebody_else_took_or_settled_is_a_conflict(team: Team) -> None:
    team.coach()
    team.community.settle_elsewhere(FIRST, STAFF[1], CommunityState.DISMISSED)
    assert team.sync().counts == {CONFLICT: 1, BLOCKED: 2}
    outbox.withdraw(team.desk, outbox.outbox(team.desk)[0].id)
    assert outbox.counts(team.desk) == {}
    case = case_view(team.desk, FIRST).case
    assert (case.state, case.verdict) == (CaseState.CLOSED, Verdict.ELSEWHERE)


def test_a_change_between_two_commands_of_a_decision_is_met_before_the_second(team: Team) -> None:
    team.coach()
    post = str(case_view(team.desk, FIRST).case.post_id)
    edits = ["改了"]

    def edit_once() -> None:
        if edits:
            team.community.edit_post(post, edits.pop())

    team.sync(after=edit_once)
    assert _states(team) == [SENT, CONFLICT, BLOCKED]
    assert _messages(team) == 0


# --- who sends ----------------------------------------------------------------------------------------


def test_only_one_process_at_a_time_keeps_step(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.record.LEASE_PATIENCE", 0.05)
    with team.desk.record.lease(), pytest.raises(SenderBusy):
        team.sync()
    assert team.sync().sent == 0


def test_what_is_held_back_stays_until_its_time(team: Team) -> None:
    coaching.coach(team.desk, FIRST, article=9, message="您好", hold=timedelta(seconds=8))
    assert team.sync().counts == {WAITING: 3}
    team.clock.advance(seconds=9)
    assert team.sync().sent == 3


def test_the_ledger_tells_of_each_delivery_once(team: Team) -> None:
    team.coach()
    team.sync(Fault.ANSWER_LOST, Fault.NONE, Fault.LOST_ON_THE_WAY)
    with team.desk.record.connection() as connection:
        sent = connection.exec_driver_sql("SELECT count(*) FROM ledger WHERE kind = 'command.sent'").scalar()
    assert sent == 3
