"""过往类似: how like matters were judged before, seen while the choice is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.members import MemberRef
from app.domain.sanctions import Outcome
from app.domain.words import Words

FEWEST = 3
"""With fewer decisions of the same sort nothing is said of a choice being harder or softer than usual."""

LONGEST_TEXT = 600
"""Characters of a past text that are read and shown."""


class Situation(StrEnum):
    """What besides the text makes two offences alike."""

    FIRST = "first"
    REPEATED = "repeated"
    MALICE = "malice"


SITUATION_WORDS = {
    Situation.FIRST: Words("初次", "first time"),
    Situation.REPEATED: Words("再犯", "repeated"),
    Situation.MALICE: Words("有恶意", "malice"),
}


def situation(*, malice: bool, counted: bool) -> Situation:
    """The situation of an offence: malice that was shown weighs most, then strikes that counted."""
    return Situation.MALICE if malice else Situation.REPEATED if counted else Situation.FIRST


@dataclass(frozen=True, slots=True)
class Precedent:
    """A decision of the past on the same article.

    Attributes:
        text: what was judged, title first.
        rung: as decided; an appeal may have left less.
        reported_as: what most reports named it.
        outcome: of an appeal.
        reduced_to: the rung that an appeal left.
        lifted: its measure was ended before its term.
        likeness: of its text, 0 to 1, a little more where the offence and the situation are the same.
    """

    decision: DecisionId
    case_id: CaseId
    title: str
    text: str
    rung: Rung
    at: datetime
    by: MemberRef
    reported_as: str = ""
    situation: Situation = Situation.FIRST
    outcome: Outcome | None = None
    reduced_to: Rung | None = None
    lifted: bool = False
    likeness: float = 0.0

    @property
    def overturned(self) -> bool:
        """Whether an appeal left nothing of it; such a decision is shown, and no example."""
        return self.outcome is Outcome.OVERTURNED

    @property
    def stands_as(self) -> Rung:
        """The rung after every appeal."""
        return self.reduced_to or self.rung


class Weight(StrEnum):
    """How a choice stands against what was decided before."""

    HARDER = "harder"
    USUAL = "usual"
    SOFTER = "softer"


WEIGHT_WORDS = {
    Weight.HARDER: Words("你选的比以往重", "harder than usual"),
    Weight.USUAL: Words("与以往相当", "as usual"),
    Weight.SOFTER: Words("你选的比以往轻", "softer than usual"),
}


@dataclass(frozen=True, slots=True)
class Precedents:
    """What was decided before on the same article.

    Attributes:
        alike: the likest, first; those that an appeal overturned too.
        counts: how often each rung was chosen for the same offence in the same situation, lowest rung first; what was
            overturned is not counted, what was reduced is counted as it stands.
        weight: of the choice against them; None where none was made, or too little was decided.
        offence: what the counted were reported as; "" where every offence against the article is counted.
        situation: in which situation the counted were.
    """

    alike: tuple[Precedent, ...] = ()
    counts: tuple[tuple[Rung, int], ...] = ()
    weight: Weight | None = None
    offence: str = ""
    situation: Situation = Situation.FIRST

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(count for _, count in self.counts)


def count(found: Iterable[Precedent], offence: str, now: Situation) -> tuple[tuple[Rung, int], ...]:
    """How often each rung was chosen for an offence in a situation, lowest rung first.

    Args:
        offence: as reported; "" counts every one.
    """
    counted: dict[Rung, int] = {}
    for one in found:
        if not one.overturned and one.situation is now and (not offence or one.reported_as == offence):
            counted[one.stands_as] = counted.get(one.stands_as, 0) + 1
    return tuple(sorted(counted.items(), key=lambda pair: pair[0].height))


def weigh(counts: Iterable[tuple[Rung, int]], choice: Rung | None) -> Weight | None:
    """How a choice stands against the past: harder, where more than half were below it; softer, where above."""
    by_rung: Mapping[Rung, int] = dict(counts)
    total = sum(by_rung.values())
    if choice is None or total < FEWEST:
        return None
    below = sum(number for rung, number in by_rung.items() if rung.height < choice.height)
    above = sum(number for rung, number in by_rung.items() if rung.height > choice.height)
    return Weight.HARDER if below * 2 > total else Weight.SOFTER if above * 2 > total else Weight.USUAL


def in_words(found: Precedents) -> Words:
    """The counts in one line, as in “同类 14 次：私信提醒 11、正式警告 3”."""
    if not found.total:
        return Words("同类还没有先例", "Nothing like it was decided before")
    zh = "、".join(f"{RUNG_WORDS[rung].zh} {number}" for rung, number in found.counts)
    en = ", ".join(f"{RUNG_WORDS[rung].en} {number}" for rung, number in found.counts)
    when, total = SITUATION_WORDS[found.situation], found.total
    return Words(
        f"同类（{when.zh}）{total} 次：{zh}",
        f"The same ({when.en}) ×{total}: {en}",
    )
