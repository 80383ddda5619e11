"""Hits that are none: those of a whole thread at once, and taking that back at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import Case, CaseId
from app.domain.changes import Changes
from app.domain.lanes import LaneEvent, LaneStep, raised_lane
from app.domain.members import MemberRef
from app.domain.roles import require_full
from app.domain.triage import QueueFilter
from app.domain.words import Words
from app.errors import NothingRaised, NothingToUndo
from app.operations.deciding import case_to_decide
from app.operations.desk import Desk
from app.operations.lanes import TOUCHED
from app.operations.lanes_noting import note
from storage.transaction import Transaction

TAKEN_BACK_WITHIN = timedelta(minutes=1)
"""So long whoever cleared a hit can take that back."""

_MOST = 200


@dataclass(frozen=True, slots=True)
class Cleared:
    """Hits that were said to be none, each with its case."""

    hits: Mapping[CaseId, str]
    changes: Changes = TOUCHED


def of_thread(desk: Desk, case_id: CaseId) -> list[CaseId]:
    """The cases of the same thread that a keyword raised and nobody looked at, this one first."""
    with desk.record.read() as tx:
        return [one.id for one in _of_thread(desk, tx, tx.cases.get(case_id))]


def clear_thread(desk: Desk, case_id: CaseId) -> Cleared:
    """Say that what keywords found in a thread is no alarm: all of it or nothing.

    Raises:
        NotForTrainees: a trainee looked; somebody else has to.
        NothingRaised: no keyword raised anything there.
        Refused: another rule forbids it.
    """
    require_full(desk.me, Words("单独确认“不是警报”", "say alone that it is no alarm"))
    with desk.record.write() as tx:
        found = _of_thread(desk, tx, tx.cases.get(case_id))
        if not found:
            raise NothingRaised
        for one in found:
            _clear(desk, tx, case_to_decide(desk, tx, one.id))
    return Cleared({one.id: one.raised for one in found})


def clear_one(desk: Desk, case_id: CaseId) -> Cleared:
    """Say that what a keyword found in one case is no alarm.

    Raises:
        NotForTrainees: a trainee looked; somebody else has to.
        NothingRaised: no keyword raised it.
        Refused: another rule forbids it.
    """
    require_full(desk.me, Words("单独确认“不是警报”", "say alone that it is no alarm"))
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if raised_lane(case.raised) is None:
            raise NothingRaised
        _clear(desk, tx, case)
    return Cleared({case.id: case.raised})


def unclear(desk: Desk, cleared: Cleared) -> Changes:
    """Take back at once that these were none: they are raised as before.

    Raises:
        NothingToUndo: it was another person, it is too long ago, or the case went on since.
    """
    now, me = desk.clock(), MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        for case_id, hit in cleared.hits.items():
            case, lane = tx.cases.get(case_id, to_change=True), raised_lane(hit)
            newest = next(iter(reversed(tx.lanes.of_case(case.key))), None)
            stands = newest is not None and newest.step is LaneStep.CLEARED and newest.text == hit and not case.raised
            mine = newest is not None and newest.by is not None and newest.by.id == me.id
            if lane is None or newest is None or not (stands and mine) or now - newest.at > TAKEN_BACK_WITHIN:
                raise NothingToUndo
            said = f"{me.id} {me.name}: taken back"
            note(tx, case, LaneEvent(LaneStep.RAISED, lane, now, text=hit), reason=said)
            tx.lanes.set_raised(case, hit)
    return TOUCHED


def _of_thread(desk: Desk, tx: Transaction, case: Case) -> list[Case]:
    rows = tx.queue.page(QueueFilter(alarms=True), desk.me.id, limit=_MOST)
    raised = [tx.cases.get(row.id) for row in rows if row.raised]
    same = [one for one in raised if one.id == case.id or (case.thread_id and one.thread_id == case.thread_id)]
    return sorted(same, key=lambda one: one.id != case.id)


def _clear(desk: Desk, tx: Transaction, case: Case) -> None:
    """The event stands before the hit goes: so the record asks it."""
    lane = raised_lane(case.raised)
    if lane is None:
        raise NothingRaised
    me = MemberRef(desk.me.id, desk.me.name)
    note(tx, case, LaneEvent(LaneStep.CLEARED, lane, desk.clock(), me, number=case.revision.version, text=case.raised))
    tx.lanes.set_raised(case, "")
