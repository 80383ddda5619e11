"""What the page says of figures and months, beyond what every form of the summary says."""

from dataclasses import replace
from datetime import date, datetime, tzinfo

from app.domain.summary import Amount, CaseLink, Cell, Number, Person, Unit
from app.domain.summary_figures import NONE, UNIT_WORDS, change, duration, figure
from app.domain.words import NO_WORDS, Words
from ui.kit.theme import Tone


def parts(number: Number) -> tuple[Words, Words]:
    """A number, and its unit; no unit where there is no number."""
    if number.value is None:
        return figure(None), NO_WORDS
    if number.unit is Unit.MINUTES and number.value >= 0:
        first, rest = duration(number.value)
        return Words(first, first), rest
    return figure(number.value), UNIT_WORDS[number.unit]


def before(number: Number) -> Words:
    """What it was in the month before; no words where that is not known."""
    if number.before is None:
        return NO_WORDS
    was = figure(number.before, Unit.COUNT if number.unit is Unit.WORKING_DAYS else number.unit)
    return Words(f"上月 {was.zh}", f"was {was.en}")


def beside(number: Number) -> tuple[Words, Tone]:
    """How it stands beside the month before, and the colour of that; no words where that can't be said."""
    if number.value is None or number.before is None:
        return NO_WORDS, Tone.NEUTRAL
    told = change(number)
    tone = Tone.NEUTRAL if told.better is None else Tone.GREEN if told.better else Tone.RED
    return told.words, tone


def in_short(number: Number) -> Words:
    """The same where the unit stands beside it already: +17 点 好转, +3."""
    if number.value is None or number.before is None or number.value == number.before:
        return beside(number)[0]
    if number.unit is Unit.MINUTES:  # both times stand there, and leave no room for a third
        told = change(number)
        return told.verdict if told.verdict != NO_WORDS else told.amount
    plain = change(replace(number, unit=Unit.COUNT))
    points = Words(" 点", " pts") if number.unit is Unit.PERCENT else NO_WORDS
    said = ((by + of, verdict) for by, of, verdict in zip(plain.amount, points, plain.verdict, strict=True))
    return Words(*(" ".join(filter(None, pair)) for pair in said))


def late(number: Number) -> Words:
    """How much of it belongs to months that were closed before."""
    if not number.late:
        return NO_WORDS
    return Words(f"含补记 {number.late}", f"{number.late} late")


def spoken(number: Number) -> Words:
    """A figure in a sentence, for a screen reader."""
    told = [number.words, figure(number.value, number.unit), beside(number)[0], before(number), late(number)]
    told.append(number.note)
    return Words("，".join(one.zh for one in told if one.zh), ", ".join(one.en for one in told if one.en))


def cell(what: Cell, zone: tzinfo) -> Words:
    """What stands in a cell of a table."""
    if what is None:
        return Words(NONE, NONE)
    if isinstance(what, Words):
        return what
    if isinstance(what, Person):
        return Words(what.name, what.name) if what.name else what.label
    if isinstance(what, Amount):
        return figure(what.value, what.unit)
    return figure(what) if isinstance(what, int) else _plain(_text(what, zone))


def _text(what: str | date | datetime | CaseLink, zone: tzinfo) -> str:
    if isinstance(what, CaseLink):
        return what.case
    if isinstance(what, datetime):
        return f"{what.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{what:%Y-%m-%d}" if isinstance(what, date) else what


def _plain(text: str) -> Words:
    return Words(text, text)
