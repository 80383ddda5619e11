"""Promises: make one in a reply, hand it on, tell how far it is, move its date in time, close it, take it back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, CommunityState, Step, Verdict, can, move
from app.domain.changes import Area, Changes
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import Choice, Decided, Decision, DecisionKind
from app.domain.members import MemberRef
from app.domain.messages import LONGEST_TEXT, check_message, check_text, typed
from app.domain.promises import USUAL_DAYS, Change, FollowUp, Promise, PromiseEvent, PromiseId, Promising
from app.domain.promises_rules import (
    MOST_DAYS,
    check_in_time,
    check_names,
    check_not_over,
    check_number,
    check_open,
    check_promising,
    check_said,
    ends,
)
from app.domain.roles import Role, require, require_full
from app.domain.settled_mark import Mark
from app.domain.topics import Standing, topic_key
from app.domain.words import Words
from app.domain.working_days import Due
from app.errors import NothingToAnswer, PromiseDays, PromiseOfTopic, ReasonNeeded, SaidBefore
from app.operations.commanding import community_info, restoring
from app.operations.deciding import case_to_decide, check_may_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.promises_keeping import enter_changed, follow_dates, moment_of, open_promises, promise
from app.operations.settled_mark import first_reply_of, marking
from app.operations.working_days import calendar, due_in
from storage.intake import state_counts
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.PROMISES)
_WITHDRAWING = Words("撤回承诺", "withdraw promises")


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise as it stands after what was done."""

    promise: Promise
    changes: Changes = _TOUCHED


def reckon(desk: Desk, days: int, start: datetime | None = None) -> Due:
    """The end of the last of so many working days, and which years' holidays were not known.

    Args:
        desk: of the person who asks.
        days: how many working days.
        start: from when on they count, as from the present date of a promise; now where nothing is said.

    Raises:
        PromiseDays: no days, or more than a year of them.
    """
    if not 1 <= days <= MOST_DAYS:
        raise PromiseDays(most=MOST_DAYS)
    with desk.record.read() as tx:
        return due_in(start or desk.clock(), days, calendar(tx))


def promising(
    desk: Desk,
    *,
    what: str,
    department: str,
    owner: str,
    days: int = USUAL_DAYS,
    due_at: datetime | None = None,
    number: str = "",
) -> Promising:
    """What a reply promises, with its date: of so many working days from now, or the one that is named.

    Args:
        desk: of the person who acts.
        what: what will be answered, in a few words.
        department: who has to find out, or to act.
        owner: who of the team sees to it.
        days: how many working days; of no account where `due_at` is given.
        due_at: by when, where a date is named.
        number: of the handoff in the company's own system, where it is known already.

    Raises:
        PromiseIncomplete, PromiseDays, DueAlreadyOver, TooLong: it can't be promised so.
    """
    due = Due(due_at) if due_at is not None else reckon(desk, days)
    made = Promising(what, department, owner, due.at, 0 if due_at is not None else days, due.guessed, number)
    return check_promising(made, desk.clock())


def hand(desk: Desk, promise_id: PromiseId, number: str) -> Kept:
    """Enter the number that a handoff has in the company's own system; another one takes its place.

    Raises:
        HandoffWithoutNumber: there is nothing to enter.
        PromiseNotFound, PromiseEnded: there is no such promise, or nothing comes of it any more.
        Refused: another rule forbids it.
    """
    number = check_number(number)
    with desk.record.write() as tx:
        found = _to_change(desk, tx, promise_id)
        if found.number == number:
            return Kept(found, Changes())
        return _enter(desk, tx, found, PromiseEvent(Change.HANDED, desk.clock(), _me(desk), number=number))


def department_answered(desk: Desk, promise_id: PromiseId, text: str) -> Kept:
    """Write down what the department said, for the team; nobody outside sees it.

    Raises:
        EmptyMessage: nothing was said.
        PromiseNotFound, PromiseEnded: there is no such promise, or nothing comes of it any more.
        Refused: another rule forbids it.
    """
    said = check_text(text, LONGEST_TEXT, ("部门的答复", "The department's answer"))
    with desk.record.write() as tx:
        found = _to_change(desk, tx, promise_id)
        return _enter(desk, tx, found, PromiseEvent(Change.ANSWERED, desk.clock(), _me(desk), text=said))


def progress(desk: Desk, promise_id: PromiseId, message: str, *, hold: timedelta = NO_HOLD) -> Decided:
    """Say in public how far it is. The date stands, and so does the case.

    Raises:
        PromiseNotFound, PromiseEnded, PromiseOfTopic: it can't be told of here.
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    return _tell(desk, FollowUp(promise_id, Change.PROGRESS), message, hold)


def extend(
    desk: Desk,
    promise_id: PromiseId,
    message: str,
    *,
    days: int = 0,
    due_at: datetime | None = None,
    hold: timedelta = NO_HOLD,
) -> Decided:
    """Say in public that it will be later, before it is due; the case waits until the new date.

    Args:
        desk: of the person who acts.
        promise_id: the promise.
        message: as it will be read; it names the new date.
        days: so many working days from now on.
        due_at: the new date, instead of days.
        hold: how long the reply waits, so that it can be taken back.

    Raises:
        PromiseBroken: the date has passed; it moves no more.
        DateNotLater, DateNotNamed, PromiseDays: the new date is none, or the message does not say it.
        PromiseNotFound, PromiseEnded, PromiseOfTopic: it can't be told of here.
        Refused: another rule forbids it. Nothing was kept.
    """
    until = due_at if due_at is not None else reckon(desk, days).at
    return _tell(desk, FollowUp(promise_id, Change.EXTENDED, until), message, hold)


def close(desk: Desk, promise_id: PromiseId, message: str, *, hold: timedelta = NO_HOLD) -> Decided:
    """Say in public what came of it: kept up to its date, late after it. The case is closed with its last promise.

    Where the community can, our first reply is marked as settled, so that late readers see the end.

    Raises:
        PromiseNotFound, PromiseEnded, PromiseOfTopic: it can't be told of here.
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    return _tell(desk, FollowUp(promise_id, Change.CLOSED), message, hold)


def give_up(desk: Desk, promise_id: PromiseId, message: str, *, hold: timedelta = NO_HOLD) -> Decided:
    """Say in public that it will not come, and why: it counts as broken. The case is closed with its last promise.

    Raises:
        PromiseNotFound, PromiseEnded, PromiseOfTopic: it can't be told of here.
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    return _tell(desk, FollowUp(promise_id, Change.GIVEN_UP), message, hold)


def withdraw(desk: Desk, promise_id: PromiseId, reason: str) -> Kept:
    """Take a promise back that should not have been made; for a lead, and with the reason in the ledger.

    A reply that was not sent yet is undone instead, and takes its promise with it. A case that waited for nothing else
    is in hand again.

    Raises:
        NoRight, NotForTrainees: that is for a lead.
        ReasonNeeded: no reason is given.
        StaysBroken: its date has passed.
        PromiseNotFound, PromiseEnded: there is no such promise, or nothing comes of it any more.
        Refused: another rule forbids it.
    """
    require(desk.me, Role.LEAD)
    require_full(desk.me, _WITHDRAWING)
    why = typed(reason)
    if not why:
        raise ReasonNeeded
    with desk.record.write() as tx:
        found = _to_change(desk, tx, promise_id)
        at = moment_of(tx, found.id, desk.clock())
        check_in_time(found, at)
        waiting = _waiting(tx, found)
        kept = _enter(desk, tx, found, PromiseEvent(Change.WITHDRAWN, at, _me(desk), text=why))
        for case_id in waiting:
            case = tx.cases.get(case_id, to_change=True)
            if not open_promises(tx, case) and can(case.state, Step.ANSWERED) and case.due_at == found.due_at:
                _take_in_hand(tx, case)
            follow_dates(tx, case.id)
        return replace(kept, changes=kept.changes | Changes.of(Area.CASES))


def _waiting(tx: Transaction, found: Promise) -> list[CaseId]:
    """The cases that a promise keeps waiting: its own, or those that its topic answered."""
    if found.case is not None:
        return [found.case]
    key = topic_key(found.topic)
    return [one.case for one in tx.topics.cases(key) if one.standing is Standing.ANSWERED] if key else []


def word(tx: Transaction, case: Case, message: str, *, ends_it: bool, said: FollowUp) -> Choice:
    """What is decided when something about a promise is said under the post of a case, checked as replies are.

    Args:
        tx: the transaction in which it is decided.
        case: on which it is said.
        message: as it will be read.
        ends_it: whether the case waits for nothing after it, so that it is closed.
        said: what it changes about a promise of this case, or of its topic.

    Raises:
        NothingToAnswer: there is no thread to say it in.
        EmptyMessage, UnfilledPlaceholder, MessageTooLong: it can't be sent so.
        SaidBefore: the very same was said before.
    """
    if case.thread_id is None:
        raise NothingToAnswer
    limit = community_info(tx).limits.reply_max if case.place is None else None
    text = check_message(message, limit)
    _check_new(tx.decisions.of_case(case.key), text)
    closes = ends_it and can(case.state, Step.FULFIL)
    reply = Intent(CommandKind.REPLY, case_id=case.id, post_id=case.post_id, thread_id=case.thread_id, text=text)
    return Choice(
        kind=DecisionKind.FOLLOW_UP,
        step=Step.FULFIL if closes else Step.STAY,
        answers=(*(restoring(tx, case) if closes else ()), reply, *(_mark(tx, case) if closes else ())),
        outcome=CommunityState.DISMISSED if closes else None,
        verdict=case.verdict or (Verdict.NOT_UPHELD if closes else None),
        text=text,
        follow_up=said,
    )


def _tell(desk: Desk, said: FollowUp, message: str, hold: timedelta) -> Decided:
    with desk.record.write() as tx:
        found = promise(tx, said.promise)
        if found.case is None:
            raise PromiseOfTopic(topic=found.topic)
        case = case_to_decide(desk, tx, found.case)
        check_said(found, said, moment_of(tx, found.id, desk.clock()))
        others = [one for one in open_promises(tx, case) if one.id != found.id]
        choice = word(tx, case, message, ends_it=ends(said.change) and not others, said=said)
        if said.due_at is not None:
            check_not_over(said.due_at, desk.clock())
            check_names(choice.text, said.due_at, desk.clock())
        return keep(desk, tx, case, choice, hold)


def _mark(tx: Transaction, case: Case) -> tuple[Intent, ...]:
    first = first_reply_of(tx, case)
    found = marking(tx, case, first, Mark.SETTLED) if first is not None else None
    return (found,) if found is not None else ()


def _check_new(decisions: list[Decision], text: str) -> None:
    """Pressing twice must not say it twice."""
    kinds = (DecisionKind.FOLLOW_UP, DecisionKind.REPLY)
    if any(one.kind in kinds and one.undone_at is None and one.text == text for one in decisions):
        raise SaidBefore


def _to_change(desk: Desk, tx: Transaction, promise_id: PromiseId) -> Promise:
    """A promise that something may still happen to, of a case on which this person may act."""
    require(desk.me, Role.MODERATOR)
    found = promise(tx, promise_id)
    if found.case is not None:
        check_may_decide(desk, tx, tx.cases.get(found.case, to_change=True))
    check_open(found)
    return found


def _enter(desk: Desk, tx: Transaction, found: Promise, event: PromiseEvent) -> Kept:
    event = replace(event, at=moment_of(tx, found.id, event.at))
    tx.promises.add(found.id, event)
    enter_changed(tx, found.id, event)
    return Kept(promise(tx, found.id))


def _take_in_hand(tx: Transaction, case: Case) -> None:
    """Nothing is awaited any more, so somebody has to look."""
    to = move(case.id, case.state, Step.ANSWERED)
    tx.cases.set_state(case, to, verdict=case.verdict, due_at=None, claimed_by=case.claimed_by)
    tx.marks.count(state_counts([(case.state, to)]))


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
