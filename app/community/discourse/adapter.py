"""Discourse: a review queue with versions and a lock, external ids for topics, and a budget that the whole site shares.

Written from Discourse's public source and API description; it has not been run against a live site.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.community.discourse.capabilities import capabilities, limits
from app.community.discourse.cases import Cases
from app.community.discourse.claims import Claims
from app.community.discourse.feed import Feed
from app.community.discourse.honours import Honours
from app.community.discourse.letters import Letters
from app.community.discourse.measures import Measures
from app.community.discourse.posts import Posts
from app.community.discourse.reading import Reading
from app.community.discourse.settled_mark import Marks
from app.community.discourse.site import Site, check_characters
from app.community.discourse.topics import Topics
from app.community.http import Http
from app.domain.cases import CaseId
from app.domain.commands import Command, CommandKind, Receipt
from app.domain.community import (
    CANNOT_TELL,
    NOT_HAPPENED,
    Acknowledgement,
    AuditPage,
    ChangePage,
    CommunityInfo,
    Effect,
    MessagePage,
    RemoteCase,
)
from app.domain.members import Honour, Member, MemberId
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, ThreadId, ThreadSlice
from app.errors import BrokenAnswer, Forbidden, Invalid, NotFound

ASK_MARGIN = timedelta(seconds=30)


class DiscourseGateway:
    """A Discourse site, reached with a moderator's own key (`keys` says in which forms).

    Args:
        by_user: the key is a user API key, which knows no external ids.
    """

    repeat_window = timedelta(0)

    def __init__(self, http: Http, *, clock: Callable[[], datetime], read_timeout: float, by_user: bool) -> None:
        self._site = Site(http, clock, by_user=by_user)
        self._feed, self._reading, self._letters = Feed(self._site), Reading(self._site), Letters(self._site)
        claims, cases, posts = Claims(self._site), Cases(self._site), Posts(self._site)
        topics, measures, honours = Topics(self._site, posts), Measures(self._site), Honours(self._site)
        marks = Marks(self._site)
        kinds = CommandKind
        self._ways: dict[CommandKind, tuple[Callable[[Command], Receipt], Callable[[Command], Effect]]] = {
            kinds.CLAIM: (claims.claim, claims.find),
            kinds.RELEASE: (claims.release, claims.find),
            kinds.RESOLVE: (cases.resolve, cases.find_settled),
            kinds.NOTE: (claims.note, claims.find_note),
            kinds.HIDE: (cases.hide, cases.find_hidden),
            kinds.DELETE: (posts.delete, posts.find_state),
            kinds.RESTORE: (posts.restore, posts.find_state),
            kinds.REPLY: (posts.reply, posts.find_reply),
            kinds.UPDATE_REPLY: (marks.mark, marks.find_mark),
            kinds.MESSAGE: (topics.message, topics.find_topic),
            kinds.PUBLISH_NOTICE: (topics.publish, topics.find_topic),
            kinds.UPDATE_NOTICE: (topics.update, topics.find_update),
            kinds.SILENCE: (measures.take, measures.find_measure),
            kinds.SUSPEND: (measures.take, measures.find_measure),
            kinds.UNSILENCE: (measures.lift, measures.find_measure),
            kinds.UNSUSPEND: (measures.lift, measures.find_measure),
            kinds.GRANT_HONOUR: (honours.grant, honours.find_badge),
            kinds.REVOKE_HONOUR: (honours.revoke, honours.find_badge),
        }
        self.ask_after = timedelta(seconds=read_timeout) + ASK_MARGIN

    @property
    def requests(self) -> int:
        """How many requests were made so far."""
        return self._site.http.requests

    def close(self) -> None:
        """Let go of every connection."""
        self._site.http.close()

    def describe(self) -> CommunityInfo:
        """Who we are here, and what this site can do; asked for once in ten minutes.

        Raises:
            MasterToken: the key can act as anybody.
            Forbidden: the account is no staff.
        """
        facts = self._site.facts()
        can = capabilities(facts, by_user=self._site.by_user, notes=self._site.notes)
        return CommunityInfo("discourse", facts.version, facts.me.read(), can, limits(facts))

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """What changed in the review queue."""
        return self._feed.changes(cursor, budget)

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now."""
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
        return self._reading.member(member_id)

    def messages(self, cursor: str | None) -> MessagePage:
        """Private messages that this account sent or received after the cursor."""
        return self._letters.messages(cursor)

    def honours(self) -> list[Honour]:
        """Every badge of the site."""
        return self._reading.honours()

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """None: Discourse does not record who has read something."""
        return []

    def audit(self, cursor: str | None) -> AuditPage:
        """What staff did after the cursor."""
        return self._reading.audit(cursor)

    def send(self, command: Command) -> Receipt:
        """Do something."""
        check_characters(command.intent)
        return self._ways[command.intent.kind][0](command)

    def find_effect(self, command: Command) -> Effect:
        """Whether a command whose answer was lost happened."""
        try:
            check_characters(command.intent)
            return self._ways[command.intent.kind][1](command)
        except Invalid:
            return NOT_HAPPENED  # it is never sent
        except (BrokenAnswer, Forbidden, NotFound):
            return CANNOT_TELL
