"""How a reply begins, once the greeting is over: the same beginning under many posts reads like a machine."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.domain.complaints_words import folded, sentences, without

OFTEN = 5
"""An opening that was used so many times within OPENING_DAYS is worn out."""

OPENING_DAYS = 7

_GREETING = re.compile(
    r"^[\s,:@!~、]*(?:您好|你好|大家好|各位车友好?|各位|嗨|hello|hi|hey|dear|good (?:morning|afternoon|evening)|there)"
    r"(?![a-z])[\s,:!~、]*"
)
_WHO = re.compile(r"^\s*(?:我是|这里是|我们是|this is|i am|i'm|i’m)[^,。!?;\n.]{0,40}[\s,:]*")
_LETTERS = re.compile(r"[\W_]+")
_SHORTEST, _LOOKED_AT = 4, 400


def opening(text: str, names: Iterable[str] = ()) -> str:
    """The first sentence of a reply that is more than a greeting, without names, blanks and marks; "" for none.

    Args:
        text: the reply.
        names: of the member, of who signs, and of the brand.
    """
    return _opening(text[:_LOOKED_AT], tuple(name for name in names if name.strip()))


@lru_cache(maxsize=2048)
def _opening(text: str, names: tuple[str, ...]) -> str:
    """The same; those of the last days are asked for again with every key that is pressed."""
    said = without(names, folded(text))
    for start, end in sentences(said):
        sentence, before = said[start:end], ""
        while sentence != before:
            before = sentence
            sentence = _WHO.sub("", _GREETING.sub("", sentence))
        bare = _LETTERS.sub("", sentence)
        if len(bare) >= _SHORTEST:
            return bare
    return ""


def times_used(said: str, recent: Sequence[str]) -> int:
    """How often an opening stands among recent ones; never for one that is empty."""
    return Counter(recent)[said] if said else 0
