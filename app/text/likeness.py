"""How alike two texts are, by the pairs of neighbouring characters that they share."""

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
