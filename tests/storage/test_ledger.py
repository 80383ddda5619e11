import pytest
import sqlalchemy as sa

from app.domain.ledger import EntryKind
from storage.record import Record
from storage.schema import ledger_private
from tests.conftest import Clock


def _fill(record: Record, clock: Clock, entries: int = 5) -> None:
    for number in range(entries):
        with record.write() as tx:
            private = {"author": f"张三{number}", "text": f"原文 {number}"}
            tx.ledger.append(EntryKind.DECIDED, clock(), {"case": f"c-{number}"}, private)


def _sql(record: Record, *statements: str) -> None:
    """As an intruder with the key would: guards dropped first."""
    lite = record.engine.dialect.name == "sqlite"
    with record.connection() as connection:
        for table, guard in (
            ("ledger", "ledger_frozen"),
            ("ledger", "ledger_stays"),
            *([("ledger", "ledger_place")] if lite else []),
            ("ledger_private", "ledger_private_frozen"),
            ("ledger_head", "ledger_head_grows"),
        ):
            connection.exec_driver_sql(f"DROP TRIGGER {guard}" + ("" if lite else f" ON {table}"))
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_whole_ledger_verifies_and_tells_its_head(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    with record.read() as tx:
        found = tx.ledger.verify()
        assert found.ok
        assert (found.entries, found.head) == tx.ledger.head() == (5, found.head)


def test_personal_values_enter_the_body_only_as_commitments(record: Record, clock: Clock) -> None:
    _fill(record, clock, 1)
    with record.connection() as connection:
        (body,) = connection.exec_driver_sql("SELECT body FROM ledger").one()
    assert "张三" not in body
    assert "原文" not in body
    assert '"author":"sha256:' in body


def test_thinning_private_values_keeps_the_chain_whole(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    with record.connection() as connection:
        connection.exec_driver_sql("DELETE FROM ledger_private WHERE seq < 4")
    with record.read() as tx:
        assert tx.ledger.verify().ok


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE ledger SET body = \'{"case":"c-9"}\' WHERE seq = 3',
        "UPDATE ledger SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 3",
        "UPDATE ledger SET kind = 'command.sent' WHERE seq = 3",
        "UPDATE ledger SET prev = 'x' WHERE seq = 3",
        "UPDATE ledger SET hash = 'x' WHERE seq = 3",
        "UPDATE ledger_private SET value = '李四' WHERE seq = 3 AND field = 'author'",
    ],
)
def test_an_altered_entry_is_named(record: Record, clock: Clock, change: str) -> None:
    _fill(record, clock)
    _sql(record, change)
    with record.read() as tx:
        found = tx.ledger.verify()
    assert not found.ok
    assert found.entry == 3


def test_a_byte_moved_from_a_value_into_its_salt_shows(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    with record.connection() as connection:
        row = connection.exec_driver_sql(
            "SELECT salt, value FROM ledger_private WHERE seq = 3 AND field = 'text'"
        ).one()
        connection.exec_driver_sql("DELETE FROM ledger_private WHERE seq = 3 AND field = 'text'")
        whole = bytes(row.salt) + row.value.encode()
        connection.execute(
            sa.insert(ledger_private).values(seq=3, field="text", salt=whole[:19], value=whole[19:].decode())
        )
    with record.read() as tx:
        assert tx.ledger.verify().entry == 3


def test_an_entry_before_the_first_is_not_overlooked(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    forged = "INSERT INTO ledger (seq, prev, at, kind, body, hash) VALUES (-5, 'x', 'x', 'x', '{}', 'y')"
    with pytest.raises(sa.exc.DatabaseError), record.connection() as connection:
        connection.exec_driver_sql(forged)
    with record.connection() as connection:
        if record.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            connection.exec_driver_sql(forged)
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
        else:
            connection.exec_driver_sql("ALTER TABLE ledger DROP CONSTRAINT ck_ledger_seq")
            connection.exec_driver_sql(forged)
    with record.read() as tx:
        assert not tx.ledger.verify().ok


@pytest.mark.parametrize("change", ["body = x'ff00'", "body = CAST(x'ff' AS TEXT)", "hash = x'00'", "at = 5"])
def test_an_entry_that_can_not_even_be_read_is_named(lite: Record, clock: Clock, change: str) -> None:
    _fill(lite, clock)
    _sql(lite, f"UPDATE ledger SET {change} WHERE seq = 3")
    with lite.read() as tx:
        found = tx.ledger.verify()
    assert (found.ok, found.entry) == (False, 3)


def test_a_renumbered_entry_shows_as_missing(lite: Record, clock: Clock) -> None:
    _fill(lite, clock)
    with lite.connection() as connection:
        connection.exec_driver_sql("DELETE FROM ledger_private")
    _sql(lite, "UPDATE ledger SET seq = 30 WHERE seq = 3")
    with lite.read() as tx:
        found = tx.ledger.verify()
    assert (found.ok, found.entry) == (False, 3)


def _cut_tail(record: Record) -> tuple[int, str]:
    with record.read() as tx:
        anchor = tx.ledger.head()
    _sql(
        record,
        "DELETE FROM ledger_private WHERE seq > 3",
        "DELETE FROM ledger WHERE seq > 3",
        "UPDATE ledger_head SET entries = 3, hash = (SELECT hash FROM ledger WHERE seq = 3)",
    )
    return anchor


def test_a_cleanly_cut_tail_shows_against_an_anchor_only(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    anchor = _cut_tail(record)
    with record.read() as tx:
        assert tx.ledger.verify().ok
        found = tx.ledger.verify(anchor)
    assert (found.ok, found.entry) == (False, 4)
    assert "cut" in found.reason


def test_an_anchor_holds_in_capitals_too(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    with record.read() as tx:
        entries, head = tx.ledger.head()
        assert tx.ledger.verify((entries, head.upper())).ok
        assert not tx.ledger.verify((entries, head[::-1])).ok


def test_a_private_value_of_an_entry_that_is_not_there_shows(lite: Record, clock: Clock) -> None:
    _fill(lite, clock)
    past = lite.engine.raw_connection()
    try:
        cursor = past.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("INSERT INTO ledger_private (seq, field, salt, value) VALUES (9, 'author', x'00', '李四')")
    finally:
        past.close()
    lite.engine.dispose()
    with lite.read() as tx:
        found = tx.ledger.verify()
    assert (found.ok, found.entry, found.reason) == (False, 9, "a private value belongs to no entry")


def test_a_cut_tail_shows_when_the_head_was_forgotten(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    _sql(record, "DELETE FROM ledger_private WHERE seq = 5", "DELETE FROM ledger WHERE seq = 5")
    with record.read() as tx:
        assert tx.ledger.verify().entry == 5


def test_a_chain_written_anew_shows_against_an_anchor(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    with record.read() as tx:
        entries, _ = tx.ledger.head()
        found = tx.ledger.verify((entries, "0" * 64))
    assert (found.ok, found.entry) == (False, entries)


def test_the_database_itself_refuses_to_change_or_delete_an_entry(record: Record, clock: Clock) -> None:
    _fill(record, clock)
    for statement in (
        "UPDATE ledger SET body = '{}' WHERE seq = 2",
        "DELETE FROM ledger WHERE seq = 5",
        "UPDATE ledger_private SET value = 'x' WHERE seq = 2",
        "UPDATE ledger_head SET entries = 1",
    ):
        with (
            pytest.raises(Exception, match=r"does not change|nothing is deleted|only grows"),
            record.connection() as raw,
        ):
            raw.exec_driver_sql(statement)


def test_entries_of_a_transaction_that_fails_are_not_kept(record: Record, clock: Clock) -> None:
    def fail() -> None:
        with record.write() as tx:
            tx.ledger.append(EntryKind.DECIDED, clock(), {"case": "c-1"})
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        fail()
    with record.read() as tx:
        assert tx.ledger.head()[0] == 0
