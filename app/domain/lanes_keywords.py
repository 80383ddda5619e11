"""Keywords that point to a lane: they raise a case to a person's eyes, and never act.

A missed cry for help is worse than a false alarm: only what is denied outright, and harmless phrases that are listed,
are passed over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from app.domain.cases import CaseKind
from app.domain.lanes import OWN_LANES, graver

GAP = 8
"""So many characters at most stand for the "…" of a word, none of which ends a clause."""

LONGEST_HIT = 24
"""Of a hit so many characters are kept."""

_NOT = re.compile(
    r"(?:(?<!有)没(?:有)?(?:出现|发生|见|看到|遇到)?过?|(?<!是)(?<!要)不是|(?<!会)不会|并?未(?:曾|发生|出现)?|未必|从未|从没|并非|并没有?|不存在|杜绝|避免|防止|预防"
    r"|(?:\b(?:no|not|never|without|did not|does not|is not|prevents?|avoids?)|n't|n’t) )"
    r"(?:任何|什么|再|真的|一点|过|any |a |the |really |ever )?$"
)
"""What denies the word that follows at once. A question ("有没有", "是不是") denies nothing."""

_ENDS = "。！？!?；;，,\\n"
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class LaneWords:
    """What points to one lane: words, where "…" stands for a few characters, and longer phrases that are harmless."""

    words: tuple[str, ...]
    passes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keywords:
    """What is looked for, by lane."""

    lanes: Mapping[CaseKind, LaneWords]

    @cached_property
    def print(self) -> str:
        """The same for lists that look for the same."""
        told = [
            f"{lane.value}\n{'|'.join(sorted(self.lanes[lane].words))}\n{'|'.join(sorted(self.lanes[lane].passes))}"
            for lane in sorted(self.lanes)
        ]
        return sha256("\n\n".join([_FOLDING, *told]).encode()).hexdigest()

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Every word in one look; most texts hold none."""
        return re.compile(_either([word for lane in self.lanes.values() for word in lane.words]))

    @cached_property
    def everything(self) -> re.Pattern[str]:
        """Words and harmless phrases in one look; at one place phrases come first, then longer words."""
        phrases = [phrase for lane in self.lanes.values() for phrase in lane.passes]
        return re.compile(_either(phrases, [word for lane in self.lanes.values() for word in lane.words]))

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        return re.compile(_either([phrase for lane in self.lanes.values() for phrase in lane.passes]))

    @cached_property
    def _each(self) -> Sequence[tuple[CaseKind, int, re.Pattern[str]]]:
        """Each word: its lane, how long it is from its last gap on, and how it is spelt."""
        said = [(lane, _folded(word)) for lane, words in self.lanes.items() for word in words.words]
        return [(lane, len(word.rpartition("…")[2]), re.compile(_spelt(word))) for lane, word in said]

    def told_by(self, hit: str) -> tuple[CaseKind, int] | None:
        """The lane of what `everything` found, and how many characters it ends with after the last gap; None for what
        is harmless."""
        if self._phrases.fullmatch(hit):
            return None
        return next(((lane, end) for lane, end, word in self._each if word.fullmatch(hit)), None)

    def extended(self, more: "Keywords", without: Mapping[CaseKind, tuple[str, ...]]) -> "Keywords":
        """These with more words, and without some."""
        lanes = {}
        for lane in dict.fromkeys([*self.lanes, *more.lanes]):
            ours, theirs = self.lanes.get(lane, LaneWords(())), more.lanes.get(lane, LaneWords(()))
            gone = {_folded(one) for one in without.get(lane, ())}
            words = [one for one in dict.fromkeys([*ours.words, *theirs.words]) if _folded(one) not in gone]
            lanes[lane] = LaneWords(tuple(words), tuple(dict.fromkeys([*ours.passes, *theirs.passes])))
        return Keywords(lanes)


def raised(keywords: Keywords, text: str, cleared: Mapping[str, str] = MappingProxyType({})) -> str:
    """The lane to which a text points, and the words that do, as in "safety:冒烟"; "" where none does.

    Args:
        keywords: what is looked for.
        text: title and body.
        cleared: hits of which a person said that they are none, each with the text that they read. A text that says it
            once more, or speaks of somebody hurt as theirs did not, is another matter.
    """
    found = ""
    for named in _hits(keywords, text):
        if named in cleared and not _says_more(keywords, named, cleared[named], text):
            continue
        found = graver(found, named) if found else named
        if found.startswith(CaseKind.SAFETY.value):
            break
    return found


def _hits(keywords: Keywords, text: str) -> Iterator[str]:
    folded = _folded(text)
    if keywords.words.search(folded) is None:
        return
    for hit in keywords.everything.finditer(folded):
        told = keywords.told_by(hit.group())
        if told is not None and _meant(folded, hit, told[1]):
            yield f"{told[0].value}:{hit.group()[:LONGEST_HIT]}"


_HURT = re.compile(
    "受伤|伤者|伤亡|伤势|重伤|轻伤|骨折|流血|昏迷|住院|医院|急诊|救护车|抢救|烧伤|烫伤|死了|死亡|身亡|去世|遇难|撞车|追尾|翻车"
    r"|injur|\bhurt|hospital|ambulance|\bdied\b|\bdeath|\bkilled|\bburned|\bcrash"
)


def _says_more(keywords: Keywords, hit: str, before: str, text: str) -> bool:
    """Whether a text says more of what was cleared than the text that was read then."""
    said, read = (sum(one == hit for one in _hits(keywords, whole)) for whole in (text, before))
    hurt = {one.group() for one in _HURT.finditer(_folded(text))} - {
        one.group() for one in _HURT.finditer(_folded(before))
    }
    return said > read or bool(hurt)


def _meant(text: str, hit: re.Match[str], ending: int) -> bool:
    """Whether it is a whole word, and nothing denies it, nor what stands after its gap."""
    start, end = hit.span()
    first, last = text[start], text[end - 1]
    if first in _WORD and start and text[start - 1] in _WORD:
        return False
    if last in _WORD and end < len(text) and text[end] in _WORD:
        return False
    return not any(_NOT.search(text, max(0, at - 16), at) for at in {start, end - ending})


_NEVER = "(?!)"
_SHARED = 3


def _either(*kinds: Sequence[str]) -> str:
    """One of these, earlier kinds and longer ones first; those that begin alike are looked at together, as that is
    several times faster than one after the other."""
    ordered = [word for words in kinds for word in sorted(set(map(_folded, words)), key=lambda one: (-len(one), one))]
    return _branches(ordered, _SHARED) if ordered else _NEVER


def _branches(words: Sequence[str], depth: int) -> str:
    begun: dict[str, list[str]] = {}
    for word in words:
        begun.setdefault(word[0], []).append(word)
    parts = []
    for first, alike in begun.items():
        rests = [word[1:] for word in alike]
        if depth and len(alike) > 1 and all(rest and rest[0] != "…" for rest in rests):
            parts.append(f"{re.escape(first)}(?:{_branches(rests, depth - 1)})")
        else:
            parts.append(f"(?:{'|'.join(map(_spelt, alike))})" if len(alike) > 1 else _spelt(alike[0]))
    return "|".join(parts)


def _spelt(word: str) -> str:
    return f"[^{_ENDS}]{{0,{GAP}}}?".join(map(re.escape, word.split("…")))


_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_HAN = "\u4e00-\u9fff"
_BETWEEN = re.compile(f"(?<=[{_HAN}])[ \t\u3000\u00a0\u200b-\u200f\u2060\ufeff.·•_*/|~^+=-]{{1,3}}(?=[{_HAN}])")
"""What some put between the characters of a word, so that no machine finds it."""

_SIMPLE = str.maketrans(
    "剎車靈煙燒動電氣彈盤鎖殺輕斷軸輪懸轉觸熱機門開沒兒寶槍藥賭權傷殘樓橋遺書結尋見膩糊壓漏災滅撞飛掛臂衝竄應進間點",
    "刹车灵烟烧动电气弹盘锁杀轻断轴轮悬转触热机门开没儿宝枪药赌权伤残楼桥遗书结寻见腻糊压漏灾灭撞飞挂臂冲窜应进间点",
)
"""Traditional characters of the words that are looked for."""

_FOLDING = "2"
"""Another way of comparing finds other words: it is part of the print, so that open cases are looked at again."""


def _folded(text: str) -> str:
    """As words are compared: small letters, of half width, simplified characters with nothing put between them."""
    if text.isascii():
        return text.lower()
    if _FULL_WIDTH.search(text):
        text = _FULL_WIDTH.sub(lambda sign: chr(ord(sign.group()) - 0xFEE0), text)
    return _BETWEEN.sub("", text.translate(_SIMPLE)).lower()


# --- as a file has them -------------------------------------------------------------------------------


def read_keywords(told: Any) -> tuple[Keywords, dict[CaseKind, tuple[str, ...]]]:
    """Keywords as a file tells them, and those that it leaves out of the ones that ship.

    Raises:
        ValueError: it is no such file; the sentence says where.
    """
    lanes = told.get("lanes") if isinstance(told, dict) else None
    if not isinstance(lanes, dict):
        raise ValueError('"lanes": {…} ?')
    found: dict[CaseKind, LaneWords] = {}
    without: dict[CaseKind, tuple[str, ...]] = {}
    for name, lane in lanes.items():
        if name not in {one.value for one in OWN_LANES} or not isinstance(lane, dict):
            raise ValueError(f"{name!r} ?")
        found[CaseKind(name)] = LaneWords(_words(lane, "words"), _words(lane, "passes"))
        without[CaseKind(name)] = _words(lane, "without")
    return Keywords(found), without


def _words(lane: Mapping[str, Any], name: str) -> tuple[str, ...]:
    words = lane.get(name, [])
    if not isinstance(words, list) or not all(isinstance(one, str) and len(one.strip(" …")) > 1 for one in words):
        raise ValueError(f'"{name}": ["…"] ?')
    return tuple(one.strip() for one in words)
