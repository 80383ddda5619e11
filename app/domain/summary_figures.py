"""How the figures of a summary are said: a number with its unit, and how it stands against the month before."""

from dataclasses import dataclass

from app.domain.summary import Chart, Good, Number, Unit
from app.domain.words import NO_WORDS, Words

NONE = "–"
"""Stands where there is no number."""

MINUS = "−"
"""Not a hyphen: it is as wide as a plus, so that changes stand under each other."""

BETTER, WORSE = Words("好转", "better"), Words("变差", "worse")
SAME = Words("持平", "unchanged")

IN_HOURS, IN_DAYS = 120, 2880
"""From so many minutes on a time is told in hours, and in days."""
_WHOLE_DAYS = 10

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
    if value is None:
        return Words(NONE, NONE)
    if unit is Unit.MINUTES:
        sign = MINUS if value < 0 else ""
        number, rest = duration(abs(value))
        return Words(f"{sign}{number} {rest.zh}", f"{sign}{number} {rest.en}")
    return _said(_WITH_UNIT[unit], _grouped(value))


def duration(minutes: int) -> tuple[str, Words]:
    """A time as people say it, the first number apart from the rest: 58 min, 3 h 25 min, 2 days 4 h, 50 days."""
    if minutes < IN_HOURS:
        return str(minutes), Words("分钟", "min")
    hours, rest = divmod(minutes, 60)
    if minutes < IN_DAYS:
        return str(hours), Words("小时" + f" {rest} 分" * bool(rest), "h" + f" {rest} min" * bool(rest))
    days, hours = divmod(hours, 24)
    hours = 0 if days >= _WHOLE_DAYS else hours
    return f"{days:,}", Words("天" + f" {hours} 小时" * bool(hours), "days" + f" {hours} h" * bool(hours))


def scale(most: int) -> tuple[int, Words]:
    """For numbers of minutes beside each other, up to `most`: how many of them make one, and what that is called."""
    if most < IN_HOURS:
        return 1, UNIT_WORDS[Unit.MINUTES]
    return (60, Words("小时", "hours")) if most < IN_DAYS else (1440, Words("天", "days"))


def is_quiet(number: Number) -> bool:
    """Whether there was nothing of it, this month or the one before."""
    return not number.value and not number.before and not number.late


def has_numbers(chart: Chart) -> bool:
    """Whether there is anything to draw."""
    return any(value for series in chart.series for value in series.values)


def capital(words: Words) -> Words:
    """Words as they begin a line: in English with a capital letter."""
    return Words(words.zh, words.en[:1].upper() + words.en[1:])


def change(number: Number) -> Change:
    """How a figure stands against the month before."""
    if number.value is None or number.before is None:
        return Change(Words(NONE, NONE))
    by = number.value - number.before
    if by == 0:
        return Change(SAME)
    sign = "+" if by > 0 else MINUS
    amount = _said(_CHANGED[number.unit], f"{sign}{abs(by):,}")
    if number.unit is Unit.MINUTES:
        told = figure(abs(by), Unit.MINUTES)
        amount = Words(f"{sign}{told.zh}", f"{sign}{told.en}")
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
