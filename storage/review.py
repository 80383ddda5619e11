"""Community reviews in every version, which were published, and what became of titles in a month."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import CommandId, DecisionId
from app.domain.honours import GrantId
from app.domain.honours_rules import Change, grant_id
from app.domain.members import MemberId, MemberRef
from app.domain.months import Month
from app.domain.review import Publication, Review
from storage.schema_honours import grant_events
from storage.schema_review import review_publications, reviews
from storage.values import moment, ms, plain

_Row = sa.Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class TitleChanged:
    """Something that happened to a title that somebody holds."""

    grant: GrantId
    change: Change
    at: datetime


class Reviews:
    """The community reviews as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def every(self) -> list[Review]:
        """The newest version of every review, that of the newest month first."""
        later = reviews.alias("later")
        newest = ~sa.exists().where(later.c.month == reviews.c.month, later.c.version > reviews.c.version)
        rows = self._connection.execute(sa.select(reviews).where(newest).order_by(reviews.c.month.desc()))
        return [_review(row) for row in rows]

    def find(self, month: Month, *, to_change: bool = False) -> Review | None:
        """The newest version of a month's review, if there is one; nobody else adds one where it is to be changed."""
        of = reviews.c.month == month
        if to_change:
            self._connection.execute(sa.select(reviews.c.version).where(of, reviews.c.version == 1).with_for_update())
        row = self._connection.execute(
            sa.select(reviews).where(of).order_by(reviews.c.version.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _review(row)

    def versions(self, month: Month) -> list[Review]:
        """Every version of a month's review, the newest first."""
        found = sa.select(reviews).where(reviews.c.month == month).order_by(reviews.c.version.desc())
        return [_review(row) for row in self._connection.execute(found)]

    def add(self, review: Review) -> None:
        """Keep the next version of a month's review (the database refuses another one)."""
        self._connection.execute(
            sa.insert(reviews).values(
                month=review.month,
                version=review.version,
                language=review.language,
                title=plain(review.title),
                text=plain(review.text),
                by_id=review.by.id,
                by_name=plain(review.by.name),
                at=ms(review.at),
            )
        )

    def publish(self, publication: Publication) -> None:
        """Keep that a version is published (the database refuses any but the newest, and a second notice)."""
        self._connection.execute(
            sa.insert(review_publications).values(
                month=publication.month,
                version=publication.version,
                decision_id=publication.decision,
                command_id=publication.command,
                by_id=publication.by.id,
                by_name=plain(publication.by.name),
                at=ms(publication.at),
            )
        )

    def publications(self, month: Month) -> list[Publication]:
        """What was published of a month's review, or was to be, the newest first."""
        rows = self._connection.execute(
            sa.select(review_publications)
            .where(review_publications.c.month == month)
            .order_by(review_publications.c.seq.desc())
        )
        return [_publication(row) for row in rows]

    def titles_changed(self, since: datetime, until: datetime) -> list[TitleChanged]:
        """What happened to titles from a moment to before another one, oldest first."""
        rows = self._connection.execute(
            sa.select(grant_events.c.grant_key, grant_events.c.change, grant_events.c.at)
            .where(grant_events.c.at >= ms(since), grant_events.c.at < ms(until))
            .order_by(grant_events.c.seq)
        )
        return [TitleChanged(grant_id(row.grant_key), Change(row.change), moment(row.at)) for row in rows]


def _review(row: _Row) -> Review:
    by = MemberRef(MemberId(row.by_id), row.by_name)
    return Review(Month(row.month), row.version, row.language, row.title, row.text, by, moment(row.at))


def _publication(row: _Row) -> Publication:
    return Publication(
        Month(row.month),
        row.version,
        DecisionId(row.decision_id),
        CommandId(row.command_id),
        MemberRef(MemberId(row.by_id), row.by_name),
        moment(row.at),
    )
