"""Cases, the post as it was flagged, the reports, and the queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import (
    Case,
    CaseId,
    CaseKind,
    CaseState,
    CommunityState,
    QueueRow,
    Verdict,
    urgency,
)
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId, Revision, ThreadId
from app.domain.reports import Report
from app.errors import CaseNotFound
from storage.bulk import blocks
from storage.schema import OPEN, case_revisions, cases, moment, moment_or_none, ms, ms_or_none, reports

EXCERPT = 80

QUEUE = (cases.c.urgency, cases.c.reported_at, cases.c.key)
"""The order of the queue: most urgent first, then who waits longest."""

Position = tuple[int, int, int]
"""Where a page of the queue ended: the sort values of its last row."""


class Cases:
    """The cases as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- reading ---------------------------------------------------------------------------------------

    def get(self, case_id: CaseId, *, to_change: bool = False) -> Case:
        """The case with this id; `to_change` keeps others from changing it until the transaction ends.

        Raises:
            CaseNotFound: there is none.
        """
        statement = sa.select(cases).where(cases.c.id == case_id)
        if to_change:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            raise CaseNotFound(case=case_id)
        return _case(row, self._latest(row))

    def _latest(self, row: sa.Row[tuple[object, ...]]) -> Revision:
        """The text to be judged now."""
        if row.edits:
            newest = self._connection.execute(
                sa.select(case_revisions).where(
                    case_revisions.c.case_key == row.key, case_revisions.c.version == row.latest_revision
                )
            ).one()
            return _revision(newest)
        return Revision(row.revision, row.title, row.body, moment(row.written_at))

    def by_key(self, key: int, *, to_change: bool = False) -> Case:
        """The case with this key, which must exist."""
        case_id = self._connection.execute(sa.select(cases.c.id).where(cases.c.key == key)).scalar_one()
        return self.get(CaseId(case_id), to_change=to_change)

    def reports(self, key: int) -> list[Report]:
        """The reports of a case, oldest first."""
        rows = self._connection.execute(
            sa.select(reports).where(reports.c.case_key == key).order_by(reports.c.at, reports.c.id)
        )
        return [_report(row) for row in rows]

    def revisions(self, key: int) -> list[Revision]:
        """The texts the post had since it was first seen, oldest first, without the first one."""
        rows = self._connection.execute(
            sa.select(case_revisions).where(case_revisions.c.case_key == key).order_by(case_revisions.c.written_at)
        )
        return [_revision(row) for row in rows]

    def queue(
        self,
        *,
        state: CaseState | None = None,
        after: Position | None = None,
        limit: int = 50,
        keys: Sequence[int] | None = None,
    ) -> list[QueueRow]:
        """A page of the queue, most urgent first.

        Args:
            state: only cases in this state; all but the closed ones otherwise.
            after: where the page before ended.
            limit: how many rows at most.
            keys: only cases with one of these keys.
        """
        statement = _in_queue(sa.select(cases), state, after)
        if keys is None:
            rows = self._connection.execute(statement.order_by(*QUEUE).limit(limit))
            return [_queue_row(row) for row in rows]
        # "+ 0" keeps the engine from walking the index of the queue when it is given the keys
        by_key = statement.order_by(*(column + 0 for column in QUEUE)).limit(limit)
        found = [
            _queue_row(row)
            for block in blocks(keys)
            for row in self._connection.execute(by_key.where(cases.c.key.in_(block)))
        ]
        return sorted(found, key=position)[:limit]

    def walk(self, *, state: CaseState | None, after: Position | None, limit: int) -> list[Position]:
        """Where the next cases of the queue stand; read from its index alone."""
        statement = _in_queue(sa.select(*QUEUE), state, after).order_by(*QUEUE).limit(limit)
        return [(row[0], row[1], row[2]) for row in self._connection.execute(statement).all()]

    def due(self, now: datetime) -> list[CaseId]:
        """Cases whose term has ended."""
        rows = self._connection.execute(
            sa.select(cases.c.id).where(cases.c.due_at.is_not(None), cases.c.due_at <= ms(now))
        ).scalars()
        return [CaseId(case_id) for case_id in rows]

    def changed_since(self, mark: tuple[int, int], limit: int) -> list[tuple[tuple[int, int], str]]:
        """Mark and searchable text of the cases that changed after a mark, in order. A mark ends with the key."""
        order = (cases.c.change_no, cases.c.key)
        rows = self._connection.execute(
            sa.select(cases.c.change_no, cases.c.key, cases.c.title, cases.c.body, cases.c.author_name)
            .where(sa.tuple_(*order) > sa.tuple_(*mark))
            .order_by(*order)
            .limit(limit)
        )
        return [((row.change_no, row.key), f"{row.title}\n{row.body}\n{row.author_name}") for row in rows]

    def open_threads(self, after: int, limit: int) -> list[tuple[int, ThreadId, PostId]]:
        """Key, thread and post of open cases after that key: what to read again for an empty cache."""
        rows = self._connection.execute(
            sa.select(cases.c.key, cases.c.thread_id, cases.c.post_id)
            .where(
                cases.c.key > after,
                OPEN,
                cases.c.thread_id.is_not(None),
                cases.c.post_id.is_not(None),
            )
            .order_by(cases.c.key)
            .limit(limit)
        )
        return [(row.key, ThreadId(row.thread_id), PostId(row.post_id)) for row in rows]

    # --- writing ---------------------------------------------------------------------------------------

    def set_state(
        self,
        case: Case,
        state: CaseState,
        *,
        verdict: Verdict | None = None,
        due_at: datetime | None = None,
        claimed_by: MemberRef | None = None,
    ) -> None:
        """Put a case into a state, with what belongs to that state."""
        self._connection.execute(
            sa.update(cases)
            .where(cases.c.key == case.key)
            .values(
                state=state.value,
                verdict=verdict and verdict.value,
                urgency=urgency(case.kind, state, case.reports),
                due_at=ms_or_none(due_at),
                claimed_by_id=claimed_by and claimed_by.id,
                claimed_by_name=claimed_by and claimed_by.name,
            )
        )

    def follow_command(
        self,
        case_id: CaseId,
        version: str,
        *,
        community_state: CommunityState | None = None,
        assignee: MemberRef | None = None,
    ) -> None:
        """Keep what a command of ours changed in the community, so that the next pull brings no surprise."""
        values: dict[str, object] = {}
        if version:
            values["community_version"] = version
        if community_state:
            values["community_state"] = community_state.value
        if assignee:
            values["assignee_id"], values["assignee_name"] = assignee.id, assignee.name
        if values:
            self._connection.execute(sa.update(cases).where(cases.c.id == case_id).values(**values))


def _in_queue(statement: sa.Select[Any], state: CaseState | None, after: Position | None) -> sa.Select[Any]:
    statement = statement.where(OPEN if state is None else cases.c.state == state.value)
    return statement if after is None else statement.where(sa.tuple_(*QUEUE) > sa.tuple_(*after))


def position(row: QueueRow) -> Position:
    """Where a row stands in the queue."""
    return (row.urgency, ms(row.reported_at), row.key)


def _member(member_id: str | None, name: str | None) -> MemberRef | None:
    return None if member_id is None else MemberRef(MemberId(member_id), name or "")


def _report(row: sa.Row[tuple[object, ...]]) -> Report:
    return Report(row.id, moment(row.at), row.reason, _member(row.reporter_id, row.reporter_name), row.category)


def _revision(row: sa.Row[tuple[object, ...]]) -> Revision:
    return Revision(row.version, row.title, row.body, moment(row.written_at))


def _case(row: sa.Row[tuple[object, ...]], latest: Revision) -> Case:
    return Case(
        key=row.key,
        id=CaseId(row.id),
        kind=CaseKind(row.kind),
        state=CaseState(row.state),
        verdict=Verdict(row.verdict) if row.verdict else None,
        post_id=row.post_id,
        thread_id=row.thread_id,
        author=_member(row.author_id, row.author_name),
        title=row.title,
        body=row.body,
        revision=latest,
        edits=row.edits,
        reports=row.reports,
        reported_at=moment(row.reported_at),
        due_at=moment_or_none(row.due_at),
        claimed_by=_member(row.claimed_by_id, row.claimed_by_name),
        community_state=CommunityState(row.community_state),
        community_version=row.community_version,
        assignee=_member(row.assignee_id, row.assignee_name),
    )


def _queue_row(row: sa.Row[tuple[object, ...]]) -> QueueRow:
    return QueueRow(
        key=row.key,
        id=CaseId(row.id),
        state=CaseState(row.state),
        kind=CaseKind(row.kind),
        author=row.author_name,
        title=row.title,
        excerpt=" ".join(row.body.split())[:EXCERPT],
        reports=row.reports,
        reported_at=moment(row.reported_at),
        urgency=row.urgency,
    )
