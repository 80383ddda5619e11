"""Promises within a decision: what takes effect with it, and how the case follows. For other operations."""

from datetime import UTC, datetime

from app.domain.cases import Case, CaseId, CaseState
from app.domain.decisions import Choice, Decision, DecisionKind
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.promises import FollowUp, Promise, PromiseEvent, PromiseId, Promising
from app.domain.promises_rules import check_promising, check_said
from app.errors import PromiseNotFound
from app.operations.desk import new_id
from storage.intake import state_counts
from storage.record import Transaction


def open_promises(tx: Transaction, case: Case) -> list[Promise]:
    """What was promised on a case and has not ended, the earliest due first; broken ones are among them."""
    return sorted((one for one in tx.promises.of_case(case.key) if one.ended is None), key=lambda one: one.due_at)


def open_promise(tx: Transaction, case: Case) -> Promise | None:
    """The promise on a case that is due first, if any has not ended: a reply then closes nothing."""
    return next(iter(open_promises(tx, case)), None)


def promise(tx: Transaction, promise_id: PromiseId) -> Promise:
    """The promise.

    Raises:
        PromiseNotFound: there is none with this id.
    """
    found = tx.promises.find(promise_id)
    if found is None:
        raise PromiseNotFound(promise=promise_id)
    return found


def take_effect(tx: Transaction, case: Case, decision: Decision, choice: Choice, at: datetime) -> None:
    """Keep what a decision says about promises, when it takes effect.

    Raises:
        DueAlreadyOver: what it promises should have been there by now.
        PromiseEnded, PromiseBroken, DateNotLater: what it says of a promise can't be said any more.
    """
    if choice.promise is not None:
        made = check_promising(choice.promise, at)
        found = PromiseId(new_id())
        tx.promises.make(found, made, decision.by, at, case_key=case.key, decision=decision.id)
        enter_made(tx, found, made, at, decision.by, case=case.id, decision=decision.id)
    if choice.follow_up is not None:
        said = choice.follow_up
        check_said(promise(tx, said.promise), said, at)
        tx.promises.add(said.promise, PromiseEvent(said.change, at, decision.by, said.due_at, decision=decision.id))


def tell_topic(tx: Transaction, said: FollowUp, by: MemberRef, at: datetime) -> Promise:
    """One word about a topic's promise, told on many cases at once: one event, whatever the number of replies.

    The replies themselves are follow-ups of the cases, each with `promises.word(...)`, which name no promise.

    Returns:
        The promise as it stands after it.

    Raises:
        PromiseNotFound: there is none with this id.
        PromiseEnded, PromiseBroken, DateNotLater: it can't be said any more.
    """
    check_said(promise(tx, said.promise), said, at)
    event = PromiseEvent(said.change, at, by, said.due_at)
    tx.promises.add(said.promise, event)
    enter_changed(tx, said.promise, event)
    return promise(tx, said.promise)


def follow_dates(tx: Transaction, case_id: CaseId, also: datetime | None = None) -> None:
    """Let a case that awaits a department wait until its earliest open promise is due.

    Args:
        tx: the transaction in which promises changed.
        case_id: the case.
        also: by when the promise of its topic is due, where it has one.
    """
    case = tx.cases.get(case_id, to_change=True)
    if case.state is not CaseState.AWAITING_DEPARTMENT:
        return
    dates = [one.due_at for one in open_promises(tx, case)] + ([also] if also else [])
    if dates and min(dates) != case.due_at:
        tx.cases.set_state(
            case,
            case.state,
            verdict=case.verdict,
            due_at=min(dates),
            claimed_by=case.claimed_by,
            came_back=case.came_back,
        )


def after_undo(tx: Transaction, decision: Decision) -> None:
    """Let a case follow when a decision on it was taken back: what it ended may be open again, and is waited for."""
    case = tx.cases.get(decision.case_id, to_change=True)
    if decision.kind is DecisionKind.FOLLOW_UP and case.state is CaseState.CLOSED and open_promises(tx, case):
        closing = [
            one
            for one in tx.decisions.of_case(case.key)
            if one.undone_at is None and one.state_after is CaseState.CLOSED
        ]
        if closing and closing[-1].kind is DecisionKind.FOLLOW_UP:
            waiting = CaseState.AWAITING_DEPARTMENT
            tx.cases.set_state(case, waiting, verdict=case.verdict, due_at=None, claimed_by=case.claimed_by)
            tx.marks.count(state_counts([(case.state, waiting)]))
    follow_dates(tx, case.id)


def enter_made(
    tx: Transaction,
    promise_id: PromiseId,
    made: Promising,
    at: datetime,
    by: MemberRef,
    *,
    case: str = "",
    topic: str = "",
    decision: str = "",
) -> None:
    """Enter into the ledger that something was promised."""
    body = {
        "promise": promise_id,
        "case": case or None,
        "topic": topic or None,
        "decision": decision or None,
        "department": made.department,
        "due": made.due_at.astimezone(UTC).isoformat(),
        "working_days": made.days or None,
        "guessed_years": " ".join(map(str, made.guessed)) or None,
        "number": made.number or None,
    }
    private = {"by": f"{by.id} {by.name}", "what": made.what, "owner": made.owner}
    tx.ledger.append(EntryKind.PROMISE_MADE, at, body, private)


def enter_changed(tx: Transaction, promise_id: PromiseId, event: PromiseEvent) -> None:
    """Enter into the ledger what happened to a promise beside any decision."""
    body = {
        "promise": promise_id,
        "change": event.change.value,
        "due": event.due_at.astimezone(UTC).isoformat() if event.due_at else None,
        "number": event.number or None,
    }
    private = {"by": f"{event.by.id} {event.by.name}"} | ({"text": event.text} if event.text else {})
    tx.ledger.append(EntryKind.PROMISE_CHANGED, event.at, body, private)
