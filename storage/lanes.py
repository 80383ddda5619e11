"""What happened to cases in lanes of their own, and what a keyword raised."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import Case, CaseId, CaseKind, urgency
from app.domain.commands import DecisionId
from app.domain.lanes import LaneEvent, LaneStep, Registered, raised_lane
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId
from storage.bulk import blocks
from storage.schema import case_revisions, cases, is_open
from storage.schema_decisions import decisions
from storage.schema_governing import approvals
from storage.schema_lanes import lane_events
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]


class Lanes:
    """The lanes as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- reading ---------------------------------------------------------------------------------------

    def of_case(self, case_key: int) -> list[LaneEvent]:
        """What happened to a case, oldest first, without what was taken back."""
        rows = self._connection.execute(_standing().where(lane_events.c.case_key == case_key))
        return [_event(row) for row in rows]

    def of_cases(self, keys: Iterable[int]) -> dict[int, list[LaneEvent]]:
        """The same for several cases, by their keys; those to which nothing happened are missing."""
        found: dict[int, list[LaneEvent]] = {}
        for block in blocks(keys):
            for row in self._connection.execute(_standing().where(lane_events.c.case_key.in_(block))):
                found.setdefault(row.case_key, []).append(_event(row))
        return found

    def of_decision(self, decision: DecisionId) -> list[LaneEvent]:
        """What went with a decision."""
        rows = self._connection.execute(sa.select(lane_events).where(lane_events.c.decision_id == decision))
        return [_event(row) for row in rows]

    def register(self, steps: Sequence[LaneStep], *, before: int | None, limit: int) -> list[Registered]:
        """What was told to whom, the newest first, from before a number on."""
        statement = _standing().where(lane_events.c.step.in_([one.value for one in steps]))
        if before is not None:
            statement = statement.where(lane_events.c.seq < before)
        statement = (
            statement.add_columns(cases.c.id.label("case_id"), cases.c.title)
            .join(cases, cases.c.key == lane_events.c.case_key)
            .order_by(None)
            .order_by(lane_events.c.seq.desc())
            .limit(limit)
        )
        rows = self._connection.execute(statement)
        return [Registered(CaseId(row.case_id), row.title, _event(row), row.seq) for row in rows]

    def cleared(self, case_key: int) -> dict[str, str]:
        """The hits of which a person said that they are none, each with the text that they read then."""
        judged = sa.func.coalesce(
            case_revisions.c.title + "\n" + case_revisions.c.body, cases.c.title + "\n" + cases.c.body
        )
        rows = self._connection.execute(
            sa.select(lane_events.c.text, judged.label("judged"))
            .join(cases, cases.c.key == lane_events.c.case_key)
            .outerjoin(
                case_revisions,
                sa.and_(
                    case_revisions.c.case_key == lane_events.c.case_key,
                    case_revisions.c.version == lane_events.c.number,
                ),
            )
            .where(lane_events.c.case_key == case_key, lane_events.c.step == LaneStep.CLEARED.value)
            .order_by(lane_events.c.seq)
        )
        return {row.text: row.judged for row in rows}

    def needs_help(self, post: PostId) -> CaseKind | None:
        """The lane of an open case about this post in which somebody needs help; None where there is none."""
        lanes = (CaseKind.SAFETY.value, CaseKind.CARE.value)
        found = sa.select(cases.c.kind).where(cases.c.post_id == post, cases.c.kind.in_(lanes), is_open()).limit(1)
        kind = self._connection.execute(found).scalar()
        return CaseKind(kind) if kind else None

    def of_minor(self, case_key: int, member: MemberId | None) -> bool:
        """Whether who is concerned by a case seems to be a minor, or its author does by any other case."""
        which = cases.c.key == case_key
        if member is not None:
            which |= cases.c.author_id == member
        flagged = _standing().where(lane_events.c.step == LaneStep.MINOR.value)
        flagged = flagged.join(cases, cases.c.key == lane_events.c.case_key).where(which)
        return self._connection.execute(flagged.limit(1)).first() is not None

    def open_texts(self, after: int, limit: int) -> list[tuple[int, CaseKind, str, str]]:
        """Key, kind, hit and text to be judged of open cases after that key, for a look with other keywords."""
        newest = case_revisions.alias("newest")
        rows = self._connection.execute(
            sa.select(
                cases.c.key,
                cases.c.kind,
                cases.c.raised,
                cases.c.title,
                cases.c.opens,
                cases.c.body,
                newest.c.body.label("now"),
            )
            .outerjoin(newest, sa.and_(newest.c.case_key == cases.c.key, newest.c.version == cases.c.latest_revision))
            .where(cases.c.key > after, is_open())
            .order_by(cases.c.key)
            .limit(limit)
        )
        said = ((row, f"{row.title if row.opens else ''}\n{row.now or row.body}") for row in rows)
        return [(row.key, CaseKind(row.kind), row.raised, text) for row, text in said]

    # --- writing ---------------------------------------------------------------------------------------

    def add(self, case_key: int, event: LaneEvent) -> None:
        """Keep what happened."""
        self.add_many([(case_key, event)])

    def add_many(self, events: Sequence[tuple[int, LaneEvent]]) -> None:
        """Keep what happened to several cases."""
        if events:
            self._connection.execute(sa.insert(lane_events), [_values(key, event) for key, event in events])

    def set_raised(self, case: Case, raised: str) -> None:
        """Say what a keyword found, "" for nothing; how soon the case needs us follows."""
        self._connection.execute(
            sa.update(cases)
            .where(cases.c.key == case.key)
            .values(raised=plain(raised), urgency=urgency(case.kind, case.state, case.reports, raised))
        )

    def raise_many(self, hits: Mapping[int, str], at: datetime) -> None:
        """Keep what a keyword found in new cases."""
        self.add_many([(key, raising(hit, at)) for key, hit in hits.items()])


def raising(hit: str, at: datetime) -> LaneEvent:
    """That a keyword found something, as it is kept."""
    lane = raised_lane(hit)
    if lane is None:
        raise AssertionError(f"{hit!r} points to no lane")
    return LaneEvent(LaneStep.RAISED, lane, at, text=hit)


def _standing() -> sa.Select[tuple[object, ...]]:
    """What happened, without what went with a decision that was undone, or to which another person has to agree yet."""
    joined = lane_events.outerjoin(decisions, decisions.c.id == lane_events.c.decision_id)
    agreed = sa.exists().where(approvals.c.decision_id == decisions.c.id, approvals.c.agreed)
    return (
        sa.select(lane_events)
        .select_from(joined)
        .where(decisions.c.undone_at.is_(None), sa.or_(decisions.c.second_person.is_(None), agreed))
        .order_by(lane_events.c.seq)
    )


def _values(case_key: int, event: LaneEvent) -> dict[str, object]:
    return {
        "case_key": case_key,
        "step": event.step.value,
        "lane": event.lane.value,
        "at": ms(event.at),
        "by_id": event.by.id if event.by else None,
        "by_name": event.by.name if event.by else "",
        "occurred_at": ms_or_none(event.occurred_at),
        "to_whom": plain(event.to),
        "number": plain(event.number),
        "text": plain(event.text),
        "injury": event.injury,
        "effect": event.effect,
        "decision_id": event.decision,
    }


def _event(row: _Row) -> LaneEvent:
    return LaneEvent(
        step=LaneStep(row.step),
        lane=CaseKind(row.lane),
        at=moment(row.at),
        by=MemberRef(MemberId(row.by_id), row.by_name) if row.by_id else None,
        occurred_at=moment_or_none(row.occurred_at),
        to=row.to_whom,
        number=row.number,
        text=row.text,
        injury=row.injury,
        effect=row.effect,
        decision=DecisionId(row.decision_id) if row.decision_id else None,
    )
