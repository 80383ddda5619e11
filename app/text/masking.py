"""Masking: what in a text leads to a person, found so that somebody can look at each place before it is hidden.

Found are telephone numbers, numbers of cars, cards and accounts, addresses of mail, links, and the names of people;
also where they were written with full-width digits, blanks or Chinese numerals so that machines overlook them. It finds
rather too much than too little: a person lifts what harms nobody. Every author can write what is searched here, so
nothing in it is trusted: what it costs is bounded.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.words import Words


class MaskKind(StrEnum):
    """What a masked place is."""

    PHONE = "phone"
    VIN = "vin"
    PLATE = "plate"
    ID_NUMBER = "id_number"  # of an identity card, a passport, a bank card
    EMAIL = "email"
    WECHAT = "wechat"  # or QQ
    NAME = "name"
    LINK = "link"
    OTHER = "other"  # words that a person named


MASK_WORDS = {
    MaskKind.PHONE: Words("电话", "phone"),
    MaskKind.VIN: Words("车架号", "VIN"),
    MaskKind.PLATE: Words("车牌", "plate"),
    MaskKind.ID_NUMBER: Words("证件号", "ID"),
    MaskKind.EMAIL: Words("邮箱", "e-mail"),
    MaskKind.WECHAT: Words("微信", "WeChat"),
    MaskKind.NAME: Words("人名", "name"),
    MaskKind.LINK: Words("链接", "link"),
    MaskKind.OTHER: Words("已遮盖", "masked"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text that leads to a person.

    Attributes:
        start, end: in characters.
        value: what stands there without blanks, marks, case and width: the same number is the same value.
        label: what is to stand there where it is somebody who has a label; "" where it gets a number.
    """

    kind: MaskKind
    start: int
    end: int
    value: str
    label: str = ""


# --- patterns, on text folded character by character --------------------------------------------------

_BETWEEN = r"[\s\-\u2013\u2014_.\u00b7\u2022,*~/|\u200b-\u200f\u2060\ufeff\ufe0f\u20e3]{0,3}"
"""What people put between digits so that they are not found."""

_OVER = r"(?![A-Z0-9])"
_IS = r"\s{0,2}(?:是|为)?\s{0,2}:?\s{0,2}"
_PATH = r"(?:[^\s\0<>\"'`()\[\]{}⟨⟩，。！？；：、（）“”‘’《》【】\u4e00-\u9fff]|(?<=[/=?&_-])[\u4e00-\u9fff]{1,60})*"
_URL = rf"(?:https?|ftp|upload)://{_PATH}"
_HOST = (
    r"(?<![A-Z0-9@.-])(?:[A-Z0-9-]{1,63}\.){1,4}"
    r"(?:com|cn|net|org|top|xyz|cc|vip|shop|io|me|tv|link|site|club|info|app|online|store|wang|hk|tw)(?![A-Z0-9@-])"
)
_MAIL = (
    r"(?<![A-Z0-9_.+-])[A-Z0-9_.+-]{1,64}\s?(?:@|\(at\)|\[at\]|#at#)\s?[A-Z0-9-]{1,63}"
    rf"(?:\s?(?:\.|点|\(dot\)|\[dot\])\s?[A-Z0-9-]{{1,24}}){{1,4}}{_OVER}"
)
_CARD_OF_A_PERSON = (
    rf"(?<![0-9A-Z])[1-9][0-9]{{5}}{_BETWEEN}(?:19|20)[0-9]{{2}}{_BETWEEN}(?:0[1-9]|1[0-2]){_BETWEEN}"
    rf"(?:0[1-9]|[12][0-9]|3[01]){_BETWEEN}[0-9]{{3}}[0-9X]{_OVER}"
)
_PASSPORT = rf"(?:护照|PASSPORT)(?:号码?| NO\.?)?{_IS}(?P<what>[A-Z]{{1,2}}[0-9]{{7,8}}){_OVER}"
_VIN = rf"(?<![A-Z0-9])(?=[A-Z]{{0,16}}[0-9])(?=[0-9]{{0,16}}[A-Z])[A-HJ-NPR-Z0-9]{{17}}{_OVER}"
_PART_OF_VIN = (
    rf"(?:车架号|VIN)码?(?:后[四五六七八4-8]位)?{_IS}(?P<what>(?=[A-Z*]{{0,16}}[0-9])[A-Z0-9*]{{4,17}}){_OVER}"
)
_PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z][\s·•.-]{0,2}"
    r"(?=[A-Z -]{0,6}[0-9])(?:[A-HJ-NP-Z0-9][ -]?){4,5}[A-HJ-NP-Z0-9挂学警港澳]"
)
_WECHAT = r"(?<![A-Z])(?:企业微信|企微|微信|薇信|加V|V信|WECHAT|WEIXIN|WX|VX)"
_ACCOUNT = r"[A-Z][A-Z0-9_-]{5,19}(?![A-Z0-9_-])"
_FOUND = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (MaskKind.LINK, rf"{_URL}|{_HOST}(?:[/?#:]{_PATH})?"),
        (MaskKind.EMAIL, _MAIL),
        (MaskKind.ID_NUMBER, _CARD_OF_A_PERSON),
        (MaskKind.ID_NUMBER, _PASSPORT),
        (MaskKind.VIN, _VIN),
        (MaskKind.VIN, _PART_OF_VIN),
        (MaskKind.PLATE, _PLATE),
        (MaskKind.WECHAT, rf"{_WECHAT}(?:号|\s?ID){_IS}(?P<what>{_ACCOUNT})"),
        (MaskKind.WECHAT, rf"{_WECHAT}\s{{0,2}}:\s{{0,2}}(?P<what>{_ACCOUNT})"),
        (MaskKind.WECHAT, rf"{_WECHAT}{_IS}(?P<what>(?=[A-Z-]{{0,19}}[0-9_]){_ACCOUNT})"),
        (MaskKind.WECHAT, rf"(?<![A-Z])(?:QQ|扣扣|企鹅)(?:号|群号?)?{_IS}(?P<what>[1-9][0-9]{{4,11}})(?![0-9])"),
        (MaskKind.PHONE, r"(?<![0-9])\(?0[0-9]{2,3}[)\u2014 -]{1,2}[2-9][0-9]{6,7}(?![0-9])"),
    )
]
_MOBILE = re.compile(rf"(?<![0-9A-Za-z])(?:\+?86{_BETWEEN})?1{_BETWEEN}[3-9](?:{_BETWEEN}[0-9]){{9}}(?![0-9])")
_BANK_CARD = re.compile(r"(?<![0-9])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9])")
_MENTION = re.compile(r"@(?P<what>[a-z0-9_.-]{2,30}(?![a-z0-9_.-])|[^\W_][\w-]{0,19})", re.IGNORECASE)
_NOT_TOLD = re.compile(r"[\W_]+")
_ENDS_A_SENTENCE = ".,;:!?"
_ROUNDS = 4
_NUMERALS = dict(zip(map(ord, "零〇一幺壹二贰三叁四肆五伍六陆七柒八捌九玖"), "001112233445566778899", strict=True))


def fold(text: str) -> str:
    """The text as it is searched: width and compatibility forms fall together, and every character keeps its place."""
    return text if text.isascii() else "".join(map(_fold, text))


def _fold(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


# --- names --------------------------------------------------------------------------------------------


class Names:
    """Names of people, and the labels by which they are called instead.

    A name of one letter, or of two digits, is found only behind an @: everywhere else it would be a part of words.

    Args:
        labels: by name; "" for a person who has no label and gets a number where the name stands.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels: dict[str, str] = {}
        for name, label in labels.items():
            plain = _lower(fold(name.strip()))
            if _NOT_TOLD.sub("", plain):
                self._labels.setdefault(plain, label)
        lengths: dict[str, set[int]] = defaultdict(set)
        for plain in self._labels:
            lengths[plain[0]].add(len(plain))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        first = "".join(map(re.escape, self._lengths))
        self._starts = re.compile(f"[{first}]" if first else r"(?!)")

    def find(self, folded: str) -> Iterator[Place]:
        """Where they stand, the longest name at each place."""
        text, after = _lower(folded), 0
        for start in self._starts.finditer(text):
            at = start.start()
            if at < after:
                continue
            for length in self._lengths[start[0]]:
                name = text[at : at + length]
                if name in self._labels and _stands_alone(text, at, at + length):
                    after = at + length
                    yield Place(MaskKind.NAME, at, after, name, self._labels[name])
                    break


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    name, before, behind = text[start:end], text[start - 1 : start], text[end : end + 1]
    if len(name) == 1 or (len(name) == 2 and name.isdigit()):
        return before == "@"
    return not (_latin(name[0]) and _latin(before)) and not (_latin(name[-1]) and _latin(behind))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


# --- finding ------------------------------------------------------------------------------------------

NOBODY = Names({})


def find(text: str, names: Names = NOBODY, words: Iterable[str] = ()) -> list[Place]:
    """Every place of a text that leads to a person, in order; none overlap.

    Args:
        text: as somebody wrote it.
        names: of people who are known.
        words: what a person named beside, to be found as it is.
    """
    folded = searched = fold(text)
    found: list[Place] = []
    for _ in range(_ROUNDS):
        more = [*_words(searched, words), *_patterns(searched), *names.find(searched), *_mentions(searched)]
        if not more:
            break
        found = _apart(folded, [*found, *more])
        searched = _without(searched, more)
    return found


def _without(folded: str, found: Iterable[Place]) -> str:
    """The text with what was found taken out, so that what was written right beside it is found too."""
    chars = list(folded)
    for one in found:
        chars[one.start : one.end] = "\0" * (one.end - one.start)
    return "".join(chars)


def _words(folded: str, words: Iterable[str]) -> Iterator[Place]:
    text = _lower(folded)
    for word in words:
        plain = _lower(fold(word.strip()))
        at = text.find(plain) if plain else -1
        while at >= 0:
            yield Place(MaskKind.OTHER, at, at + len(plain), plain)
            at = text.find(plain, at + len(plain))


def _patterns(folded: str) -> Iterator[Place]:
    for kind, pattern in _FOUND:
        for match in pattern.finditer(folded):
            start, end = match.span("what" if "what" in pattern.groupindex else 0)
            if kind is MaskKind.LINK:
                end = start + len(folded[start:end].rstrip(_ENDS_A_SENTENCE))
            yield Place(kind, start, end, _value(folded[start:end]))
    for match in _MOBILE.finditer(folded.translate(_NUMERALS)):
        digits = _value(match[0])
        yield Place(MaskKind.PHONE, *match.span(), digits[-11:])
    for match in _BANK_CARD.finditer(folded):
        if _adds_up(_value(match[0])):
            yield Place(MaskKind.ID_NUMBER, *match.span(), _value(match[0]))


def _mentions(folded: str) -> Iterator[Place]:
    for match in _MENTION.finditer(folded):
        yield Place(MaskKind.NAME, *match.span("what"), _lower(match["what"]))


def _value(folded: str) -> str:
    return _NOT_TOLD.sub("", folded).casefold()


def _adds_up(digits: str) -> bool:
    """Whether the last digit of a card's number is the one that belongs there (ISO/IEC 7812-1, Luhn)."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


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
        value = first.value if whole else _value(folded[last.start : end])
        kept[-1] = Place(first.kind, last.start, end, value, first.label if whole else "")
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
