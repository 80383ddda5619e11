"""The review queue in Discourse's JSON, as it stands there: items, and the lists beside them that they refer to."""

from datetime import datetime

from msgspec import Struct, field
from msgspec.json import Decoder

from app.community.discourse.wire import WireUser

PENDING, APPROVED, REJECTED, IGNORED, DELETED = range(5)
"""The states of an item, by its number."""


class WireScoreType(Struct):
    """What a report says is wrong."""

    id: int
    title: str = ""


class WireScore(Struct):
    """One member's report."""

    id: int
    created_at: datetime | None = None
    reviewed_at: datetime | None = None
    reason: str | None = None
    user_id: int | None = None
    reviewed_by_id: int | None = None
    score_type: WireScoreType | None = None
    score_type_id: int | None = None
    reviewable_conversation_id: int | None = None


class WireConversation(Struct):
    """What a reporter wrote to the moderators."""

    id: int
    conversation_post_ids: list[int] = field(default_factory=list)


class WireConversationPost(Struct):
    """One text of it."""

    id: int
    excerpt: str | None = None


class WireNote(Struct):
    """What staff wrote beside a report."""

    id: int
    content: str = ""
    created_at: datetime | None = None
    user: WireUser | None = None


class WireClaim(Struct):
    """Who works on a topic. Newer sites also make one by themselves while somebody looks; that is no claim."""

    id: int
    automatic: bool = False
    user: WireUser | None = None
    user_id: int | None = None


class WireBundle(Struct):
    """Actions shown under one heading."""

    id: str
    action_ids: list[str] = field(default_factory=list)


class WireAction(Struct):
    """Something that can be done with an item; one with `client_action` only closes it and leaves the rest to us."""

    id: str
    server_action: str | None = None
    client_action: str | None = None


class WireReview(Struct):
    """An item of the review queue."""

    id: int
    type: str = ""
    status: int = PENDING
    version: int = 0
    score: float | None = None
    created_at: datetime | None = None
    topic_id: int | None = None
    removed_topic_id: int | None = None
    category_id: int | None = None
    target_id: int | None = None
    post_id: int | None = None
    target_url: str | None = None
    target_created_at: datetime | None = None
    target_deleted_at: datetime | None = None
    target_created_by_id: int | None = None
    raw: str | None = None
    post_version: int | None = None
    post_updated_at: datetime | None = None
    claimed_by: WireClaim | None = None
    claimed_by_id: int | None = None
    reviewable_score_ids: list[int] = field(default_factory=list)
    reviewable_note_ids: list[int] | None = None
    bundled_action_ids: list[str] = field(default_factory=list)


class WireCount(Struct):
    """How much waits in the review queue."""

    count: int = 0


COUNT = Decoder(WireCount)
