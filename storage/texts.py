"""The library of texts: every version stays as it was written (the database refuses anything else)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.members import MemberId, MemberRef
from app.domain.texts import LibraryText, NewText, Review
from app.errors import TextNotFound
from storage.schema_team import text_reviews, text_versions, texts
from storage.values import moment, moment_or_none, ms, plain

_later = text_versions.alias("later")
_NEWEST = sa.select(sa.func.max(_later.c.version)).where(_later.c.text_key == texts.c.key).scalar_subquery()
_review = text_reviews.alias("newest")
_LAST_REVIEW = (
    sa.select(sa.func.max(_review.c.seq))
    .where(_review.c.text_key == text_versions.c.text_key, _review.c.version == text_versions.c.version)
    .scalar_subquery()
)
_COLUMNS: tuple[sa.ColumnElement[Any], ...] = (
    *(texts.c[name] for name in ("key", "answer", "language", "owner_id", "owner_name", "retired_at")),
    *(text_versions.c[name] for name in ("version", "name", "body", "fits", "by_id", "by_name", "at")),
    *(text_reviews.c[name].label(f"review_{name}") for name in ("valid_until", "by_id", "by_name", "at")),
)
_WHOLE = (
    sa.select(*_COLUMNS)
    .select_from(texts.join(text_versions, text_versions.c.text_key == texts.c.key))
    .outerjoin(text_reviews, text_reviews.c.seq == _LAST_REVIEW)
)


class Texts:
    """The library as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def every(self, *, answer: str = "", retired: bool = True) -> list[LibraryText]:
        """The texts in their newest version, by what they are for and in the order in which they were first written.

        Args:
            answer: only those for this.
            retired: those too that are no longer used.
        """
        statement = _WHOLE.where(text_versions.c.version == _NEWEST).order_by(texts.c.answer, texts.c.key)
        if answer:
            statement = statement.where(texts.c.answer == answer)
        if not retired:
            statement = statement.where(texts.c.retired_at.is_(None))
        return _texts(self._connection.execute(statement))

    def get(self, key: int, *, to_change: bool = False) -> LibraryText:
        """A text in its newest version; `to_change` keeps others from changing it until the transaction ends.

        Raises:
            TextNotFound: there is none.
        """
        if to_change:
            self._connection.execute(sa.select(texts.c.key).where(texts.c.key == key).with_for_update())
        found = _texts(self._connection.execute(_WHOLE.where(texts.c.key == key, text_versions.c.version == _NEWEST)))
        if not found:
            raise TextNotFound(text=key)
        return found[0]

    def versions(self, key: int) -> list[LibraryText]:
        """Every version of a text, the newest first."""
        statement = _WHOLE.where(texts.c.key == key).order_by(text_versions.c.version.desc())
        return _texts(self._connection.execute(statement))

    def add(self, said: NewText, owner: MemberRef, at: datetime) -> int:
        """Keep a new text with its first version; its number."""
        values = {"answer": said.answer, "language": said.language, "owner_id": owner.id, "owner_name": owner.name}
        added = sa.insert(texts).values(**values, at=ms(at)).returning(texts.c.key)
        key = int(self._connection.execute(added).scalar_one())
        self.add_version(key, 1, said, owner, at)
        return key

    def add_version(self, key: int, version: int, said: NewText, by: MemberRef, at: datetime) -> None:
        """Keep another version of a text; the ones before stay."""
        words = {"name": plain(said.name), "body": plain(said.body), "fits": plain(said.fits)}
        self._connection.execute(
            sa.insert(text_versions).values(
                text_key=key, version=version, **words, by_id=by.id, by_name=by.name, at=ms(at)
            )
        )

    def add_review(self, key: int, version: int, review: Review) -> None:
        """Keep what legal said about one version."""
        values = {"valid_until": review.until.isoformat(), "by_id": review.by.id, "by_name": review.by.name}
        self._connection.execute(
            sa.insert(text_reviews).values(text_key=key, version=version, **values, at=ms(review.at))
        )

    def retire(self, key: int, at: datetime) -> None:
        """Use a text no longer; it stays, with all its versions."""
        self._connection.execute(sa.update(texts).where(texts.c.key == key).values(retired_at=ms(at)))


def _texts(rows: Iterable[Any]) -> list[LibraryText]:
    return [
        LibraryText(
            key=row.key,
            version=row.version,
            said=NewText(row.answer, row.language, row.name, row.body, row.fits),
            owner=MemberRef(MemberId(row.owner_id), row.owner_name),
            by=MemberRef(MemberId(row.by_id), row.by_name),
            at=moment(row.at),
            review=_review_of(row),
            retired_at=moment_or_none(row.retired_at),
        )
        for row in rows
    ]


def _review_of(row: Any) -> Review | None:
    if row.review_valid_until is None:
        return None
    by = MemberRef(MemberId(row.review_by_id), row.review_by_name)
    return Review(date.fromisoformat(row.review_valid_until), by, moment(row.review_at))
