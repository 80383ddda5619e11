"""Deleting from the cache what the community said of a member; it is written over by `Cache.shrink`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.members import MemberId
from app.domain.privacy import MARK
from storage.bulk import blocks
from storage.cache_schema import audit, case_notes, members, messages, meta, posts, revisions, threads
from storage.values import ms

_TEXTS = (
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
        """Keep who is forgotten, and since when; a cache that was made anew has to be told again."""
        told = {str(member): ms(at) for member, at in since.items()}
        if told != forgotten(self._connection):
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

    def mentions(self, names: Iterable[str], longer: Sequence[str] = ()) -> None:
        """Replace names wherever they stand in what was read; what names others whose names are longer stays."""
        for name in sorted(set(names), key=len, reverse=True):
            for table, column in _TEXTS:
                text = table.c[column]
                spared = [~text.contains(one, autoescape=True) for one in longer if name in one]
                said = sa.update(table).where(text.contains(name, autoescape=True), *spared)
                self._connection.execute(said.values({column: sa.func.replace(text, name, MARK)}))
