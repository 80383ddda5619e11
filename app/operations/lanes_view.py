"""What is shown of lanes: a case with its clocks and steps, the alarms, the register of what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, CaseKind, QueueRow
from app.domain.changes import Changes
from app.domain.lanes import (
    IN_REGISTER,
    LANES,
    MAY_HIDE,
    OWN_LANES,
    STAGES,
    STEP_WORDS,
    LaneEvent,
    LaneStep,
    Number,
    Registered,
    Severity,
    Stage,
    done,
    hidden,
    last,
    missing,
    numbers,
    of_stay,
    raised_lane,
    severity,
)
from app.domain.lanes_clocks import SECOND_ALARM_AFTER, Alarm, AlarmLevel, Clock, clocks, incident_at, level
from app.domain.lanes_next import next_stage
from app.domain.members import MemberRef
from app.domain.roles import Role, require
from app.domain.triage import QueueFilter
from app.domain.words import Words
from app.operations import lanes_left
from app.operations.desk import Desk
from app.operations.lanes import TOUCHED, note
from app.operations.lanes_guard import events
from storage.transaction import Transaction

BLOCK = 200


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of a lane as it is shown: what it is, what to do, and what was entered of it, newest last."""

    stage: Stage
    words: Words
    done: bool
    entered: tuple[LaneEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneView:
    """A case in its lane.

    Attributes:
        lane: its kind.
        hit: what a keyword found: unseen while the case is in no lane of its own, else what led there; "" for nothing.
        since: when we first knew of it: from then on the team's own clocks run.
        clocks: in the order of the steps; `clock_words` says each.
        steps: in their order; none for a case that is in no lane.
        missing: required steps that are to be done before it can be closed.
        next: the step that comes next; None where all is done but the closing.
        numbers: whom to call.
        incident_at: when it happened, or when the post was written where `guessed`.
        happened_before: how long ago that is.
        may_hide: posts can be hidden in this lane; `preserve_first`: once it is preserved as it stands now.
        hidden: it is.
        minor: somebody said that a minor is concerned.
        acknowledged_by: who sees to it.
        events: everything entered, oldest first.
    """

    case: Case
    lane: CaseKind
    severity: Severity
    hit: str
    since: datetime
    clocks: tuple[Clock, ...]
    steps: tuple[StepShown, ...]
    missing: tuple[Stage, ...]
    next: Stage | None
    numbers: tuple[Number, ...]
    incident_at: datetime
    guessed: bool
    happened_before: timedelta
    may_hide: bool
    preserve_first: bool
    hidden: bool
    minor: bool
    acknowledged_by: MemberRef | None
    events: tuple[LaneEvent, ...]


def lane_view(desk: Desk, case_id: CaseId) -> LaneView:
    """A case in its lane, with its clocks, its steps and what comes next; also for a case that is in none.

    Raises:
        CaseNotFound: there is no such case.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        found, written_at = events(tx, case), tx.cases.first_seen(case.key).written_at
    lane, since = case.kind, first_known(case, found)
    happened, guessed = incident_at(lane, found, written_at)
    entry, seen = last(lane, found, LaneStep.ENTERED), last(lane, found, LaneStep.ACKNOWLEDGED)
    steps = tuple(_shown(stage, lane, found) for stage in STAGES.get(lane, ()))
    preserved = any(one.step is LaneStep.PRESERVED and one.text == case.revision.version for one in found)
    return LaneView(
        case=case,
        lane=lane,
        severity=severity(lane, case.raised, case.reported_as),
        hit=case.raised or (entry.text if entry else ""),
        since=since,
        clocks=tuple(clocks(lane, found, since=since, written_at=written_at)),
        steps=steps,
        missing=missing(lane, found),
        next=next_stage(lane, found),
        numbers=numbers(lane),
        incident_at=happened,
        guessed=guessed,
        happened_before=now - happened,
        may_hide=lane in MAY_HIDE,
        preserve_first=lane is CaseKind.UNLAWFUL and not preserved,
        hidden=hidden(lane, found),
        minor=done(lane, found, LaneStep.MINOR),
        acknowledged_by=seen.by if seen else None,
        events=tuple(found),
    )


def _shown(stage: Stage, lane: CaseKind, found: Sequence[LaneEvent]) -> StepShown:
    entered = tuple(one for one in found if one.step is stage.step and one.lane is lane)
    return StepShown(stage, STEP_WORDS[stage.step], done(lane, found, stage.step), entered)


def first_known(case: Case, found: Sequence[LaneEvent]) -> datetime:
    """When we first knew: the hit that points to the lane, else when it was entered, else when it was reported."""
    lane = case.kind if case.kind in LANES else raised_lane(case.raised)
    known = _known(lane, found)
    return min(known, default=case.reported_at) if case.kind in LANES else max(known, default=case.reported_at)


def _known(lane: CaseKind | None, found: Sequence[LaneEvent]) -> list[datetime]:
    """When something told us, since the case entered its lane."""
    telling = (LaneStep.RAISED, LaneStep.ENTERED, LaneStep.REOPENED)
    return [one.at for one in found if one.lane is lane and one.step in telling]


# --- alarms -------------------------------------------------------------------------------------------


def alarms(desk: Desk) -> list[Alarm]:
    """Cases to which nobody sees yet, the loudest first: raised by a keyword and unseen, or in a lane of their own and
    not acknowledged."""
    now, found = desk.clock(), list[Alarm]()
    with desk.record.read() as tx:
        for rows in _pages(desk, tx):
            known = tx.lanes.of_cases(row.key for row in rows)
            found += [one for row in rows if (one := _alarm(row, known.get(row.key, []), now)) is not None]
    return sorted(found, key=lambda one: (one.level is AlarmLevel.FIRST, one.severity, one.since))


def _pages(desk: Desk, tx: Transaction) -> Sequence[list[QueueRow]]:
    pages: list[list[QueueRow]] = []
    rows = tx.queue.page(QueueFilter(alarms=True), desk.me.id, limit=BLOCK)
    while rows:
        pages.append(rows)
        rows = tx.queue.page(QueueFilter(alarms=True), desk.me.id, after=rows[-1].place, limit=BLOCK)
    return pages


def _alarm(row: QueueRow, ever: Sequence[LaneEvent], now: datetime) -> Alarm | None:
    entered, hit = row.kind in OWN_LANES, raised_lane(row.raised)
    found = of_stay(row.kind, ever) if entered else list(ever)
    if entered and hit is None and done(row.kind, found, LaneStep.ACKNOWLEDGED):
        return None
    lane = hit or (row.kind if entered else None)
    if lane is None:
        return None
    hits = [one for one in ever if one.lane is lane and one.step is LaneStep.RAISED]
    known = [hits[-1].at] if hit and hits else _known(lane, found)
    since = min(known, default=row.reported_at)
    return Alarm(
        case=row.id,
        lane=lane,
        level=level(since, now),
        severity=severity(row.kind, row.raised, row.reported_as),
        since=since,
        second_at=since + SECOND_ALARM_AFTER,
        title=row.title,
        author=row.author,
        excerpt=row.excerpt,
        raised=row.raised or next((one.text for one in hits[-1:] if one in found), ""),
        entered=entered and hit is None,
        shown=any(one.step is LaneStep.ALARM_SHOWN and one.lane is lane and one.at >= since for one in ever),
    )


def alarm_shown(desk: Desk, case_id: CaseId) -> Changes:
    """Enter, once, that a lead was shown the second alarm of a case; nothing where it has none.

    Raises:
        NoRight: the person is no lead.
    """
    require(desk.me, Role.LEAD)
    mine = next((one for one in alarms(desk) if one.case == case_id), None)
    if mine is None or mine.shown or mine.level is not AlarmLevel.SECOND:
        return Changes()
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        me = MemberRef(desk.me.id, desk.me.name)
        note(tx, case, LaneEvent(LaneStep.ALARM_SHOWN, mine.lane, desk.clock(), me))
    return TOUCHED


# --- the register -------------------------------------------------------------------------------------

PAGE = 200


def register(desk: Desk, *, before: int | None = None, limit: int = PAGE) -> list[Registered]:
    """The register of reports (上报登记): what was reported, passed on, sent back or called, the newest first.

    And which cases were closed with something left undone.

    Args:
        desk: of the person who asks.
        before: `seq` of the last line of the page before.
        limit: how many lines at most.
    """
    with desk.record.read() as tx:
        return lanes_left.with_left(tx, tx.lanes.register((*IN_REGISTER, LaneStep.CLOSED), before=before, limit=limit))
