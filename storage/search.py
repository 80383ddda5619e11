"""The search index over the cases: Chinese words of two characters in a million posts, within a few milliseconds.

Rowids are the cases' keys. Sync never waits for the index: it reads on from its own watermark.
"""

import json
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from app.text.folding import Query, fold, grams
from storage.bulk import Upsert
from storage.cache_schema import search_text

_FOLDED = Upsert(search_text, ["key", "folded"], key=["key"], update=["folded"])


class Search:
    """The index as seen by one transaction on the cache."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def index(self, texts: Iterable[tuple[int, str]]) -> None:
        """Take in, or replace, the texts of these cases."""
        folded = [(key, fold(text)) for key, text in texts]
        if not folded:
            return
        _FOLDED.run(self._connection, folded)
        self._connection.exec_driver_sql(
            "INSERT OR REPLACE INTO search(rowid, grams) VALUES (?, ?)",
            [(key, " ".join(sorted(grams(text)))) for key, text in folded],
        )

    def first(self, query: Query, limit: int) -> list[int] | None:
        """The keys of every hit, or None when there are more than `limit`."""
        if not query.indexed:
            return None
        rows = self._connection.exec_driver_sql(
            "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", (_expression(query), limit + 1)
        ).fetchall()
        if len(rows) > limit:
            return None
        keys = [row[0] for row in rows]
        return keys if query.exact else self.among(query, keys)

    def among(self, query: Query, keys: Sequence[int]) -> list[int]:
        """Which of these cases are hits, in the order given."""
        contains = " AND ".join(["instr(folded, ?) > 0"] * len(query.terms)) or "1"
        wanted = f"SELECT key FROM search_text WHERE key IN (SELECT value FROM json_each(?)) AND {contains}"
        found = self._connection.exec_driver_sql(wanted, (json.dumps(keys), *query.terms))
        hits = {row[0] for row in found}
        return [key for key in keys if key in hits]

    def newest_with(self, gram: str, limit: int) -> list[int]:
        """The newest cases whose text has this pair of characters, newest first."""
        rows = self._connection.exec_driver_sql(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (f'"{gram}"', limit)
        )
        return [row[0] for row in rows]

    def sample(self, count: int) -> list[str]:
        """The folded texts of so many cases, evenly over all that are indexed."""
        newest = self._connection.exec_driver_sql("SELECT max(key) FROM search_text").scalar() or 0
        keys = sorted({1 + newest * place // count for place in range(count)})
        wanted = "SELECT folded FROM search_text WHERE key IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self._connection.exec_driver_sql(wanted, (json.dumps(keys),))]


def _expression(query: Query) -> str:
    """What FTS5 is asked: every gram, and every single character as the start of one."""
    exact = [f'"{gram}"' for gram in sorted(query.grams)]
    return " AND ".join(exact + [f'"{start}"*' for start in sorted(query.starts)])
