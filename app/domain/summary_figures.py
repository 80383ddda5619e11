"""How the figures of a summary are said: a number with its unit, and how it stands against the month before."""

from dataclasses import dataclass

from app.domain.summary import Good, Number, Unit
from app.domain.words import NO_WORDS, Words

NONE = "–"
"""Stands where there is no number."""

MINUS = "−"
"""Not a hyphen: it is as wide as a plus, so that changes stand under each other."""

BETTER, WORSE = Words("好转", "better"), Words("变差", "worse")
SAME = Words("持平", "unchanged")

UNIT_WORDS = {
    Unit.COUNT: NO_WORDS,
    Unit.PERCENT: Words("%", "%"),
    Unit.MINUTES: Words("分钟", "minutes"),
    Unit.WORKING_DAYS: Words("个工作日", "working days"),
}
_WITH_UNIT = {
    Unit.COUNT: Words("{}", "{}"),
    Unit.PERCENT: Words("{}%", "{}%"),
    Unit.MINUTES: Words("{} 分钟", "{} min"),
    Unit.WORKING_DAYS: Words("{} 个工作日", "{} working days"),
}
_CHANGED = _WITH_UNIT | {Unit.PERCENT: Words("{} 个百分点", "{} points")}


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure stands against the month before.

    Attributes:
        amount: by how much, with its sign; a dash where one of the two is not known.
        verdict: in a word, whether that is better; empty where it says nothing by itself.
        better: the same for a colour beside the word; None where there is none.
    """

    amount: Words
    verdict: Words = NO_WORDS
    better: bool | None = None

    @property
    def words(self) -> Words:
        """Both in one."""
        return Words(*(" ".join(filter(None, pair)) for pair in zip(self.amount, self.verdict, strict=True)))


def figure(value: int | None, unit: Unit = Unit.COUNT) -> Words:
    """A number with its unit, thousands grouped; a dash for none."""
    return Words(NONE, NONE) if value is None else _said(_WITH_UNIT[unit], _grouped(value))


def change(number: Number) -> Change:
    """How a figure stands against the month before."""
    if number.value is None or number.before is None:
        return Change(Words(NONE, NONE))
    by = number.value - number.before
    if by == 0:
        return Change(SAME)
    signed = f"{'+' if by > 0 else MINUS}{abs(by):,}"
    amount = _said(_CHANGED[number.unit], signed)
    if number.good is Good.NEITHER:
        return Change(amount)
    better = (by > 0) == (number.good is Good.UP)
    return Change(amount, BETTER if better else WORSE, better)


def _grouped(value: int) -> str:
    return f"{value:,}" if value >= 0 else f"{MINUS}{-value:,}"


def _said(words: Words, number: str) -> Words:
    one = number.lstrip(f"+{MINUS}") == "1"
    english = words.en.removesuffix("s") if one else words.en
    return Words(words.zh.format(number), english.format(number))
