"""Deleting from the cache what the community said of a member; it is written over by `Cache.shrink`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.members import MemberId
from app.domain.privacy_names import Sought
from storage.bulk import blocks
from storage.cache_schema import audit, case_notes, members, messages, meta, posts, revisions, threads
from storage.thinning_json import changed
from storage.values import ms

TEXTS = (
    (threads, "title"),
    (posts, "raw"),
    (posts, "author_name"),
    (revisions, "raw"),
    (messages, "text"),
    (messages, "member_name"),
    (case_notes, "text"),
    (audit, "details"),
    (audit, "action"),
    (members, "about"),
)
"""Where somebody may be named in the cache."""

_JSON = ("about", "details")

_FORGOTTEN = "forgotten"


def forgotten(connection: sa.Connection) -> dict[str, int]:
    """Members who asked to be forgotten, by id, and since when: what they wrote before is not read in again."""
    told = connection.execute(sa.select(meta.c.value).where(meta.c.name == _FORGOTTEN)).scalar()
    found: dict[str, int] = json.loads(told) if told else {}
    return found


class CacheThinning:
    """What is deleted of the cache, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def forgotten(self, since: Mapping[MemberId, datetime]) -> None:
        """Keep who is forgotten, and since when; a cache that was made anew has to be told again.

        What this cache knew of those whom somebody else let be forgotten goes.
        """
        told, known = {str(member): ms(at) for member, at in since.items()}, forgotten(self._connection)
        if told != known:
            self.member([one for one in told if one not in known])
            self._connection.execute(sa.delete(meta).where(meta.c.name == _FORGOTTEN))
            self._connection.execute(sa.insert(meta).values(name=_FORGOTTEN, value=json.dumps(told)))

    def member(self, ids: Sequence[str]) -> None:
        """Delete the posts of a member with their revisions, the letters with them, and what is known of them."""
        written = sa.select(posts.c.id).where(posts.c.author_id.in_(ids))
        self._connection.execute(sa.delete(revisions).where(revisions.c.post_id.in_(written)))
        self._connection.execute(sa.delete(posts).where(posts.c.author_id.in_(ids)))
        for table, column in ((messages, "member_id"), (members, "id"), (audit, "member_id")):
            self._connection.execute(sa.delete(table).where(table.c[column].in_(ids)))

    def cases(self, ids: Iterable[CaseId]) -> None:
        """Delete what staff of the community noted about these cases."""
        for block in blocks(ids):
            self._connection.execute(sa.delete(case_notes).where(case_notes.c.case_id.in_(block)))
            self._connection.execute(sa.update(messages).where(messages.c.case_id.in_(block)).values(case_id=None))

    def posts(self, ids: Iterable[str]) -> None:
        """Delete posts with their revisions."""
        for block in blocks(ids):
            self._connection.execute(sa.delete(revisions).where(revisions.c.post_id.in_(block)))
            self._connection.execute(sa.delete(posts).where(posts.c.id.in_(block)))

    def mentions(self, names: Iterable[Sought]) -> None:
        """Replace names wherever they stand as such in what was read."""
        for sought in sorted(names, key=lambda one: len(one.name), reverse=True):
            for table, column in TEXTS:
                self._mention(table, column, sought)

    def _mention(self, table: sa.Table, column: str, sought: Sought) -> None:
        text, key = table.c[column], list(table.primary_key.columns)
        named = sa.select(*key, text.label("found")).where(text.contains(sought.name, autoescape=True))
        for row in self._connection.execute(named).all():
            new = changed(row.found, sought.marked, None) if column in _JSON else None
            new = sought.marked(row.found) if new is None else new
            if new != row.found:
                which = (own == one for own, one in zip(key, row, strict=False))
                self._connection.execute(sa.update(table).where(*which).values({column: new}))
