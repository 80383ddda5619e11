"""Promises within a decision: what takes effect with it, and how the case follows. For other operations."""

from datetime import UTC, datetime

from app.domain.cases import Case, CaseId, CaseState
from app.domain.decisions import Choice, Decision, DecisionKind
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.promises import IN_PUBLIC, Change, FollowUp, Promise, PromiseEvent, PromiseId, Promising
from app.domain.promises_rules import check_promising, check_said
from app.errors import LaterWord, PromiseNotFound
from app.operations.desk import new_id
from storage.intake import state_counts
from storage.transaction import Transaction


def open_promises(tx: Transaction, case: Case) -> list[Promise]:
    """What was promised under the post of a case and has not ended, the earliest due first; broken ones are among them.

    What its topic promised is among them too, where the reply to this case said it.
    """
    every = [*tx.promises.of_case(case.key), *tx.promises.told_with_topic(case.key)]
    return sorted((one for one in every if one.ended is None), key=lambda one: one.due_at)


def open_promise(tx: Transaction, case: Case) -> Promise | None:
    """The promise that is due first, if any has not ended: no other public word closes the case meanwhile."""
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
        moment = check_tellable(tx, said, at)
        event = PromiseEvent(said.change, moment, decision.by, said.due_at, decision=decision.id, words=said.words)
        tx.promises.add(said.promise, event)


def check_tellable(tx: Transaction, said: FollowUp, at: datetime) -> datetime:
    """Let pass a public word about a promise; when it counts as said.

    What others of a topic were told already, the next one may be told too.

    Raises:
        PromiseNotFound: there is none with this id.
        PromiseEnded, PromiseBroken, DateNotLater: it can't be said any more.
    """
    found = promise(tx, said.promise)
    moment = moment_of(tx, said.promise, at)
    told = said.words is not None and any(
        one.words == said.words and one.counts for one in tx.promises.events(said.promise)
    )
    if not told:
        check_said(found, said, moment)
    return moment


def moment_of(tx: Transaction, promise_id: PromiseId, at: datetime) -> datetime:
    """When something counts as having happened: a clock that was put back lets nothing happen before what was last."""
    last = tx.promises.last_at(promise_id)
    return at if last is None else max(at, last)


def check_undo(tx: Transaction, decision: Decision) -> None:
    """Let pass taking back a public word on which no later one rests.

    Raises:
        LaterWord: something was said since of the promise that it made, or whose date it moved.
    """
    promise_id = tx.promises.spoken_of(decision.id)
    if promise_id is None:
        return
    each = tx.promises.each_word(promise_id)
    at = next((at for at, one in enumerate(each) if one.decision == decision.id), None)
    if at is None or each[at].change not in (Change.MADE, Change.EXTENDED):
        return
    own = each[at]
    if own.words is not None and any(one.words == own.words for one in each[:at] + each[at + 1 :]):
        return  # others were told it, so it stands
    rests = IN_PUBLIC if own.change is Change.MADE else {Change.EXTENDED}
    if any(one.change in rests and one.decision is not None for one in each[at + 1 :]):
        raise LaterWord(what=promise(tx, promise_id).made.what)


def follow_dates(tx: Transaction, case_id: CaseId) -> None:
    """Let a case that awaits a department wait until its earliest open promise is due."""
    case = tx.cases.get(case_id, to_change=True)
    if case.state is not CaseState.AWAITING_DEPARTMENT:
        return
    dates = [one.due_at for one in open_promises(tx, case)]
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
    """Let a case follow when a decision on it was taken back, or the community refused what it says: what it ended may
    be open again, and is waited for.
    """
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
        "due": made.due_at.astimezone(UTC).isoformat(),
        "working_days": made.days or None,
        "guessed_years": " ".join(map(str, made.guessed)) or None,
    }
    private = {
        "by": f"{by.id} {by.name}",
        "what": made.what,
        "department": made.department,
        "owner": made.owner,
        "number": made.number,
    }
    tx.ledger.append(EntryKind.PROMISE_MADE, at, body, {name: said for name, said in private.items() if said})


def enter_changed(tx: Transaction, promise_id: PromiseId, event: PromiseEvent) -> None:
    """Enter into the ledger what happened to a promise beside any decision."""
    body = {
        "promise": promise_id,
        "change": event.change.value,
        "due": event.due_at.astimezone(UTC).isoformat() if event.due_at else None,
    }
    said = {"text": event.text, "number": event.number}
    private = {"by": f"{event.by.id} {event.by.name}"} | {name: one for name, one in said.items() if one}
    tx.ledger.append(EntryKind.PROMISE_CHANGED, event.at, body, private)
