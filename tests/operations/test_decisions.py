from dataclasses import replace
from datetime import timedelta

import pytest

import make
from app.domain.cases import CaseState, CommunityState, Verdict
from app.domain.commands import CANNOT_TELL, CommandId, CommandKind, CommandState
from app.domain.roles import Role
from app.domain.triage import QueueFilter
from app.errors import (
    AlreadyThere,
    CaseNotFound,
    CommandNotFound,
    EmptyMessage,
    LastManager,
    MayHaveArrived,
    MessageTooLong,
    NoRight,
    NoSuchArticle,
    NotABasis,
    NotFromHere,
    UnfilledPlaceholder,
    UnlawfulLane,
    Unsupported,
)
from app.operations import accounts, coaching, complaints, delivery, dismissing, intake, outbox, triage
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

C1, C2 = make.case(1).id, make.case(2).id
LETTER = "您好，请把广告链接删掉，谢谢。"


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2, reports=4)))


def _kinds(desk: Desk) -> list[tuple[CommandKind, CommandState]]:
    return [(command.intent.kind, command.state) for command in outbox.outbox(desk)]


def test_coaching_becomes_claim_message_settlement_and_the_case_awaits_its_author(desk: Desk, clock: Clock) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    assert decided.state is CaseState.AWAITING_AUTHOR
    assert [kind for kind, _ in _kinds(desk)] == [CommandKind.CLAIM, CommandKind.MESSAGE, CommandKind.RESOLVE]
    view = case_view(desk, C1)
    assert view.case.due_at == clock() + timedelta(days=3)
    assert view.case.verdict is Verdict.UPHELD
    (decision,) = view.decisions
    assert decision.basis is not None
    assert (decision.basis.edition, decision.basis.article) == (1, 9)
    assert decision.basis.text.zh.startswith("不发与用车无关")
    assert decision.text == LETTER
    assert view.commands[1].intent.text == LETTER
    assert view.commands[1].intent.member_id == make.case(1).post.author.id  # type: ignore[union-attr]
    assert view.commands[2].intent.outcome is CommunityState.UPHELD


def test_a_reply_goes_under_the_post_and_closes_the_case(desk: Desk) -> None:
    decided = complaints.reply(desk, C1, message="我们在查，有结果就回复您。")
    assert decided.state is CaseState.CLOSED
    reply = outbox.outbox(desk)[1].intent
    assert (reply.kind, reply.thread_id, reply.post_id) == (CommandKind.REPLY, "t-1", "p-1")
    assert outbox.outbox(desk)[2].intent.outcome is CommunityState.DISMISSED


def test_a_reply_to_a_case_that_waits_for_its_author_adds_one_command_only(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    due = case_view(desk, C1).case.due_at
    decided = complaints.reply(desk, C1, message="大家别急，已经联系作者。")
    assert decided.state is CaseState.AWAITING_AUTHOR
    assert len(decided.commands) == 1
    case = case_view(desk, C1).case
    assert (case.due_at, case.verdict) == (due, Verdict.UPHELD)
    outbox.withdraw(desk, decided.commands[0])
    case = case_view(desk, C1).case
    assert (case.state, case.due_at, case.verdict) == (CaseState.AWAITING_AUTHOR, due, Verdict.UPHELD)


def test_dismissing_keeps_the_reason_and_settles_the_report(desk: Desk) -> None:
    decided = dismissing.dismiss(desk, C1, reason="正常讨论")
    assert decided.state is CaseState.CLOSED
    view = case_view(desk, C1)
    assert view.decisions[0].reason == "正常讨论"
    assert view.case.verdict is Verdict.NOT_UPHELD
    assert [kind for kind, _ in _kinds(desk)] == [CommandKind.CLAIM, CommandKind.RESOLVE]


@pytest.mark.parametrize("answer", ["coach", "reply", "dismiss"])
def test_the_same_answer_twice_is_refused_and_queues_nothing(desk: Desk, answer: str) -> None:
    def give() -> None:
        if answer == "coach":
            coaching.coach(desk, C1, article=9, message=LETTER)
        elif answer == "reply":
            complaints.reply(desk, C1, message=LETTER)
        else:
            dismissing.dismiss(desk, C1)

    give()
    before = _kinds(desk)
    with pytest.raises(AlreadyThere):
        give()
    assert _kinds(desk) == before


def test_a_closed_case_can_not_be_coached(desk: Desk) -> None:
    dismissing.dismiss(desk, C1)
    with pytest.raises(NotFromHere):
        coaching.coach(desk, C1, article=9, message=LETTER)


@pytest.mark.parametrize(
    ("article", "message", "error"),
    [
        (13, LETTER, NotABasis),
        (16, LETTER, NotABasis),
        (1, LETTER, UnlawfulLane),
        (17, LETTER, NoSuchArticle),
        (9, "  \n", EmptyMessage),
        (9, "{昵称}，您好", UnfilledPlaceholder),
        (9, "好" * 2001, MessageTooLong),
    ],
)
def test_a_reminder_that_breaks_a_rule_leaves_no_trace(
    desk: Desk, article: int, message: str, error: type[Exception]
) -> None:
    head = _ledger(desk)
    with pytest.raises(error):
        coaching.coach(desk, C1, article=article, message=message)
    assert _kinds(desk) == []
    assert case_view(desk, C1).case.state is CaseState.NEW
    assert _ledger(desk) == head


def _ledger(desk: Desk) -> int:
    return accounts.verify_ledger(desk.record).entries


def test_an_unknown_case_is_said_to_be_unknown(desk: Desk) -> None:
    with pytest.raises(CaseNotFound, match="c-99"):
        dismissing.dismiss(desk, type(C1)("c-99"))


def test_what_the_community_can_not_do_is_refused_before_it_is_queued(desk: Desk) -> None:
    intake.on_described(desk, make.info(able=(CommandKind.RESOLVE,)))
    with pytest.raises(Unsupported, match="no such thing"):
        coaching.coach(desk, C1, article=9, message=LETTER)
    assert _kinds(desk) == []
    dismissing.dismiss(desk, C1)
    assert [kind for kind, _ in _kinds(desk)] == [CommandKind.RESOLVE]


def test_who_is_no_moderator_decides_nothing(desk: Desk) -> None:
    weaker = replace(desk, me=replace(desk.me, roles=frozenset({Role.MANAGER})))
    with pytest.raises(NoRight):
        dismissing.dismiss(weaker, C1)
    assert _kinds(desk) == []


def test_a_decision_stands_in_the_ledger_with_its_values_resolved(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    with desk.record.connection() as connection:
        body = connection.exec_driver_sql("SELECT body FROM ledger ORDER BY seq DESC LIMIT 1").scalar_one()
        private = connection.exec_driver_sql(
            "SELECT field, value FROM ledger_private WHERE seq = (SELECT max(seq) FROM ledger)"
        ).fetchall()
    assert '"article":9' in body
    assert "不发与用车无关" in body
    assert LETTER not in body
    assert ("text", LETTER) in [tuple(row) for row in private]
    assert accounts.verify_ledger(desk.record).ok


# --- taking back --------------------------------------------------------------------------------------


def test_withdrawing_before_anything_was_sent_undoes_the_decision(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER, hold=timedelta(seconds=8))
    outbox.withdraw(desk, decided.commands[0])
    view = case_view(desk, C1)
    assert view.case.state is CaseState.NEW
    assert view.case.verdict is None
    assert view.decisions[0].undone_at is not None
    assert {command.state for command in view.commands} == {CommandState.CANCELLED}
    again = coaching.coach(desk, C1, article=9, message=LETTER)
    assert again.state is CaseState.AWAITING_AUTHOR


def test_withdrawing_after_the_claim_leaves_the_case_claimed(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    claim = delivery.on_sending(desk)
    assert claim is not None
    delivery.on_sent(desk, claim, make.receipt(""))
    outbox.withdraw(desk, outbox.outbox(desk)[1].id)
    view = case_view(desk, C1)
    assert view.case.state is CaseState.CLAIMED
    assert [command.state for command in view.commands] == [
        CommandState.SENT,
        CommandState.CANCELLED,
        CommandState.CANCELLED,
    ]


def test_withdrawing_the_settlement_after_the_message_keeps_the_decision(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    for _ in range(2):
        command = delivery.on_sending(desk)
        assert command is not None
        delivery.on_sent(desk, command, make.receipt())
    outbox.withdraw(desk, outbox.outbox(desk)[2].id)
    view = case_view(desk, C1)
    assert view.decisions[0].undone_at is None
    assert view.case.state is CaseState.AWAITING_AUTHOR


def test_withdrawing_the_settlement_alone_leaves_the_answer_to_be_sent(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    outbox.withdraw(desk, outbox.outbox(desk)[2].id)
    assert case_view(desk, C1).decisions[0].undone_at is None
    outbox.withdraw(desk, outbox.outbox(desk)[1].id)
    view = case_view(desk, C1)
    assert view.decisions[0].undone_at is not None
    assert {command.state for command in view.commands} == {CommandState.CANCELLED}
    assert view.case.state is CaseState.NEW


def test_what_may_have_arrived_is_not_withdrawn_before_anybody_found_out(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    command = delivery.on_sending(desk)
    assert command is not None
    delivery.on_doubt(desk, command, delivery.INTERRUPTED, timedelta(0))
    with pytest.raises(MayHaveArrived):
        outbox.withdraw(desk, command.id)
    delivery.on_doubt(desk, outbox.outbox(desk)[0], CANNOT_TELL, timedelta(0))
    outbox.withdraw(desk, command.id)
    assert outbox.counts(desk) == {}


def test_an_undo_does_not_open_a_case_again_that_was_closed_meanwhile(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    intake.on_pulled(desk, make.page(cursor="cursor-2", gone_cases=(C1,)))
    outbox.withdraw(desk, decided.commands[0])
    assert case_view(desk, C1).case.state is CaseState.CLOSED


def test_anothers_command_is_for_a_lead_to_touch(desk: Desk, clock: Clock) -> None:
    decided = dismissing.dismiss(desk, C1)
    sign_in = SignIn(make.info("u-902", "小林"), "print-2", "t-2")
    other = replace(desk, me=accounts.register(desk.record, sign_in, clock()))
    with pytest.raises(NoRight):
        outbox.withdraw(other, decided.commands[0])
    lead = replace(desk, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.LEAD})))
    outbox.withdraw(lead, decided.commands[0])


def test_the_last_manager_stays_one(desk: Desk) -> None:
    with pytest.raises(LastManager):
        accounts.set_roles(desk, desk.me.id, frozenset({Role.MODERATOR}))


def test_what_is_being_sent_can_not_be_withdrawn(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    delivery.on_sending(desk)
    with pytest.raises(NotFromHere):
        outbox.withdraw(desk, decided.commands[0])


def test_an_unknown_command_is_said_to_be_unknown(desk: Desk) -> None:
    for step in (outbox.retry, outbox.confirm, outbox.withdraw):
        with pytest.raises(CommandNotFound):
            step(desk, CommandId("nothing"))


def test_counters_agree_with_counting(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    decided = dismissing.dismiss(desk, C2)
    outbox.withdraw(desk, decided.commands[0])
    counted = {state: len(triage.queue(desk, QueueFilter(state=state))) for state in CaseState}
    assert triage.state_counts(desk) == counted
