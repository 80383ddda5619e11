"""What waits for a second person rests on its ground: where that moved, nothing is carried out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import Clock

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState, CommunityState
from app.domain.commands import CommandKind
from app.domain.ladder import Rung
from app.domain.roles import Role
from app.domain.sanctions import Malice, MaliceFact, PostAction
from app.errors import (
    ComplaintStays,
    NotForTrainees,
    NothingToApprove,
    ReckoningChanged,
    SanctionedBefore,
    SelfRecused,
    SettledMeanwhile,
    UnlinkedMalice,
    WaitsForSecond,
)
from app.operations import accounts, approving, classifying, intake, outbox, recusing, sanctions, undoing
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    for number in (1, 2, 3):
        one = make.case(number, text=ATTACK, reports=2)
        post = replace(one.post, author=make.member()) if one.post else None
        intake.on_pulled(desk, make.page(replace(one, post=post, subject=make.member()), cursor=f"cursor-{number}"))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _case(number: int) -> CaseId:
    return make.case(number).id


def test_what_waits_keeps_its_kind(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=7, post=PostAction.FOLD))
    for kind in (CaseKind.COMPLAINT, CaseKind.UNLAWFUL):
        with pytest.raises(WaitsForSecond):
            classifying.classify(other, _case(1), kind)
    assert approving.approve(other, _case(1)).state is CaseState.CLOSED


def test_what_waits_makes_way_where_life_and_limb_are_at_stake(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=7, post=PostAction.FOLD))
    classifying.classify(other, _case(1), CaseKind.SAFETY)
    assert case_view(desk, _case(1)).case.kind is CaseKind.SAFETY
    with pytest.raises(NothingToApprove):
        approving.approve(other, _case(1))


@pytest.mark.parametrize("kind", [CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE])
def test_a_lane_is_left_by_two_only(desk: Desk, other: Desk, kind: CaseKind) -> None:
    classifying.classify(desk, _case(1), kind)
    left = classifying.classify(desk, _case(1), CaseKind.VIOLATION, reason="看错了，不是事故")
    assert left.state is CaseState.AWAITING_APPROVAL
    assert case_view(desk, _case(1)).case.kind is kind
    approving.approve(other, _case(1))
    assert case_view(desk, _case(1)).case.kind is CaseKind.VIOLATION


@pytest.mark.parametrize(("seconds", "allowed"), [(59, True), (61, False)])
def test_a_slip_of_the_hand_is_taken_back_within_a_minute(
    desk: Desk, clock: Clock, seconds: int, allowed: bool
) -> None:
    said = classifying.classify(desk, _case(1), CaseKind.COMPLAINT)
    clock.advance(seconds=seconds)
    if not allowed:
        with pytest.raises(ComplaintStays):
            undoing.undo(desk, [said.decision])
        return
    undoing.undo(desk, [said.decision])
    assert case_view(desk, _case(1)).case.kind is CaseKind.VIOLATION


def test_one_text_is_sanctioned_once_whichever_reports_are_named(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=3, reports=("r-1",)))
    for who, named in ((desk, ("r-1",)), (other, ("r-2",)), (other, ())):
        with pytest.raises(SanctionedBefore):
            sanctions.sanction(who, _case(1), Wish(article=3, reports=named))
    assert len(case_view(desk, _case(1)).governed.record) == 1
    edited = make.case(1, version="3", text=ATTACK + "再骂一句", post_version="2", edited_at=desk.clock(), reports=2)
    intake.on_pulled(desk, make.page(edited, cursor="cursor-9"))
    assert sanctions.sanction(desk, _case(1), Wish(article=3)).state is CaseState.CLOSED


def test_an_undone_sanction_leaves_the_text_free(desk: Desk) -> None:
    first = sanctions.sanction(desk, _case(1), Wish(article=3))
    undoing.undo(desk, [first.decision])
    assert sanctions.sanction(desk, _case(1), Wish(article=3)).state is CaseState.CLOSED


def test_the_ladder_is_reckoned_again_when_the_second_person_agrees(desk: Desk, other: Desk, clock: Clock) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=3))
    sanctions.sanction(desk, _case(2), Wish(article=3, brand_party=True))
    assert case_view(desk, _case(2)).governed.record[-1].sanction.rung is Rung.MUTE_1
    clock.advance(days=181)
    with pytest.raises(ReckoningChanged):
        approving.approve(other, _case(2))
    assert approving.send_back(other, _case(2), reason="记录已到期").state is CaseState.CLAIMED


def test_what_the_community_settled_meanwhile_is_looked_at_again(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=7))
    settled = make.case(1, version="5", text=ATTACK, reports=2, state=CommunityState.UPHELD)
    intake.on_pulled(desk, make.page(settled, cursor="cursor-8"))
    with pytest.raises(SettledMeanwhile):
        approving.approve(other, _case(1))


def test_the_same_decision_carried_out_again_has_the_same_keys(desk: Desk, other: Desk) -> None:
    from app.domain.commands import command_id

    sanctions.sanction(desk, _case(1), Wish(article=7))
    decision = case_view(desk, _case(1)).decisions[0].id
    agreed = approving.approve(other, _case(1))
    assert list(agreed.commands) == [command_id(decision, number) for number in range(len(agreed.commands))]
    assert len(set(agreed.commands)) == len(agreed.commands) > 2


def test_the_decision_of_somebody_who_recused_themselves_since_is_not_agreed_with(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=7))
    recusing.recuse(desk, _case(1), reason="同一车友会")
    with pytest.raises(SelfRecused):
        approving.approve(other, _case(1))


def test_a_trainee_is_no_second_person(desk: Desk, other: Desk) -> None:
    accounts.set_roles(desk, other.me.id, frozenset({Role.MODERATOR, Role.TRAINEE}))
    sanctions.sanction(desk, _case(1), Wish(article=7))
    trainee = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    with pytest.raises(NotForTrainees):
        approving.approve(trainee, _case(1))


@pytest.mark.parametrize("link", ["x", "c-nowhere", "evidence:7", "http://", "ftp://a.example/b", "p-77"])
def test_malice_is_linked_to_something_that_can_be_looked_at(desk: Desk, link: str) -> None:
    with pytest.raises(UnlinkedMalice):
        sanctions.sanction(desk, _case(1), Wish(article=3, malice=(Malice(MaliceFact.TARGETED, link),)))


@pytest.mark.parametrize("link", ["c-2", "p-2", "https://club.example/t/7"])
def test_a_case_a_post_and_an_address_can_be_looked_at(desk: Desk, link: str) -> None:
    link = _case(2) if link == "c-2" else link
    sanctions.sanction(desk, _case(1), Wish(article=3, malice=(Malice(MaliceFact.TARGETED, link),)))
    assert case_view(desk, _case(1)).governed.record[0].sanction.rung is Rung.MUTE_1


def test_a_measure_begins_when_the_ledger_says_it_did(desk: Desk, other: Desk) -> None:
    """With a clock that never stands still: one moment for the decision, its term and its entry."""
    sanctions.sanction(desk, _case(1), Wish(article=7))
    ticks = iter(range(1, 99))
    ticking = replace(other, clock=lambda: desk.clock() + timedelta(seconds=next(ticks)))
    approving.approve(ticking, _case(1))
    kept = case_view(desk, _case(1)).governed.record[0]
    assert kept.sanction.term is not None
    with desk.record.read() as tx:
        approval = tx.governing.approval(kept.decision)
    assert approval is not None
    assert kept.sanction.term.starts == approval.at
    silence = next(one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.SILENCE)
    assert silence.intent.until == kept.sanction.term.ends
