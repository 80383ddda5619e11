"""Private messages that this account sent or received. To Discourse each conversation is a topic.

The inbox holds conversations in which somebody else wrote, the sent list those in which we did. With nothing new a
look costs one request; the sent list is looked at less often, for letters written in the browser that nobody answered.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct, field

from app.community.discourse import wire
from app.community.discourse.site import Site, quoted
from app.domain.community import Message, MessagePage
from app.errors import CursorExpired, Forbidden, NotFound

FIRST_LOOK = timedelta(days=30)
SENT_EVERY = timedelta(minutes=10)
MOST_REQUESTS = 8
"""What one call may cost, what the site says of itself aside; the rest follows in the next."""
MOST_PAGES = 40
"""Pages of thirty conversations that one look reads at most, over several calls."""
INBOX, SENT = "private-messages", "private-messages-sent"
AGAIN = -1
"""Stands in for the number of a page: the first one, for the second time."""
NEWEST_POSTS = 20
_OVERLAP = timedelta(seconds=1)


class Cursor(Struct):
    """Where reading stopped.

    Attributes:
        since: everything up to here was told.
        sent_at: when the sent list was last looked at.
        upto: what `since` becomes when everything in `topics` was read.
        topics: conversations that are still to be read.
        lists: lists that are still to be looked at, each with the page that comes next.
        listed: conversations with something new that they brought so far, with its time.
    """

    since: datetime
    sent_at: datetime | None = None
    upto: datetime | None = None
    topics: list[int] = field(default_factory=list)
    lists: list[tuple[str, int]] = field(default_factory=list)
    listed: dict[int, datetime] = field(default_factory=dict)

    @property
    def unfinished(self) -> bool:
        """Whether a look is under way."""
        return bool(self.lists or self.topics)


_CURSOR = msgspec.json.Decoder(Cursor)


class Letters:
    """Private messages, read on from a cursor."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def messages(self, cursor: str | None) -> MessagePage:
        """Messages after the cursor, oldest first; those of the last thirty days without one.

        Raises:
            CursorExpired: the cursor is none of ours.
        """
        state = self._state(cursor)
        self._site.facts()
        enough = self._site.http.requests + MOST_REQUESTS
        if not state.unfinished:
            self._begin(state)
        found: list[Message] = []
        while state.unfinished and self._site.http.requests < enough - 1:  # a conversation may take two
            if state.lists:
                self._list(state)
            else:
                found += self._read(state.topics.pop(0), state)
        if not state.unfinished and state.upto is not None:
            state.since, state.upto = state.upto, None
        written = msgspec.json.encode(state).decode()
        more = state.unfinished and bool(found)  # a page that says "more" must bring something
        return MessagePage(tuple(sorted(found, key=lambda one: one.at)), written, more=more)

    def _state(self, cursor: str | None) -> Cursor:
        if not cursor:
            return Cursor(self._site.clock() - FIRST_LOOK)
        try:
            state = _CURSOR.decode(cursor)
        except (msgspec.DecodeError, UnicodeEncodeError):
            raise CursorExpired from None
        times = (state.since, state.upto, state.sent_at, *state.listed.values())
        if any(at is not None and at.tzinfo is None for at in times):
            raise CursorExpired
        return state

    def _begin(self, state: Cursor) -> None:
        """Which lists are to be looked at."""
        now = self._site.clock()
        state.lists = [(INBOX, 0)]
        if state.sent_at is None or not timedelta(0) <= now - state.sent_at < SENT_EVERY:
            state.lists.append((SENT, 0))
            state.sent_at = now

    def _list(self, state: Cursor) -> None:
        """Read one page of a list. After several, the first is read again: others may have moved up meanwhile."""
        name, page = state.lists.pop(0)
        path = f"/topics/{INBOX if name == INBOX else SENT}/{quoted(self._site.facts().me.username)}.json"
        listed = self._site.get(path, wire.TOPICS, {"page": str(page)} if page > 0 else None).topic_list
        new = {topic.id: topic.last_at for topic in listed.topics if topic.last_at > state.since}
        state.listed |= new
        if 0 <= page < MOST_PAGES - 1 and new and len(new) == len(listed.topics) and listed.more_topics_url:
            state.lists.insert(0, (name, page + 1))
        elif page > 0:
            state.lists.insert(0, (name, AGAIN))
        if not state.lists and state.listed:
            state.topics = sorted(state.listed, key=lambda topic_id: state.listed[topic_id])
            state.upto = max(state.listed.values())
            state.listed = {}

    def _read(self, topic_id: int, state: Cursor) -> list[Message]:
        try:
            topic = self._site.topic(str(topic_id))
        except (NotFound, Forbidden):
            return []
        posts = topic.post_stream.posts
        missing = [one for one in topic.post_stream.stream[-NEWEST_POSTS:] if one not in {post.id for post in posts}]
        if missing:
            params = [("include_raw", "1"), *(("post_ids[]", str(one)) for one in missing)]
            posts += self._site.get(f"/t/{topic_id}/posts.json", wire.TOPIC_POSTS, params).post_stream.posts
        me = self._site.facts().me.id
        upto = (state.upto or state.since) + _OVERLAP
        new = [post for post in posts if post.created_at and state.since < post.created_at <= upto and post.raw]
        return [message for post in new if (message := _message(post, topic, me)) is not None]


def _message(post: wire.WirePost, topic: wire.WireTopic, me: int) -> Message | None:
    """A message of a conversation; None for what the system itself wrote."""
    if post.user_id is None or post.user_id <= 0 or post.created_at is None:
        return None
    ours = post.user_id == me
    others = [user.read() for user in topic.details.allowed_users if user.id not in (me, -1)]
    with_whom = [wire.WireUser(post.user_id, post.username or "").read()] if not ours else others
    if not with_whom:
        return None
    return Message(str(post.id), with_whom[0], ours, post.created_at, wire.without_marker(post.raw or ""))
