"""A NodeBB forum: its requests and their errors, and what several parts of the adapter read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from app.community.http import Answer, Http, failure
from app.community.nodebb import wire
from app.domain.cases import CaseId
from app.domain.members import Member, MemberId, MemberRef
from app.domain.posts import Post
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CommunityError,
    Invalid,
    MasterToken,
    NotFound,
    OutcomeUnknown,
)

LONGEST_BEHIND = timedelta(days=365)

FLAG_WORDS, _TARGET_WORDS = ("这件工单", "The case"), ("操作所指的内容", "What the command is about")
POST_WORDS, THREAD_WORDS, MEMBER_WORDS = (
    ("这个帖子", "The post"),
    ("这个主题", "The thread"),
    ("这位成员", "The member"),
)

_T = TypeVar("_T")


class Poisoned(BrokenAnswer):
    """A flag that NodeBB can't show any more, since somebody stored an empty note in it."""


class Forum:
    """A forum as one account sees it."""

    def __init__(self, http: Http, clock: Callable[[], datetime]) -> None:
        self.http = http
        self.clock = clock
        self.clock_behind = timedelta(0)
        self._acting: wire.WireUser | None = None
        self._names: dict[str, MemberRef] = {}
        self._categories: dict[str, str] = {}

    def sign_in(self) -> wire.WireUser:
        """Whose token this is, and how far the community's clock is behind ours."""
        answer = self.http.get("/api/self")
        if answer.status in (400, 500) and self.http.get("/api/v3/ping").status == 400:
            raise MasterToken  # a request without anything in it is wrong only for a token that must say as whom
        try:
            me = _expect(answer, wire.SELF)
        except NotFound:
            raise BrokenAnswer(why="there is no NodeBB at this address (HTTP 404)") from None
        if not me.signed_in:
            raise AuthFailed
        self._acting = me
        self.clock_behind = _behind(answer, self.clock())
        return me

    def account(self) -> wire.WireUser:
        """Who we are here, asked for only when not yet known."""
        return self._acting or self.sign_in()

    def get(self, path: str, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
        """What is read from a path; an error in words of what was looked for."""
        return _expect(self.http.get(path), decoder, what)

    def write(self, path: str, body: object, decoder: "Decoder[_T]") -> _T:
        """What a POST answers; an answer that can't be read leaves open what happened."""
        answer = self.http.write("POST", path, body)
        if answer.status != 200:
            raise refusal(answer)
        try:
            return answer.read(decoder)
        except BrokenAnswer as error:
            raise OutcomeUnknown(why=error.fields["why"]) from None

    def or_none(self, read: Callable[[], _T]) -> _T | None:
        """What is read; None when it is gone."""
        try:
            return read()
        except NotFound:
            return None

    def flag(self, case_id: CaseId) -> wire.WireFlag:
        """A flag on a post that is still known."""
        answer = self.http.get(f"/api/v3/flags/{quoted(case_id)}")
        if answer.status == 400:
            raise Poisoned(why=_message(answer))
        flag = _expect(answer, wire.FLAG, FLAG_WORDS).response
        if flag.target.pid is None:
            raise NotFound(what_zh=FLAG_WORDS[0], what_en=FLAG_WORDS[1])
        return flag

    def read_post(self, post_id: str, author: MemberRef | None, place: int | None = None) -> Post:
        """A post with its raw text."""
        post = self.get(f"/api/v3/posts/{quoted(post_id)}", wire.POST, POST_WORDS).response
        url = f"{self.http.url}/post/{quoted(post_id)}"
        return post.read(author or self.member_ref(wire.text(post.uid)), url, place)

    def category(self, category_id: str) -> str:
        """The name of a category; empty when it is not to be seen."""
        if category_id not in self._categories:
            found = self.or_none(lambda: self.get(f"/api/v3/categories/{quoted(category_id)}", wire.CATEGORY).response)
            self._categories[category_id] = found.name if found else ""
        return self._categories[category_id]

    def member(self, member_id: MemberId) -> Member:
        """A member as they are now."""
        found = self.get(f"/api/v3/users/{quoted(member_id)}", wire.MEMBER, MEMBER_WORDS)
        return found.response.read_member()

    def member_ref(self, member_id: str) -> MemberRef:
        """A member by name; without one when they are gone."""
        if member_id not in self._names:
            found = self.or_none(lambda: self.member(MemberId(member_id)))
            self._names[member_id] = found.ref if found else MemberRef(MemberId(member_id), "")
        return self._names[member_id]


def _expect(answer: Answer, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
    if answer.status == 200:
        return answer.read(decoder)
    raise failure(answer, hint=_message(answer), what=what)


def refusal(answer: Answer) -> CommunityError:
    """Why a write did not go through; unless the server broke or says a yes that we don't know, nothing was done."""
    if answer.status < 300 or (answer.status >= 500 and answer.status != 503):
        return OutcomeUnknown(why=f"HTTP {answer.status}")
    if 400 <= answer.status < 500 and answer.status not in (401, 403, 404, 408, 429):
        return Invalid(why=_message(answer))
    return failure(answer, hint=_message(answer), what=_TARGET_WORDS)


def _message(answer: Answer) -> str:
    """What NodeBB says, in the account's language: to be shown, never to be told apart by."""
    try:
        return wire.PROBLEM.decode(answer.body).status.get("message") or f"HTTP {answer.status}"
    except (msgspec.DecodeError, UnicodeDecodeError):
        return f"HTTP {answer.status}"


def _behind(answer: Answer, now: datetime) -> timedelta:
    """How far the community's clock is behind ours; 0 where it is ahead or does not tell."""
    try:
        there = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return timedelta(0)
    return min(max(now - there, timedelta(0)), LONGEST_BEHIND) if there.tzinfo else timedelta(0)


def quoted(part: str) -> str:
    """A value, as one part of a path."""
    return quote(part, safe="")
