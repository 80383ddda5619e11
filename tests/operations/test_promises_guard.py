"""A case does not end over what was promised there: not dismissed, not sanctioned, not in bulk, not by SQL."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.roles import Role
from app.domain.words import Words
from app.errors import PromiseStands
from app.operations import dismissing, intake, sanctions
from app.operations.clusters_plan import ClusterWish, plan
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.conftest import Clock
from tests.operations.promising import promised

CASE, OTHER = CaseId("c-1"), CaseId("c-2")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(*(make.case(number) for number in (1, 2))))
    return desk


@pytest.fixture
def overdue(desk: Desk, clock: Clock) -> Desk:
    """Something was promised on the first case, whose date has brought it back."""
    promised(desk)
    clock.advance(days=9)
    intake.bring_back_due(desk)
    return desk


def test_neither_dismissed_nor_sanctioned(overdue: Desk) -> None:
    with pytest.raises(PromiseStands):
        dismissing.dismiss(overdue, CASE)
    with pytest.raises(PromiseStands):
        sanctions.sanction(overdue, CASE, Wish(article=3))


def test_nor_is_it_put_to_a_tutor(overdue: Desk) -> None:
    trainee = replace(overdue, me=replace(overdue.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    with pytest.raises(PromiseStands):
        dismissing.dismiss(trainee, CASE)


def test_what_ends_in_bulk_leaves_it_out_with_the_sentence(overdue: Desk) -> None:
    batch = dismissing.dismiss_many(overdue, [CASE, OTHER], reason="无需处置")
    assert [one.case for one in batch.decided] == [OTHER]
    ((case, words),) = batch.refused
    assert case == CASE
    assert "排查结论" in words.zh


def test_what_is_handled_as_a_cluster_leaves_it_out(overdue: Desk) -> None:
    refused = dict(plan(overdue, [CASE, OTHER], ClusterWish(article=9)).refused)
    assert isinstance(refused[CASE], Words)
    assert "排查结论" in refused[CASE].zh


def test_the_database_refuses_it_as_well(overdue: Desk) -> None:
    other = dismissing.dismiss(overdue, OTHER)
    copied = sa.text(
        "INSERT INTO decisions "
        "(id, kind, case_key, by_id, by_name, at, revision, text, reason, state_before, state_after) "
        "SELECT 'x', 'dismissal', (SELECT key FROM cases WHERE id = :case), by_id, by_name, at, revision, '', '', "
        "'claimed', 'closed' FROM decisions WHERE id = :other"
    )
    with pytest.raises(sa.exc.IntegrityError, match="promised"), overdue.record.connection() as connection:
        connection.execute(copied, {"case": CASE, "other": other.decision})
