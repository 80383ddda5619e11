"""What stands of a report: what is said now, what a decision found, what follows from the case, after every appeal."""

from datetime import UTC, datetime

import pytest

import make
from app.domain.cases import Verdict
from app.domain.decisions import ReportVerdict
from app.domain.report_answers import addressed, found, stands
from app.domain.reports import Report

AT = datetime(2026, 11, 1, tzinfo=UTC)
UPHELD, REJECTED, MALICIOUS = ReportVerdict.UPHELD, ReportVerdict.NOT_UPHELD, ReportVerdict.MALICIOUS


def _report(number: int, by: str | None = "u-1") -> Report:
    return Report(f"r-{number}", AT, "骂人", by=make.member(by) if by else None)


@pytest.mark.parametrize(
    ("judged", "verdict", "told"),
    [
        (None, None, None),
        (None, Verdict.UPHELD, UPHELD),
        (None, Verdict.NOT_UPHELD, REJECTED),
        (None, Verdict.ELSEWHERE, None),
        (UPHELD, Verdict.NOT_UPHELD, REJECTED),
        (MALICIOUS, Verdict.UPHELD, MALICIOUS),
        (REJECTED, Verdict.UPHELD, REJECTED),
        (UPHELD, None, UPHELD),
    ],
)
def test_what_stands_of_a_report(
    judged: ReportVerdict | None, verdict: Verdict | None, told: ReportVerdict | None
) -> None:
    assert stands(judged, verdict) is told


def test_what_is_said_now_goes_before_and_a_report_of_which_nothing_follows_is_left_out() -> None:
    reports = [_report(1), _report(2)]
    assert found(reports, {"r-1": MALICIOUS}, {"r-1": UPHELD}, None) == {"r-1": MALICIOUS}


def test_each_is_told_once_and_the_kindest() -> None:
    reports = [_report(1), _report(2), _report(3, "u-2"), _report(4, "u-me"), _report(5, None)]
    told = {"r-1": REJECTED, "r-2": UPHELD, "r-3": REJECTED, "r-4": UPHELD, "r-5": UPHELD}
    to = addressed(reports, told, {make.member("u-me").id})
    assert [(one.member.id, one.report.id, one.verdict) for one in to] == [
        ("u-1", "r-1", UPHELD),
        ("u-2", "r-3", REJECTED),
    ]
