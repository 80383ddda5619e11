"""What a community tells and what it can do, in words that fit every platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.cases import CaseId, CommunityState
from app.domain.commands import COMMAND_WORDS, CommandKind, Receipt
from app.domain.members import Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, Thread
from app.domain.reports import Report
from app.domain.words import NO_WORDS, Words
from app.errors import Unsupported


class Adapter(StrEnum):
    """The kinds of community that can be connected."""

    BRIDGE = "bridge"
    NODEBB = "nodebb"
    DISCOURSE = "discourse"
    MANUAL = "manual"


ADAPTER_WORDS = {
    Adapter.BRIDGE: Words("品牌自有社区（bridge 接口）", "a brand's own community (bridge contract)"),
    Adapter.NODEBB: Words("NodeBB 论坛", "a NodeBB forum"),
    Adapter.DISCOURSE: Words("Discourse 论坛", "a Discourse forum"),
    Adapter.MANUAL: Words(
        "没有接口的社区（微信群、电话、活动）", "a community without an API (chat group, phone, events)"
    ),
}


class Feature(StrEnum):
    """What a community can do beside carrying out commands."""

    EDITS = "feed.edits"
    FOLDED_EDIT = "post.hide.editable"
    VERSION_LOCK = "case.version_lock"
    THREADS = "thread.context"
    HISTORY = "member.history"
    MESSAGES = "message.read"
    MESSAGE_ONCE = "message.idempotent"
    REPLY_ONCE = "reply.idempotent"
    HONOURS = "honour.list"
    ACKNOWLEDGEMENTS = "acknowledgement.read"
    AUDIT = "audit.read"


FEATURE_WORDS = {
    Feature.EDITS: Words("得知被举报帖子的修改", "learn of edits to a reported post"),
    Feature.FOLDED_EDIT: Words("折叠期间作者能修改", "let the author edit a folded post"),
    Feature.VERSION_LOCK: Words("防止两人同时处理同一工单", "keep two people from settling one case"),
    Feature.THREADS: Words("读取帖子前后文", "read what stands around a post"),
    Feature.HISTORY: Words("读取成员的处置记录", "read a member's past measures"),
    Feature.MESSAGES: Words("读取私信往来", "read private messages"),
    Feature.MESSAGE_ONCE: Words("私信不会重复发送", "a private message is never doubled"),
    Feature.REPLY_ONCE: Words("回复不会重复发送", "a reply is never doubled"),
    Feature.HONOURS: Words("读取荣誉清单", "list the honours"),
    Feature.ACKNOWLEDGEMENTS: Words("读取公约阅读确认", "know who has read the code of conduct"),
    Feature.AUDIT: Words("读取其他管理人员的操作记录", "read what other staff did"),
}


class Level(StrEnum):
    """How a community can do something."""

    NATIVE = "native"
    EMULATED = "emulated"
    LOCAL_ONLY = "local_only"
    MANUAL = "manual"
    UNSUPPORTED = "unsupported"

    @property
    def sends(self) -> bool:
        """Whether a command goes out over the wire."""
        return self in (Level.NATIVE, Level.EMULATED)


@dataclass(frozen=True, slots=True)
class Capability:
    """How a community can do one thing, and why not better."""

    level: Level
    reason: Words = NO_WORDS


NATIVE = Capability(Level.NATIVE)
NOT_OFFERED = Capability(Level.UNSUPPORTED, Words("社区没有提供", "the community does not offer it"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a community takes at most; None where it does not say. Lengths are in characters."""

    requests_per_minute: int | None = None
    message_max: int | None = None
    reply_max: int | None = None


@dataclass(frozen=True, slots=True)
class BudgetState:
    """How the requests of a minute stand.

    Attributes:
        limit: how many a minute are ours; None where the community sets no limit.
        spent: of the present minute.
        resets_at: when the minute ends; None before anything was spent.
        paused_until: until when the community asked us to leave it alone.
        unread: how much is still to be read of what the budget did not reach: threads, members, watched posts.
    """

    limit: int | None
    spent: int
    resets_at: datetime | None = None
    paused_until: datetime | None = None
    unread: int = 0


@dataclass(frozen=True, slots=True)
class CommunityInfo:
    """Who we are to the community, and what it can do."""

    platform: str
    version: str
    acting: MemberRef
    capabilities: Mapping[str, Capability] = field(default_factory=dict)
    limits: Limits = Limits()

    def sends(self, kind: CommandKind) -> bool:
        """Whether the community carries out this kind of command."""
        return self.capability(kind).level.sends

    def capability(self, what: CommandKind | Feature) -> Capability:
        """How it does this; unsupported where it says nothing."""
        return self.capabilities.get(what.value, NOT_OFFERED)

    @property
    def folds_for_correction(self) -> bool:
        """Whether the author can correct a post while it is folded; hidden from its author, nobody could."""
        return self.capability(Feature.FOLDED_EDIT).level is not Level.UNSUPPORTED

    def require_folding(self) -> None:
        """Let pass a community where a post can be folded until its author corrected it, and shown again.

        Raises:
            Unsupported: it can't be; nothing must be queued.
        """
        self.require(CommandKind.HIDE)
        self.require(CommandKind.RESTORE)
        if not self.folds_for_correction:
            words, why = FEATURE_WORDS[Feature.FOLDED_EDIT], self.capability(Feature.FOLDED_EDIT).reason
            raise Unsupported(capability_zh=words.zh, capability_en=words.en, reason=why)

    def require(self, kind: CommandKind) -> None:
        """Let pass a kind of command that the community carries out, or that a person does there by hand.

        Raises:
            Unsupported: neither is possible; nothing must be queued.
        """
        capability = self.capability(kind)
        if not capability.level.sends and capability.level is not Level.MANUAL:
            words = COMMAND_WORDS[kind]
            raise Unsupported(capability_zh=words.zh, capability_en=words.en, reason=capability.reason)


@dataclass(frozen=True, slots=True)
class RemoteNote:
    """What staff wrote beside a report in the community itself."""

    id: str
    at: datetime
    text: str
    by: MemberRef | None = None


@dataclass(frozen=True, slots=True)
class RemoteCase:
    """A report as the community holds it: one reported thing, many reports."""

    id: CaseId
    version: str
    state: CommunityState
    created_at: datetime
    updated_at: datetime
    reports: tuple[Report, ...] = ()
    subject: MemberRef | None = None
    assignee: MemberRef | None = None
    post: Post | None = None
    thread: Thread | None = None
    notes: tuple[RemoteNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of what changed since the cursor.

    Things gone are named by their ids. `whole_threads` is False where the feed does not bring what stands around a
    reported post, so that it must be read thread by thread.
    """

    cases: tuple[RemoteCase, ...]
    posts: tuple[Post, ...]
    threads: tuple[Thread, ...]
    members: tuple[Member, ...]
    cursor: str
    more: bool
    gone_cases: tuple[CaseId, ...] = ()
    gone_posts: tuple[PostId, ...] = ()
    whole_threads: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A private message that this account sent or received."""

    id: str
    member: MemberRef
    sent_by_us: bool
    at: datetime
    text: str
    case_id: CaseId | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages after the cursor, oldest first."""

    messages: tuple[Message, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A member has read an edition of the code of conduct."""

    member: MemberRef
    edition: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that staff did in the community, with or without Steward.

    Attributes:
        action: the community's own word for it.
        details: as the community tells it.
    """

    id: str
    at: datetime
    by: MemberRef | None
    action: str
    member_id: MemberId | None = None
    post_id: PostId | None = None
    details: str = ""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Staff actions after the cursor, oldest first."""

    entries: tuple[AuditEntry, ...]
    cursor: str
    more: bool = False


class Found(StrEnum):
    """The three answers to "did this command happen?"."""

    HAPPENED = "happened"
    NOT_HAPPENED = "not_happened"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Effect:
    """What the community can say about a command whose answer was lost."""

    found: Found
    receipt: Receipt | None = None


NOT_HAPPENED = Effect(Found.NOT_HAPPENED)
CANNOT_TELL = Effect(Found.CANNOT_TELL)
