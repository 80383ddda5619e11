"""What a reply says of the promise that goes with it: in the places of its letter, else in a sentence of its own."""

import re

from app.domain.letters import fill
from app.domain.promises import Promising
from app.domain.promises_letters import promise_places
from app.domain.promises_rules import names_day
from app.domain.words import Words
from app.errors import Language

_NUMBER = Words("单号", "handoff_number")
_WITH_NUMBER = (
    re.compile(r"[，,；;]?\s*转办单号\s*\{单号\}"),
    re.compile(r",? (?:under|with) handoff number \{handoff_number\}"),
)
"""How a letter brings in the number of the handoff: left out while none is known."""

_AFTER = Words("核对车辆信息时", "I will message you privately")
"""A line with these words comes after what is promised: it says what to do until then."""

_SWAPPED = (Words("承诺时间", "promised_by"), Words("部门", "department"), Words("单号", "handoff_number"))
_SHORTEST = 2


def tell(text: str, promise: Promising, sentence: str, language: Language) -> str:
    """A reply that says what it promises: its places are filled; where it does not say the day, a sentence is added.

    A reply in which somebody wrote the day already, in whatever way, has said it.

    Args:
        text: the reply as far as it is written.
        promise: what it promises.
        sentence: the template of the sentence that promises.
        language: of the reply.
    """
    if not promise.number:
        for with_number in _WITH_NUMBER:
            text = with_number.sub("", text)
    places = promise_places(promise, language)
    filled = fill(text, places)
    if names_day(filled, promise.due_at.astimezone().date()):
        return filled
    return _with_line(filled, fill(sentence, places))


def _with_line(text: str, line: str) -> str:
    """A text with one more line: the last, or the one before what follows from it."""
    lines = text.rstrip().split("\n") if text.strip() else []
    at = next((number for number, one in enumerate(lines) if any(tail in one for tail in _AFTER)), len(lines))
    return "\n".join([*lines[:at], line, *lines[at:]])


def retell(text: str, before: Promising, promise: Promising, sentence: str, language: Language) -> str:
    """A reply that told of one promise, and now tells of another: the date, the department and the number change."""
    was, now = promise_places(before, language), promise_places(promise, language)
    added, instead = fill(sentence, was), fill(sentence, now)
    if added in text:
        return text.replace(added, instead)
    for place in _SWAPPED:
        name = place.say(language)
        old, new = was.get(name, ""), now.get(name, "")
        if len(old) >= _SHORTEST and new:
            text = text.replace(old, new)
    return tell(text, promise, sentence, language)


def untell(text: str, before: Promising, sentence: str, language: Language) -> str:
    """A reply that promises no longer: the sentence goes, or its places are open again, for a person to decide."""
    places = promise_places(before, language)
    added = fill(sentence, places)
    if added in text:
        return re.sub(rf"\n?{re.escape(added)}", "", text).removeprefix("\n")
    for place in _SWAPPED[:2]:
        name = place.say(language)
        if len(places.get(name, "")) >= _SHORTEST:
            text = text.replace(places[name], f"{{{name}}}")
    return text
