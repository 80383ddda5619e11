"""Folding a text before it is searched for what leads to a person: disguises fall away, and places find their way back.

Width, compatibility forms, accents and traditional characters fall together; what can't be seen is left out.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.text.mask_places import Place

_NOT_TOLD = re.compile(r"[\W_]+")
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that are letters or signs to Unicode and blank to the eye."""

_QUOTED = r"""["']?[^"'<>0-9]{0,40}[0-9]{0,6}[^"'<>0-9]{0,20}["']?"""
_MARK_UP = re.compile(
    r"(?P<entity>&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});)"
    rf"|</?[a-z][a-z0-9]{{0,9}}(?:\s(?:class|style|color|size|face)={_QUOTED})?\s?/?>"
    r"|\[/?(?:b|i|u|s|color|size|font)(?:=[a-z#0-9]{1,7})?\]"
    r"|\]\([^()\s./@0-9:]{0,20}\)",
    re.IGNORECASE,
)
"""Characters written by their numbers, and marks that lead nowhere: both stand between digits so that they are not
found. Links are no such marks: what they lead to is searched."""

_MARK = "·"

_SAME = str.maketrans(
    # Chinese characters that stand in numbers, in plates and before them
    "粵滬遼雲魯蘇貴閩晉陝贛寧瓊藏軍領車號碼電話證護郵賬戶銀參叄貳貮陸後樓單棟臺區絡"
    # Cyrillic and Greek letters that look as Latin ones do
    "аеорсухіѕјһԁԛԝАВЕКМНОРСТХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "粤沪辽云鲁苏贵闽晋陕赣宁琼藏军领车号码电话证护邮账户银叁叁贰贰陆后楼单栋台区络"
    "aeopcyxisjhdqwABEKMHOPCTXISJABEZHIKMNOPTYXo",
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched.

    Attributes:
        plain: its characters.
        at: where in the text each of them came from, and the length of the text at the end.
    """

    plain: str
    at: Sequence[int]

    def placed(self, found: Iterable[Place]) -> list[Place]:
        """The places, found in order, in the text itself, with what can't be seen behind their last characters."""
        there: list[Place] = []
        after = 0
        for one in found:
            start, end = max(after, self.at[one.start]), max(self.at[one.end], self.at[one.end - 1] + 1)
            if start < end:
                there.append(replace(one, start=start, end=end))
                after = end
        return there


def fold(text: str) -> Folded:
    """The text as it is searched."""
    parts = list(_parts(text))
    at = [start for start, part in parts for _ in part]
    return Folded("".join(part for _, part in parts), [*at, len(text)])


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """What is searched of a text, and where each part of it begins."""
    after = 0
    for mark in _MARK_UP.finditer(text):
        yield from enumerate(map(_fold, text[after : mark.start()]), after)
        yield mark.start(), "".join(map(_fold, html.unescape(mark[0]))) if mark["entity"] else _MARK
        after = mark.end()
    yield from enumerate(map(_fold, text[after:]), after)


@lru_cache(maxsize=1 << 14)
def _fold(char: str) -> str:
    if char in "\t\n\r":
        return char
    if char in _UNSEEN:
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if "가" <= char <= "힣":  # one letter, though it has a form of several
        return char
    plain = "".join(one for one in unicodedata.normalize("NFKD", char) if not _left_out(one))
    return plain.translate(_SAME)


def _left_out(char: str) -> bool:
    """Whether it can't be seen, or only marks the character before it."""
    return unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me")


def lower(text: str) -> str:
    """In small letters, every one at its place."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def value(folded: str) -> str:
    """Without blanks, marks and case."""
    return _NOT_TOLD.sub("", folded).casefold()
