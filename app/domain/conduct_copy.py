"""An edition as it leaves the program: the notice, the short form, the copy for everybody. Plain text and Markdown."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.conduct import SEVERITY_WORDS, STANCE_WORDS, Article, Document, Edition
from app.domain.conduct_drafts import AMENDED_WORDS, Amended, Amendment
from app.domain.letters import day_words
from app.domain.words import Words, chinese_number
from app.errors import Language

LONGEST_SHORT = 1900
"""Characters of the short form: it must fit in one private message, with its greeting."""


def article_name(number: int, language: Language) -> str:
    """第九条, Article 9."""
    zh = f"第{chinese_number(number)}条" if 0 < number < 100 else f"第 {number} 条"
    return Words(zh, f"Article {number}").say(language)


def in_full(edition: Edition, language: Language) -> str:
    """Every article with its guidance, as Markdown."""
    return "\n\n".join(_article(one, edition.document, language) for one in edition.articles)


def _article(one: Article, document: Document, language: Language) -> str:
    marks = []
    if document is Document.CODE:
        marks.append(STANCE_WORDS[one.stance].say(language))
        if one.severity is not None:
            marks.append(SEVERITY_WORDS[one.severity].say(language))
    tags = Words("（{}）", " ({})").say(language).format(" · ".join(marks)) if marks else ""
    gap = "" if language == "zh" else ":"
    lines = [f"**{article_name(one.number, language)}{gap} {one.title.say(language)}**{tags}", one.text.say(language)]
    if one.guidance.say(language):
        lines.append(one.guidance.say(language))
    return "\n\n".join(lines)


def short_form(edition: Edition, language: Language) -> str:
    """One sentence for each article, on one screen; the titles alone where that would not fit in a message."""
    whole = "\n".join(
        f"{one.number}. {one.title.say(language)}{Words('：', ': ').say(language)}{one.text.say(language)}"
        for one in edition.articles
    )
    if len(whole) <= LONGEST_SHORT - 400:
        return whole
    return "\n".join(f"{one.number}. {one.title.say(language)}" for one in edition.articles)


def welcome(edition: Edition, name: str, community_url: str, language: Language) -> str:
    """What a newcomer is told, once: that they are welcome, and the short form."""
    title = edition.title.say(language)
    where = Words(f"全文在社区置顶公告里：{community_url}", f"In full: {community_url}").say(language)
    opening = Words(
        f"{name}，您好，欢迎来到社区！\n这里的约定不长，每条一句话，看完大约一分钟：\n\n《{title}》{edition.name.zh}",
        f"Hello {name}, welcome to the community!\n"
        f"What we ask of each other is short: a sentence for each article, a minute in all.\n\n"
        f"{title}, {edition.name.en}",
    ).say(language)
    closing = Words(
        "用车的事尽管问，真实的抱怨也请直说，我们会公开回应。祝用车顺心。",
        "Ask anything about your car, and say honestly what you are unhappy with: we answer in public.",
    ).say(language)
    parts = [opening, short_form(edition, language), *([where] if community_url else []), closing]
    return "\n\n".join(parts)


# --- the notice -----------------------------------------------------------------------------------------


def notice_title(edition: Edition, language: Language) -> str:
    """What the notice is called; the same before and after it takes effect."""
    return Words(
        f"【公告】《{edition.title.zh}》{edition.name.zh}", f"[Notice] {edition.title.en}, {edition.name.en}"
    ).say(language)


def notice_text(
    edition: Edition, amendments: Sequence[Amendment], language: Language, now: datetime, *, in_force: bool
) -> str:
    """What the notice says.

    Args:
        edition: that is announced, or in force.
        amendments: what it changes; none for a first edition.
        language: of the community.
        now: when it is written, in the local time zone.
        in_force: whether it is in force already.
    """
    effective = edition.effective_from.astimezone(now.tzinfo)
    moment = Words(f"{day_words(effective).zh} {effective:%H:%M}", f"{effective:%H:%M} on {day_words(effective).en}")
    standing = (
        Words(f"**施行中**，自 {moment.zh} 起施行。", f"**In force** since {moment.en}.")
        if in_force
        else Words(
            f"**已公告，{moment.zh} 起施行。** 在此之前发布的内容，按当时施行的版本对待。",
            f"**Announced; in force from {moment.en}.** What is written before is judged by the edition of its day.",
        )
    )
    parts = [standing.say(language), *_changes(amendments, language), in_full(edition, language)]
    parts += [*_thanks(edition, language), *_closing(edition.document, language)]
    return "\n\n".join(parts)


def _changes(amendments: Sequence[Amendment], language: Language) -> list[str]:
    real = [one for one in amendments if one.kind is not Amended.SAME]
    if not real:
        return []
    head = Words("**这一版改了什么**", "**What is new in this edition**").say(language)
    return ["\n".join([head, *(f"- {amendment_words(one).say(language)}" for one in real)])]


def amendment_words(one: Amendment) -> Words:
    """What became of an article, in one line."""
    article = one.after or one.before
    if article is None:
        raise AssertionError("an amendment is about an article")
    kind = AMENDED_WORDS[one.kind]
    zh, en = article_name(article.number, "zh"), article_name(article.number, "en")
    if one.kind is Amended.REMOVED:
        return Words(f"{kind.zh}：原{zh} {article.title.zh}", f"{kind.en}: former {en}, {article.title.en}")
    was = one.before.number if one.before and one.before.number != article.number else None
    moved = Words(f"（原{article_name(was, 'zh')}）", f" (was {article_name(was, 'en')})") if was else Words()
    return Words(f"{kind.zh}：{zh} {article.title.zh}{moved.zh}", f"{kind.en}: {en}, {article.title.en}{moved.en}")


def _thanks(edition: Edition, language: Language) -> list[str]:
    if not edition.helpers:
        return []
    names = [one.name for one in edition.helpers if one.name]
    others = len(edition.helpers) - len(names)
    zh, en = "、".join(names), ", ".join(names)
    if others:
        zh += f"{'，以及' if names else ''}{others} 位未署名的车友"
        en += f"{' and ' if names else ''}{others} who prefer not to be named"
    return [
        Words(f"感谢提出意见的车友：{zh}。", f"With thanks to those whose comments went into it: {en}.").say(language)
    ]


def _closing(document: Document, language: Language) -> list[str]:
    if document is Document.CHARTER:
        return []
    return [
        Words(
            "本公约只约束社区发言，不影响车辆使用、维修保养、三包和各项车主权益。对处置不服的，可以申诉。",
            "The code concerns what is said here only; it touches neither your car nor any right of an owner. "
            "Whoever disagrees with a decision may appeal.",
        ).say(language)
    ]
