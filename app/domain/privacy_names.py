"""Names of members in what others wrote: where one stands as such, and which are too easily another word."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.domain.cases import CaseId
from app.domain.members import MemberRef
from app.domain.privacy import MARK, Staying, Stays
from app.domain.words import Words

SHORTEST_NAME = 3
"""A name of fewer characters is too easily a word: 您好, 车主, 远山."""

MOST_PLACES = 20
"""A name that stands in more places of others is too easily a word."""

_NUMBER = re.compile(r"[A-Za-z]{0,3}[-_#.]?[\d\s.:/-]+")
_ASCII_WORD = "0-9A-Za-z_"


class Doubt(StrEnum):
    """Why what looks like a name in others' words may be something else."""

    SHORT = "short"
    NUMBER = "number"
    WORD = "word"
    SHARED = "shared"
    MANY = "many"


DOUBT_WORDS = {
    Doubt.SHORT: Words("太短", "it is short"),
    Doubt.NUMBER: Words("像编号或日期", "it looks like a number"),
    Doubt.WORD: Words("是团队文本、品牌或部门用词", "it is a word of the team's texts, brand or departments"),
    Doubt.SHARED: Words("还有别人也叫这个名字", "somebody else has the same name"),
    Doubt.MANY: Words("出现的地方很多", "it stands in many places"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, and in how many places others wrote it.

    Attributes:
        places: values of others' rows that would change.
        doubts: why a manager has to confirm it first; () where it is unmistakable.
    """

    name: str
    places: int
    doubts: tuple[Doubt, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it is left alone unless a manager confirms it."""
        return bool(self.doubts) and self.places > 0


def doubts(name: str) -> list[Doubt]:
    """What can be seen of a name by itself; words, namesakes and places are looked up."""
    found = [Doubt.SHORT] if len(name) < SHORTEST_NAME else []
    return [*found, Doubt.NUMBER] if _NUMBER.fullmatch(name) else found


@dataclass(frozen=True)
class Sought:
    """A name that is looked for in texts.

    Attributes:
        longer: names of others in which it stands; what names those is left as it is.
    """

    name: str
    longer: tuple[str, ...] = ()

    @property
    def replaceable(self) -> bool:
        """Whether its place can be told from the mark: who is called like the mark is not looked for."""
        return self.name not in MARK and MARK not in self.name

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        spared = [re.escape(one) for one in sorted(self.longer, key=len, reverse=True) if one != self.name]
        joins = _ASCII_WORD + ("-" if any(one.isdigit() for one in self.name) else "")
        before = f"(?<![{joins}])" if re.match(f"[{_ASCII_WORD}]", self.name) else ""
        after = f"(?![{joins}])" if re.match(f"[{_ASCII_WORD}]", self.name[-1]) else ""
        return re.compile("|".join([*spared, f"(?P<name>{before}{re.escape(self.name)}{after})"]))

    def marked(self, text: str) -> str:
        """The text with the mark in the place of the name; of a longer word or name nothing changes."""
        return self._pattern.sub(lambda found: found[0] if found["name"] is None else MARK, text)

    def stands_in(self, text: str) -> bool:
        """Whether it is named there as such."""
        return self.marked(text) != text


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a deletion would take, and what has to stay.

    Attributes:
        member: whom it is about, as they were called last.
        names: every name by which they are known here.
        going: how many values of what would go, by the name of their table; names that ask are not in it.
        cases: their cases of which everything goes.
        staying: those of which nothing goes for now.
        whole: what keeps everything of the member.
        mentions: their names in what others wrote.
    """

    member: MemberRef
    names: tuple[str, ...]
    going: dict[str, int] = field(default_factory=dict)
    cases: tuple[CaseId, ...] = ()
    staying: tuple[Staying, ...] = ()
    whole: tuple[Stays, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def asking(self) -> tuple[Mention, ...]:
        """The names that stay in what others wrote unless a manager confirms them."""
        return tuple(one for one in self.mentions if one.asks)
