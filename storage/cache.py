"""The cache: what can be read again from the community. It is rebuilt, never migrated, and holds the search index."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.disclosure import Shown
from app.domain.members import MemberId
from app.errors import ForeignWorkspace, StoreBusy
from storage.attention import Attention
from storage.cache_schema import SCHEMA, SEARCH_INDEX, meta, metadata
from storage.cache_thinning import CacheThinning
from storage.disclosing import others_of_cache, shown_of_cache
from storage.engines import WRITES, sqlcipher_engine
from storage.honours_suggested import PostsCounted
from storage.search import Search
from storage.threads import Threads

CACHE_FILE = "cache.db"


class CacheTransaction:
    """Everything of the cache, as seen by one transaction on one thread."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @cached_property
    def threads(self) -> Threads:
        """Threads, posts, members, messages."""
        return Threads(self._connection)

    @cached_property
    def honours_counted(self) -> PostsCounted:
        """What suggestions of honours are counted from."""
        return PostsCounted(self._connection)

    @cached_property
    def attention(self) -> Attention:
        """What was read outside the feed, and when."""
        return Attention(self._connection)

    @cached_property
    def search(self) -> Search:
        """The search index."""
        return Search(self._connection)

    @cached_property
    def thinning(self) -> CacheThinning:
        """What is deleted about members."""
        return CacheThinning(self._connection)

    def shown_of(self, account: MemberId, member: MemberId) -> list[Shown]:
        """What the community said of a member, for them to read, and an account's letters with them."""
        return shown_of_cache(self._connection, account, member)

    def others_in(self, member: MemberId, said: str) -> set[str]:
        """Names and ids of members other than this one that stand in a text."""
        return others_of_cache(self._connection, member, said)

    def mark(self, name: str) -> str | None:
        """A mark of the cache itself, such as how far it follows the community."""
        return self._connection.execute(sa.select(meta.c.value).where(meta.c.name == name)).scalar()

    def keep_mark(self, name: str, value: str | None) -> None:
        """Keep, or forget, a mark."""
        self._connection.execute(sa.delete(meta).where(meta.c.name == name))
        if value is not None:
            self._connection.execute(sa.insert(meta).values(name=name, value=value))


@dataclass(frozen=True)
class Cache:
    """The cache of one workspace."""

    engine: sa.Engine

    @classmethod
    def on_file(cls, folder: Path, key: bytes, workspace_id: str) -> "Cache":
        """The cache of a workspace; what is damaged, of another program version or workspace is thrown away."""
        path = folder / CACHE_FILE
        cache = cls(sqlcipher_engine(path, key, synchronous="NORMAL"))
        if path.exists() and not cache._is_of(workspace_id):
            cache.close()
            remove_cache(folder)
            cache = cls(sqlcipher_engine(path, key, synchronous="NORMAL"))
        cache._prepare(workspace_id)
        return cache

    def _is_of(self, workspace_id: str) -> bool:
        try:
            with self.engine.connect() as connection:
                if not sa.inspect(connection).has_table("meta"):
                    return False
                marks = {row.name: row.value for row in connection.execute(sa.select(meta))}
        except sa.exc.OperationalError as error:
            raise StoreBusy(why=str(error.orig)) from error  # locked is not damaged
        except (ForeignWorkspace, sa.exc.DatabaseError):
            return False
        return marks.get("schema") == str(SCHEMA) and marks.get("workspace") == workspace_id

    def _prepare(self, workspace_id: str) -> None:
        with self.engine.connect() as looking:
            if sa.inspect(looking).has_table("meta"):
                return
        with self.write() as tx:
            if sa.inspect(tx._connection).has_table("meta"):
                return  # another process was first
            metadata.create_all(tx._connection)
            tx._connection.exec_driver_sql(SEARCH_INDEX)
            tx.keep_mark("schema", str(SCHEMA))
            tx.keep_mark("workspace", workspace_id)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[CacheTransaction]:
        """A transaction that sees one state of the cache."""
        with self.engine.connect() as connection, connection.begin():
            yield CacheTransaction(connection)

    @contextmanager
    def write(self) -> Iterator[CacheTransaction]:
        """A transaction that is kept whole, or not at all.

        Raises:
            StoreBusy: another process wrote for too long, or the disk is full.
        """
        try:
            with self.engine.connect() as connection:
                connection.execution_options(**{WRITES: True})
                with connection.begin():
                    yield CacheTransaction(connection)
        except sa.exc.OperationalError as error:
            raise StoreBusy(why=str(error.orig)) from error

    def shrink(self) -> None:
        """Write the cache anew, so that nothing of what was deleted is left in its files.

        Raises:
            StoreBusy: another process reads or writes it.
        """
        try:
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is None:
                    raise AssertionError("no connection")
                raw.execute("INSERT INTO search(search) VALUES ('optimize')")  # else terms of what went stay listed
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlcipher.OperationalError as error:
            raise StoreBusy(why=str(error)) from error


def remove_cache(folder: Path) -> None:
    """Throw the cache away; the next start makes an empty one."""
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{CACHE_FILE}{suffix}").unlink(missing_ok=True)
