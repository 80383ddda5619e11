"""NodeBB's JSON, as much of it as is used: unknown fields are ignored, missing ones have a default.

Ids, counts and times are text on 4.11 with Redis and numbers from 4.15 on; times are milliseconds since 1970. Names
and category names come escaped for HTML; so do reasons and notes on 4.11, not from 4.15 on.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from msgspec import Struct, field
from msgspec.json import Decoder

from app.domain.commands import CommandId
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, Thread, ThreadId
from app.errors import BrokenAnswer
from app.text import html as markup
from app.text.html import plain

Id = int | str
Number = int | str | bool | None
T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_MARKER = re.compile(r"\[//\]: # \(ws-ref:[^()\s]*\)")
_ESCAPED = re.compile(r"(?:[^&<>\"'/\\`]|&(?:amp|lt|gt|quot|#x27|#x2F|#x5C|#96);)*")


def marker(command: CommandId) -> str:
    """The end of a sent text by which a lost send is found again: Markdown that no reader sees.

    An HTML comment would be shown; this stays in the raw text of posts and private messages alike.
    """
    return f"\n\n[//]: # (ws-ref:{command})"


MARKER_LENGTH = len(marker(CommandId("0" * 36)))


def shown(html: str | None) -> str:
    """A text as readers see it, from its HTML; a marker that a forum without Markdown would show is left out."""
    *heads, tail = _MARKER.split(plain(html or ""))
    return "".join(head.rstrip() for head in heads) + tail


def split(raw: str) -> tuple[str, str]:
    """A raw text that we sent: as its reader sees it, and the markers below it."""
    return _MARKER.sub("", raw).strip(), "".join(f"\n\n{one}" for one in _MARKER.findall(raw))


def unescaped(value: str | None) -> str:
    """A reason or note as it was typed, whether this version escapes it or not.

    What holds a character that escaping would have replaced was not escaped.
    """
    value = value or ""
    return markup.unescaped(value) if _ESCAPED.fullmatch(value) else value


def text(value: Id | None) -> str:
    """An id as text; empty where there is none."""
    return "" if value is None else str(value)


def number(value: Number) -> int:
    """A count or a flag as a number; 0 where there is none.

    Raises:
        BrokenAnswer: it is no number.
    """
    try:
        return int(value or 0)
    except ValueError:
        raise BrokenAnswer(why="a number is expected where there is none") from None


def moment(value: Number) -> datetime:
    """A time.

    Raises:
        BrokenAnswer: it is none.
    """
    try:
        return EPOCH + timedelta(milliseconds=number(value))
    except OverflowError:
        raise BrokenAnswer(why="a time is out of range") from None


def moment_or_none(value: Number) -> datetime | None:
    """A time; None for "never", which is 0."""
    return moment(value) if number(value) else None


def milliseconds(at: datetime) -> int:
    """A time as the API wants it: any other form is taken with 200 and means something else."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def id_to_send(value: str) -> Id:
    """An id as the API wants it: a number, except for ids that came from other servers and are addresses."""
    return int(value) if value.isascii() and value.isdecimal() else value


class Envelope(Struct, Generic[T]):
    """What every answer of the write API is wrapped in."""

    response: T


class WireProblem(Struct):
    """A refusal; its message is in the language of the account."""

    status: dict[str, str]


class WireUser(Struct, rename="camel"):
    """A member as named beside a post or a report, and the acting account."""

    uid: Id | None = None
    username: str | None = None
    userslug: str | None = None

    @property
    def signed_in(self) -> bool:
        """Whether it is an account; 0 is a guest, and less than that a spider."""
        return number(self.uid) > 0

    def read(self) -> MemberRef:
        """In our words. Guests and former users have a key of NodeBB's language files for a name."""
        name = markup.unescaped(self.username or "")
        return MemberRef(MemberId(text(self.uid)), "" if name.startswith("[[") else name)


class WirePost(Struct, rename="camel"):
    """A post as it stands in a flag or on the page of its topic: its content is HTML there."""

    pid: Id | None = None
    tid: Id | None = None
    timestamp: Number = None
    uid: Id | None = None
    content: str | None = None
    edited: Number = None
    deleted: Number = 0
    to_pid: Id | None = None
    index: Number = None
    user: WireUser | None = None

    def author(self) -> MemberRef:
        """Who wrote it."""
        return self.user.read() if self.user else MemberRef(MemberId(text(self.uid)), "")

    def read(self, site: str, *, place: int | None = None, text_shown: str | None = None) -> Post:
        """In our words.

        Args:
            site: the address of the forum.
            place: its number in its thread, from 1.
            text_shown: its text where `content` is not HTML.
        """
        post_id = text(self.pid)
        return Post(
            id=PostId(post_id),
            thread_id=ThreadId(text(self.tid)),
            author=self.author(),
            created_at=moment(self.timestamp),
            raw=shown(self.content) if text_shown is None else text_shown,
            version=str(number(self.edited)),
            state=PostState.DELETED if number(self.deleted) else PostState.VISIBLE,
            edited_at=moment_or_none(self.edited),
            number=place,
            reply_to=PostId(text(self.to_pid)) if self.to_pid else None,
            url=f"{site}/post/{post_id}",
        )


class WireSummary(Struct):
    """A post as others quote it: its content is HTML, and it does not tell of edits."""

    content: str | None = None
    user: WireUser | None = None


class WirePlace(Struct):
    """Where a post stands in its topic, from 0."""

    index: Number


class WireCategory(Struct):
    """A category."""

    name: str = ""
    cid: Id | None = None


class WireCategories(Struct):
    """Categories in which the account may do what was asked for."""

    categories: list[WireCategory]


class WireTopic(Struct, rename="camel"):
    """A topic; `posts` are those of one page, where a page was asked for."""

    tid: Id
    cid: Id | None = None
    main_pid: Id | None = None
    title: str = ""
    title_raw: str | None = None
    locked: Number = 0
    pinned: Number = 0
    postcount: Number = 0
    category: WireCategory | None = None
    posts: list[WirePost] = field(default_factory=list)

    def read(self, category: str, url: str) -> Thread:
        """In our words."""
        title = self.title_raw if self.title_raw is not None else markup.unescaped(self.title)
        locked, pinned = bool(number(self.locked)), bool(number(self.pinned))
        return Thread(ThreadId(text(self.tid)), title, markup.unescaped(category), url, locked, pinned)


class WireSentReply(Struct):
    """What became of a reply: a post, or an entry of the queue of posts that wait for approval."""

    pid: Id | None = None
    timestamp: Number = None
    queued: bool = False
    id: Id | None = None


class WireSentTopic(Struct, rename="camel"):
    """What became of a new topic: it is there, or waits for approval."""

    tid: Id | None = None
    main_pid: Id | None = None
    queued: bool = False
    id: Id | None = None


class WireRaw(Struct):
    """A raw text."""

    content: str | None = None


class WireOwnTopic(Struct, rename="camel"):
    """The topic of a post in a list."""

    main_pid: Id | None = None


class WireOwnPost(Struct):
    """A post in the list of a member's posts."""

    pid: Id
    timestamp: Number
    tid: Id | None = None
    topic: WireOwnTopic | None = None

    def in_thread(self, thread_id: str) -> bool:
        """Whether it can stand in a topic; where either is not told, it can."""
        return not thread_id or text(self.tid) in ("", thread_id)

    def opens_thread(self) -> bool:
        """Whether it can be the first of its topic."""
        return text(self.topic.main_pid if self.topic else None) in ("", text(self.pid))


class WireOwnPosts(Struct):
    """A page of a member's posts, newest first."""

    posts: list[WireOwnPost]


class WirePagination(Struct, rename="camel"):
    """How many pages a list has."""

    page_count: Number = 1


class WireQueue(Struct):
    """A page of the posts that wait for approval."""

    pagination: WirePagination = field(default_factory=WirePagination)


SELF = Decoder(WireUser)
PROBLEM = Decoder(WireProblem)
POST = Decoder(Envelope[WirePost])
SUMMARY = Decoder(Envelope[WireSummary | None])
PLACE = Decoder(Envelope[WirePlace])
TOPIC = Decoder(Envelope[WireTopic])
TOPIC_PAGE = Decoder(WireTopic)
CATEGORY = Decoder(Envelope[WireCategory])
CATEGORIES = Decoder(Envelope[WireCategories])
REPLY = Decoder(Envelope[WireSentReply])
NEW_TOPIC = Decoder(Envelope[WireSentTopic])
RAW = Decoder(Envelope[WireRaw])
OWN_POSTS = Decoder(WireOwnPosts)
QUEUE = Decoder(WireQueue)
