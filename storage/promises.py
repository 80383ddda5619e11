"""Promises and what happened to each; a row shows what all its events that stand come to."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import DecisionId
from app.domain.members import MemberId, MemberRef
from app.domain.promises import ENDINGS, IN_PUBLIC, Change, Promise, PromiseEvent, PromiseId, Promising
from storage.promises_register import PromisesRegister, promise_of
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.schema_promises import promise_events, promises
from storage.values import moment, moment_or_none, ms, ms_or_none

_Row = sa.Row[tuple[object, ...]]

_TOLD = IN_PUBLIC | {Change.MADE}


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
        """What happened to a promise, oldest first, without what was taken back."""
        return [_event(row) for row in self._connection.execute(_standing(promise))]

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
                taken = PromiseEvent(Change.WITHDRAWN, at, by, text="undone")
                self.add(PromiseId(row.promise_id), taken)
            else:
                self._show(PromiseId(row.promise_id))

    def _show(self, promise: PromiseId) -> None:
        events = self.events(promise)
        dates = [one.due_at for one in events if one.change in (Change.MADE, Change.EXTENDED) and one.due_at]
        ending = next((one for one in reversed(events) if one.change in ENDINGS), None)
        told = [one.at for one in events if one.change in _TOLD]
        numbers = [one.number for one in events if one.number]
        answers = [one.text for one in events if one.change is Change.ANSWERED]
        values: dict[str, object] = {
            "number": numbers[-1] if numbers else "",
            "answered": answers[-1] if answers else "",
            "told_at": ms_or_none(max(told, default=None)),
            "extensions": sum(one.change is Change.EXTENDED for one in events),
            "ended": ending.change.value if ending else None,
            "ended_at": ms(ending.at) if ending else None,
        }
        if dates:
            values["due_at"] = ms(dates[-1])
        self._connection.execute(sa.update(promises).where(promises.c.id == promise).values(**values))


def _select() -> sa.Select[tuple[object, ...]]:
    joined = promises.outerjoin(cases, cases.c.key == promises.c.case_key)
    return sa.select(promises, cases.c.id.label("case_id")).select_from(joined)


def _standing(promise: PromiseId) -> sa.Select[tuple[object, ...]]:
    """What happened to a promise, without public words that were taken back; that it was made stays."""
    joined = promise_events.outerjoin(decisions, decisions.c.id == promise_events.c.decision_id)
    return (
        sa.select(promise_events)
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
    )
