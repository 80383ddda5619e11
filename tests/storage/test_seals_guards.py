"""Seals and signing keys: what the database itself refuses, whoever writes, on both engines."""

import pytest
import sqlalchemy as sa

import make
from app.operations import intake, preserving
from app.operations.desk import Desk

C1 = make.case(1).id
_SEAL = (
    "INSERT INTO seals (case_key, revision, sha256, size, key_id, ledger_entries, ledger_hash, by_id, by_name, at) "
    "SELECT {case}, {revision}, {sha256}, {size}, {key}, {entries}, ledger_hash, {by}, by_name, at FROM seals"
)
_GOOD = {
    "case": "case_key",
    "revision": "revision",
    "sha256": "ledger_hash",
    "size": "size",
    "key": "key_id",
    "entries": "ledger_entries",
    "by": "by_id",
}
_KEY = (
    "INSERT INTO signing_keys (id, public, sealed, by_id, by_name, at) SELECT {} , by_id, by_name, at FROM signing_keys"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_pulled(desk, make.page(make.case(1)))
    preserving.preserve(desk, C1)
    return desk


def _run(desk: Desk, statement: str) -> None:
    with desk.record.connection() as connection:
        connection.execute(sa.text(statement))


def test_the_statements_themselves_are_good_ones(desk: Desk) -> None:
    _run(desk, _SEAL.format(**_GOOD))
    _run(desk, _KEY.format(f"'{'A' * 16}', '{'B' * 56}', 'x'"))
    assert len(preserving.seals_of(desk, C1)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"case": "99"},
        {"revision": "'never seen'"},
        {"sha256": "'abc'"},
        {"sha256": f"'{'A' * 64}'"},
        {"sha256": "sha256"},
        {"size": "0"},
        {"key": f"'{'C' * 16}'"},
        {"entries": "-1"},
        {"by": "'nobody'"},
    ],
)
def test_a_seal_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        _run(desk, _SEAL.format(**(_GOOD | wrong)))


@pytest.mark.parametrize("values", ["id, public, sealed", "'abc', public || 'x', 'x'", f"'{'A' * 16}', public, 'x'"])
def test_a_key_that_cannot_be_is_refused(desk: Desk, values: str) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        _run(desk, _KEY.format(values))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seals SET revision = '2'",
        "UPDATE seals SET sha256 = ledger_hash",
        "UPDATE seals SET at = 0",
        "DELETE FROM seals",
        "UPDATE signing_keys SET public = sealed",
        "UPDATE signing_keys SET sealed = 'x'",
        "DELETE FROM signing_keys",
    ],
)
def test_nothing_of_it_is_changed_or_deleted(desk: Desk, statement: str) -> None:
    before = preserving.seals_of(desk, C1), preserving.trusted(desk.record)
    with pytest.raises(sa.exc.DatabaseError):
        _run(desk, statement)
    assert (preserving.seals_of(desk, C1), preserving.trusted(desk.record)) == before


@pytest.mark.parametrize("table", ["seals", "signing_keys"])
def test_nothing_is_replaced_though_a_connection_hides_the_deletion(lite_desk: Desk, table: str) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    preserving.preserve(lite_desk, C1)
    with lite_desk.record.connection() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA recursive_triggers = OFF")  # type: ignore[union-attr]
        for statement in (f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", f"UPDATE {table} SET rowid = 9"):
            with pytest.raises(sa.exc.DatabaseError, match="what was written does not change"):
                connection.exec_driver_sql(statement)
