"""Masking: what in a text leads to a person, found so that somebody can look at each place before it is hidden.

Found are telephone numbers, numbers of cars, cards and accounts, addresses of mail, links, and the names of people;
also where they were written with full-width digits, blanks or Chinese numerals so that machines overlook them. It finds
rather too much than too little: a person lifts what harms nobody. Every author can write what is searched here, so
nothing in it is trusted: what it costs is bounded.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.text.mask_folding import fold, lower, value
from app.text.mask_names import Names
from app.text.mask_patterns import patterns, perhaps
from app.text.mask_places import MASK_WORDS, POSSIBLE, MaskKind, Place

__all__ = ["MASK_WORDS", "NOBODY", "POSSIBLE", "MaskKind", "Names", "Numbers", "Place", "find", "hide", "possible"]

_MENTION = re.compile(r"@(?P<what>[a-z0-9_.-]{2,30}(?![a-z0-9_.-])|[^\W_][\w-]{0,19})", re.IGNORECASE)
_ROUNDS = 4
_LONGEST_NAME = 200  # with what stands inside of it, in characters
NOBODY = Names({})

# --- finding ------------------------------------------------------------------------------------------


def find(
    text: str, names: Names = NOBODY, words: Iterable[str] = (), called: Mapping[str, str] | None = None
) -> list[Place]:
    """Every place of a text that leads to a person, in order; none overlap.

    Args:
        text: as somebody wrote it.
        names: of people who are known.
        words: what a person named beside, to be found as it is; a name that is known stays that name.
        called: labels of those words that are somebody's name.
    """
    folded = fold(text)
    searched = folded.plain
    found: list[Place] = []
    for _ in range(_ROUNDS):
        known = sorted(names.find(searched), key=lambda one: (one.start, -one.end))
        named = _beside(searched, _words(searched, words, called or {}), known)
        more = [*named, *patterns(searched), *known, *_mentions(searched)]
        if not more:
            break
        found = _apart(folded.plain, [*found, *more])
        searched = _without(searched, more)
    return folded.placed(found)


def possible(text: str, names: Names = NOBODY, found: Iterable[Place] = ()) -> list[Place]:
    """Places that may lead to a person, for somebody to look at: a name cut short, the address of a house.

    Args:
        text: as somebody wrote it.
        names: of people who are known.
        found: what `find` found in it; nothing of that is told again.
    """
    folded = fold(_without(text, found, "\ufffc"))
    there = [replace(one, kind=MaskKind.MAYBE_NAME) for one in names.tails.find(folded.plain)]
    rest = _without(folded.plain, there)
    return folded.placed(_apart(folded.plain, [*there, *perhaps(rest)]))


def _without(text: str, found: Iterable[Place], taken: str = "\0") -> str:
    """The text with what was found taken out, so that what was written right beside it is found too."""
    chars = list(text)
    for one in found:
        chars[one.start : one.end] = taken * (one.end - one.start)
    return "".join(chars)


def _words(folded: str, words: Iterable[str], called: Mapping[str, str]) -> Iterator[Place]:
    text = lower(folded)
    for word in sorted(words, key=len, reverse=True):
        plain = lower(fold(word.strip()).plain)
        at = text.find(plain) if plain else -1
        while at >= 0:
            yield Place(MaskKind.OTHER, at, at + len(plain), plain, called.get(word, ""))
            at = text.find(plain, at + len(plain))


def _beside(folded: str, words: Iterable[Place], known: Sequence[Place]) -> Iterator[Place]:
    """What of the words lies outside of names that are known; words around a whole name take it in."""
    starts = [one.start for one in known]
    for word in words:
        start, end = word.start, word.end
        for name in known[bisect_left(starts, start - _LONGEST_NAME) : bisect_left(starts, end)]:
            if name.end <= start or end <= name.start or _stays(word, name):
                continue
            if name.start <= start:
                start = min(end, name.end)
            else:
                end = name.start
        if (start, end) == (word.start, word.end):
            yield word
        elif start < end:
            yield replace(word, start=start, end=end, value=value(folded[start:end]), label="")


def _stays(word: Place, name: Place) -> bool:
    """Whether a word that somebody named says more than a name that is known there."""
    if (word.start, word.end) == (name.start, name.end):
        return bool(word.label) and not name.label
    return word.start <= name.start and name.end <= word.end


def _mentions(folded: str) -> Iterator[Place]:
    for match in _MENTION.finditer(folded):
        yield Place(MaskKind.NAME, *match.span("what"), lower(match["what"]))


def _apart(folded: str, found: Sequence[Place]) -> list[Place]:
    """The places without overlaps: where two do, what was found first takes in the other."""
    kept: list[Place] = []
    rank = {id(one): number for number, one in enumerate(found)}
    for one in sorted(found, key=lambda place: (place.start, rank[id(place)])):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
            continue
        last = kept[-1]
        if last.start <= one.start and one.end <= last.end and rank[id(last)] < rank[id(one)]:
            continue
        first, end = min(last, one, key=lambda place: rank[id(place)]), max(last.end, one.end)
        whole = first if (first.start, first.end) == (last.start, end) else None
        told = first.value if whole else value(folded[last.start : end])
        kept[-1] = Place(first.kind, last.start, end, told, first.label if whole else "")
        rank[id(kept[-1])] = rank[id(first)]
    return kept


# --- hiding -------------------------------------------------------------------------------------------


class Numbers:
    """Gives the same value the same number, and each kind its own count from 1, in the order of asking."""

    def __init__(self) -> None:
        self._given: dict[tuple[MaskKind, str], int] = {}
        self._last: dict[MaskKind, int] = defaultdict(int)

    def becomes(self, place: Place) -> str:
        """What stands in the text instead: a label, or what it was and its number, as ［电话 phone 1］."""
        if place.label:
            return place.label
        key = (place.kind, place.value)
        if key not in self._given:
            self._last[place.kind] += 1
            self._given[key] = self._last[place.kind]
        words = MASK_WORDS[place.kind]
        return f"［{words.zh} {words.en} {self._given[key]}］"


def hide(text: str, places: Sequence[Place], numbers: Numbers, lifted: Collection[int] = ()) -> str:
    """The text with every place masked, but for those that a person lifted.

    Args:
        text: in which they were found.
        places: in order.
        numbers: of the whole packet.
        lifted: indexes of places that stay as they are.
    """
    parts, at = [], 0
    for index, place in enumerate(places):
        becomes = numbers.becomes(place)  # also of a lifted place, so that lifting one does not number others anew
        parts += [text[at : place.start], text[place.start : place.end] if index in lifted else becomes]
        at = place.end
    return "".join([*parts, text[at:]])
