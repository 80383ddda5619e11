"""Checks a server against the bridge contract, from the outside: what a brand's engineers run before we connect."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.community.bridge.adapter import BridgeGateway
from app.community.http import Http
from app.domain.commands import Command, CommandId, CommandKind, DecisionId, Intent, ReceiptStatus
from app.domain.community import Found
from app.domain.members import MemberId
from app.domain.posts import PostId
from app.errors import AuthFailed, CommunityError, CursorExpired, Forbidden, NotFound

MISSING = "steward-check-does-not-exist"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what came of it."""

    check: str
    ok: bool
    detail: str


def check_community(
    url: str,
    token: str,
    *,
    write_to: str | None,
    clock: Callable[[], datetime],
    connect_timeout: float,
    read_timeout: float,
) -> list[Finding]:
    """Check every call of the contract.

    Args:
        url: the server.
        token: of a moderator.
        write_to: a test account that gets one private message; None to read only.

    Raises:
        BadAddress: the address can't be used.
    """

    def gateway(with_token: str) -> BridgeGateway:
        http = Http(url, with_token, connect_timeout=connect_timeout, read_timeout=read_timeout)
        return BridgeGateway(http, clock=clock, read_timeout=read_timeout)

    checks = _Checks(gateway(token), gateway("steward-check-wrong-token"))
    findings = checks.reading()
    if write_to and findings[0].ok:
        findings += checks.writing(MemberId(write_to))
    return findings


class _Checks:
    def __init__(self, gateway: BridgeGateway, stranger: BridgeGateway) -> None:
        self._gateway = gateway
        self._stranger = stranger

    def reading(self) -> list[Finding]:
        """Everything that only reads; stops after the first when nobody is there."""
        first = self._run("GET /v1/meta", self._meta)
        if not first.ok:
            return [first]
        return [
            first,
            self._run("401 for a wrong token", self._wrong_token),
            self._run("GET /v1/changes", self._changes),
            self._run("410 for a cursor it does not know", self._old_cursor),
            self._run("GET /v1/cases, posts, threads, members", self._things),
            self._run("404 for what does not exist", self._missing),
            self._run("GET /v1/messages", lambda: f"{len(self._gateway.messages(None).messages)} messages"),
            self._run("GET /v1/honours", lambda: f"{len(self._gateway.honours())} honours"),
            self._run("GET /v1/acknowledgements", lambda: f"{len(self._gateway.acknowledgements(1))} entries"),
            self._run("404 for a key never seen", self._unknown_key),
        ]

    def writing(self, member: MemberId) -> list[Finding]:
        """One private message to a test account, and its repeat; then a post that is none of ours, left alone."""
        return [
            self._run("POST /v1/commands, and the same key again", lambda: self._message(member)),
            self._run("reply.update of what is no reply of ours", self._foreign_reply),
        ]

    def _run(self, name: str, work: Callable[[], str]) -> Finding:
        try:
            return Finding(name, True, work())
        except (CommunityError, AssertionError) as error:
            return Finding(name, False, str(error))

    def _meta(self) -> str:
        info = self._gateway.describe()
        able = [kind.value for kind in CommandKind if info.sends(kind)]
        return f"{info.platform} {info.version}, acting as {info.acting.name}; can {', '.join(able) or 'nothing'}"

    def _wrong_token(self) -> str:
        try:
            self._stranger.describe()
        except AuthFailed:
            return "refused"
        raise AssertionError("a wrong token is accepted")

    def _changes(self) -> str:
        page = self._gateway.changes(None, 1)
        if page.more and self._gateway.changes(page.cursor, 1).cursor == page.cursor:
            raise AssertionError("the cursor does not move on")
        return f"{len(page.cases)} cases, {len(page.posts)} posts on the first page"

    def _old_cursor(self) -> str:
        try:
            self._gateway.changes(MISSING, 1)
        except CursorExpired:
            return "asks to start again"
        raise AssertionError("an unknown cursor is accepted")

    def _things(self) -> str:
        page = self._gateway.changes(None, 1)
        while page.more and not any(case.post for case in page.cases):
            page = self._gateway.changes(page.cursor, 1)
        found = next((case for case in page.cases if case.post), None)
        if found is None or found.post is None:
            return "no case to look at"
        self._gateway.case(found.id)
        post = self._gateway.post(found.post.id)
        around = self._gateway.thread(post.thread_id, post.id)
        if post.id not in {one.id for one in around.posts}:
            raise AssertionError("a thread asked for around a post does not hold it")
        self._gateway.member(post.author.id)
        return f"case {found.id} with its post, thread and author"

    def _missing(self) -> str:
        try:
            self._gateway.post(PostId(MISSING))
        except NotFound:
            return "said so"
        raise AssertionError("a post that does not exist is answered")

    def _unknown_key(self) -> str:
        effect = self._gateway.find_effect(self._command(MemberId(MISSING)))
        if effect.found is not Found.NOT_HAPPENED:
            raise AssertionError("a key never used has a receipt")
        return "said so"

    def _message(self, member: MemberId) -> str:
        command = self._command(member)
        first, second = self._gateway.send(command), self._gateway.send(command)
        if first.status is not ReceiptStatus.DONE:
            raise AssertionError(f"the message was {first.status}: {first.reason}")
        if first.remote_id != second.remote_id:
            raise AssertionError("the same key sent two messages")
        if self._gateway.find_effect(command).found is not Found.HAPPENED:
            raise AssertionError("the key of a sent message is not known")
        return f"one message, {first.remote_id}"

    def _foreign_reply(self) -> str:
        if not self._gateway.describe().sends(CommandKind.UPDATE_REPLY):
            return "not offered"
        intent = Intent(CommandKind.UPDATE_REPLY, post_id=PostId(MISSING), text="Steward: contract check / 契约检查")
        try:
            receipt = self._gateway.send(Command(CommandId(str(uuid.uuid4())), DecisionId(""), intent))
        except (Forbidden, NotFound):
            return "refused"
        raise AssertionError(f"a reply that nobody sent was given another text: {receipt.status}")

    def _command(self, member: MemberId) -> Command:
        text = "Steward: contract check, please ignore. / 契约检查，请忽略。"
        return Command(
            CommandId(str(uuid.uuid4())), DecisionId(""), Intent(CommandKind.MESSAGE, member_id=member, text=text)
        )
