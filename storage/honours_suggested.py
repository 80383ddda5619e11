"""What suggestions of honours are counted from: the newest cases and reports of the record, and posts of the cache.

All is read by key or by index, and no more than so many rows of each, so that it takes as long with a million cases.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId, CaseKind, CaseState, Verdict
from app.domain.decisions import ReportVerdict
from app.domain.honours_suggested import Matter, Seen
from app.domain.members import Member, MemberId, MemberRef
from app.domain.posts import PostId, PostState, ThreadId
from storage.bulk import blocks
from storage.cache_schema import members, posts, threads
from storage.schema import cases, reports
from storage.schema_decisions import decisions
from storage.schema_governing import report_verdicts
from storage.values import moment, ms

_HEATED = (CaseKind.VIOLATION, CaseKind.DISPUTE)
"""Kinds of cases that tell of a quarrel; a pulled one is a violation until somebody says otherwise."""

_MATTER = (cases.c.kind, cases.c.state, cases.c.verdict, (cases.c.raised != "").label("raised"))

_decode_member = msgspec.json.Decoder(Member).decode

_ROWID: sa.ColumnElement[int] = sa.literal_column("posts.rowid", sa.Integer)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A case about a post of a thread, as far as it tells of a quarrel."""

    key: int
    case: CaseId
    post: PostId | None
    thread: ThreadId
    title: str
    reports: int
    matter: Matter

    @property
    def heated(self) -> bool:
        """Whether it tells of a quarrel."""
        return self.matter.kind in _HEATED and not self.matter.grave


@dataclass(frozen=True, slots=True)
class Upheld:
    """Somebody of whose reports decisions found so many right."""

    member: MemberRef
    reports: int


class HonoursCounted:
    """What the record tells, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def flagged(self, since: datetime, most: int) -> list[Flagged]:
        """The newest cases about posts of threads, among the `most` that came last."""
        newest = sa.select(cases.c.key).order_by(cases.c.key.desc()).limit(most).subquery()
        columns = (cases.c.key, cases.c.id, cases.c.post_id, cases.c.thread_id, cases.c.title, cases.c.reports)
        rows = self._connection.execute(
            sa.select(*columns, *_MATTER)
            .join(newest, newest.c.key == cases.c.key)
            .where(cases.c.thread_id.is_not(None), cases.c.reported_at >= ms(since))
            .order_by(cases.c.key.desc())
        )
        return [
            Flagged(
                row.key,
                CaseId(row.id),
                PostId(row.post_id) if row.post_id else None,
                ThreadId(row.thread_id),
                row.title,
                row.reports,
                _matter(row),
            )
            for row in rows
        ]

    def matters(self, ids: Iterable[PostId]) -> dict[PostId, list[Matter]]:
        """What there is about these posts; a post about which there is nothing is not among them."""
        found: dict[PostId, list[Matter]] = {}
        for block in blocks(ids):
            rows = self._connection.execute(
                sa.select(cases.c.post_id, *_MATTER).where(cases.c.post_id.in_(block)).distinct()
            )
            for row in rows:
                found.setdefault(PostId(row.post_id), []).append(_matter(row))
        return found

    def reported(self, keys: Iterable[int]) -> dict[int, list[tuple[MemberId | None, datetime]]]:
        """Who reported the posts of these cases, and when."""
        found: dict[int, list[tuple[MemberId | None, datetime]]] = {}
        for block in blocks(keys):
            rows = self._connection.execute(
                sa.select(reports.c.case_key, reports.c.reporter_id, reports.c.at).where(reports.c.case_key.in_(block))
            )
            for row in rows:
                who = MemberId(row.reporter_id) if row.reporter_id else None
                found.setdefault(row.case_key, []).append((who, moment(row.at)))
        return found

    def judged(self, ids: Iterable[PostId]) -> set[PostId]:
        """Those of these posts about which there is a case."""
        return {
            PostId(post)
            for block in blocks(ids)
            for post in self._connection.execute(
                sa.select(cases.c.post_id).where(cases.c.post_id.in_(block)).distinct()
            ).scalars()
        }

    def upheld(self, since: datetime, least: int, most: int) -> list[Upheld]:
        """Who made reports that decisions found right, by the `most` newest decisions, most reports first.

        Args:
            least: of whom so many are found at least.
        """
        newest = (
            sa.select(decisions.c.id)
            .where(decisions.c.at >= ms(since), decisions.c.undone_at.is_(None))
            .order_by(decisions.c.at.desc())
            .limit(most)
            .subquery()
        )
        told = sa.select(reports.c.reporter_id, reports.c.reporter_name, reports.c.case_key, reports.c.id).distinct()
        found = (
            told.join(
                report_verdicts,
                sa.and_(reports.c.case_key == report_verdicts.c.case_key, reports.c.id == report_verdicts.c.report_id),
            )
            .join(newest, newest.c.id == report_verdicts.c.decision_id)
            .where(report_verdicts.c.verdict == ReportVerdict.UPHELD, reports.c.reporter_id.is_not(None))
            .subquery()
        )
        count = sa.func.count()
        rows = self._connection.execute(
            sa.select(found.c.reporter_id, sa.func.max(found.c.reporter_name).label("name"), count.label("n"))
            .group_by(found.c.reporter_id)
            .having(count >= least)
            .order_by(count.desc(), found.c.reporter_id)
            .limit(most)
        )
        return [Upheld(MemberRef(MemberId(row.reporter_id), row.name), row.n) for row in rows]


class PostsCounted:
    """What the cache tells, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of_threads(self, ids: Collection[ThreadId], most: int) -> dict[ThreadId, list[Seen]]:
        """The posts of these threads that are still there, in order of time, the first `most` of each thread."""
        found: dict[ThreadId, list[Seen]] = {}
        for thread in ids:
            rows = self._connection.execute(
                sa.select(*_COLUMNS)
                .where(posts.c.thread_id == thread, posts.c.state != PostState.DELETED.value)
                .order_by(posts.c.created_at, posts.c.id)
                .limit(most)
            )
            found[thread] = [_seen(row) for row in rows]
        return found

    def ids_in(self, ids: Iterable[ThreadId], most: int) -> dict[PostId, ThreadId]:
        """The posts of these threads, gone or not, the newest `most` of each, with the thread of each."""
        return {
            PostId(post): thread
            for thread in ids
            for post in self._connection.execute(
                sa.select(posts.c.id)
                .where(posts.c.thread_id == thread)
                .order_by(posts.c.created_at.desc(), posts.c.id)
                .limit(most)
            ).scalars()
        }

    def addresses(self, ids: Iterable[ThreadId]) -> dict[ThreadId, tuple[str, str]]:
        """Titles and addresses of these threads."""
        return {
            ThreadId(row.id): (row.title, row.url)
            for block in blocks(ids)
            for row in self._connection.execute(
                sa.select(threads.c.id, threads.c.title, threads.c.url).where(threads.c.id.in_(block))
            )
        }

    def joined(self, ids: Iterable[MemberId]) -> dict[MemberId, datetime]:
        """When these members joined; not of staff, nor of whom the community does not tell."""
        found: dict[MemberId, datetime] = {}
        for block in blocks(ids):
            rows = self._connection.execute(sa.select(members.c.about).where(members.c.id.in_(block)))
            for about in rows.scalars():
                member = _decode_member(about)
                if member.joined_at is not None and not member.is_staff:
                    found[member.ref.id] = member.joined_at
        return found

    def opened(self, since: datetime, most: int) -> list[tuple[ThreadId, MemberId]]:
        """Threads that were opened since then, with who did, by the `most` posts that came last; the newest first."""
        newest = sa.select(_ROWID.label("place")).select_from(posts).order_by(_ROWID.desc()).limit(most).subquery()
        opens = sa.or_(posts.c.number.is_(None), posts.c.number.in_((0, 1)))
        rows = self._connection.execute(
            sa.select(posts.c.thread_id, posts.c.author_id)
            .join(newest, newest.c.place == _ROWID)
            .where(posts.c.created_at >= ms(since), posts.c.reply_to.is_(None), opens)
            .order_by(_ROWID.desc())
        )
        return [(ThreadId(row.thread_id), MemberId(row.author_id)) for row in rows]


_COLUMNS: tuple[sa.ColumnElement[Any], ...] = (
    posts.c.id,
    posts.c.author_id,
    posts.c.author_name,
    posts.c.created_at,
    sa.func.length(posts.c.raw).label("length"),
    posts.c.reply_to,
    posts.c.url,
)


def _matter(row: sa.Row[Any]) -> Matter:
    verdict = Verdict(row.verdict) if row.verdict else None
    return Matter(CaseKind(row.kind), CaseState(row.state), verdict, bool(row.raised))


def _seen(row: sa.Row[Any]) -> Seen:
    return Seen(
        PostId(row.id),
        MemberRef(MemberId(row.author_id), row.author_name),
        moment(row.created_at),
        row.length,
        PostId(row.reply_to) if row.reply_to else None,
        row.url,
    )
