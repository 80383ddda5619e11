"""A month put together: its sections with their figures, charts and tables, and the sentences before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from app.domain import summary_charts as charts
from app.domain import summary_named as named
from app.domain import summary_tables as tables
from app.domain.months import Month
from app.domain.summary import Number, Section, Summary
from app.domain.summary_named import Figure
from app.domain.summary_sentences import drafted, with_written
from app.domain.summary_tables import HonourLine, SanctionLine, Theme
from app.domain.summary_tally import Tally
from app.domain.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Everything a month is put together from.

    Attributes:
        past: the twelve months up to this one, oldest first; None of those before anything was counted.
        reckoned_at: the moment by which promises stand as they do.
        over: whether the month has ended.
        articles: how each article of the code is called.
        written: the sentences that people wrote, in each language, "" where the draft stands.
        entries, head: of the ledger.
    """

    month: Month
    community: str
    zone_name: str
    zone: tzinfo
    reckoned_at: datetime
    over: bool
    past: Sequence[tuple[Month, Tally | None]]
    departures: Sequence[SanctionLine] = ()
    brand: Sequence[SanctionLine] = ()
    themes: Sequence[Theme] = ()
    honours: Sequence[HonourLine] = ()
    articles: Mapping[int, Words] | None = None
    written: Sequence[Words] = (NO_WORDS, NO_WORDS, NO_WORDS)
    entries: int = 0
    head: str = ""

    @property
    def now(self) -> Tally:
        """The figures of this month."""
        return self.past[-1][1] or Tally()

    @property
    def before(self) -> Tally | None:
        """Those of the month before; None where nothing was counted then."""
        return self.past[-2][1]


def summary_of(found: Reckoned) -> Summary:
    """The month as a document."""
    sections = tuple(_sections(found))
    numbers = [one for section in sections for one in section.numbers]
    draft = drafted(numbers, found.themes, found.reckoned_at, found.zone)
    return Summary(
        month=found.month,
        community=found.community,
        zone=found.zone_name,
        reckoned_at=found.reckoned_at,
        over=found.over,
        sentences=with_written(draft, found.written),
        sections=sections,
        entries=found.entries,
        head=found.head,
    )


def with_names(summary: Summary, lines: Sequence[HonourLine]) -> Summary:
    """A closed month as it was frozen, with the names of its people, which are not frozen."""
    zone = ZoneInfo(summary.zone)
    return replace(
        summary,
        sections=tuple(
            replace(section, tables=tuple(tables.with_names(one, lines, zone) for one in section.tables))
            for section in summary.sections
        ),
    )


def _sections(found: Reckoned) -> list[Section]:
    def plain(key: str, words: Words, figures: Sequence[Figure]) -> Section:
        return Section(key, words, _numbers(found, figures))

    return [
        _cases(found),
        _guidance(found),
        _sanctions(found),
        _promises(found),
        plain("lanes", Words("安全、违法、侵权、求助", "Safety, unlawful, rights, care"), named.LANES),
        plain("appeals", Words("申诉与举报人", "Appeals and reporters"), named.APPEALS),
        plain("council", Words("议事会", "The council"), named.COUNCIL),
        replace(
            plain("honours", Words("荣誉", "Honours"), named.HONOURS),
            tables=(tables.honours(found.honours, found.zone),),
        ),
        plain("work", Words("公约与运行", "The code, and the work"), named.WORK),
    ]


def _numbers(found: Reckoned, figures: Sequence[Figure]) -> tuple[Number, ...]:
    return tuple(one.number(found.now, found.before, over=found.over) for one in figures)


def _cases(found: Reckoned) -> Section:
    past = found.past
    return Section(
        "cases",
        Words("受理与响应", "Intake and response"),
        _numbers(found, named.CASES),
        (charts.intake(past), charts.response(past), charts.calm(past)),
        (tables.sources(found.now, found.before), tables.kinds(found.now, found.before)),
    )


def _guidance(found: Reckoned) -> Section:
    return Section(
        "guidance",
        Words("引导在先", "Guidance first"),
        _numbers(found, named.GUIDANCE),
        (charts.guidance(found.past), charts.articles(found.now, found.articles or {})),
    )


def _sanctions(found: Reckoned) -> Section:
    names = found.articles or {}
    return Section(
        "sanctions",
        Words("处置与双人复核", "Sanctions and the second person"),
        _numbers(found, named.SANCTIONS),
        tables=(
            tables.departures(found.departures, names, found.zone),
            tables.brand(found.brand, names, found.zone),
        ),
    )


def _promises(found: Reckoned) -> Section:
    return Section(
        "promises",
        Words("承诺", "Promises"),
        _numbers(found, named.PROMISES),
        (charts.promises(found.past),),
        (tables.departments(found.now), tables.themes(found.themes, found.reckoned_at, found.zone)),
    )
