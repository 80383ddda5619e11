"""What is said twice, in Python and in the database, is the same: words of states, kinds and marks."""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from app.domain.council_counting import SHARE
from app.domain.council_referring import SHORTEST_TERM
from app.domain.council_ruling import APPEAL_TERM
from app.domain.honours_rules import CURRENT, PENDING
from app.domain.privacy import MARK
from app.domain.privacy_retention import FOR_EVER
from storage.record import Record
from storage.thinning_tables import ENDED


def _ms(term: timedelta) -> int:
    return int(term.total_seconds() * 1000)


def listed(words: Iterable[str | StrEnum]) -> str:
    return "IN ({})".format(", ".join(f"'{word}'" for word in words))


def test_states_and_marks_are_the_same_in_the_database(lite: Record) -> None:
    with lite.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, type, tbl_name, sql FROM sqlite_master").all()
    sql = {row.name: row.sql or "" for row in rows}
    held = f"standing {listed(CURRENT)}"
    assert sql["uq_grants_current"].endswith(held)
    full = [row for row in rows if row.type == "trigger" and "SELECT quota FROM titles" in row.sql]
    assert full
    assert all(held in row.sql for row in full)
    assert f"(ended_at IS NULL) = (state {listed(PENDING)})" in sql["nominations"]
    assert f"OLD.state {listed(PENDING)}" in "".join(
        row.sql for row in rows if row.tbl_name == "nominations" and row.sql
    )
    assert all(f"cases.kind {listed(sorted(FOR_EVER))}" in sql[view] for view in ("held_cases", "kept_whole"))
    judged = [
        row for row in rows if row.tbl_name in ("rulings", "ballot_answers") and "thinnings.standing" in (row.sql or "")
    ]
    assert judged
    assert all(f"judged.stage {listed(ENDED)}" in row.sql for row in judged)
    assert f"OLD.stage {listed(ENDED)}" in "".join(row.sql for row in rows if row.tbl_name == "referrals" and row.sql)
    marked = [row for row in rows if row.tbl_name == "notes" and "thinnings.standing" in (row.sql or "")]
    assert marked
    assert all(f"'{MARK}'" in row.sql for row in marked)


def test_the_terms_and_shares_of_the_council_are_the_same_in_the_database(lite: Record) -> None:
    with lite.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").all()
    guards = "".join(row.sql for row in rows)
    part, whole = SHARE
    assert re.search(rf"\b{whole} \* .{{1,400}}? < {part} \* ", guards)
    assert f"NEW.confirmed_at + {_ms(APPEAL_TERM)} " in guards
    assert f"NEW.due_at - council_packets.at BETWEEN {_ms(SHORTEST_TERM)} AND" in guards
