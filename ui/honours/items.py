"""What stands in the list of honours, and how each says itself in a line."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.honours import STANDING_WORDS, Grant, Nomination, NominationState, Standing, Thanks, Title
from app.domain.honours_rules import MISSING_WORDS, NOMINATION_WORDS, Missing, is_due, is_over
from app.domain.honours_suggested import Link, Suggestion
from app.domain.words import NO_WORDS, Words
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.speech import Speech
from ui.kit.theme import Tone


class Section(Enum):
    """What the list shows."""

    TODO = Words("待办", "To do")
    HELD = Words("在任", "Held")
    SUGGESTED = Words("建议", "Suggested")
    THANKED = Words("感谢", "Thanks")
    TITLES = Words("称号", "Titles")


SECTION_TONES = {
    Section.TODO: Tone.AMBER,
    Section.HELD: Tone.GREEN,
    Section.SUGGESTED: Tone.BLUE,
    Section.THANKED: Tone.VIOLET,
    Section.TITLES: Tone.NEUTRAL,
}

NOMINATION_TONES = {
    NominationState.OPEN: Tone.AMBER,
    NominationState.ASKED: Tone.BLUE,
    NominationState.AGREED: Tone.GREEN,
}

STANDING_TONES = {
    Standing.HELD: Tone.GREEN,
    Standing.SUSPENDED: Tone.RED,
    Standing.EMERITUS: Tone.VIOLET,
}


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nomination, with its title, how many hold that, and what is missing before it can be given."""

    nomination: Nomination
    title: Title
    held: int
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A title that somebody holds or held; `free`: it is suspended, and the measure is over."""

    grant: Grant
    title: Title
    free: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A kind of title, how many hold it, and by which honour the community shows it, "" where by none."""

    title: Title
    held: int
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Who could be nominated, and for which title."""

    suggestion: Suggestion
    title: Title | None


Item = Nominated | Held | Suggested | Thanks | Given


def key_of_item(item: Item) -> str:
    """By what an item is known again."""
    match item:
        case Nominated():
            return item.nomination.id
        case Held():
            return item.grant.id
        case Suggested():
            return f"suggested {item.suggestion.member.id}"
        case Thanks():
            return item.decision
        case Given():
            return f"title {item.title.id}"


def line_of(item: Item, say: Speech, now: datetime) -> Line:
    """What an item says in the list."""
    match item:
        case Nominated():
            return _nominated(item, say, now)
        case Held():
            return _held(item, say, now)
        case Suggested():
            return _suggested(item, say)
        case Thanks():
            tags = ((say(Words("感谢", "thanks")), Tone.VIOLET),)
            return Line(brief(item.member.name, 40), tags, brief(item.text, 60), say.age(item.at, now))
        case Given():
            return _given(item, say)


def _nominated(item: Nominated, say: Speech, now: datetime) -> Line:
    one = item.nomination
    state = (say(NOMINATION_WORDS[one.state]), NOMINATION_TONES.get(one.state, Tone.NEUTRAL))
    told = next((say(MISSING_WORDS[lack]) for lack in item.missing if lack is not Missing.CONSENT), "")
    about = say(Words(f"提名 {item.title.words.zh}", f"for {item.title.words.en}"))
    return Line(brief(one.member.name, 40), (state,), " · ".join(filter(None, (about, told))), say.age(one.at, now))


def _held(item: Held, say: Speech, now: datetime) -> Line:
    one = item.grant
    tags = [(say(item.title.words), Tone.VIOLET)]
    if one.standing is not Standing.HELD:
        free = Words("处置已结束，请看", "measure over: look") if item.free else STANDING_WORDS[one.standing]
        tags.append((say(free), STANDING_TONES.get(one.standing, Tone.NEUTRAL)))
    elif is_due(one, now) or is_over(one, now):
        tags.append((say(left(one, now)), Tone.AMBER))
    until = say(Words(f"至 {one.ends.astimezone():%Y-%m-%d}", f"until {one.ends.astimezone():%Y-%m-%d}"))
    return Line(brief(one.member.name, 40), tuple(tags), "", until)


def left(grant: Grant, now: datetime) -> Words:
    """How long a term goes on."""
    days = (grant.ends - now).days
    if grant.ends <= now:
        return Words("任期已到", "term over")
    if days < 1:
        return Words("今天届满", "ends today")
    return Words(f"{days} 天后届满", f"ends in {days} day{'' if days == 1 else 's'}")


def _suggested(item: Suggested, say: Speech) -> Line:
    one = item.suggestion
    tags = ((say(item.title.words), Tone.BLUE),) if item.title is not None else ()
    why = say(one.reasons[0].words) if one.reasons else ""
    return Line(brief(one.member.name, 40), tags, why)


def _given(item: Given, say: Speech) -> Line:
    title = item.title
    full = item.held >= title.quota
    count = Words(f"在任 {item.held}/{title.quota}", f"{item.held} of {title.quota} hold it")
    tags = [(say(count), Tone.AMBER if full else Tone.GREEN)]
    if title.retired_at is not None:
        tags = [(say(Words("已停用", "retired")), Tone.NEUTRAL)]
    return Line(say(title.words), tuple(tags), say(title.what_for), faded=title.retired_at is not None)


def name_of(item: Item) -> Words:
    """Whose or which it is, and as what; for the head of a form."""
    match item:
        case Nominated():
            return _as(item.nomination.member.name, item.title)
        case Held():
            return _as(item.grant.member.name, item.title)
        case Given():
            return item.title.words
        case Suggested():
            return _as(item.suggestion.member.name, item.title)
        case Thanks():
            return Words(brief(item.member.name, 40), brief(item.member.name, 40))


def _as(name: str, title: Title | None) -> Words:
    shown = brief(name, 40)
    words = title.words if title is not None else NO_WORDS
    return Words(" · ".join(filter(None, (shown, words.zh))), " · ".join(filter(None, (shown, words.en))))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a title that somebody holds."""

    at: datetime
    words: Words
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with what belongs to it.

    Attributes:
        thanks: said to the member, the newest first.
        thanked: how often they were, all in all.
        holds: other titles of the member; of a title, who holds it.
        events: what happened to a held title, the oldest first.
        about: of thanks, the post; None where it is not known any more.
    """

    item: Item
    thanks: tuple[Thanks, ...] = ()
    thanked: int = 0
    holds: tuple[Held, ...] = ()
    events: tuple[Event, ...] = ()
    about: Link | None = None
