"""NodeBB 4: a forum without cursors, versions, locks or keys; what is missing is made up for by reading.

A list of open flags is compared with what was known; a case's version is a fingerprint, read again before and after
each write; a sent text carries a hidden marker by which it is found when its answer was lost.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from app.community.http import Answer, Http, failure
from app.community.nodebb import wire
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent, Receipt, ReceiptStatus
from app.domain.community import (
    CANNOT_TELL,
    NOT_HAPPENED,
    Acknowledgement,
    Capability,
    ChangePage,
    CommunityInfo,
    Effect,
    Found,
    Level,
    Limits,
    MessagePage,
    RemoteCase,
)
from app.domain.members import Honour, Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, Thread, ThreadId, ThreadSlice
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CommunityError,
    Conflict,
    CursorExpired,
    Forbidden,
    Invalid,
    MasterToken,
    NotFound,
    OutcomeUnknown,
)

log = logging.getLogger(__name__)

REQUESTS_PER_MINUTE = 60
MESSAGE_MAX, REPLY_MAX = 1000, 32767
ASK_MARGIN = timedelta(seconds=30)
LOOK_BACK = timedelta(minutes=5)
"""How long before its first send a lost text is still looked for."""
LONGEST_BEHIND = timedelta(days=365)
MOST_CASES = 20
REQUESTS_PER_CASE = 5
"""What one case can cost: its flag, post, topic, category and assignee."""
ROOMS, MESSAGES = 20, 50
"""How many a full page holds."""

NOT_OFFERED = Capability(Level.UNSUPPORTED, "not yet offered by this adapter")
CAPABILITIES = {kind.value: NOT_OFFERED for kind in CommandKind} | {
    CommandKind.CLAIM: Capability(
        Level.EMULATED, "NodeBB knows no lock: somebody else can take the case at the same moment"
    ),
    CommandKind.RESOLVE: Capability(Level.NATIVE),
    CommandKind.MESSAGE: Capability(Level.NATIVE),
    CommandKind.REPLY: Capability(Level.NATIVE),
}
OUTCOMES = {
    CommunityState.UPHELD: "resolved",
    CommunityState.DISMISSED: "rejected",
    CommunityState.IGNORED: "rejected",
}

_FLAG_WORDS, _TARGET_WORDS = ("这件工单", "The case"), ("操作所指的内容", "What the command is about")
_POST_WORDS, _THREAD_WORDS, _MEMBER_WORDS = (
    ("这个帖子", "The post"),
    ("这个主题", "The thread"),
    ("这位成员", "The member"),
)

_T = TypeVar("_T")


class _Poisoned(BrokenAnswer):
    """A flag that NodeBB can't show any more, since somebody stored an empty note in it."""


class NodebbGateway:
    """A NodeBB forum, reached with a moderator's own token."""

    repeat_window = timedelta(0)

    def __init__(self, http: Http, *, clock: Callable[[], datetime], read_timeout: float) -> None:
        self._http = http
        self._clock = clock
        self.ask_after = timedelta(seconds=read_timeout) + ASK_MARGIN
        self._acting: wire.WireUser | None = None
        self._clock_behind = timedelta(0)
        self._names: dict[str, MemberRef] = {}
        self._categories: dict[str, str] = {}

    @property
    def requests(self) -> int:
        """How many requests were made so far."""
        return self._http.requests

    def close(self) -> None:
        """Let go of every connection."""
        self._http.close()

    def describe(self) -> CommunityInfo:
        """Who we are here, and what this community can do. Its version is for administrators only.

        Raises:
            MasterToken: the token can act as anybody.
        """
        limits = Limits(REQUESTS_PER_MINUTE, MESSAGE_MAX - wire.MARKER_LENGTH, REPLY_MAX - wire.MARKER_LENGTH)
        return CommunityInfo("nodebb", "", self._sign_in().read(), CAPABILITIES, limits)

    # --- reading ---------------------------------------------------------------------------------------

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """The flags that look different in the list, read one by one as far as the budget goes, one at least.

        NodeBB keeps no feed: neither edits of a post nor notes show in the list. What vanished from it is read once
        and then forgotten.
        """
        known = _known(cursor)
        enough = self.requests + budget - REQUESTS_PER_CASE
        listed = self._listed()
        changed = [flag_id for flag_id, mark in listed.items() if known.get(flag_id) != mark]
        waiting = changed + [flag_id for flag_id in known if flag_id not in listed]
        cases: list[RemoteCase] = []
        gone: list[CaseId] = []
        threads: dict[str, Thread | None] = {}
        taken = 0
        for case_id in map(CaseId, waiting[:MOST_CASES]):
            if taken and self.requests > enough:
                break
            taken += 1
            # The mark is that of the list, never of the flag itself: so each page gets further, whatever a flag says.
            known.pop(case_id, None)
            known |= {case_id: listed[case_id]} if case_id in listed else {}
            self._take(case_id, threads, cases, gone)
        written = msgspec.json.encode(wire.Cursor(known)).decode()
        return ChangePage(
            tuple(cases), (), (), (), written, more=taken < len(waiting), gone_cases=tuple(gone), whole_threads=False
        )

    def _take(
        self, case_id: CaseId, threads: dict[str, Thread | None], cases: list[RemoteCase], gone: list[CaseId]
    ) -> None:
        try:
            cases.append(self._read_case(case_id, threads))
        except NotFound:
            gone.append(case_id)
        except _Poisoned:
            log.warning("flag %s can't be read any more: somebody stored an empty note in it", case_id)

    def _listed(self) -> dict[str, str]:
        """Every open flag on a post, with its mark."""
        rows: list[wire.WireFlagRow] = []
        path = "/api/flags?state=open&state=wip&perPage=500"
        page, pages = 1, 1
        while page <= pages:
            listed = self._get(path if page == 1 else f"{path}&page={page}", wire.FLAGS)
            rows += listed.flags
            page, pages = page + 1, wire.number(listed.pagination.page_count) if listed.flags else 0
        return {wire.text(row.flag_id): row.mark for row in rows if row.type == "post"}

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now."""
        return self._read_case(case_id, {})

    def _read_case(self, case_id: CaseId, threads: dict[str, Thread | None]) -> RemoteCase:
        flag = self._flag(case_id)
        target = flag.target
        thread_id = wire.text(target.tid)
        if thread_id not in threads:
            threads[thread_id] = self._or_none(lambda: self._read_thread(thread_id))
        author = target.user.read() if target.user else None
        post = self._or_none(lambda: self._read_post(wire.text(target.pid), author))
        assignee = self._member_ref(wire.text(flag.assignee)) if flag.assignee else None
        return flag.read(post, threads[thread_id], assignee)

    def _flag(self, case_id: CaseId) -> wire.WireFlag:
        answer = self._http.get(f"/api/v3/flags/{_quoted(case_id)}")
        if answer.status == 400:
            raise _Poisoned(why=_message(answer))
        flag = _expect(answer, wire.FLAG, _FLAG_WORDS).response
        if flag.target.pid is None:
            raise NotFound(what_zh=_FLAG_WORDS[0], what_en=_FLAG_WORDS[1])
        return flag

    def post(self, post_id: PostId) -> Post:
        """A post as it is now."""
        return self._read_post(post_id, None)

    def _read_post(self, post_id: str, author: MemberRef | None, place: int | None = None) -> Post:
        post = self._get(f"/api/v3/posts/{_quoted(post_id)}", wire.POST, _POST_WORDS).response
        url = f"{self._http.url}/post/{_quoted(post_id)}"
        return post.read(author or self._member_ref(wire.text(post.uid)), url, place)

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        """Posts of a thread, around one of them or from its beginning; each raw text is one request.

        For the account it counts as having read the topic, as a topic page always does.
        """
        middle = self._place(around) if around else 0
        first, last = max(middle - before, 0), middle + after
        places: dict[int, wire.WirePlace] = {}
        at = first
        while True:
            path = f"/api/topic/{_quoted(thread_id)}/-/{at + 1}?sort=oldest_to_newest"
            topic = self._get(path, wire.TOPIC_PAGE, _THREAD_WORDS)
            places |= {wire.number(place.index): place for place in topic.posts}
            here, at = at, max(places, default=-1) + 1
            if at <= here or at > min(last, wire.number(topic.postcount) - 1):
                break
        wanted = [places[index] for index in sorted(places) if first <= index <= last]
        category = topic.category.name if topic.category else ""
        posts = [self._or_none(lambda place=place: self._post_at(place)) for place in wanted]  # type: ignore[misc]
        return ThreadSlice(topic.read(category, self._topic_url(thread_id)), tuple(post for post in posts if post))

    def _place(self, post_id: PostId) -> int:
        found = self._get(f"/api/v3/posts/{_quoted(post_id)}/index", wire.PLACE, _POST_WORDS)
        return wire.number(found.response.index)

    def _post_at(self, place: wire.WirePlace) -> Post:
        return self._read_post(wire.text(place.pid), place.user.read(), wire.number(place.index) + 1)

    def _read_thread(self, thread_id: str) -> Thread:
        """A topic without its posts: unlike the page of a topic, this leaves the account's notifications unread."""
        topic = self._get(f"/api/v3/topics/{_quoted(thread_id)}", wire.TOPIC, _THREAD_WORDS).response
        return topic.read(self._category(wire.text(topic.cid)), self._topic_url(thread_id))

    def _topic_url(self, thread_id: str) -> str:
        return f"{self._http.url}/topic/{_quoted(thread_id)}"

    def _category(self, category_id: str) -> str:
        if category_id not in self._categories:
            found = self._or_none(
                lambda: self._get(f"/api/v3/categories/{_quoted(category_id)}", wire.CATEGORY).response
            )
            self._categories[category_id] = found.name if found else ""
        return self._categories[category_id]

    def member(self, member_id: MemberId) -> Member:
        """A member as they are now."""
        found = self._get(f"/api/v3/users/{_quoted(member_id)}", wire.MEMBER, _MEMBER_WORDS)
        return found.response.read_member()

    def _member_ref(self, member_id: str) -> MemberRef:
        if member_id not in self._names:
            found = self._or_none(lambda: self.member(MemberId(member_id)))
            self._names[member_id] = found.ref if found else MemberRef(MemberId(member_id), "")
        return self._names[member_id]

    def messages(self, cursor: str | None) -> MessagePage:
        """None: NodeBB tells messages room by room, with what else the account talks about in private."""
        return MessagePage((), cursor or "", more=False)

    def honours(self) -> list[Honour]:
        """None: groups serve as honours, and only administrators and group owners put members into them."""
        return []

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """None: NodeBB does not know who has read something."""
        return []

    # --- sending ---------------------------------------------------------------------------------------

    def send(self, command: Command) -> Receipt:
        """Do something. Between the look at the case and the write a moment remains that no lock guards."""
        match command.intent.kind:
            case CommandKind.CLAIM | CommandKind.RESOLVE:
                return self._change_flag(command)
            case CommandKind.MESSAGE:
                return self._send_message(command)
            case CommandKind.REPLY:
                return self._send_reply(command)
        raise Invalid(why=NOT_OFFERED.reason)

    def _check_base(self, command: Command) -> None:
        """The lock that NodeBB lacks: see whether the case is still as it was."""
        if command.intent.case_id is None or not command.base_version:
            return
        try:
            flag = self._flag(command.intent.case_id)
        except _Poisoned as error:
            raise Invalid(why=error.fields["why"]) from None
        if flag.version != command.base_version:
            raise Conflict

    def _change_flag(self, command: Command) -> Receipt:
        """Write, then believe only what is read: values it dislikes are dropped with 200, others stored with 400."""
        case_id = CaseId(_needed(command.intent.case_id))
        wanted = self._wanted(command.intent)
        self._check_base(command)
        answer = self._http.write("PUT", f"/api/v3/flags/{_quoted(case_id)}", wanted)
        if answer.status not in (200, 400):
            raise _refusal(answer)
        try:
            flag = self._flag(case_id)
        except CommunityError as error:
            raise OutcomeUnknown(why=error.fields.get("why", str(error))) from None
        if flag.holds(wanted):
            return self._flag_receipt(flag)
        if answer.status == 400:
            raise _refusal(answer)
        assignee = wire.text(flag.assignee)
        if assignee and wanted.get("assignee", assignee) != assignee:
            raise Conflict  # somebody else took it in the same moment
        raise Invalid(why="the community answered OK and changed nothing")

    def _wanted(self, intent: Intent) -> dict[str, str]:
        """The values of a flag after a command. As a number, the assignee would be entered in its history twice."""
        if intent.kind is CommandKind.CLAIM:
            return {"assignee": wire.text((self._acting or self._sign_in()).uid), "state": "wip"}
        if intent.outcome not in OUTCOMES:
            raise Invalid(why="a report can only be settled as upheld, dismissed or ignored")
        return {"state": OUTCOMES[intent.outcome]}

    def _flag_receipt(self, flag: wire.WireFlag) -> Receipt:
        return Receipt(
            ReceiptStatus.DONE,
            remote_id=wire.text(flag.flag_id),
            at=self._clock(),
            case_version=flag.version,
            verified=True,
        )

    def _send_message(self, command: Command) -> Receipt:
        member_id, text = _needed(command.intent.member_id), _marked(command)
        self._check_base(command)
        sent = self._write(f"/api/v3/chats/{_quoted(self._room(member_id))}", {"message": text}, wire.MESSAGE).response
        if sent.mid is None:
            raise OutcomeUnknown(why="the answer names no message")
        return Receipt(ReceiptStatus.DONE, remote_id=wire.text(sent.mid), at=self._clock())

    def _room(self, member_id: str) -> str:
        """The room with a member. A new one is made only where there is none: asked twice, NodeBB makes two."""
        found = self._get(f"/api/v3/users/{_quoted(member_id)}/chat", wire.ROOM, _MEMBER_WORDS).response
        if found.room_id:
            return wire.text(found.room_id)
        made = self._write("/api/v3/chats", {"uids": [wire.id_to_send(member_id)]}, wire.ROOM).response
        if not made.room_id:
            raise OutcomeUnknown(why="the answer names no room")
        return wire.text(made.room_id)

    def _send_reply(self, command: Command) -> Receipt:
        intent, text = command.intent, _marked(command)
        self._check_base(command)
        thread_id = intent.thread_id or self.post(PostId(_needed(intent.post_id))).thread_id
        body: dict[str, object] = {"content": text}
        if intent.post_id:
            body["toPid"] = wire.id_to_send(intent.post_id)
        sent = self._write(f"/api/v3/topics/{_quoted(thread_id)}", body, wire.REPLY).response
        if sent.queued:
            return Receipt(ReceiptStatus.PENDING_APPROVAL, remote_id=wire.text(sent.id), at=self._clock())
        if sent.pid is None:
            raise OutcomeUnknown(why="the answer names no post")
        return self._reply_receipt(wire.text(sent.pid), verified=False)

    def _reply_receipt(self, post_id: str, *, verified: bool) -> Receipt:
        url = f"{self._http.url}/post/{_quoted(post_id)}"
        return Receipt(ReceiptStatus.DONE, remote_id=post_id, url=url, at=self._clock(), verified=verified)

    # --- what became of a lost send --------------------------------------------------------------------

    def find_effect(self, command: Command) -> Effect:
        """Whether a command happened: its values are in the flag, or its marker in one of our texts since the send."""
        find = {CommandKind.MESSAGE: self._find_message, CommandKind.REPLY: self._find_reply}
        try:
            return find.get(command.intent.kind, self._find_flag)(command)
        except Invalid:
            return NOT_HAPPENED  # it is never sent
        except (BrokenAnswer, Forbidden):
            return CANNOT_TELL

    def _find_flag(self, command: Command) -> Effect:
        try:
            flag = self._flag(CaseId(_needed(command.intent.case_id)))
        except NotFound:
            return NOT_HAPPENED
        if flag.holds(self._wanted(command.intent)):
            return Effect(Found.HAPPENED, self._flag_receipt(flag))
        return NOT_HAPPENED

    def _find_message(self, command: Command) -> Effect:
        """Look in every room used since: the one it went to need not be the one found for the member now."""
        me = wire.text(self._sign_in().uid)
        since, marker = self._since(command), wire.marker(command.id).strip()
        rooms = self._get("/api/v3/chats?start=0&stop=19", wire.ROOMS).response.rooms
        used = [room for room in rooms if room.teaser and wire.moment(room.teaser.timestamp) >= since]
        all_seen = len(used) < ROOMS
        for room in used:
            path = f"/api/v3/chats/{_quoted(wire.text(room.room_id))}/messages"
            messages = self._get(f"{path}?start=0", wire.MESSAGES).response.messages
            recent = [message for message in reversed(messages) if wire.moment(message.timestamp) >= since]
            for message_id in (wire.text(message.mid) for message in recent if wire.text(message.fromuid) == me):
                if marker in self._raw(f"{path}/{_quoted(message_id)}/raw"):
                    receipt = Receipt(ReceiptStatus.DONE, remote_id=message_id, at=self._clock(), verified=True)
                    return Effect(Found.HAPPENED, receipt)
            all_seen = all_seen and len(recent) < MESSAGES
        return NOT_HAPPENED if all_seen else CANNOT_TELL

    def _find_reply(self, command: Command) -> Effect:
        slug = self._sign_in().userslug or ""
        since, marker = self._since(command), wire.marker(command.id).strip()
        page = self._get(f"/api/user/{_quoted(slug)}/posts", wire.OWN_POSTS)
        recent = [wire.text(post.pid) for post in page.posts if wire.moment(post.timestamp) >= since]
        for post_id in recent:
            if marker in self._raw(f"/api/v3/posts/{_quoted(post_id)}/raw"):
                return Effect(Found.HAPPENED, self._reply_receipt(post_id, verified=True))
        if len(recent) == max(len(page.posts), wire.number(page.next_start)):
            return CANNOT_TELL  # nothing older was seen
        return CANNOT_TELL if self._waits_for_approval(command) else NOT_HAPPENED

    def _waits_for_approval(self, command: Command) -> bool:
        queue = self._http.get("/api/post-queue")
        if queue.status not in (200, 403, 404):
            raise failure(queue)
        return command.id.encode() in queue.body

    def _raw(self, path: str) -> str:
        found = self._or_none(lambda: self._get(path, wire.RAW).response)
        return (found.content or "") if found else ""

    def _since(self, command: Command) -> datetime:
        """From when on, in the community's time, its send could have left something."""
        return (command.first_sent_at or self._clock()) - LOOK_BACK - self._clock_behind

    # --- requests --------------------------------------------------------------------------------------

    def _sign_in(self) -> wire.WireUser:
        """Whose token this is, and how far the community's clock is behind ours."""
        answer = self._http.get("/api/self")
        if answer.status in (400, 500) and self._http.get("/api/v3/ping").status == 400:
            raise MasterToken  # a request without anything in it is wrong only for a token that must say as whom
        try:
            me = _expect(answer, wire.SELF)
        except NotFound:
            raise BrokenAnswer(why="there is no NodeBB at this address (HTTP 404)") from None
        if not me.signed_in:
            raise AuthFailed
        self._acting = me
        self._clock_behind = _behind(answer, self._clock())
        return me

    def _get(self, path: str, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
        return _expect(self._http.get(path), decoder, what)

    def _write(self, path: str, body: object, decoder: "Decoder[_T]") -> _T:
        answer = self._http.write("POST", path, body)
        if answer.status != 200:
            raise _refusal(answer)
        try:
            return answer.read(decoder)
        except BrokenAnswer as error:
            raise OutcomeUnknown(why=error.fields["why"]) from None

    def _or_none(self, read: Callable[[], _T]) -> _T | None:
        """What is read; None when it is gone."""
        try:
            return read()
        except NotFound:
            return None


def _expect(answer: Answer, decoder: "Decoder[_T]", what: tuple[str, str] = ("这项内容", "This")) -> _T:
    if answer.status == 200:
        return answer.read(decoder)
    raise failure(answer, hint=_message(answer), what=what)


def _refusal(answer: Answer) -> CommunityError:
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


def _marked(command: Command) -> str:
    """The text to send. A text of spaces would be taken for the sake of its marker, and be shown empty."""
    if not command.intent.text.strip():
        raise Invalid(why="the text is empty")
    return command.intent.text.rstrip() + wire.marker(command.id)


def _needed(value: str | None) -> str:
    if not value:
        raise Invalid(why="the command does not say what it is about")
    return value


def _known(cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    try:
        return wire.CURSOR.decode(cursor).known
    except msgspec.DecodeError:
        raise CursorExpired from None


def _behind(answer: Answer, now: datetime) -> timedelta:
    """How far the community's clock is behind ours; 0 where it is ahead or does not tell."""
    try:
        there = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return timedelta(0)
    return min(max(now - there, timedelta(0)), LONGEST_BEHIND) if there.tzinfo else timedelta(0)


def _quoted(part: str) -> str:
    return quote(part, safe="")
