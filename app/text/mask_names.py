"""Names of people in a text: as they are written, with blanks and marks between, and cut down to what friends say."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import pairwise

from app.text.mask_folding import fold, lower, value
from app.text.mask_places import MaskKind, Place

_INSIDE = frozenset(" _-.·•*~/|+\u3000")
"""What people put into a name so that it is not found."""

_MOST_INSIDE = 2  # at one place of a name
_LONG = 4
"""Characters of a name that is known with digits behind it, with blanks between Latin letters, or by its last two."""

_TAIL = re.compile(r"[\u4e00-\u9fff]{2}\Z")
_ANYBODY = frozenset(
    "车友 车主 用户 会员 同学 老师 先生 女士 朋友 大哥 大姐 小姐 司机 粉丝 管理 官方 客服 师傅 兄弟 姐妹 网友 "
    "新人 新手 老板 主管 社区 论坛 一下 自己 我们 你们 大家 汽车 开车 电车 充电 提车 小时 时间 电池 续航 手机 问题 "
    "答案 生活 来了 可以 今天 明天 昨天 春天 夏天 秋天 冬天 上班 加班 下班 回家 北京 上海 广州 深圳 杭州 成都".split()
)
"""Ends of names that say nothing of who it is."""


class Names:
    """Names of people, and the labels by which they are called instead.

    A name of one letter, or of two digits, is found only behind an @: everywhere else it would be a part of words.

    Args:
        labels: by name; "" for a person who has no label and gets a number where the name stands.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        plain: dict[str, str] = {}
        for name, label in labels.items():
            folded = lower(fold(name.strip()).plain)
            if value(folded):
                plain.setdefault(folded, label)
        self._labels = plain
        self._exact = _Table(plain)
        self._loose = _Table(_alike(plain))

    def find(self, folded: str) -> Iterator[Place]:
        """Where they stand, the longest name at each place; also with something put between their characters."""
        text = lower(folded)
        at = [place for place, char in enumerate(text) if char not in _INSIDE]

        def alone(first: int, after: int) -> bool:
            return _one_name(text, at[first:after]) and _stands_alone(text, at[first], at[after - 1] + 1)

        for first, after, name, label in self._loose.find("".join(text[place] for place in at), alone):
            start, end = at[first], at[after - 1] + 1
            yield Place(MaskKind.NAME, start, end, name, self._labels.get(text[start:end], label))
        for start, end, name, label in self._exact.find(text, partial(_stands_alone, text)):
            yield Place(MaskKind.NAME, start, end, name, label)

    @cached_property
    def tails(self) -> "Names":
        """The last two characters of longer Chinese names, as 老陈 of 南山老陈."""
        tails: dict[str, str] = {}
        for name, label in self._labels.items():
            tail = _TAIL.search(name)
            if tail and len(value(name)) >= _LONG and tail[0] not in _ANYBODY:
                tails[tail[0]] = label if tails.get(tail[0], label) == label else ""
        return Names(tails)


class _Table:
    """Finds any of many names at the cost of a few."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        lengths: dict[str, set[int]] = defaultdict(set)
        for plain in labels:
            lengths[plain[0]].add(len(plain))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        first = "".join(map(re.escape, self._lengths))
        self._starts = re.compile(f"[{first}]" if first else r"(?!)")

    def find(self, text: str, fits: Callable[[int, int], bool]) -> Iterator[tuple[int, int, str, str]]:
        """Start, end, name and label of each that is there and fits, the longest at each place."""
        after = 0
        for start in self._starts.finditer(text):
            at = start.start()
            if at < after:
                continue
            for length in self._lengths[start[0]]:
                name = text[at : at + length]
                if len(name) == length and name in self._labels and fits(at, at + length):
                    after = at + length
                    yield at, after, name, self._labels[name]
                    break


def _alike(labels: Mapping[str, str]) -> dict[str, str]:
    """The names without what may stand inside of one; people who are then called the same have no label."""
    alike: dict[str, str] = {}
    for name, label in labels.items():
        short = "".join(char for char in name if char not in _INSIDE)
        if len(short) > 1 and not (len(short) == 2 and short.isdigit()):
            alike[short] = label if alike.get(short, label) == label else ""
    return alike


def _one_name(text: str, at: list[int]) -> bool:
    """Whether these characters read as one name: little between them, and no blanks between short Latin words."""
    for one, other in pairwise(at):
        if other - one > _MOST_INSIDE + 1:
            return False
        blank = " " in text[one + 1 : other]
        if blank and len(at) < _LONG and _latin(text[one]) and _latin(text[other]):
            return False
    return True


def _stands_alone(text: str, start: int, end: int) -> bool:
    name, before, behind = text[start:end], text[start - 1 : start], text[end : end + 1]
    if len(name) == 1 or (len(name) == 2 and name.isdigit()):
        return before == "@"
    if len(name) >= _LONG and name[-1].isalpha() and behind.isdigit():
        behind = ""  # Tommy and Tommy2 are often the same person
    return not (_latin(name[0]) and _latin(before)) and not (_latin(name[-1]) and _latin(behind))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
