"""NodeBB's JSON, as much of it as is used: unknown fields are ignored, missing ones have a default.

Ids, counts and times are text on 4.11 with Redis and numbers from 4.15 on; times are milliseconds since 1970. Names,
reasons and category names come escaped for HTML.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Generic, TypeVar

from msgspec import Struct, field
from msgspec.json import Decoder

from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CommandId
from app.domain.community import RemoteCase
from app.domain.members import Honour, Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, Thread, ThreadId
from app.domain.reports import Report
from app.errors import BrokenAnswer

Id = int | str
Number = int | str | bool | None
T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
STAFF_GROUPS = frozenset({"administrators", "Global Moderators"})
STATES = {
    "open": CommunityState.OPEN,
    "wip": CommunityState.IN_PROGRESS,
    "resolved": CommunityState.UPHELD,
    "rejected": CommunityState.DISMISSED,
}


def marker(command: CommandId) -> str:
    """The end of a sent text by which a lost send is found again: Markdown that no reader sees.

    An HTML comment would be shown; this stays in the raw text of posts and private messages alike.
    """
    return f"\n\n[//]: # (ws-ref:{command})"


MARKER_LENGTH = len(marker(CommandId("0" * 36)))


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
        """In our words."""
        return MemberRef(MemberId(text(self.uid)), unescape(self.username or ""))


class WireMember(WireUser):
    """An account."""

    joindate: Number = None
    postcount: Number = None
    banned: bool = False
    banned_until: Number = field(default=None, name="banned_until")
    muted_until: Number = None
    group_title_array: list[str] | None = None

    def read_member(self) -> Member:
        """In our words. Groups are what is worn as a title; those of the staff are no honour."""
        titles = self.group_title_array or []
        banned_until = moment_or_none(self.banned_until) or FOR_EVER
        return Member(
            ref=self.read(),
            joined_at=moment_or_none(self.joindate),
            is_staff=any(title in STAFF_GROUPS for title in titles),
            posts=number(self.postcount),
            silenced_until=moment_or_none(self.muted_until),
            suspended_until=banned_until if self.banned else None,
            honours=tuple(Honour(title, title) for title in titles if title and title not in STAFF_GROUPS),
        )


class WireFlagRow(Struct, rename="camel"):
    """A flag as one line of the list."""

    flag_id: Id
    type: str = ""
    state: str = "open"
    assignee: Id | None = None
    heat: Number = 0

    @property
    def mark(self) -> str:
        """What shows in the list when a flag changes. Edits of its post do not."""
        return f"{self.state}:{text(self.assignee)}:{number(self.heat)}"


class WirePagination(Struct, rename="camel"):
    """How many pages a list has."""

    page_count: Number = 1


class WireFlags(Struct):
    """The list of flags."""

    flags: list[WireFlagRow]
    pagination: WirePagination = field(default_factory=WirePagination)


class WireTarget(Struct):
    """The flagged post inside a flag; its text is HTML there and not read. Empty when it was purged."""

    pid: Id | None = None
    tid: Id | None = None
    edited: Number = None
    user: WireUser | None = None


class WireReport(Struct):
    """One member's report."""

    timestamp: Number
    value: str | None = None
    reporter: WireUser | None = None

    def read(self) -> Report:
        """In our words."""
        by = self.reporter.read() if self.reporter and self.reporter.signed_in else None
        return Report(
            id=f"{by.id if by else 0}:{number(self.timestamp)}",
            at=moment(self.timestamp),
            reason=unescape(self.value or ""),
            by=by,
        )


class WireFlag(Struct, rename="camel"):
    """A flag with its reports."""

    flag_id: Id
    datetime: Number
    state: str = "open"
    assignee: Id | None = None
    target: WireTarget = field(default_factory=WireTarget)
    reports: list[WireReport] = field(default_factory=list)

    @property
    def version(self) -> str:
        """A fingerprint of all that a decision rests on; NodeBB keeps no versions."""
        parts = (self.state, text(self.assignee), str(len(self.reports)), str(number(self.target.edited)))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def holds(self, wanted: dict[str, str]) -> bool:
        """Whether it has these values of `state` and `assignee`."""
        now = {"state": self.state, "assignee": text(self.assignee)}
        return all(now[name] == value for name, value in wanted.items())

    def read(self, post: Post | None, thread: Thread | None, assignee: MemberRef | None) -> RemoteCase:
        """In our words. A state that a plugin added is somebody's work in progress."""
        reports = tuple(sorted((report.read() for report in self.reports), key=lambda report: report.at))
        created_at = moment(self.datetime)
        edited_at = moment_or_none(self.target.edited) or created_at
        return RemoteCase(
            id=CaseId(text(self.flag_id)),
            version=self.version,
            state=STATES.get(self.state, CommunityState.IN_PROGRESS),
            created_at=created_at,
            updated_at=max([created_at, edited_at, *(report.at for report in reports)]),
            reports=reports,
            subject=self.target.user.read() if self.target.user else None,
            assignee=assignee,
            post=post,
            thread=thread,
        )


class WirePost(Struct, rename="camel"):
    """A post. Its content is the raw text here, unlike everywhere else."""

    pid: Id
    tid: Id
    timestamp: Number
    uid: Id = 0
    content: str | None = None
    edited: Number = None
    deleted: Number = 0
    to_pid: Id | None = None

    def read(self, author: MemberRef, url: str, place: int | None = None) -> Post:
        """In our words."""
        return Post(
            id=PostId(text(self.pid)),
            thread_id=ThreadId(text(self.tid)),
            author=author,
            created_at=moment(self.timestamp),
            raw=self.content or "",
            version=str(number(self.edited)),
            state=PostState.DELETED if number(self.deleted) else PostState.VISIBLE,
            edited_at=moment_or_none(self.edited),
            number=place,
            reply_to=PostId(text(self.to_pid)) if self.to_pid else None,
            url=url,
        )


class WirePlace(Struct):
    """Where a post stands in its topic, from 0, and who wrote it; its text is HTML here and not read."""

    index: Number
    pid: Id | None = None
    user: WireUser = field(default_factory=WireUser)


class WireCategory(Struct):
    """A category."""

    name: str = ""


class WireTopic(Struct, rename="camel"):
    """A topic; `posts` are those of one page, where a page was asked for."""

    tid: Id
    cid: Id | None = None
    title: str = ""
    title_raw: str | None = None
    locked: Number = 0
    pinned: Number = 0
    postcount: Number = 0
    category: WireCategory | None = None
    posts: list[WirePlace] = field(default_factory=list)

    def read(self, category: str, url: str) -> Thread:
        """In our words."""
        title = self.title_raw if self.title_raw is not None else unescape(self.title)
        locked, pinned = bool(number(self.locked)), bool(number(self.pinned))
        return Thread(ThreadId(text(self.tid)), title, unescape(category), url, locked, pinned)


class WireMessage(Struct):
    """A private message; its text is HTML here and not read. As the newest of a room it comes without its id."""

    timestamp: Number
    mid: Id | None = None
    fromuid: Id | None = None


class WireRoom(Struct, rename="camel"):
    """A private room with its newest message; without an id where there is none yet."""

    room_id: Id | None = None
    teaser: WireMessage | None = None


class WireRooms(Struct):
    """This account's private rooms, the last used first."""

    rooms: list[WireRoom]


class WireMessages(Struct):
    """The newest messages of a room, the oldest of them first."""

    messages: list[WireMessage] = field(default_factory=list)


class WireSentReply(Struct):
    """What became of a reply: a post, or an entry of the queue of posts that wait for approval."""

    pid: Id | None = None
    timestamp: Number = None
    queued: bool = False
    id: Id | None = None


class WireRaw(Struct):
    """A raw text."""

    content: str | None = None


class WireOwnPost(Struct):
    """A post in the list of a member's posts."""

    pid: Id
    timestamp: Number


class WireOwnPosts(Struct, rename="camel"):
    """A member's posts, newest first; `next_start` is how many a full page has."""

    posts: list[WireOwnPost]
    next_start: Number = None


class Cursor(Struct):
    """Where reading stopped: each open flag with its mark in the list."""

    known: dict[str, str]


SELF = Decoder(WireUser)
PROBLEM = Decoder(WireProblem)
FLAGS = Decoder(WireFlags)
FLAG = Decoder(Envelope[WireFlag])
POST = Decoder(Envelope[WirePost])
PLACE = Decoder(Envelope[WirePlace])
TOPIC = Decoder(Envelope[WireTopic])
TOPIC_PAGE = Decoder(WireTopic)
CATEGORY = Decoder(Envelope[WireCategory])
MEMBER = Decoder(Envelope[WireMember])
ROOM = Decoder(Envelope[WireRoom])
ROOMS = Decoder(Envelope[WireRooms])
MESSAGE = Decoder(Envelope[WireMessage])
MESSAGES = Decoder(Envelope[WireMessages])
REPLY = Decoder(Envelope[WireSentReply])
RAW = Decoder(Envelope[WireRaw])
OWN_POSTS = Decoder(WireOwnPosts)
CURSOR = Decoder(Cursor)
