from datetime import timedelta

import make
import pytest

from app.domain.cases import CaseId
from app.domain.months import Month
from app.operations import intake, summary
from app.operations.coaching import coach
from app.operations.desk import Desk
from app.operations.dismissing import dismiss
from app.operations.summary_behind import cases_behind
from app.operations.undoing import undo
from tests.conftest import Clock

NOVEMBER = Month("2026-11")


def test_a_month_is_counted_as_it_happens(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(*(make.case(number, reports=2) for number in (1, 2, 3))))
    clock.moment = make.NOON + timedelta(minutes=90)
    dismiss(desk, CaseId("c-1"), reason="正常讨论", calmed=True)
    taken_back = dismiss(desk, CaseId("c-2"), reason="看错了")
    undo(desk, [taken_back.decision])
    found = summary.summary(desk, NOVEMBER)
    said = {key: found.number(key).value for key in ("cases.received", "cases.reports", "cases.closed", "calm.itself")}
    assert said == {"cases.received": 3, "cases.reports": 6, "cases.closed": 1, "calm.itself": 1}
    assert (found.number("answer.median").value, found.number("answer.in_time").value) == (90, 100)
    assert found.number("cases.open").value == 2
    assert [one.id for one in cases_behind(desk, NOVEMBER, "cases.closed")] == ["c-1"]
    assert [one.id for one in cases_behind(desk, NOVEMBER, "cases.received", after=1, limit=1)] == ["c-2"]
