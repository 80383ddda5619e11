"""A record of before anything was counted: its cases and its ledger are counted afterwards, as they were."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from app.domain.ledger import GENESIS, canonical, entry_hash
from app.domain.months import Month
from storage import migrate
from storage.engines import WRITES, sqlcipher_engine
from storage.record import RECORD_FILE, Record
from storage.values import ms
from tests.conftest import KEY
from tests.storage.test_migration import _CASE

OCTOBER = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
ANSWERED = datetime(2026, 10, 5, 3, 30, tzinfo=UTC)
SECOND = datetime(2026, 10, 6, 3, 30, tzinfo=UTC)
_DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_current) VALUES (:id, 1, 'dismissal', 'u-901', '小北', :at, '1', 'new', 'closed', '', '正常', 0)"
)


def _upgrade(engine: sa.Engine, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    writing = engine.connect().execution_options(**{WRITES: True})
    with writing as connection, migrate._tables_may_move(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _before_counting(engine: sa.Engine) -> None:
    """Two cases, one answered twice, as the ledger told it then: without where it led, and since when it had waited."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():

        def run(statement: str, **values: object) -> None:
            connection.execute(sa.text(statement), values)

        run("INSERT INTO accounts (id, name, connected_at) VALUES ('u-901', '小北', 0)")
        for key, case in ((1, "c-1"), (2, "c-2")):
            run(
                _CASE.replace("2, 0, 'open'", f"2, {ms(OCTOBER)}, 'open'"),
                key=key,
                id=case,
                state="new",
                body="正常讨论",
                latest="1",
                edits=0,
            )
        prev = GENESIS
        for number, at in enumerate((ANSWERED, SECOND), 1):
            run(_DECISION, id=f"d-{number}", at=ms(at))
            said = {
                "decision": f"d-{number}",
                "kind": "dismissal",
                "case": "c-1",
                "case_kind": "violation",
                "from": "new",
            }
            row = {"seq": number, "prev": prev, "at": at.isoformat(), "kind": "decision.made", "body": canonical(said)}
            prev = entry_hash(**row)  # type: ignore[arg-type]
            run(
                "INSERT INTO ledger (seq, prev, at, kind, body, hash) VALUES (:seq, :prev, :at, :kind, :body, :hash)",
                **row,
                hash=prev,
            )
        run("UPDATE ledger_head SET entries = 2, hash = :hash", hash=prev)


def test_a_record_of_before_is_counted_afterwards_from_its_cases_and_its_ledger(tmp_path: Path) -> None:
    engine = sqlcipher_engine(tmp_path / RECORD_FILE, KEY, synchronous="FULL")
    _upgrade(engine, "0013")
    _before_counting(engine)
    engine.dispose()
    record = Record.on_file(tmp_path, KEY)
    with record.write() as tx:
        assert tx.history.left() == 4
        tx.ledger.lock()
        while tx.history.left():
            tx.history.count_block()
    with record.read() as tx:
        counted = {
            (one.figure, one.slice): one.n
            for one in tx.summary.counts(Month("2026-10"), Month("2026-10"))[Month("2026-10")]
        }
        assert tx.ledger.verify().ok
    record.close()
    assert counted == {
        ("cases.received", ""): 2,
        ("cases.reports", ""): 4,
        ("cases.answered", "000090"): 1,
        ("cases.closed", "violation"): 2,
        ("cases.dismissed", ""): 2,
    }
