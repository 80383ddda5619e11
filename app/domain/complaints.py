"""A public reply to a complaint: soothe, restate what happened to this owner, then explain or promise.

The gate looks at a text before it is said. It can be passed with a reason, except where a place is open or where a
promise is made that nobody registered: what is promised in public has to stand in the register.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import get_args

from app.domain.cases import CaseKind
from app.domain.complaints_copied import copied
from app.domain.complaints_dates import day_said, other_days, promising
from app.domain.complaints_left import left_open
from app.domain.complaints_matter import cut_short
from app.domain.complaints_openings import OFTEN, OPENING_DAYS, opening, times_used
from app.domain.complaints_terms import named, tells
from app.domain.complaints_words import (
    QUOTED,
    Marks,
    Span,
    blank,
    folded,
    meant,
    places,
    sentence_at,
    sentences,
    without,
)
from app.domain.letters import moment_words
from app.domain.messages import OPEN_PLACE
from app.domain.promises import Promising
from app.domain.quoting import in_quotes
from app.domain.words import NO_WORDS, Words
from app.errors import Language


class Part(StrEnum):
    """A part of a reply to a complaint, in their order."""

    SOOTHE = "soothe"
    RESTATE = "restate"
    EXPLAIN = "explain"
    PROMISE = "promise"


PART_WORDS = {
    Part.SOOTHE: Words("安抚", "soothe"),
    Part.RESTATE: Words("复述", "restate"),
    Part.EXPLAIN: Words("说明", "explain"),
    Part.PROMISE: Words("承诺", "promise"),
}


class Lack(StrEnum):
    """What a reply lacks, or has too much of."""

    OPEN_PLACES = "open_places"
    NO_SOOTHING = "no_soothing"
    NO_RESTATEMENT = "no_restatement"
    NO_SUBSTANCE = "no_substance"  # neither an explanation nor a promise
    ORDER = "order"
    UNREGISTERED = "unregistered"  # it promises by a day, and no promise goes with it
    UNDATED = "undated"  # a promise goes with it, and its day is not said
    OTHER_DAY = "other_day"  # a promise goes with it, and another day is promised
    INSULT = "insult"
    BLAME = "blame"
    WORN_OPENING = "worn_opening"
    BRUSH_OFF = "brush_off"
    EMPTY_PHRASE = "empty_phrase"


WARNINGS = frozenset({Lack.WORN_OPENING, Lack.BRUSH_OFF, Lack.EMPTY_PHRASE})
"""These are said, and stop nothing."""

UNLIKE_REGISTER = frozenset({Lack.UNREGISTERED, Lack.UNDATED, Lack.OTHER_DAY})
"""What is said and what is registered as promised are not the same."""

NEVER_PASSED = UNLIKE_REGISTER | {Lack.OPEN_PLACES, Lack.INSULT}
"""No reason lets these pass."""

LOOKED_AT = 3_000
"""So much of a reply is looked through for its parts, in characters; for promises and open places, all of it."""


_ASKED = re.compile(r"[：:]")
"""In an open place, between its name and what it asks for."""

_MOST_NAMED, _MOST_LEFT, _MOST_QUOTED = 4, 40, 24

_LEAST_TOLD = 4
"""An explanation has so many letters beside the words by which it is known."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing a reply lacks, with a sentence that says how to mend it."""

    lack: Lack
    words: Words

    @property
    def blocking(self) -> bool:
        """Whether it keeps the reply back."""
        return self.lack not in WARNINGS

    @property
    def passable(self) -> bool:
        """Whether a reason lets it pass."""
        return self.blocking and self.lack not in NEVER_PASSED


def lacking(lacks: Sequence[Lacking]) -> tuple[str, str]:
    """What is lacked, in one go, in both languages; the sentence around it ends it."""
    return "；".join(one.words.zh for one in lacks), "; ".join(one.words.en for one in lacks)


@dataclass(frozen=True, slots=True)
class Found:
    """A part, and where in the text it was found."""

    part: Part
    span: Span


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen in a reply.

    Attributes:
        asks: its kind of case asks for the four parts.
        closes: the case is closed by it; not where a promise is open, or in a lane of its own.
    """

    found: tuple[Found, ...] = ()
    lacks: tuple[Lacking, ...] = ()
    asks: bool = True
    closes: bool = True

    @property
    def parts(self) -> frozenset[Part]:
        """The parts that were found."""
        return frozenset(one.part for one in self.found)

    @property
    def blocking(self) -> tuple[Lacking, ...]:
        """What keeps the reply back."""
        return tuple(one for one in self.lacks if one.blocking)

    @property
    def warnings(self) -> tuple[Lacking, ...]:
        """What is only said."""
        return tuple(one for one in self.lacks if not one.blocking)

    @property
    def passable(self) -> bool:
        """Whether something keeps it back, and a reason would let all of that pass."""
        return bool(self.blocking) and all(one.passable for one in self.blocking)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reply answers.

    Attributes:
        kind: of the case; only a complaint asks for the four parts.
        post: title and text of the post.
        names: of the member, of who signs, and of the brand: a name is no fact.
        replied: a reply of ours stands under it already; one more word need not begin from the beginning.
    """

    kind: CaseKind
    post: str
    names: tuple[str, ...] = ()
    replied: bool = False


def look(
    text: str,
    answered: Answered,
    marks: Marks,
    now: datetime,
    *,
    promise: Promising | None = None,
    openings: Sequence[str] = (),
) -> Look:
    """What parts a reply has, and what it lacks.

    Args:
        text: the reply as it would be sent.
        answered: what it answers.
        marks: by which words the parts are known.
        now: in the time zone of those who read.
        promise: that is registered with it; its date in the same time zone.
        openings: with which replies of the last OPENING_DAYS began, as `opening` gives them.
    """
    whole = folded(text)
    day = day_said(whole, promise.due_at, now, promise.days) if promise else None
    dated = promising(whole, marks.not_promised)
    said, begin = whole[:LOOKED_AT], text[:LOOKED_AT]
    parts = _found(said, _without_matter(begin, promise), answered, marks)
    told = [day] if day is not None and not dated else []
    found = (*parts, *(Found(Part.PROMISE, span) for span in (*dated, *told)))
    asks = answered.kind is CaseKind.COMPLAINT and not answered.replied
    lacks = [*_open_places(whole), *_promised(text, found, promise, day, now)]
    if promise is not None and day is not None:
        lacks += _other(text, other_days(whole, marks.not_promised, now, promise), promise)
    if asks:
        lacks += [*_parts(found, answered, marks), *_order(said, found)]
    if answered.kind is CaseKind.COMPLAINT:
        lacks += _harsh(said, begin, marks)
    return Look(found, (*lacks, *_worn(text, answered, openings)), asks)


def _without_matter(text: str, promise: Promising | None) -> str:
    """The text without what the sentence that promises says by itself: nobody restated that."""
    if promise is None:
        return text
    quoted = {f"“{in_quotes(promise.what, language)}”" for language in get_args(Language)} | {promise.department}
    return blank((one.span() for words in quoted for one in re.finditer(re.escape(words), text)), text)


def _found(said: str, text: str, answered: Answered, marks: Marks) -> Iterator[Found]:
    left = [one.span() for one in OPEN_PLACE.finditer(text)]
    said = blank(left, said)  # what a place asks for is not there yet
    open_sentences = {sentence_at(said, start) for start, _ in left[:_MOST_LEFT]}
    filled = blank(open_sentences, without(marks.empty, said))
    yield from (Found(Part.SOOTHE, span) for span in meant(marks.soothe, said))
    told = blank((*left, *copied(said, folded(answered.post))), text)
    yield from (Found(Part.RESTATE, span) for span in named(told, answered.post, marks, answered.names))
    yield from (Found(Part.EXPLAIN, span) for span in _explaining(filled, marks))


def _explaining(said: str, marks: Marks) -> Iterator[Span]:
    """Where it is explained: a word that begins an explanation, in a sentence that says more than such words."""
    found = meant(marks.explain, said)
    bare = without(marks.soothe, blank(found, said)) if found else said
    for start, end in sentences(said):
        within = [span for span in found if start <= span[0] < end]
        if within and sum(char.isalnum() for char in bare[start:end]) >= _LEAST_TOLD:
            yield from (span for span in within if said[span[1] : span[1] + 1] != "后")  # “核实后”: still to come


def _open_places(said: str) -> Iterator[Lacking]:
    left = left_open(said)
    if left:
        names = " ".join(
            f"{{{_ASKED.split(place.strip('{}'))[0]}}}" if place.startswith("{") else place
            for place in left[:_MOST_NAMED]
        )
        some = f"{len(left)} places are open: {names}"
        en = f"1 place is open: {names}" if len(left) == 1 else some
        yield Lacking(Lack.OPEN_PLACES, Words(f"还有 {len(left)} 处没填：{names}", en))


def _parts(found: Sequence[Found], answered: Answered, marks: Marks) -> Iterator[Lacking]:
    there = {one.part for one in found}
    if Part.SOOTHE not in there:
        yield Lacking(
            Lack.NO_SOOTHING,
            Words(
                "缺安抚：先接住情绪，说一句抱歉或“换谁都会着急”",
                "No soothing: begin with regret, or say that you see why they are upset",
            ),
        )
    if Part.RESTATE not in there and tells(answered.post, marks, answered.names):
        yield Lacking(
            Lack.NO_RESTATEMENT,
            Words(
                "缺复述：写出这位车主自己遇到的事，比如帖子里的部件、数字或原话",
                "No restatement: name what happened to this owner, a part, a figure or words of the post",
            ),
        )
    if there.isdisjoint({Part.EXPLAIN, Part.PROMISE}):
        yield Lacking(
            Lack.NO_SUBSTANCE,
            Words(
                "缺说明或承诺：写清已经确认了什么，或哪天之前答复",
                "Neither explanation nor promise: say what is confirmed, or by when you will answer",
            ),
        )


def _order(said: str, found: Sequence[Found]) -> Iterator[Lacking]:
    """Explaining comes after soothing; within one sentence either may come first."""
    soothing = [one.span for one in found if one.part is Part.SOOTHE]
    others = [one.span for one in found if one.part in (Part.EXPLAIN, Part.PROMISE)]
    if not soothing or not others:
        return
    if sentence_at(said, min(others)[0])[0] < sentence_at(said, min(soothing)[0])[0]:
        yield Lacking(
            Lack.ORDER,
            Words("顺序反了：先安抚，再说明或承诺", "The wrong way round: soothe first, then explain or promise"),
        )


def _promised(
    text: str, found: Sequence[Found], promise: Promising | None, day: Span | None, now: datetime
) -> Iterator[Lacking]:
    if promise is None:
        dated = next((one.span for one in found if one.part is Part.PROMISE), None)
        if dated is not None:
            words = cut_short(text[slice(*dated)])
            yield Lacking(
                Lack.UNREGISTERED,
                Words(
                    f"“{words}”是承诺：请登记承诺，或改成不承诺",
                    f"“{words}” is a promise: register it, or say it without promising",
                ),
            )
    elif day is None:
        due = moment_words(promise.due_at)
        far = (promise.due_at.date() - now.date()).days >= _NEEDS_YEAR
        year = Words(f"{promise.due_at.year} 年 ", f" {promise.due_at.year}") if far else NO_WORDS
        yield Lacking(
            Lack.UNDATED,
            Words(
                f"登记的承诺是 {year.zh}{due.zh} 前，正文没有写这一天：请写上",
                f"The promise is registered for {due.en}{year.en}; the text does not say that day: add it",
            ),
        )


_NEEDS_YEAR = 365
"""A date that is so many days away is said with its year: without it, the next such day is meant."""


def _other(text: str, others: Sequence[Span], promise: Promising) -> Iterator[Lacking]:
    if others:
        words, due = text[slice(*others[0])].strip(" ，,")[:_MOST_QUOTED], moment_words(promise.due_at)
        yield Lacking(
            Lack.OTHER_DAY,
            Words(
                f"“{words}”不是登记的那一天（{due.zh}）：请写成同一天，或分两条回复登记",
                f"“{words}” is not the day that is registered ({due.en}): say that day, or put it in another reply",
            ),
        )


def _harsh(said: str, text: str, marks: Marks) -> Iterator[Lacking]:
    ours = blank((one.span() for one in QUOTED.finditer(said)), said)
    insult = min(meant(marks.insult, ours), default=None)
    if insult is not None:
        word = text[slice(*insult)]
        yield Lacking(
            Lack.INSULT, Words(f"“{word}”是在骂人：不能这样回复车友", f"“{word}” insults the owner: take it out")
        )
    blame = min(meant(marks.blame, ours), default=None)
    if blame is not None:
        word = text[slice(*blame)]
        yield Lacking(
            Lack.BLAME,
            Words(
                f"“{word}”是在怪车友：只说查到了什么、能做什么",
                f"“{word}” blames the owner: say what was found and what can be done",
            ),
        )
    harsh = min(places(marks.brush_off, said), default=None)
    if harsh is not None:
        word = text[slice(*harsh)]
        yield Lacking(
            Lack.BRUSH_OFF,
            Words(
                f"“{word}”像在打发人，或火上浇油：换成能为他做的事",
                f"“{word}” sends people away or makes them angrier: say what can be done instead",
            ),
        )
    empty = min(places(marks.empty, said), default=None)
    if empty is not None:
        word = text[slice(*empty)]
        yield Lacking(
            Lack.EMPTY_PHRASE,
            Words(
                f"“{word}”放在谁的帖子里都行：换成他遇到的那件事",
                f"“{word}” fits any post: say what happened to this owner",
            ),
        )


def _worn(text: str, answered: Answered, openings: Sequence[str]) -> Iterator[Lacking]:
    times = times_used(opening(text, answered.names), openings)
    if times >= OFTEN:
        yield Lacking(
            Lack.WORN_OPENING,
            Words(
                f"这句开头 {OPENING_DAYS} 天里已用 {times} 次：换个说法，免得像群发",
                f"This opening was used {times} times in {OPENING_DAYS} days: put it differently, it reads mass-mailed",
            ),
        )
