"""The notices of the demo community: threads on top that take no replies."""

from collections.abc import Callable
from datetime import datetime
from threading import RLock
from typing import Protocol

from msgspec import structs

from app.community.bridge import wire
from app.demo.feed import Feed
from app.demo.refusals import Refusal, check_text, found
from app.domain.commands import ReceiptStatus
from app.domain.posts import PostState

NOTICE_MAX, TITLE_MAX = 50_000, 255


class Kept(Protocol):
    """What a community keeps, as far as notices need it."""

    _lock: RLock
    _clock: Callable[[], datetime]
    _feed: Feed
    _threads: dict[str, wire.WireThread]
    _posts: dict[str, wire.WirePost]
    _in_thread: dict[str, list[str]]


def publish(kept: Kept, acting: wire.WireRef, key: str, command: wire.WireCommand) -> wire.WireReceipt:
    """Put up a notice: a thread, pinned and locked, with one post."""
    check_text(command.text, NOTICE_MAX)
    check_text(command.title, TITLE_MAX)
    number = len(kept._threads) + 1
    thread = wire.WireThread(f"t-n{number:05}", command.title, "公告", locked=True, pinned=True)
    post = wire.WirePost(
        id=f"p-n{number:05}",
        thread_id=thread.id,
        author=acting,
        created_at=kept._clock(),
        state=PostState.VISIBLE,
        raw=command.text,
        version="1",
        number=1,
        client_ref=key,
    )
    kept._threads[thread.id], kept._posts[post.id] = thread, post
    kept._in_thread[thread.id] = [post.id]
    kept._feed.announce("thread", thread.id)
    kept._feed.announce("post", post.id)
    return wire.WireReceipt(ReceiptStatus.DONE, thread.id, at=kept._clock())


def update(kept: Kept, command: wire.WireCommand) -> wire.WireReceipt:
    """Give a notice another text, and another title where one is given."""
    check_text(command.text, NOTICE_MAX)
    thread = found(kept._threads, command.thread_id or "")
    first = next((one for one in kept._in_thread.get(thread.id, []) if one in kept._posts), None)
    if first is None:
        raise Refusal(404, "not_found", "this notice does not exist (any more)")
    rewrite(kept, first, command.text)
    if command.title:
        kept._threads[thread.id] = structs.replace(thread, title=command.title)
        kept._feed.announce("thread", thread.id)
    return wire.WireReceipt(ReceiptStatus.DONE, thread.id, at=kept._clock())


def rewrite(kept: Kept, post_id: str, text: str) -> None:
    """Give a post another text, by whomever."""
    post = found(kept._posts, post_id)
    version = str(int(post.version) + 1)
    kept._posts[post_id] = structs.replace(post, raw=text, edited_at=kept._clock(), version=version)
    kept._feed.announce("post", post_id)


def tamper(kept: Kept, thread_id: str, text: str) -> None:
    """Staff change the text of a notice with other tools."""
    with kept._lock:
        rewrite(kept, kept._in_thread[thread_id][0], text)


def loosen(kept: Kept, thread_id: str) -> None:
    """Staff take a notice off the top and let members reply."""
    with kept._lock:
        kept._threads[thread_id] = structs.replace(kept._threads[thread_id], pinned=False, locked=False)


def remove(kept: Kept, thread_id: str) -> None:
    """Staff remove a notice."""
    with kept._lock:
        for post_id in kept._in_thread.pop(thread_id, []):
            kept._posts.pop(post_id, None)
        kept._threads.pop(thread_id, None)
        kept._feed.announce("thread", thread_id)
