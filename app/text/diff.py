"""What changed between two texts, in pieces that read like an edit; Chinese is compared character by character.

Lines are compared first, then sentences inside changed lines, then words inside changed sentences. What would take
too long to compare shows as replaced.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

ISLAND = 2
"""Unchanged characters between two changes that are shown as changed with them."""

BLOCK_COST, TOTAL_COST = 120_000, 400_000
"""How much is compared, in pairs of equal tokens, for one block and for the whole; together well under a second."""

_CJK = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_TOKEN = re.compile(
    rf"(?:(?![{_CJK}])\w)+|[^\S\n]+"  # a word or a number; blanks
    r"|(?s:.)(?:\u200d(?s:.)|[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff])*"  # a sign, its marks
)
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LEVELS = (_LINE, _SENTENCE, _TOKEN)


class Change(Enum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; never empty."""

    text: str
    change: Change


_Edit = tuple[str, str, bool]
"""A stretch before, what stands there after, and whether that is the same."""


def diff(before: str, after: str) -> list[Piece]:
    """The pieces in reading order: SAME and REMOVED together are `before`, SAME and ADDED together are `after`.

    Where a stretch was replaced, what was removed comes before what was added.
    """
    pieces: list[Piece] = []
    for old, new, same in _joined(_without_islands(_joined(_Comparison().edits(before, after)))):
        if same:
            pieces.append(Piece(old, Change.SAME))
            continue
        pieces += [Piece(text, change) for text, change in ((old, Change.REMOVED), (new, Change.ADDED)) if text]
    return pieces


class _Comparison:
    def __init__(self) -> None:
        self._left = TOTAL_COST

    def edits(self, before: str, after: str, level: int = 0) -> list[_Edit]:
        """Compare at one level, then what was replaced at the next."""
        if level == len(_LEVELS) or not before or not after:
            return [(before, after, before == after)]
        old, new = _LEVELS[level].findall(before), _LEVELS[level].findall(after)
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
        head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
        return [(head, head, True), *self._middle(middle_old, middle_new, level), (tail, tail, True)]

    def _middle(self, old: Sequence[str], new: Sequence[str], level: int) -> list[_Edit]:
        if not self._affordable(old, new):
            return self.edits("".join(old), "".join(new), level + 1)
        found: list[_Edit] = []
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
            found += [(before, after, True)] if tag == "equal" else self.edits(before, after, level + 1)
        return found

    def _affordable(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether comparing them is cheap enough; if so it is counted."""
        there = Counter(new)
        pairs = sum(count * there[token] for token, count in Counter(old).items())
        cost = pairs + len(old) * len(new) // 40  # many small matches cost time even where few tokens are equal
        if cost > min(BLOCK_COST, self._left):
            return False
        self._left -= cost
        return True


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items both begin with."""
    for at, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return at
    return min(len(one), len(other))


def _joined(edits: Sequence[_Edit]) -> list[_Edit]:
    """Neighbours of the same sort as one; empty ones gone."""
    kept = [edit for edit in edits if edit[0] or edit[1]]
    return [
        ("".join(old for old, _, _ in run), "".join(new for _, new, _ in run), same)
        for same, group in groupby(kept, key=lambda edit: edit[2])
        for run in [list(group)]
    ]


def _without_islands(edits: Sequence[_Edit]) -> list[_Edit]:
    """A word or two that stayed by chance inside a rewritten passage is shown as rewritten with it."""
    last = len(edits) - 1
    return [
        (old, new, same and not (0 < at < last and len(old) <= ISLAND and "\n" not in old))
        for at, (old, new, same) in enumerate(edits)
    ]
