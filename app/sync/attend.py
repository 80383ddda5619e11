"""Attend: read what the feed does not tell of, out of what the request budget leaves, the open case first."""

from collections.abc import Callable
from typing import TypeVar

from app.domain.cases import CaseId
from app.domain.community import Feature
from app.errors import Forbidden, NotFound
from app.operations import attention, intake
from app.operations.desk import Desk
from app.sync.line import Line
from app.sync.pull import THREAD_COST

CASE_COST, MEMBER_COST, AUDIT_COST = 4, 3, 2
"""What one reading may cost at most, in requests: it is begun only while so much is left of this minute."""

T = TypeVar("T")


def attend_open_case(desk: Desk, line: Line) -> None:
    """What the moderator is looking at: its author and its thread, where they are not known."""
    member_id = attention.member_wanted(desk)
    if member_id is not None and line.budget.left() >= MEMBER_COST:
        attention.on_member_read(desk, member_id, _found(line, lambda: line.gateway.member(member_id)))
    wanted = intake.open_thread_wanted(desk, attention.looking_at(desk))
    if wanted is not None and line.budget.left() >= THREAD_COST:
        thread = _found(line, lambda: line.gateway.thread(*wanted))
        if thread is not None:
            intake.on_open_thread_read(desk, thread)


def attend_cases(desk: Desk, line: Line) -> int:
    """Read again the cases whose edits and notes the feed leaves out; how many had to be left for later."""
    info = intake.known_info(desk)
    wanted = attention.cases_wanted(desk, info) if info else []
    for done, case_id in enumerate(wanted):
        if line.budget.left() < CASE_COST:
            return len(wanted) - done
        _read_case(desk, line, case_id)
    return 0


def _read_case(desk: Desk, line: Line, case_id: CaseId) -> None:
    attention.on_case_read(desk, case_id, _found(line, lambda: line.gateway.case(case_id)))


def pull_audit(desk: Desk, line: Line) -> None:
    """Read on in the log of what staff did, where the community shows it."""
    info = intake.known_info(desk)
    if info is None or not info.capability(Feature.AUDIT).level.sends or line.budget.left() < AUDIT_COST:
        return
    cursor = attention.audit_cursor(desk)
    page = _found(line, lambda: line.gateway.audit(cursor))
    if page is not None:
        attention.on_audit(desk, page)


def _found(line: Line, read: Callable[[], T]) -> T | None:
    """What is read; None where it is gone, or not for us to see."""
    try:
        return line.read(read)
    except (NotFound, Forbidden):
        return None
