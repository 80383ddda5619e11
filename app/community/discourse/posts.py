"""Replying to a post, deleting one, and showing one again.

A text that the site refuses is remembered there for two minutes, too: sent again unchanged within them, it meets the
same refusal without being looked at.
"""

from app.community.discourse import wire
from app.community.discourse.lost import absent, look_from
from app.community.discourse.site import THREAD_WORDS, Site, needed, number, quoted, refused
from app.community.discourse.wire import WirePost
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.words import Words
from app.errors import NotFound, OutcomeUnknown

CHUNK, MOST_CHUNKS = 60, 10
"""Of how many posts each, and how many times, a topic is read backwards for a lost reply."""
_EMPTY = Words("正文是空的", "the text is empty")


def marked(command: Command) -> str:
    """The text to send, with the mark by which it is found again."""
    return content(command) + wire.marker(command.id)


def content(command: Command) -> str:
    """The text to send.

    Raises:
        Invalid: there is none.
    """
    if not command.intent.text.strip():
        raise refused(_EMPTY)
    return command.intent.text.rstrip()


class Posts:
    """What is done with posts."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def reply(self, command: Command) -> Receipt:
        """Answer in the thread, below the post that it is about."""
        intent, raw = command.intent, marked(command)
        self._site.check_base(command)
        answered = self._site.post(intent.post_id) if intent.post_id else None
        topic_number = answered.topic_id if answered else number(needed(intent.thread_id))
        if topic_number is None:
            raise NotFound(what_zh=THREAD_WORDS[0], what_en=THREAD_WORDS[1])
        body: dict[str, object] = {"topic_id": topic_number, "raw": raw}
        if answered and answered.post_number and answered.post_number > 1:
            body["reply_to_post_number"] = answered.post_number
        return self.posted(self._site.write("POST", "/posts.json", body, wire.SENT_POST))

    def posted(self, sent: wire.WireSentPost) -> Receipt:
        """The receipt for a post that was sent, or that waits for approval."""
        now = self._site.clock()
        if sent.action == "enqueued":
            waiting = str(sent.pending_post.id) if sent.pending_post else ""
            return Receipt(ReceiptStatus.PENDING_APPROVAL, remote_id=waiting, at=now)
        if sent.id is None or sent.topic_id is None:
            raise OutcomeUnknown(why="the answer names no post")
        url = self._site.url(f"/t/{sent.topic_slug or '-'}/{sent.topic_id}/{sent.post_number or 1}")
        return Receipt(ReceiptStatus.DONE, remote_id=str(sent.id), url=url, at=now)

    def delete(self, command: Command) -> Receipt:
        """Delete a post, so that staff can bring it back; its report counts as upheld then."""
        post_id = needed(command.intent.post_id)
        self._site.check_base(command)
        if self._site.post(post_id).gone:
            return self._done(post_id, ReceiptStatus.ALREADY_DONE)
        self._site.check(self._site.send("DELETE", f"/posts/{quoted(post_id)}.json", {}))
        return self._done(post_id, ReceiptStatus.DONE, case_version=self._version(command))

    def restore(self, command: Command) -> Receipt:
        """Show a post again that was hidden or deleted."""
        post_id = needed(command.intent.post_id)
        post = self._site.post(post_id)
        if not post.gone and not post.hidden:
            return self._done(post_id, ReceiptStatus.ALREADY_DONE)
        for needs_it, way in ((post.gone, "recover"), (post.hidden, "unhide")):
            if needs_it:
                self._site.check(self._site.send("PUT", f"/posts/{quoted(post_id)}/{way}.json", {}))
        return self._done(post_id, ReceiptStatus.DONE, case_version=self._version(command))

    def _version(self, command: Command) -> str:
        """The version of the case now that its post changed; what follows builds on it."""
        case_id = command.intent.case_id
        item = self._site.or_none(lambda: self._site.item(case_id)) if case_id else None
        return item.mark if item else ""

    def _done(self, post_id: str, status: ReceiptStatus, case_version: str = "") -> Receipt:
        url = self._site.url(f"/p/{quoted(post_id)}")
        return Receipt(status, post_id, url, self._site.clock(), case_version, verified=bool(case_version))

    # --- what became of a lost send --------------------------------------------------------------------

    def find_state(self, command: Command) -> Effect:
        """Whether a post is deleted, or shown, as the command wants it."""
        post_id = needed(command.intent.post_id)
        post = self._site.or_none(lambda: self._site.post(post_id))
        if command.intent.kind is CommandKind.DELETE:
            happened = post is None or post.gone
        else:
            happened = post is not None and not post.gone and not post.hidden
        return Effect(Found.HAPPENED, self._done(post_id, ReceiptStatus.DONE)) if happened else NOT_HAPPENED

    def find_reply(self, command: Command) -> Effect:
        """Look for the mark in our own newest posts of the thread, and in what waits for approval."""
        intent = command.intent
        try:
            topic_id = intent.thread_id or str(self._site.post(needed(intent.post_id)).topic_id)
            topic = self._site.topic(topic_id, deleted=True)
            found, all_seen = self._mark_in(command, topic)
        except NotFound:
            return CANNOT_TELL  # a reply that did arrive went with its thread
        if found:
            url = self._site.url(f"/t/{topic.slug or '-'}/{topic.id}/{found.post_number or 1}")
            done = Receipt(ReceiptStatus.DONE, str(found.id), url, self._site.clock(), verified=True)
            return Effect(Found.HAPPENED, done)
        if not all_seen or self._site.is_queued(command):
            return CANNOT_TELL
        return absent(self._site, command)

    def _mark_in(self, command: Command, topic: wire.WireTopic) -> tuple[WirePost | None, bool]:
        """The post with a command's mark, read backwards, and whether everything since the first send was seen.

        Staff see deleted posts here as well. A topic of more than ten thousand posts does not list them.
        """
        posts = {post.id: post for post in topic.post_stream.posts if post.raw is not None}
        stream, since = topic.post_stream.stream, look_from(self._site, command)
        for _ in range(MOST_CHUNKS if stream else 0):
            wanted, stream = stream[-CHUNK:], stream[:-CHUNK]
            missing = [post_id for post_id in wanted if post_id not in posts]
            if missing:
                params = [("include_raw", "1"), *(("post_ids[]", str(post_id)) for post_id in missing)]
                read = self._site.get(f"/t/{topic.id}/posts.json", wire.TOPIC_POSTS, params).post_stream.posts
                posts |= {post.id: post for post in read}
            seen = [posts[post_id] for post_id in wanted if post_id in posts]
            found = self.with_mark(command, seen)
            times = [post.created_at for post in seen if post.created_at]
            if found or not stream or (times and min(times) < since):
                return found, True
        return self.with_mark(command, list(posts.values())), False

    def with_mark(self, command: Command, posts: list[WirePost]) -> WirePost | None:
        """The one of our posts that carries the command's mark."""
        mark, me = wire.marker(command.id).strip(), self._site.me
        return next((post for post in posts if str(post.user_id) == me and mark in (post.raw or "")), None)
