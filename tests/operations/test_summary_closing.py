"""Closing counts a month again from the ledger: what somebody wrote beside the program is not frozen."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.domain.commands import CommandKind
from app.domain.months import Month
from app.errors import NoSuchZone
from app.operations import accounts, dismissing, intake, messages, outbox, summary
from app.operations.desk import Desk
from app.operations.summary_behind import cases_behind

NOVEMBER, DECEMBER = Month("2026-11"), Month("2026-12")
_FACT = (
    "INSERT INTO summary_facts (month, figure, slice, case_key, last_key, ref, at, n, late_from) "
    "VALUES ('{month}', '{figure}', '', {case}, {last}, '', 0, {n}, '{late}')"
)


@pytest.fixture
def desk(desk: Desk, clock: Clock) -> Desk:
    """Three cases came in in November, one was dismissed; December is under way."""
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2), make.case(3)))
    dismissing.dismiss(desk, make.case(1).id, reason="正常讨论")
    clock.moment = datetime(2026, 12, 2, tzinfo=UTC)
    return desk


def _write(desk: Desk, **fact: object) -> None:
    with desk.record.connection() as connection:
        known = {"month": NOVEMBER, "case": "NULL", "last": "NULL", "late": ""}
        connection.execute(sa.text(_FACT.format(**known | fact)))


def _figures(desk: Desk, month: Month) -> dict[str, int]:
    found: dict[str, int] = {}
    with desk.record.read() as tx:
        for one in tx.summary.counts(month, month).get(month, []):
            found[one.figure] = found.get(one.figure, 0) + one.n
    return {name: n for name, n in found.items() if n}


def test_what_was_written_beside_the_ledger_is_put_right_and_told(desk: Desk) -> None:
    before = _figures(desk, NOVEMBER)
    _write(desk, figure="guidance.reminders", n=50)
    _write(desk, figure="cases.closed", case=2, n=1)
    _write(desk, figure="cases.dismissed", case=1, n=-1)
    _write(desk, figure="cases.received", case=1, last=3, n=100)
    assert _figures(desk, NOVEMBER)["cases.received"] == 103
    found = accounts.verify_ledger(desk.record)
    assert (found.ok, "2026-11" in found.reason) == (False, True)
    closed = summary.close(desk, NOVEMBER)
    assert closed.put_right == 4
    assert _figures(desk, NOVEMBER) == before
    assert [one.id for one in cases_behind(desk, NOVEMBER, "cases.closed")] == [make.case(1).id]
    assert accounts.verify_ledger(desk.record).ok


def test_what_is_as_the_ledger_tells_stays_as_it_is_also_what_comes_late(desk: Desk, clock: Clock) -> None:
    clock.moment = datetime(2026, 11, 29, tzinfo=UTC)
    messages.write(desk, make.case(2).id, message="您好，您说的情况已转给售后，他们会在两天内联系您。")
    answered = dismissing.dismiss(desk, make.case(2).id, reason="正常讨论")
    clock.moment = datetime(2026, 12, 2, tzinfo=UTC)
    assert summary.close(desk, NOVEMBER).put_right == 0
    late = make.case(4)
    intake.on_pulled(desk, make.page(late, cursor="cursor-2"))
    outbox.withdraw(desk, answered.commands[0])
    assert [one.id for one in cases_behind(desk, DECEMBER, "cases.dismissed")] == [make.case(2).id]  # taken back
    assert accounts.verify_ledger(desk.record).ok
    clock.moment = datetime(2027, 1, 2, tzinfo=UTC)
    assert summary.close(desk, DECEMBER).put_right == 0


def test_a_month_that_nobody_closed_is_found(desk: Desk) -> None:
    summary.close(desk, NOVEMBER)
    assert accounts.verify_ledger(desk.record).ok
    with desk.record.connection() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO closed_months SELECT '2026-12', at * 2, by_id, by_name, entries, head, sha256, document, "
                "figures FROM closed_months"
            )
        )
    found = accounts.verify_ledger(desk.record)
    assert (found.ok, found.reason) == (False, "2026-12 is not as it was closed")


@pytest.mark.parametrize("name", ["localtime", "Factory", "../etc", "GMT0"])
def test_a_zone_is_one_that_is_the_same_on_every_machine(lite_desk: Desk, name: str) -> None:
    with pytest.raises(NoSuchZone):
        summary.set_zone(lite_desk, name)
