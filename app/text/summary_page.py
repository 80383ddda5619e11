"""A summary as it is read: every text in one language, every name shown or left out, nothing in it invisible.

Print and page are made from this, so that they say the same.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from app.domain.months import month_words
from app.domain.summary import Amount, CaseLink, Cell, Chart, Number, Person, Section, Summary, Table
from app.domain.summary_figures import NONE, change, figure, has_numbers, is_quiet
from app.domain.words import Words
from app.errors import Language
from app.text.display import visible

TITLE = Words("治理月报", "Monthly summary")
FIGURE_HEAD = (
    Words("指标", "Figure"),
    Words("本月", "This month"),
    Words("上月", "Month before"),
    Words("变化", "Change"),
    Words("评价", "Assessment"),
)
SENTENCE_LABELS = (
    Words("更好了", "Better"),
    Words("变差了", "Worse"),
    Words("请公司改变", "What we ask the company to change"),
)
QUIET, BETWEEN, STOP = Words("本月和上月都没有：", "None in either month: "), Words("、", ", "), Words("。", ".")
"""Around the names of figures that were nothing in either month: they are told in one line."""
NO_CHART = Words("这十二个月里没有。", "None in these twelve months.")
NO_ROWS = Words("本月没有。", "None this month.")
_NAMELESS = Words("车友社区", "The owners' community")
_MANAGER = Words("主管", "a manager")


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell; numbers stand at the right, under each other."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its neighbours.

    Attributes:
        verdict: in a word, whether the change is better.
        better: the same for a colour beside the word.
        note: what it means, and how much of it belongs to months closed before.
    """

    key: str
    name: str
    value: str
    before: str
    change: str
    verdict: str
    better: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table; `empty` is said in place of rows."""

    key: str
    title: str
    head: tuple[Shown, ...]
    rows: tuple[tuple[Shown, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section.

    Attributes:
        figures: those that were anything this month or the one before.
        quiet: a line that names the others; "" where there are none.
        charts: those that have anything to draw.
        silent: of the others, the title, and what is said in place of the picture.
    """

    key: str
    title: str
    note: str
    figures: tuple[Figure, ...]
    quiet: str
    charts: tuple[Chart, ...]
    silent: tuple[tuple[str, str], ...]
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A summary in one language.

    Attributes:
        status: whether the month is closed, since when and by whom, or that it is not.
        sentences: each with its label.
        foot: up to where the ledger reached.
    """

    language: Language
    title: str
    month: str
    community: str
    closed: bool
    status: str
    sentences: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    foot: str

    def say(self, words: Words) -> str:
        """In the language of the page, nothing in it invisible."""
        return shown(words.say(self.language))


def page(summary: Summary, language: Language, *, names: bool) -> Page:
    """A summary as it is read.

    Args:
        names: whether people are named; else they are who they are to the community.
    """
    reader = Reader(summary, language, names=names)
    return Page(
        language,
        reader.say(TITLE),
        reader.say(month_words(summary.month)),
        reader.say(community_of(summary)),
        summary.frozen is not None,
        reader.say(status(summary, names=names)),
        tuple(
            (reader.say(label), reader.say(words))
            for label, words in zip(SENTENCE_LABELS, summary.sentences.each, strict=True)
        ),
        tuple(reader.part(section) for section in summary.sections),
        reader.say(foot(summary)),
    )


def community_of(summary: Summary) -> Words:
    """How the community is called."""
    name = summary.community
    brand = name.removesuffix(_NAMELESS.zh)
    if not brand:
        return _NAMELESS
    return Words(name, name if brand == name else f"{brand} owners' community")


def shown(text: str) -> str:
    """A text on one line, nothing in it invisible."""
    return " ".join(visible(text).split())


def status(summary: Summary, *, names: bool) -> Words:
    """Whether the month is closed, since when and by whom; or that it is not, and what follows from it."""
    zone = zone_of(summary)
    if summary.frozen is not None:
        at = f"{summary.frozen.at.astimezone(zone):%Y-%m-%d %H:%M}（{summary.zone}）"
        by = Words(summary.frozen.by, summary.frozen.by) if names else _MANAGER
        return Words(
            f"已于 {at}由{by.zh}关账，数字不再变化；之后才知道的事计入以后的月份。",
            f"Closed {_western(at)} by {by.en}. The figures do not change any more; what became known later counts "
            "in a later month.",
        )
    at = f"{summary.reckoned_at.astimezone(zone):%Y-%m-%d %H:%M}（{summary.zone}）"
    if summary.over:
        return Words(
            f"本月尚未关账，数字还会变化。数字截至 {at}。",
            f"This month is not closed, its figures may still change. Reckoned {_western(at)}.",
        )
    return Words(
        f"本月还没有结束，也没有关账，数字还会变化。数字截至 {at}。",
        f"This month is not over and not closed, its figures will still change. Reckoned {_western(at)}.",
    )


def foot(summary: Summary) -> Words:
    """Up to where the ledger reached, as `ledger verify --anchor` takes it."""
    anchor = f"{summary.entries}:{summary.head}"
    return Words(f"治理台账 {anchor}", f"Ledger {anchor}")


def zone_of(summary: Summary) -> tzinfo:
    """The time zone of a summary."""
    return ZoneInfo(summary.zone)


def _clean(chart: Chart) -> Chart:
    """A chart in whose words nothing is invisible."""
    series = tuple(replace(row, words=_seen(row.words)) for row in chart.series)
    labels = tuple(_seen(label) for label in chart.labels)
    return replace(chart, words=_seen(chart.words), says=_seen(chart.says), labels=labels, series=series)


def _seen(words: Words) -> Words:
    return Words(shown(words.zh), shown(words.en))


def _western(text: str) -> str:
    return text.replace("（", " (").replace("）", ")")


class Reader:
    """Says the parts of a summary.

    Args:
        names: whether people are named.
    """

    def __init__(self, summary: Summary, language: Language, *, names: bool) -> None:
        self.language: Language = language
        self._zone = zone_of(summary)
        self._names = names

    def say(self, words: Words) -> str:
        """Words in the language, nothing in them invisible."""
        return shown(words.say(self.language))

    def part(self, section: Section) -> Part:
        """A section."""
        quiet = [self.say(one.words) for one in section.numbers if is_quiet(one)]
        names = self._joined(quiet)
        return Part(
            section.key,
            self.say(section.words),
            self.say(section.note),
            tuple(self.figure(number) for number in section.numbers if not is_quiet(number)),
            f"{QUIET.say(self.language)}{names}{STOP.say(self.language)}" if quiet else "",
            tuple(_clean(chart) for chart in section.charts if has_numbers(chart)),
            tuple((self.say(one.words), self.say(NO_CHART)) for one in section.charts if not has_numbers(one)),
            tuple(self.table(table) for table in section.tables),
        )

    def _joined(self, names: list[str]) -> str:
        return BETWEEN.say(self.language).join(names)

    def figure(self, number: Number) -> Figure:
        """A figure."""
        changed = change(number)
        return Figure(
            number.key,
            self.say(number.words),
            self.say(figure(number.value, number.unit)),
            self.say(figure(number.before, number.unit)),
            self.say(changed.amount),
            self.say(changed.verdict),
            changed.better,
            self.note(number),
        )

    def note(self, number: Number) -> str:
        """What a figure means, and how much of it is late."""
        late = Words(
            f"含以前月份补记 {number.late:,}。", f"{number.late:,} of it belong to months that were closed before."
        )
        said = (self.say(number.note), self.say(late) if number.late else "")
        return ("" if self.language == "zh" else " ").join(filter(None, said))

    def table(self, table: Table) -> ShownTable:
        """A table."""
        rows = tuple(tuple(self.cell(cell) for cell in row) for row in table.rows)
        numbers = [any(row[at].number for row in rows) for at in range(len(table.columns))]
        head = tuple(Shown(self.say(one), right) for one, right in zip(table.columns, numbers, strict=True))
        empty = self.say(table.empty) or self.say(NO_ROWS)
        return ShownTable(table.key, self.say(table.words), head, rows, empty)

    def cell(self, cell: Cell) -> Shown:
        """A cell of a table."""
        if cell is None:
            return Shown(NONE)
        if isinstance(cell, Amount):
            return Shown(self.say(figure(cell.value, cell.unit)), number=True)
        if isinstance(cell, int):
            return Shown(self.say(figure(cell)), number=True)
        return Shown(self.text(cell))

    def text(self, cell: str | date | datetime | Words | Person | CaseLink) -> str:
        """A cell that is no number, as text."""
        if isinstance(cell, Words):
            return self.say(cell)
        if isinstance(cell, Person):
            return shown(cell.name) if self._names else self.say(cell.label)
        if isinstance(cell, CaseLink):
            return shown(cell.case)
        if isinstance(cell, datetime):
            return f"{self.local(cell):%Y-%m-%d %H:%M}"
        return cell.isoformat() if isinstance(cell, date) else shown(cell)

    def local(self, moment: datetime) -> datetime:
        """A moment in the time zone of the summary."""
        return moment.astimezone(self._zone)
