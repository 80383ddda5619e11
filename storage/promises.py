"""Promises and what happened to each; a row shows what all its events that stand come to."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import CommandKind, CommandState, DecisionId
from app.domain.members import MemberId, MemberRef
from app.domain.promises import Change, Promise, PromiseEvent, PromiseId, Promising, outcome
from app.domain.topics import topic_id
from storage.promises_register import PromisesRegister, promise_of
from storage.schema import cases
from storage.schema_decisions import commands, decisions
from storage.schema_governing import approvals
from storage.schema_promises import promise_events, promises
from storage.schema_topics import topic_replies
from storage.values import moment, moment_or_none, ms, ms_or_none

_Row = sa.Row[tuple[object, ...]]

_NEVER = (CommandState.REFUSED.value, CommandState.CANCELLED.value)
"""Where a public word stands that nobody reads."""


class Promises:
    """The promises as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.register = PromisesRegister(connection)

    # --- reading ---------------------------------------------------------------------------------------

    def find(self, promise: PromiseId) -> Promise | None:
        """The promise with this id, if there is one."""
        row = self._connection.execute(_select().where(promises.c.id == promise)).one_or_none()
        return None if row is None else promise_of(row)

    def of_case(self, case_key: int) -> list[Promise]:
        """The promises made on a case, oldest first; those of its topic are not among them."""
        return self._all(promises.c.case_key == case_key)

    def of_topic(self, topic: str) -> list[Promise]:
        """The promises of a topic, oldest first."""
        return self._all(promises.c.topic_id == topic)

    def told_with_topic(self, case_key: int) -> list[Promise]:
        """The promises of topics that the replies to a case named, oldest first; a reply that still waits for another
        person named none.
        """
        agreed = sa.exists().where(approvals.c.decision_id == decisions.c.id, approvals.c.agreed)
        replies = self._connection.execute(
            sa.select(topic_replies.c.topic_key, decisions.c.at)
            .join(decisions, decisions.c.id == topic_replies.c.decision_id)
            .where(
                topic_replies.c.case_key == case_key, topic_replies.c.undone_at.is_(None), ~topic_replies.c.follow_up
            )
            .where(sa.or_(decisions.c.second_person.is_(None), agreed))
        ).all()
        return [
            one for row in replies for one in self.of_topic(topic_id(row.topic_key)) if one.made_at <= moment(row.at)
        ]

    def due_before(self, until: datetime, limit: int) -> list[Promise]:
        """Promises that are open and due by then, the earliest first."""
        statement = (
            _select()
            .where(promises.c.ended.is_(None), promises.c.due_at <= ms(until))
            .order_by(promises.c.due_at, promises.c.seq)
            .limit(limit)
        )
        return [promise_of(row) for row in self._connection.execute(statement)]

    def events(self, promise: PromiseId) -> list[PromiseEvent]:
        """What happened to a promise, oldest first, without what was taken back.

        What was said to all of a topic is one event, at the moment of the first reply that says it and stands.
        """
        each = self.each_word(promise)
        arrived = {one.words for one in each if one.counts and one.arrived}
        standing = {one.words for one in each if one.counts}
        found: dict[object, PromiseEvent] = {}
        for at, one in enumerate(each):
            if one.words is None:
                found[f"alone {at}"] = one
            elif one.counts or one.words not in standing:
                found.setdefault(one.words, replace(one, arrived=one.words in arrived))
        return list(found.values())

    def each_word(self, promise: PromiseId) -> list[PromiseEvent]:
        """What happened to a promise, oldest first, without what was taken back; each reply of a topic by itself."""
        return [_event(row) for row in self._connection.execute(_standing(promise))]

    def last_at(self, promise: PromiseId) -> datetime | None:
        """When something happened to a promise last, what was taken back included."""
        newest = sa.select(sa.func.max(promise_events.c.at)).where(promise_events.c.promise_id == promise)
        return moment_or_none(self._connection.execute(newest).scalar())

    def spoken_of(self, decision: DecisionId) -> PromiseId | None:
        """The promise that a decision made, or says something of."""
        found = self._connection.execute(
            sa.select(promise_events.c.promise_id).where(promise_events.c.decision_id == decision).limit(1)
        ).scalar()
        return PromiseId(found) if found else None

    def _all(self, which: sa.ColumnElement[bool]) -> list[Promise]:
        rows = self._connection.execute(_select().where(which).order_by(promises.c.seq))
        return [promise_of(row) for row in rows]

    # --- writing ---------------------------------------------------------------------------------------

    def make(
        self,
        promise: PromiseId,
        made: Promising,
        by: MemberRef,
        at: datetime,
        *,
        case_key: int | None = None,
        topic: str = "",
        decision: DecisionId | None = None,
    ) -> None:
        """Keep a promise: of a case with the reply that makes it, or of a topic."""
        self._connection.execute(
            sa.insert(promises).values(
                id=promise,
                case_key=case_key,
                topic_id=topic,
                decision_id=decision,
                what=made.what,
                department=made.department,
                owner=made.owner,
                days=made.days,
                guessed=" ".join(str(year) for year in made.guessed),
                first_due_at=ms(made.due_at),
                made_at=ms(at),
                by_id=by.id,
                by_name=by.name,
                number="",
                answered="",
                due_at=ms(made.due_at),
                told_at=ms(at),
                extensions=0,
                on_its_way=False,
            )
        )
        self.add(promise, PromiseEvent(Change.MADE, at, by, made.due_at, made.number, decision=decision))

    def add(self, promise: PromiseId, event: PromiseEvent) -> None:
        """Keep what happened to a promise, and show what that comes to."""
        self._connection.execute(
            sa.insert(promise_events).values(
                promise_id=promise,
                change=event.change.value,
                at=ms(event.at),
                by_id=event.by.id,
                by_name=event.by.name,
                due_at=ms_or_none(event.due_at),
                number=event.number,
                text=event.text,
                decision_id=event.decision,
                words=event.words,
            )
        )
        self._show(promise)

    def undo(self, decision: DecisionId, at: datetime, by: MemberRef) -> None:
        """A public word was taken back: what it did to promises did not happen; one that it made is withdrawn."""
        touched = self._connection.execute(
            sa.select(promise_events.c.promise_id, promise_events.c.change).where(
                promise_events.c.decision_id == decision
            )
        ).all()
        for row in touched:
            if Change(row.change) is Change.MADE:
                promise = PromiseId(row.promise_id)
                last = self.last_at(promise)
                taken = PromiseEvent(Change.WITHDRAWN, max(at, last or at), by, text="undone")
                self.add(promise, taken)
            else:
                self._show(PromiseId(row.promise_id))

    def follow(self, decision: DecisionId) -> None:
        """A public word arrived, was refused or withdrawn, or is tried again: show what that comes to."""
        promise = self.spoken_of(decision)
        if promise is not None:
            self._show(promise)

    def _show(self, promise: PromiseId) -> None:
        events = self.events(promise)
        comes_to = outcome(events)
        numbers = [one.number for one in events if one.number]
        answers = [one.text for one in events if one.change is Change.ANSWERED]
        values: dict[str, object] = {
            "number": numbers[-1] if numbers else "",
            "answered": answers[-1] if answers else "",
            "told_at": ms_or_none(comes_to.told_at),
            "extensions": comes_to.extensions,
            "ended": comes_to.ended.value if comes_to.ended else None,
            "ended_at": ms_or_none(comes_to.ended_at),
            "on_its_way": comes_to.on_its_way,
        }
        if comes_to.due_at is not None:
            values["due_at"] = ms(comes_to.due_at)
        self._connection.execute(sa.update(promises).where(promises.c.id == promise).values(**values))


def _select() -> sa.Select[tuple[object, ...]]:
    joined = promises.outerjoin(cases, cases.c.key == promises.c.case_key)
    return sa.select(promises, cases.c.id.label("case_id")).select_from(joined)


def _standing(promise: PromiseId) -> sa.Select[tuple[object, ...]]:
    """What happened to a promise, without public words that were taken back; that it was made stays."""
    joined = promise_events.outerjoin(decisions, decisions.c.id == promise_events.c.decision_id)
    words = sa.exists().where(
        commands.c.decision_id == promise_events.c.decision_id, commands.c.kind == CommandKind.REPLY.value
    )
    alone = promise_events.c.decision_id.is_(None)
    return (
        sa.select(
            promise_events,
            sa.or_(alone, words.where(commands.c.state.not_in(_NEVER))).label("counts"),
            sa.or_(alone, words.where(commands.c.state == CommandState.SENT.value)).label("arrived"),
        )
        .select_from(joined)
        .where(
            promise_events.c.promise_id == promise,
            sa.or_(decisions.c.undone_at.is_(None), promise_events.c.change == Change.MADE.value),
        )
        .order_by(promise_events.c.seq)
    )


def _event(row: _Row) -> PromiseEvent:
    return PromiseEvent(
        change=Change(row.change),
        at=moment(row.at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        due_at=moment_or_none(row.due_at),
        number=row.number,
        text=row.text,
        decision=DecisionId(row.decision_id) if row.decision_id else None,
        words=row.words,
        counts=bool(row.counts),
        arrived=bool(row.arrived),
    )
