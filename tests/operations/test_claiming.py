"""Who has a case: claims, releases, passing on; in the record, in the ledger, and in the community."""

from dataclasses import replace

import pytest

import make
from app.demo.content import STAFF
from app.domain.cases import Back, CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind
from app.domain.members import MemberId
from app.domain.roles import Role
from app.errors import AccountNotFound, AlreadyThere, CannotTake, ClaimedByOther, NoRight, NotFromHere
from app.operations import accounts, claiming, coaching, delivery, dismissing, intake, outbox, triage, undoing
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

CASE = CaseId("c-1")
XIAOLIN = STAFF[1]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(XIAOLIN.id, XIAOLIN.name), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _holder(desk: Desk) -> tuple[CaseState, str]:
    case = case_view(desk, CASE).case
    return case.state, case.claimed_by.name if case.claimed_by else ""


def _told(desk: Desk) -> list[CommandKind]:
    return [one.intent.kind for one in outbox.outbox(desk)]


def test_a_claim_is_seen_in_the_queue_and_told_the_community(desk: Desk, other: Desk) -> None:
    claiming.claim(desk, CASE)
    assert _holder(desk) == (CaseState.CLAIMED, desk.me.name)
    assert _told(desk) == [CommandKind.CLAIM]
    mine, theirs = triage.queue(desk), triage.queue(other)
    assert [one.claimed_by_me for one in mine if one.id == CASE] == [True]
    assert [(one.claimed_by, one.claimed_by_me) for one in theirs if one.id == CASE] == [(desk.me.name, False)]
    with pytest.raises(AlreadyThere):
        claiming.claim(desk, CASE)


def test_an_answer_after_a_claim_does_not_claim_again(desk: Desk) -> None:
    claiming.claim(desk, CASE)
    dismissing.dismiss(desk, CASE)
    assert _told(desk) == [CommandKind.CLAIM, CommandKind.RESOLVE]


def test_somebody_elses_case_is_taken_over_only_when_that_is_said(desk: Desk, other: Desk) -> None:
    claiming.claim(desk, CASE)
    with pytest.raises(ClaimedByOther, match=desk.me.name):
        claiming.claim(other, CASE)
    assert _holder(desk)[1] == desk.me.name
    taken = claiming.claim(other, CASE, over=True)
    assert _holder(desk) == (CaseState.CLAIMED, other.me.name)
    undoing.undo(other, [taken.decision])
    assert _holder(desk) == (CaseState.CLAIMED, desk.me.name)


def test_a_case_given_back_is_nobodys_and_the_community_hears_of_it(desk: Desk, other: Desk) -> None:
    claiming.claim(desk, CASE)
    _deliver(desk)
    claiming.release(desk, CASE, note="我明天休息")
    assert _holder(desk) == (CaseState.NEW, "")
    assert _told(desk)[-1] is CommandKind.RELEASE
    assert case_view(desk, CASE).decisions[-1].reason == "我明天休息"
    _deliver(desk)
    assert case_view(desk, CASE).case.assignee is None
    with pytest.raises(AlreadyThere):
        claiming.release(desk, CASE)


def test_only_a_lead_ends_anothers_claim(desk: Desk, other: Desk) -> None:
    claiming.claim(desk, CASE)
    with pytest.raises(NoRight):
        claiming.release(other, CASE)
    with pytest.raises(NoRight):
        claiming.pass_on(other, CASE, MemberId("u-903"))
    lead = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.LEAD})))
    assert claiming.release(lead, CASE).state is CaseState.NEW


def test_passed_on_it_is_the_other_persons_with_what_they_should_know(desk: Desk, other: Desk) -> None:
    claiming.claim(desk, CASE)
    passed = claiming.pass_on(desk, CASE, other.me.id, note="他是我车友会的，你来看")
    assert _holder(desk) == (CaseState.CLAIMED, other.me.name)
    last = case_view(desk, CASE).decisions[-1]
    assert (last.kind, last.reason) == (DecisionKind.PASSING, "他是我车友会的，你来看")
    assert _told(desk) == [CommandKind.CLAIM, CommandKind.RELEASE]
    undoing.undo(desk, [passed.decision])
    assert _holder(desk) == (CaseState.CLAIMED, desk.me.name)
    assert accounts.verify_ledger(desk.record).ok


def test_whoever_may_not_decide_can_not_take_a_case(desk: Desk, other: Desk) -> None:
    with pytest.raises(AccountNotFound):
        claiming.pass_on(desk, CASE, MemberId("u-0"))
    accounts.set_roles(desk, other.me.id, frozenset({Role.SECRETARY}))
    with pytest.raises(CannotTake):
        claiming.pass_on(desk, CASE, other.me.id)
    assert claiming.takers(desk, CASE) == []
    accounts.set_roles(desk, other.me.id, frozenset({Role.MODERATOR}))
    assert [one.id for one in claiming.takers(desk, CASE)] == [other.me.id]


def test_the_author_of_a_post_is_not_given_their_own_case(desk: Desk) -> None:
    author = SignIn(make.info("u-1", "车友1"), "print-3", "t-3")
    accounts.register(desk.record, author, desk.clock())
    with pytest.raises(CannotTake):
        claiming.pass_on(desk, CASE, MemberId("u-1"))


def test_a_trainee_claims_without_a_tutor(desk: Desk) -> None:
    trainee = replace(desk, me=replace(desk.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    assert claiming.claim(trainee, CASE).state is CaseState.CLAIMED
    assert claiming.release(trainee, CASE).state is CaseState.NEW


def test_what_waits_for_its_author_is_nobodys_to_claim(desk: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message="请把广告删掉。")
    with pytest.raises(NotFromHere):
        claiming.claim(desk, CASE)


def test_why_a_case_is_back_outlasts_a_claim(desk: Desk, clock: Clock) -> None:
    coaching.coach(desk, CASE, article=9, message="请把广告删掉。")
    clock.advance(days=4)
    intake.bring_back_due(desk)
    claiming.release(desk, CASE)
    claiming.claim(desk, CASE)
    assert case_view(desk, CASE).case.came_back is Back.TERM_ENDED


def _deliver(desk: Desk) -> None:
    """What waits arrives."""
    while command := delivery.on_sending(desk):
        delivery.on_sent(desk, command, make.receipt(version="2"))
