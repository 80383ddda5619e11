"""Passages that two texts share, also where a word was changed or the order was: for judging a charge of plagiarism.

The later text is cut into short pieces at its punctuation; each is looked for in the earlier one by rapidfuzz's best
partial alignment. Pieces that follow each other in both make one passage.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

LONGEST = 20_000
"""Characters of each text that are compared."""

ALIKE = 80
"""From which likeness on, of 100, a piece counts as taken over; a word more or less in a sentence leaves it there."""

LONGEST_PIECE, FURTHEST = 60, 4
"""Characters of a piece at most; and between two pieces that still make one passage, their punctuation included."""

LEAST = 24
"""How much a passage says at least, by `_weight`: eight Chinese characters, or four words. Less is common use."""

_LEAST_PIECE = 12
_PIECES = re.compile(r"[^。！？!?；;，,：:…\n]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that stands in both texts: where it begins in each, and how long it is there, in characters."""

    first_at: int
    first_length: int
    second_at: int
    second_length: int

    @property
    def first_end(self) -> int:
        """Where it ends in the earlier text."""
        return self.first_at + self.first_length

    @property
    def second_end(self) -> int:
        """Where it ends in the later text."""
        return self.second_at + self.second_length


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts share.

    Attributes:
        passages: in the order of the later text; in neither text do two of them overlap.
        share: how much of the later text's letters stand in the earlier one, in %.
    """

    passages: tuple[Passage, ...] = ()
    share: int = 0


def shared(first: str, second: str) -> Shared:
    """What a later text shares with an earlier one.

    Args:
        first: the earlier text.
        second: the later one; of both the first `LONGEST` characters are compared.
    """
    first, second = first[:LONGEST], second[:LONGEST]
    found = list(_said(_joined(list(_pieces(_even(first), _even(second)))), second))
    covered = sum(_letters(second[one.second_at : one.second_end]) for one in found)
    whole = _letters(second)
    passages = sorted(_apart(found), key=lambda one: one.second_at)
    return Shared(tuple(passages), round(100 * covered / whole) if whole else 0)


def _pieces(first: str, second: str) -> Iterator[Passage]:
    """The pieces of the later text that stand in the earlier one."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    known = _pairs(first)
    for start, piece in _cut(second):
        pairs = _pairs(piece)
        if len(piece) > len(first) or _weight(piece) < _LEAST_PIECE or 2 * len(pairs & known) < len(pairs):
            continue
        found = fuzz.partial_ratio_alignment(piece, first, score_cutoff=ALIKE)
        if found is not None:
            at, end = _whole_words(first, found.dest_start, found.dest_end)
            yield Passage(at, end - at, start + found.src_start, found.src_end - found.src_start)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a text that cuts through no word of letters."""
    while 0 < start < end and _in_word(text, start):
        start -= 1
    while start < end < len(text) and _in_word(text, end):
        end += 1
    return start, end


def _in_word(text: str, at: int) -> bool:
    return all(char.isascii() and char.isalnum() for char in text[at - 1 : at + 1])


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Short pieces of a text, with where they begin."""
    for match in _PIECES.finditer(text):
        for at in range(0, len(match[0]), LONGEST_PIECE):
            raw = match[0][at : at + LONGEST_PIECE]
            piece = raw.strip()
            if piece:
                yield match.start() + at + raw.index(piece), piece


def _joined(pieces: Sequence[Passage]) -> list[Passage]:
    """Pieces that follow each other in both texts become one passage."""
    joined: list[Passage] = []
    for one in pieces:
        last = joined[-1] if joined else None
        if last is not None and _follows(last, one):
            one = replace(  # noqa: PLW2901
                last, first_length=one.first_end - last.first_at, second_length=one.second_end - last.second_at
            )
            joined[-1] = one
        else:
            joined.append(one)
    return joined


def _follows(last: Passage, one: Passage) -> bool:
    in_first, in_second = one.first_at - last.first_end, one.second_at - last.second_end
    return 0 <= in_first <= FURTHEST and 0 <= in_second <= FURTHEST


def _said(passages: Sequence[Passage], second: str) -> Iterator[Passage]:
    """Those that are more than common use."""
    return (one for one in passages if _weight(second[one.second_at : one.second_end]) >= LEAST)


def _apart(passages: Sequence[Passage]) -> list[Passage]:
    """Passages that don't overlap in the earlier text, the longest of those that do: said twice, marked once."""
    kept: list[Passage] = []
    for one in sorted(passages, key=lambda one: one.first_length, reverse=True):
        if all(one.first_end <= other.first_at or other.first_end <= one.first_at for other in kept):
            kept.append(one)
    return kept


def _even(text: str) -> str:
    """The text with case and width evened out, character by character: places stay where they are."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text.translate(_FULL_WIDTH))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _weight(text: str) -> int:
    """How much a text says: a Chinese character as much as three letters."""
    return sum(3 if unicodedata.category(char) == "Lo" else char.isalnum() for char in text)
