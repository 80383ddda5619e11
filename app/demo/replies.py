"""Public replies of the team in the demo community, and the text that one of them is given later."""

from collections.abc import Callable
from datetime import datetime
from threading import RLock
from typing import Any, Protocol

from msgspec import structs

from app.community.bridge import wire
from app.demo.feed import Feed
from app.demo.refusals import Refusal, check_text, found
from app.domain.commands import ReceiptStatus
from app.domain.posts import PostState

REPLY_MAX = 10_000


class Kept(Protocol):
    """What a community keeps, as far as replies need it.

    Attributes:
        _replies: the text that a command last gave each reply.
    """

    _lock: RLock
    _clock: Callable[[], datetime]
    _feed: Feed
    _threads: dict[str, wire.WireThread]
    _posts: dict[str, wire.WirePost]
    _in_thread: dict[str, list[str]]
    _cases: dict[str, wire.WireCase]
    _done: dict[str, Any]
    _replies: dict[str, str]


def post(kept: Kept, acting: wire.WireRef, key: str, command: wire.WireCommand) -> wire.WireReceipt:
    """Reply at the end of a thread."""
    thread = found(kept._threads, command.thread_id or "")
    if thread.locked:
        raise Refusal(403, "forbidden", "this thread is locked")
    check_text(command.text, REPLY_MAX)
    here = kept._in_thread.setdefault(thread.id, [])
    reply = wire.WirePost(
        id=f"p-r{len(kept._done) + 1:07}",
        thread_id=thread.id,
        author=acting,
        created_at=kept._clock(),
        state=PostState.VISIBLE,
        raw=command.text,
        version="1",
        number=len(here) + 1,
        reply_to=command.post_id,
        client_ref=key,
    )
    kept._posts[reply.id] = reply
    kept._replies[reply.id] = command.text
    here.append(reply.id)
    kept._feed.announce("post", reply.id)
    return _receipt(kept, command, reply.id)


def update(kept: Kept, command: wire.WireCommand) -> wire.WireReceipt:
    """Give a reply of the team another text. An edit that somebody made by other means is not overwritten."""
    reply = found(kept._posts, command.post_id or "")
    if reply.id not in kept._replies:
        raise Refusal(403, "forbidden", "this is no reply of the team")
    check_text(command.text, REPLY_MAX)
    if reply.raw == command.text:
        return _receipt(kept, command, reply.id, status=ReceiptStatus.ALREADY_DONE)
    if reply.raw != kept._replies[reply.id]:
        why = "the reply was edited in the community since"
        return _receipt(kept, command, reply.id, status=ReceiptStatus.REJECTED, reason=why)
    kept._posts[reply.id] = structs.replace(
        reply, raw=command.text, edited_at=kept._clock(), version=str(int(reply.version) + 1)
    )
    kept._replies[reply.id] = command.text
    kept._feed.announce("post", reply.id)
    return _receipt(kept, command, reply.id)


def _receipt(
    kept: Kept,
    command: wire.WireCommand,
    post_id: str,
    *,
    status: ReceiptStatus = ReceiptStatus.DONE,
    reason: str = "",
) -> wire.WireReceipt:
    case = kept._cases.get(command.case_id or "")
    version = case.version if case else ""
    return wire.WireReceipt(status, post_id, at=kept._clock(), case_version=version, reason=reason)
