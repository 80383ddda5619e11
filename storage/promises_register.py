"""The register of promises: a promise as its row says, pages of them, how many need somebody."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.members import MemberId, MemberRef
from app.domain.promises import Change, Promise, PromiseId, Promising
from app.domain.promises_register import EARLIEST_FIRST, Place, PromiseCounts, PromiseFilter, PromiseRow, Which
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.schema_promises import promise_events, promises
from storage.values import moment, moment_or_none, ms

_Row = sa.Row[tuple[object, ...]]

_made = decisions.alias("made")
_joined = promises.outerjoin(cases, cases.c.key == promises.c.case_key).outerjoin(
    _made, _made.c.id == promises.c.decision_id
)
_given = _made.c.undone_at.is_(None)
"""A reply that was taken back before it went out promised nothing to anybody."""

_MOST_DEPARTMENTS = 200


class PromisesRegister:
    """The register as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def page(
        self, wanted: PromiseFilter, now: datetime, soon: datetime, *, after: Place | None, limit: int
    ) -> list[PromiseRow]:
        """Lines of the register, what still needs somebody with the earliest date first, else the latest.

        Args:
            wanted: which ones.
            now: the moment by which they stand as they do.
            soon: until when what is due is due soon.
            after: the place of the last line of the page before.
            limit: how many lines at most.
        """
        upwards = wanted.which in EARLIEST_FIRST
        place = sa.tuple_(promises.c.due_at, promises.c.seq)
        columns = (promises.c.due_at, promises.c.seq)
        statement = (
            sa.select(promises, cases.c.id.label("case_id"), cases.c.title, cases.c.author_name)
            .select_from(_joined)
            .where(_given, *_which(wanted.which, ms(now), ms(soon)), *_beside(wanted))
            .order_by(*(columns if upwards else (column.desc() for column in columns)))
            .limit(limit)
        )
        if after is not None:
            last = sa.tuple_(*(sa.literal(one) for one in after))
            statement = statement.where(place > last if upwards else place < last)
        rows = self._connection.execute(statement).all()
        found = [promise_of(row) for row in rows]
        reckoned = self.reckoned(found)
        return [
            PromiseRow(one, row.title or "", row.author_name or "", (row.due_at, row.seq), reckoned.get(one.id))
            for one, row in zip(found, rows, strict=True)
        ]

    def counts(self, now: datetime, soon: datetime) -> PromiseCounts:
        """How many still need somebody."""
        over, near = promises.c.due_at < ms(now), promises.c.due_at <= ms(soon)
        row = self._connection.execute(
            sa.select(
                sa.func.count(),
                sa.func.coalesce(sa.func.sum(sa.case((over, 1), else_=0)), 0),
                sa.func.coalesce(sa.func.sum(sa.case((sa.and_(near, ~over), 1), else_=0)), 0),
            ).where(promises.c.ended.is_(None))
        ).one()
        return PromiseCounts(open=row[0] - row[1], soon=row[2], broken=row[1])

    def departments(self) -> list[str]:
        """The departments that anything was promised of, by name."""
        rows = self._connection.execute(
            sa.select(promises.c.department).distinct().order_by(promises.c.department).limit(_MOST_DEPARTMENTS)
        )
        return [str(row.department) for row in rows]

    def guessed(self) -> list[Promise]:
        """Open promises whose date was reckoned over years without holidays, and was not moved since."""
        statement = (
            sa.select(promises, cases.c.id.label("case_id"))
            .select_from(_joined)
            .where(
                _given,
                promises.c.ended.is_(None),
                promises.c.guessed != "",
                promises.c.days > 0,
                promises.c.extensions == 0,
            )
            .order_by(promises.c.seq)
        )
        return [promise_of(row) for row in self._connection.execute(statement)]

    def reckoned(self, found: Sequence[Promise]) -> dict[PromiseId, datetime]:
        """By when these would be due by a calendar that came in since, where that is another date."""
        asked = {one.id: one for one in found if one.made.guessed and not one.extensions}
        if not asked:
            return {}
        rows = self._connection.execute(
            sa.select(promise_events.c.promise_id, promise_events.c.due_at)
            .where(promise_events.c.promise_id.in_(asked), promise_events.c.change == Change.RECKONED.value)
            .order_by(promise_events.c.seq)
        )
        newest = {PromiseId(row.promise_id): moment_or_none(row.due_at) for row in rows}
        return {key: due for key, due in newest.items() if due is not None and due != asked[key].due_at}


def _which(which: Which, now: int, soon: int) -> list[sa.ColumnElement[bool]]:
    still, due, ended = promises.c.ended.is_(None), promises.c.due_at, promises.c.ended_at
    closed = promises.c.ended == Change.CLOSED.value
    ways: dict[Which, list[sa.ColumnElement[bool]]] = {
        Which.ALL: [],
        Which.WAITING: [still],
        Which.OPEN: [still, due >= now],
        Which.SOON: [still, due >= now, due <= soon],
        Which.BROKEN: [still, due < now],
        Which.KEPT: [closed, ended <= due],
        Which.LATE: [closed, ended > due],
        Which.GIVEN_UP: [promises.c.ended == Change.GIVEN_UP.value],
        Which.WITHDRAWN: [promises.c.ended == Change.WITHDRAWN.value],
    }
    return ways[which]


def _beside(wanted: PromiseFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.department:
        found.append(promises.c.department == wanted.department)
    words = wanted.search.strip().lower()
    if words:
        texts = [promises.c[name] for name in ("id", "what", "department", "owner", "number")]
        texts += [cases.c.title, cases.c.author_name, cases.c.id]
        found.append(sa.or_(*(sa.func.lower(one).contains(words, autoescape=True) for one in texts)))
    return found


def promise_of(row: _Row) -> Promise:
    """A promise as its row says, with the id of its case as `case_id`."""
    made = Promising(
        what=row.what,
        department=row.department,
        owner=row.owner,
        due_at=moment(row.first_due_at),
        days=row.days,
        guessed=tuple(int(year) for year in row.guessed.split()),
        number=row.number,
    )
    return Promise(
        id=PromiseId(row.id),
        case=CaseId(row.case_id) if row.case_id is not None else None,
        topic=row.topic_id,
        made=made,
        made_at=moment(row.made_at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        due_at=moment(row.due_at),
        number=row.number,
        answered=row.answered,
        told_at=moment_or_none(row.told_at),
        extensions=row.extensions,
        ended=Change(row.ended) if row.ended else None,
        ended_at=moment_or_none(row.ended_at),
        seq=row.seq,
        on_its_way=row.on_its_way,
    )
