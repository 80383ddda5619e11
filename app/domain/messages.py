"""What every text that goes out, or is kept, must be: seen, complete, and short enough."""

import re
import unicodedata

from app.errors import EmptyMessage, MessageTooLong, UnfilledPlaceholder

OPEN_PLACE = re.compile(r"\{[^{}\n]+\}")
"""A place of a letter that is left for a person, as in “{昵称}”."""


BLANK = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What shows nothing though it is a letter, a mark or a symbol."""


def can_be_seen(text: str) -> bool:
    """Whether anything in a text shows: not only blanks, control characters, and letters that show nothing."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in BLANK.sub("", text))


def check_text(text: str) -> str:
    """The text without control characters and blank edges.

    Raises:
        EmptyMessage: nothing that can be seen.
    """
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc").strip()
    if not can_be_seen(text):
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
    """
    text = check_text(text)
    left = OPEN_PLACE.findall(text)
    if left:
        raise UnfilledPlaceholder(placeholders=" ".join(dict.fromkeys(left)))
    if limit is not None and len(text) > limit:
        raise MessageTooLong(length=len(text), limit=limit)
    return text
