"""The mark at the head of our first reply: whoever reads the thread later sees there how the matter stands.

One line like 〔已解决〕 and where to read on, above the reply as it was sent. It is replaced, never piled up, and is
left out where the community takes no text of that length; the words of the reply itself are never cut.
"""

import re
from enum import StrEnum

from app.domain.letters import language_of
from app.domain.words import Words
from app.errors import Language


class Mark(StrEnum):
    """How the matter of a thread stands."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    SETTLED = "settled"


MARK_WORDS = {
    Mark.RECEIVED: Words("已受理", "received"),
    Mark.IN_PROGRESS: Words("处理中", "in progress"),
    Mark.SETTLED: Words("已解决", "settled"),
}

_AROUND: dict[Language, str] = {"zh": "〔{}〕", "en": "[{}]"}
_READ_ON = Words("进展见：", " News: ")
_NEWEST = Words("进展见我们在本帖的最新回复", " News in our newest reply to this thread")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,500}")


def marked(text: str, mark: Mark, *, url: str = "", limit: int | None = None) -> str | None:
    """A reply with a mark above it, in the language of the reply; one that it has already is replaced.

    Args:
        text: the reply as it stands, or as it was first sent.
        url: of our newest reply, where its address is known; else that reply is named in words.
        limit: how many characters the community takes; a mark that says less is taken before none is.

    Returns:
        The whole new text; None where not even the shortest mark has room.
    """
    body = unmarked(text).strip()
    language = language_of(body)
    head = _head(mark, language)
    ways = [f"{head}{_NEWEST.say(language)}", head]
    if _ADDRESS.fullmatch(url):
        ways.insert(0, f"{head}{_READ_ON.say(language)}{url}")
    whole = (f"{line}\n\n{body}" for line in ways)
    return next((one for one in whole if limit is None or len(one) <= limit), None)


def unmarked(text: str) -> str:
    """A reply without the mark above it; what stands there and is none of ours stays."""
    return _LINE.sub("", text.lstrip(), count=1) if _LINE.match(text.lstrip()) else text


def mark_of(text: str) -> Mark | None:
    """The mark above a reply; None where there is none."""
    found = _LINE.match(text.lstrip())
    return next((mark for mark in Mark for one in _HEADS[mark] if found and found.group().startswith(one)), None)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same, blanks apart: communities set those as they like."""
    return one.split() == other.split()


def same_but_for_the_mark(one: str, other: str) -> bool:
    """Whether two texts are one reply, under whichever marks."""
    return same_words(unmarked(one), unmarked(other))


def _head(mark: Mark, language: Language) -> str:
    return _AROUND[language].format(MARK_WORDS[mark].say(language))


_HEADS = {mark: (_head(mark, "zh"), _head(mark, "en")) for mark in Mark}


def _line(language: Language) -> str:
    heads = "|".join(re.escape(_head(mark, language)) for mark in Mark)
    news = rf"\s*{re.escape(_NEWEST.say(language).strip())}"
    read_on = rf"\s*{re.escape(_READ_ON.say(language).strip())}\s*{_ADDRESS.pattern}"
    return rf"(?:{heads})(?:{news}|{read_on})?"


_LINE = re.compile(rf"(?:{_line('zh')}|{_line('en')})[^\S\n]*(?:\n\s*|\Z)")
"""A line exactly as `marked` writes it: a sentence that only begins with such a word is the moderator's own."""
