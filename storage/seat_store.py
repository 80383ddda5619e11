"""The store of a seat's folder: one encrypted file. It is brought up to date step by step and never thrown away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.seat import Own, Secrets
from app.errors import ForeignWorkspace, SeatDamaged, SeatNewer, StoreBusy
from storage.engines import WRITES, sqlcipher_engine
from storage.seat_kept import SeatTransaction
from storage.seat_schema import GUARDS, SCHEMA, marks, metadata

SEAT_STORE_FILE = "seat.db"

STEPS: dict[int, tuple[str, ...]] = {}
"""The statements that bring a store of this form to the next one."""


@dataclass(frozen=True)
class SeatStore:
    """The store of one seat."""

    engine: sa.Engine
    path: Path

    @classmethod
    def make(cls, path: Path, key: bytes, who: Own, secrets: Secrets, *, beside: Callable[[], None]) -> None:
        """Make the store of a new seat, whole or not at all: under another name first.

        Args:
            beside: writes what has to be there before the store bears its name.

        Raises:
            StoreBusy: the disk is full.
        """
        first = path.with_name(path.name + ".new")
        for suffix in ("", "-wal", "-shm"):  # what a killed process left
            first.with_name(first.name + suffix).unlink(missing_ok=True)
        store = cls(sqlcipher_engine(first, key, synchronous="FULL"), first)
        try:
            with store._connection() as connection:
                metadata.create_all(connection)
                for guard in GUARDS:
                    connection.exec_driver_sql(guard)
                connection.execute(sa.insert(marks).values(name="schema", value=str(SCHEMA)))
                SeatTransaction(connection).enter_own(who, secrets)
        finally:
            store.close()
        beside()
        first.replace(path)

    @classmethod
    def open(cls, path: Path, key: bytes) -> "SeatStore":
        """The store of a seat, brought up to date.

        Raises:
            SeatDamaged: it can't be read with this key, or is not one.
            SeatNewer: a newer program wrote it; it was not touched.
        """
        store = cls(sqlcipher_engine(path, key, synchronous="FULL"), path)
        try:
            store._bring_up_to_date()
        except ForeignWorkspace:
            store.close()
            raise SeatDamaged(path=path) from None
        except BaseException:
            store.close()
            raise
        return store

    def _bring_up_to_date(self) -> None:
        with self._connection(writes=False) as connection:
            found = self._schema(connection)
        while found < SCHEMA:
            with self._connection() as connection:
                if self._schema(connection) == found:  # else another process was first
                    for statement in STEPS[found]:
                        connection.exec_driver_sql(statement)
                    connection.execute(
                        sa.update(marks).where(marks.c.name == "schema").values(value=str(found + 1)),
                    )
            found += 1

    def _schema(self, connection: sa.Connection) -> int:
        """Which form the store has."""
        if not sa.inspect(connection).has_table("marks"):
            raise SeatDamaged(path=self.path)
        said = connection.execute(sa.select(marks.c.value).where(marks.c.name == "schema")).scalar() or ""
        if not said.isdecimal():
            raise SeatDamaged(path=self.path)
        if int(said) > SCHEMA:
            raise SeatNewer(path=self.path, found=said)
        return int(said)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[SeatTransaction]:
        """A transaction that sees one state of the store."""
        with self._connection(writes=False) as connection:
            yield SeatTransaction(connection)

    @contextmanager
    def write(self) -> Iterator[SeatTransaction]:
        """A transaction that is kept whole, or not at all.

        Raises:
            StoreBusy: another process wrote for too long, or the disk is full.
        """
        with self._connection() as connection:
            yield SeatTransaction(connection)

    def shrink(self) -> None:
        """Give back to the disk what was removed. It was written over already, so that nothing hangs on this."""
        with suppress(sqlcipher.OperationalError, sa.exc.OperationalError), self.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _connection(self, *, writes: bool = True) -> Iterator[sa.Connection]:
        try:
            with self.engine.connect() as connection:
                connection.execution_options(**{WRITES: writes})
                with connection.begin():
                    yield connection
        except sa.exc.OperationalError as error:
            raise StoreBusy(why=str(error.orig)) from error
