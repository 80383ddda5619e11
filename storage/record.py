"""The record: what must never be lost. One transaction sees everything; its ledger entries are written last."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import ForeignWorkspace, RecordUnreachable, StoreBusy, UnwritableFile
from storage import migrate
from storage.engines import WRITES, is_sqlite, postgresql_engine, sqlcipher_engine
from storage.lease import advisory_lease, file_lease
from storage.transaction import Transaction

RECORD_FILE = "record.db"
LEASE_FILE = "sender.lock"
BACKUP_FOLDER = "backups"
LEASE_PATIENCE = 10.0

RecordConnection = sa.Connection


@dataclass(frozen=True)
class Record:
    """The record of one workspace, on a local file or on a team's server.

    Attributes:
        engine: for those who must see the tables themselves (backup, tests, the documented way to open a record).
        where: how errors name it.
        folder: the workspace's folder, for the lease and the backups.
    """

    engine: sa.Engine
    where: str
    folder: Path

    @classmethod
    def on_file(cls, folder: Path, key: bytes) -> "Record":
        """The record of a workspace on this machine, made or brought up to date.

        Raises:
            ForeignWorkspace: it can't be read with this key, or is not ours.
            NewerWorkspace: a newer program wrote it.
            MigrationFailed: it could not be brought up to date.
        """
        path = folder / RECORD_FILE
        record = cls(sqlcipher_engine(path, key, synchronous="FULL"), str(path), folder)
        try:
            with _clear_errors(str(path)):
                migrate.bring_up_to_date(record.engine, path, record._backup_before)
        except BaseException:
            record.close()
            raise
        return record

    @classmethod
    def on_server(cls, url: str, folder: Path) -> "Record":
        """A team's record.

        Raises:
            RecordUnreachable: the server does not answer.
            NewerWorkspace: a newer program wrote it.
        """
        record = cls(postgresql_engine(url), url, folder)
        try:
            with _clear_errors(url):
                migrate.bring_up_to_date(record.engine, url, record._no_backup_of_a_server)
        except BaseException:
            record.close()
            raise
        return record

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that sees one state of the record; it takes no lock."""
        with _clear_errors(self.where), self.snapshot() as connection:
            transaction = Transaction(connection)
            yield transaction
            transaction.ledger.refuse_entries()

    @contextmanager
    def snapshot(self) -> Iterator[RecordConnection]:
        """A plain connection that sees one state of the record, and keeps nothing of what is done on it."""
        with self.engine.connect() as connection:
            if not is_sqlite(connection):
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is kept whole when the block ends, and not at all when it raises.

        Raises:
            StoreBusy: another process wrote for too long, or the disk is full.
        """
        with _clear_errors(self.where), self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                transaction = Transaction(connection)
                yield transaction
                transaction.ledger.flush()

    @contextmanager
    def connection(self) -> Iterator[RecordConnection]:
        """A plain connection that commits when the block ends: for looking into the tables themselves."""
        with self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def forget_deleted(self, *tables: str) -> None:
        """Let go of what was deleted from these tables, and of what the engine keeps of it beside them, where it can.

        A local record writes over what it deletes, and empties its log here. A server keeps rows until it cleans up.
        """
        with _clear_errors(self.where), self.engine.connect() as connection:
            if is_sqlite(connection):
                raw = connection.connection.driver_connection
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                plain.exec_driver_sql(f"VACUUM {table}")

    def lease(self, patience: float | None = None) -> AbstractContextManager[None]:
        """The right to keep step with the community, for one process at a time.

        Args:
            patience: how long to wait for it, in seconds.

        Raises:
            SenderBusy: another process holds it.
        """
        wait = LEASE_PATIENCE if patience is None else patience
        if self.engine.dialect.name == "sqlite":
            return file_lease(self.folder / LEASE_FILE, wait)
        return advisory_lease(self.engine, "steward sender", wait)

    def copy_to(self, path: Path) -> None:
        """A copy of a local record in one piece, sealed with the same key."""
        with self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is None or not is_sqlite(connection):
                raise ValueError("only a local record is copied as a file")
            try:
                raw.execute("VACUUM INTO ?", (str(path),))
            except sqlcipher.DatabaseError as error:
                raise UnwritableFile(path=path, why=str(error)) from None
        path.chmod(0o600)

    def _backup_before(self, revision: str) -> Path:
        folder = self.folder / BACKUP_FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"record-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db"
        self.copy_to(path)
        self._check_copy(path)
        return path

    def _check_copy(self, path: Path) -> None:
        with self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is None:
                raise ValueError("no connection")
            raw.execute("ATTACH DATABASE ? AS copy", (str(path),))
            try:
                (verdict,) = raw.execute("PRAGMA copy.integrity_check").fetchone()
                heads = raw.execute(
                    "SELECT (SELECT hash FROM main.ledger_head), (SELECT hash FROM copy.ledger_head)"
                ).fetchone()
            finally:
                raw.execute("DETACH DATABASE copy")
        if verdict != "ok" or heads[0] != heads[1]:
            raise ForeignWorkspace(path=path)

    def _no_backup_of_a_server(self, _revision: str) -> None:
        """A server is backed up by those who run it; the migration itself is one transaction there."""


@contextmanager
def _clear_errors(where: str) -> Iterator[None]:
    """Turn the world's faults into sentences; everything else is a bug and passes."""
    try:
        yield
    except sa.exc.OperationalError as error:
        why = str(error.orig).splitlines()[0]
        if getattr(error.orig, "sqlstate", "") is None:  # psycopg: no server said this, so none was reached
            raise RecordUnreachable(why=why) from error
        raise StoreBusy(why=why) from error
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
            raise
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise ForeignWorkspace(path=where) from error
        raise
