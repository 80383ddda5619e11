"""What the tables of the record are built with: names of constraints, checks, partial indexes."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A running number; SQLite numbers its rows with INTEGER only."""


def one_of(column: str, words: Iterable[str], *, or_empty: bool = False) -> sa.CheckConstraint:
    """A column holds one of these words, or nothing where it may; `or_empty`: or the empty text."""
    listed = ", ".join(f"'{word}'" for word in ([""] if or_empty else []) + [str(word) for word in words])
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def only_row() -> sa.CheckConstraint:
    """A table has one row."""
    return sa.CheckConstraint("id = 1", name="only_row")


def where(condition: sa.ColumnElement[bool]) -> dict[str, Any]:
    """What makes an index a partial one, on both engines."""
    return {"sqlite_where": condition, "postgresql_where": condition}
