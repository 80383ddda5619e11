"""The queue: pages in its one order, by any choice of cases, with copies of one text as one line."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.cases import OURS, Back, CaseId, CaseKind, CaseState, Place, QueueRow
from app.domain.members import MemberId
from app.domain.triage import ALL_OPEN, COUNT_CAP, QueueFilter
from storage.bulk import blocks
from storage.schema import QUEUE, cases, has_print, is_closed, is_open, is_ours, moment, moment_or_none

EXCERPT = 80

MOST_COPIES = 5 * COUNT_CAP
"""So many copies are looked at when one page of a search asks what pages before it have shown."""

_LINE = (
    *QUEUE,
    *(cases.c[name] for name in "id kind state author_name title body reports due_at claimed_by_id".split()),
    *(cases.c[name] for name in "claimed_by_name came_back reported_as text_print".split()),
)


class Spot(NamedTuple):
    """Where a case stands in the queue, and the print of its text."""

    place: Place
    print: str

    @property
    def key(self) -> int:
        """Of the case."""
        return self.place[2]


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
        columns = [*_LINE, _copies(wanted, me).label("same_text")] if together else _LINE
        statement = sa.select(*columns).where(*_conditions(wanted, me))
        if after is not None:
            statement = statement.where(_place(cases) > sa.tuple_(*after))
        if together:
            statement = statement.where(sa.not_(_copy_before(wanted, me)))
        return self._rows(statement.order_by(*QUEUE).limit(limit), me)

    def by_keys(self, keys: Iterable[int], me: MemberId, *, copies: QueueFilter | None = None) -> list[QueueRow]:
        """The lines of these cases, most urgent first.

        Args:
            keys: of the cases.
            me: whose "mine" it is.
            copies: count those with the same text among these cases of the queue.
        """
        columns = _LINE if copies is None else [*_LINE, _copies(copies, me).label("same_text")]
        rows = [row for block in blocks(keys) for row in self._rows(sa.select(*columns).where(_key_in(block)), me)]
        return sorted(rows, key=lambda row: row.place)

    def spots(self, wanted: QueueFilter, me: MemberId, keys: Iterable[int]) -> list[Spot]:
        """Where those of the cases with these keys stand that fit the filter, most urgent first."""
        chosen = _conditions(wanted, me, driven=False)
        return sorted(
            Spot((row[0], row[1], row[2]), row[3])
            for block in blocks(keys)
            for row in self._connection.execute(sa.select(*QUEUE, cases.c.text_print).where(_key_in(block), *chosen))
        )

    def walk(self, wanted: QueueFilter, me: MemberId, *, after: Place | None, limit: int, prints: bool) -> list[Spot]:
        """Where the next cases of the queue stand; without their prints it is read from an index alone."""
        statement = sa.select(*QUEUE, cases.c.text_print if prints else sa.literal_column("''"))
        statement = statement.where(*_conditions(wanted, me))
        if after is not None:
            statement = statement.where(_place(cases) > sa.tuple_(*after))
        rows = self._connection.execute(statement.order_by(*QUEUE).limit(limit))
        return [Spot((row[0], row[1], row[2]), row[3]) for row in rows]

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
        numbers = [_capped(sa.select(sa.literal(1)).select_from(cases).where(*_conditions(one, me))) for one in filters]
        labelled = (number.label(f"n{at}") for at, number in enumerate(numbers))
        row = self._connection.execute(sa.select(*labelled)).one()
        return [int(number) for number in row]

    def same_text(self, text_print: str, me: MemberId, *, without: int, limit: int) -> list[QueueRow]:
        """The open cases with this text but one, most urgent first."""
        if not text_print:
            return []
        statement = sa.select(*_LINE).where(*_of_print(ALL_OPEN, me, cases, text_print), cases.c.key != without)
        return self._rows(statement.order_by(*QUEUE).limit(limit), me)

    def count_same_text(self, text_print: str) -> int:
        """How many open cases have this text, at most COUNT_CAP."""
        if not text_print:
            return 0
        chosen = sa.select(sa.literal(1)).select_from(cases).where(is_open(), has_print())
        number = _capped(chosen.where(cases.c.text_print == text_print))
        return int(self._connection.execute(sa.select(number)).scalar_one())

    def _rows(self, statement: sa.Select[Any], me: MemberId) -> list[QueueRow]:
        return [_queue_row(row, me) for row in self._connection.execute(statement)]


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
    states = _state(wanted, table, lead=lead)
    return chosen + (states if lead or wanted.state is CaseState.CLOSED else [*states, is_open(table)])


def _state(wanted: QueueFilter, table: sa.FromClause, *, lead: bool) -> list[sa.ColumnElement[bool]]:
    state = table.c.state
    if wanted.state is CaseState.CLOSED:
        return [is_closed(table)]
    if wanted.state:
        return [(state if lead else _aside(state)) == wanted.state.value]
    if wanted.ours:
        return [is_ours(table) if lead else _aside(state).in_([one.value for one in OURS])]
    return [is_open(table)] if lead else []


def _aside(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A column that no index is chosen for."""
    return sa.type_coerce(column, sa.Text).concat("")


def _place(table: sa.FromClause) -> sa.Tuple:
    return sa.tuple_(table.c.urgency, table.c.reported_at, table.c.key)


def _key_in(keys: Sequence[int]) -> sa.ColumnElement[bool]:
    return cases.c.key.in_(keys)


# --- copies of a text -----------------------------------------------------------------------------------


def _of_print(wanted: QueueFilter, me: MemberId, table: sa.FromClause, print_: object) -> list[sa.ColumnElement[bool]]:
    """The cases of the filter with one text, read from the index of texts."""
    return [table.c.text_print == print_, has_print(table), *_conditions(wanted, me, table, driven=False)]


def _copy_before(wanted: QueueFilter, me: MemberId) -> sa.ColumnElement[bool]:
    """Whether a case of the filter with the same text stands before a case."""
    other = cases.alias("other")
    return sa.exists().where(*_of_print(wanted, me, other, cases.c.text_print), _place(other) < _place(cases))


def _copies(wanted: QueueFilter, me: MemberId) -> sa.ScalarSelect[int]:
    """How many cases of the filter have a case's text, itself included."""
    twin = cases.alias("twin")
    same = sa.select(sa.literal(1)).select_from(twin).where(*_of_print(wanted, me, twin, cases.c.text_print))
    return _capped(same.correlate(cases))


def _capped(chosen: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(chosen.limit(COUNT_CAP).subquery()).scalar_subquery()


# --- lines ----------------------------------------------------------------------------------------------


def _queue_row(row: sa.Row[Any], me: MemberId) -> QueueRow:
    return QueueRow(
        key=row.key,
        id=CaseId(row.id),
        state=CaseState(row.state),
        kind=CaseKind(row.kind),
        author=row.author_name,
        title=row.title,
        excerpt=" ".join(row.body.split())[:EXCERPT],
        reports=row.reports,
        reported_at=moment(row.reported_at),
        urgency=row.urgency,
        place=(row.urgency, row.reported_at, row.key),
        reported_as=row.reported_as,
        came_back=Back(row.came_back) if row.came_back else None,
        due_at=moment_or_none(row.due_at),
        claimed_by=row.claimed_by_name or "",
        claimed_by_me=row.claimed_by_id == me,
        same_text=max(getattr(row, "same_text", 1), 1),
    )
