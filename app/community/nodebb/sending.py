"""Doing something in a NodeBB forum, and finding out what became of it when the answer was lost."""

from datetime import datetime, timedelta

from app.community.http import failure
from app.community.nodebb import wire
from app.community.nodebb.forum import MEMBER_WORDS, Forum, Poisoned, quoted, refusal
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Capability, Effect, Found, Level
from app.domain.words import Words
from app.errors import (
    BrokenAnswer,
    CommunityError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
)

LOOK_BACK = timedelta(minutes=5)
"""How long before its first send a lost text is still looked for."""
ROOMS, MESSAGES = 20, 50
"""How many a full page holds."""

NOT_OFFERED = Capability(Level.UNSUPPORTED, Words("这个接口尚未提供", "not yet offered by this adapter"))
CAPABILITIES = {kind.value: NOT_OFFERED for kind in CommandKind} | {
    CommandKind.CLAIM: Capability(
        Level.EMULATED,
        Words(
            "NodeBB 没有锁，别人可能同时处理",
            "NodeBB knows no lock: somebody else can take the case at the same moment",
        ),
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


class Sending:
    """What is written to a forum, and what became of it."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def send(self, command: Command) -> Receipt:
        """Do something. Between the look at the case and the write a moment remains that no lock guards."""
        match command.intent.kind:
            case CommandKind.CLAIM | CommandKind.RESOLVE:
                return self._change_flag(command)
            case CommandKind.MESSAGE:
                return self._send_message(command)
            case CommandKind.REPLY:
                return self._send_reply(command)
        raise Invalid(why=NOT_OFFERED.reason.en)

    def _check_base(self, command: Command) -> None:
        """The lock that NodeBB lacks: see whether the case is still as it was."""
        if command.intent.case_id is None or not command.base_version:
            return
        try:
            flag = self._forum.flag(command.intent.case_id)
        except Poisoned as error:
            raise Invalid(why=error.fields["why"]) from None
        if flag.version != command.base_version:
            raise Conflict

    def _change_flag(self, command: Command) -> Receipt:
        """Write, then believe only what is read: values it dislikes are dropped with 200, others stored with 400."""
        case_id = CaseId(_needed(command.intent.case_id))
        wanted = self._wanted(command.intent)
        self._check_base(command)
        answer = self._forum.http.write("PUT", f"/api/v3/flags/{quoted(case_id)}", wanted)
        if answer.status not in (200, 400):
            raise refusal(answer)
        try:
            flag = self._forum.flag(case_id)
        except CommunityError as error:
            raise OutcomeUnknown(why=error.fields.get("why", str(error))) from None
        if flag.holds(wanted):
            return self._flag_receipt(flag)
        if answer.status == 400:
            raise refusal(answer)
        assignee = wire.text(flag.assignee)
        if assignee and wanted.get("assignee", assignee) != assignee:
            raise Conflict  # somebody else took it in the same moment
        raise Invalid(why="the community answered OK and changed nothing")

    def _wanted(self, intent: Intent) -> dict[str, str]:
        """The values of a flag after a command. As a number, the assignee would be entered in its history twice."""
        if intent.kind is CommandKind.CLAIM:
            return {"assignee": wire.text(self._forum.account().uid), "state": "wip"}
        if intent.outcome not in OUTCOMES:
            raise Invalid(why="a report can only be settled as upheld, dismissed or ignored")
        return {"state": OUTCOMES[intent.outcome]}

    def _flag_receipt(self, flag: wire.WireFlag) -> Receipt:
        return Receipt(
            ReceiptStatus.DONE,
            remote_id=wire.text(flag.flag_id),
            at=self._forum.clock(),
            case_version=flag.version,
            verified=True,
        )

    def _send_message(self, command: Command) -> Receipt:
        member_id, text = _needed(command.intent.member_id), _marked(command)
        self._check_base(command)
        sent = self._forum.write(
            f"/api/v3/chats/{quoted(self._room(member_id))}", {"message": text}, wire.MESSAGE
        ).response
        if sent.mid is None:
            raise OutcomeUnknown(why="the answer names no message")
        return Receipt(ReceiptStatus.DONE, remote_id=wire.text(sent.mid), at=self._forum.clock())

    def _room(self, member_id: str) -> str:
        """The room with a member. A new one is made only where there is none: asked twice, NodeBB makes two."""
        found = self._forum.get(f"/api/v3/users/{quoted(member_id)}/chat", wire.ROOM, MEMBER_WORDS).response
        if found.room_id:
            return wire.text(found.room_id)
        made = self._forum.write("/api/v3/chats", {"uids": [wire.id_to_send(member_id)]}, wire.ROOM).response
        if not made.room_id:
            raise OutcomeUnknown(why="the answer names no room")
        return wire.text(made.room_id)

    def _send_reply(self, command: Command) -> Receipt:
        intent, text = command.intent, _marked(command)
        self._check_base(command)
        thread_id = intent.thread_id or self._forum.read_post(_needed(intent.post_id), None).thread_id
        body: dict[str, object] = {"content": text}
        if intent.post_id:
            body["toPid"] = wire.id_to_send(intent.post_id)
        sent = self._forum.write(f"/api/v3/topics/{quoted(thread_id)}", body, wire.REPLY).response
        if sent.queued:
            return Receipt(ReceiptStatus.PENDING_APPROVAL, remote_id=wire.text(sent.id), at=self._forum.clock())
        if sent.pid is None:
            raise OutcomeUnknown(why="the answer names no post")
        return self._reply_receipt(wire.text(sent.pid), verified=False)

    def _reply_receipt(self, post_id: str, *, verified: bool) -> Receipt:
        url = f"{self._forum.http.url}/post/{quoted(post_id)}"
        return Receipt(ReceiptStatus.DONE, remote_id=post_id, url=url, at=self._forum.clock(), verified=verified)

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
            flag = self._forum.flag(CaseId(_needed(command.intent.case_id)))
        except NotFound:
            return NOT_HAPPENED
        if flag.holds(self._wanted(command.intent)):
            return Effect(Found.HAPPENED, self._flag_receipt(flag))
        return NOT_HAPPENED

    def _find_message(self, command: Command) -> Effect:
        """Look in every room used since: the one it went to need not be the one found for the member now."""
        me = wire.text(self._forum.sign_in().uid)
        since, marker = self._since(command), wire.marker(command.id).strip()
        rooms = self._forum.get("/api/v3/chats?start=0&stop=19", wire.ROOMS).response.rooms
        used = [room for room in rooms if room.teaser and wire.moment(room.teaser.timestamp) >= since]
        all_seen = len(used) < ROOMS
        for room in used:
            path = f"/api/v3/chats/{quoted(wire.text(room.room_id))}/messages"
            messages = self._forum.get(f"{path}?start=0", wire.MESSAGES).response.messages
            recent = [message for message in reversed(messages) if wire.moment(message.timestamp) >= since]
            for message_id in (wire.text(message.mid) for message in recent if wire.text(message.fromuid) == me):
                if marker in self._raw(f"{path}/{quoted(message_id)}/raw"):
                    receipt = Receipt(ReceiptStatus.DONE, remote_id=message_id, at=self._forum.clock(), verified=True)
                    return Effect(Found.HAPPENED, receipt)
            all_seen = all_seen and len(recent) < MESSAGES
        return NOT_HAPPENED if all_seen else CANNOT_TELL

    def _find_reply(self, command: Command) -> Effect:
        slug = self._forum.sign_in().userslug or ""
        since, marker = self._since(command), wire.marker(command.id).strip()
        page = self._forum.get(f"/api/user/{quoted(slug)}/posts", wire.OWN_POSTS)
        recent = [wire.text(post.pid) for post in page.posts if wire.moment(post.timestamp) >= since]
        for post_id in recent:
            if marker in self._raw(f"/api/v3/posts/{quoted(post_id)}/raw"):
                return Effect(Found.HAPPENED, self._reply_receipt(post_id, verified=True))
        if len(recent) == max(len(page.posts), wire.number(page.next_start)):
            return CANNOT_TELL  # nothing older was seen
        return CANNOT_TELL if self._waits_for_approval(command) else NOT_HAPPENED

    def _waits_for_approval(self, command: Command) -> bool:
        queue = self._forum.http.get("/api/post-queue")
        if queue.status not in (200, 403, 404):
            raise failure(queue)
        return command.id.encode() in queue.body

    def _raw(self, path: str) -> str:
        found = self._forum.or_none(lambda: self._forum.get(path, wire.RAW).response)
        return (found.content or "") if found else ""

    def _since(self, command: Command) -> datetime:
        """From when on, in the community's time, its send could have left something."""
        return (command.first_sent_at or self._forum.clock()) - LOOK_BACK - self._forum.clock_behind


def _marked(command: Command) -> str:
    """The text to send. A text of spaces would be taken for the sake of its marker, and be shown empty."""
    if not command.intent.text.strip():
        raise Invalid(why="the text is empty")
    return command.intent.text.rstrip() + wire.marker(command.id)


def _needed(value: str | None) -> str:
    if not value:
        raise Invalid(why="the command does not say what it is about")
    return value
