"""NodeBB 4: a forum without cursors, versions, locks or keys; what is missing is made up for by reading.

A list of open flags is compared with what was known; a case's version is a fingerprint, read again before and after
each write; a sent text carries a hidden marker by which it is found when its answer was lost.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.community.http import Http
from app.community.nodebb import wire
from app.community.nodebb.capabilities import capabilities
from app.community.nodebb.feed import Feed
from app.community.nodebb.forum import Forum
from app.community.nodebb.members import Members
from app.community.nodebb.messages import Messages
from app.community.nodebb.reading import Reading
from app.community.nodebb.sending import Sending
from app.domain.cases import CaseId
from app.domain.commands import Command, Receipt
from app.domain.community import (
    Acknowledgement,
    AuditPage,
    ChangePage,
    CommunityInfo,
    Effect,
    Limits,
    MessagePage,
    RemoteCase,
)
from app.domain.members import Honour, Member, MemberId
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, ThreadId, ThreadSlice

REQUESTS_PER_MINUTE = 60
MESSAGE_MAX, REPLY_MAX = 1000, 32767
ASK_MARGIN = timedelta(seconds=30)


class NodebbGateway:
    """A NodeBB forum, reached with a moderator's own token."""

    repeat_window = timedelta(0)

    def __init__(self, http: Http, *, clock: Callable[[], datetime], read_timeout: float) -> None:
        self._forum = Forum(http, clock)
        self._feed = Feed(self._forum)
        self._reading = Reading(self._forum)
        self._members = Members(self._forum)
        self._messages = Messages(self._forum)
        self._sending = Sending(self._forum)
        self.ask_after = timedelta(seconds=read_timeout) + ASK_MARGIN

    @property
    def requests(self) -> int:
        """How many requests were made so far."""
        return self._forum.http.requests

    def close(self) -> None:
        """Let go of every connection."""
        self._forum.http.close()

    def describe(self) -> CommunityInfo:
        """Who we are here, and what this community can do. Its version is for administrators only.

        One request, and another one every ten minutes for what the account may do.

        Raises:
            MasterToken: the token can act as anybody.
        """
        acting = self._forum.sign_in().read()
        limits = Limits(REQUESTS_PER_MINUTE, MESSAGE_MAX - wire.MARKER_LENGTH, REPLY_MAX - wire.MARKER_LENGTH)
        return CommunityInfo("nodebb", "", acting, capabilities(self._forum.rights()), limits)

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """The flags that look different in the list: one request, and one more for each of them."""
        return self._feed.changes(cursor, budget)

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now, with its thread and notes."""
        return self._reading.case(case_id)

    def post(self, post_id: PostId) -> Post:
        """A post as it is now."""
        return self._reading.post(post_id)

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        """Posts of a thread, around one of them or from its beginning."""
        return self._reading.thread(thread_id, around, before, after)

    def picture(self, address: str) -> Picture:
        """A picture that a post shows."""
        return self._reading.picture(address)

    def member(self, member_id: MemberId) -> Member:
        """A member as they are now."""
        return self._members.member(member_id)

    def messages(self, cursor: str | None) -> MessagePage:
        """What this account and one other member wrote to each other after the cursor."""
        return self._messages.messages(cursor)

    def honours(self) -> list[Honour]:
        """The groups that serve as honours."""
        return self._members.honours()

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """None: NodeBB does not know who has read something."""
        return []

    def audit(self, cursor: str | None) -> AuditPage:
        """Nothing: NodeBB shows its log to administrators only, and flags are not in it."""
        return AuditPage((), cursor or "")

    def send(self, command: Command) -> Receipt:
        """Do something."""
        return self._sending.send(command)

    def find_effect(self, command: Command) -> Effect:
        """Whether a command whose answer was lost happened."""
        return self._sending.find_effect(command)
