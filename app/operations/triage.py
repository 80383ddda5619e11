"""Triage: the queue, most urgent first, and how much is in it."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.cases import CaseId, CaseState, Place, QueueRow
from app.domain.triage import ALL_OPEN, QueueFilter
from app.errors import CaseNotFound
from app.operations.desk import Desk
from app.operations.searching import among_keys, matching_keys, walk
from storage.transaction import Transaction

PAGE = 50


def queue(
    desk: Desk,
    filter: QueueFilter = ALL_OPEN,
    *,
    search: str = "",
    after: Place | None = None,
    limit: int = PAGE,
    together: bool = False,
) -> list[QueueRow]:
    """A page of the queue, most urgent first.

    Args:
        desk: of the person who asks.
        filter: which cases; all but the closed ones where it says nothing.
        search: words, all of which must occur in title, text or author; or the number of a case, which is found
            whatever the filter.
        after: `place` of the last row of the page before.
        limit: how many rows at most.
        together: of cases with the same text, show the first only, with their number.
    """
    named = _of_number(desk, search.strip())
    if named:
        return named if after is None else []
    keys = matching_keys(desk, search) if search.strip() else None
    if keys is not None:
        rows = among_keys(desk, keys, filter, after=after, limit=limit, together=together)
    elif search.strip():
        rows = walk(desk, search, filter, after=after, limit=limit, together=together)
    else:
        with desk.record.read() as tx:
            rows = tx.queue.page(filter, desk.me.id, after=after, limit=limit, together=together)
            return _laid_over(desk, tx, rows)
    with desk.record.read() as tx:
        return _laid_over(desk, tx, rows)


def _of_number(desk: Desk, typed: str) -> list[QueueRow]:
    """The case whose number was typed, however it is written; nothing where that is no number of a case."""
    with desk.record.read() as tx:
        for one in dict.fromkeys((typed, typed.lower())):
            if not one:
                continue
            try:
                case = tx.cases.get(CaseId(one))
            except CaseNotFound:
                continue
            return _laid_over(desk, tx, tx.queue.by_keys([case.key], desk.me.id))
    return []


def _laid_over(desk: Desk, tx: Transaction, rows: list[QueueRow]) -> list[QueueRow]:
    """The rows with what is unsettled in the outbox, and where somebody from outside is involved."""
    over = tx.outbox_rows.over([row.id for row in rows], desk.clock())
    outside = tx.outside.involved_in(row.key for row in rows)
    if outside:
        rows = [replace(row, outside=True) if row.key in outside else row for row in rows]
    return [
        replace(row, on_its_way=over[row.id].state, not_before=over[row.id].held, by_hand=over[row.id].by_hand)
        if row.id in over
        else row
        for row in rows
    ]


def counts(desk: Desk, filters: Sequence[QueueFilter]) -> list[int]:
    """How many cases fit each filter, none counted further than COUNT_CAP."""
    with desk.record.read() as tx:
        return tx.queue.counts(filters, desk.me.id)


def same_text(desk: Desk, case_id: CaseId, limit: int = PAGE) -> list[QueueRow]:
    """The other open cases with the same text, most urgent first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        return _laid_over(desk, tx, tx.queue.same_text(case.text_print, desk.me.id, without=case.key, limit=limit))


def state_counts(desk: Desk) -> dict[CaseState, int]:
    """How many cases are in each state."""
    with desk.record.read() as tx:
        counts = tx.marks.counts()
    return {state: counts.get(f"cases.{state.value}", 0) for state in CaseState}
