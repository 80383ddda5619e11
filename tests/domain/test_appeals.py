"""Appeals: their term, and answers that never make anything worse."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.appeals import Against, after_outcome, check_in_time, check_outcome, milder, reduced_end, working_days
from app.domain.cases import CaseId
from app.domain.commands import CommandKind, DecisionId
from app.domain.conduct import Severity
from app.domain.ladder import SANCTIONS, Rung
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import KeptSanction, Outcome, Sanction, with_term
from app.domain.words import NO_WORDS
from app.errors import AppealTooLate, NothingToReduce, NotMilder

BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)
MEMBER = MemberRef(MemberId("u-1"), "车友")


def _kept(rung: Rung, began: datetime = BEGAN) -> KeptSanction:
    measure = with_term(Sanction(MEMBER, rung, Severity.SERIOUS, rung), began)
    return KeptSanction(DecisionId("d-1"), CaseId("c-1"), began, MEMBER, NO_WORDS, measure)


def test_the_term_ends_with_the_fifteenth_day() -> None:
    check_in_time(BEGAN, BEGAN + timedelta(days=15))
    with pytest.raises(AppealTooLate):
        check_in_time(BEGAN, BEGAN + timedelta(days=16))


@pytest.mark.parametrize("rung", SANCTIONS)
@pytest.mark.parametrize("to", Rung)
def test_a_reduction_is_to_a_milder_sanction(rung: Rung, to: Rung) -> None:
    if to in milder(rung):
        check_outcome(Against.SANCTION, rung, Outcome.REDUCED, to)
    else:
        with pytest.raises(NotMilder):
            check_outcome(Against.SANCTION, rung, Outcome.REDUCED, to)


@pytest.mark.parametrize("against", [Against.FOLDING, Against.REPORT_REJECTED])
def test_what_knows_no_degrees_is_not_reduced(against: Against) -> None:
    check_outcome(against, None, Outcome.OVERTURNED, None)
    with pytest.raises(NothingToReduce):
        check_outcome(against, None, Outcome.REDUCED, Rung.WARNING)


def test_a_suspension_is_looked_at_longer() -> None:
    assert [working_days(one) for one in (None, Rung.WARNING, Rung.MUTE_7, Rung.SUSPEND_30)] == [3, 3, 3, 7]


@given(st.sampled_from(SANCTIONS), st.sampled_from(Outcome), st.integers(0, 40 * 24), st.data())
def test_no_answer_lets_a_measure_run_longer_than_it_would(
    rung: Rung, outcome: Outcome, hours: int, data: st.DataObject
) -> None:
    kept, now = _kept(rung), BEGAN + timedelta(hours=hours)
    choices = milder(rung)
    if outcome is Outcome.REDUCED and not choices:
        return
    to = data.draw(st.sampled_from(choices)) if outcome is Outcome.REDUCED else None
    done = after_outcome(kept, [kept], outcome, to, now)
    assert bool(done) is (outcome is not Outcome.UPHELD and kept.runs(now))
    for one in done:
        assert one.until is None or (kept.ends is not None and now < one.until <= kept.ends)
        if one.until is not None:
            assert to is not None
            assert one.until == reduced_end(kept, to)
    if outcome is Outcome.OVERTURNED and done:
        assert [one.kind for one in done] in ([CommandKind.UNSILENCE], [CommandKind.UNSUSPEND])
