"""What every text that goes out, or is kept, must be: seen, complete, and short enough."""

import re
import sys
import unicodedata

from app.errors import EmptyMessage, MessageTooLong, TooLong, UnfilledPlaceholder

OPEN_PLACE = re.compile(r"\{[^{}\n]+\}")
"""A place of a letter that is left for a person, as in “{昵称}”."""

LONGEST_REASON, LONGEST_NOTE, LONGEST_TEXT = 2_000, 4_000, 20_000
"""The longest reason, note, and message or appeal that is kept, in characters: nobody would read more."""

BLANK = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What shows nothing though it is a letter, a mark or a symbol."""


def says_something(text: str) -> bool:
    """Whether anything in a text shows: not only blanks, control characters, and letters that show nothing."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in BLANK.sub("", text))


def names_somebody(text: str) -> bool:
    """Whether a text may name somebody: two letters or digits that show, at least."""
    return sum(unicodedata.category(char)[0] in "LN" for char in BLANK.sub("", text)) > 1


def visible(text: str) -> int:
    """How many letters and figures of a text can be seen."""
    return sum(char.isalnum() for char in BLANK.sub("", text))


def writable(text: str) -> str:
    """The text without what no store and no community takes: control characters and half characters."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def typed(text: str, most: int = LONGEST_REASON, what: tuple[str, str] = ("理由", "The reason")) -> str:
    """What a person wrote, as it is kept: without control characters, half characters and blank edges.

    Args:
        text: as typed; where nothing of it can be seen, nothing was said, and "" is kept.
        most: the longest that is kept, in characters.
        what: how it is called, in Chinese and English.

    Raises:
        TooLong: nobody would read it.
    """
    text = writable(text).strip()
    if not says_something(text):
        return ""
    if len(text) > most:
        raise TooLong(what=what, length=len(text), most=most)
    return text


def check_text(text: str, most: int = LONGEST_TEXT, what: tuple[str, str] = ("内容", "The text")) -> str:
    """The text as it is kept; see `typed`.

    Raises:
        EmptyMessage: nothing that can be seen.
        TooLong: longer than that.
    """
    text = typed(text, most, what)
    if not text:
        raise EmptyMessage
    return text


def check_message(text: str, limit: int | None) -> str:
    """The message as it may be sent: with text, without open places, short enough.

    Args:
        text: as typed.
        limit: the longest text that the community takes, in characters; None where it does not say.

    Raises:
        EmptyMessage: nothing that can be seen.
        UnfilledPlaceholder: a place of the template is left, as in “{昵称}”.
        MessageTooLong: longer than the community takes.
        TooLong: nobody says how long it may be, and nobody would read it.
    """
    text = check_text(text, LONGEST_TEXT if limit is None else sys.maxsize)
    left = OPEN_PLACE.findall(text)
    if left:
        raise UnfilledPlaceholder(placeholders=" ".join(dict.fromkeys(left)))
    if limit is not None and len(text) > limit:
        raise MessageTooLong(length=len(text), limit=limit)
    return text
