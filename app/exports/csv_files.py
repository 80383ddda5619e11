"""A summary as CSV files: figures and sentences, the numbers of the charts, and one file for each table."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from app.domain.summary import Amount, Cell, Chart, Number, Section, Summary, Unit
from app.domain.summary_figures import UNIT_WORDS
from app.domain.words import Words
from app.errors import Language
from app.text.summary_page import SENTENCE_LABELS, Reader
from app.text.tables import as_csv

_FIGURES = (
    Words("月份", "Month"),
    Words("部分", "Section"),
    Words("代号", "Key"),
    Words("指标", "Figure"),
    Words("本月", "This month"),
    Words("上月", "Month before"),
    Words("单位", "Unit"),
    Words("其中补记", "Of it late"),
    Words("说明", "Note"),
    Words("关账时间（UTC）", "Closed at (UTC)"),
)
_CHARTS = (
    Words("图表", "Chart"),
    Words("项目", "Label"),
    Words("系列", "Row"),
    Words("数值", "Number"),
    Words("单位", "Unit"),
)
_NOT_CLOSED = Words("未关账", "not closed")
_SENTENCES = ("sentence.better", "sentence.worse", "sentence.ask")

Line = tuple[str, ...]


def as_csv_files(
    summary: Summary, language: Language, *, names: bool, check: Callable[[], None]
) -> Iterator[tuple[str, bytes]]:
    """The files: what each is called after the name of the summary ("" for the first), and what is in it.

    Numbers are bare, days and moments as in 2026-10-31 and 2026-10-31T08:30:00, in the time zone of the summary.

    Args:
        names: whether people are named.
        check: called between files; what it raises ends the work.
    """
    reader = Reader(summary, language, names=names)
    yield "", as_csv([reader.say(one) for one in _FIGURES], _figures(summary, reader))
    check()
    charts = [chart for section in summary.sections for chart in section.charts]
    lines = [line for chart in charts for line in _chart(chart, reader)]
    yield "charts", as_csv([reader.say(one) for one in _CHARTS], lines)
    for at, table in enumerate([table for section in summary.sections for table in section.tables], start=1):
        check()
        name = re.sub(r"[^a-z0-9_-]", "", table.key.lower().replace(".", "-"))
        head = [reader.say(one) for one in table.columns]
        yield f"{at:02}-{name}", as_csv(head, ([_cell(cell, reader) for cell in row] for row in table.rows))


def _figures(summary: Summary, reader: Reader) -> Iterator[Line]:
    closed = _stamp(summary.frozen.at) if summary.frozen else reader.say(_NOT_CLOSED)
    told = zip(_SENTENCES, SENTENCE_LABELS, summary.sentences.each, strict=True)
    for key, label, words in told:
        yield summary.month, "", key, reader.say(label), "", "", "", "", reader.say(words), closed
    for section in summary.sections:
        for number in section.numbers:
            yield summary.month, *_figure(section, number, reader), closed


def _figure(section: Section, number: Number, reader: Reader) -> Line:
    told = reader.say(section.words), number.key, reader.say(number.words)
    return (
        *told,
        _bare(number.value),
        _bare(number.before),
        _unit(number.unit, reader),
        _bare(number.late),
        reader.note(number),
    )


def _chart(chart: Chart, reader: Reader) -> Iterator[Line]:
    for row in chart.series:
        for label, value in zip(chart.labels, row.values, strict=True):
            names = (reader.say(chart.words), reader.say(label), reader.say(row.words))
            yield *names, _bare(value), _unit(chart.unit, reader)


def _cell(cell: Cell, reader: Reader) -> str:
    if isinstance(cell, Amount):
        return _bare(cell.value)
    if cell is None or isinstance(cell, int):
        return _bare(cell)
    if isinstance(cell, datetime):
        return f"{reader.local(cell):%Y-%m-%dT%H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    return reader.text(cell)


def _bare(number: int | None) -> str:
    return "" if number is None else str(number)


def _unit(unit: Unit, reader: Reader) -> str:
    return reader.say(UNIT_WORDS[unit])


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
