"""The first draft of a community review, from what a month has for it; strangers' words are plain data in it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.months import Month, month_words
from app.domain.quoting import in_title_marks, inert, one_line
from app.domain.words import NO_WORDS, Words
from app.errors import Language

MOST_THANKED, MOST_BEST = 10, 8
"""So many thanked posts, and so many worth reading, are drafted; all thanks are counted."""

LONGEST_HEADING, LONGEST_NAME = 60, 40


@dataclass(frozen=True, slots=True)
class Honoured:
    """Somebody whose title began, was renewed, or became one for life: as they may be called, and what for."""

    name: Words
    title: Words
    what_for: Words
    change: Words


@dataclass(frozen=True, slots=True)
class Notable:
    """A post that is pointed to: what stands above it, where it is, whose it is as they may be called, and why."""

    heading: str
    name: Words
    url: str = ""
    excerpt: str = ""
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Material:
    """What a month has for its review.

    Attributes:
        thanks: how many posts were thanked for, also those that are not listed.
        thanked: how many people.
        calmed: how many quarrels calmed after somebody's word, of those that were looked at.
        welcomed: how many questions of newcomers were answered, likewise.
    """

    month: Month
    community: str
    honoured: tuple[Honoured, ...] = ()
    listed: tuple[Notable, ...] = ()
    best: tuple[Notable, ...] = ()
    thanks: int = 0
    thanked: int = 0
    calmed: int = 0
    welcomed: int = 0


def compose(material: Material, language: Language) -> tuple[str, str]:
    """Title and text of a first draft, in Markdown; what strangers wrote stands in it as plain data."""
    of = _plain(material.community, LONGEST_NAME)
    community = Words(of, f"{of} community review" if of else "Community review")
    month = month_words(material.month)
    title = Words(f"{community.zh}社区盘点：{month.zh}", f"{community.en}, {month.en}")
    opening = Words(
        "这个月，社区里有不少人让这里变得更好。下面是值得记住的人和事。",
        "This month many people made this place better. Here is who and what we want to remember.",
    )
    closing = Words(
        "谢谢每一位愿意好好说话、愿意帮一把的车友。下个月见。",
        "Thank you to all who speak well with each other and lend a hand. See you next month.",
    )
    sections = (_honours(material, language), _thanks(material, language), _best(material, language))
    parts = (opening.say(language), *sections, _numbers(material, language), "---", closing.say(language))
    return title.say(language), "\n\n".join(part for part in parts if part)


def _honours(material: Material, language: Language) -> str:
    lines = [_honoured(one, language) for one in material.honoured]
    return _section(Words("荣誉", "Honours"), lines, language)


def _honoured(one: Honoured, language: Language) -> str:
    name = Words(*(_plain(said, LONGEST_NAME) for said in one.name))
    return Words(
        f"**{one.title.zh}**（{one.change.zh}）：{name.zh}。{one.what_for.zh}",
        f"**{one.title.en}** ({one.change.en}): {name.en}; {one.what_for.en}",
    ).say(language)


def _thanks(material: Material, language: Language) -> str:
    if not material.thanks:
        return ""
    n, people, listed = material.thanks, material.thanked, material.listed
    zh, en = ("：", ":") if listed else ("。", ".")
    told = Words(
        f"这个月，版主为 {n} 个帖子向 {people} 位车友说了谢谢{zh}",
        f"This month we said thank you {n} time{_s(n)} to {people} {'person' if people == 1 else 'people'}{en}",
    )
    return _section(
        Words("随手感谢", "Thanks"), [_notable(one, language) for one in listed], language, told.say(language)
    )


def _best(material: Material, language: Language) -> str:
    return _section(Words("值得一读", "Worth reading"), [_notable(one, language) for one in material.best], language)


def _numbers(material: Material, language: Language) -> str:
    lines = []
    if material.calmed:
        n = material.calmed
        lines.append(
            Words(
                f"至少 {n} 场争吵在车友劝说后平息", f"at least {n} quarrel{_s(n)} calmed after a fellow owner spoke up"
            ).say(language)
        )
    if material.welcomed:
        n = material.welcomed
        lines.append(
            Words(f"至少 {n} 个新车友的求助得到了回答", f"at least {n} question{_s(n)} from newcomers answered").say(
                language
            )
        )
    return _section(Words("这些事也在发生", "Also this month"), lines, language)


def _notable(one: Notable, language: Language) -> str:
    name = _plain(one.name.say(language), LONGEST_NAME)
    heading = in_title_marks(_plain(one.heading, LONGEST_HEADING)) or Words("帖子", "a post").say(language)
    what = Words(f"《{heading}》", f"“{heading}”").say(language)
    linked = f"[{what}]({one.url})" if _leads(one.url) else what
    said = Words(f"{name}：{linked}", f"{name}: {linked}").say(language)
    if one.excerpt:
        said += Words(f"，“{one.excerpt}”", f", “{one.excerpt}”").say(language)
    why = one.why.say(language)
    return said + (Words(f"（{why}）", f" ({why})").say(language) if why else "")


def _section(head: Words, lines: Sequence[str], language: Language, opening: str = "") -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    body = "\n\n".join(part for part in (opening, listed) if part)
    return f"## {head.say(language)}\n\n{body}" if body else ""


def _plain(text: str, longest: int) -> str:
    return inert(one_line(text, longest))


def _leads(url: str) -> bool:
    """Whether an address of the community can stand in Markdown as it is."""
    return url.startswith(("https://", "http://")) and not any(one.isspace() or one in "()<>[]\\" for one in url)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
