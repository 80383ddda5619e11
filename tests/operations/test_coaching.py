"""Folding, corrections, thanks, and taking all of it back."""

from dataclasses import replace
from datetime import timedelta

import pytest

import make
from app.domain.cases import Back, CaseState, CommunityState, Verdict
from app.domain.changes import Area
from app.domain.commands import CommandKind, CommandState, DecisionId
from app.domain.community import Capability, Feature, Level
from app.domain.decisions import Decided, DecisionKind
from app.domain.drafts import Draft
from app.domain.members import MemberId
from app.domain.roles import Account, Role
from app.domain.words import Words
from app.errors import (
    EmptyMessage,
    NoRight,
    NotCoached,
    NotCorrected,
    NotFromHere,
    NothingToAnswer,
    NothingToUndo,
    SaidBefore,
    Unsupported,
)
from app.operations import accounts, coaching, complaints, delivery, dismissing, drafts, intake, outbox, triage, undoing
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

C1, C2 = make.case(1).id, make.case(2).id
LETTER = "您好，请把广告链接删掉，谢谢。"
THANKS = "谢谢您改好了，欢迎常来。"
CLAIM, MESSAGE, HIDE, SETTLE, RESTORE = (
    CommandKind.CLAIM,
    CommandKind.MESSAGE,
    CommandKind.HIDE,
    CommandKind.RESOLVE,
    CommandKind.RESTORE,
)
ABLE = (CLAIM, MESSAGE, HIDE, SETTLE, RESTORE, CommandKind.REPLY)


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_described(desk, make.info(able=ABLE))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))


def _kinds(desk: Desk) -> list[CommandKind]:
    return [command.intent.kind for command in outbox.outbox(desk)]


def _deliver(desk: Desk, upto: int = 99) -> None:
    version = 1
    while upto and (command := delivery.on_sending(desk)) is not None:
        version, upto = version + 1, upto - 1
        delivery.on_sent(desk, command, make.receipt(version=str(version)))


def _coached(desk: Desk, *, fold: bool = True) -> Decided:
    decided = coaching.coach(desk, C1, article=9, message=LETTER, fold=fold)
    _deliver(desk)
    return decided


def _corrected(desk: Desk, *, text: str = "改好了，广告删掉了") -> None:
    edited = make.post(1, text, version=f"v-{text}", edited_at=make.NOON)
    intake.on_pulled(desk, make.page(posts=(edited,), cursor=f"cursor-{text}"))


# --- folding --------------------------------------------------------------------------------------------


def test_nothing_is_folded_for_correction_where_its_author_could_not_correct_it(desk: Desk) -> None:
    info = make.info(able=tuple(CommandKind))
    hidden = Capability(Level.UNSUPPORTED, Words("作者看不到正文", "its author can't see it"))
    able = {**info.capabilities, Feature.FOLDED_EDIT.value: hidden}
    intake.on_described(desk, replace(info, capabilities=able))
    with pytest.raises(Unsupported, match="can't see it"):
        coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    assert outbox.outbox(desk) == []
    assert coaching.coach(desk, C1, article=9, message=LETTER).commands


def test_a_reminder_that_folds_claims_writes_hides_and_settles(desk: Desk) -> None:
    _coached(desk)
    assert _kinds(desk) == [CLAIM, MESSAGE, HIDE, SETTLE]
    assert outbox.outbox(desk)[2].intent.post_id == "p-1"
    assert case_view(desk, C1).folded


@pytest.mark.parametrize("missing", [HIDE, RESTORE])
def test_what_can_not_be_folded_and_shown_again_is_refused_before_anything_is_kept(
    desk: Desk, missing: CommandKind
) -> None:
    intake.on_described(desk, make.info(able=tuple(kind for kind in ABLE if kind is not missing)))
    head = accounts.verify_ledger(desk.record).entries
    with pytest.raises(Unsupported):
        coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    assert (_kinds(desk), accounts.verify_ledger(desk.record).entries) == ([], head)
    assert case_view(desk, C1).case.state is CaseState.NEW


def test_a_case_without_a_post_can_not_be_folded(desk: Desk) -> None:
    bare = replace(make.case(3), post=None, thread=None)
    intake.on_pulled(desk, make.page(bare, cursor="cursor-3"))
    with pytest.raises(NothingToAnswer):
        coaching.coach(desk, bare.id, article=9, message=LETTER, fold=True)


def test_a_withdrawn_fold_is_none(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    assert case_view(desk, C1).folded
    undoing.undo(desk, [decided.decision])
    assert not case_view(desk, C1).folded


def test_a_second_reminder_does_not_fold_twice(desk: Desk, clock: Clock) -> None:
    _coached(desk)
    clock.advance(days=4)
    intake.bring_back_due(desk)
    coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    assert _kinds(desk).count(HIDE) == 1
    assert case_view(desk, C1).folded


def test_our_own_fold_coming_back_is_no_edit_and_an_edit_of_the_hidden_post_is(desk: Desk) -> None:
    from app.domain.posts import PostState

    _coached(desk)
    hidden = make.post(1, state=PostState.HIDDEN)
    intake.on_pulled(desk, make.page(posts=(hidden,), cursor="cursor-2"))
    assert case_view(desk, C1).case.state is CaseState.AWAITING_AUTHOR
    edited = replace(hidden, raw="改好了", version="2", edited_at=make.NOON)
    intake.on_pulled(desk, make.page(posts=(edited,), cursor="cursor-3"))
    assert case_view(desk, C1).case.came_back is Back.CORRECTED


# --- coming back ----------------------------------------------------------------------------------------


def test_a_correction_the_end_of_a_term_and_a_new_report_bring_a_case_back_and_say_so(desk: Desk, clock: Clock) -> None:
    _coached(desk)
    _corrected(desk)
    case = case_view(desk, C1).case
    assert (case.state, case.came_back) == (CaseState.CLAIMED, Back.CORRECTED)
    coaching.coach(desk, C1, article=9, message=LETTER)
    assert case_view(desk, C1).case.came_back is None
    clock.advance(days=4)
    intake.bring_back_due(desk)
    assert case_view(desk, C1).case.came_back is Back.TERM_ENDED
    _corrected(desk, text="晚了两天，改好了")
    assert case_view(desk, C1).case.came_back is Back.CORRECTED
    dismissing.dismiss(desk, C1)
    _deliver(desk)
    assert case_view(desk, C1).case.came_back is None
    intake.on_pulled(desk, make.page(make.case(1, version="9", reports=2), cursor="cursor-9"))
    case = case_view(desk, C1).case
    assert (case.state, case.came_back) == (CaseState.NEW, Back.REPORTED_AGAIN)
    intake.on_pulled(desk, make.page(cursor="cursor-10", gone_cases=(C1,)))
    assert case_view(desk, C1).case.came_back is None


# --- the correction is good -----------------------------------------------------------------------------


def test_accepting_unfolds_thanks_and_closes(desk: Desk) -> None:
    _coached(desk)
    _corrected(desk)
    decided = coaching.accept(desk, C1, thanks=THANKS)
    assert decided.state is CaseState.CLOSED
    assert decided.changes.areas == {Area.CASES, Area.OUTBOX, Area.PROMISES}
    assert _kinds(desk)[4:] == [RESTORE, MESSAGE]
    view = case_view(desk, C1)
    assert (view.case.verdict, view.case.came_back, view.folded) == (Verdict.UPHELD, None, False)
    assert (view.decisions[-1].kind, view.decisions[-1].text) == (DecisionKind.ACCEPTANCE, THANKS)
    assert view.commands[-1].intent.text == THANKS
    assert view.commands[-1].intent.member_id == "u-1"


def test_accepting_what_was_not_folded_and_without_thanks_sends_nothing_and_can_be_undone(desk: Desk) -> None:
    _coached(desk, fold=False)
    _corrected(desk)
    decided = coaching.accept(desk, C1)
    assert decided.commands == ()
    undoing.undo(desk, [decided.decision])
    case = case_view(desk, C1).case
    assert (case.state, case.came_back, case.verdict) == (CaseState.CLAIMED, Back.CORRECTED, Verdict.UPHELD)
    assert triage.state_counts(desk)[CaseState.CLOSED] == 0
    coaching.accept(desk, C1)


def test_a_report_left_open_is_settled_by_the_acceptance(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    outbox.withdraw(desk, decided.commands[-1])
    _deliver(desk)
    _corrected(desk)
    coaching.accept(desk, C1)
    assert _kinds(desk)[-1] is SETTLE
    assert outbox.outbox(desk)[-1].intent.outcome is CommunityState.UPHELD


def test_nobody_is_thanked_for_what_was_not_corrected(desk: Desk) -> None:
    _coached(desk, fold=False)
    with pytest.raises(NotCorrected):
        coaching.accept(desk, C1, thanks="谢谢您")
    assert case_view(desk, C1).case.state is CaseState.AWAITING_AUTHOR
    _corrected(desk)
    coaching.accept(desk, C1, thanks="谢谢您")


def test_a_reply_that_closes_a_case_leaves_no_post_folded(desk: Desk) -> None:
    _coached(desk, fold=True)
    _corrected(desk)
    complaints.reply(desk, C1, message="谢谢您的说明，我们记下了。")
    assert _kinds(desk)[-2:] == [RESTORE, CommandKind.REPLY]
    assert not case_view(desk, C1).folded


def test_a_folded_post_keeps_its_case_open_whatever_others_do(desk: Desk) -> None:
    _coached(desk, fold=True)
    _corrected(desk)
    intake.on_pulled(desk, replace(make.page(cursor="cursor-gone"), gone_cases=(C1,)))
    view = case_view(desk, C1)
    assert (view.case.state, view.folded) == (CaseState.CLAIMED, True)


def test_the_same_reply_is_given_once(desk: Desk) -> None:
    _coached(desk, fold=False)
    complaints.reply(desk, C1, message="我们在查。")
    with pytest.raises(SaidBefore):
        complaints.reply(desk, C1, message="我们在查。 ")
    complaints.reply(desk, C1, message="查到了：是软件的问题。")


def test_there_must_be_a_reminder_to_accept_anything(desk: Desk) -> None:
    with pytest.raises(NotCoached):
        coaching.accept(desk, C1)
    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    undoing.undo(desk, [decided.decision])
    with pytest.raises(NotCoached):
        coaching.accept(desk, C1)
    assert case_view(desk, C1).case.state is CaseState.NEW


def test_thanks_are_held_to_the_rules_of_letters(desk: Desk) -> None:
    _coached(desk)
    with pytest.raises(EmptyMessage):
        coaching.accept(desk, C1, thanks="\u200b")
    assert case_view(desk, C1).case.state is CaseState.AWAITING_AUTHOR


@pytest.mark.parametrize("state", ["new", "closed"])
def test_what_does_not_wait_for_its_author_is_not_accepted(desk: Desk, state: str) -> None:
    _coached(desk)
    dismissing.dismiss(desk, C2) if state == "closed" else None
    with pytest.raises((NotFromHere, NotCoached)):
        coaching.accept(desk, C2)


def test_dismissing_a_folded_post_shows_it_again(desk: Desk, clock: Clock) -> None:
    _coached(desk)
    clock.advance(days=4)
    intake.bring_back_due(desk)
    dismissing.dismiss(desk, C1, reason="其实没有问题")
    assert _kinds(desk)[4:] == [RESTORE]
    assert not case_view(desk, C1).folded


# --- taking back ----------------------------------------------------------------------------------------


def test_several_decisions_are_taken_back_together_or_not_at_all(desk: Desk) -> None:
    first = dismissing.dismiss(desk, C1, hold=timedelta(seconds=8))
    second = dismissing.dismiss(desk, C2, hold=timedelta(seconds=8))
    with pytest.raises(NothingToUndo):
        undoing.undo(desk, [first.decision, DecisionId("d-none")])
    assert case_view(desk, C1).case.state is CaseState.CLOSED
    assert undoing.undo(desk, [first.decision, second.decision]).areas == {Area.CASES, Area.OUTBOX, Area.PROMISES}
    assert triage.state_counts(desk)[CaseState.NEW] == 2
    with pytest.raises(NothingToUndo):
        undoing.undo(desk, [first.decision])
    assert undoing.undo(desk, []).areas == frozenset()


def test_what_was_sent_is_not_undone(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    _deliver(desk, 1)
    with pytest.raises(NotFromHere):
        undoing.undo(desk, [decided.decision])


def test_a_decision_without_commands_of_another_is_for_a_lead_to_undo(desk: Desk) -> None:
    _coached(desk, fold=False)
    _corrected(desk)
    decided = coaching.accept(desk, C1)
    sign_in = accounts.SignIn(make.info("u-902", "小林"), "print-2", "t-2")
    other = replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))
    with pytest.raises(NoRight):
        undoing.undo(other, [decided.decision])
    undoing.undo(replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.LEAD}))), [decided.decision])


def test_an_undo_stands_in_the_ledger(desk: Desk) -> None:
    _coached(desk, fold=False)
    _corrected(desk)
    entries = accounts.verify_ledger(desk.record).entries
    undoing.undo(desk, [coaching.accept(desk, C1).decision])
    found = accounts.verify_ledger(desk.record)
    assert (found.ok, found.entries) == (True, entries + 2)


# --- the outbox as a page shows it ----------------------------------------------------------------------


def test_the_outbox_is_paged_with_what_each_line_is_about(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    dismissing.dismiss(desk, C2)
    _deliver(desk, 2)
    waiting = outbox.rows(desk)
    assert [row.command.intent.kind for row in waiting] == [HIDE, SETTLE, CLAIM, SETTLE]
    first = waiting[0]
    assert (first.case, first.title, first.author, first.by_name) == (C1, "新人求助", "车友1", desk.me.name)
    assert (first.decision, first.mine, first.at) == (DecisionKind.COACHING, True, desk.clock())
    assert [row.seq for row in outbox.rows(desk, limit=2)] == [row.seq for row in waiting[:2]]
    assert outbox.rows(desk, before=waiting[1].seq) == waiting[2:]
    assert outbox.rows(desk, settled=True) == [], "a decision with a step to come is not settled"
    _deliver(desk, 3)
    sent = outbox.rows(desk, settled=True)
    assert [row.command.intent.kind for row in sent] == [SETTLE, HIDE, MESSAGE, CLAIM]
    assert outbox.rows(desk, settled=True, limit=2) == sent[:2]
    assert outbox.rows(desk, settled=True, before=sent[1].seq) == sent[2:]
    other = replace(desk, me=Account(MemberId("u-902"), "小林", frozenset({Role.MODERATOR})))
    assert not outbox.rows(other)[0].mine


def test_an_answer_is_taken_back_to_be_written_anew(desk: Desk) -> None:
    decided = coaching.coach(desk, C1, article=9, message=LETTER, fold=True)
    _deliver(desk, 1)
    command = delivery.on_sending(desk)
    assert command is not None
    delivery.on_refused(desk, command, delivery.REJECTED)
    assert outbox.reopen(desk, decided.commands[3]).case == C1
    view = case_view(desk, C1)
    assert view.draft == Draft(DecisionKind.COACHING, LETTER, 9, fold=True)
    assert view.case.state is CaseState.CLAIMED
    assert {one.state for one in view.commands} == {CommandState.SENT, CommandState.CANCELLED}
    coaching.coach(desk, C1, article=9, message="您好，请改一下。")
    assert case_view(desk, C1).draft is None


def test_what_arrived_in_part_is_not_written_anew(desk: Desk) -> None:
    from app.errors import PartlyDelivered

    decided = coaching.coach(desk, C1, article=9, message=LETTER)
    _deliver(desk, 2)
    with pytest.raises(PartlyDelivered):
        outbox.reopen(desk, decided.commands[2])
    assert outbox.outbox(desk)[2].state is CommandState.WAITING
    assert case_view(desk, C1).draft is None


def test_a_reply_drops_the_draft_of_the_one_who_gives_it(desk: Desk) -> None:
    draft = Draft(DecisionKind.REPLY, "我们在查")
    drafts.keep_draft(desk, C1, draft)
    drafts.keep_draft(desk, C2, draft)
    complaints.reply(desk, C1, message="我们在查。")
    assert case_view(desk, C1).draft is None
    assert case_view(desk, C2).draft == draft
