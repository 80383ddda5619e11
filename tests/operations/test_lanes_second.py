"""Steps of a lane to which another person has to agree: they happened when that person agreed, and not before."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind
from app.domain.lanes import LaneStep
from app.domain.ledger import EntryKind
from app.domain.outside import Party
from app.domain.roles import Role
from app.operations import accounts, approving, intake, lanes, lanes_measures, lanes_rights, outside
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from tests.conftest import Clock

CASE = CaseId("c-1")
LETTER = "您好，有人通知我们，您的帖子可能涉及他人的权利，请您看一下。"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1)))
    lanes.enter(desk, CASE, CaseKind.RIGHTS_NOTICE)
    lanes.acknowledge(desk, CASE)
    lanes_rights.check_notice(desk, CASE, "王先生", text="有著作权登记")
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=tuple(CommandKind)), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _noted(desk: Desk, step: LaneStep) -> list[object]:
    with desk.record.read() as tx:
        return [one.at for one in tx.lanes.of_case(tx.cases.get(CASE).key) if one.step is step]


def _entered(desk: Desk) -> int:
    """How many steps of lanes stand in the ledger."""
    counted = sa.text("SELECT COUNT(*) FROM ledger WHERE kind = :kind")
    with desk.record.connection() as connection:
        return int(connection.execute(counted, {"kind": EntryKind.LANE_ENTERED.value}).scalar_one())


def test_a_letter_of_the_lane_is_noted_when_the_other_person_agreed(desk: Desk, other: Desk, clock: Clock) -> None:
    outside.flag(desk, CASE, Party.LAWYER)
    before = _entered(desk)
    assert lanes_rights.forward(desk, CASE, LETTER).state is CaseState.AWAITING_APPROVAL
    assert (_noted(desk, LaneStep.FORWARDED), _entered(desk)) == ([], before)
    clock.advance(hours=3)
    approving.approve(other, CASE)
    assert (_noted(desk, LaneStep.FORWARDED), _entered(desk)) == ([clock()], before + 1)
    assert accounts.verify_ledger(desk.record).ok


def test_what_was_sent_back_did_not_happen(desk: Desk, other: Desk) -> None:
    outside.flag(desk, CASE, Party.LAWYER)
    before = _entered(desk)
    lanes_rights.forward(desk, CASE, LETTER)
    approving.send_back(other, CASE, reason="先问法务")
    assert (_noted(desk, LaneStep.FORWARDED), _entered(desk)) == ([], before)


@pytest.mark.parametrize("step", [LaneStep.HIDDEN, LaneStep.CLOSED])
def test_what_a_trainee_does_in_a_lane_waits_for_the_tutor(
    desk: Desk, other: Desk, clock: Clock, step: LaneStep
) -> None:
    accounts.set_roles(desk, other.me.id, frozenset({Role.MODERATOR, Role.TRAINEE}))
    trainee = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    hides = step is LaneStep.HIDDEN
    done = lanes_measures.hide(trainee, CASE) if hides else lanes.close(trainee, CASE, reason="证据不足，已退回权利人")
    assert done.state is CaseState.AWAITING_APPROVAL
    assert _noted(desk, step) == []
    clock.advance(minutes=20)
    approving.approve(desk, CASE)
    assert _noted(desk, step) == [clock()]
