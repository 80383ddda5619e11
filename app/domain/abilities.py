"""What a community can and can't do, in words and in an order that can be scanned: what needs a person comes first."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.commands import COMMAND_WORDS, CommandKind
from app.domain.community import FEATURE_WORDS, CommunityInfo, Feature, Level
from app.domain.words import NO_WORDS, Words

What = CommandKind | Feature

EVERYTHING: tuple[What, ...] = (*CommandKind, *Feature)
"""All that a community can be asked for."""

LEVEL_WORDS = {
    Level.UNSUPPORTED: Words("不支持", "Not supported"),
    Level.MANUAL: Words("人工办理", "By hand"),
    Level.LOCAL_ONLY: Words("仅保存在本机", "Kept in Steward only"),
    Level.EMULATED: Words("折中实现", "Emulated"),
    Level.NATIVE: Words("原生支持", "Native"),
}
"""In the order in which they are told."""

LEVEL_MEANINGS = {
    Level.UNSUPPORTED: Words("这里做不到，也不会排队等发送", "can't be done here, and is never queued"),
    Level.MANUAL: Words("由人在社区里操作，再回来登记", "a person does it in the community and ticks it off here"),
    Level.LOCAL_ONLY: Words("只记在本机，社区里看不到", "kept here; nobody sees it in the community"),
    Level.EMULATED: Words("能做，但与社区自带的做法有差别", "it works, though not quite as one would expect"),
    Level.NATIVE: Words("社区自带，直接可用", "the community does it by itself"),
}


@dataclass(frozen=True, slots=True)
class Ability:
    """Things that a community does in one way, for one reason: commands, or features."""

    what: tuple[What, ...]
    reason: Words = NO_WORDS

    @property
    def words(self) -> Words:
        """What they are, in one line."""
        named = [words_of(what) for what in self.what]
        return Words("、".join(one.zh for one in named), ", ".join(one.en for one in named))


@dataclass(frozen=True, slots=True)
class Abilities:
    """Everything that a community does on one level; what has the same reason stands together."""

    level: Level
    rows: tuple[Ability, ...]

    @property
    def count(self) -> int:
        """How many things these are."""
        return sum(len(row.what) for row in self.rows)


def words_of(what: What) -> Words:
    """How a thing is called."""
    return COMMAND_WORDS[what] if isinstance(what, CommandKind) else FEATURE_WORDS[what]


def able(info: CommunityInfo) -> tuple[Abilities, ...]:
    """Every kind of command and every feature, by level; levels that hold nothing are left out."""
    return tuple(Abilities(level, rows) for level in LEVEL_WORDS if (rows := tuple(_rows(info, level))))


def _rows(info: CommunityInfo, level: Level) -> Iterator[Ability]:
    together: dict[tuple[bool, Words], list[What]] = {}
    for what in EVERYTHING:
        capability = info.capability(what)
        if capability.level is level:
            does = isinstance(what, CommandKind)
            together.setdefault((does, capability.reason), []).append(what)
    for (_, reason), whats in together.items():
        yield Ability(tuple(whats), reason)


def summary(info: CommunityInfo) -> Words:
    """How much there is on each level, in one line."""
    groups = able(info)
    zh = "，".join(f"{LEVEL_WORDS[group.level].zh} {group.count} 项" for group in reversed(groups))
    en = ", ".join(f"{group.count} {LEVEL_WORDS[group.level].en.lower()}" for group in reversed(groups))
    return Words(zh, en)
