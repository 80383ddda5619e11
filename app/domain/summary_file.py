"""A summary as text, so that a closed month is kept word for word; names of people are not kept in it."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.domain.cases import CaseId
from app.domain.months import Month
from app.domain.summary import (
    Amount,
    CaseLink,
    Cell,
    Chart,
    Good,
    Number,
    Person,
    Section,
    Sentences,
    Series,
    Shape,
    Summary,
    Table,
    Unit,
)
from app.domain.words import Words

VERSION = 1


def written(summary: Summary) -> str:
    """The document as canonical JSON."""
    whole = {
        "version": VERSION,
        "month": summary.month,
        "community": summary.community,
        "zone": summary.zone,
        "reckoned_at": summary.reckoned_at.isoformat(),
        "over": summary.over,
        "sentences": [list(one) for one in summary.sentences.each],
        "sections": [_section(one) for one in summary.sections],
        "entries": summary.entries,
        "head": summary.head,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Summary:
    """The document that `written` wrote."""
    whole = json.loads(text)
    return Summary(
        month=Month(whole["month"]),
        community=whole["community"],
        zone=whole["zone"],
        reckoned_at=datetime.fromisoformat(whole["reckoned_at"]),
        over=whole["over"],
        sentences=Sentences(*(Words(*one) for one in whole["sentences"])),
        sections=tuple(_section_of(one) for one in whole["sections"]),
        entries=whole["entries"],
        head=whole["head"],
    )


def _section(one: Section) -> dict[str, Any]:
    return {
        "key": one.key,
        "words": one.words,
        "numbers": [_number(number) for number in one.numbers],
        "charts": [_chart(chart) for chart in one.charts],
        "tables": [_table(table) for table in one.tables],
        "note": one.note,
    }


def _section_of(one: dict[str, Any]) -> Section:
    return Section(
        one["key"],
        Words(*one["words"]),
        tuple(_number_of(number) for number in one["numbers"]),
        tuple(_chart_of(chart) for chart in one["charts"]),
        tuple(_table_of(table) for table in one["tables"]),
        Words(*one["note"]),
    )


def _number(one: Number) -> list[Any]:
    return [one.key, one.words, one.value, one.before, one.unit, one.good, one.late, one.opens, one.note]


def _number_of(one: list[Any]) -> Number:
    key, words, value, before, unit, good, late, opens, note = one
    return Number(key, Words(*words), value, before, Unit(unit), Good(good), late, opens, Words(*note))


def _chart(one: Chart) -> list[Any]:
    series = [[row.words, row.values] for row in one.series]
    return [one.key, one.words, one.shape, one.labels, series, one.unit, one.says]


def _chart_of(one: list[Any]) -> Chart:
    key, words, shape, labels, series, unit, says = one
    rows = tuple(Series(Words(*name), tuple(values)) for name, values in series)
    return Chart(
        key, Words(*words), Shape(shape), tuple(Words(*name) for name in labels), rows, Unit(unit), Words(*says)
    )


def _table(one: Table) -> list[Any]:
    return [one.key, one.words, one.columns, [[_cell(cell) for cell in row] for row in one.rows], one.empty]


def _table_of(one: list[Any]) -> Table:
    key, words, columns, rows, empty = one
    cells = tuple(tuple(_cell_of(cell) for cell in row) for row in rows)
    return Table(key, Words(*words), tuple(Words(*name) for name in columns), cells, Words(*empty))


def _cell(cell: Cell) -> Any:
    """Plain text and numbers as they are, anything else with a word for what it is."""
    if cell is None or isinstance(cell, str | int):
        return cell
    if isinstance(cell, date):  # a moment is a date too
        return ["at" if isinstance(cell, datetime) else "day", cell.isoformat()]
    if isinstance(cell, Words):
        return ["words", *cell]
    if isinstance(cell, Person):
        return ["person", *cell.label]
    if isinstance(cell, CaseLink):
        return ["case", cell.case]
    return ["amount", cell.value, cell.unit]


_CELLS: dict[str, Callable[..., Cell]] = {
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
    "words": Words,
    "person": lambda zh, en: Person("", Words(zh, en)),
    "case": lambda case: CaseLink(CaseId(case)),
    "amount": lambda value, unit: Amount(value, Unit(unit)),
}


def _cell_of(stored: Any) -> Cell:
    return _CELLS[stored[0]](*stored[1:]) if isinstance(stored, list) else stored
