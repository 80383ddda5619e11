"""Cases, the post as it was flagged, and the reports."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import ALARMED, Back, Case, CaseId, CaseKind, CaseState, CommunityState, Hit, Verdict, urgency
from app.domain.hand import Place
from app.domain.members import MemberId, MemberRef
from app.domain.messages import typed, writable
from app.domain.posts import PostId, Revision, ThreadId
from app.domain.reports import Report
from app.errors import CaseNotFound
from storage.schema import case_revisions, cases, is_open, reports
from storage.values import moment, moment_or_none, ms, ms_or_none

_SYNCED = cases.c.place == ""
"""Cases that the community reported, not entered by hand."""


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
        if writable(case_id) != case_id:  # no store takes it, not even to look for it
            raise CaseNotFound(case=typed(case_id))
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

    def first_seen(self, key: int) -> Revision:
        """The post as it was first seen, which never changes."""
        row = self._connection.execute(sa.select(cases).where(cases.c.key == key)).one()
        return Revision(row.revision, row.title, row.body, moment(row.written_at))

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
                is_open(),
                _SYNCED,
                cases.c.thread_id.is_not(None),
                cases.c.post_id.is_not(None),
            )
            .order_by(cases.c.key)
            .limit(limit)
        )
        return [(row.key, ThreadId(row.thread_id), PostId(row.post_id)) for row in rows]

    def synced_in(self, state: CaseState, limit: int) -> list[CaseId]:
        """Cases of the community in a state, the most urgent first; without those that were entered by hand."""
        rows = self._connection.execute(
            sa.select(cases.c.id)
            .where(cases.c.state == state.value, _SYNCED)
            .order_by(cases.c.urgency, cases.c.reported_at, cases.c.key)
            .limit(limit)
        ).scalars()
        return [CaseId(case_id) for case_id in rows]

    def alarmed(self, limit: int) -> list[tuple[CaseId, str]]:
        """Open cases of safety and of unlawful posts, found so or raised, with the version of the post as it stands."""
        grave = [kind.value for kind in (CaseKind.SAFETY, CaseKind.UNLAWFUL)]
        pointed = [cases.c.raised.startswith(str(Hit(CaseKind(kind), ""))) for kind in grave]
        rows = self._connection.execute(
            sa.select(cases.c.id, cases.c.latest_revision)
            .where(cases.c.urgency <= ALARMED, is_open(), _SYNCED, sa.or_(cases.c.kind.in_(grave), *pointed))
            .order_by(cases.c.urgency, cases.c.reported_at, cases.c.key)
            .limit(limit)
        )
        return [(CaseId(row.id), row.latest_revision) for row in rows]

    def is_synced(self, case_id: CaseId) -> bool:
        """Whether this is a case of the community; False too where there is no such case."""
        found = self._connection.execute(sa.select(cases.c.key).where(cases.c.id == case_id, _SYNCED))
        return found.scalar() is not None

    # --- writing ---------------------------------------------------------------------------------------

    def set_state(
        self,
        case: Case,
        state: CaseState,
        *,
        verdict: Verdict | None = None,
        due_at: datetime | None = None,
        claimed_by: MemberRef | None = None,
        came_back: Back | None = None,
    ) -> None:
        """Put a case into a state, with what belongs to that state."""
        self._connection.execute(
            sa.update(cases)
            .where(cases.c.key == case.key)
            .values(
                state=state.value,
                verdict=verdict and verdict.value,
                urgency=urgency(case.kind, state, case.reports, case.raised),
                due_at=ms_or_none(due_at),
                claimed_by_id=claimed_by and claimed_by.id,
                claimed_by_name=claimed_by and claimed_by.name,
                came_back=came_back and came_back.value,
            )
        )

    def names(self, link: str) -> bool:
        """Whether there is a case, or a reported post, of this id."""
        which = sa.or_(cases.c.id == link, cases.c.post_id == link)
        return self._connection.execute(sa.select(cases.c.key).where(which).limit(1)).first() is not None

    def set_kind(self, case: Case, kind: CaseKind) -> None:
        """Say that a case is of another kind; how soon it needs us follows."""
        self._connection.execute(
            sa.update(cases)
            .where(cases.c.key == case.key)
            .values(kind=kind.value, urgency=urgency(kind, case.state, case.reports, case.raised))
        )

    def follow_command(
        self,
        case_id: CaseId,
        version: str,
        *,
        community_state: CommunityState | None = None,
        assignee: MemberRef | None = None,
        released: bool = False,
    ) -> None:
        """Keep what a command of ours changed in the community, so that the next pull brings no surprise."""
        values: dict[str, object] = {}
        if version:
            values["community_version"] = version
        if community_state:
            values["community_state"] = community_state.value
        if assignee:
            values["assignee_id"], values["assignee_name"] = assignee.id, assignee.name
        if released:
            values["assignee_id"] = values["assignee_name"] = None
        if values:
            self._connection.execute(sa.update(cases).where(cases.c.id == case_id).values(**values))


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
        came_back=Back(row.came_back) if row.came_back else None,
        reported_as=row.reported_as,
        text_print=row.text_print,
        place=Place(row.place) if row.place else None,
        link=row.link,
        raised=row.raised,
        opens=row.opens,
    )
