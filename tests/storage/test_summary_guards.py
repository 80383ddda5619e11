"""Closed months: what the database itself refuses, whoever writes, on both engines."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.domain.months import Month
from app.operations import intake, summary
from app.operations.desk import Desk
from app.operations.dismissing import dismiss

NOVEMBER = Month("2026-11")
_FACT = (
    "INSERT INTO summary_facts (month, figure, slice, ref, at, n, late_from) "
    "VALUES ('{month}', 'cases.closed', '', '', 0, {n}, '{late}')"
)
_CLOSED = (
    "INSERT INTO closed_months SELECT '{month}', at, by_id, by_name, entries, head, sha256, document, figures "
    "FROM closed_months"
)
_EITHER = "a closed month does not change|follow the facts"
REFUSED = (
    ("a closed month does not change", _FACT.format(month="2026-11", n=1, late="")),
    (_EITHER, "UPDATE month_counts SET n = n + 1 WHERE month = '2026-11'"),
    (_EITHER, "UPDATE month_counts SET month = '2026-11' WHERE month = '2026-12'"),
    (_EITHER, "DELETE FROM month_counts WHERE month = '2026-11'"),
    (_EITHER, "INSERT INTO month_counts VALUES ('2026-11', 'calm.itself', '', 9, 0, 1)"),
    ("follow the facts", "UPDATE month_counts SET n = n + 1 WHERE month = '2026-12'"),
    ("follow the facts", "UPDATE month_counts SET n = n + 1, fact = fact + 1 WHERE month = '2026-12'"),
    ("follow the facts", "INSERT INTO month_counts VALUES ('2026-12', 'calm.itself', '', 9, 0, 1)"),
    ("follow the facts", "DELETE FROM month_counts WHERE month = '2026-12'"),
    ("a closed month does not change", "UPDATE summary_sentences SET ask = '改口' WHERE month = '2026-11'"),
    ("what was written does not change", "UPDATE summary_facts SET n = 5 WHERE month = '2026-12'"),
    ("what was written does not change", "DELETE FROM summary_facts WHERE month = '2026-12'"),
    ("what was written does not change", "UPDATE closed_months SET document = '{}'"),
    ("what was written does not change", "DELETE FROM closed_months"),
    ("months are closed in order", _CLOSED.format(month="2026-10")),
    ("months are closed in order", _CLOSED.format(month="2026-11")),
    ("months are closed in order", _CLOSED.format(month="2027-01").replace(" at,", " at * 2,")),
    ("the month is not over", _CLOSED.format(month="2026-12")),
    ("a manager closes a month", _CLOSED.format(month="2026-12").replace(" at, by_id", " at * 2, 'u-2'")),
    ("months were closed in this time zone", "UPDATE summary_state SET zone = 'UTC'"),
    ("ck_summary_facts_n", _FACT.format(month="2026-12", n=0, late="")),
    ("ck_summary_facts_late", _FACT.format(month="2026-12", n=1, late="2026-12")),
    ("ck_summary_facts_month", _FACT.format(month="December", n=1, late="")),
    ("ck_summary_facts_month", _FACT.format(month="2026-99", n=1, late="")),
)


@pytest.fixture
def desk(desk: Desk, clock: Clock) -> Desk:
    """November is closed with its sentences, December under way."""
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    dismiss(desk, make.case(1).id, reason="正常讨论")
    clock.moment = datetime(2026, 12, 2, tzinfo=UTC)
    summary.write_sentences(desk, NOVEMBER, ask="请给出冬季续航数据。")
    dismiss(desk, make.case(2).id, reason="正常讨论")
    summary.close(desk, NOVEMBER)
    return desk


def test_a_closed_month_is_closed_for_whoever_writes(desk: Desk) -> None:
    before = _rows(desk)
    for why, statement in REFUSED:
        with pytest.raises(sa.exc.IntegrityError, match=why), desk.record.connection() as connection:
            connection.execute(sa.text(statement))
    assert _rows(desk) == before


def test_what_is_counted_for_an_open_month_is_the_sum_of_its_facts(desk: Desk) -> None:
    with desk.record.connection() as connection:
        for n in (3, -1):
            connection.execute(sa.text(_FACT.format(month="2026-12", n=n, late="2026-11")))
        row = connection.execute(
            sa.text(
                "SELECT n, late FROM month_counts WHERE month = '2026-12' AND figure = 'cases.closed' AND slice = ''"
            )
        ).one()
    assert tuple(row) == (2, 2)


def _rows(desk: Desk) -> list[tuple[object, ...]]:
    tables = ("summary_facts", "month_counts", "summary_sentences", "closed_months", "summary_state")
    with desk.record.connection() as connection:
        return [
            tuple(row)
            for table in tables
            for row in connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2, 3")).all()
        ]
