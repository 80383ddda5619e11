"""An item of the review queue with what is said beside it, and its actions: a case in our words."""

from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.json import Decoder

from app.community.discourse import wire
from app.community.discourse.queue import (
    APPROVED,
    DELETED,
    IGNORED,
    PENDING,
    REJECTED,
    WireAction,
    WireBundle,
    WireClaim,
    WireConversation,
    WireConversationPost,
    WireNote,
    WireReview,
    WireScore,
    WireScoreType,
)
from app.community.discourse.wire import WireTopic, WireUser, plain, text
from app.domain.cases import CaseId, CommunityState
from app.domain.community import RemoteCase, RemoteNote
from app.domain.members import MemberRef
from app.domain.posts import Post, PostId, PostState, Thread, ThreadId
from app.domain.reports import Report

QUEUED = "ReviewableQueuedPost"
FLAGGED = "ReviewableFlaggedPost"
"""The only kind of item that becomes a case. Posts that wait for approval (QUEUED) are not offered yet."""

STATES = {
    APPROVED: CommunityState.UPHELD,
    REJECTED: CommunityState.DISMISSED,
    IGNORED: CommunityState.IGNORED,
    DELETED: CommunityState.IGNORED,
}
ALREADY_HIDDEN = frozenset({"agree_and_keep_hidden", "disagree_and_restore", "unhide_post"})
"""Actions that are offered only on a post that is hidden."""


class Rows:
    """The items of a page; one that can't be read stands aside, and the others count."""

    def __init__(self, rows: object = ()) -> None:
        self.read: list[WireReview] = []
        self.broken: list[str] = []
        for row in rows if isinstance(rows, list) else ():
            try:
                self.read.append(msgspec.convert(row, WireReview))
            except (msgspec.ValidationError, OverflowError):
                row_id = row.get("id") if isinstance(row, dict) else None
                self.broken.append(str(row_id) if isinstance(row_id, int) else "")


class WireReviews(Struct):
    """Items with what is said beside them; `reviewable` where one was asked for, `reviewables` for a page of them."""

    reviewable: WireReview | None = None
    reviewables: Rows = field(default_factory=Rows)
    users: list[WireUser] = field(default_factory=list)
    topics: list[WireTopic] = field(default_factory=list)
    reviewable_scores: list[WireScore] = field(default_factory=list)
    score_types: list[WireScoreType] = field(default_factory=list)
    reviewable_conversations: list[WireConversation] = field(default_factory=list)
    conversation_posts: list[WireConversationPost] = field(default_factory=list)
    reviewable_notes: list[WireNote] = field(default_factory=list)
    reviewable_claimed_topics: list[WireClaim] = field(default_factory=list)
    claimed_bies: list[WireClaim] = field(default_factory=list)
    bundled_actions: list[WireBundle] = field(default_factory=list)
    actions: list[WireAction] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)

    def items(self) -> list["Item"]:
        """Every flagged post of it."""
        rows = [self.reviewable] if self.reviewable else self.reviewables.read
        return [Item(row, self) for row in rows if row.type == FLAGGED]

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return bool(self.meta.get("load_more_reviewables"))


class Item:
    """A flagged post in the review queue, with what is said beside it."""

    def __init__(self, row: WireReview, page: WireReviews) -> None:
        self.row = row
        self._page = page
        self._users = {user.id: user for user in page.users}
        wanted = set(row.reviewable_score_ids)
        self.scores = [score for score in page.reviewable_scores if score.id in wanted]

    @property
    def id(self) -> CaseId:
        """As a case."""
        return CaseId(str(self.row.id))

    @property
    def pending(self) -> bool:
        """Whether nobody settled it."""
        return self.row.status == PENDING

    @property
    def state(self) -> CommunityState:
        """What the community says of it."""
        if self.pending:
            return CommunityState.IN_PROGRESS if self.claimed_by else CommunityState.OPEN
        return STATES.get(self.row.status, CommunityState.IGNORED)

    @property
    def post_id(self) -> str:
        """The flagged post; empty where it is gone."""
        return text(self.row.target_id if self.row.target_id is not None else self.row.post_id)

    @property
    def topic_id(self) -> str:
        """The topic it stands in."""
        return text(self.row.topic_id if self.row.topic_id is not None else self.row.removed_topic_id)

    @property
    def claimed_by(self) -> MemberRef | None:
        """Who took its topic."""
        claim = self.row.claimed_by
        if claim is None and self.row.claimed_by_id is not None:
            # Older sites name the member here, newer ones the claim.
            listed = {one.id: one for one in (*self._page.reviewable_claimed_topics, *self._page.claimed_bies)}
            known = WireClaim(0, user_id=self.row.claimed_by_id) if self.row.claimed_by_id in self._users else None
            claim = listed.get(self.row.claimed_by_id, known)
        if claim is None or claim.automatic:
            return None
        return claim.user.read() if claim.user else self._user(claim.user_id)

    @property
    def mark(self) -> str:
        """A fingerprint of all that a decision rests on. Discourse's own version does not rise with a new report."""
        newest = max((score.created_at.timestamp() for score in self.scores if score.created_at), default=0.0)
        claimed_by = self.claimed_by
        parts = (
            self.row.status,
            self.row.version,
            f"{self.row.score or 0:g}",
            len(self.row.reviewable_score_ids),
            int(newest),
            claimed_by.id if claimed_by else "",
            self.row.post_version or "",
        )
        return ".".join(map(str, parts))

    @property
    def actions(self) -> dict[str, WireAction]:
        """What can be done with it from here, by the server's own names; nothing that leaves half of it to us."""
        bundles = {bundle.id: bundle.action_ids for bundle in self._page.bundled_actions}
        offered = {one for bundle in self.row.bundled_action_ids for one in bundles.get(bundle, [])}
        found = [action for action in self._page.actions if action.id in offered and not action.client_action]
        return {self._name(action): action for action in found}

    def _name(self, action: WireAction) -> str:
        return action.server_action or action.id.removeprefix(f"{self.row.id}-")

    @property
    def hidden(self) -> bool | None:
        """Whether its post is hidden; None where that does not show."""
        return not ALREADY_HIDDEN.isdisjoint(self.actions) if self.pending and self.actions else None

    def _user(self, user_id: int | None) -> MemberRef | None:
        if user_id is None:
            return None
        return self._users.get(user_id, WireUser(user_id)).read()

    def users(self) -> list[WireUser]:
        """Everybody named beside it."""
        return self._page.users

    def read(self, post: Post | None, thread: Thread | None) -> RemoteCase:
        """As a case."""
        reports = tuple(sorted((self._report(score) for score in self.scores), key=lambda report: report.at))
        created_at = self.row.created_at or wire.NEVER
        seen = [created_at, *(report.at for report in reports), *([post.written_at] if post else [])]
        return RemoteCase(
            id=self.id,
            version=self.mark,
            state=self.state,
            created_at=created_at,
            updated_at=max(seen),
            reports=reports,
            subject=self._user(self.row.target_created_by_id),
            assignee=self.claimed_by,
            post=post,
            thread=thread,
            notes=self.notes(),
        )

    def post(self) -> Post | None:
        """The flagged post as far as the item tells; None where it is gone for good."""
        row = self.row
        author = self._user(row.target_created_by_id)
        if not self.post_id or not self.topic_id or author is None or row.raw is None:
            return None
        number = (row.target_url or "").rpartition("/")[2]
        version = row.post_version or 1
        state = PostState.HIDDEN if self.hidden else PostState.VISIBLE
        return Post(
            id=PostId(self.post_id),
            thread_id=ThreadId(self.topic_id),
            author=author,
            created_at=row.target_created_at or row.created_at or wire.NEVER,
            raw=wire.without_marker(row.raw),
            version=str(version),
            state=PostState.DELETED if row.target_deleted_at else state,
            edited_at=row.post_updated_at if version > 1 else None,
            number=int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None,
            url=row.target_url or "",
        )

    def topic(self) -> WireTopic | None:
        """The topic beside it."""
        return next((topic for topic in self._page.topics if str(topic.id) == self.topic_id), None)

    def _report(self, score: WireScore) -> Report:
        types = {kind.id: kind for kind in self._page.score_types}
        kind = score.score_type or types.get(score.score_type_id or 0)
        title = plain(kind.title) if kind else ""
        written = self._written(score) or plain(score.reason or "")
        at = score.created_at or self.row.created_at or wire.NEVER
        reason = ": ".join(part for part in (title, written) if part)
        return Report(str(score.id), at, reason, self._user(score.user_id), title)

    def _written(self, score: WireScore) -> str:
        """What the reporter wrote in their own words."""
        for talk in self._page.reviewable_conversations:
            if talk.id == score.reviewable_conversation_id and talk.conversation_post_ids:
                first = talk.conversation_post_ids[0]
                return next((plain(one.excerpt or "") for one in self._page.conversation_posts if one.id == first), "")
        return ""

    def notes(self) -> tuple[RemoteNote, ...]:
        """What staff wrote beside it; nothing on sites older than 2025."""
        wanted = set(self.row.reviewable_note_ids or [])
        return tuple(
            RemoteNote(
                str(note.id), note.created_at or wire.NEVER, note.content, note.user.read() if note.user else None
            )
            for note in self._page.reviewable_notes
            if note.id in wanted
        )


def _rows(_: type, rows: object) -> Rows:
    return Rows(rows)


REVIEWS = Decoder(WireReviews, dec_hook=_rows)
