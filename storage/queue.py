"""The queue: pages in its one order, by any choice of cases, with copies of one text as one line."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain import hand
from app.domain.cases import ALARMED, OURS, WAITING, Back, CaseId, CaseKind, CaseState, Place, QueueRow
from app.domain.members import MemberId
from app.domain.triage import ALL_OPEN, COUNT_CAP, QueueFilter
from storage.bulk import blocks
from storage.schema import QUEUE, cases, has_print, is_closed, is_open
from storage.values import moment, moment_or_none

EXCERPT = 80
LOOKED_AT = 2_000
"""As much of a text is looked at for its excerpt, in characters: it may begin with many blanks."""

MOST_COPIES = 5 * COUNT_CAP
"""So many copies are looked at when one page of a search asks what pages before it have shown."""

_LINE: tuple[sa.Column[Any], ...] = (
    *QUEUE,
    *(cases.c[name] for name in "id kind state author_name title body reports due_at claimed_by_id".split()),
    *(cases.c[name] for name in "claimed_by_name came_back reported_as place raised".split()),
)

_SPOT: tuple[sa.Column[Any], ...] = (*QUEUE, cases.c.text_print)
_AFTER = ("after_urgency", "after_reported_at", "after_key")
_WRITTEN = 128
_KEYS = cases.c.key.in_(sa.bindparam("keys", expanding=True))


class Spot(NamedTuple):
    """Where a case stands in the queue, and the print of its text."""

    urgency: int
    reported_at: int
    key: int
    print: str

    @property
    def place(self) -> Place:
        """As a page is asked for."""
        return (self.urgency, self.reported_at, self.key)


class Queue:
    """The queue as seen by one transaction.

    Args:
        connection: of the transaction.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def page(
        self, wanted: QueueFilter, me: MemberId, *, after: Place | None = None, limit: int = 50, together: bool = False
    ) -> list[QueueRow]:
        """A page of the queue, most urgent first.

        Args:
            wanted: which cases.
            me: whose "mine" it is.
            after: where the page before ended.
            limit: how many rows at most.
            together: of cases with the same text, show the first only, with their number.
        """
        return self._rows(_page(wanted, me, after is not None, together), me, _turned(after) | {"most": limit})

    def by_keys(self, keys: Iterable[int], me: MemberId, *, copies: QueueFilter | None = None) -> list[QueueRow]:
        """The lines of these cases, most urgent first.

        Args:
            keys: of the cases, no more than a page.
            me: whose "mine" it is.
            copies: count those with the same text among these cases of the queue.
        """
        rows = self._rows(_named(copies, me), me, {"keys": list(keys)})
        return sorted(rows, key=lambda row: row.place)

    def spots(self, wanted: QueueFilter, me: MemberId, keys: Iterable[int]) -> list[Spot]:
        """Where those of the cases with these keys stand that fit the filter, most urgent first."""
        found: list[Spot] = []
        for block in blocks(keys):
            found += map(Spot._make, self._connection.execute(_spots(wanted, me), {"keys": block}).all())
        return sorted(found)

    def walk(self, wanted: QueueFilter, me: MemberId, *, after: Place | None, limit: int, prints: bool) -> list[Spot]:
        """Where the next cases of the queue stand; without their prints it is read from an index alone."""
        statement = _walk(wanted, me, after is not None, prints)
        return [Spot._make(row) for row in self._connection.execute(statement, _turned(after) | {"most": limit}).all()]

    def copies_before(
        self, wanted: QueueFilter, me: MemberId, prints: Sequence[str], *, upto: Place
    ) -> list[tuple[str, int]]:
        """Print and key of the cases with one of these texts that stand no later than there; MOST_COPIES at most."""
        texts = cases.c.text_print.in_(prints)
        chosen = [texts, has_print(), *_conditions(wanted, me, driven=False), _place(cases) <= sa.tuple_(*upto)]
        statement = sa.select(cases.c.text_print, cases.c.key).where(*chosen).limit(MOST_COPIES)
        return [(row.text_print, row.key) for row in self._connection.execute(statement)]

    def counts(self, filters: Sequence[QueueFilter], me: MemberId) -> list[int]:
        """How many cases fit each filter, none counted further than COUNT_CAP; one look for all of them."""
        if not filters:
            return []
        row = self._connection.execute(_counts(tuple(filters), me)).one()
        return [int(number) for number in row]

    def same_text(self, text_print: str, me: MemberId, *, without: int, limit: int) -> list[QueueRow]:
        """The open cases with this text but one, most urgent first."""
        if not text_print:
            return []
        values = {"print": text_print, "without": without, "most": limit}
        return self._rows(_twins(me), me, values)

    def count_same_text(self, text_print: str) -> int:
        """How many open cases have this text, at most COUNT_CAP."""
        if not text_print:
            return 0
        return int(self._connection.execute(_COUNT_TWINS, {"print": text_print}).scalar_one())

    def _rows(self, statement: sa.Select[Any], me: MemberId, values: dict[str, Any]) -> list[QueueRow]:
        return [_queue_row(row, me) for row in self._connection.execute(statement, values).all()]


# --- statements: written once for each question, for writing one costs more than asking it --------------


def _turned(after: Place | None) -> dict[str, Any]:
    return {} if after is None else dict(zip(_AFTER, after, strict=True))


def _from_there(statement: sa.Select[Any], *, turned: bool) -> sa.Select[Any]:
    """In the order of the queue, from the page's place on."""
    if turned:
        there = (sa.bindparam(name, type_=column.type) for name, column in zip(_AFTER, QUEUE, strict=True))
        statement = statement.where(_place(cases) > sa.tuple_(*there))
    return statement.order_by(*QUEUE).limit(sa.bindparam("most", type_=sa.Integer))


@lru_cache(maxsize=_WRITTEN)
def _page(wanted: QueueFilter, me: MemberId, turned: bool, together: bool) -> sa.Select[Any]:
    statement = sa.select(*_LINE).where(*_conditions(wanted, me))
    if together:
        statement = statement.add_columns(_copies(wanted, me)).where(sa.not_(_copy_before(wanted, me)))
    return _from_there(statement, turned=turned)


@lru_cache(maxsize=_WRITTEN)
def _named(copies: QueueFilter | None, me: MemberId) -> sa.Select[Any]:
    statement = sa.select(*_LINE).where(_KEYS)
    return statement if copies is None else statement.add_columns(_copies(copies, me))


@lru_cache(maxsize=_WRITTEN)
def _spots(wanted: QueueFilter, me: MemberId) -> sa.Select[Any]:
    return sa.select(*_SPOT).where(_KEYS, *_conditions(wanted, me, driven=False))


@lru_cache(maxsize=_WRITTEN)
def _walk(wanted: QueueFilter, me: MemberId, turned: bool, prints: bool) -> sa.Select[Any]:
    statement = sa.select(*QUEUE, cases.c.text_print if prints else sa.literal_column("''"))
    return _from_there(statement.where(*_conditions(wanted, me)), turned=turned)


@lru_cache(maxsize=_WRITTEN)
def _counts(filters: tuple[QueueFilter, ...], me: MemberId) -> sa.Select[Any]:
    # In the order of the queue, so that the engine takes the index of what is asked for and stops at the cap.
    each = [sa.select(sa.literal(1)).select_from(cases).where(*_conditions(one, me)) for one in filters]
    numbers: list[Any] = [_capped(one.order_by(*QUEUE)).label(f"n{at}") for at, one in enumerate(each)]
    return sa.select(*numbers)


@lru_cache(maxsize=_WRITTEN)
def _twins(me: MemberId) -> sa.Select[Any]:
    same = _of_print(ALL_OPEN, me, cases, sa.bindparam("print", type_=sa.Text))
    without = cases.c.key != sa.bindparam("without", type_=sa.BigInteger)
    return _from_there(sa.select(*_LINE).where(*same, without), turned=False)


# --- which cases ----------------------------------------------------------------------------------------


def _conditions(
    wanted: QueueFilter, me: MemberId, table: sa.FromClause = cases, *, driven: bool = True
) -> list[sa.ColumnElement[bool]]:
    """The filter in SQL. Its narrowest part alone is left to an index, so that the engine need not guess which it is.

    Args:
        wanted: which cases.
        me: whose "mine" it is.
        table: the cases.
        driven: whether the filter chooses the index; else something beside it does.
    """
    columns = table.c
    named: list[tuple[sa.ColumnElement[Any], str]] = []
    if wanted.mine:
        named.append((columns.claimed_by_id, me))
    if wanted.reported_as:
        named.append((columns.reported_as, wanted.reported_as))
    if wanted.kind:
        named.append((columns.kind, wanted.kind.value))
    lead = driven and wanted.state is not CaseState.CLOSED
    chosen = [(column if lead and at == 0 else _aside(column)) == value for at, (column, value) in enumerate(named)]
    lead = lead and not named
    if wanted.came_back:
        chosen.append(columns.came_back.is_not(None) if lead else sa.func.coalesce(columns.came_back, "") != "")
        if lead:  # what came back is open: the database sees to it
            return chosen + _state(wanted, table, lead=False)
    if wanted.alarms:
        chosen.append(columns.urgency <= ALARMED if lead else columns.urgency + 0 <= ALARMED)
    states = _state(wanted, table, lead=lead)
    return chosen + (states if lead or wanted.state is CaseState.CLOSED else [*states, is_open(table)])


def _state(wanted: QueueFilter, table: sa.FromClause, *, lead: bool) -> list[sa.ColumnElement[bool]]:
    state = table.c.state
    if wanted.state is CaseState.CLOSED:
        return [is_closed(table)]
    if wanted.state:
        return [(state if lead else _aside(state)) == wanted.state.value]
    if wanted.ours:
        ours = sa.or_(_aside(state).in_([one.value for one in OURS]), _aside(table.c.kind) == CaseKind.SAFETY.value)
        return [ours, is_open(table), table.c.urgency < WAITING] if lead else [ours]
    return [is_open(table)] if lead else []


def _aside(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A column that no index is chosen for."""
    return sa.type_coerce(column, sa.Text).concat("")


def _place(table: sa.FromClause) -> sa.Tuple:
    return sa.tuple_(table.c.urgency, table.c.reported_at, table.c.key)


# --- copies of a text -----------------------------------------------------------------------------------


def _of_print(wanted: QueueFilter, me: MemberId, table: sa.FromClause, print_: object) -> list[sa.ColumnElement[bool]]:
    """The cases of the filter with one text, read from the index of texts."""
    return [table.c.text_print == print_, has_print(table), *_conditions(wanted, me, table, driven=False)]


def _copy_before(wanted: QueueFilter, me: MemberId) -> sa.ColumnElement[bool]:
    """Whether a case of the filter with the same text stands before a case."""
    other = cases.alias("other")
    # "+ 0" makes values of the columns; only with those does SQLite stop in the index where the place says
    here = sa.tuple_(*(column + 0 for column in QUEUE))
    return sa.exists().where(*_of_print(wanted, me, other, cases.c.text_print), _place(other) < here)


def _copies(wanted: QueueFilter, me: MemberId) -> sa.ScalarSelect[int]:
    """How many cases of the filter have a case's text, itself included."""
    twin = cases.alias("twin")
    same = sa.select(sa.literal(1)).select_from(twin).where(*_of_print(wanted, me, twin, cases.c.text_print))
    return _capped(same.correlate(cases))


def _capped(chosen: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(chosen.limit(COUNT_CAP).subquery()).scalar_subquery()


_COUNT_TWINS = sa.select(
    _capped(
        sa.select(sa.literal(1))
        .select_from(cases)
        .where(cases.c.text_print == sa.bindparam("print", type_=sa.Text), has_print(), is_open())
    )
)


# --- lines ----------------------------------------------------------------------------------------------


def _queue_row(row: Any, me: MemberId) -> QueueRow:
    # By place, not by name: a page is fifty rows of eighteen values.
    urgent, at, key, case_id, kind, state, author, title, body, reports, due_at, claimed_by, name, back, *rest = row
    named, whence, raised, *n = rest
    return QueueRow(
        key=key,
        id=CaseId(case_id),
        state=CaseState(state),
        kind=CaseKind(kind),
        author=author,
        title=title,
        excerpt=" ".join(body[:LOOKED_AT].split())[:EXCERPT],
        reports=reports,
        reported_at=moment(at),
        urgency=urgent,
        place=(urgent, at, key),
        reported_as=named,
        came_back=Back(back) if back else None,
        due_at=moment_or_none(due_at),
        claimed_by=name or "",
        claimed_by_me=claimed_by == me,
        same_text=max(n[0], 1) if n else 1,
        came_from=hand.Place(whence) if whence else None,
        raised=raised,
    )
