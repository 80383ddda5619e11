"""Sanctions: by the ladder, on a basis in force, all in one, with another person where it weighs."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.ladder import Rung
from app.domain.members import MemberRef
from app.domain.sanctions import Malice, MaliceFact, PostAction, SecondPerson
from app.errors import (
    BrandIsParty,
    ComplaintProtected,
    NothingToApprove,
    ReasonForDeparture,
    SamePerson,
)
from app.operations import accounts, approving, classifying, intake, outbox, sanctions
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    posts = [make.case(number, text=ATTACK) for number in (1, 2, 3, 4)]
    same = [
        replace(one, post=replace(one.post, author=make.member()) if one.post else None, subject=make.member())
        for one in posts
    ]
    intake.on_pulled(desk, make.page(*same))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _case(number: int) -> CaseId:
    return make.case(number).id


def test_three_attacks_climb_three_rungs_each_with_its_notice(desk: Desk) -> None:
    rungs = []
    for number in (1, 2, 3):
        decided = sanctions.sanction(desk, _case(number), Wish(article=3))
        kept = sanctions.kept(desk, decided.decision)
        assert kept is not None
        rungs.append(kept.sanction.rung)
    assert rungs == [Rung.WARNING, Rung.MUTE_1, Rung.MUTE_7]
    commands = [one for one in outbox.outbox(desk) if one.intent.case_id == _case(3)]
    assert [one.intent.kind for one in commands] == [
        CommandKind.CLAIM,
        CommandKind.SILENCE,
        CommandKind.MESSAGE,
        CommandKind.RESOLVE,
    ]
    assert commands[1].intent.until == desk.clock() + timedelta(days=7)
    assert "禁言 7 天" in commands[2].intent.text
    assert "{" not in commands[2].intent.text
    view = case_view(desk, _case(3))
    assert view.case.state is CaseState.CLOSED
    assert view.decisions[0].text == commands[2].intent.text


def test_a_suspension_waits_for_a_second_person_and_then_runs_from_then_on(desk: Desk, other: Desk, clock) -> None:
    for number in (1, 2, 3):
        sanctions.sanction(desk, _case(number), Wish(article=3))
    decided = sanctions.sanction(desk, _case(4), Wish(article=3, post=PostAction.FOLD))
    assert (decided.state, decided.commands) == (CaseState.AWAITING_APPROVAL, ())
    assert case_view(desk, _case(4)).decisions[0].second_person is SecondPerson.LONG
    with pytest.raises(SamePerson):
        approving.approve(desk, _case(4))
    clock.advance(hours=5)
    agreed = approving.approve(other, _case(4))
    assert agreed.state is CaseState.CLOSED
    suspension = next(one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.SUSPEND)
    assert suspension.intent.until == clock() + timedelta(days=30)
    assert suspension.by == desk.me.id
    view = case_view(desk, _case(4))
    sent = next(one.intent.text for one in view.commands if one.intent.kind is CommandKind.MESSAGE)
    assert "{" not in sent
    assert view.decisions[0].text == sent, "what stands on the case is what was sent"
    assert view.history[-1].text == sent
    with pytest.raises(NothingToApprove):
        approving.approve(other, _case(4))
    assert accounts.verify_ledger(desk.record).ok


def test_sent_back_it_is_with_the_first_person_again(desk: Desk, other: Desk) -> None:
    wish = Wish(article=7)
    assert sanctions.sanction(desk, _case(1), wish).state is CaseState.AWAITING_APPROVAL
    assert approving.send_back(other, _case(1), reason="看不出刷屏").state is CaseState.CLAIMED
    view = case_view(desk, _case(1))
    assert view.case.claimed_by == MemberRef(desk.me.id, desk.me.name)
    assert view.governed.record[0].overturned
    assert outbox.outbox(desk) == []
    assert sanctions.reckon(desk, _case(1), Wish(article=3)).proposal.rung is Rung.WARNING


def test_sent_back_it_is_a_draft_again_as_it_was_submitted(desk: Desk, other: Desk) -> None:
    malice = (Malice(MaliceFact.TARGETED, "c-2"),)
    wish = Wish(article=3, rung=Rung.SUSPEND_30, departure="三次追骂同一人", malice=malice, post=PostAction.FOLD)
    notice = sanctions.prepare(desk, _case(1), wish).notice
    sanctions.sanction(desk, _case(1), replace(wish, message=f"亲笔一句。{notice}"))
    approving.send_back(other, _case(1), reason="看不出针对一人")
    draft = case_view(desk, _case(1)).drafts[0]
    chosen = draft.choices
    assert (draft.article, draft.text.startswith("亲笔一句。")) == (3, True)
    assert chosen is not None
    assert (chosen.rung, chosen.departure, chosen.malice) == (wish.rung, wish.departure, wish.malice)
    assert (chosen.post, chosen.unnamed) == (PostAction.FOLD, ())
    assert case_view(other, _case(1)).drafts == ()


def test_a_complaint_can_not_be_sanctioned_and_becomes_something_else_by_two_only(desk: Desk, other: Desk) -> None:
    from app.domain.cases import CaseKind

    classifying.classify(desk, _case(1), CaseKind.COMPLAINT)
    with pytest.raises(ComplaintProtected):
        sanctions.sanction(desk, _case(1), Wish(article=3))
    waiting = classifying.classify(desk, _case(1), CaseKind.VIOLATION, reason="通篇在骂人，没有抱怨用车")
    assert waiting.state is CaseState.AWAITING_APPROVAL
    assert case_view(desk, _case(1)).case.kind is CaseKind.COMPLAINT
    approving.approve(other, _case(1))
    view = case_view(desk, _case(1))
    assert (view.case.kind, view.case.state) == (CaseKind.VIOLATION, CaseState.NEW)


def test_a_departure_needs_a_reason_and_malice_a_link(desk: Desk) -> None:
    with pytest.raises(ReasonForDeparture):
        sanctions.sanction(desk, _case(1), Wish(article=3, rung=Rung.MUTE_7))
    wish = Wish(article=3, malice=(Malice(MaliceFact.TARGETED, "p-7"),))
    assert sanctions.reckon(desk, _case(1), wish).proposal.rung is Rung.MUTE_1


def test_where_the_brand_is_named_two_have_to_agree(desk: Desk) -> None:
    named = make.case(9, text="官方客服就是一群骗子，" + ATTACK)
    intake.on_pulled(desk, make.page(named, cursor="cursor-9"))
    with pytest.raises(BrandIsParty):
        sanctions.sanction(desk, named.id, Wish(article=3, brand_party=False))
    decided = sanctions.sanction(desk, named.id, Wish(article=3))
    assert decided.state is CaseState.AWAITING_APPROVAL
    assert case_view(desk, named.id).governed.pending is not None


def test_reports_that_are_not_named_stay_open(desk: Desk) -> None:
    two = make.case(8, reports=2, text=ATTACK)
    intake.on_pulled(desk, make.page(two, cursor="cursor-8"))
    decided = sanctions.sanction(desk, two.id, Wish(article=3, reports=("r-1",)))
    assert decided.state is CaseState.CLAIMED
    kinds = [one.intent.kind for one in outbox.outbox(desk)]
    assert CommandKind.RESOLVE not in kinds
    assert list(case_view(desk, two.id).governed.verdicts) == ["r-1"]


def test_the_database_wants_another_person(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=7))
    decision = case_view(desk, _case(1)).decisions[0].id
    row = {"decision": decision, "by": desk.me.id, "name": desk.me.name}
    columns = "decision_id, by_id, by_name, at, agreed, reason"
    insert = sa.text(f"INSERT INTO approvals ({columns}) VALUES (:decision, :by, :name, 1, true, '')")
    with pytest.raises(sa.exc.DBAPIError), desk.record.connection() as connection:
        connection.execute(insert, row)


@pytest.mark.parametrize(
    ("text", "longest"), [("You are a fraud and so is all of your family, get out of here!", 1000), (ATTACK, 400)]
)
def test_a_notice_is_as_short_as_the_community_wants_it(desk: Desk, text: str, longest: int) -> None:
    intake.on_described(desk, make.info(able=EVERY, message_max=longest))
    intake.on_pulled(desk, make.page(make.case(5, text=text), cursor="cursor-5"))
    sanctions.sanction(desk, _case(5), Wish(article=3))
    sent = next(one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.MESSAGE)
    assert len(sent.intent.text) <= longest
    assert "{" not in sent.intent.text


def test_a_shorter_mute_does_not_end_a_longer_one(desk: Desk) -> None:
    sanctions.sanction(desk, _case(1), Wish(article=3, rung=Rung.MUTE_7, departure="多次辱骂"))
    sanctions.sanction(desk, _case(2), Wish(article=3, rung=Rung.MUTE_1, departure="同一天发的，从轻"))
    mutes = [one.intent.until for one in outbox.outbox(desk) if one.intent.kind is CommandKind.SILENCE]
    assert mutes == [desk.clock() + timedelta(days=7)] * 2
    assert [one.ends for one in case_view(desk, _case(2)).governed.record] == [
        desk.clock() + timedelta(days=7),
        desk.clock() + timedelta(days=1),
    ]
