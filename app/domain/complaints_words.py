"""What is found in a text, and where: the words of complaints, looked for as they are written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int]
"""From which character of a text to which, the last not included."""

_SENTENCE = re.compile(r"(?:[^。!?;\n.]|\.(?=[^\s]))+")
QUOTED = re.compile(r"“[^“”\n]*”|「[^「」\n]*」|《[^《》\n]*》|\"[^\"\n]*\"")
"""What stands in quotation marks."""

_NOT = re.compile(
    r"绝不会[^\s，,。]{0,6}$|(?:(?<![能得])不$|不用|不会|绝不|毫不|才不|凭什么|不是|并非|不必|不需要|无需|没必要|没什么|不觉得|谈不上|别"
    r"|\bnot |n't |no need to |nothing to be )[^\s，,。]{0,2}$"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """By which words the parts of a reply are known; a Latin one is a whole word.

    Attributes:
        soothe: words that calm, excuse, or understand.
        explain: words with which an explanation begins, or goes on.
        empty: phrases that fit any complaint; what they say names nothing.
        brush_off: words that send people away, or make them angrier.
        not_promised: beside these a day is no promise of ours: what others said, what is asked of the member.
        common: words of any post and any reply, which name nothing.
        insult: words that insult.
        blame: words that put it on the owner.
        things: what owners complain of, in groups of words that mean the same, in both languages.
        own: three-character runs of the letters that ship; they are ours, not the member's.
    """

    soothe: tuple[str, ...]
    explain: tuple[str, ...]
    empty: tuple[str, ...]
    brush_off: tuple[str, ...]
    insult: tuple[str, ...]
    blame: tuple[str, ...]
    not_promised: tuple[str, ...]
    common: tuple[str, ...]
    things: tuple[tuple[str, ...], ...]
    own: frozenset[str] = frozenset()


class _Folds(dict[int, str]):
    """Each character in one width and one case, looked up once; what would become several stays as it is."""

    def __missing__(self, code: int) -> str:
        one = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = one if len(one) == 1 else chr(code)
        return self[code]


_FOLDS = _Folds()


def folded(text: str) -> str:
    """The text in one width and one case, character by character, so that places in it stay what they were."""
    return text.translate(_FOLDS)


def places(words: Iterable[str], text: str) -> Iterator[Span]:
    """Where words stand in a folded text."""
    for word in words:
        needle, whole = _whole(word)
        if needle in text:  # most are not, and this is the quickest way to know
            yield from (found.span() for found in whole.finditer(text))


def meant(words: Iterable[str], text: str) -> list[Span]:
    """Where words stand in a folded text and are not denied, in order."""
    return sorted(span for span in places(words, text) if not _NOT.search(text[max(0, span[0] - 14) : span[0]]))


def without(words: Iterable[str], text: str) -> str:
    """A folded text in which these words are blanks; places in it stay what they were."""
    return blank(places(words, text), text)


def blank(spans: Iterable[Span], text: str) -> str:
    """A text in which these places are blanks."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def sentences(text: str) -> list[Span]:
    """The sentences of a folded text, without the marks that end them."""
    return [found.span() for found in _SENTENCE.finditer(text)]


def sentence_at(text: str, at: int) -> Span:
    """The sentence in which a place is; the place alone where it is in none."""
    return next((span for span in sentences(text) if span[0] <= at < span[1]), (at, at))


@lru_cache(maxsize=2048)
def _whole(word: str) -> tuple[str, re.Pattern[str]]:
    word = folded(word)
    return word, re.compile((r"(?<![a-z0-9]){}(?![a-z0-9])" if word.isascii() else "{}").format(re.escape(word)))
