"""The community review: what the database itself refuses, whoever writes, on both engines."""

import pytest
import sqlalchemy as sa

import make
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import DecisionKind
from app.domain.members import MemberRef
from app.domain.months import Month
from app.domain.privacy import MARK
from app.operations import intake, outbox, review
from app.operations.desk import Desk
from app.operations.ordering import order

NOVEMBER = Month("2026-11")
_PUBLISH = (
    "INSERT INTO review_publications "
    "(month, version, title, text, sha256, decision_id, command_id, by_id, by_name, at) "
    "SELECT {month}, {version}, {title}, {text}, {sha256}, {decision}, {command}, {by}, by_name, at "
    "FROM review_publications"
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


def _ordered(desk: Desk, kind: DecisionKind) -> dict[str, str]:
    """What publishes the review rightly, by another decision that nothing was published by."""
    intent = Intent(CommandKind.PUBLISH_NOTICE, title="十一月", text="谢谢")
    with desk.record.write() as tx:
        ordered = order(desk, tx, kind, [intent], lane="review:2026-11")
    right = {name: name for name in ("month", "version", "title", "text", "sha256")}
    return right | {"decision": f"'{ordered.decision}'", "command": f"'{ordered.commands[0]}'", "by": "by_id"}


def test_only_the_review_as_it_stands_is_published_and_by_a_managers_decision(desk: Desk) -> None:
    right = _ordered(desk, DecisionKind.REVIEW)
    another = _ordered(desk, DecisionKind.NOTICE)
    for wrong in (
        {"month": "'2026-09'"},
        {"version": "2"},
        {"title": "'another'"},
        {"text": "'another'"},
        {"sha256": "'abc'"},
        {"decision": "decision_id"},
        {"decision": another["decision"], "command": another["command"]},
        {"command": "command_id"},
        {"by": "'nobody'"},
    ):
        with pytest.raises(sa.exc.DatabaseError):
            _run(desk, _PUBLISH.format(**(right | wrong)))
    _run(desk, "DELETE FROM account_roles WHERE role = 'manager'")
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, _PUBLISH.format(**right))
    _run(desk, "INSERT INTO account_roles SELECT id, 'manager' FROM accounts")
    _run(desk, _PUBLISH.format(**right))
    with pytest.raises(sa.exc.DatabaseError):  # it is on its way now
        _run(desk, _PUBLISH.format(**_ordered(desk, DecisionKind.REVIEW)) + " LIMIT 1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_publications SET text = 'x'",
        "UPDATE review_publications SET version = 2",
        "DELETE FROM review_publications",
        "DELETE FROM reviews",
        "UPDATE reviews SET text = 'x'",
        "UPDATE reviews SET version = version + 2",
        "UPDATE reviews SET version = version + 1, text = ''",
        "UPDATE reviews SET version = version + 1, language = 'fr'",
        "UPDATE reviews SET version = version + 1, month = '2026-01'",
        "INSERT INTO reviews SELECT '2026-01', 2, language, title, text, by_id, by_name, at FROM reviews",
        "INSERT INTO reviews SELECT 'november', 1, language, title, text, by_id, by_name, at FROM reviews",
    ],
)
def test_what_is_there_is_changed_version_by_version_or_not_at_all(desk: Desk, statement: str) -> None:
    before = review.reviews(desk), review.review(desk, NOVEMBER)
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, statement)
    assert (review.reviews(desk), review.review(desk, NOVEMBER)) == before


def test_within_a_thinning_a_name_becomes_the_mark_in_what_was_published_too(desk: Desk) -> None:
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, f"UPDATE review_publications SET text = '{MARK}'")
    me = MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx, tx.thinnings.stand(me, desk.clock()) as thinning:
        thinning.mentions(["社区盘点"], 1)
    shown = review.review(desk, NOVEMBER)
    assert shown.publication is not None
    assert (shown.review.title, shown.publication.title) == (f"{MARK}：2026 年 11 月",) * 2
    assert shown.review.version == 1
