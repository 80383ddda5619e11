"""Handing a shift over: one page that drafts itself, read by whoever comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import CaseId
from app.domain.letters import moment_words
from app.domain.members import MemberRef
from app.domain.quoting import one_line
from app.domain.words import NO_WORDS, Words

SOON = timedelta(hours=8)
"""The length of the shift that comes: what is due in it is named."""

SHOWN = 12
"""So many lines of a section are written out; of the rest their number is told."""

LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the next person should know of; `case` leads to it."""

    said: Words
    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        id: names it.
        title: its heading.
        lines: what is to be told, most urgent first, SHOWN at most.
        more: how many there are beyond these; capped counts say so in `lines` themselves.
        alarm: something of it can't wait.
    """

    id: str
    title: Words
    lines: tuple[Line, ...] = ()
    more: int = 0
    alarm: bool = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.lines) + self.more


@dataclass(frozen=True, slots=True)
class Draft:
    """The page as it stands now. `held` counts the cases that the person who gives still has."""

    sections: tuple[Section, ...]
    held: int = 0


@dataclass(frozen=True, slots=True)
class Handover:
    """A shift handed over: the page frozen as it was given, in both languages, and who took it."""

    key: int
    by: MemberRef
    at: datetime
    text: Words
    note: str = ""
    taken_by: MemberRef | None = None
    taken_at: datetime | None = None


def page(draft: Draft, by: str, at: datetime, note: str) -> Words:
    """The whole page as text, to be kept, copied and printed.

    Args:
        by: who hands over.
        at: when, in the local time zone.
        note: what they add themselves; "" for nothing.
    """
    when = moment_words(at)
    head = Words(f"交接班  {by}  {at.year} 年 {when.zh}", f"Handover  {by}  {when.en} {at.year}")
    parts = [head, *(_section(one) for one in draft.sections if one.count)]
    if nothing := empty_words(draft):
        parts.append(nothing)
    if note:
        parts.append(Words(f"给下一班的话\n{note}", f"For the next shift\n{note}"))
    return Words("\n\n".join(one.zh for one in parts), "\n\n".join(one.en for one in parts))


def empty_words(draft: Draft) -> Words | None:
    """Under what there is nothing, in one line; None where there is something under everything."""
    empty = [one.title for one in draft.sections if not one.count]
    if not empty:
        return None
    return Words("没有：" + "；".join(one.zh for one in empty), "Nothing under: " + "; ".join(one.en for one in empty))


def more_words(more: int) -> Words:
    """How many lines are not written out."""
    return Words(f"还有 {more} 件", f"{more} more") if more else NO_WORDS


def _section(section: Section) -> Words:
    heading = Words(f"{section.title.zh}（{section.count}）", f"{section.title.en} ({section.count})")
    lines = [one.said for one in section.lines]
    if section.more:
        lines.append(more_words(section.more))
    return Words(
        "\n".join([heading.zh, *(f"· {one.zh}" for one in lines)]),
        "\n".join([heading.en, *(f"· {one.en}" for one in lines)]),
    )


def named(case: CaseId, title: str, author: str) -> Words:
    """A case as a line of the page names it."""
    shown, whose = one_line(title, 30), one_line(author, 20)
    zh = f"{case} 《{shown}》{whose}" if shown else f"{case} {whose}"
    en = f"{case} “{shown}” {whose}" if shown else f"{case} {whose}"
    return Words(zh.strip(), en.strip())
