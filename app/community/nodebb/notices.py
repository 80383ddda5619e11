"""Publishing a notice as a pinned and locked topic, and rewriting one."""

from app.community.http import failure
from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted, refusal
from app.community.nodebb.part import needed, receipt, unread
from app.community.nodebb.texts import Search, absent, check_text, mark_of, marked
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, Effect, Found
from app.domain.words import Words
from app.errors import CommunityError, Forbidden, Invalid, NotFound, OutcomeUnknown

TITLE_MIN, TITLE_MAX = 3, 255
CATEGORIES = "/api/v3/search/categories?privilege=topics:create&hideUncategorized=1&localOnly=1"
NAMES = ("公告", "announcement", "notice")
"""What a category for notices is called, the likeliest first."""

_TITLE = Words(f"标题要有 {TITLE_MIN} 到 {TITLE_MAX} 字", f"the title needs {TITLE_MIN} to {TITLE_MAX} characters")
_NOWHERE = Words("没有可以发主题的版块", "there is no category in which this account may start a topic")
_LOOSE = Words("公告已发布，但没能置顶或锁定", "the notice was published, but could not be pinned or locked")


class Notices:
    """Writes topics that stay on top and take no replies."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def check(self, command: Command) -> None:
        """A notice needs a text and, when it is new, a title."""
        intent, title = command.intent, command.intent.title.strip()
        check_text(command)
        if intent.kind is CommandKind.UPDATE_NOTICE:
            needed(intent.thread_id)
        if (title or intent.kind is CommandKind.PUBLISH_NOTICE) and not TITLE_MIN <= len(title) <= TITLE_MAX:
            raise Invalid(why=_TITLE)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """A new topic, or a new text of an old one."""
        if command.intent.kind is CommandKind.UPDATE_NOTICE:
            return self._update(command)
        body = {"cid": self._category(), "title": command.intent.title.strip(), "content": marked(command)}
        sent = self._forum.write("/api/v3/topics", body, wire.NEW_TOPIC).response
        if sent.queued:
            return Receipt(ReceiptStatus.PENDING_APPROVAL, remote_id=wire.text(sent.id), at=self._forum.clock())
        if sent.tid is None:
            raise OutcomeUnknown(why="the answer names no topic")
        return self._put_up(wire.text(sent.tid))

    def find(self, command: Command) -> Effect:
        """Its mark is in one of our posts, or in the notice; a new one is then pinned and locked, if it is not yet."""
        if command.intent.kind is CommandKind.UPDATE_NOTICE:
            thread_id = needed(command.intent.thread_id)
            found = self._forum.or_none(lambda: self._is_updated(command, self._main_post(thread_id)))
            return Effect(Found.HAPPENED, self._receipt(thread_id)) if found else absent(self._forum, command)
        look = Search(self._forum, command)
        waits = look.waits()
        post_id = look.own_post(lambda post: post.opens_thread())
        if not post_id:
            return CANNOT_TELL if waits else look.absent()
        thread_id = wire.text(self._forum.raw_post(post_id).tid)
        with self._forum.sending:
            return Effect(Found.HAPPENED, self._put_up(thread_id))

    def _category(self) -> wire.Id:
        """The category for notices: one that is called so, else the first."""
        listed = self._forum.get(CATEGORIES, wire.CATEGORIES).response.categories
        open_to_us = [category for category in listed if category.cid is not None and wire.number(category.cid) > 0]
        for name in NAMES:
            for category in open_to_us:
                if name in category.name.casefold():
                    return wire.id_to_send(wire.text(category.cid))
        if not open_to_us:
            raise Forbidden(hint=_NOWHERE)
        return wire.id_to_send(wire.text(open_to_us[0].cid))

    def _put_up(self, thread_id: str) -> Receipt:
        """Pin and lock a topic that is there: whatever goes wrong now, it was published."""
        try:
            topic = self._forum.topic(thread_id)
            loose = [
                self._forum.http.write("PUT", f"/api/v3/topics/{quoted(thread_id)}/{what}", {})
                for what, so in (("pin", topic.pinned), ("lock", topic.locked))
                if not wire.number(so)
            ]
            for answer in loose:
                if answer.status in (401, 429) or answer.status >= 500:
                    raise failure(answer)
            topic = self._forum.topic(thread_id) if loose else topic
        except NotFound:
            raise
        except CommunityError as error:
            raise unread(error) from None
        fast = bool(wire.number(topic.pinned) and wire.number(topic.locked))
        return self._receipt(thread_id, verified=fast, reason="" if fast else f"{_LOOSE.zh} / {_LOOSE.en}")

    def _update(self, command: Command) -> Receipt:
        thread_id = needed(command.intent.thread_id)
        post_id, title = self._main_post(thread_id), command.intent.title.strip()
        body = {"content": marked(command), **({"title": title} if title else {})}
        answer = self._forum.http.write("PUT", f"/api/v3/posts/{quoted(post_id)}", body)
        if answer.status != 200:
            raise refusal(answer)
        try:
            verified = self._is_updated(command, post_id)
        except CommunityError as error:
            raise unread(error) from None
        return self._receipt(thread_id, verified=verified)

    def _main_post(self, thread_id: str) -> str:
        return needed(wire.text(self._forum.topic(thread_id).main_pid))

    def _is_updated(self, command: Command, post_id: str) -> bool:
        path = f"/api/v3/posts/{quoted(post_id)}/raw"
        found = self._forum.or_none(lambda: self._forum.get(path, wire.RAW).response)
        return found is not None and mark_of(command) in (found.content or "")

    def _receipt(self, thread_id: str, *, verified: bool = True, reason: str = "") -> Receipt:
        return receipt(self._forum, thread_id, verified=verified, path=f"/topic/{thread_id}", reason=reason)
