"""NodeBB 4: a forum without cursors, versions, locks or keys; what is missing is made up for by reading.

A list of open flags is compared with what was known; a case's version is a fingerprint, read again before and after
each write; a sent text carries a hidden marker by which it is found when its answer was lost.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from app.community.http import Http
from app.community.nodebb import wire
from app.community.nodebb.forum import POST_WORDS, THREAD_WORDS, Forum, Poisoned, quoted
from app.community.nodebb.sending import CAPABILITIES, Sending
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
from app.domain.posts import Post, PostId, Thread, ThreadId, ThreadSlice
from app.errors import CursorExpired, NotFound

log = logging.getLogger(__name__)

REQUESTS_PER_MINUTE = 60
MESSAGE_MAX, REPLY_MAX = 1000, 32767
ASK_MARGIN = timedelta(seconds=30)
MOST_CASES = 20
REQUESTS_PER_CASE = 5
"""What one case can cost: its flag, post, topic, category and assignee."""


class NodebbGateway:
    """A NodeBB forum, reached with a moderator's own token."""

    repeat_window = timedelta(0)

    def __init__(self, http: Http, *, clock: Callable[[], datetime], read_timeout: float) -> None:
        self._forum = Forum(http, clock)
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

        Raises:
            MasterToken: the token can act as anybody.
        """
        limits = Limits(REQUESTS_PER_MINUTE, MESSAGE_MAX - wire.MARKER_LENGTH, REPLY_MAX - wire.MARKER_LENGTH)
        return CommunityInfo("nodebb", "", self._forum.sign_in().read(), CAPABILITIES, limits)

    # --- reading ---------------------------------------------------------------------------------------

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """The flags that look different in the list, read one by one as far as the budget goes, one at least.

        NodeBB keeps no feed: neither edits of a post nor notes show in the list. What vanished from it is read once
        and then forgotten.
        """
        known = _known(cursor)
        enough = self.requests + budget - REQUESTS_PER_CASE
        listed = self._listed()
        changed = [flag_id for flag_id, mark in listed.items() if known.get(flag_id) != mark]
        waiting = changed + [flag_id for flag_id in known if flag_id not in listed]
        cases: list[RemoteCase] = []
        gone: list[CaseId] = []
        threads: dict[str, Thread | None] = {}
        taken = 0
        for case_id in map(CaseId, waiting[:MOST_CASES]):
            if taken and self.requests > enough:
                break
            taken += 1
            # The mark is that of the list, never of the flag itself: so each page gets further, whatever a flag says.
            known.pop(case_id, None)
            known |= {case_id: listed[case_id]} if case_id in listed else {}
            self._take(case_id, threads, cases, gone)
        written = msgspec.json.encode(wire.Cursor(known)).decode()
        return ChangePage(
            tuple(cases), (), (), (), written, more=taken < len(waiting), gone_cases=tuple(gone), whole_threads=False
        )

    def _take(
        self, case_id: CaseId, threads: dict[str, Thread | None], cases: list[RemoteCase], gone: list[CaseId]
    ) -> None:
        try:
            cases.append(self._read_case(case_id, threads))
        except NotFound:
            gone.append(case_id)
        except Poisoned:
            log.warning("flag %s can't be read any more: somebody stored an empty note in it", case_id)

    def _listed(self) -> dict[str, str]:
        """Every open flag on a post, with its mark."""
        rows: list[wire.WireFlagRow] = []
        path = "/api/flags?state=open&state=wip&perPage=500"
        page, pages = 1, 1
        while page <= pages:
            listed = self._forum.get(path if page == 1 else f"{path}&page={page}", wire.FLAGS)
            rows += listed.flags
            page, pages = page + 1, wire.number(listed.pagination.page_count) if listed.flags else 0
        return {wire.text(row.flag_id): row.mark for row in rows if row.type == "post"}

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now."""
        return self._read_case(case_id, {})

    def _read_case(self, case_id: CaseId, threads: dict[str, Thread | None]) -> RemoteCase:
        flag = self._forum.flag(case_id)
        target = flag.target
        thread_id = wire.text(target.tid)
        if thread_id not in threads:
            threads[thread_id] = self._forum.or_none(lambda: self._read_thread(thread_id))
        author = target.user.read() if target.user else None
        post = self._forum.or_none(lambda: self._forum.read_post(wire.text(target.pid), author))
        assignee = self._forum.member_ref(wire.text(flag.assignee)) if flag.assignee else None
        return flag.read(post, threads[thread_id], assignee)

    def post(self, post_id: PostId) -> Post:
        """A post as it is now."""
        return self._forum.read_post(post_id, None)

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        """Posts of a thread, around one of them or from its beginning; each raw text is one request.

        For the account it counts as having read the topic, as a topic page always does.
        """
        middle = self._place(around) if around else 0
        first, last = max(middle - before, 0), middle + after
        places: dict[int, wire.WirePlace] = {}
        at = first
        while True:
            path = f"/api/topic/{quoted(thread_id)}/-/{at + 1}?sort=oldest_to_newest"
            topic = self._forum.get(path, wire.TOPIC_PAGE, THREAD_WORDS)
            places |= {wire.number(place.index): place for place in topic.posts}
            here, at = at, max(places, default=-1) + 1
            if at <= here or at > min(last, wire.number(topic.postcount) - 1):
                break
        wanted = [places[index] for index in sorted(places) if first <= index <= last]
        category = topic.category.name if topic.category else ""
        posts = [self._forum.or_none(lambda place=place: self._post_at(place)) for place in wanted]  # type: ignore[misc]
        return ThreadSlice(topic.read(category, self._topic_url(thread_id)), tuple(post for post in posts if post))

    def _place(self, post_id: PostId) -> int:
        found = self._forum.get(f"/api/v3/posts/{quoted(post_id)}/index", wire.PLACE, POST_WORDS)
        return wire.number(found.response.index)

    def _post_at(self, place: wire.WirePlace) -> Post:
        return self._forum.read_post(wire.text(place.pid), place.user.read(), wire.number(place.index) + 1)

    def _read_thread(self, thread_id: str) -> Thread:
        """A topic without its posts: unlike the page of a topic, this leaves the account's notifications unread."""
        topic = self._forum.get(f"/api/v3/topics/{quoted(thread_id)}", wire.TOPIC, THREAD_WORDS).response
        return topic.read(self._forum.category(wire.text(topic.cid)), self._topic_url(thread_id))

    def _topic_url(self, thread_id: str) -> str:
        return f"{self._forum.http.url}/topic/{quoted(thread_id)}"

    def member(self, member_id: MemberId) -> Member:
        """A member as they are now."""
        return self._forum.member(member_id)

    def messages(self, cursor: str | None) -> MessagePage:
        """None: NodeBB tells messages room by room, with what else the account talks about in private."""
        return MessagePage((), cursor or "", more=False)

    def honours(self) -> list[Honour]:
        """None: groups serve as honours, and only administrators and group owners put members into them."""
        return []

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """None: NodeBB does not know who has read something."""
        return []

    def audit(self, cursor: str | None) -> AuditPage:
        """Nothing: NodeBB shows its log to administrators only, and flags are not in it."""
        return AuditPage((), cursor or "")

    # --- sending ---------------------------------------------------------------------------------------

    def send(self, command: Command) -> Receipt:
        """Do something, as far as this adapter offers it."""
        return self._sending.send(command)

    def find_effect(self, command: Command) -> Effect:
        """Whether a command whose answer was lost happened."""
        return self._sending.find_effect(command)


def _known(cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    try:
        return wire.CURSOR.decode(cursor).known
    except msgspec.DecodeError:
        raise CursorExpired from None
