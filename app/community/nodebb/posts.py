"""Replying in public, and deleting and restoring posts."""

from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted, refusal
from app.community.nodebb.part import DONE_OR_REFUSED, needed, not_stored, receipt, unread
from app.community.nodebb.texts import Search, check_text, marked
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.errors import CommunityError, NotFound, OutcomeUnknown


class Replies:
    """Writes posts."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def check(self, command: Command) -> None:
        """A reply needs a text, and a post or a thread to stand under."""
        needed(command.intent.thread_id or command.intent.post_id)
        check_text(command)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Under the post, or at the end of the thread."""
        intent = command.intent
        thread_id = self._thread_id(command)
        body: dict[str, object] = {"content": marked(command)}
        if intent.post_id:
            body["toPid"] = wire.id_to_send(intent.post_id)
        sent = self._forum.write(f"/api/v3/topics/{quoted(thread_id)}", body, wire.REPLY).response
        if sent.queued:
            return Receipt(ReceiptStatus.PENDING_APPROVAL, remote_id=wire.text(sent.id), at=self._forum.clock())
        if sent.pid is None:
            raise OutcomeUnknown(why="the answer names no post")
        return self._receipt(wire.text(sent.pid), verified=False)

    def find(self, command: Command) -> Effect:
        """Its mark is in one of our posts there. The queue is read first: what is approved meanwhile is then found."""
        look = Search(self._forum, command)
        thread_id = self._forum.or_none(lambda: self._thread_id(command)) or ""
        waits = look.waits()
        post_id = look.own_post(lambda post: post.in_thread(thread_id))
        if post_id:
            return Effect(Found.HAPPENED, self._receipt(post_id, verified=True))
        return CANNOT_TELL if waits else look.absent()

    def _thread_id(self, command: Command) -> str:
        intent = command.intent
        return intent.thread_id or wire.text(self._forum.raw_post(needed(intent.post_id)).tid)

    def _receipt(self, post_id: str, *, verified: bool) -> Receipt:
        return receipt(self._forum, post_id, verified=verified, path=f"/post/{post_id}")


class PostStates:
    """Deletes posts so that they can be restored, and restores them; folding one is deleting it here."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def check(self, command: Command) -> None:
        """It needs a post."""
        needed(command.intent.post_id)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Change what is not so already: a repeat is answered with 400, as other refusals are."""
        post_id = needed(command.intent.post_id)
        if self._is_so(command):
            return receipt(self._forum, post_id, already=True, path=f"/post/{post_id}")
        method = "PUT" if command.intent.kind is CommandKind.RESTORE else "DELETE"
        answer = self._forum.http.write(method, f"/api/v3/posts/{quoted(post_id)}/state", {})  # type: ignore[arg-type]
        if answer.status not in DONE_OR_REFUSED:
            raise refusal(answer)
        try:
            if self._is_so(command):
                return receipt(self._forum, post_id, path=f"/post/{post_id}")
        except CommunityError as error:
            raise unread(error) from None
        raise not_stored(answer)

    def find(self, command: Command) -> Effect:
        """The post is as wanted."""
        post_id = needed(command.intent.post_id)
        try:
            so = self._is_so(command)
        except NotFound:
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, receipt(self._forum, post_id, path=f"/post/{post_id}")) if so else NOT_HAPPENED

    def _is_so(self, command: Command) -> bool:
        deleted = bool(wire.number(self._forum.raw_post(needed(command.intent.post_id)).deleted))
        return deleted is (command.intent.kind is not CommandKind.RESTORE)
