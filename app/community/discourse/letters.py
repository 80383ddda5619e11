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
MOST_PAGES = 5
"""Pages of thirty conversations that one look reads at most."""
MOST_TOPICS = 4
"""Conversations read in one call; the rest follows in the next."""
NEWEST_POSTS = 20
_OVERLAP = timedelta(seconds=1)


class Cursor(Struct):
    """Where reading stopped.

    Attributes:
        since: everything up to here was told.
        sent_at: when the sent list was last looked at.
        upto: what `since` becomes when everything in `topics` was read.
        topics: conversations that are still to be read.
    """

    since: datetime
    sent_at: datetime | None = None
    upto: datetime | None = None
    topics: list[int] = field(default_factory=list)


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
        if not state.topics:
            self._look(state)
        found: list[Message] = []
        while state.topics and not found:  # a page that says "more" must bring something
            now, state.topics = state.topics[:MOST_TOPICS], state.topics[MOST_TOPICS:]
            found = [message for topic_id in now for message in self._read(topic_id, state)]
        if not state.topics and state.upto is not None:
            state.since, state.upto = state.upto, None
        written = msgspec.json.encode(state).decode()
        return MessagePage(tuple(sorted(found, key=lambda one: one.at)), written, more=bool(state.topics))

    def _state(self, cursor: str | None) -> Cursor:
        if not cursor:
            return Cursor(self._site.clock() - FIRST_LOOK)
        try:
            state = _CURSOR.decode(cursor)
        except (msgspec.DecodeError, UnicodeEncodeError):
            raise CursorExpired from None
        if state.since.tzinfo is None or (state.upto and state.upto.tzinfo is None):
            raise CursorExpired
        return state

    def _look(self, state: Cursor) -> None:
        """Which conversations have something new."""
        now = self._site.clock()
        lists = ["private-messages"]
        if (
            state.sent_at is None
            or state.sent_at.tzinfo is None
            or not timedelta(0) <= now - state.sent_at < SENT_EVERY
        ):
            lists.append("private-messages-sent")
            state.sent_at = now
        topics = {topic.id: topic.last_at for name in lists for topic in self._listed(name, state.since)}
        if topics:
            state.topics = sorted(topics, key=lambda topic_id: topics[topic_id])
            state.upto = max(topics.values())

    def _listed(self, name: str, since: datetime) -> list[wire.WireTopic]:
        found: list[wire.WireTopic] = []
        username = self._site.facts().me.username
        for page in range(MOST_PAGES):
            params = {"page": str(page)} if page else None
            listed = self._site.get(f"/topics/{name}/{quoted(username)}.json", wire.TOPICS, params).topic_list
            new = [topic for topic in listed.topics if topic.last_at > since]
            found += new
            if len(new) < len(listed.topics) or not listed.more_topics_url:
                break
        return found

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
