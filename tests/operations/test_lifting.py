"""Measures that end early, by another person; and those whose end has passed but that still hold."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseState
from app.domain.commands import CommandKind, CommandState
from app.domain.community import Capability, Level
from app.domain.decisions import Decided, DecisionKind
from app.domain.ladder import Rung, points
from app.domain.lifting import LiftReason, WhyOverdue
from app.domain.members import Member
from app.domain.roles import Role
from app.domain.sanctions import strikes_of
from app.errors import (
    NotForTrainees,
    NothingToLift,
    OtherMeasureRuns,
    OwnMeasure,
    ReasonNeeded,
    SelfRecused,
    TooEarlyToLift,
)
from app.operations import accounts, delivery, hand, intake, lifting, outbox, recusing, sanctions
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from app.operations.undoing import undo

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)
C1, C2 = make.case(1).id, make.case(2).id
MUTE = Wish(article=3, rung=Rung.MUTE_7, departure="多次辱骂")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _pull(desk: Desk, *numbers: int) -> None:
    author = make.member()
    posts = [make.case(number, text=ATTACK) for number in numbers or (1,)]
    same = [replace(one, post=replace(one.post, author=author) if one.post else None, subject=author) for one in posts]
    intake.on_pulled(desk, make.page(*same))


@pytest.fixture
def muted(desk: Desk) -> Decided:
    _pull(desk)
    return sanctions.sanction(desk, C1, MUTE)


def test_half_served_another_person_ends_it_and_the_member_is_told(
    desk: Desk, other: Desk, muted: Decided, clock
) -> None:
    clock.advance(days=3)
    with pytest.raises(TooEarlyToLift):
        lifting.lift(other, muted.decision, LiftReason.APOLOGY)
    clock.advance(days=1)
    with pytest.raises(OwnMeasure):
        lifting.lift(desk, muted.decision, LiftReason.APOLOGY)
    trainee = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    with pytest.raises(NotForTrainees):
        lifting.lift(trainee, muted.decision, LiftReason.APOLOGY)
    lifted = lifting.lift(other, muted.decision, LiftReason.APOLOGY, words="在原帖下道歉了")
    commands = [one for one in outbox.outbox(desk) if one.decision == lifted.decision]
    assert [one.intent.kind for one in commands] == [CommandKind.UNSILENCE, CommandKind.MESSAGE]
    letter = commands[1].intent.text
    assert "提前解除" in letter
    assert "您已经道歉" in letter
    assert "记分仍按原来的日期到期" in letter
    assert "{" not in letter
    view = case_view(desk, C1)
    kept = view.governed.record[0]
    assert view.case.state is CaseState.CLOSED
    assert (kept.lifted_at, kept.runs(clock())) == (clock(), False)
    assert points(strikes_of(view.governed.record), clock()) == 3
    assert view.decisions[-1].kind is DecisionKind.LIFT
    with pytest.raises(NothingToLift):
        lifting.lift(other, muted.decision, LiftReason.APOLOGY)
    assert accounts.verify_ledger(desk.record).ok


def test_taken_back_before_anything_was_sent_it_runs_again(desk: Desk, other: Desk, muted: Decided, clock) -> None:
    clock.advance(days=4)
    lifted = lifting.lift(other, muted.decision, LiftReason.CORRECTION, hold=timedelta(seconds=8))
    undo(other, [lifted.decision])
    kept = sanctions.kept(desk, muted.decision)
    assert kept is not None
    assert kept.runs(clock())
    assert [one.state for one in outbox.outbox(desk) if one.decision == lifted.decision] == [CommandState.CANCELLED] * 2


def test_another_measure_that_runs_would_end_with_it(desk: Desk, other: Desk, clock) -> None:
    _pull(desk, 1, 2)
    first = sanctions.sanction(desk, C1, MUTE)
    clock.advance(days=4)
    sanctions.sanction(desk, C2, MUTE)
    with pytest.raises(OtherMeasureRuns):
        lifting.lift(other, first.decision, LiftReason.APOLOGY)


def test_the_database_lets_nobody_lift_their_own(desk: Desk, other: Desk, muted: Decided, clock) -> None:
    clock.advance(days=4)
    lifted = lifting.lift(other, muted.decision, LiftReason.APOLOGY)
    for decision, by in ((muted.decision, desk.me.id), (lifted.decision, desk.me.id), (muted.decision, other.me.id)):
        row = {"decision": decision, "sanction": muted.decision, "by": by}
        insert = sa.text(
            "INSERT INTO lifts (decision_id, sanction_id, by_id, at) VALUES (:decision, :sanction, :by, 1)"
        )
        with desk.record.connection() as connection:
            with pytest.raises(sa.exc.DBAPIError):
                connection.execute(insert, row)
            connection.rollback()


# --- after its end --------------------------------------------------------------------------------------


def _able(level: Level) -> object:
    info = make.info(able=EVERY)
    names = [CommandKind.SILENCE.value, CommandKind.UNSILENCE.value]
    return replace(info, capabilities={**info.capabilities, **dict.fromkeys(names, Capability(level))})


def _carry_out(desk: Desk) -> None:
    while waiting := [one for one in outbox.outbox(desk) if one.state is CommandState.WAITING]:
        if waiting[0].by_hand:
            hand.tick(desk, waiting[0].id, note="已在后台办理")
            continue
        command = delivery.on_sending(desk)
        assert command is not None
        delivery.on_sent(desk, command, make.receipt())


def test_a_community_that_ends_measures_itself_leaves_nothing_to_do(desk: Desk, muted: Decided, clock) -> None:
    _carry_out(desk)
    clock.advance(days=8)
    assert lifting.overdue(desk) == []


def test_what_was_done_by_hand_is_ended_by_hand(desk: Desk, clock) -> None:
    intake.on_described(desk, _able(Level.MANUAL))  # type: ignore[arg-type]
    _pull(desk)
    sanctions.sanction(desk, C1, MUTE)
    clock.advance(days=8)
    assert lifting.overdue(desk) == []  # nobody did it
    clock.advance(days=-8)
    _carry_out(desk)
    assert lifting.overdue(desk) == []
    clock.advance(days=8)
    assert [one.why for one in lifting.overdue(desk)] == [WhyOverdue.BY_HAND]
    with desk.record.read() as tx:
        told = lifting.section(desk, tx, clock())
    assert told.alarm
    assert [(one.case, one.said.zh) for one in told.lines] == [
        (C1, "南山老陈：禁言 7 天，当时是人工执行的，到期也要人工解除")
    ]
    done = lifting.end_overdue(desk)
    assert (len(done.decided), done.by_hand) == (1, 1)
    assert lifting.overdue(desk) == []
    to_do = [one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.UNSILENCE]
    assert [(one.by_hand, one.state) for one in to_do] == [(True, CommandState.WAITING)]
    kept = sanctions.kept(desk, done.decided[0].decision)
    assert kept is None
    assert case_view(desk, C1).governed.record[0].lifted_at is None  # it ran its whole term


def test_what_the_community_emulates_is_ended_by_a_command(desk: Desk, clock) -> None:
    intake.on_described(desk, _able(Level.EMULATED))  # type: ignore[arg-type]
    _pull(desk)
    sanctions.sanction(desk, C1, MUTE)
    _carry_out(desk)
    clock.advance(days=7)
    assert [one.why for one in lifting.overdue(desk)] == [WhyOverdue.NOT_BY_ITSELF]
    done = lifting.end_overdue(desk, hold=timedelta(seconds=8))
    assert done.by_hand == 0
    undo(desk, [one.decision for one in done.decided])
    assert len(lifting.overdue(desk)) == 1


def test_what_the_community_still_shows_is_told_and_can_be_left(desk: Desk, muted: Decided, clock) -> None:
    shown = Member(make.member(), silenced_until=clock() + timedelta(days=60))
    intake.on_pulled(desk, make.page(members=(shown,), cursor="cursor-2"))
    assert lifting.overdue(desk) == []
    clock.advance(days=8)
    found = lifting.overdue(desk)
    assert [(one.why, one.shown_until) for one in found] == [(WhyOverdue.STILL_SHOWN, shown.silenced_until)]
    with pytest.raises(ReasonNeeded):
        lifting.leave_overdue(desk, muted.decision, reason="")
    lifting.leave_overdue(desk, muted.decision, reason="社区同事另行禁言")
    assert lifting.overdue(desk) == []
    assert [one.intent.kind for one in outbox.outbox(desk)].count(CommandKind.UNSILENCE) == 0


def _two_overdue(desk: Desk, clock) -> None:
    intake.on_described(desk, _able(Level.EMULATED))  # type: ignore[arg-type]
    intake.on_pulled(desk, make.page(*(make.case(number, text=ATTACK) for number in (1, 2))))
    for case in (C1, C2):
        sanctions.sanction(desk, case, MUTE)
    _carry_out(desk)
    clock.advance(days=7)


def test_what_somebody_keeps_out_of_holds_up_no_other_end(desk: Desk, other: Desk, clock) -> None:
    _two_overdue(desk, clock)
    first, second = (one.kept.case_id for one in lifting.overdue(desk))
    recusing.recuse(other, first, reason="认识作者")
    done = lifting.end_overdue(other)
    assert ([one.case for one in done.decided], done.left) == ([second], 1)
    assert [one.kept.case_id for one in lifting.overdue(desk)] == [first]
    with pytest.raises(SelfRecused):
        lifting.end_overdue(other)


def test_a_trainee_ends_nothing_that_is_overdue(desk: Desk, other: Desk, clock) -> None:
    _two_overdue(desk, clock)
    trainee = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    with pytest.raises(NotForTrainees):
        lifting.end_overdue(trainee)
    with pytest.raises(NotForTrainees):
        lifting.leave_overdue(trainee, lifting.overdue(desk)[0].kept.decision, reason="已经解除")
    assert len(lifting.overdue(desk)) == 2
