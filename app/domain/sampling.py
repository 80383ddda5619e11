"""Sampling: a lead looks at some decisions again, so that rungs and tone stay even across the team."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from app.domain.commands import DecisionId
from app.domain.decisions import DecisionKind
from app.domain.ladder import Rung
from app.domain.members import MemberRef
from app.domain.words import Words


class Mark(StrEnum):
    """What a lead says of a decision."""

    AGREE = "agree"
    TOO_HARD = "too_hard"
    TOO_SOFT = "too_soft"
    TONE = "tone"


MARK_WORDS = {
    Mark.AGREE: Words("同意", "agree"),
    Mark.TOO_HARD: Words("偏重", "too hard"),
    Mark.TOO_SOFT: Words("偏轻", "too soft"),
    Mark.TONE: Words("用语不当", "the tone"),
}

SHARE = 0.05
"""Which share of decisions is drawn."""

SAMPLED_KINDS = (DecisionKind.COACHING, DecisionKind.REPLY, DecisionKind.DISMISSAL, DecisionKind.SANCTION)
"""What a lead looks at again: answers in which somebody weighed something."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry of the ledger, from which a draw can be repeated by anybody: its number and its hash."""

    entry: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entry}:{self.hash}"


def draw(population: Iterable[DecisionId], share: float, anchor: Anchor) -> list[DecisionId]:
    """Draw a share of decisions: those with the lowest hash of anchor and id, so that nobody chooses.

    At least one is drawn where there is any.
    """
    ranked = sorted(population, key=lambda one: hashlib.sha256(f"{anchor.hash}:{one}".encode()).digest())
    return ranked[: ceil(len(ranked) * share)]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a lead said of a decision."""

    decision: DecisionId
    by: MemberRef
    at: datetime
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sample with what it says something about.

    Attributes:
        article: number of the article that the decision cites; None where it cites none.
        decided_by: whose decision it was.
    """

    sample: Sample
    article: int | None
    decided_by: MemberRef


@dataclass(frozen=True, slots=True)
class OfArticle:
    """How evenly an article is applied.

    Attributes:
        rungs: how often each rung was chosen, lowest first.
        marks: how often leads said what.
    """

    article: int
    title: Words
    rungs: tuple[tuple[Rung, int], ...]
    marks: tuple[tuple[Mark, int], ...] = ()

    @property
    def sampled(self) -> int:
        """How many marks there are."""
        return sum(number for _, number in self.marks)

    @property
    def agreement(self) -> float | None:
        """Which share of the marks agrees; None without any."""
        return dict(self.marks).get(Mark.AGREE, 0) / self.sampled if self.sampled else None


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What leads said of one person's decisions; `notes` are those about their tone."""

    person: MemberRef
    marks: tuple[tuple[Mark, int], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consistency:
    """How evenly decisions were made."""

    articles: tuple[OfArticle, ...] = ()
    people: tuple[OfPerson, ...] = ()


def counted(marks: Sequence[Mark]) -> tuple[tuple[Mark, int], ...]:
    """How often each mark was given, in the order of the marks."""
    return tuple((mark, marks.count(mark)) for mark in Mark if mark in marks)


def by_person(marked: Sequence[Marked]) -> tuple[OfPerson, ...]:
    """What was said of each person's decisions, by name."""
    people = {one.decided_by.id: one.decided_by for one in marked}
    found = []
    for person in sorted(people.values(), key=lambda one: (one.name, one.id)):
        theirs = [one.sample for one in marked if one.decided_by.id == person.id]
        notes = tuple(one.note for one in theirs if one.mark is Mark.TONE and one.note)
        found.append(OfPerson(person, counted([one.mark for one in theirs]), notes))
    return tuple(found)
