"""How long a text may be to be read as a time."""

import time
from datetime import UTC, datetime

import pytest

from app.domain.hand_csv import read_csv
from app.domain.hand_times import LONGEST_TIME, read_time

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_what_is_longer_than_any_time_is_none_at_once() -> None:
    begun = time.process_time()
    for text in ("1.1" + " " * 100_000 + "x", "1.1" + " " * 100_000 + ":", "12:30" + "." + "1" * 100_000):
        assert read_time(text, NOW, UTC) is None
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize("blanks", [1, LONGEST_TIME - 8])
def test_up_to_there_blanks_do_no_harm(blanks: int) -> None:
    text = "1.1" + " " * blanks + "12:30"
    assert len(text) <= LONGEST_TIME
    assert read_time(f"  {text}  ", NOW, UTC) == datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
    assert read_time(f"1.1{' ' * (LONGEST_TIME - 7)}12:30", NOW, UTC) is None


def test_a_file_with_such_a_time_is_refused_at_once() -> None:
    begun = time.process_time()
    table = read_csv(f"place,author,text,time\nphone,a,b,1.1{' ' * 20_000}x\n".encode(), NOW)
    assert [problem.line for problem in table.problems] == [2]
    assert time.process_time() - begun < 1.0
