"""Months in the record: what was counted for them, the sentences written for them, and the closed ones."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import DecisionId
from app.domain.decisions import DecisionKind
from app.domain.members import MemberId, MemberRef
from app.domain.months import Month
from app.domain.summary import Frozen
from app.domain.words import Words
from storage.schema import cases, counters, is_open
from storage.schema_decisions import decisions
from storage.schema_summary import (
    closed_months,
    month_counts,
    summary_facts,
    summary_held,
    summary_sentences,
    summary_state,
)
from storage.summary_backlog import Backlog
from storage.summary_counting import first_answers
from storage.values import moment, ms

_Row = sa.Row[tuple[Any, ...]]

_LISTED: sa.Select[Any] = sa.select(
    cases.c.key, cases.c.id, cases.c.kind, cases.c.state, cases.c.title, cases.c.author_name, cases.c.reported_at
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a figure, or of a part of it; `late` of them belong to months that were closed before."""

    figure: str
    slice: str
    n: int
    late: int


@dataclass(frozen=True, slots=True)
class Behind:
    """A case behind a figure. `key` is what the next page is asked for with."""

    key: int
    id: CaseId
    kind: CaseKind
    state: CaseState
    title: str
    author: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed month: the whole document as it was frozen, and its figures by name."""

    month: Month
    frozen: Frozen
    sha256: str
    document: str
    figures: Mapping[str, int]


class Months:
    """The months as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def zone(self) -> str:
        """The name of the time zone in which months begin and end."""
        return str(self._connection.execute(sa.select(summary_state.c.zone)).scalar_one())

    def set_zone(self, name: str) -> None:
        """Let months begin and end in this zone, and count everything anew. Only while none is closed."""
        last = sa.select(sa.func.coalesce(sa.func.max(cases.c.key), 0)).scalar_subquery()
        anew = {"counted": 0, "cases_counted": 0, "cases_before": last}
        self._connection.execute(sa.update(summary_state).values(zone=name, **anew))
        for table in (summary_facts, month_counts, summary_held):
            self._connection.execute(sa.delete(table))

    def first_since(self, decision: DecisionId) -> datetime | None:
        """Since when a case had waited for its first answer, where this decision is it; else None."""
        row = self._connection.execute(first_answers([decision])).one_or_none()
        return None if row is None else moment(row.reported_at)

    def counts(self, first: Month, last: Month) -> dict[Month, list[Counted]]:
        """What was counted for each month of a span."""
        found: dict[Month, list[Counted]] = {}
        rows = self._connection.execute(sa.select(month_counts).where(month_counts.c.month.between(first, last)))
        for row in rows:
            found.setdefault(Month(row.month), []).append(Counted(row.figure, row.slice, row.n, row.late))
        return found

    def first(self) -> Month | None:
        """The first month for which something was counted."""
        found = self._connection.execute(sa.select(sa.func.min(month_counts.c.month))).scalar()
        return None if found is None else Month(found)

    def open_cases(self) -> int:
        """How many cases are not closed now."""
        names = [f"cases.{state.value}" for state in CaseState if state is not CaseState.CLOSED]
        found = self._connection.execute(
            sa.select(sa.func.sum(counters.c.n)).where(counters.c.name.in_(names))
        ).scalar()
        return int(found or 0)

    def backlog(self, month: Month, end: datetime) -> int | None:
        """How many cases were open at the end of a month; None where the record does not tell."""
        found = Backlog(self._connection, month, end).since().backlog(self.open_cases())
        return found if found >= 0 else None

    def open_at(self, month: Month, end: datetime, *, after: int, limit: int) -> list[Behind]:
        """The cases that were open at the end of a month, in the order of their keys."""
        return self.of_keys(Backlog(self._connection, month, end).keys(after=after, limit=limit))

    def still_open(self, *, after: int, limit: int) -> list[Behind]:
        """The cases that are not closed now, in the order of their keys."""
        found = _LISTED.where(is_open(), cases.c.key > after).order_by(cases.c.key).limit(limit)
        return [_behind(row) for row in self._connection.execute(found)]

    def reminded_at(self, decision: DecisionId, since: datetime) -> datetime | None:
        """When the author of a decision's case was reminded, where that was the last word to them since then."""
        author = sa.select(cases.c.author_id).join(decisions, decisions.c.case_key == cases.c.key)
        whose = author.where(decisions.c.id == decision).scalar_subquery()
        earlier = decisions.alias()
        last = (
            sa.select(earlier.c.kind, earlier.c.at)
            .join(cases, cases.c.key == earlier.c.case_key)
            .where(
                cases.c.author_id == whose,
                earlier.c.kind.in_([DecisionKind.COACHING.value, DecisionKind.SANCTION.value]),
                earlier.c.undone_at.is_(None),
                earlier.c.id != decision,
                earlier.c.at >= ms(since),
            )
            .order_by(earlier.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(last).one_or_none()
        return moment(row.at) if row is not None and row.kind == DecisionKind.COACHING else None

    # --- the cases behind a figure -----------------------------------------------------------------------

    def behind(self, month: Month, figure: str, parts: Sequence[str], *, after: int, limit: int) -> list[Behind]:
        """The cases behind a figure, in the order of their keys.

        Args:
            figure: its name.
            parts: only these parts of it; all where none is named.
            after: the key of the last case of the page before, 0 for the first page.
        """
        of_it = (summary_facts.c.month == month) & (summary_facts.c.figure == figure)
        if parts:
            of_it &= summary_facts.c.slice.in_(parts)
        one = (
            sa.select(summary_facts.c.case_key.label("key"))
            .where(of_it, summary_facts.c.last_key.is_(None), summary_facts.c.case_key > after)
            .group_by(summary_facts.c.case_key)
            .having(sa.func.sum(summary_facts.c.n) != 0)  # also what was taken back after its month was closed
            .order_by(summary_facts.c.case_key)
            .limit(limit)
        )
        keys = {key for (key,) in self._connection.execute(one)}
        keys |= set(self._in_ranges(of_it, after=after, limit=limit))
        return self.of_keys(sorted(keys)[:limit])

    def of_keys(self, keys: Sequence[int]) -> list[Behind]:
        """Cases by their keys, a page of them at most, in their order."""
        rows = self._connection.execute(_LISTED.where(cases.c.key.in_(keys)).order_by(cases.c.key))
        return [_behind(row) for row in rows]

    def _in_ranges(self, of_it: sa.ColumnElement[bool], *, after: int, limit: int) -> list[int]:
        ranges = (
            sa.select(summary_facts.c.case_key, summary_facts.c.last_key)
            .where(of_it, summary_facts.c.last_key > after)
            .order_by(summary_facts.c.case_key)
            .limit(limit)
        )
        found: list[int] = []
        for first, last in self._connection.execute(ranges):
            found += range(max(first, after + 1), last + 1)
            if len(found) >= limit:
                break
        return found[:limit]

    # --- sentences, and closed months --------------------------------------------------------------------

    def sentences(self, month: Month) -> tuple[Words, Words, Words]:
        """What was written for a month, in each language; "" where the draft stands."""
        found = sa.select(summary_sentences).where(summary_sentences.c.month == month)
        row = self._connection.execute(found).one_or_none()
        texts = ("", "", "") if row is None else (row.better, row.worse, row.ask)
        better, worse, ask = map(_both, texts)
        return better, worse, ask

    def write_sentences(self, month: Month, texts: tuple[Words, Words, Words], by: MemberRef, at: datetime) -> None:
        """Keep the sentences of a month."""
        same = summary_sentences.c.month == month
        better, worse, ask = map(_as_one, texts)
        row = {"better": better, "worse": worse, "ask": ask, "by_id": by.id, "by_name": by.name, "at": ms(at)}
        if not self._connection.execute(sa.update(summary_sentences).where(same).values(**row)).rowcount:
            self._connection.execute(sa.insert(summary_sentences).values(month=month, **row))

    def closed(self, first: Month | None = None, last: Month | None = None) -> list[Closed]:
        """The closed months of a span, oldest first; all of them where none is named."""
        found = sa.select(closed_months).order_by(closed_months.c.month)
        found = found if first is None else found.where(closed_months.c.month >= first)
        found = found if last is None else found.where(closed_months.c.month <= last)
        return [_closed(row) for row in self._connection.execute(found)]

    def last_closed(self) -> Month | None:
        """The last month that was closed."""
        found = self._connection.execute(sa.select(sa.func.max(closed_months.c.month))).scalar()
        return None if found is None else Month(found)

    def close(self, month: Closed, by: MemberId) -> None:
        """Keep a month as it is, once and for all."""
        self._connection.execute(
            sa.insert(closed_months).values(
                month=month.month,
                at=ms(month.frozen.at),
                by_id=by,
                by_name=month.frozen.by,
                entries=month.frozen.entries,
                head=month.frozen.head,
                sha256=month.sha256,
                document=month.document,
                figures=json.dumps(dict(month.figures), sort_keys=True, separators=(",", ":")),
            )
        )


def _both(text: str) -> Words:
    """A sentence in two lines, the Chinese one first; one line alone stands in both languages."""
    zh, line, en = text.partition("\n")
    return Words(zh, en if line else zh)


def _as_one(words: Words) -> str:
    return words.zh if words.zh == words.en else "\n".join(words)


def _behind(row: sa.Row[Any]) -> Behind:
    kind, state = CaseKind(row.kind), CaseState(row.state)
    return Behind(row.key, CaseId(row.id), kind, state, row.title, row.author_name, moment(row.reported_at))


def _closed(row: _Row) -> Closed:
    frozen = Frozen(moment(row.at), row.by_name, row.entries, row.head)
    return Closed(Month(row.month), frozen, row.sha256, row.document, json.loads(row.figures))
