"""The monthly summary as a document: three sentences, figures beside the month before, charts, tables.

Everything that shows a summary (the window, PDF, workbook, page, CSV) reads this and nothing else, so that all say the
same. A closed month is kept as such a document, word for word.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.cases import CaseId
from app.domain.months import Month
from app.domain.words import NO_WORDS, Words

TREND_MONTHS = 12
"""How many months a chart over time shows."""


class Unit(StrEnum):
    """What a number counts."""

    COUNT = "count"
    PERCENT = "percent"  # whole percent
    MINUTES = "minutes"
    WORKING_DAYS = "working_days"


class Good(StrEnum):
    """Which way a number should go, for how a change is told; NEITHER where it says nothing by itself."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of the month.

    Attributes:
        key: its name in files and on the command line, as in "cases.closed"; never changes once released.
        words: its name for people.
        value: None where there was nothing to reckon it from.
        before: in the month before; None as above.
        late: how much of it belongs to months that were closed before it was known.
        opens: whether the cases behind it can be listed.
        note: what it means, in a line, where its name leaves it open.
    """

    key: str
    words: Words
    value: int | None
    before: int | None = None
    unit: Unit = Unit.COUNT
    good: Good = Good.NEITHER
    late: int = 0
    opens: bool = False
    note: Words = NO_WORDS


class Shape(StrEnum):
    """How a chart is drawn."""

    LINES = "lines"
    COLUMNS = "columns"  # side by side
    STACKED = "stacked"  # columns, one upon the other
    BARS = "bars"  # lying, one for each label


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart, one for each of its labels; None where there is none."""

    words: Words
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over the months, or over kinds. `says` tells in a sentence what it shows, also for a screen reader."""

    key: str
    words: Words
    shape: Shape
    labels: tuple[Words, ...]
    series: tuple[Series, ...]
    unit: Unit = Unit.COUNT
    says: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a table: by name only where names were asked for, else as `label` says."""

    name: str
    label: Words


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case named in a table."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a unit, in a table."""

    value: int
    unit: Unit


Cell = str | int | date | datetime | Words | Person | CaseLink | Amount | None
"""What a table holds: text of people as it is (a str), numbers, days, moments, words of the program."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. `empty` says what it means that there are none."""

    key: str
    words: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the summary: its figures first, then charts, then tables."""

    key: str
    words: Words
    numbers: tuple[Number, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    note: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Sentences:
    """The first words of the summary: what got better, what got worse, what the company is asked to change."""

    better: Words
    worse: Words
    ask: Words

    @property
    def each(self) -> tuple[Words, Words, Words]:
        """In their order."""
        return self.better, self.worse, self.ask


@dataclass(frozen=True, slots=True)
class Frozen:
    """When a month was closed, by whom, and up to where the ledger reached by then."""

    at: datetime
    by: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A month.

    Attributes:
        community: its name; "" where none is known.
        zone: the name of the time zone in which the month begins and ends, as in "Asia/Shanghai".
        reckoned_at: when the figures were put together; of a closed month, when it was closed.
        over: whether the month had ended by then.
        entries, head: of the ledger by then.
        frozen: None while the month is open.
    """

    month: Month
    community: str
    zone: str
    reckoned_at: datetime
    over: bool
    sentences: Sentences
    sections: tuple[Section, ...]
    entries: int
    head: str
    frozen: Frozen | None = None

    def number(self, key: str) -> Number:
        """The figure of this name.

        Raises:
            KeyError: there is none.
        """
        return {one.key: one for section in self.sections for one in section.numbers}[key]


class Format(StrEnum):
    """What a summary is exported as."""

    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"
    CSV = "csv"
