"""The port: the smallest set of calls that every community can be reached by.

Reads and one write. Errors are typed (app.errors), never told apart by their text.
"""

from datetime import timedelta
from typing import Protocol

from app.domain.cases import CaseId
from app.domain.commands import Command, Receipt
from app.domain.community import Acknowledgement, AuditPage, ChangePage, CommunityInfo, Effect, MessagePage, RemoteCase
from app.domain.members import Honour, Member, MemberId
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, ThreadId, ThreadSlice


class Gateway(Protocol):
    """A community as reached with one person's token.

    Every call may raise AuthFailed, Forbidden, RateLimited, Unavailable or BrokenAnswer.

    Attributes:
        repeat_window: how long after its first send a command may be repeated with the same key without happening
            twice; zero where the community knows no keys.
        ask_after: how long after a send whose answer was lost `find_effect` may be asked.
    """

    repeat_window: timedelta
    ask_after: timedelta

    @property
    def requests(self) -> int:
        """How many requests were made so far."""

    def describe(self) -> CommunityInfo:
        """Who we are here, and what this community can do."""

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """What changed since the cursor; from the beginning without one.

        Args:
            cursor: as the page before gave it.
            budget: how many requests this call may spend.

        Raises:
            CursorExpired: the community no longer knows the cursor.
        """

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now.

        Raises:
            NotFound: it is gone.
        """

    def post(self, post_id: PostId) -> Post:
        """A post as it is now.

        Raises:
            NotFound: it is gone.
        """

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        """Posts of a thread, around one of them or from its beginning.

        Raises:
            NotFound: it is gone.
        """

    def picture(self, address: str) -> Picture:
        """A picture that a post shows, from the community's own origin only; no redirect is followed.

        Args:
            address: as it stands in the post; it may be relative to the community.

        Raises:
            PictureElsewhere: it lies on another origin; nothing was asked there.
            PictureTooLarge: it is larger than evidence may be.
            NoPicture: it is of no kind that is kept.
            NotFound: it is gone.
        """

    def member(self, member_id: MemberId) -> Member:
        """A member as they are now.

        Raises:
            NotFound: the account is gone.
        """

    def messages(self, cursor: str | None) -> MessagePage:
        """Private messages that this account sent or received after the cursor, oldest first."""

    def honours(self) -> list[Honour]:
        """What the community can put on an account."""

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """Who has read this edition of the code of conduct."""

    def audit(self, cursor: str | None) -> AuditPage:
        """What staff did in the community after the cursor, oldest first; nothing where it does not tell."""

    def send(self, command: Command) -> Receipt:
        """Do something; the only write.

        Raises:
            Conflict: the case is no longer at the command's base version; nothing was done.
            NotFound: what it is about is gone; nothing was done.
            Invalid: the content was refused; nothing was done.
            Unavailable: nothing was done.
            OutcomeUnknown: it may have been done.
        """

    def find_effect(self, command: Command) -> Effect:
        """Whether a command whose answer was lost did happen: yes with its receipt, no, or it can't be told."""

    def close(self) -> None:
        """Let go of every connection."""
