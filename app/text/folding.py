"""Folding text for search: case, width and compatibility forms fall together, and text becomes two-character grams.

Chinese has no blanks between words, so a word of two characters is found by the gram that it is, and a longer one by
the grams in it, checked on the folded text.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_RUN = re.compile(r"[^\W_]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_FULL_WIDTH_MARKS = re.compile(
    "[\\s，。！？：；、（）“”…～]+"
)  # first, for they alone make NFKC work through most texts

SHORTEST_PRINT = 4


def fold(text: str) -> str:
    """The text as search compares it: NFKC, then case-folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def text_print(text: str) -> str:
    """The same 16 hex digits for texts that differ in blanks, punctuation, pictograms, case or width only.

    "" where fewer than four letters or digits are left: such texts say the same without being copies.
    """
    letters = _NO_LETTERS.sub("", fold(_FULL_WIDTH_MARKS.sub("", text)))
    if len(letters) < SHORTEST_PRINT:
        return ""
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def grams(folded: str) -> set[str]:
    """Every pair of neighbouring letters or digits, and the last character of each run, so that prefixes serve one."""
    found: set[str] = set()
    for run in _RUN.findall(folded):
        found.update(run[at : at + 2] for at in range(len(run)))
    return found


@dataclass(frozen=True, slots=True)
class Query:
    """A search as typed, ready for the index.

    Attributes:
        terms: the folded words, all of which must occur.
        grams: pairs that every hit contains.
        starts: single characters that every hit contains.
        exact: whether the grams alone decide; else the terms are checked on the folded text.
    """

    terms: tuple[str, ...]
    grams: frozenset[str]
    starts: frozenset[str]
    exact: bool

    @property
    def indexed(self) -> bool:
        """Whether the index can narrow it down at all (not for punctuation or symbols alone)."""
        return bool(self.grams or self.starts)

    def match(self, folded: str) -> bool:
        """Whether a folded text contains every term."""
        return all(term in folded for term in self.terms)


def parse(typed: str) -> Query:
    """Read a search: words between blanks, all of which must occur."""
    terms = tuple(dict.fromkeys(fold(typed).split()))
    pairs: set[str] = set()
    starts: set[str] = set()
    exact = True
    for term in terms:
        runs = _RUN.findall(term)
        exact = exact and runs == [term] and len(term) <= 2
        for run in runs:
            if len(run) == 1:
                starts.add(run)
            pairs.update(run[at : at + 2] for at in range(len(run) - 1))
    return Query(terms, frozenset(pairs), frozenset(starts), exact)
