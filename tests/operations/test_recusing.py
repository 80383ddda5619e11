"""A moderator keeps out of a case: by operation and by the database."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.members import MemberId, MemberRef
from app.domain.recusing import NAMED, REPORTED, party_because
from app.errors import AlreadyThere, CannotTake, ReasonNeeded, SelfRecused
from app.operations import accounts, claiming, coaching, dismissing, intake, recusing
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

CASE = CaseId("c-1")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1)))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def test_whoever_is_recused_has_it_no_longer_and_decides_nothing_there(desk: Desk, other: Desk) -> None:
    claiming.claim(desk, CASE)
    recusing.recuse(desk, CASE, reason="他是我车友会的会长")
    view = case_view(other, CASE)
    assert (view.case.state, view.case.claimed_by) == (CaseState.NEW, None)
    assert view.governed.recused == {desk.me.id: "他是我车友会的会长"}
    for forbidden in (
        lambda: dismissing.dismiss(desk, CASE),
        lambda: claiming.claim(desk, CASE),
        lambda: coaching.coach(desk, CASE, article=9, message="请删掉广告。"),
    ):
        with pytest.raises(SelfRecused):
            forbidden()
    assert dismissing.dismiss(other, CASE).state is CaseState.CLOSED
    assert accounts.verify_ledger(desk.record).ok


def test_a_case_is_not_passed_to_whoever_keeps_out_but_they_may_pass_it_on(desk: Desk, other: Desk) -> None:
    recusing.recuse(other, CASE, reason="和作者是同事")
    with pytest.raises(CannotTake):
        claiming.pass_on(desk, CASE, other.me.id)
    claiming.pass_on(other, CASE, desk.me.id, note="我要回避")
    held = case_view(desk, CASE).case.claimed_by
    assert held == MemberRef(desk.me.id, desk.me.name)


def test_what_waits_for_its_author_is_no_longer_theirs_when_it_comes_back(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message="请删掉广告。")
    recusing.recuse(desk, CASE, reason="作者回信骂了我")
    assert case_view(desk, CASE).case.claimed_by is None
    assert case_view(desk, CASE).case.state is CaseState.AWAITING_AUTHOR
    assert case_view(desk, CASE).case.due_at is not None


def test_a_case_that_came_back_to_nobody_can_be_claimed(desk: Desk, other: Desk, clock: Clock) -> None:
    coaching.coach(desk, CASE, article=9, message="请删掉广告。")
    recusing.recuse(desk, CASE, reason="作者回信骂了我")
    clock.advance(days=4)
    intake.bring_back_due(desk)
    assert claiming.claim(other, CASE).state is CaseState.CLAIMED
    held = case_view(desk, CASE).case.claimed_by
    assert held == MemberRef(other.me.id, other.me.name)


def test_a_reason_is_needed_and_once_is_enough(desk: Desk) -> None:
    with pytest.raises(ReasonNeeded):
        recusing.recuse(desk, CASE, reason="  ")
    recusing.recuse(desk, CASE, reason="同一家店")
    with pytest.raises(AlreadyThere):
        recusing.recuse(desk, CASE, reason="同一家店")


@pytest.mark.parametrize("statement", ["DELETE FROM recusals", "UPDATE recusals SET reason = 'x'"])
def test_the_database_keeps_a_recusal(desk: Desk, statement: str) -> None:
    recusing.recuse(desk, CASE, reason="同一家店")
    with pytest.raises(sa.exc.DBAPIError), desk.record.connection() as connection:
        connection.execute(sa.text(statement))


def test_the_database_lets_nobody_decide_who_is_recused(desk: Desk, other: Desk) -> None:
    recusing.recuse(desk, CASE, reason="同一家店")
    dismissing.dismiss(other, CASE)
    rest = "case_key, kind, by_name, at, revision, state_before, state_after, text, reason, basis_current"
    copied = f"INSERT INTO decisions (id, by_id, {rest}) SELECT 'd-2', :by, {rest} FROM decisions"
    with pytest.raises(sa.exc.DBAPIError), desk.record.connection() as connection:
        connection.execute(sa.text(copied), {"by": desk.me.id})
    with desk.record.connection() as connection:
        connection.execute(sa.text(copied), {"by": other.me.id})


def test_it_is_offered_to_whom_the_post_names_and_who_reported_it(desk: Desk) -> None:
    view = case_view(desk, CASE)
    me = MemberRef(MemberId("u-901"), "小北")
    assert party_because(view.case, view.reports, me) is None
    assert party_because(view.case, view.reports, MemberRef(MemberId("u-r1"), "小北")) is REPORTED
    intake.on_pulled(desk, make.page(make.case(2, text="管理员小北就是个托"), cursor="cursor-2"))
    named = case_view(desk, CaseId("c-2"))
    assert party_because(named.case, named.reports, me) is NAMED
