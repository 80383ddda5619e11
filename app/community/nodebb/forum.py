"""A NodeBB forum: its requests and their errors, and what several parts of the adapter know of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import RLock
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from app.community.http import Answer, Http, Method, failure
from app.community.nodebb import wire, wire_flags, wire_members
from app.domain.cases import CaseId
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Thread
from app.domain.words import Words
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CommunityError,
    Forbidden,
    Invalid,
    MasterToken,
    NotFound,
    OutcomeUnknown,
)

LONGEST_DRIFT = timedelta(days=365)
RIGHTS_FOR = timedelta(minutes=10)
"""How long what the account may do is believed before it is asked for again."""
LONGEST_HINT = 300

FLAG_WORDS, _TARGET_WORDS = ("这件工单", "The case"), ("操作所指的内容", "What the command is about")
POST_WORDS, THREAD_WORDS, MEMBER_WORDS = (
    ("这个帖子", "The post"),
    ("这个主题", "The thread"),
    ("这位成员", "The member"),
)

_T = TypeVar("_T")


class Poisoned(BrokenAnswer):
    """A flag that NodeBB can't show any more, since somebody stored an empty note in it."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the account may do, as far as NodeBB tells."""

    ban: bool = True
    mute: bool = True
    admin: bool = False
    moderator: bool = True


REPORTS = "/api/flags?perPage=1"
NO_MODERATOR = Words(
    "这个账号看不到举报，请论坛管理员把它加入“全局版主（Global Moderators）”",
    "this account can't see the reports: ask the forum's administrator to add it to Global Moderators",
)


class Forum:
    """A forum as one account sees it.

    Attributes:
        sending: held while something is written: two posts of one account at the same moment are refused.
        drift: how far the community's clock is ahead of ours; negative where it is behind.
        threads: the threads read so far, by their ids.
    """

    def __init__(self, http: Http, clock: Callable[[], datetime]) -> None:
        self.http = http
        self.clock = clock
        self.sending = RLock()
        self.drift = timedelta(0)
        self.threads: dict[str, Thread] = {}
        self._acting: wire.WireUser | None = None
        self._rights: tuple[datetime, Rights] | None = None
        self._names: dict[str, MemberRef] = {}
        self._categories: dict[str, str] = {}

    # --- who we are ------------------------------------------------------------------------------------

    def sign_in(self) -> wire.WireUser:
        """Whose token this is, and how far the community's clock is from ours."""
        answer = self.http.get("/api/self")
        if answer.status in (400, 500) and self.http.get("/api/v3/ping").status == 400:
            raise MasterToken  # a request without anything in it is wrong only for a token that must say as whom
        try:
            me = expect(answer, wire.SELF)
        except NotFound:
            raise BrokenAnswer(
                why=Words("这个地址没有 NodeBB（HTTP 404）", "there is no NodeBB at this address (HTTP 404)")
            ) from None
        if not me.signed_in:
            raise AuthFailed
        self._acting = me
        self.drift = _drift(answer, self.clock())
        return me

    def account(self) -> wire.WireUser:
        """Who we are here, asked for only when not yet known."""
        return self._acting or self.sign_in()

    @property
    def my_id(self) -> str:
        """Our own id here."""
        return wire.text(self.account().uid)

    def now(self) -> datetime:
        """What time it is there."""
        return self.clock() + self.drift

    def rights(self) -> Rights:
        """What we may do here, asked for again from time to time; all a moderator can where it is not told."""
        if self._rights is None or not timedelta(0) <= self.clock() - self._rights[0] < RIGHTS_FOR:
            self._rights = (self.clock(), self._read_rights())
        return self._rights[1]

    def forget_rights(self) -> None:
        """Something was refused: what we may do is to be asked for again."""
        self._rights = None

    def _read_rights(self) -> Rights:
        try:
            page = self.get(f"/api/user/{quoted(self.account().userslug or '')}", wire_members.INFO)
        except (BrokenAnswer, Forbidden, NotFound):
            return Rights()
        admin = page.is_admin
        rights = Rights(page.can_ban or admin, page.can_mute or admin, admin, page.is_global_moderator or admin)
        if not rights.moderator and self.http.get(REPORTS).status == 403:  # moderators of a category see theirs
            raise Forbidden(hint=(NO_MODERATOR.zh, NO_MODERATOR.en))
        return rights

    # --- requests --------------------------------------------------------------------------------------

    def get(self, path: str, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
        """What is read from a path; an error in words of what was looked for."""
        return expect(self.http.get(path), decoder, what)

    def write(self, path: str, body: object, decoder: "Decoder[_T]", method: Method = "POST") -> _T:
        """What a write answers; an answer that can't be read leaves open what happened."""
        answer = self.http.write(method, path, body)
        if answer.status not in (200, 202):
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

    # --- what several parts read -----------------------------------------------------------------------

    def flag(self, case_id: CaseId) -> wire_flags.WireFlag:
        """A flag on a post that is still known."""
        answer = self.http.get(f"/api/v3/flags/{quoted(case_id)}")
        if answer.status == 400:
            raise Poisoned(why=said(answer))
        flag = expect(answer, wire_flags.FLAG, FLAG_WORDS).response
        if flag.target.pid is None:
            raise NotFound(what_zh=FLAG_WORDS[0], what_en=FLAG_WORDS[1])
        for named in (flag.target.user, *(report.reporter for report in flag.reports)):
            self.remember(named)
        return flag

    def raw_post(self, post_id: str) -> wire.WirePost:
        """A post whose content is the raw text, not HTML."""
        return self.get(f"/api/v3/posts/{quoted(post_id)}", wire.POST, POST_WORDS).response

    def topic(self, thread_id: str) -> wire.WireTopic:
        """A topic without its posts: unlike the page of a topic, this leaves the account's notifications unread."""
        return self.get(f"/api/v3/topics/{quoted(thread_id)}", wire.TOPIC, THREAD_WORDS).response

    def category(self, category_id: str) -> str:
        """The name of a category; empty when it is not to be seen."""
        if category_id not in self._categories:
            found = self.or_none(lambda: self.get(f"/api/v3/categories/{quoted(category_id)}", wire.CATEGORY).response)
            self._categories[category_id] = found.name if found else ""
        return self._categories[category_id]

    def member(self, member_id: MemberId) -> wire_members.WireMember:
        """An account."""
        return self.get(f"/api/v3/users/{quoted(member_id)}", wire_members.MEMBER, MEMBER_WORDS).response

    def remember(self, user: wire.WireUser | None) -> None:
        """A member was named: their name need not be asked for."""
        if user and user.signed_in and user.username:
            self._names[wire.text(user.uid)] = user.read()

    def member_ref(self, member_id: str) -> MemberRef:
        """A member by name, asked for once; without a name when they are gone."""
        if self._acting:
            self.remember(self._acting)
        if member_id not in self._names:
            found = self.or_none(lambda: self.member(MemberId(member_id)))
            self._names[member_id] = found.read() if found else MemberRef(MemberId(member_id), "")
        return self._names[member_id]


def expect(answer: Answer, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
    """What an answer says.

    Raises:
        CommunityError: it is a refusal.
    """
    if answer.status == 200:
        return answer.read(decoder)
    raise failure(answer, hint=said(answer), what=what)


def refusal(answer: Answer) -> CommunityError:
    """Why a write did not go through; unless the server broke or says a yes that we don't know, nothing was done."""
    if answer.status < 300 or (answer.status >= 500 and answer.status != 503):
        return OutcomeUnknown(why=f"HTTP {answer.status}")
    if 400 <= answer.status < 500 and answer.status not in (401, 403, 404, 408, 429):
        return Invalid(why=said(answer))
    return failure(answer, hint=said(answer), what=_TARGET_WORDS)


def said(answer: Answer) -> str:
    """What NodeBB says, in the account's language: to be shown, never to be told apart by."""
    try:
        message = wire.PROBLEM.decode(answer.body).status.get("message")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        message = ""
    return (message or f"HTTP {answer.status}")[:LONGEST_HINT]


def _drift(answer: Answer, now: datetime) -> timedelta:
    """How far the community's clock is ahead of ours; 0 where it does not tell."""
    try:
        there = parsedate_to_datetime(answer.headers.get("Date", ""))
        return min(max(there - now, -LONGEST_DRIFT), LONGEST_DRIFT) if there.tzinfo else timedelta(0)
    except (ValueError, OverflowError):
        return timedelta(0)


def quoted(part: str) -> str:
    """A value, as one part of a path.

    Raises:
        NotFound: it can be none, so that nothing is there.
    """
    try:
        if part not in (".", ".."):  # a step in the path, whatever it is quoted as
            return quote(part, safe="")
    except UnicodeEncodeError:
        pass
    raise NotFound(what_zh=_TARGET_WORDS[0], what_en=_TARGET_WORDS[1])
