"""Many rows at once, near the driver's own speed: SQLAlchemy writes the SQL once, the driver runs it.

SQLAlchemy's executemany handles each row's parameters in Python, which costs half as much again as the storing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Row = tuple[Any, ...]

BLOCK = 500
"""How many ids go into one IN (...)."""


class Upsert:
    """INSERT of these columns; on a clash of `key`, the columns of `update` are set, or nothing when it is empty."""

    def __init__(
        self, table: sa.Table, columns: Sequence[str], *, key: Sequence[str] = (), update: Sequence[str] = ()
    ) -> None:
        self._table = table
        self._columns = tuple(columns)
        self._key = tuple(key)
        self._update = tuple(update)
        self._written: dict[str, str] = {}

    def run(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Store rows whose values stand in the order of the columns."""
        if rows:
            dialect = connection.dialect.name
            if dialect not in self._written:
                self._written[dialect] = self._sql(dialect)
            connection.exec_driver_sql(self._written[dialect], list(rows))

    def _sql(self, dialect: str) -> str:
        if dialect == "sqlite":
            lite = sqlite.insert(self._table).values({name: sa.bindparam(name) for name in self._columns})
            return _text(self._on_clash(lite), sqlite.dialect(paramstyle="qmark"))
        pg = postgresql.insert(self._table).values({name: sa.bindparam(name) for name in self._columns})
        return _text(self._on_clash(pg), postgresql.dialect(paramstyle="format"))  # type: ignore[no-untyped-call]

    def _on_clash(self, insert: Any) -> Any:
        if not self._key:
            return insert
        if not self._update:
            return insert.on_conflict_do_nothing(index_elements=self._key)
        values = {name: insert.excluded[name] for name in self._update}
        return insert.on_conflict_do_update(index_elements=self._key, set_=values)


def _text(statement: Any, dialect: sa.Dialect) -> str:
    compiled = statement.compile(dialect=dialect)
    return str(compiled)


T = TypeVar("T")


def blocks(values: Iterable[T], size: int = BLOCK) -> Iterable[list[T]]:
    """The values in lists of at most `size`."""
    block: list[T] = []
    for value in values:
        block.append(value)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block
