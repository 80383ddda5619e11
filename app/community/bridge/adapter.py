"""The bridge: our own contract for a brand's in-house community, with true cursors, versions and idempotency keys."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from app.community.bridge import wire
from app.community.http import Answer, Http, failure
from app.community.pictures import read_picture
from app.domain.cases import CaseId
from app.domain.commands import Command, Receipt, ReceiptStatus
from app.domain.community import (
    CANNOT_TELL,
    NOT_HAPPENED,
    Acknowledgement,
    AuditPage,
    ChangePage,
    CommunityInfo,
    Effect,
    Found,
    MessagePage,
    RemoteCase,
)
from app.domain.members import Honour, Member, MemberId
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, ThreadId, ThreadSlice
from app.domain.words import Words
from app.errors import BrokenAnswer, CommunityError, Conflict, CursorExpired, Invalid, NotFound, OutcomeUnknown

REPEAT_WINDOW = timedelta(days=7)
PAGE = 500
ASK_MARGIN = timedelta(seconds=30)
LONGEST_REASON = 500
CLOCK_DRIFT = timedelta(minutes=5)

_NO_API = Words("这个地址没有社区接口（HTTP 404）", "there is no bridge API at this address (HTTP 404)")

_T = TypeVar("_T")

_META = Decoder(wire.WireMeta)
_PAGE = Decoder(wire.WirePage)
_CASE = Decoder(wire.WireCase)
_POST = Decoder(wire.WirePost)
_SLICE = Decoder(wire.WireSlice)
_MEMBER = Decoder(wire.WireMember)
_MESSAGES = Decoder(wire.WireMessages)
_HONOURS = Decoder(list[wire.WireHonour])
_ACKNOWLEDGEMENTS = Decoder(list[wire.WireAcknowledgement])
_AUDIT = Decoder(wire.WireAuditPage)
_RECEIPT = Decoder(wire.WireReceipt)
_PROBLEM = Decoder(wire.WireProblem)


class BridgeGateway:
    """A community that keeps the bridge contract."""

    repeat_window = REPEAT_WINDOW

    def __init__(self, http: Http, *, clock: Callable[[], datetime], read_timeout: float) -> None:
        self._http = http
        self._clock = clock
        self.ask_after = timedelta(seconds=read_timeout) + ASK_MARGIN

    @property
    def requests(self) -> int:
        """How many requests were made so far."""
        return self._http.requests

    def close(self) -> None:
        """Let go of every connection."""
        self._http.close()

    def describe(self) -> CommunityInfo:
        """Who we are here, and what this community can do."""
        try:
            return self._get("/v1/meta", _META).read()
        except NotFound:
            raise BrokenAnswer(
                why=Words("这个地址没有社区接口（HTTP 404）", "there is no bridge API at this address (HTTP 404)")
            ) from None

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """One page of the feed; it costs one request, whatever the budget."""
        params = {"limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
        answer = self._http.get("/v1/changes", params)
        if answer.status == 410:
            raise CursorExpired
        return _expect(answer, _PAGE).read()

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now."""
        return self._get(f"/v1/cases/{_quoted(case_id)}", _CASE, what=("这件工单", "The case")).read()

    def post(self, post_id: PostId) -> Post:
        """A post as it is now."""
        return self._get(f"/v1/posts/{_quoted(post_id)}", _POST, what=("这个帖子", "The post")).read()

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        """Posts of a thread, around one of them or from its beginning."""
        params = {"before": str(before), "after": str(after), **({"around": around} if around else {})}
        path = f"/v1/threads/{_quoted(thread_id)}/posts"
        return self._get(path, _SLICE, params, what=("这个主题", "The thread")).read()

    def picture(self, address: str) -> Picture:
        """A picture that a post shows."""
        return read_picture(self._http, address, places=("/v1/pictures/",))

    def member(self, member_id: MemberId) -> Member:
        """A member as they are now."""
        return self._get(f"/v1/members/{_quoted(member_id)}", _MEMBER, what=("这位成员", "The member")).read()

    def messages(self, cursor: str | None) -> MessagePage:
        """Private messages that this account sent or received after the cursor."""
        page = self._get("/v1/messages", _MESSAGES, {"cursor": cursor} if cursor else None)
        return MessagePage(tuple(message.read() for message in page.items), page.cursor, page.more)

    def honours(self) -> list[Honour]:
        """What the community can put on an account."""
        return [honour.read() for honour in self._get("/v1/honours", _HONOURS)]

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """Who has read this edition of the code of conduct."""
        listed = self._get("/v1/acknowledgements", _ACKNOWLEDGEMENTS, {"edition": str(edition)})
        return [one.read() for one in listed]

    def audit(self, cursor: str | None) -> AuditPage:
        """What staff did after the cursor."""
        page = self._get("/v1/audit", _AUDIT, {"cursor": cursor} if cursor else None)
        return AuditPage(tuple(entry.read() for entry in page.items), page.cursor, bool(page.items))

    def send(self, command: Command) -> Receipt:
        """Do something; a repeat with the same key does nothing twice."""
        intent = command.intent
        headers: dict[str, str] = {"Idempotency-Key": command.id}
        if intent.case_id and command.base_version:
            headers["If-Match"] = f'"{command.base_version}"'
        body = wire.WireCommand(
            kind=intent.kind,
            case_id=intent.case_id,
            post_id=intent.post_id,
            thread_id=intent.thread_id,
            member_id=intent.member_id,
            text=intent.text,
            reason=intent.reason,
            decision=intent.outcome,
            title=intent.title,
            until=intent.until,
            honour_id=intent.honour_id or None,
        )
        answer = self._http.write("POST", "/v1/commands", body, headers)
        if answer.status in (200, 201, 202):
            try:
                return answer.read(_RECEIPT).read()
            except BrokenAnswer as error:
                raise OutcomeUnknown(why=error.fields["why"]) from None
        raise _refusal(answer)

    def find_effect(self, command: Command) -> Effect:
        """What became of a command. A key that was never seen, or was forgotten after a week, looks the same."""
        answer = self._http.get(f"/v1/commands/{_quoted(command.id)}")
        if answer.status == 404:
            age = self._clock() - (command.first_sent_at or self._clock())
            return NOT_HAPPENED if -CLOCK_DRIFT < age < self.repeat_window else CANNOT_TELL
        receipt = _expect(answer, _RECEIPT).read()
        if receipt.status is ReceiptStatus.PENDING_APPROVAL:
            return CANNOT_TELL
        return Effect(Found.HAPPENED, receipt)

    def _get(
        self,
        path: str,
        decoder: "Decoder[_T]",
        params: dict[str, str] | None = None,
        what: tuple[str, str] = ("这项内容", "This"),
    ) -> _T:
        return _expect(self._http.get(path, params), decoder, what)


def _expect(answer: Answer, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
    if answer.status == 200:
        return answer.read(decoder)
    raise failure(answer, hint=_problem(answer), what=what)


def _refusal(answer: Answer) -> CommunityError:
    """Why a command was not carried out; nothing was done in any of these cases."""
    if answer.status == 412:
        return Conflict()
    if answer.status in (400, 409, 422, 501):
        return Invalid(why=_problem(answer))
    if answer.status in (404, 410):
        return NotFound(what_zh="操作所指的内容", what_en="What the command is about")
    return failure(answer, hint=_problem(answer))


def _problem(answer: Answer) -> str:
    """What the community says went wrong, as far as it keeps to problem+json."""
    try:
        problem = _PROBLEM.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return f"HTTP {answer.status}"
    fields = "; ".join(f"{name}: {why}" for name, why in problem.fields.items())
    return " ".join(part for part in (problem.detail or problem.title, fields) if part)[:LONGEST_REASON]


def _quoted(part: str) -> str:
    """A value, as one part of a path.

    Raises:
        NotFound: it can be none, so that nothing is there.
    """
    try:
        if part not in (".", ".."):  # a step in the path, whatever it is quoted as
            return quote(part, safe="")
    except UnicodeEncodeError:
        pass
    raise NotFound(what_zh="这项内容", what_en="This")
