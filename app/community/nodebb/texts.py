"""Texts that are sent: each carries a mark that readers don't see, by which it is found when its answer was lost."""

from collections.abc import Callable
from datetime import timedelta

from app.community.http import failure
from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted
from app.domain import commands
from app.domain.commands import Command
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect
from app.domain.words import Words
from app.errors import Invalid

LOOK_BACK = timedelta(hours=25)
"""How long before its first send a lost text is looked for: our clock may have been put right by a day since."""
PROVES_FOR, CLOCK_DRIFT = timedelta(hours=1), timedelta(minutes=5)
"""For how long nobody will have removed a text that arrived, and how far back our clock may have been set."""
MOST_REQUESTS, MOST_PAGES = 30, 10
WAITED = Words("正等待社区审批", "waiting for approval in the community")
"""Why a command is uncertain that the community put into its queue of posts to approve."""
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


def absent(forum: Forum, command: Command, *, all_seen: bool = True) -> Effect:
    """What it means that a text is not there.

    It may have arrived and been removed, or been rejected by who had to approve it: then a person decides.
    """
    now = forum.clock()
    age = now - (command.first_sent_at or now)
    settled_by_a_person = command.reason in (WAITED, commands.CANNOT_TELL)
    proves = all_seen and -CLOCK_DRIFT <= age < PROVES_FOR and not settled_by_a_person
    return NOT_HAPPENED if proves else CANNOT_TELL


class Search:
    """Looks for one text among our own, as far as a number of requests goes.

    Attributes:
        me: the id of this account.
        since: from when on, in the community's time, its send could have left something.
        all_seen: whether everything was read so far that could be the text.
    """

    def __init__(self, forum: Forum, command: Command) -> None:
        self._forum, self._command = forum, command
        self._mark = mark_of(command)
        self._enough = forum.http.requests + MOST_REQUESTS
        account = forum.sign_in()  # how its clock stands, now
        self.me, self._slug = wire.text(account.uid), account.userslug or ""
        self.since = min(command.first_sent_at or forum.clock(), forum.clock()) - LOOK_BACK + forum.drift
        self.all_seen = True

    def goes_on(self) -> bool:
        """Whether one more request may be made; where not, not everything is seen."""
        self.all_seen = self.all_seen and self._forum.http.requests < self._enough
        return self._forum.http.requests < self._enough

    def absent(self) -> Effect:
        """What it means that it was not found."""
        return absent(self._forum, self._command, all_seen=self.all_seen)

    def holds(self, path: str) -> bool:
        """Whether the raw text at a path is the one. One that is gone may have been it."""
        if not self.goes_on():
            return False
        found = self._forum.or_none(lambda: self._forum.get(path, wire.RAW).response)
        if found is None:
            self.all_seen = False
        return found is not None and self._mark in (found.content or "")

    def own_post(self, like: Callable[[wire.WireOwnPost], bool]) -> str:
        """The id of our post that is the text, "" for none, among those that can be it.

        Posts that the account may not see are left out of a page without a trace, so that a short one is no last one.
        """
        known: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            if not self.goes_on():
                return ""
            address = f"/api/user/{quoted(self._slug)}/posts" + (f"?page={page}" if page > 1 else "")
            posts = {wire.text(post.pid): post for post in self._forum.get(address, wire.OWN_POSTS).posts}
            recent = [one for one, post in posts.items() if wire.moment(post.timestamp) >= self.since]
            for post_id in recent:
                if post_id not in known and like(posts[post_id]) and self.holds(f"/api/v3/posts/{quoted(post_id)}/raw"):
                    return post_id
            if not posts or len(recent) < len(posts):
                return ""  # what follows is older
            if known.issuperset(posts):
                break
            known |= set(posts)
        self.all_seen = False
        return ""

    def waits(self) -> bool:
        """Whether it waits for approval. The newest stand at the end of the queue."""
        body, pages = self._queue("")
        for page in range(pages, max(1, pages - MOST_PAGES + 1), -1):
            body += self._queue(f"?page={page}")[0]
        self.all_seen = self.all_seen and pages <= MOST_PAGES
        return self._command.id.encode() in body

    def _queue(self, page: str) -> tuple[bytes, int]:
        """A page of what waits for approval, and how many pages there are."""
        if not self.goes_on():
            return b"", 1
        answer = self._forum.http.get(f"/api/post-queue{page}")
        if answer.status in (403, 404):
            self.all_seen = False
            return b"", 1
        if answer.status != 200:
            raise failure(answer)
        return answer.body, wire.number(answer.read(wire.QUEUE).pagination.page_count)
