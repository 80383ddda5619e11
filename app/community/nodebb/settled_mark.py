"""Marking a reply of ours as settled: the words above it change, its own and the mark by which it is found stay."""

from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted, refusal
from app.community.nodebb.part import DONE_OR_REFUSED, needed, not_stored, receipt, unread
from app.community.nodebb.texts import check_text
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, Receipt
from app.domain.community import NOT_HAPPENED, Effect, Found
from app.domain.settled_mark import same_but_for_the_mark, same_words
from app.errors import CommunityError, NotFound, NotOurReply, ReplyEdited


class Marks:
    """Gives replies of ours another text. NodeBB knows no lock: what is edited while we write is overwritten."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def check(self, command: Command) -> None:
        """It needs a reply and its text."""
        needed(command.intent.post_id)
        check_text(command)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Change the text, unless it is so already, is not ours, or was edited by other means."""
        post = self._post(command)
        said, marker = wire.split(post.content or "")
        if same_words(said, command.intent.text):
            return self._receipt(command, already=True)
        if not marker and wire.text(post.uid) != wire.text(self._forum.account().uid):
            raise NotOurReply
        if not same_but_for_the_mark(said, command.intent.text):
            raise ReplyEdited
        body = {"content": command.intent.text.rstrip() + marker}
        answer = self._forum.http.write("PUT", f"/api/v3/posts/{quoted(needed(command.intent.post_id))}", body)
        if answer.status not in DONE_OR_REFUSED:
            raise refusal(answer)
        try:
            if self._is_so(command):
                return self._receipt(command)
        except CommunityError as error:
            raise unread(error) from None
        raise not_stored(answer)

    def find(self, command: Command) -> Effect:
        """The reply has the text."""
        try:
            so = self._is_so(command)
        except NotFound:
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, self._receipt(command)) if so else NOT_HAPPENED

    def _post(self, command: Command) -> wire.WirePost:
        post = self._forum.raw_post(needed(command.intent.post_id))
        if wire.number(post.deleted):
            raise NotFound(what_zh="我们的那条回复", what_en="Our reply")
        return post

    def _is_so(self, command: Command) -> bool:
        return same_words(wire.split(self._post(command).content or "")[0], command.intent.text)

    def _receipt(self, command: Command, *, already: bool = False) -> Receipt:
        post_id = needed(command.intent.post_id)
        return receipt(self._forum, post_id, already=already, path=f"/post/{post_id}")
