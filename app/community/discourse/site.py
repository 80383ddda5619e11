"""A Discourse site as one account sees it: its requests, and what several parts of the adapter read."""

import email.utils
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from msgspec.json import Decoder

from app.community.discourse import people, wire
from app.community.discourse.answers import NOT_NAMED, TARGET_WORDS, expect, is_page, refusal
from app.community.discourse.reviews import QUEUED, REVIEWS, Item
from app.community.http import Answer, Http, Method
from app.domain.commands import Command, Intent
from app.domain.words import Words
from app.errors import AuthFailed, BrokenAnswer, Conflict, Forbidden, Invalid, MasterToken, NotFound, OutcomeUnknown

FRESH = timedelta(minutes=10)
"""How long what a site says of itself, and a member's name, are believed."""
JUST_SEEN = timedelta(seconds=10)
"""How long an item that a command read stands for itself, so that those of one decision don't each read it."""

LONGEST_NUMBER = 18
"""Digits of an id; more of them fit into no number that a request can carry."""

CASE_WORDS, POST_WORDS = ("这件工单", "The case"), ("这个帖子", "The post")
THREAD_WORDS, MEMBER_WORDS = ("这个主题", "The thread"), ("这位成员", "The member")
_NO_STAFF = Words(
    "这个账号不是版主或管理员，看不到审核队列",
    "this account is neither moderator nor administrator and can't see the review queue",
)
_HALF = Words("内容里有残缺的字符，请重新输入", "it holds a broken character; please type it again")
_NO_DISCOURSE = Words("这个地址没有 Discourse 论坛", "there is no Discourse at this address")
_SYSTEM = Words(
    "这个密钥属于内置账号 system，请改用版主本人的密钥",
    "this key belongs to the built-in account “system”; use the moderator's own",
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a site says of itself and of us."""

    me: wire.WireMe
    settings: wire.WireSettings
    version: str


class Site:
    """A site as one account sees it. Writes go out one after the other.

    Attributes:
        by_user: the key is a user API key: the site then knows no external ids and remembers no answers.
        notes: the path of review notes, once one answered; empty where the site has none; None before that is known.
    """

    def __init__(self, http: Http, clock: Callable[[], datetime], *, by_user: bool) -> None:
        self.http = http
        self.clock = clock
        self.by_user = by_user
        self.notes: str | None = None
        self._facts: tuple[datetime, Facts] | None = None
        self._names: dict[str, tuple[datetime, str]] = {}
        self._categories: dict[int, str] = {}
        self._seen: tuple[datetime, Item] | None = None
        self._ahead = timedelta(0)
        self._writing = threading.Lock()

    # --- requests --------------------------------------------------------------------------------------

    def get(self, path: str, decoder: "Decoder[_T]", params: Any = None, what: tuple[str, str] = NOT_NAMED) -> _T:
        """What is read from a path; an error in words of what was looked for."""
        answer = self.http.get(path, params)
        self._set_clock(answer.headers)
        if answer.status == 403:
            self.sign_in()  # a key that was revoked must not look like a right that is missing
        return expect(answer, decoder, what)

    def _set_clock(self, headers: Mapping[str, str]) -> None:
        at = _date(headers.get("Date", ""))
        if at is not None:
            self._ahead = at - self.clock()

    def now(self) -> datetime:
        """The time by the community's clock, as its last answer told it; by ours before that."""
        return self.theirs(self.clock())

    def theirs(self, ours: datetime) -> datetime:
        """A time of our clock by the community's."""
        try:
            return ours + self._ahead
        except OverflowError:
            return ours

    def or_none(self, read: Callable[[], _T]) -> _T | None:
        """What is read; None when it is gone."""
        try:
            return read()
        except NotFound:
            return None

    def send(self, method: Method, path: str, body: object) -> Answer:
        """Change something; whatever comes back. What was seen counts no longer, unless only a text is added."""
        with self._writing:
            if path != "/posts.json":
                self._seen = None
            return self.http.write(method, path, body)

    def write(self, method: Method, path: str, body: object, decoder: "Decoder[_T]") -> _T:
        """What a change answers; an answer that can't be read leaves open what happened.

        Raises:
            CommunityError: it did not go through.
        """
        return self.taken(self.send(method, path, body), decoder)

    def taken(self, answer: Answer, decoder: "Decoder[_T]") -> _T:
        """What the answer to a change says."""
        self.check(answer)
        try:
            return answer.read(decoder)
        except BrokenAnswer as error:
            raise OutcomeUnknown(why=error.fields["why"]) from None

    def check(self, answer: Answer, what: tuple[str, str] = TARGET_WORDS) -> None:
        """Let pass the answer to a change that went through.

        Raises:
            CommunityError: it did not, or it can't be told.
        """
        if answer.status in (200, 201, 204) and not is_page(answer):
            return
        if answer.status == 403:
            self.sign_in()  # a key that was revoked must not look like a right that is missing
        raise refusal(answer, what)

    # --- who we are ------------------------------------------------------------------------------------

    def sign_in(self) -> wire.WireMe:
        """Whose key this is. To Discourse a key for everybody and a wrong one look the same until a name goes with it.

        Raises:
            AuthFailed: the key is not accepted.
            MasterToken: the key can act as anybody.
            Forbidden: the account can't see the review queue.
        """
        answer = self.http.get("/session/current.json")
        if answer.status == 403:
            self._facts = None
            raise MasterToken if self._acts_as("system") else AuthFailed
        if answer.status == 404:
            raise AuthFailed if not answer.body.strip() else BrokenAnswer(why=_NO_DISCOURSE)
        me = expect(answer, wire.SESSION).current_user
        if me.id <= 0:
            raise Forbidden(hint=(_SYSTEM.zh, _SYSTEM.en))
        if not me.staff:
            raise Forbidden(hint=(_NO_STAFF.zh, _NO_STAFF.en))
        self._names[str(me.id)] = (self.clock(), me.username)
        return me

    def _acts_as(self, username: str) -> bool:
        if self.by_user:
            return False
        return self.http.get("/session/current.json", headers={"Api-Username": username}).status == 200

    def facts(self) -> Facts:
        """What the site says of itself and of us; asked for once in ten minutes."""
        now = self.clock()
        if self._facts and timedelta(0) <= now - self._facts[0] < FRESH:
            return self._facts[1]
        me = self.sign_in()
        settings = self._allowed("/site/settings.json", wire.SETTINGS) or wire.WireSettings()
        about = self._allowed("/about.json", wire.ABOUT)
        version = about.about.version if about else ""
        facts = Facts(me, settings, version)
        self._facts = (now, facts)
        return facts

    def _allowed(self, path: str, decoder: "Decoder[_T]") -> _T | None:
        """What is read from a path that some sites do not have, or do not show."""
        try:
            return self.get(path, decoder)
        except (NotFound, Forbidden):
            return None

    def forget_facts(self) -> None:
        """What the site said of itself proved wrong: it is asked again."""
        self._facts = None

    @property
    def me(self) -> str:
        """The id of our account."""
        return str(self.facts().me.id)

    # --- what several parts read -----------------------------------------------------------------------

    def item(self, case_id: str) -> Item:
        """An item of the review queue as it is now.

        Raises:
            NotFound: it is gone, or not for this account to see.
        """
        found = self.get(f"/review/{quoted(case_id)}.json", REVIEWS, what=CASE_WORDS).items()
        if not found:
            raise NotFound(what_zh=CASE_WORDS[0], what_en=CASE_WORDS[1])
        self.learn_names(found[0].users())
        return found[0]

    def look(self, case_id: str) -> Item:
        """The same, remembered for the command that follows."""
        item = self.item(case_id)
        self._seen = (self.clock(), item)
        return item

    def just_seen(self, case_id: str) -> Item:
        """The item as it is now, or was a moment ago when the command before this one read it.

        Raises:
            NotFound: it is gone, or not for this account to see.
        """
        seen = self._seen
        fresh = seen and seen[1].id == case_id and timedelta(0) <= self.clock() - seen[0] < JUST_SEEN
        return seen[1] if seen and fresh else self.look(case_id)

    def check_base(self, command: Command) -> None:
        """Let pass a command whose case is still as it was, where it names a version.

        Raises:
            Conflict: it is no longer as it was.
        """
        if command.base_version and command.intent.case_id:
            same_base(self.just_seen(command.intent.case_id), command)

    def post(self, post_id: str) -> wire.WirePost:
        """A post with its raw text, deleted or not."""
        return self.get(f"/posts/{quoted(post_id)}.json", wire.POST, what=POST_WORDS)

    def topic(self, topic_id: str, *, deleted: bool = False) -> wire.WireTopic:
        """A topic with its first posts, the deleted ones left out or not; this does not count as having read it."""
        params = {"include_raw": "1"} | ({"show_deleted": "1"} if deleted else {})
        return self.get(f"/t/{quoted(topic_id)}.json", wire.TOPIC, params, THREAD_WORDS)

    def staff_view(self, member_id: str) -> people.WireMember:
        """A member as staff sees them."""
        found = self.get(f"/admin/users/{quoted(member_id)}.json", people.MEMBER, what=MEMBER_WORDS)
        self._names[member_id] = (self.clock(), found.username)
        return found

    def learn_names(self, users: list[wire.WireUser]) -> None:
        """Remember what members are called."""
        now = self.clock()
        self._names |= {str(user.id): (now, user.username) for user in users if user.username}

    def username(self, member_id: str) -> str:
        """What a member is called, which is what Discourse addresses them by."""
        known = self._names.get(member_id)
        if known and timedelta(0) <= self.clock() - known[0] < FRESH:
            return known[1]
        return self.staff_view(member_id).username

    def category(self, category_id: int | None) -> str:
        """The name of a category; empty when it is not to be seen."""
        if category_id is None:
            return ""
        if category_id not in self._categories:
            found = self._allowed(f"/c/{category_id}/show.json", wire.CATEGORY)
            self._categories[category_id] = found.category.name if found else ""
        return self._categories[category_id]

    def is_queued(self, command: Command) -> bool:
        """Whether a text with a command's mark lies, or lay, in the queue of posts that wait for approval."""
        params = {"status": "all", "type": QUEUED, "priority": "low", "sort_order": "created_at"}
        answer = self.http.get("/review.json", params)
        expect(answer, REVIEWS)
        return command.id.encode() in answer.body

    def url(self, path: str) -> str:
        """The address of something on the site."""
        return f"{self.http.url}{path}"


def _date(value: str) -> datetime | None:
    """The time that a Date header tells (RFC 9110, section 6.6.1); None where it tells none."""
    try:
        at = email.utils.parsedate_to_datetime(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def same_base(item: Item, command: Command) -> None:
    """Let pass a command that builds on this version of a case, or on none.

    Raises:
        Conflict: the case is another by now.
    """
    if command.base_version and item.mark != command.base_version:
        raise Conflict


def conflict(command: Command, why: Words) -> Conflict | Invalid:
    """What it is about changed meanwhile: for a person to look at."""
    return Conflict() if command.intent.case_id else Invalid(why=(why.zh, why.en))


def refused(why: Words) -> Invalid:
    """A command that can't be carried out, in words."""
    return Invalid(why=(why.zh, why.en))


def needed(value: str | None) -> str:
    """A part without which a command says nothing.

    Raises:
        Invalid: it is missing.
    """
    if not value:
        raise refused(Words("操作没有说明对象", "the command does not say what it is about"))
    return value


def said(error: str) -> Words:
    """What the site says, in its own language."""
    return Words(error, error)


def check_characters(intent: Intent) -> None:
    """Let pass what can be written down.

    Raises:
        Invalid: a text or an id holds half a character (a lone surrogate), which no request can carry.
    """
    for value in (getattr(intent, part.name) for part in fields(intent)):
        if isinstance(value, str) and not _whole(value):
            raise refused(_HALF)


def quoted(part: str) -> str:
    """A value, as one part of a path.

    Raises:
        NotFound: nothing can have such an address.
    """
    if part in ("", ".", "..") or not _whole(part):
        raise NotFound(what_zh=NOT_NAMED[0], what_en=NOT_NAMED[1])
    return quote(part, safe="")


def number(value: str) -> int | None:
    """An id as the number that it is; None where it is none that a community can have."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER else None


def _whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
