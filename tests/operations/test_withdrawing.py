"""Who may take back what, and that a measure goes with its notice or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import CaseId
from app.domain.commands import Command, CommandKind, CommandState, CommandStep, DecisionId, Receipt, ReceiptStatus
from app.domain.decisions import Decided
from app.domain.ladder import Rung
from app.domain.lifting import LiftReason
from app.domain.members import MemberId
from app.domain.roles import EVERY_ROLE, Role
from app.domain.sanctions import KeptSanction, Outcome, PostAction
from app.domain.words import Words
from app.errors import (
    AnotherMustAct,
    CarriedOut,
    NotForTrainees,
    NothingToUndo,
    OwnPost,
    PartlyDelivered,
    SelfRecused,
)
from app.operations import accounts, appeals, approving, claiming, intake, lifting, outbox, recusing, sanctions, undoing
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.conftest import Clock

EVERY = tuple(CommandKind)
C1, C2, C3 = (make.case(number).id for number in (1, 2, 3))
AUTHOR = make.member()
MUTE = Wish(article=3, rung=Rung.MUTE_7, departure="多次辱骂")
FOLDED = replace(MUTE, post=PostAction.FOLD)
HOLD = timedelta(seconds=8)
WHY = "原帖说的是车，不是人"

Touch = Callable[[Desk, Decided], object]
TOUCHES: dict[str, Touch] = {
    "undo": lambda desk, decided: undoing.undo(desk, [decided.decision]),
    "withdraw": lambda desk, decided: outbox.withdraw(desk, decided.commands[-1]),
    "reopen": lambda desk, decided: outbox.reopen(desk, decided.commands[-1]),
    "retry": lambda desk, decided: outbox.retry(desk, decided.commands[0]),
}


@pytest.fixture(params=TOUCHES)
def touch(request: pytest.FixtureRequest) -> Touch:
    return TOUCHES[request.param]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    posts = [make.case(number, text="你就是个水货，滚出车友圈。") for number in (1, 2, 3)]
    same = [replace(one, post=replace(one.post, author=AUTHOR) if one.post else None, subject=AUTHOR) for one in posts]
    intake.on_pulled(desk, make.page(*same))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    return _another(desk, "u-other", "小林")


def _another(desk: Desk, account: str, name: str, *roles: Role) -> Desk:
    sign_in = SignIn(make.info(account, name, able=EVERY), f"print-{account}", f"t-{account}")
    me = accounts.register(desk.record, sign_in, desk.clock())
    accounts.set_roles(desk, me.id, frozenset(roles) or EVERY_ROLE)
    return replace(desk, me=replace(me, roles=frozenset(roles) or EVERY_ROLE))


def _commands(desk: Desk, decision: DecisionId) -> list[Command]:
    return [one for one in outbox.outbox(desk) if one.decision == decision]


def _said(desk: Desk, decision: DecisionId) -> list[tuple[CommandKind, CommandState]]:
    return [(one.intent.kind, one.state) for one in _commands(desk, decision)]


def _the(desk: Desk, decided: Decided, kind: CommandKind) -> Command:
    return next(one for one in _commands(desk, decided.decision) if one.intent.kind is kind)


def _send(desk: Desk, decided: Decided, *kinds: CommandKind) -> None:
    receipt = Receipt(ReceiptStatus.DONE, at=desk.clock())
    for one in _commands(desk, decided.decision):
        if one.intent.kind in kinds:
            with desk.record.write() as tx:
                tx.outbox.settle(one, receipt, desk.clock(), CommandStep.SETTLE)


def _refuse(desk: Desk, decided: Decided, kind: CommandKind) -> Command:
    with desk.record.write() as tx:
        tx.outbox.move(_the(desk, decided, kind), CommandStep.TAKE)
        taken = tx.outbox.get(_the(desk, decided, kind).id)
        tx.outbox.move(taken, CommandStep.REFUSE, Words("没有这个人", "no such member"))
        tx.outbox.block_rest(taken, Words("前一步", "the step before"))
    return _the(desk, decided, kind)


def _kept(desk: Desk, decided: Decided) -> KeptSanction:
    kept = sanctions.kept(desk, decided.decision)
    assert kept is not None
    return kept


def _overturned(desk: Desk, by: Desk, case: CaseId, outcome: Outcome = Outcome.OVERTURNED) -> Decided:
    appeal = appeals.enter(by, case, Came("我没有骂人。"), letter=False).appeal
    return appeals.answer(by, appeal.id, Verdict(outcome, WHY))


# --- who -------------------------------------------------------------------------------------------------


def test_who_decided_does_not_touch_the_answer_to_the_appeal_against_it(desk: Desk, other: Desk, touch: Touch) -> None:
    decided = sanctions.sanction(desk, C1, FOLDED)
    _send(desk, decided, CommandKind.HIDE, CommandKind.SILENCE)
    answer = _overturned(desk, other, C1)
    with pytest.raises(AnotherMustAct):
        touch(desk, answer)
    assert _kept(desk, decided).outcome is Outcome.OVERTURNED
    undoing.undo(_another(desk, "u-third", "小周"), [answer.decision])
    assert _kept(desk, decided).outcome is None


def test_the_second_person_does_not_touch_it_either(desk: Desk, other: Desk, touch: Touch) -> None:
    sanctions.sanction(desk, C1, replace(MUTE, rung=Rung.SUSPEND_30))
    approving.approve(other, C1)
    answer = _overturned(desk, _another(desk, "u-third", "小周"), C1)
    with pytest.raises(AnotherMustAct):
        touch(other, answer)


def test_who_decided_does_not_withdraw_the_letter_that_says_that_an_appeal_came(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, C1, MUTE)
    receipt = appeals.enter(other, C1, Came("我没有骂人。")).receipt
    assert receipt is not None
    with pytest.raises(AnotherMustAct):
        outbox.withdraw(desk, receipt.commands[0])


def test_who_decided_does_not_touch_the_early_end_of_it(desk: Desk, other: Desk, clock: Clock, touch: Touch) -> None:
    decided = sanctions.sanction(desk, C1, MUTE)
    clock.advance(days=4)
    lifted = lifting.lift(other, decided.decision, LiftReason.APOLOGY)
    with pytest.raises(AnotherMustAct):
        touch(desk, lifted)
    assert not _kept(desk, decided).runs(clock())


def test_who_keeps_out_of_a_case_takes_nothing_back_on_it(desk: Desk, other: Desk, touch: Touch) -> None:
    decided = sanctions.sanction(other, C1, MUTE)
    recusing.recuse(desk, C1, reason="认识作者")
    with pytest.raises(SelfRecused):
        touch(desk, decided)
    assert not _kept(desk, decided).undone


def test_nobody_takes_back_the_sanction_against_themselves(desk: Desk, other: Desk, touch: Touch) -> None:
    decided = sanctions.sanction(other, C1, MUTE)
    author = replace(desk, me=replace(desk.me, id=MemberId(AUTHOR.id)))
    with pytest.raises(OwnPost):
        touch(author, decided)


def test_a_trainee_takes_back_what_waits_but_not_what_a_tutor_agreed_to(desk: Desk) -> None:
    trainee = _another(desk, "u-trainee", "小实", Role.MODERATOR, Role.LEAD, Role.TRAINEE)
    waiting = sanctions.sanction(trainee, C1, MUTE)
    undoing.undo(trainee, [waiting.decision])
    agreed = sanctions.sanction(trainee, C2, MUTE)
    approving.approve(desk, C2)
    for taking in (
        lambda: undoing.undo(trainee, [agreed.decision]),
        lambda: outbox.withdraw(trainee, _commands(desk, agreed.decision)[0].id),
    ):
        with pytest.raises(NotForTrainees):
            taking()
    assert _kept(desk, agreed).runs(desk.clock())


def test_a_trainee_who_leads_touches_nothing_of_others(desk: Desk, touch: Touch) -> None:
    trainee = _another(desk, "u-trainee", "小实", Role.MODERATOR, Role.LEAD, Role.TRAINEE)
    with pytest.raises(NotForTrainees):
        touch(trainee, sanctions.sanction(desk, C1, MUTE))


def test_what_ends_with_a_recusal_is_not_given_back_to_who_keeps_out(desk: Desk, other: Desk) -> None:
    claiming.claim(other, C1)
    recusing.recuse(other, C1, reason="认识作者")
    released = case_view(desk, C1).decisions[-1]
    undoing.undo(desk, [released.id])
    assert case_view(desk, C1).case.claimed_by is None
    with pytest.raises(SelfRecused):
        claiming.claim(other, C1)


# --- whole, or not at all --------------------------------------------------------------------------------


def test_withdrawing_the_notice_withdraws_the_measure_that_was_not_sent(desk: Desk) -> None:
    decided = sanctions.sanction(desk, C1, FOLDED)
    _send(desk, decided, CommandKind.CLAIM)
    outbox.withdraw(desk, _the(desk, decided, CommandKind.MESSAGE).id)
    assert {state for kind, state in _said(desk, decided.decision) if kind is not CommandKind.CLAIM} == {
        CommandState.CANCELLED
    }
    assert _kept(desk, decided).undone


@pytest.mark.parametrize(
    ("sent", "withdrawn"),
    [
        ((CommandKind.HIDE,), CommandKind.SILENCE),
        ((CommandKind.HIDE,), CommandKind.MESSAGE),
        ((CommandKind.HIDE, CommandKind.SILENCE), CommandKind.MESSAGE),
    ],
)
def test_once_a_part_was_sent_no_other_part_is_withdrawn(
    desk: Desk, sent: tuple[CommandKind, ...], withdrawn: CommandKind
) -> None:
    decided = sanctions.sanction(desk, C1, FOLDED)
    _send(desk, decided, *sent)
    before = _said(desk, decided.decision)
    with pytest.raises(CarriedOut):
        outbox.withdraw(desk, _the(desk, decided, withdrawn).id)
    assert _said(desk, decided.decision) == before
    assert _kept(desk, decided).runs(desk.clock())


@pytest.mark.parametrize(
    ("sent", "refused", "undone"),
    [
        ((CommandKind.HIDE,), CommandKind.SILENCE, [CommandKind.RESTORE]),
        ((CommandKind.HIDE, CommandKind.SILENCE), CommandKind.MESSAGE, [CommandKind.RESTORE, CommandKind.UNSILENCE]),
    ],
)
def test_a_sanction_of_which_a_part_was_refused_is_taken_back_with_what_was_done(
    desk: Desk, sent: tuple[CommandKind, ...], refused: CommandKind, undone: list[CommandKind]
) -> None:
    decided = sanctions.sanction(desk, C1, FOLDED)
    _send(desk, decided, CommandKind.CLAIM, *sent)
    command = _refuse(desk, decided, refused)
    with pytest.raises(PartlyDelivered):
        outbox.reopen(desk, command.id)
    outbox.withdraw(desk, command.id)
    kept = _kept(desk, decided)
    assert (kept.undone, kept.runs(desk.clock())) == (True, False)
    waiting = [kind for kind, state in _said(desk, decided.decision) if state is CommandState.WAITING]
    assert waiting == undone
    assert sanctions.reckon(desk, C2, Wish(article=3)).proposal.rung is Rung.WARNING
    assert accounts.verify_ledger(desk.record).ok
    with pytest.raises(NothingToUndo):
        undoing.undo(desk, [decided.decision])
    with pytest.raises(CarriedOut):
        outbox.withdraw(desk, _the(desk, decided, undone[-1]).id)


def test_what_gives_back_goes_whole_too_but_for_what_the_community_refused(desk: Desk, other: Desk) -> None:
    decided = sanctions.sanction(desk, C1, FOLDED)
    _send(desk, decided, CommandKind.CLAIM, CommandKind.HIDE, CommandKind.SILENCE, CommandKind.MESSAGE)
    _send(desk, decided, CommandKind.RESOLVE)
    answer = _overturned(desk, other, C1)
    _send(desk, answer, CommandKind.UNSILENCE)
    for kind in (CommandKind.RESTORE, CommandKind.MESSAGE):
        with pytest.raises(CarriedOut):
            outbox.withdraw(other, _the(desk, answer, kind).id)
    outbox.withdraw(other, _refuse(desk, answer, CommandKind.RESTORE).id)
    assert _said(desk, answer.decision) == [
        (CommandKind.UNSILENCE, CommandState.SENT),
        (CommandKind.RESTORE, CommandState.CANCELLED),
        (CommandKind.MESSAGE, CommandState.WAITING),
    ]
    assert _kept(desk, decided).outcome is Outcome.OVERTURNED


# --- what rested on it -----------------------------------------------------------------------------------


def _two_mutes(desk: Desk) -> tuple[Decided, Decided]:
    """One of a day that was carried out, and one of seven days that still waits."""
    first = sanctions.sanction(desk, C1, replace(MUTE, rung=Rung.MUTE_1))
    _send(desk, first, CommandKind.CLAIM, CommandKind.SILENCE, CommandKind.MESSAGE, CommandKind.RESOLVE)
    return first, sanctions.sanction(desk, C2, replace(MUTE, rung=Rung.MUTE_7))


@pytest.mark.parametrize("sent", [(), (CommandKind.SILENCE,)])
def test_a_measure_that_only_rested_on_one_taken_back_ends(
    desk: Desk, other: Desk, sent: tuple[CommandKind, ...]
) -> None:
    _, longer = _two_mutes(desk)
    answer = _overturned(desk, other, C1)
    assert _the(desk, answer, CommandKind.SILENCE).intent.until == _kept(desk, longer).ends
    _send(desk, answer, *sent)
    undoing.undo(desk, [longer.decision])
    then = {(): CommandState.CANCELLED, (CommandKind.SILENCE,): CommandState.SENT}[sent]
    assert _said(desk, answer.decision) == [
        (CommandKind.SILENCE, then),
        (CommandKind.MESSAGE, CommandState.WAITING),
        (CommandKind.UNSILENCE, CommandState.WAITING),
    ]


def test_a_measure_that_was_not_to_end_a_longer_one_ends_in_its_own_time(desk: Desk) -> None:
    longer = sanctions.sanction(desk, C1, MUTE)
    shorter = sanctions.sanction(desk, C2, replace(MUTE, rung=Rung.MUTE_1))
    undoing.undo(desk, [longer.decision])
    silences = [one for one in _commands(desk, shorter.decision) if one.intent.kind is CommandKind.SILENCE]
    assert [one.state for one in silences] == [CommandState.CANCELLED, CommandState.WAITING]
    assert silences[-1].intent.until == _kept(desk, shorter).ends


def test_a_measure_on_which_none_rests_leaves_the_others_alone(desk: Desk) -> None:
    first, longer = _two_mutes(desk)
    before = _said(desk, first.decision)
    undoing.undo(desk, [longer.decision])
    assert _said(desk, first.decision) == before


# --- the database ----------------------------------------------------------------------------------------


def _mark_undone(desk: Desk, decided: Decided, by: str = "") -> None:
    with desk.record.connection() as connection:
        connection.execute(
            sa.text("UPDATE decisions SET undone_at = at + 1, undone_by = :by WHERE id = :id"),
            {"id": decided.decision, "by": by or desk.me.id},
        )


def test_the_database_keeps_what_was_carried_out(desk: Desk, other: Desk) -> None:
    decided = sanctions.sanction(desk, C1, MUTE)
    _send(desk, decided, CommandKind.SILENCE)
    with pytest.raises(sa.exc.IntegrityError):
        _mark_undone(desk, decided)
    answer = _overturned(desk, other, C1)
    _send(desk, answer, CommandKind.UNSILENCE)
    with pytest.raises(sa.exc.IntegrityError):
        _mark_undone(desk, answer)


def test_the_database_lets_nobody_undo_who_took_part(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, C1, MUTE)
    answer = _overturned(desk, other, C1)
    recusing.recuse(_another(desk, "u-third", "小周"), C1, reason="认识作者")
    _another(desk, "u-trainee", "小实", Role.MODERATOR, Role.TRAINEE)
    for by in (desk.me.id, "u-third", "u-trainee"):
        with pytest.raises(sa.exc.IntegrityError):
            _mark_undone(desk, answer, by)
    with pytest.raises(sa.exc.IntegrityError), desk.record.connection() as connection:
        connection.execute(sa.text("UPDATE decisions SET undone_at = 1 WHERE id = :id"), {"id": answer.decision})
    _mark_undone(desk, answer, other.me.id)
