"""Promises made and told of in tests, by the reply desk's own operation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import make
from app.domain.cases import CaseId
from app.domain.decisions import Decided
from app.domain.promises import Promise, Promising
from app.domain.roles import Role
from app.operations import accounts, complaints, promises, promises_view
from app.operations.desk import NO_HOLD, Desk

C1 = make.case(1).id
REPLY = "您好，五次进店还没修好，换谁都着急。售后技术部会查清原因。"

Way = Callable[..., Decided]


def said(desk: Desk, what: str, days: int, due_at: datetime | None, department: str) -> Promising:
    return promises.promising(desk, what=what, department=department, owner="小林", days=days, due_at=due_at)


def answered(
    desk: Desk,
    *,
    case: CaseId = C1,
    message: str = REPLY,
    what: str = "排查结论",
    days: int = 3,
    due_at: datetime | None = None,
    department: str = "售后技术部",
    hold: timedelta = NO_HOLD,
) -> Decided:
    """A reply with a promise in it."""
    promise = said(desk, what, days, due_at, department)
    return complaints.reply(desk, case, message=f"{message}{_line(promise)}", promise=promise, hold=hold)


def _line(promise: Promising) -> str:
    """The day of a promise as a reply says it, with its year."""
    day = promise.due_at.astimezone()
    return f"{day.year} 年 {day.month} 月 {day.day} 日前在这里答复您。"


def promised(desk: Desk, *, case: CaseId = C1, **how: object) -> Promise:
    """The promise that such a reply makes."""
    answered(desk, case=case, **how)  # type: ignore[arg-type]
    return promises_view.of_case(desk, case)[-1]


def tell(desk: Desk, way: Way, promise: str, message: str, hold: timedelta = NO_HOLD) -> Decided:
    """A public word about a promise."""
    return way(desk, promise, message, hold=hold)


def trainee(first: Desk, desk: Desk) -> Desk:
    """The same person as a trainee."""
    roles = frozenset({Role.MODERATOR, Role.TRAINEE})
    accounts.set_roles(first, desk.me.id, roles)
    return replace(desk, me=replace(desk.me, roles=roles))
