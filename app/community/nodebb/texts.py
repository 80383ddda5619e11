"""Texts that are sent: each carries a mark that readers don't see, by which it is found when its answer was lost."""

from datetime import datetime, timedelta

from app.community.http import failure
from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted
from app.domain.commands import Command
from app.domain.words import Words
from app.errors import Invalid

LOOK_BACK = timedelta(minutes=5)
"""How long before its first send a lost text is still looked for."""
_EMPTY = Words("内容是空的", "the text is empty")


def check_text(command: Command) -> None:
    """A text of spaces would be taken for the sake of its mark, and be shown empty.

    Raises:
        Invalid: there is no text.
    """
    if not command.intent.text.strip():
        raise Invalid(why=_EMPTY)


def marked(command: Command) -> str:
    """The text to send."""
    return command.intent.text.rstrip() + wire.marker(command.id)


def mark_of(command: Command) -> str:
    """What is looked for in raw texts."""
    return wire.marker(command.id).strip()


class Texts:
    """Finds our own texts."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def since(self, command: Command) -> datetime:
        """From when on, in the community's time, its send could have left something."""
        return (command.first_sent_at or self._forum.clock()) - LOOK_BACK + min(self._forum.drift, timedelta(0))

    def raw(self, path: str) -> str:
        """The raw text at a path; "" where it is gone."""
        found = self._forum.or_none(lambda: self._forum.get(path, wire.RAW).response)
        return (found.content or "") if found else ""

    def own_post(self, command: Command) -> tuple[str, bool]:
        """The id of our post with the command's mark, "" for none, and whether all was seen that could have it."""
        slug = self._forum.sign_in().userslug or ""
        since, mark = self.since(command), mark_of(command)
        page = self._forum.get(f"/api/user/{quoted(slug)}/posts", wire.OWN_POSTS)
        recent = [wire.text(post.pid) for post in page.posts if wire.moment(post.timestamp) >= since]
        for post_id in recent:
            if mark in self.raw(f"/api/v3/posts/{quoted(post_id)}/raw"):
                return post_id, True
        if len(recent) == max(len(page.posts), wire.number(page.next_start)):
            return "", False  # nothing older was seen
        return "", not self._waits_for_approval(command)

    def _waits_for_approval(self, command: Command) -> bool:
        queue = self._forum.http.get("/api/post-queue")
        if queue.status not in (200, 403, 404):
            raise failure(queue)
        return command.id.encode() in queue.body
