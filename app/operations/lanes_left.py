"""What was left undone where a lane was closed: it stays in the register, and with the next shift for a while."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.cases import CaseState
from app.domain.lanes import LaneStep, Registered
from app.domain.lanes_closing import left
from app.operations.lanes_guard import events
from storage.transaction import Transaction

TOLD_FOR = timedelta(days=7)
"""So long the next shift hears of it."""

_MOST = 200


def with_left(tx: Transaction, lines: Iterable[Registered]) -> list[Registered]:
    """These lines of the register; of the ends of lanes only those that left something, with what."""
    found = []
    for line in lines:
        if line.event.step is not LaneStep.CLOSED:
            found.append(line)
            continue
        case = tx.cases.get(line.case)
        steps = left(line.event.lane, events(tx, case)) if case.kind is line.event.lane else ()
        if steps:
            found.append(replace(line, left=steps))
    return found


def lately(tx: Transaction, now: datetime) -> list[Registered]:
    """Cases that are closed and left something undone, of the last days, the newest first."""
    ends = tx.lanes.register((LaneStep.CLOSED,), before=None, limit=_MOST)
    recent = [one for one in ends if now - one.event.at < TOLD_FOR]
    standing = {one.case: one for one in reversed(recent) if tx.cases.get(one.case).state is CaseState.CLOSED}
    return with_left(tx, sorted(standing.values(), key=lambda one: -one.seq))
