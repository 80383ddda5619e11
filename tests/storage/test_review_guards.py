"""The community review: what the database itself refuses, whoever writes, on both engines."""

import pytest
import sqlalchemy as sa

import make
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import DecisionKind
from app.domain.members import MemberRef
from app.domain.months import Month
from app.domain.privacy import MARK
from app.domain.privacy_names import Sought
from app.operations import intake, outbox, review
from app.operations.desk import Desk
from app.operations.ordering import order

NOVEMBER = Month("2026-11")
_PUBLISH = (
    "INSERT INTO review_publications (month, version, decision_id, command_id, by_id, by_name, at) "
    "SELECT {month}, {version}, {decision}, {command}, {by}, by_name, at FROM review_publications LIMIT 1"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A review that was published once and taken back."""
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1)))
    review.draft(desk, NOVEMBER)
    review.publish(desk, NOVEMBER, read=1)
    _withdraw(desk)
    return desk


def _withdraw(desk: Desk) -> None:
    command = review.review(desk, NOVEMBER).command
    assert command is not None
    outbox.withdraw(desk, command.id)


def _run(desk: Desk, statement: str) -> None:
    with desk.record.connection() as connection:
        connection.execute(sa.text(statement))


def _ordered(desk: Desk, kind: DecisionKind, command: CommandKind = CommandKind.PUBLISH_NOTICE) -> dict[str, str]:
    """What publishes the review rightly, by a decision that nothing was published by."""
    with desk.record.write() as tx:
        ordered = order(desk, tx, kind, [Intent(command, title="十一月", text="谢谢")], lane="review:2026-11")
    right = {"month": "month", "version": "version", "by": "by_id"}
    return right | {"decision": f"'{ordered.decision}'", "command": f"'{ordered.commands[0]}'"}


def test_only_the_newest_version_is_published_and_by_a_managers_decision(desk: Desk) -> None:
    right = _ordered(desk, DecisionKind.REVIEW)
    another = _ordered(desk, DecisionKind.NOTICE)
    update = _ordered(desk, DecisionKind.REVIEW, CommandKind.UPDATE_NOTICE)
    for wrong in (
        {"month": "'2026-09'"},
        {"version": "2"},
        {"decision": "decision_id"},
        another,
        update,  # there is none that could be brought up to date
        {"command": "command_id"},
        {"by": "'nobody'"},
    ):
        with pytest.raises(sa.exc.DatabaseError):
            _run(desk, _PUBLISH.format(**(right | wrong)))
    _run(desk, "DELETE FROM account_roles WHERE role = 'manager'")
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, _PUBLISH.format(**right))
    _run(desk, "INSERT INTO account_roles SELECT id, 'manager' FROM accounts")
    review.write(desk, NOVEMBER, "十一月", "谢谢", read=1)
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, _PUBLISH.format(**right))
    newest = right | {"version": "2"}
    _run(desk, _PUBLISH.format(**newest))
    with pytest.raises(sa.exc.DatabaseError):  # it is on its way now
        _run(desk, _PUBLISH.format(**(_ordered(desk, DecisionKind.REVIEW) | {"version": "2"})))


def test_versions_follow_each_other_and_none_is_ever_changed(desk: Desk) -> None:
    before = review.reviews(desk), review.review(desk, NOVEMBER)
    for statement in (
        "UPDATE review_publications SET version = 2",
        "DELETE FROM review_publications",
        "DELETE FROM reviews",
        "UPDATE reviews SET text = 'x'",
        "UPDATE reviews SET version = version + 1",
        "INSERT INTO reviews SELECT '2026-01', 2, language, title, text, by_id, by_name, at FROM reviews",
        "INSERT INTO reviews SELECT month, version + 2, language, title, text, by_id, by_name, at FROM reviews",
        "INSERT INTO reviews SELECT month, version + 1, 'fr', title, text, by_id, by_name, at FROM reviews",
        "INSERT INTO reviews SELECT month, version + 1, language, '', text, by_id, by_name, at FROM reviews",
        "INSERT INTO reviews SELECT 'november', 1, language, title, text, by_id, by_name, at FROM reviews",
    ):
        with pytest.raises(sa.exc.DatabaseError):
            _run(desk, statement)
    assert (review.reviews(desk), review.review(desk, NOVEMBER)) == before


def test_within_a_thinning_a_name_becomes_the_mark(desk: Desk) -> None:
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, f"UPDATE reviews SET text = '{MARK}'")
    me = MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx, tx.thinnings.stand(me, desk.clock()) as thinning:
        thinning.mentions([Sought("社区盘点")], 1)
    assert review.review(desk, NOVEMBER).review.title == f"{MARK}：2026 年 11 月"
