"""Thinning: outside of one nothing that was written changes; within one it becomes the mark, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.members import MemberRef
from app.domain.privacy import MARK, MARK_BYTES
from app.domain.privacy_names import Sought
from app.operations import dismissing, holds, intake, notes
from app.operations.desk import Desk
from storage.engines import WRITES
from storage.thinning import Thinning
from storage.thinning_tables import IDS, PLACES
from storage.transaction import Transaction

CLOSED, OPEN = CaseId("c-1"), CaseId("c-2")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A closed case and an open one, each with a note."""
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    for case in (CLOSED, OPEN):
        notes.note(desk, case, "打过电话给老周")
    dismissing.dismiss(desk, CLOSED, reason="说的是实情")
    return desk


@contextmanager
def standing(desk: Desk) -> Iterator[tuple[Transaction, Thinning]]:
    with desk.record.write() as tx, tx.thinnings.stand(MemberRef(desk.me.id, desk.me.name), desk.clock()) as thinning:
        yield tx, thinning


def refused(desk: Desk, statement: str, *before: str) -> None:
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, *before, statement)


def _run(desk: Desk, *statements: str) -> None:
    with desk.record.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for one in statements:
            connection.exec_driver_sql(one)


STAND = "INSERT INTO thinnings (seq, standing, at, by_id, by_name, thinned) VALUES (77, 1, 0, 'u-901', '', '')"
END = "UPDATE thinnings SET standing = NULL"

_OF_CLOSED = "WHERE case_key = (SELECT key FROM cases WHERE id = 'c-1')"
CHANGES = {
    "a post": "UPDATE cases SET body = '{}' WHERE id = 'c-1'",
    "a title": "UPDATE cases SET title = '{}' WHERE id = 'c-1'",
    "who wrote it": "UPDATE cases SET author_name = '{}' WHERE id = 'c-1'",
    "who reported": f"UPDATE reports SET reporter_name = '{{}}' {_OF_CLOSED}",
    "a note": f"UPDATE notes SET text = '{{}}' {_OF_CLOSED}",
    "why it was decided": f"UPDATE decisions SET reason = '{{}}' {_OF_CLOSED}",
}


@pytest.mark.parametrize("what", CHANGES)
def test_within_a_thinning_the_mark_is_accepted_and_nothing_else(desk: Desk, what: str) -> None:
    marking = CHANGES[what].format(MARK)
    refused(desk, marking)
    refused(desk, CHANGES[what].format("别的"), STAND)
    refused(desk, marking.replace(" SET ", " SET at = 1, ") if "notes" in marking else CHANGES[what].format(""), STAND)
    with desk.record.connection() as connection:
        for statement in (STAND, marking, END):
            connection.exec_driver_sql(statement)
    refused(desk, CHANGES[what].format("别的"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notes SET text = '〔已删除〕' WHERE case_key = (SELECT key FROM cases WHERE id = 'c-2')",
        "UPDATE cases SET body = '〔已删除〕' WHERE id = 'c-2'",
        "UPDATE cases SET key = 99 WHERE id = 'c-1'",
        "UPDATE cases SET author_id = 'u-5' WHERE id = 'c-1'",
        "UPDATE ledger SET body = '〔已删除〕'",
        "UPDATE decisions SET by_name = '〔已删除〕'",
        "DELETE FROM cases",
        "DELETE FROM notes",
        STAND.replace("77", "78"),
    ],
)
def test_within_a_thinning_everything_else_is_refused(desk: Desk, statement: str) -> None:
    refused(desk, statement, STAND)


def test_a_thinning_does_not_outlast_its_transaction(desk: Desk) -> None:
    refused(desk, "SELECT 1", STAND)
    looked_for = "INSERT INTO thinning_needles (needle, standing) VALUES ('老周', 1)"
    refused(desk, looked_for)
    refused(desk, END, STAND, looked_for)
    refused(desk, STAND.replace("77, 1", "77, NULL"))
    refused(desk, "INSERT INTO never (id) VALUES (1)")
    with desk.record.snapshot() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM thinnings").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM thinning_needles").scalar() == 0


def test_a_piece_that_is_looked_for_becomes_the_mark_and_the_rest_stays(desk: Desk) -> None:
    with standing(desk) as (tx, thinning):
        thinning.mentions([Sought("老周")], tx.marks.next_change_no())
    with desk.record.read() as tx:
        assert [one.text for one in tx.notes.of_case(tx.cases.get(CLOSED).key)] == [f"打过电话给{MARK}"]
        assert [one.text for one in tx.notes.of_case(tx.cases.get(OPEN).key)] == ["打过电话给老周"]


@pytest.mark.parametrize("target", ["c-1", "u-1"])
def test_a_legal_hold_keeps_everything(desk: Desk, target: str) -> None:
    holds.hold(desk, target, reason="诉讼")
    refused(desk, CHANGES["a note"].format(MARK), STAND)
    refused(desk, "DELETE FROM holds")
    refused(desk, "UPDATE holds SET reason = 'x'")
    holds.release(desk, target, reason="结案")
    refused(desk, "UPDATE holds SET released_at = NULL, released_by_id = NULL, release_reason = ''")
    with desk.record.connection() as connection:
        for statement in (STAND, CHANGES["a note"].format(MARK), END):
            connection.exec_driver_sql(statement)


def test_every_guard_of_every_column_that_is_thinned_bears_the_thinning(desk: Desk) -> None:
    """The rows themselves are hard to come by for all of them: a guard says of itself whether it bears one."""
    with desk.record.snapshot() as connection:
        if desk.record.engine.dialect.name == "sqlite":
            asked = (
                "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE UPDATE%'"
            )
        else:
            asked = (
                "SELECT relname, tgname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class "
                "ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND (tgtype & 18) = 18"
            )
        guards = connection.exec_driver_sql(asked).all()
    thinned = {one.table.name for one in PLACES} | {one.table.name for one, _ in IDS}
    thinned |= {"council_packets", "packet_choices", "rosters"}
    bears = {(table, name): "thinnings.standing = 1" in sql or "steward_thins_" in sql for table, name, sql in guards}
    assert {place for place, does in bears.items() if does != (place[0] in thinned)} == set()
    assert thinned <= {table for table, _ in bears}


def test_the_content_of_files_goes_too_and_only_to_its_mark(desk: Desk) -> None:
    content = (
        "INSERT INTO evidence (seq, case_key, name, media_type, sha256, size, content, by_id, by_name, at, note) "
        f"SELECT 5, key, 'x', 'image/png', '{'a' * 64}', 2, {{}}, 'u-901', '小北', 0, '' FROM cases WHERE id = 'c-1'"
    )
    lite = desk.record.engine.dialect.name == "sqlite"
    written = "X'{}'" if lite else r"'\x{}'::bytea"
    with desk.record.connection() as connection:
        connection.exec_driver_sql(content.format(written.format("0102")))
    to = "UPDATE evidence SET size = {}, content = {}"
    refused(desk, to.format(2, written.format("0103")), STAND)
    refused(desk, to.format(9, written.format(b"forgotteN".hex())), STAND)
    with desk.record.connection() as connection:
        for statement in (STAND, to.format(9, written.format(MARK_BYTES.hex())), END):
            connection.exec_driver_sql(statement)


def test_requests_and_periods_are_guarded_too(desk: Desk) -> None:
    asking = (
        "INSERT INTO data_requests (case_key, what, member_id, member_name, received_at, due_at, guessed, at, by_id, "
        "by_name, reason, answered_by_name) SELECT key, 'copy', 'u-1', '车友1', 0, 1, '', 0, 'u-901', '', '', '' "
        "FROM cases"
    )
    refused(desk, f"{asking} WHERE id = 'c-1'")
    refused(desk, "UPDATE cases SET kind = 'data_request' WHERE id = 'c-2'")
    period = "INSERT INTO retention_periods (kind, days, at, by_id, by_name) VALUES ('{}', {}, 0, 'u-901', '')"
    refused(desk, period.format("logs", 179))
    refused(desk, period.format("records", 59))
