"""A summary as a workbook: its own charts over their numbers, a sheet for each table, real dates and numbers."""

import io
from collections.abc import Callable
from datetime import UTC

from app.domain.months import month_words
from app.domain.summary import Number, Section, Summary, Table
from app.domain.summary_figures import change
from app.domain.words import Words
from app.errors import Language
from app.exports.xlsx_book import Book, Sheet
from app.exports.xlsx_charts import add_charts
from app.text.summary_page import (
    FIGURE_HEAD,
    NO_ROWS,
    SENTENCE_LABELS,
    TITLE,
    Reader,
    community_of,
    foot,
    status,
)

_COVER, _FIGURES = Words("月报", "Summary"), Words("指标", "Figures")
_NOTE, _SECTION, _KEY = Words("说明", "Note"), Words("部分", "Section"), Words("代号", "Key")
_COVER_WIDTH = 16
"""Characters of each of the cover's columns."""


def as_xlsx(summary: Summary, language: Language, *, names: bool, check: Callable[[], None]) -> bytes:
    """The file; of the same summary always the same bytes.

    Args:
        names: whether people are named.
        check: called between sheets; what it raises ends the work.
    """
    written = io.BytesIO()
    reader = Reader(summary, language, names=names)
    title = f"{reader.say(TITLE)} {reader.say(month_words(summary.month))}"
    made = (summary.frozen.at if summary.frozen else summary.reckoned_at).astimezone(UTC).replace(tzinfo=None)
    book = Book(written, reader, title, reader.say(community_of(summary)), made)
    cover = _cover(book, summary, title, names=names)
    check()
    _figures(book, summary.sections)
    for table in (table for section in summary.sections for table in section.tables):
        check()
        _table(book, table)
    add_charts(book, cover, [chart for section in summary.sections for chart in section.charts], check)
    check()
    book.close()
    return written.getvalue()


def _cover(book: Book, summary: Summary, title: str, *, names: bool) -> Sheet:
    """What is read first: whether the month is closed, and the three sentences; the charts follow."""
    reader, sheet = book.reader, book.sheet(book.reader.say(_COVER), landscape=False)
    sheet.widths([_COVER_WIDTH] * 6)
    sheet.wide(reader.say(community_of(summary)), "second")
    sheet.wide(title, "title")
    sheet.wide(reader.say(status(summary, names=names)), "second")
    sheet.skip()
    for label, words in zip(SENTENCE_LABELS, summary.sentences.each, strict=True):
        sheet.wide(reader.say(label), "label")
        sheet.wide(reader.say(words), "sentence")
    sheet.wide(reader.say(foot(summary)), "second")
    sheet.skip()
    return sheet


def _figures(book: Book, sections: tuple[Section, ...]) -> None:
    reader, sheet = book.reader, book.sheet(book.reader.say(_FIGURES), landscape=True)
    sheet.head([reader.say(one) for one in (_SECTION, *FIGURE_HEAD, _NOTE, _KEY)], fixed=2)
    for section in sections:
        for number in section.numbers:
            _figure(sheet, section, number, reader)
    sheet.fit()


def _table(book: Book, table: Table) -> None:
    reader, sheet = book.reader, book.sheet(book.reader.say(table.words), landscape=len(table.columns) > 4)
    sheet.head([reader.say(one) for one in table.columns])
    for row in table.rows:
        sheet.cells(row)
    if not table.rows:
        sheet.line([reader.say(table.empty) or reader.say(NO_ROWS)], "text")
    sheet.fit()


def _figure(sheet: Sheet, section: Section, number: Number, reader: Reader) -> None:
    changed = change(number)
    by = None if number.value is None or number.before is None else number.value - number.before
    sheet.figure(
        (reader.say(section.words), reader.say(number.words)),
        (number.value, number.before, by),
        number.unit,
        (reader.say(changed.verdict), reader.note(number), number.key),
        better=changed.better,
    )
