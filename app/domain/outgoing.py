"""A look at a letter before it is sent: gentle warnings, none of which blocks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.words import NO_WORDS, Words

_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》|「[^」]*」")
_NOT = re.compile(r"(?:不|没|无法|难以|未能|别|not |n't |cannot |never |no )[^\s，。,.]{0,3}$")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_DAY = re.compile(
    r"\d|[一二三四五六七八九十两几]个?(?:工作日|小时|[天日周月])|周[一二三四五六日末]|[今明后][天晚早]|[本下]周|月底"
    r"|\b(?:today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month))\b"
)
"""What says when: a promise with a day is one that can be kept."""

_PHONE = re.compile(r"(?<![\d*])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)")
_VIN = re.compile(r"(?<![A-Z0-9])(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])", re.IGNORECASE)
_CARD = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•]?"
    r"(?=[A-Z]*\d[A-Z]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
"""A number plate: five characters after the province's letter, six for new energy cars (GA 36-2018)."""

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,24}){0,3}\.[A-Za-z]{2,12}(?!\w)", re.ASCII)
_WECHAT = re.compile(
    r"微信号\s*(?:是|为)?\s*:?\s*[A-Za-z][\w-]{5,19}(?![\w-])"
    r"|(?<![A-Za-z])(?:微信|wechat(?: id)?|weixin|wx|vx)\s*:?\s*(?=[A-Za-z-]*[\d_])[A-Za-z][\w-]{5,19}(?![\w-])",
    re.ASCII | re.IGNORECASE,
)
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width letters, digits and marks as they are on a keyboard; each stays one character."""

_TITLE = re.compile(r"([\u4e00-\u9fff]?)(先生|女士)")
_EITHER = re.compile(r"先生\s*[/、或]\s*女士|女士\s*[/、或]\s*先生|先生\s*\(女士\)|女士\s*\(先生\)")

NEAR, NEAR_LATIN = 20, 60
"""A favour within so many characters of a request to remove a post reads like a trade."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Words that are better not sent, and the gentle warning, where `{word}` stands for the one that was found.

    Attributes:
        words: each as it is written; a Latin one is a whole word.
        warning: what is said.
        opening: they are meant only where a clause begins, as in “亲，”.
        passes: longer words that hold one of these and are harmless; blanks in them don't matter.
        undated: they are meant only where the sentence says no day.
    """

    words: tuple[str, ...]
    warning: Words
    opening: bool = False
    passes: tuple[str, ...] = ()
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Cautions:
    """What is looked for in a text before it is sent. Without words of warning a thing is not looked for.

    Attributes:
        groups: words, each group with its warning.
        removal: words that ask for a post to be removed.
        favours: words that offer something.
        trade: the warning where a favour stands near a removal.
        phone: the warning about a telephone number.
        vin: the warning about what looks like a vehicle identification number.
        card: the warning about an identity card's number.
        plate: the warning about a number plate.
        mail: the warning about an e-mail address.
        wechat: the warning about a WeChat id.
        address: the warning where one person is both 先生 and 女士.
    """

    groups: tuple[Caution, ...]
    removal: tuple[str, ...]
    favours: tuple[str, ...]
    trade: Words
    phone: Words
    vin: Words
    card: Words = NO_WORDS
    plate: Words = NO_WORDS
    mail: Words = NO_WORDS
    wechat: Words = NO_WORDS
    address: Words = NO_WORDS


def checks(text: str, cautions: Cautions) -> list[Words]:
    """Gentle warnings about a text before it is sent, each once. Words in quotation marks are somebody else's.

    By whom somebody can be found is pointed out wherever it stands.
    """
    folded = unicodedata.normalize("NFKC", text)
    ours = unicodedata.normalize("NFKC", _QUOTED.sub(" ", text)).casefold()
    found = [_warning(group, ours) for group in cautions.groups]
    if _near(ours, cautions.removal, cautions.favours):
        found.append(cautions.trade)
    if _mixed(ours):
        found.append(cautions.address)
    found += [words for there, words in _private(folded, cautions) if there]
    return [words for words in found if words and words != NO_WORDS]


def _private(folded: str, cautions: Cautions) -> Iterator[tuple[bool, Words]]:
    yield _PHONE.search(folded) is not None, cautions.phone
    yield _VIN.search(folded) is not None, cautions.vin
    yield any(_is_card(one.group()) for one in _CARD.finditer(folded)), cautions.card
    yield _PLATE.search(folded) is not None, cautions.plate
    yield _MAIL.search(folded) is not None, cautions.mail
    yield _WECHAT.search(folded) is not None, cautions.wechat


def masked(text: str) -> str:
    """A text in which nothing is left by which somebody can be found: numbers, plates, addresses are blotted out."""
    plain = text.translate(_NARROW)
    hidden = [found.span() for one in (_PHONE, _VIN, _CARD, _PLATE, _MAIL, _WECHAT) for found in one.finditer(plain)]
    characters = list(text)
    for begin, end in hidden:
        characters[begin:end] = "●" * (end - begin)
    return "".join(characters)


def _is_card(number: str) -> bool:
    """Whether a number has the day of birth and the check digit of an identity card (GB 11643-1999)."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    check = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return born.year >= 1900 and "10X98765432"[check] == number[17].upper()


def _mixed(ours: str) -> bool:
    """Whether one person is called both: with a slash between, or under the same family name."""
    if _EITHER.search(ours):
        return True
    called = [(found[1], found[2]) for found in _TITLE.finditer(ours)]
    return any((name, "女士") in called for name, title in called if title == "先生")


def _warning(group: Caution, ours: str) -> Words | None:
    for harmless in group.passes:
        ours = _spaced(harmless).sub(lambda found: " " * len(found.group()), ours)
    for word in group.words:
        for at in _places(word, ours):
            before = ours[max(0, at - 12) : at]
            if _NOT.search(before) or (group.opening and before[-1:].isalnum()):
                continue
            if not (group.undated and _DAY.search(_sentence_at(ours, at))):
                return Words(*(said.replace("{word}", word.rstrip("，,")) for said in group.warning))
    return None


def _sentence_at(ours: str, at: int) -> str:
    return next((one.group() for one in _SENTENCE.finditer(ours) if one.start() <= at < one.end()), "")


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
    return (found.start() for found in _whole(word).finditer(ours))


@lru_cache(maxsize=1024)
def _whole(word: str) -> re.Pattern[str]:
    word = unicodedata.normalize("NFKC", word).casefold()
    return re.compile((r"(?<![a-z0-9.]){}(?![a-z0-9])" if word.isascii() else "{}").format(re.escape(word)))


@lru_cache(maxsize=1024)
def _spaced(words: str) -> re.Pattern[str]:
    """Words with or without blanks between their characters."""
    plain = unicodedata.normalize("NFKC", words).casefold().replace(" ", "")
    return re.compile(r"\s*".join(map(re.escape, plain)))
