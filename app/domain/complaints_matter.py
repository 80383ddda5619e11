"""A complaint in a few words: what a promise about it is called, and what is quoted of a reply."""

import re

from app.domain.complaints_words import Marks, folded, places
from app.domain.words import Words
from app.errors import Language

MATTER = Words("{thing}的问题", "the problem with {thing}")
"""What a promise is about, in words short enough to be said in public again and again."""

_LONGEST = 6_000
"""As much of a post is looked through, in characters."""

_INITIALS = 3
"""Latin words as short as that are initials: OTA."""

_VAGUE = frozenset(
    "高速 服务区 数据 应用 app 烟 版本 推送 权益 修了 data range map parts range highway window price".split()
)
"""Things of which “the problem with it” says too little, or something else."""

_MOST_QUOTED = 40
_WHOLE = re.compile(rf".{{1,{_MOST_QUOTED - 1}}}(?<![\d:：.\s月])(?![\d:：.\s月日号])", re.DOTALL)


def matter(title: str, body: str, marks: Marks, language: Language) -> str:
    """What a post is about: the first thing its title names, else the one its text names most often.

    Its title itself is not said again: it is the member's own, and long.

    Returns: "" where it names no thing in this language; a person has to say it then.
    """
    words = [word for group in marks.things for word in group if word not in _VAGUE]
    words = [word for word in words if language == "zh" or word.isascii()]
    in_title = [(start, start - end, word) for word in words for start, end in places([word], folded(title))]
    thing = min(in_title)[2] if in_title else _most_often(words, folded(body[:_LONGEST]))
    if thing.isascii() and thing:
        initials = len(thing) <= _INITIALS
        thing = thing.upper() if initials else thing if language == "zh" else f"the {thing}"
    return MATTER.say(language).format(thing=thing) if thing else ""


def _most_often(words: list[str], text: str) -> str:
    counted = [(sum(1 for _ in places([word], text)), len(word), word) for word in words]
    times, _, thing = max(counted, default=(0, 0, ""))
    return thing if times else ""


def cut_short(words: str) -> str:
    """As much of a sentence as is quoted; cut where it must be, but within no day and no hour."""
    words = words.strip(" ，,")
    if len(words) <= _MOST_QUOTED:
        return words
    cut = _WHOLE.match(words)
    return f"{cut.group() if cut else words[:_MOST_QUOTED]}…"
