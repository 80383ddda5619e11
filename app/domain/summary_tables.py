"""The tables of a summary: by source and kind, departures, the brand as a party, promises by department, themes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.hand import PLACE_WORDS, Place
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.promises import STATE_WORDS, Change, PromiseState, state_of
from app.domain.summary import Amount, CaseLink, Cell, Person, Table, Unit
from app.domain.summary_figures import capital
from app.domain.summary_tally import Tally, percent
from app.domain.words import NO_WORDS, Words

MOST_THEMES = 5
MOST_ROWS = 100
"""How many measures a table lists."""

THIS, BEFORE = Words("本月", "This month"), Words("上月", "Month before")
COMMUNITY = Words("社区举报", "Reports in the community")
NO_PROMISE = Words("没有承诺", "Nothing promised")


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """A measure as a table shows it: on which article or law, what the ladder proposed, what was chosen, and when."""

    case: CaseId
    article: int | None
    law: Words
    proposed: Rung
    rung: Rung
    at: datetime


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic of the month: how many of its cases came in then, and what was promised last for any of them."""

    title: str
    cases: int
    department: str = ""
    due_at: datetime | None = None
    ended: Change | None = None
    ended_at: datetime | None = None

    def record(self, now: datetime) -> Words:
        """What became of the promise."""
        if self.due_at is None:
            return NO_PROMISE
        return capital(STATE_WORDS[state_of(self.due_at, self.ended, self.ended_at, now)])

    def state(self, now: datetime) -> PromiseState | None:
        """How its promise stands; None where nothing was promised."""
        return None if self.due_at is None else state_of(self.due_at, self.ended, self.ended_at, now)


@dataclass(frozen=True, slots=True)
class HonourLine:
    """A title that was granted: to whom, by id, which may be made of a name, and name."""

    title: Words
    member: str
    name: str
    at: datetime


def sources(now: Tally, before: Tally | None) -> Table:
    """Where cases came from."""
    rows = _beside("cases.received", now, before, _place)
    return Table("sources", Words("按来源", "By source"), (Words("来源", "Source"), THIS, BEFORE), rows)


def kinds(now: Tally, before: Tally | None) -> Table:
    """Closed cases by what they were about."""
    rows = _beside("cases.closed", now, before, _kind)
    empty = Words("本月没有办结工单。", "No case was closed in this month.")
    return Table(
        "kinds", Words("办结工单按类别", "Closed, by kind"), (Words("类别", "Kind"), THIS, BEFORE), rows, empty
    )


def _beside(
    figure: str, now: Tally, before: Tally | None, named: Callable[[str], Words]
) -> tuple[tuple[Cell, ...], ...]:
    present, past = now.parts(figure), {} if before is None else before.parts(figure)
    parts = sorted({*present, *past}, key=lambda part: (-present.get(part, 0), -past.get(part, 0), part))
    then = (None if before is None else past.get(part, 0) for part in parts)
    return tuple((capital(named(part)), present.get(part, 0), was) for part, was in zip(parts, then, strict=True))


def _place(part: str) -> Words:
    return PLACE_WORDS[Place(part)] if part in set(Place) else COMMUNITY


def _kind(part: str) -> Words:
    return KIND_WORDS[CaseKind(part)] if part in set(CaseKind) else Words("未注明", "not told")


def departures(lines: Sequence[SanctionLine], names: Mapping[int, Words], zone: tzinfo) -> Table:
    """Measures on another rung than the ladder proposed."""
    return Table(
        "departures",
        Words("与阶梯不同的处置", "Departures from the ladder"),
        (
            Words("工单", "Case"),
            Words("日期", "Day"),
            Words("依据", "Basis"),
            Words("阶梯提议", "Proposed"),
            Words("实际处置", "Chosen"),
        ),
        tuple(
            (
                CaseLink(one.case),
                one.at.astimezone(zone).date(),
                basis_words(one, names),
                capital(RUNG_WORDS[one.proposed]),
                capital(RUNG_WORDS[one.rung]),
            )
            for one in lines
        ),
        Words("每次处置都与阶梯一致。", "Every measure was as the ladder proposed."),
    )


def brand(lines: Sequence[SanctionLine], names: Mapping[int, Words], zone: tzinfo) -> Table:
    """Measures in matters in which the brand is a party."""
    return Table(
        "brand",
        Words("品牌为当事方", "The brand as a party"),
        (Words("工单", "Case"), Words("日期", "Day"), Words("依据", "Basis"), Words("处置", "Measure")),
        tuple(
            (CaseLink(one.case), one.at.astimezone(zone).date(), basis_words(one, names), capital(RUNG_WORDS[one.rung]))
            for one in lines
        ),
        Words("本月没有品牌为当事方的处置。", "No measure in a matter in which the brand is a party."),
    )


def basis_words(one: SanctionLine, names: Mapping[int, Words]) -> Words:
    """The article, or the law, on which a measure rests."""
    if one.article is None:
        return one.law if one.law != NO_WORDS else Words("法律法规", "Law")
    return names.get(one.article, Words(f"第 {one.article} 条", f"Article {one.article}"))


def _label(number: int) -> Words:
    return Words(f"车友 {number}", f"Member {number}")


def honours(lines: Sequence[HonourLine], zone: tzinfo) -> Table:
    """Who was honoured, and with which title. Where no names are shown people are numbered, within this table only:
    an account's own number is a name to whoever is in the community."""
    numbers = {member: at for at, member in enumerate(dict.fromkeys(one.member for one in lines), start=1)}
    return Table(
        "honours",
        Words("本月授予的荣誉", "Titles granted"),
        (Words("称号", "Title"), Words("车友", "Member"), Words("日期", "Day")),
        tuple(
            (capital(one.title), Person(one.name, _label(numbers[one.member])), one.at.astimezone(zone).date())
            for one in lines
        ),
        Words("本月没有授予荣誉。", "No title was granted in this month."),
    )


def with_names(table: Table, lines: Sequence[HonourLine], zone: tzinfo) -> Table:
    """The table of a closed month, which holds no names, with those that are still known: by title and day."""
    left = [(capital(one.title), one.at.astimezone(zone).date(), one.name) for one in lines]
    return replace(table, rows=tuple(_named(row, left) for row in table.rows))


def _named(row: tuple[Cell, ...], left: list[tuple[Words, date, str]]) -> tuple[Cell, ...]:
    """A row with the name of its person, which is then no longer left for others."""
    found = next((one for one in left if (one[0], one[1]) == (row[0], row[-1])), None)
    if found is not None:
        left.remove(found)
    name = found[2] if found is not None else ""
    return tuple(Person(name, cell.label) if isinstance(cell, Person) else cell for cell in row)


def departments(now: Tally) -> Table:
    """Promises by the department that gave the word."""
    ends = ("made", "kept", "late", "broken")
    each = {end: now.parts(f"promises.{end}") for end in ends}
    named = sorted({name for parts in each.values() for name in parts})
    rows: list[tuple[Cell, ...]] = []
    for name in named:
        made, kept, late, broken = (each[end].get(name, 0) for end in ends)
        share = percent(kept, kept + late + broken)
        rows.append((name, made, kept, late, broken, None if share is None else Amount(share, Unit.PERCENT)))
    return Table(
        "departments",
        Words("承诺按部门", "Promises by department"),
        (
            Words("部门", "Department"),
            Words("作出", "Made"),
            Words("按期", "Kept"),
            Words("超期", "Late"),
            Words("未兑现", "Broken"),
            Words("按期兑现率", "Kept in time"),
        ),
        tuple(rows),
        Words("本月没有承诺作出、到期或办结。", "No promise was made, came due or ended in this month."),
    )


def themes(found: Sequence[Theme], now: datetime, zone: tzinfo) -> Table:
    """What most cases were about, who has to act, and what became of the word given."""
    return Table(
        "themes",
        Words("投诉最集中的五个专题", "The five topics with most cases"),
        (
            Words("专题", "Topic"),
            Words("本月工单", "Cases of this month"),
            Words("部门", "Department"),
            Words("承诺日期", "Promised for"),
            Words("兑现情况", "What became of it"),
        ),
        tuple(
            (
                one.title,
                one.cases,
                one.department or None,
                None if one.due_at is None else one.due_at.astimezone(zone).date(),
                one.record(now),
            )
            for one in found
        ),
        Words("本月没有工单归入专题。", "No case was put into a topic in this month."),
    )
