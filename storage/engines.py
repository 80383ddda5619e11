"""Engines: SQLCipher files that are never plain on disk, and a team's PostgreSQL."""

import os
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import ForeignWorkspace, RecordUnreachable

KEY_BYTES = 32
CACHE_KIB = 8 * 1024
BUSY_MS = 10_000

WRITES = "steward_writes"
"""Execution option of a connection that will write: it takes the write lock at once, so that it can't fail halfway."""

Synchronous = Literal["FULL", "NORMAL"]


def sqlcipher_engine(path: Path, key: bytes, *, synchronous: Synchronous) -> sa.Engine:
    """An engine on an encrypted file, made where there is none.

    Args:
        path: the file; its folder must exist.
        key: 256 bits, used as they are.
        synchronous: FULL where an acknowledged commit must outlive a power cut.

    Raises:
        ForeignWorkspace: at the first use, when the file can't be read with this key.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 256 bits")

    def connect() -> DBAPIConnection:
        return _open(path, key, synchronous)

    engine = sa.create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=sa.pool.QueuePool, pool_size=3)
    event.listen(engine, "begin", _begin)
    return engine


def _open(path: Path, key: bytes, synchronous: Synchronous) -> DBAPIConnection:
    fresh = not path.exists()
    connection: Any = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # else INSERT OR REPLACE slips past the guards
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(
            f"PRAGMA secure_delete = {'ON' if synchronous == 'FULL' else 'OFF'}"
        )  # a counted ballot is gone
    except sqlcipher.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlcipher.OperationalError):
            raise
        raise ForeignWorkspace(path=path) from None
    if fresh and os.name == "posix":
        path.chmod(0o600)
    return connection  # type: ignore[no-any-return]


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def check_server(url: str) -> None:
    """Whether a team's record can be reached at this address.

    Raises:
        RecordUnreachable: it can't.
    """
    engine = postgresql_engine(url)
    try:
        engine.connect().close()
    except sa.exc.OperationalError as error:
        raise RecordUnreachable(why=str(error.orig).splitlines()[0]) from None
    finally:
        engine.dispose()


def postgresql_engine(url: str) -> sa.Engine:
    """An engine on a team's PostgreSQL; the password comes from libpq's own places, never from the URL.

    Raises:
        RecordUnreachable: psycopg is not installed, or the address can't be one of PostgreSQL.
    """
    try:
        address = sa.make_url(url)
        if address.password or address.get_backend_name() != "postgresql":
            raise RecordUnreachable(why="the address must begin with postgresql:// and hold no password")
        address = address.set(drivername="postgresql+psycopg")
        return sa.create_engine(address, pool_size=3, pool_pre_ping=True, hide_parameters=True)
    except (ImportError, sa.exc.ArgumentError) as error:
        raise RecordUnreachable(why=str(error)) from None


def is_sqlite(connection: sa.Connection) -> bool:
    """Whether this is a file of ours and not a server."""
    return connection.dialect.name == "sqlite"
