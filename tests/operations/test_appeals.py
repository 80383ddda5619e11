"""Appeals: within their term, once, answered by somebody else, never worse, all of it undone in one decision."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.domain.appeals import Against, AppealId, Source
from app.domain.cases import CaseId, CaseState
from app.domain.commands import Command, CommandKind, CommandState
from app.domain.community import Capability, Level
from app.domain.ladder import Rung
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.roles import Role
from app.domain.sanctions import Outcome, PostAction
from app.domain.words import NO_WORDS
from app.errors import (
    AppealedBefore,
    AppealNotFound,
    AppealTooLate,
    EmptyMessage,
    LockedOut,
    NotForTrainees,
    NothingToAppeal,
    NothingToReduce,
    NotMilder,
    ReasonForAnswer,
    ReceivedInFuture,
)
from app.operations import accounts, appeals, approving, coaching, dismissing, intake, outbox, sanctions, undoing
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)
WHY = "原帖说的是车，不是人"
SAID = Came("我没有骂人，说的是这台车，请再看看。")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    posts = [make.case(number, text=ATTACK, reports=2) for number in (1, 2, 3, 4)]
    same = [
        replace(one, post=replace(one.post, author=make.member()) if one.post else None, subject=make.member())
        for one in posts
    ]
    intake.on_pulled(desk, make.page(*same))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    return _another(desk, "u-other", "小林")


def _another(desk: Desk, account: str, name: str, *roles: Role) -> Desk:
    sign_in = SignIn(make.info(account, name, able=EVERY), f"print-{account}", f"t-{account}")
    me = accounts.register(desk.record, sign_in, desk.clock())
    if roles:
        accounts.set_roles(desk, me.id, frozenset(roles))
    return replace(desk, me=replace(me, roles=frozenset(roles) or me.roles))


def _case(number: int) -> CaseId:
    return make.case(number).id


def _muted(desk: Desk, *, post: PostAction = PostAction.KEEP, days: int = 7) -> CaseId:
    """The case on which a mute was decided: 1 day on the second case, 7 days on the third."""
    numbers = (1, 2, 3) if days == 7 else (1, 2)
    for number in numbers:
        if number == numbers[-1]:
            desk.clock.advance(days=2)  # the mute before is over
        last = number == numbers[-1]
        sanctions.sanction(desk, _case(number), Wish(article=3, post=post if last else PostAction.KEEP))
    return _case(numbers[-1])


def _appeal(desk: Desk, case: CaseId, came: Came = SAID) -> AppealId:
    return appeals.enter(desk, case, came).appeal.id


def _sent(desk: Desk, case: CaseId, commands: tuple[object, ...]) -> list[Command]:
    return [one for one in outbox.outbox(desk) if one.id in commands and one.intent.case_id == case]


def _kinds(desk: Desk, case: CaseId, commands: tuple[object, ...]) -> list[CommandKind]:
    return [one.intent.kind for one in _sent(desk, case, commands)]


def _ledger(desk: Desk, kind: EntryKind) -> list[dict[str, object]]:
    with desk.record.connection() as connection:
        rows = connection.execute(
            sa.text("SELECT body FROM ledger WHERE kind = :kind ORDER BY seq"), {"kind": kind.value}
        )
        return [json.loads(row.body) for row in rows]


# --- taken in -----------------------------------------------------------------------------------------


def test_an_appeal_is_due_in_three_working_days_and_its_receipt_goes_out(desk: Desk, clock: Clock) -> None:
    case = _muted(desk)
    clock.advance(hours=2)
    entered = appeals.enter(desk, case, replace(SAID, source=Source.MESSAGE))
    appeal = entered.appeal
    assert (appeal.against, appeal.by.id, appeal.received_at) == (Against.SANCTION, "u-1", clock())
    assert f"{appeal.due_at.astimezone():%m-%d %H:%M}" == "11-27 18:00"  # Tuesday, then Wednesday to Friday
    assert entered.receipt is not None
    assert entered.note is None
    (letter,) = _sent(desk, case, entered.receipt.commands)
    assert letter.intent.kind is CommandKind.MESSAGE
    assert letter.intent.member_id == "u-1"
    assert "11 月 27 日前答复" in letter.intent.text
    assert "禁言 7 天" in letter.intent.text
    assert "{" not in letter.intent.text
    view = case_view(desk, case)
    assert (view.case.state, [one.id for one in view.governed.appeals]) == (CaseState.CLOSED, [appeal.id])
    assert len(_ledger(desk, EntryKind.APPEAL_RECEIVED)) == 1
    assert accounts.verify_ledger(desk.record).ok


@pytest.mark.parametrize(("source", "chinese"), [(Source.HAND, True), (Source.MESSAGE, False)])
def test_letters_speak_as_the_notice_did_unless_the_member_wrote_otherwise(
    desk: Desk, other: Desk, source: Source, chinese: bool
) -> None:
    """What the team typed for a member says nothing of the member's language."""
    case = _muted(desk)
    came = replace(SAID, text="He phoned: it was about the car, please look again.", source=source)
    entered = appeals.enter(desk, case, came)
    assert entered.receipt is not None
    answered = appeals.answer(other, entered.appeal.id, Verdict(Outcome.UPHELD, WHY))
    receipt, answer = _sent(desk, case, (*entered.receipt.commands, *answered.commands))
    assert ("申诉" in receipt.intent.text, "申诉" in answer.intent.text) == (chinese, chinese)


def test_a_suspension_is_looked_at_in_seven_working_days(desk: Desk, other: Desk) -> None:
    _muted(desk)
    sanctions.sanction(desk, _case(4), Wish(article=3))
    with pytest.raises(NothingToAppeal):
        appeals.enter(desk, _case(4), SAID)  # nobody agreed yet: there is nothing in effect
    approving.approve(other, _case(4))
    entered = appeals.enter(desk, _case(4), SAID)
    assert f"{entered.appeal.due_at.astimezone():%m-%d}" == "12-03"


def test_the_term_is_fifteen_natural_days_to_the_end_of_the_last(desk: Desk, clock: Clock) -> None:
    case, decided = _muted(desk), clock()
    clock.advance(days=16, minutes=1)
    with pytest.raises(AppealTooLate):
        appeals.enter(desk, case, SAID)
    late = replace(SAID, received_at=decided + timedelta(days=15))
    assert appeals.enter(desk, case, late).appeal.received_at == decided + timedelta(days=15)


def test_it_comes_once_not_before_the_decision_not_later_than_now_and_says_something(desk: Desk, clock: Clock) -> None:
    case = _muted(desk)
    for wrong in (clock() + timedelta(hours=1), clock() - timedelta(hours=1)):
        with pytest.raises(ReceivedInFuture):
            appeals.enter(desk, case, replace(SAID, received_at=wrong))
    with pytest.raises(EmptyMessage):
        appeals.enter(desk, case, Came(" \n "))
    _appeal(desk, case)
    with pytest.raises(AppealedBefore):
        appeals.enter(desk, case, SAID)


def test_whom_a_decision_does_not_concern_can_not_appeal(desk: Desk) -> None:
    case = _muted(desk)
    for came in (replace(SAID, by=make.member("u-77").id), replace(SAID, by=make.report(1).by.id)):
        with pytest.raises(NothingToAppeal):
            appeals.enter(desk, case, came)
    with pytest.raises(NothingToAppeal):
        appeals.enter(desk, _case(4), SAID)  # nothing was decided there


def test_a_trainee_takes_an_appeal_in_and_writes_to_nobody(desk: Desk) -> None:
    case = _muted(desk)
    trainee = _another(desk, "u-new", "小新", Role.MODERATOR, Role.TRAINEE)
    entered = appeals.enter(trainee, case, SAID)
    assert entered.receipt is None
    with pytest.raises(NotForTrainees):
        appeals.answer(trainee, entered.appeal.id, Verdict(Outcome.UPHELD, WHY))


# --- answered -----------------------------------------------------------------------------------------


def test_overturned_the_mute_ends_the_post_is_shown_and_the_strike_is_gone(
    desk: Desk, other: Desk, clock: Clock
) -> None:
    case = _muted(desk, post=PostAction.FOLD)
    clock.advance(days=1)
    decided = appeals.answer(other, _appeal(desk, case), Verdict(Outcome.OVERTURNED, WHY))
    assert _kinds(desk, case, decided.commands) == [CommandKind.UNSILENCE, CommandKind.RESTORE, CommandKind.MESSAGE]
    unmute, _, letter = _sent(desk, case, decided.commands)
    assert unmute.intent.member_id == "u-1"
    assert unmute.by == other.me.id
    assert WHY in letter.intent.text
    assert "恢复显示" in letter.intent.text
    assert "。。" not in letter.intent.text
    view = case_view(desk, case)
    kept = next(one for one in view.governed.record if one.case_id == case)
    assert kept.overturned
    assert kept.outcome is Outcome.OVERTURNED
    assert view.governed.appeals[0].answered_by == MemberRef(other.me.id, other.me.name)
    assert not view.folded
    again = sanctions.reckon(desk, _case(4), Wish(article=3)).proposal
    assert again.rung is Rung.MUTE_7  # as after the first two only
    assert [one.decision for one, _ in again.not_counted] == [kept.decision]
    entry = _ledger(desk, EntryKind.DECIDED)[-1]
    assert (entry["outcome"], entry["rung_before"], entry["rung_after"]) == ("overturned", "mute_7", None)
    assert accounts.verify_ledger(desk.record).ok


def test_reduced_the_mute_runs_to_its_new_end_and_counts_less(desk: Desk, other: Desk, clock: Clock) -> None:
    case, began = _muted(desk), clock()
    clock.advance(hours=5)
    appeal = _appeal(desk, case)
    for worse in (Rung.MUTE_7, Rung.SUSPEND_30, Rung.COACHING):
        with pytest.raises(NotMilder):
            appeals.answer(other, appeal, Verdict(Outcome.REDUCED, WHY, worse))
    with pytest.raises(NothingToReduce):
        appeals.answer(other, appeal, Verdict(Outcome.REDUCED, WHY))
    decided = appeals.answer(other, appeal, Verdict(Outcome.REDUCED, WHY, Rung.MUTE_1))
    mute, letter = _sent(desk, case, decided.commands)
    assert (mute.intent.kind, mute.intent.until) == (CommandKind.SILENCE, began + timedelta(days=1))
    assert "禁言 1 天" in letter.intent.text
    assert "记 2 分" in letter.intent.text
    kept = next(one for one in case_view(desk, case).governed.record if one.case_id == case)
    assert (kept.rung, kept.ends, kept.strike.rung) == (Rung.MUTE_1, began + timedelta(days=1), Rung.MUTE_1)
    entry = _ledger(desk, EntryKind.DECIDED)[-1]
    assert (entry["rung_before"], entry["rung_after"]) == ("mute_7", "mute_1")


def test_reduced_to_a_term_that_has_passed_it_ends_at_once(desk: Desk, other: Desk, clock: Clock) -> None:
    case = _muted(desk)
    clock.advance(days=2)
    decided = appeals.answer(other, _appeal(desk, case), Verdict(Outcome.REDUCED, WHY, Rung.MUTE_1))
    assert _kinds(desk, case, decided.commands) == [CommandKind.UNSILENCE, CommandKind.MESSAGE]
    kept = next(one for one in case_view(desk, case).governed.record if one.case_id == case)
    assert kept.ends == clock()
    assert not kept.runs(clock())


def test_a_suspension_reduced_to_a_mute_becomes_one(desk: Desk, other: Desk, clock: Clock) -> None:
    _muted(desk)
    clock.advance(days=8)  # the mute before is over
    sanctions.sanction(desk, _case(4), Wish(article=3))
    approving.approve(other, _case(4))
    began = clock()
    appeal = _appeal(desk, _case(4))
    third = _another(desk, "u-third", "小方")
    with pytest.raises(LockedOut):
        appeals.answer(other, appeal, Verdict(Outcome.UPHELD, WHY))  # the second person
    decided = appeals.answer(third, appeal, Verdict(Outcome.REDUCED, WHY, Rung.MUTE_7))
    lift, mute, _ = _sent(desk, _case(4), decided.commands)
    assert [one.intent.kind for one in (lift, mute)] == [CommandKind.UNSUSPEND, CommandKind.SILENCE]
    assert mute.intent.until == began + timedelta(days=7)


def test_another_mute_that_runs_goes_on(desk: Desk, other: Desk, clock: Clock) -> None:
    for number in (1, 2, 3):
        sanctions.sanction(desk, _case(number), Wish(article=3))
    shorter, case, ends = _case(2), _case(3), clock() + timedelta(days=1)
    decided = appeals.answer(other, _appeal(desk, case), Verdict(Outcome.OVERTURNED, WHY))
    mute = _sent(desk, case, decided.commands)[0]
    assert (mute.intent.kind, mute.intent.until) == (CommandKind.SILENCE, ends)
    kept = next(one for one in case_view(desk, case).governed.record if one.case_id == shorter)
    assert kept.runs(clock())


def test_upheld_only_the_letter_goes_out(desk: Desk, other: Desk) -> None:
    case = _muted(desk)
    appeal = _appeal(desk, case)
    with pytest.raises(ReasonForAnswer):
        appeals.answer(other, appeal, Verdict(Outcome.UPHELD, "  "))
    decided = appeals.answer(other, appeal, Verdict(Outcome.UPHELD, WHY))
    assert _kinds(desk, case, decided.commands) == [CommandKind.MESSAGE]
    assert not case_view(desk, case).governed.record[-1].overturned
    with pytest.raises(AppealNotFound):
        appeals.answer(other, appeal, Verdict(Outcome.OVERTURNED, WHY))


def test_whoever_decided_is_locked_out(desk: Desk, other: Desk) -> None:
    appeal = _appeal(desk, _muted(desk))
    with pytest.raises(LockedOut):
        appeals.answer(desk, appeal, Verdict(Outcome.UPHELD, WHY))
    assert appeals.answer(other, appeal, Verdict(Outcome.UPHELD, WHY)).commands


def test_a_manager_who_is_no_moderator_answers(desk: Desk) -> None:
    appeal = _appeal(desk, _muted(desk))
    manager = _another(desk, "u-boss", "老板", Role.MANAGER)
    assert appeals.answer(manager, appeal, Verdict(Outcome.UPHELD, WHY)).commands


def test_undone_the_appeal_is_open_again_and_the_strike_counts(desk: Desk, other: Desk) -> None:
    case = _muted(desk)
    appeal = _appeal(desk, case)
    held = appeals.answer(other, appeal, Verdict(Outcome.OVERTURNED, WHY), hold=timedelta(seconds=8))
    undoing.undo(other, [held.decision])
    view = case_view(desk, case)
    assert view.governed.appeals[0].outcome is None
    assert not view.governed.record[-1].overturned
    assert all(one.state is CommandState.CANCELLED for one in _sent(desk, case, held.commands))
    assert appeals.answer(other, appeal, Verdict(Outcome.UPHELD, WHY)).commands


@pytest.mark.parametrize("level", [Level.MANUAL, Level.UNSUPPORTED])
def test_what_no_program_can_undo_there_a_person_undoes(desk: Desk, other: Desk, level: Level) -> None:
    case = _muted(desk)
    appeal = _appeal(desk, case)
    described = make.info(able=EVERY)
    changed = described.capabilities | {CommandKind.UNSILENCE.value: Capability(level, NO_WORDS)}
    intake.on_described(desk, replace(described, capabilities=changed))
    decided = appeals.answer(other, appeal, Verdict(Outcome.OVERTURNED, WHY))
    unmute, letter = _sent(desk, case, decided.commands)
    assert (unmute.intent.kind, unmute.by_hand, letter.by_hand) == (CommandKind.UNSILENCE, True, False)
    assert decided.by_hand == 1


def test_what_was_taken_back_before_it_was_sent_needs_no_undoing(desk: Desk, other: Desk) -> None:
    case = _muted(desk)
    appeal = _appeal(desk, case)
    first = next(
        one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.SILENCE and one.intent.case_id == case
    )
    with desk.record.write() as tx:
        from app.domain.commands import CommandStep

        tx.outbox.move(first, CommandStep.WITHDRAW)
    decided = appeals.answer(other, appeal, Verdict(Outcome.OVERTURNED, WHY))
    assert _kinds(desk, case, decided.commands) == [CommandKind.MESSAGE]


# --- folding, and reports that were rejected ----------------------------------------------------------


def test_a_folding_is_appealed_and_the_post_shown_again(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, _case(1), article=3, message="您好，请改一下。", fold=True)
    appeal = appeals.enter(desk, _case(1), SAID).appeal
    assert appeal.against is Against.FOLDING
    with pytest.raises(NothingToReduce):
        appeals.answer(other, appeal.id, Verdict(Outcome.REDUCED, WHY, Rung.WARNING))
    decided = appeals.answer(other, appeal.id, Verdict(Outcome.OVERTURNED, WHY))
    assert _kinds(desk, _case(1), decided.commands) == [CommandKind.RESTORE, CommandKind.MESSAGE]
    view = case_view(desk, _case(1))
    assert (view.folded, view.case.state) == (False, CaseState.AWAITING_AUTHOR)


def test_a_reminder_without_folding_can_not_be_appealed(desk: Desk) -> None:
    coaching.coach(desk, _case(1), article=3, message="您好，请改一下。")
    with pytest.raises(NothingToAppeal):
        appeals.enter(desk, _case(1), SAID)


def test_a_rejected_report_that_is_overturned_comes_back_as_new_and_is_appealed_once(desk: Desk, other: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没看出来")
    reporter = make.report(1).by
    assert reporter is not None
    came = Came("这就是在骂人。", by=reporter.id)
    appeal = appeals.enter(desk, _case(1), came).appeal
    assert appeal.against is Against.REPORT_REJECTED
    with pytest.raises(AppealedBefore):
        appeals.enter(desk, _case(1), came)
    with pytest.raises(LockedOut):
        appeals.answer(desk, appeal.id, Verdict(Outcome.UPHELD, WHY))
    decided = appeals.answer(other, appeal.id, Verdict(Outcome.OVERTURNED, "确实是在骂人"))
    assert decided.state is CaseState.NEW
    view = case_view(desk, _case(1))
    assert (view.case.state, view.case.verdict, view.case.claimed_by) == (CaseState.NEW, None, None)
    (letter,) = _sent(desk, _case(1), decided.commands)
    assert letter.intent.member_id == reporter.id
    assert "您说得对" in letter.intent.text
    dismissing.dismiss(other, _case(1), reason="再看也不是")
    with pytest.raises(AppealedBefore):
        appeals.enter(desk, _case(1), came)
    assert accounts.verify_ledger(desk.record).ok


def test_a_reopened_case_taken_back_is_closed_again(desk: Desk, other: Desk) -> None:
    dismissing.dismiss(desk, _case(1), reason="没看出来")
    appeal = _appeal(desk, _case(1), Came("这就是在骂人。", by=make.report(1).by.id))
    held = appeals.answer(other, appeal, Verdict(Outcome.OVERTURNED, WHY), hold=timedelta(seconds=8))
    undoing.undo(other, [held.decision])
    view = case_view(desk, _case(1))
    assert (view.case.state, view.case.verdict, view.governed.appeals[0].outcome) == (
        CaseState.CLOSED, "not_upheld", None,
    )  # fmt: skip


# --- whoever writes -----------------------------------------------------------------------------------


def _refused(desk: Desk, statement: str, **values: object) -> None:
    with pytest.raises(sa.exc.DBAPIError), desk.record.connection() as connection:
        connection.execute(sa.text(statement), values)


APPEAL = (
    "INSERT INTO appeals (id, decision_id, against, member_id, member_name, source, text, received_at, due_at, "
    "entered_at, entered_by) SELECT 'raw', :decision, :against, :member, 'n', 'hand', 't', at + :late, at, at, :me "
    "FROM decisions WHERE id = :decision"
)
OUTCOME = (
    "INSERT INTO appeal_outcomes (decision_id, appeal_id, by_id, at, outcome, reduced_to) SELECT id, :appeal, by_id, "
    "1, :outcome, :rung FROM decisions WHERE kind = 'appeal' AND by_id = :by ORDER BY seq DESC LIMIT 1"
)
DAY = 86_400_000


def test_the_database_takes_no_appeal_that_is_late_second_or_anothers(desk: Desk) -> None:
    case = _muted(desk)
    decision = case_view(desk, case).decisions[-1].id
    row = {"decision": decision, "against": "sanction", "member": "u-1", "late": 0, "me": desk.me.id}
    _refused(desk, APPEAL, **row | {"late": 16 * DAY + 1})
    _refused(desk, APPEAL, **row | {"member": "u-2"})
    _refused(desk, APPEAL, **row | {"against": "folding"})
    _refused(desk, APPEAL, **row | {"against": "report_rejected"})
    with desk.record.connection() as connection:
        connection.execute(sa.text(APPEAL), row)  # the row itself is right
    _refused(desk, APPEAL, **row)
    _refused(desk, "UPDATE appeals SET text = 'x'")
    _refused(desk, "DELETE FROM appeals")


def test_the_database_lets_nobody_answer_who_took_part_nor_make_it_worse(desk: Desk, other: Desk) -> None:
    case = _muted(desk)
    appeal = _appeal(desk, case)  # its receipt is a decision of this kind, by who decided
    own = {"appeal": appeal, "outcome": "upheld", "rung": None, "by": desk.me.id}
    _refused(desk, OUTCOME, **own)
    appeals.enter(other, _case(2), SAID)  # so the other one has such a decision too
    row = own | {"by": other.me.id}
    _refused(desk, OUTCOME, **row | {"outcome": "reduced", "rung": "mute_7"})
    _refused(desk, OUTCOME, **row | {"outcome": "reduced", "rung": "suspend_30"})
    _refused(desk, OUTCOME, **row | {"outcome": "reduced"})
    with desk.record.connection() as connection:
        connection.execute(sa.text(OUTCOME), row)
    _refused(desk, "DELETE FROM appeal_outcomes")
    _refused(desk, "UPDATE appeal_outcomes SET outcome = 'overturned'")


def test_the_database_locks_out_who_closed_the_case_though_another_answered_the_reporter(
    desk: Desk, other: Desk
) -> None:
    dismissing.dismiss(desk, _case(1), reason="没看出来")
    appeal = _appeal(desk, _case(1), Came("这就是在骂人。", by=make.report(1).by.id))
    _refused(desk, OUTCOME, appeal=appeal, outcome="upheld", rung=None, by=desk.me.id)
    assert appeals.answer(other, appeal, Verdict(Outcome.UPHELD, WHY)).commands
