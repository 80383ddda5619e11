"""How alike two texts are, by the pairs of neighbouring characters that they share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nlargest
from math import log

from app.text.folding import fold, grams

LONGEST = 600
"""Characters of a text that are compared: what an offence is shows at its beginning, and a time limit holds."""


def traits(text: str) -> frozenset[str]:
    """What of a text is compared: its pairs of neighbouring letters, case and width folded."""
    return frozenset(gram for gram in grams(fold(text[:LONGEST])) if len(gram) > 1)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two texts are by their traits, from 0 (nothing shared) to 1 (the same).

    The mean of what they share of both together (Jaccard) and of the smaller one (overlap): so that a short text that
    is part of a long one is found, without every short text being like everything.
    """
    shared = len(one & other)
    if not shared:
        return 0.0
    return (shared / (len(one) + len(other) - shared) + shared / min(len(one), len(other))) / 2


class Weights:
    """How much each trait says, by how few of other texts have it.

    Args:
        others: the traits of texts as they come, about anything.
    """

    def __init__(self, others: Iterable[frozenset[str]]) -> None:
        every = list(others)
        self._count = len(every)
        self._held = Counter(trait for one in every for trait in one)
        self._known: dict[str, float] = {}
        self._whole: dict[frozenset[str], float] = {}

    def of(self, trait: str) -> float:
        """The weight of one trait; rare ones weigh most, those of nearly every text next to nothing."""
        weight = self._known.get(trait)
        if weight is None:
            weight = self._known[trait] = log((self._count + 1.5) / (self._held[trait] + 0.5))
        return weight

    def sum(self, traits_: Iterable[str]) -> float:
        """What traits weigh together."""
        return sum(map(self.of, traits_))

    def whole(self, text: frozenset[str]) -> float:
        """What a whole text weighs, which is reckoned once: it is compared with many others."""
        weight = self._whole.get(text)
        if weight is None:
            weight = self._whole[text] = self.sum(text)
        return weight


def weighted_likeness(one: frozenset[str], other: frozenset[str], weights: Weights) -> float:
    """The same as `likeness`, where what is rare counts for more: texts that merely use common words are not alike."""
    shared = weights.sum(one & other)
    if shared <= 0:
        return 0.0
    mine, theirs = weights.whole(one), weights.whole(other)
    return (shared / (mine + theirs - shared) + shared / min(mine, theirs)) / 2


NEAREST = 3
"""A text belongs to a group when it is like this many of its texts; one that it is like may be there by mistake."""


def group_likeness(one: frozenset[str], group: Sequence[frozenset[str]], weights: Weights) -> float:
    """How alike a text is to a group: the mean of the likeness to the texts in it that are nearest."""
    nearest = nlargest(NEAREST, (weighted_likeness(one, other, weights) for other in group))
    return sum(nearest) / len(nearest) if nearest else 0.0
