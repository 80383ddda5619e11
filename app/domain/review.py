"""The community review of a month (社区盘点): drafted from its honours, thanks and best posts, edited, published. Pure.

Nobody is named in it who did not agree to be: a draft calls them a fellow owner, and what is published is held against
the names of all whom it could be about.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.commands import Command, CommandId, CommandState, DecisionId
from app.domain.members import MemberRef
from app.domain.messages import says_something, typed
from app.domain.months import Month
from app.domain.posts import ThreadId
from app.domain.quoting import in_title_marks, inert, one_line
from app.domain.words import NO_WORDS, Words
from app.errors import Language, NameNotShown, ReviewChanged, ReviewEmpty, ReviewUnderway

LONGEST_TITLE, LONGEST_TEXT = 100, 20_000
"""In characters."""

MOST_THANKED, MOST_BEST = 10, 8
"""So many thanked posts, and so many worth reading, are drafted; all thanks are counted."""

LONGEST_HEADING, LONGEST_NAME = 60, 40


class Format(StrEnum):
    """What a review is exported as."""

    HTML = "html"
    MARKDOWN = "md"


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a month as somebody wrote it; a version never changes.

    Attributes:
        version: counts how often it was written.
        text: Markdown.
        by, at: who wrote it last, and when.
    """

    month: Month
    version: int
    language: Language
    title: str
    text: str
    by: MemberRef
    at: datetime

    @property
    def sha256(self) -> str:
        """Of title and text."""
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """That a version of a review was published, or was to be; it never changes."""

    month: Month
    version: int
    decision: DecisionId
    command: CommandId
    by: MemberRef
    at: datetime


class ReviewState(StrEnum):
    """How far a review is."""

    DRAFT = "draft"
    SENDING = "sending"  # on its way, or to be put up by a person
    PUBLISHED = "published"
    CHANGED = "changed"  # published, and written since


REVIEW_WORDS = {
    ReviewState.DRAFT: Words("草稿", "draft"),
    ReviewState.SENDING: Words("正在发布", "being published"),
    ReviewState.PUBLISHED: Words("已发布", "published"),
    ReviewState.CHANGED: Words("已发布，之后有修改", "published, changed since"),
}

_FAILED = (CommandState.REFUSED, CommandState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Sent:
    """A publication with the command that carries it."""

    publication: Publication
    command: Command

    @property
    def thread(self) -> ThreadId | None:
        """The thread of the notice, once that is known; never of one that a person put up."""
        if self.command.intent.thread_id is not None or self.command.by_hand:
            return self.command.intent.thread_id
        receipt = self.command.receipt
        return ThreadId(receipt.remote_id) if receipt and receipt.remote_id else None


def stands(sent: Sequence[Sent]) -> Sent | None:
    """What of a review stands in the community.

    Args:
        sent: its publications, the newest first.
    """
    return next((one for one in sent if one.command.state is CommandState.SENT), None)


def state_of(sent: Sequence[Sent], version: int) -> ReviewState:
    """How far a review is.

    Args:
        sent: its publications, the newest first.
        version: its newest.
    """
    if sent and sent[0].command.state not in (*_FAILED, CommandState.SENT):
        return ReviewState.SENDING
    there = stands(sent)
    if there is None:
        return ReviewState.DRAFT
    return ReviewState.PUBLISHED if there.publication.version == version else ReviewState.CHANGED


MAY_WRITE = (ReviewState.DRAFT, ReviewState.PUBLISHED, ReviewState.CHANGED)
MAY_PUBLISH = (ReviewState.DRAFT, ReviewState.CHANGED)
"""What can be done while a review is so far; what was published is put right by a further version."""


def check_written(title: str, text: str) -> tuple[str, str]:
    """Title and text as they are kept.

    Raises:
        ReviewEmpty: one of them says nothing.
        TooLong: nobody would read it.
    """
    kept = (
        typed(title, LONGEST_TITLE, ("标题", "The title")).replace("\n", " "),
        typed(text, LONGEST_TEXT, ("盘点正文", "The review")),
    )
    if not all(says_something(one) for one in kept):
        raise ReviewEmpty
    return kept


def check_read(review: Review, read: int) -> None:
    """Let pass who read the review as it stands.

    Raises:
        ReviewChanged: somebody wrote it since.
    """
    if review.version != read:
        raise ReviewChanged(month=review.month, name=review.by.name, version=review.version)


def check_state(month: Month, state: ReviewState, allowed: Collection[ReviewState]) -> None:
    """Let pass a review with which that can be done.

    Raises:
        ReviewUnderway: it is on its way, or published as it is.
    """
    if state not in allowed:
        words = REVIEW_WORDS[state]
        raise ReviewUnderway(month=month, state_zh=words.zh, state_en=words.en)


# --- names ------------------------------------------------------------------------------------------------


def unagreed(text: str, hidden: Iterable[str], named: Collection[str]) -> tuple[str, ...]:
    """The names in a text of people who did not agree to be named, in the order of their length.

    Args:
        hidden: names of those who are not to be named.
        named: names that may stand all the same: their owners agreed elsewhere, or they are common words here.
    """
    looked = text.casefold()
    bare = {name.strip() for name in hidden}
    found = {one for one in bare if len(one) >= 2 and one not in named and one.casefold() in looked}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def check_names(title: str, text: str, hidden: Iterable[str], named: Collection[str] = ()) -> None:
    """Let pass what names nobody who did not agree.

    Raises:
        NameNotShown: somebody is named.
    """
    found = unagreed(f"{title}\n{text}", hidden, named)
    if found:
        raise NameNotShown(name="、".join(found))


# --- the draft --------------------------------------------------------------------------------------------


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
    year, number = material.month[:4], int(material.month[5:])
    community = _plain(material.community, LONGEST_NAME)
    of = f"{community} community review" if community else "Community review"
    title = Words(f"{community}社区盘点：{year} 年 {number} 月", f"{of}, {material.month}")
    opening = Words(
        f"{number} 月，社区里有不少人让这里变得更好。下面是这个月值得记住的人和事。",
        "This month many people made this place better. Here is who and what we want to remember.",
    )
    closing = Words(
        "谢谢每一位愿意好好说话、愿意帮一把的车友。下个月见。",
        "Thank you to all who speak well with each other and lend a hand. See you next month.",
    )
    sections = (_honours(material, language), _thanks(material, language), _best(material, language))
    parts = (opening.say(language), *sections, _numbers(material, language), closing.say(language))
    return title.say(language), "\n\n".join(part for part in parts if part)


def _honours(material: Material, language: Language) -> str:
    lines = [_honoured(one, language) for one in material.honoured]
    return _section(Words("荣誉", "Honours"), lines, language)


def _honoured(one: Honoured, language: Language) -> str:
    name = Words(*(_plain(said, LONGEST_NAME) for said in one.name))
    return Words(
        f"**{one.title.zh}**（{one.change.zh}）：{name.zh}。{one.what_for.zh}",
        f"**{one.title.en}** ({one.change.en}): {name.en}. {one.what_for.en}",
    ).say(language)


def _thanks(material: Material, language: Language) -> str:
    if not material.thanks:
        return ""
    n, people = material.thanks, material.thanked
    told = Words(
        f"这个月，版主为 {n} 个帖子向 {people} 位车友说了谢谢：",
        f"This month we said thank you {n} time{_s(n)} to {people} {'person' if people == 1 else 'people'}:",
    )
    return _section(
        Words("随手感谢", "Thanks"), [_notable(one, language) for one in material.listed], language, told.say(language)
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
            Words(f"至少 {n} 个新车友的求助得到了回答", f"at least {n} question{_s(n)} of newcomers answered").say(
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


def as_markdown(title: str, text: str) -> str:
    """A review as a file: its title as the first heading."""
    return f"# {title}\n\n{text}\n"


def from_markdown(file: str, title: str) -> tuple[str, str]:
    """Title and text of a review in a file: the first heading of the first level is its title, else `title` stays."""
    lines = file.strip().splitlines()
    if lines and lines[0].startswith("# "):
        return lines[0][2:].strip(), "\n".join(lines[1:]).strip()
    return title, file.strip()
