"""A trainee's decisions wait for a tutor, whatever they decide; what they can't do at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind
from app.domain.decisions import Decided
from app.domain.hand import HandCase, Place
from app.domain.roles import Role
from app.domain.sanctions import SecondPerson
from app.errors import ChangedSince, NotForTrainees, NothingToApprove, SamePerson, TermOver
from app.operations import (
    accounts,
    approving,
    classifying,
    coaching,
    complaints,
    dismissing,
    hand,
    intake,
    outbox,
    sanctions,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.conftest import Clock

EVERY = tuple(CommandKind)
CASE = CaseId("c-1")
LETTER = "您好，请把广告链接删掉，谢谢。"


@pytest.fixture
def tutor(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(*(make.case(number) for number in (1, 2, 3))))
    return desk


@pytest.fixture
def trainee(tutor: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    account = accounts.register(tutor.record, sign_in, tutor.clock())
    accounts.set_roles(tutor, account.id, frozenset({Role.MODERATOR, Role.TRAINEE}))
    return replace(tutor, me=replace(account, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))


DECISIONS: dict[str, tuple[Callable[[Desk], Decided], CaseState]] = {
    "reminder": (lambda desk: coaching.coach(desk, CASE, article=9, message=LETTER), CaseState.AWAITING_AUTHOR),
    "reply": (lambda desk: complaints.reply(desk, CASE, message="我们在看。"), CaseState.CLOSED),
    "dismissal": (lambda desk: dismissing.dismiss(desk, CASE), CaseState.CLOSED),
    "sanction": (lambda desk: sanctions.sanction(desk, CASE, Wish(article=3)), CaseState.CLOSED),
    "classification": (lambda desk: classifying.classify(desk, CASE, CaseKind.DISPUTE), CaseState.NEW),
}


@pytest.mark.parametrize("kind", DECISIONS)
def test_whatever_a_trainee_decides_waits_and_happens_when_the_tutor_agrees(
    tutor: Desk, trainee: Desk, kind: str
) -> None:
    decide, after = DECISIONS[kind]
    waiting = decide(trainee)
    assert (waiting.state, waiting.commands) == (CaseState.AWAITING_APPROVAL, ())
    assert outbox.outbox(tutor) == []
    pending = case_view(tutor, CASE).governed.pending
    assert pending is not None
    assert pending.second_person is SecondPerson.TRAINEE
    with pytest.raises(NotForTrainees):
        approving.approve(trainee, CASE)
    assert approving.approve(tutor, CASE).state is after
    assert {one.by for one in outbox.outbox(tutor)} <= {trainee.me.id}
    assert accounts.verify_ledger(tutor.record).ok


def test_the_trainees_own_words_go_out_under_their_account(tutor: Desk, trainee: Desk) -> None:
    coaching.coach(trainee, CASE, article=9, message=LETTER)
    approving.approve(tutor, CASE)
    letter = next(one for one in outbox.outbox(tutor) if one.intent.kind is CommandKind.MESSAGE)
    assert (letter.intent.text, letter.by) == (LETTER, trainee.me.id)
    held = case_view(tutor, CASE).case.claimed_by
    assert held is not None
    assert held.id == trainee.me.id


@pytest.mark.parametrize("kind", DECISIONS)
def test_sent_back_the_trainee_reads_why_on_the_case_and_decides_anew(tutor: Desk, trainee: Desk, kind: str) -> None:
    decide, _ = DECISIONS[kind]
    decide(trainee)
    approving.send_back(tutor, CASE, reason="先谢谢他的分享，再提广告")
    said = case_view(trainee, CASE).governed.sent_back
    assert said is not None
    assert (said.reason, said.by.name) == ("先谢谢他的分享，再提广告", tutor.me.name)
    assert outbox.outbox(tutor) == []
    decide(trainee)
    assert case_view(trainee, CASE).governed.sent_back is None
    assert approving.approve(tutor, CASE).case == CASE


@pytest.mark.parametrize("kind", DECISIONS)
def test_a_trainee_takes_back_what_nobody_has_looked_at(tutor: Desk, trainee: Desk, kind: str) -> None:
    decide, _ = DECISIONS[kind]
    before = case_view(tutor, CASE).case
    waiting = decide(trainee)
    undoing.undo(trainee, [waiting.decision])
    after = case_view(tutor, CASE).case
    assert (after.state, after.kind, after.claimed_by) == (before.state, before.kind, before.claimed_by)
    with pytest.raises(NothingToApprove):
        approving.approve(tutor, CASE)


def test_a_correction_that_a_trainee_accepts_waits_too(tutor: Desk, trainee: Desk, clock: Clock) -> None:
    coaching.coach(tutor, CASE, article=9, message=LETTER)
    edited = make.case(1, text="改好了，没有广告。", post_version="2", edited_at=clock(), version="2")
    intake.on_pulled(tutor, make.page(edited, cursor="cursor-2"))
    assert coaching.accept(trainee, CASE, thanks="谢谢您！").state is CaseState.AWAITING_APPROVAL
    assert approving.approve(tutor, CASE).state is CaseState.CLOSED


def test_many_at_once_wait_each_for_itself(tutor: Desk, trainee: Desk) -> None:
    cases = [make.case(number).id for number in (1, 2, 3)]
    done = dismissing.dismiss_many(trainee, cases, reason="同一条广告，已由系统删除")
    assert {one.state for one in done.decided} == {CaseState.AWAITING_APPROVAL}
    for case in cases:
        approving.approve(tutor, case)
    assert {case_view(tutor, case).case.state for case in cases} == {CaseState.CLOSED}


def test_a_case_by_hand_waits_before_anybody_does_it(tutor: Desk, trainee: Desk) -> None:
    entered = hand.add_case(trainee, HandCase(Place.WECHAT_GROUP, "群友阿明", "加我微信，贴膜全网最低。"))
    coaching.coach(trainee, entered.case, article=9, message=LETTER)
    assert outbox.outbox(tutor) == []
    decided = approving.approve(tutor, entered.case)
    assert decided.by_hand == len(decided.commands) == 1


def test_the_post_changed_while_it_waited(tutor: Desk, trainee: Desk, clock: Clock) -> None:
    coaching.coach(trainee, CASE, article=9, message=LETTER)
    edited = make.case(1, text="改成了骂人的话。", post_version="2", edited_at=clock(), version="2")
    intake.on_pulled(tutor, make.page(edited, cursor="cursor-2"))
    with pytest.raises(ChangedSince):
        approving.approve(tutor, CASE)
    approving.send_back(tutor, CASE, reason="帖子改了，重看一遍")


def test_a_letter_that_waited_longer_than_its_own_term_is_written_anew(
    tutor: Desk, trainee: Desk, clock: Clock
) -> None:
    coaching.coach(trainee, CASE, article=9, message=LETTER)
    clock.advance(days=4)
    with pytest.raises(TermOver):
        approving.approve(tutor, CASE)
    approving.send_back(tutor, CASE, reason="期限过了，改一下")
    coaching.coach(trainee, CASE, article=9, message=LETTER)
    assert approving.approve(tutor, CASE).state is CaseState.AWAITING_AUTHOR


def test_a_tutor_in_training_agrees_to_nothing_nor_to_their_own(tutor: Desk, trainee: Desk) -> None:
    coaching.coach(trainee, CASE, article=9, message=LETTER)
    grown = replace(trainee, me=replace(trainee.me, roles=frozenset({Role.MODERATOR})))
    with pytest.raises(SamePerson):
        approving.approve(grown, CASE)


def test_a_trainee_gives_no_roles(tutor: Desk, trainee: Desk) -> None:
    managing = replace(trainee, me=replace(trainee.me, roles=frozenset(Role)))
    with pytest.raises(NotForTrainees):
        accounts.set_roles(managing, trainee.me.id, frozenset({Role.MODERATOR}))
