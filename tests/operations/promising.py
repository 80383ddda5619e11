"""Promises made and told of in tests, whatever else the reply desk asks of a reply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import make
from app.domain.cases import CaseId, CommunityState, Step, Verdict
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.promises import Promise, Promising
from app.domain.roles import Role
from app.operations import accounts, promises, promises_view
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk

C1 = make.case(1).id
REPLY = "您好，五次进店还没修好，换谁都着急。售后技术部会查清原因，我们在这里答复您。"

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
    with desk.record.write() as tx:
        found = case_to_decide(desk, tx, case)
        reply = Intent(
            CommandKind.REPLY, case_id=found.id, post_id=found.post_id, thread_id=found.thread_id, text=message
        )
        choice = Choice(
            kind=DecisionKind.REPLY,
            step=Step.PROMISE,
            answers=(reply,),
            outcome=CommunityState.DISMISSED,
            verdict=Verdict.NOT_UPHELD,
            text=message,
            due_at=promise.due_at,
            promise=promise,
        )
        return keep(desk, tx, found, choice, hold)


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
