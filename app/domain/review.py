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
from app.domain.words import Words
from app.errors import Language, NameNotShown, ReviewChanged, ReviewEmpty, ReviewUnderway

LONGEST_TITLE, LONGEST_TEXT = 100, 20_000
"""In characters."""


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


# --- files -------------------------------------------------------------------------------------------------


def as_markdown(title: str, text: str) -> str:
    """A review as a file: its title as the first heading."""
    return f"# {title}\n\n{text}\n"


def from_markdown(file: str, title: str) -> tuple[str, str]:
    """Title and text of a review in a file: the first heading of the first level is its title, else `title` stays."""
    lines = file.strip().splitlines()
    if lines and lines[0].startswith("# "):
        return lines[0][2:].strip(), "\n".join(lines[1:]).strip()
    return title, file.strip()
