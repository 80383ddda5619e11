"""Whether a reply names something of the very post it answers: a thing, a number, words of the owner.

No library cuts Chinese into words here. Three characters in a row that both texts have, and that are no common words,
are as good as a word; two-character names of things come from a list, in groups that mean the same.
"""

import re
from collections.abc import Iterable, Iterator

from app.domain.complaints_words import Marks, Span, blank, folded, places, without

LONGEST = 6_000
"""As much of a post is looked through, in characters."""

FEW = 2
"""So many plain words of a language with blanks name something; one could be chance."""

_TITLES = re.compile(r"《[^《》\n]*》")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_FIGURE = re.compile(
    r"(?<![\d.a-z])(\d+(?:\.\d+)*)\s*(万公里|公里|千米|km/h|km|kwh|mph|miles?|%|秒|分钟|小时|次|趟|个月|度|元|块|万元?|天|周|年|码|升|块钱"
    r"|seconds?|minutes?|hours?|times|degrees?|°c|°|days?|weeks?|months?|years?|kw|v)?(?![\d])"
)
_LATIN = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9-]*(?![a-z0-9])")
_PLAIN = frozenset(
    "的了是我你您他她它们在有和就不都也很这那个到说要会着没看好自之以为与及或被把给让向从而且但可能吗呢吧啊呀哦嗯一两三上下里来去得地过还再又才只"
    "么什怎样时候对于比更最太真多少几次回几出起开后前中大小家人天日年月点些等做用叫请谢先生女士位帮"
)
"""Characters of the grammar and of any talk; a run that has no two others names nothing."""

_NUMBERS_OF_ALL = frozenset({"400", "110", "12315", "12345", "120"})


def named(text: str, post: str, marks: Marks, names: Iterable[str] = ()) -> list[Span]:
    """Where a reply names something of a post, in order; nothing where it could stand under any post.

    Args:
        text: the reply.
        post: title and text of what it answers.
        marks: what names nothing, and what things are called.
        names: of persons and the brand; these are no facts.
    """
    said = _bare(blank((one.span() for one in _TITLES.finditer(text)), text), marks, names)
    asked = _bare(post[:LONGEST], marks, names)
    strong = [*_things(said, asked, marks), *_figures(said, asked), *_codes(said, asked), *_runs(said, asked, marks)]
    plain = _plain_words(said, asked, marks)
    if strong or len({said[start:end] for start, end in plain}) >= FEW:
        return _joined([*strong, *plain])
    return []


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same places, in order, those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def tells(post: str, marks: Marks, names: Iterable[str] = ()) -> bool:
    """Whether a post says anything that a reply could name: a cry of anger alone does not."""
    return bool(named(post, post, marks, names))


def _bare(text: str, marks: Marks, names: Iterable[str]) -> str:
    return without([*(name for name in names if name.strip()), *marks.empty], folded(text))


def _things(said: str, asked: str, marks: Marks) -> Iterator[Span]:
    for group in marks.things:
        if next(places(group, asked), None) is not None:
            yield from places(group, said)


def _figures(said: str, asked: str) -> Iterator[Span]:
    there = {(one[1], (one[2] or "").rstrip("s")) for one in _FIGURE.finditer(asked) if _says_much(one)}
    for one in _FIGURE.finditer(said):
        if _says_much(one) and any(
            _same(one[1], number) and (one[2] or "").rstrip("s") == unit for number, unit in there
        ):
            yield one.span()


def _says_much(figure: re.Match[str]) -> bool:
    """With a unit, a version, or of three digits at least: a single figure says nothing."""
    number = figure[1]
    return bool(figure[2]) or "." in number or (len(number) >= 3 and number not in _NUMBERS_OF_ALL)


def _same(one: str, other: str) -> bool:
    """The same number; “3.2” is said of version 3.2.0 too."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or ("." in shorter and longer.startswith(f"{shorter}."))


def _codes(said: str, asked: str) -> Iterator[Span]:
    """Models and the like: Latin letters with digits."""
    there = {one.group() for one in _LATIN.finditer(asked) if _is_code(one.group())}
    return (one.span() for one in _LATIN.finditer(said) if one.group() in there)


def _is_code(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _runs(said: str, asked: str, marks: Marks) -> Iterator[Span]:
    """Three Chinese characters in a row that both have; with them, two of them at least, something is said."""
    there = {run for run in _threes(without(_han(marks.common), asked)) if run not in marks.own and _tells(run)}
    plain = without(_han(marks.common), said)
    return (span for span in _spans_of_threes(plain) if plain[span[0] : span[1]] in there)


def _tells(run: str) -> bool:
    return sum(char not in _PLAIN for char in run) >= FEW


def _threes(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in _spans_of_threes(text))


def _spans_of_threes(text: str) -> Iterator[Span]:
    for run in _HAN.finditer(text):
        yield from ((at, at + 3) for at in range(run.start(), run.end() - 2))


def threes_of(text: str) -> frozenset[str]:
    """Every three Chinese characters in a row of a text."""
    return frozenset(_threes(folded(text)))


def _plain_words(said: str, asked: str, marks: Marks) -> list[Span]:
    common = {word for word in marks.common if word.isascii()}
    there = {_stem(one.group()) for one in _LATIN.finditer(asked) if _counts(one.group(), common)}
    return [one.span() for one in _LATIN.finditer(said) if _counts(one.group(), common) and _stem(one.group()) in there]


def _counts(word: str, common: set[str]) -> bool:
    return len(word) >= 4 and word not in common and _stem(word) not in common and not _is_code(word)


def _stem(word: str) -> str:
    """Without the ending of a plural or a past: enough to meet itself again."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")


def _han(words: Iterable[str]) -> list[str]:
    return [word for word in words if not word.isascii()]
