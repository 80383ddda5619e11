"""Discourse's JSON, as much of it as is used: unknown fields are ignored, missing ones have a default.

Ids are numbers, times ISO 8601 with a zone. Fields that only newer sites send are optional, and where two versions put
the same thing in two places both are read. The review queue stands in `queue`, members in `people`.
"""

import re
from datetime import UTC, datetime

from msgspec import Struct, field
from msgspec.json import Decoder

from app.domain.commands import CommandId
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, Thread, ThreadId
from app.text.html import unescaped

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in for a time that is missing where there has to be one."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BEGIN = "[//]: # (ws-ref:"
_MARKER = re.compile(re.escape(_BEGIN) + r"[0-9A-Za-z-]{1,64}\)\s*")


def marker(command: CommandId) -> str:
    """The end of a sent text by which a lost send is found again: Markdown that no reader sees.

    It stays in the raw text; whoever quotes or views the source can see it, so nothing else is in it.
    """
    return f"\n\n{_BEGIN}{command})"


MARKER_LENGTH = len(marker(CommandId("0" * 36)))


def without_marker(raw: str) -> str:
    """A text as its reader sees it."""
    at = raw.rfind(_BEGIN)
    return raw[:at].rstrip() if at >= 0 and _MARKER.fullmatch(raw, at) else raw


def plain(html: str) -> str:
    """The words of a short piece of HTML, such as the reason of a report."""
    return " ".join(unescaped(_TAG.sub(" ", html)).split())


def text(value: int | str | None) -> str:
    """An id as text; empty where there is none."""
    return "" if value is None else str(value)


class WireProblemExtras(Struct):
    """How long to wait, in seconds."""

    wait_seconds: float | None = None


class WireProblem(Struct):
    """A refusal, in one of Discourse's two shapes; its sentences are in the language of the account."""

    errors: list[str] = field(default_factory=list)
    error_type: str = ""
    message: str = ""
    extras: WireProblemExtras | None = None


class WireUser(Struct):
    """A member as named beside something else."""

    id: int
    username: str = ""

    def read(self) -> MemberRef:
        """In our words."""
        return MemberRef(MemberId(str(self.id)), self.username)


class WireMe(WireUser):
    """The account that a key belongs to."""

    admin: bool = False
    moderator: bool = False

    @property
    def staff(self) -> bool:
        """Whether the review queue is open to it."""
        return self.admin or self.moderator


class WireSession(Struct):
    """Who is signed in."""

    current_user: WireMe


class WireSettings(Struct):
    """The settings that a site tells every browser."""

    max_post_length: int | None = None
    reviewable_claiming: str = ""
    enable_badges: bool = True


class WireAboutSite(Struct):
    """The site of itself."""

    version: str = ""


class WireAbout(Struct):
    """What the site tells of itself."""

    about: WireAboutSite = field(default_factory=WireAboutSite)


class WireCategory(Struct):
    """A category."""

    name: str = ""


class WireListedCategory(WireCategory):
    """A category in the list of them; `permission` is 1 where this account may open topics."""

    id: int = 0
    permission: int | None = None
    subcategory_list: "list[WireListedCategory] | None" = None


class WireCategoryList(Struct):
    """The categories that an account sees."""

    categories: list[WireListedCategory] = field(default_factory=list)


class WireCategories(Struct):
    """The answer that holds them."""

    category_list: WireCategoryList


class WireCategoryShown(Struct):
    """A category by its id."""

    category: WireCategory


class WirePost(Struct):
    """A post. `raw` comes only where it was asked for."""

    id: int
    topic_id: int
    user_id: int | None = None
    username: str | None = None
    raw: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 1
    post_number: int | None = None
    reply_to_post_number: int | None = None
    topic_slug: str = ""
    hidden: bool = False
    deleted_at: datetime | None = None
    user_deleted: bool = False
    reviewable_id: int | None = None

    @property
    def gone(self) -> bool:
        """Whether staff or its author deleted it."""
        return self.deleted_at is not None or self.user_deleted

    def read(self, url: str, now: datetime, numbers: dict[int, int] | None = None) -> Post:
        """In our words.

        Args:
            url: of the site.
            now: stands in for a time that is missing.
            numbers: posts of the same topic by their number.
        """
        created = self.created_at or now
        reply_to = (numbers or {}).get(self.reply_to_post_number or 0)
        return Post(
            id=PostId(str(self.id)),
            thread_id=ThreadId(str(self.topic_id)),
            author=MemberRef(MemberId(text(self.user_id)), self.username or ""),
            created_at=created,
            raw=without_marker(self.raw or ""),
            version=str(self.version),
            state=PostState.DELETED if self.gone else PostState.HIDDEN if self.hidden else PostState.VISIBLE,
            edited_at=self.updated_at if self.version > 1 else None,
            number=self.post_number,
            reply_to=PostId(str(reply_to)) if reply_to else None,
            url=f"{url}/t/{self.topic_slug or '-'}/{self.topic_id}/{self.post_number or 1}",
        )


class WireSentPost(Struct):
    """What became of a post that was sent: the post itself, or a place in the queue of what waits for approval."""

    id: int | None = None
    topic_id: int | None = None
    topic_slug: str = ""
    post_number: int | None = None
    action: str = ""
    pending_post: WireUser | None = None


class WireEdited(Struct):
    """A post after an edit."""

    post: WirePost


class WireStream(Struct):
    """Posts of a topic; `stream` are the ids of all of them, where the topic is not too long for that."""

    posts: list[WirePost] = field(default_factory=list)
    stream: list[int] = field(default_factory=list)


class WireDetails(Struct):
    """Who takes part in a private conversation."""

    allowed_users: list[WireUser] = field(default_factory=list)


class WireParticipant(Struct):
    """Who else takes part in a private conversation, as a list of them tells it."""

    user_id: int | None = None


class WireTopic(Struct):
    """A topic."""

    id: int
    title: str = ""
    slug: str = ""
    category_id: int | None = None
    closed: bool = False
    archived: bool = False
    pinned: bool | None = None
    pinned_globally: bool = False
    user_id: int | None = None
    created_at: datetime | None = None
    last_posted_at: datetime | None = None
    bumped_at: datetime | None = None
    deleted_at: datetime | None = None
    post_stream: WireStream = field(default_factory=WireStream)
    details: WireDetails = field(default_factory=WireDetails)
    participants: list[WireParticipant] | None = None

    @property
    def last_at(self) -> datetime:
        """When something was last written in it."""
        return self.last_posted_at or self.bumped_at or self.created_at or NEVER

    def read(self, url: str, category: str) -> Thread:
        """In our words."""
        return Thread(
            id=ThreadId(str(self.id)),
            title=self.title,
            category=category,
            url=f"{url}/t/{self.slug or '-'}/{self.id}",
            locked=self.closed or self.archived,
            pinned=bool(self.pinned) or self.pinned_globally,
        )


class WireTopicPosts(Struct):
    """Some posts of a topic, asked for by their ids."""

    post_stream: WireStream


class WireTopicList(Struct):
    """One page of a list of topics."""

    topics: list[WireTopic] = field(default_factory=list)
    more_topics_url: str | None = None


class WireTopics(Struct):
    """A list of topics."""

    topic_list: WireTopicList


PROBLEM = Decoder(WireProblem)
SESSION = Decoder(WireSession)
SETTINGS = Decoder(WireSettings)
ABOUT = Decoder(WireAbout)
CATEGORY = Decoder(WireCategoryShown)
CATEGORIES = Decoder(WireCategories)
POST = Decoder(WirePost)
SENT_POST = Decoder(WireSentPost)
EDITED = Decoder(WireEdited)
TOPIC = Decoder(WireTopic)
TOPIC_POSTS = Decoder(WireTopicPosts)
TOPICS = Decoder(WireTopics)
