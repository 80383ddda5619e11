"""What came late is told of each part by itself."""

from app.domain.summary_named import FIGURES
from app.domain.summary_tally import Tally, tally


def test_what_came_late_is_told_of_the_parts_that_it_is_part_of() -> None:
    counted = [("appeals.answered", "upheld", 3, 2), ("appeals.answered", "reduced", 1, 0), ("cases.closed", "a", 4, 1)]
    found = tally([*counted, ("cases.closed", "", 2, 1), ("cases.answered", "000090", 2, 2)], {})
    late = {
        key: FIGURES[key].number(found, Tally()).late
        for key in ("appeals.upheld", "appeals.reduced", "cases.closed", "cases.answered", "answer.in_time")
    }
    assert late == {
        "appeals.upheld": 2,
        "appeals.reduced": 0,
        "cases.closed": 2,
        "cases.answered": 2,
        "answer.in_time": 0,  # of a share nobody says how much of it came late
    }
