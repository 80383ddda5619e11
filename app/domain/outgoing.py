"""A look at a letter before it is sent: gentle warnings, none of which blocks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.words import Words

_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》|「[^」]*」")
_NOT = re.compile(r"(?:不|没|无法|难以|未能|别|not |n't |cannot |never |no )[^\s，。,.]{0,3}$")
_PHONE = re.compile(r"(?<![\d*])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)")
_VIN = re.compile(r"(?<![A-Z0-9])(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])", re.IGNORECASE)
NEAR, NEAR_LATIN = 20, 60
"""A favour within so many characters of a request to remove a post reads like a trade."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Words that are better not sent, and the gentle warning, where `{word}` stands for the one that was found.

    `opening` is True for those that are meant only where a clause begins, as in “亲，”.
    """

    words: tuple[str, ...]
    warning: Words
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Cautions:
    """What is looked for in a text before it is sent.

    Attributes:
        groups: words, each group with its warning.
        removal: words that ask for a post to be removed.
        favours: words that offer something.
        trade: the warning where a favour stands near a removal.
        phone: the warning about a telephone number.
        vin: the warning about what looks like a vehicle identification number.
    """

    groups: tuple[Caution, ...]
    removal: tuple[str, ...]
    favours: tuple[str, ...]
    trade: Words
    phone: Words
    vin: Words


def checks(text: str, cautions: Cautions) -> list[Words]:
    """Gentle warnings about a text before it is sent, each once. Words in quotation marks are somebody else's."""
    folded = unicodedata.normalize("NFKC", text)
    ours = unicodedata.normalize("NFKC", _QUOTED.sub(" ", text)).casefold()
    found = [_warning(group, ours) for group in cautions.groups]
    if _near(ours, cautions.removal, cautions.favours):
        found.append(cautions.trade)
    found += [words for pattern, words in ((_PHONE, cautions.phone), (_VIN, cautions.vin)) if pattern.search(folded)]
    return [words for words in found if words]


def _warning(group: Caution, ours: str) -> Words | None:
    for word in group.words:
        for at in _places(word, ours):
            before = ours[max(0, at - 12) : at]
            if not _NOT.search(before) and not (group.opening and before[-1:].isalnum()):
                return Words(*(said.replace("{word}", word.rstrip("，,")) for said in group.warning))
    return None


def _near(ours: str, removal: tuple[str, ...], favours: tuple[str, ...]) -> bool:
    given = [at for word in favours for at in _places(word, ours)]
    return any(
        abs(at - one) <= (NEAR_LATIN if word.isascii() else NEAR)
        for word in removal
        for at in _places(word, ours)
        for one in given
    )


def _places(word: str, ours: str) -> Iterator[int]:
    """Where a word stands; a Latin one as a whole word."""
    word = unicodedata.normalize("NFKC", word).casefold()
    edge = r"(?<![a-z0-9.]){}(?![a-z0-9])" if word.isascii() else "{}"
    return (found.start() for found in re.finditer(edge.format(re.escape(word)), ours))
