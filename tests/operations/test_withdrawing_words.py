"""An answer in public goes with its words: withdrawn alone, it is undone, and nothing was closed or kept by it."""

from datetime import timedelta

import pytest

import make
from app.domain.cases import CaseState
from app.domain.commands import Command, CommandKind, CommandState, CommandStep, Receipt, ReceiptStatus
from app.domain.decisions import Decided, DecisionKind
from app.domain.promises import PromiseState
from app.domain.words import Words
from app.errors import PartlyDelivered
from app.operations import coaching, complaints, intake, outbox, promises, promises_view
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations.promising import C1, promised
from tests.operations.test_decisions import LETTER

WORDS = "抱歉，是我们弄错了，帖子已恢复。"
RESTORE, REPLY, RESOLVE = CommandKind.RESTORE, CommandKind.REPLY, CommandKind.RESOLVE


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1, text="五次进店都没修好，客服也不回。")))
    return desk


def _settle(desk: Desk, *commands: Command) -> None:
    for one in (each for each in commands if not each.state.settled):
        with desk.record.write() as tx:
            tx.outbox.settle(one, Receipt(ReceiptStatus.DONE, at=desk.clock()), desk.clock(), CommandStep.SETTLE)


def _folded(desk: Desk, clock: Clock) -> None:
    """The post is folded for a reminder, and its author let the term pass."""
    coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    _settle(desk, *outbox.outbox(desk))
    clock.advance(days=5)
    intake.bring_back_due(desk)


def _the(desk: Desk, decided: Decided, kind: CommandKind) -> Command:
    return next(one for one in outbox.outbox(desk) if one.decision == decided.decision and one.intent.kind is kind)


def _state(desk: Desk, decided: Decided, kind: CommandKind) -> CommandState:
    return _the(desk, decided, kind).state


def _standing(desk: Desk, decided: Decided) -> bool:
    return any(one.id == decided.decision and one.undone_at is None for one in case_view(desk, C1).decisions)


@pytest.mark.parametrize("sent", [(), (CommandKind.CLAIM,), (CommandKind.CLAIM, RESTORE)])
@pytest.mark.parametrize("refused", [False, True])
def test_a_reply_withdrawn_alone_closes_nothing(
    desk: Desk, clock: Clock, sent: tuple[CommandKind, ...], refused: bool
) -> None:
    _folded(desk, clock)
    before = case_view(desk, C1).case.state
    decided = complaints.reply(desk, C1, message=WORDS)
    assert case_view(desk, C1).case.state is CaseState.CLOSED
    ours = [one for one in outbox.outbox(desk) if one.decision == decided.decision]
    _settle(desk, *(one for one in ours if one.intent.kind in sent))
    if refused:
        _refuse(desk, decided)
    outbox.withdraw(desk, _the(desk, decided, REPLY).id)
    case = case_view(desk, C1).case
    assert (case.state, _standing(desk, decided)) == (before, False)
    lifted = CommandState.SENT if RESTORE in sent else CommandState.CANCELLED
    assert [_state(desk, decided, kind) for kind in (RESTORE, REPLY)] == [lifted, CommandState.CANCELLED]
    complaints.reply(desk, C1, message=WORDS)


def _refuse(desk: Desk, decided: Decided) -> None:
    with desk.record.write() as tx:
        tx.outbox.move(_the(desk, decided, REPLY), CommandStep.TAKE)
        taken = tx.outbox.get(_the(desk, decided, REPLY).id)
        tx.outbox.move(taken, CommandStep.REFUSE, Words("帖子锁了", "the thread is locked"))
        tx.outbox.block_rest(taken, Words("前一步", "the step before"))


@pytest.mark.parametrize("lifted", [False, True])
def test_a_closing_word_withdrawn_alone_ends_no_promise(desk: Desk, clock: Clock, lifted: bool) -> None:
    promise = promised(desk)
    _settle(desk, *outbox.outbox(desk))
    clock.moment = promise.due_at + timedelta(minutes=1)
    intake.bring_back_due(desk)
    _folded(desk, clock)
    decided = promises.close(desk, promise.id, "查清楚了：线束插头松了，已经换好。")
    assert promises_view.of_case(desk, C1)[-1].state(desk.clock()) is PromiseState.LATE
    if lifted:
        _settle(desk, _the(desk, decided, RESTORE))
    outbox.withdraw(desk, _the(desk, decided, REPLY).id)
    assert promises_view.of_case(desk, C1)[-1].state(desk.clock()) is PromiseState.BROKEN
    assert case_view(desk, C1).case.state is not CaseState.CLOSED
    assert not _standing(desk, decided)


def test_a_making_reply_withdrawn_alone_leaves_no_promise(desk: Desk, clock: Clock) -> None:
    _folded(desk, clock)
    promise = promises.promising(desk, what="排查结论", department="售后技术部", owner="小林", days=3)
    day = promise.due_at.astimezone()
    decided = complaints.reply(
        desk, C1, message=f"对不起，{day.month} 月 {day.day} 日前在这里答复您。", promise=promise
    )
    _settle(desk, _the(desk, decided, RESTORE))
    outbox.withdraw(desk, _the(desk, decided, REPLY).id)
    assert [one.state(desk.clock()) for one in promises_view.of_case(desk, C1)] == [PromiseState.WITHDRAWN]
    assert case_view(desk, C1).case.state is CaseState.CLAIMED


def test_withdrawing_what_settles_the_report_leaves_the_words_waiting(desk: Desk) -> None:
    decided = complaints.reply(desk, C1, message=WORDS)
    outbox.withdraw(desk, _the(desk, decided, RESOLVE).id)
    assert _state(desk, decided, REPLY) is CommandState.WAITING
    assert _standing(desk, decided)


def test_words_that_did_not_arrive_are_written_anew_although_the_fold_was_lifted(desk: Desk, clock: Clock) -> None:
    _folded(desk, clock)
    decided = complaints.reply(desk, C1, message=WORDS)
    _settle(desk, _the(desk, decided, RESTORE))
    outbox.reopen(desk, _the(desk, decided, REPLY).id)
    view = case_view(desk, C1)
    assert [one.text for one in view.drafts if one.answer is DecisionKind.REPLY] == [WORDS]


def test_words_that_arrived_are_not_written_anew(desk: Desk) -> None:
    decided = complaints.reply(desk, C1, message=WORDS)
    _settle(desk, _the(desk, decided, REPLY))
    with pytest.raises(PartlyDelivered):
        outbox.reopen(desk, _the(desk, decided, RESOLVE).id)
    assert _standing(desk, decided)
