"""Marking a reply of ours as settled: the words above it change, its own and the mark by which it is found stay."""

from app.community.discourse import wire
from app.community.discourse.posts import content
from app.community.discourse.site import Site, conflict, needed, quoted
from app.domain.commands import Command, Receipt, ReceiptStatus
from app.domain.community import NOT_HAPPENED, Effect, Found
from app.domain.settled_mark import same_but_for_the_mark, same_words
from app.domain.words import Words
from app.errors import NotFound, NotOurReply, ReplyEdited

_EDITED = Words("回复在此期间被别人修改过", "the reply was edited by somebody else meanwhile")


class Marks:
    """Gives replies of ours another text."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def mark(self, command: Command) -> Receipt:
        """Change the text, unless it is so already, is not ours, or was edited by other means."""
        text = content(command)
        self._site.check_base(command)
        post = self._site.post(needed(command.intent.post_id))
        raw = post.raw or ""
        said = wire.without_marker(raw)
        if post.gone:
            raise NotFound(what_zh="我们的那条回复", what_en="Our reply")
        if same_words(said, text):
            return self._receipt(post, ReceiptStatus.ALREADY_DONE)
        marker = raw[len(said) :].rstrip()
        if not marker and str(post.user_id) != self._site.me:
            raise NotOurReply
        if not same_but_for_the_mark(said, text):
            raise ReplyEdited
        edit = {"raw": text + marker, "edit_reason": command.intent.reason[:200], "original_text": raw}
        answer = self._site.send("PUT", f"/posts/{quoted(str(post.id))}.json", {"post": edit})
        if answer.status == 409:
            raise conflict(command, _EDITED)
        self._site.taken(answer, wire.EDITED)
        return self._receipt(post, ReceiptStatus.DONE)

    def find_mark(self, command: Command) -> Effect:
        """Whether the reply has the text."""
        post_id, text = needed(command.intent.post_id), content(command)
        post = self._site.or_none(lambda: self._site.post(post_id))
        if post is None or post.gone or not same_words(wire.without_marker(post.raw or ""), text):
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, self._receipt(post, ReceiptStatus.DONE))

    def _receipt(self, post: wire.WirePost, status: ReceiptStatus) -> Receipt:
        url = self._site.url(f"/t/{post.topic_slug or '-'}/{post.topic_id}/{post.post_number or 1}")
        return Receipt(status, str(post.id), url, self._site.clock(), verified=True)
