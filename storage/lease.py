"""The sender's lease: one process at a time keeps step with the community, and the lease dies with its process."""

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from app.errors import SenderBusy

_LOOK_AGAIN = 0.1


@contextmanager
def file_lease(path: Path, patience: float) -> Iterator[None]:
    """Hold the lease of a local record.

    Args:
        path: the lock file; the system frees it when the process ends, however it ends.
        patience: how long to wait for it, in seconds.

    Raises:
        SenderBusy: another process holds it.
    """
    lock = FileLock(path, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise SenderBusy from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def advisory_lease(engine: sa.Engine, name: str, patience: float) -> Iterator[None]:
    """Hold the lease of a team's record; the server frees it when the connection ends.

    Args:
        engine: of the record.
        name: the same for everybody who shares it.
        patience: how long to wait for it, in seconds.

    Raises:
        SenderBusy: another process holds it.
    """
    number = zlib.crc32(name.encode())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until = time.monotonic() + patience
        while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(number))).scalar():
            if time.monotonic() >= until:
                raise SenderBusy
            time.sleep(_LOOK_AGAIN)
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(number)))
