"""The bridge contract's JSON, as in resources/bridge.openapi.yaml: unknown fields are ignored, missing ones refused."""

from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from app.community.bridge.capabilities import BY_CONTRACT
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CommandKind, Receipt, ReceiptStatus
from app.domain.community import (
    NOT_OFFERED,
    Acknowledgement,
    AuditEntry,
    Capability,
    ChangePage,
    CommunityInfo,
    Level,
    Limits,
    Message,
    RemoteCase,
)
from app.domain.members import Honour, Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, Thread, ThreadId, ThreadSlice
from app.domain.reports import Report
from app.domain.words import Words

Time = Annotated[datetime, Meta(tz=True)]
Version = Annotated[str, Meta(pattern=r"^[\x21\x23-\x7e]*$", max_length=256)]
"""A mark that fits into an ETag (RFC 9110, section 8.8.3)."""

Small = Annotated[int, Meta(ge=0, le=2**31 - 1)]
ItemType = Literal["case", "post", "thread", "member"]


@lru_cache(maxsize=8192)
def _ref(member_id: str, name: str) -> MemberRef:
    """The same few people write most of a page: one object for each of them."""
    return MemberRef(MemberId(member_id), name)


class WireRef(Struct, omit_defaults=True):
    """MemberRef."""

    id: str
    name: str

    def read(self) -> MemberRef:
        """In our words."""
        return _ref(self.id, self.name)


class WireCapability(Struct, omit_defaults=True):
    """One capability of Meta."""

    level: Level
    reason: str = ""

    def read(self) -> Capability:
        """In our words."""
        if not self.reason and self.level is Level.UNSUPPORTED:
            return NOT_OFFERED
        return Capability(self.level, Words(self.reason, self.reason))


class WireLimits(Struct, omit_defaults=True):
    """The limits of Meta."""

    requests_per_minute: int | None = None
    private_message_max_chars: int | None = None
    public_reply_max_chars: int | None = None


class WireMeta(Struct, omit_defaults=True):
    """Meta."""

    platform: str
    version: str
    now: Time
    acting_member: WireRef
    capabilities: dict[str, WireCapability]
    limits: WireLimits

    def read(self) -> CommunityInfo:
        """In our words."""
        limits = self.limits
        return CommunityInfo(
            platform=self.platform,
            version=self.version,
            acting=self.acting_member.read(),
            capabilities=BY_CONTRACT | {name: one.read() for name, one in self.capabilities.items()},
            limits=Limits(limits.requests_per_minute, limits.private_message_max_chars, limits.public_reply_max_chars),
        )


class WireHonour(Struct, omit_defaults=True):
    """Honour."""

    id: str
    name: str
    grantable: bool = False

    def read(self) -> Honour:
        """In our words."""
        return Honour(self.id, self.name, self.grantable)


class WireStanding(Struct, omit_defaults=True):
    """The standing of a member."""

    silenced_until: Time | None = None
    suspended_until: Time | None = None


class WireCounters(Struct, omit_defaults=True):
    """The counters of a member."""

    posts: Small | None = None
    reports_upheld: Small | None = None


class WireMember(Struct, omit_defaults=True):
    """Member."""

    id: str
    name: str
    joined_at: Time | None = None
    is_staff: bool = False
    verified_owner: bool | None = None
    car: str | None = None
    standing: WireStanding = field(default_factory=WireStanding)
    counters: WireCounters = field(default_factory=WireCounters)
    honours: list[WireHonour] = field(default_factory=list)
    good_deeds: list[str] = field(default_factory=list)

    def read(self) -> Member:
        """In our words."""
        return Member(
            ref=MemberRef(MemberId(self.id), self.name),
            joined_at=self.joined_at,
            is_staff=self.is_staff,
            verified_owner=self.verified_owner,
            car=self.car,
            posts=self.counters.posts,
            reports_upheld=self.counters.reports_upheld,
            silenced_until=self.standing.silenced_until,
            suspended_until=self.standing.suspended_until,
            honours=tuple(honour.read() for honour in self.honours),
            good_deeds=tuple(self.good_deeds),
        )


class WireThread(Struct, omit_defaults=True):
    """Thread."""

    id: str
    title: str
    category: str = ""
    url: str = ""
    locked: bool = False
    pinned: bool = False

    def read(self) -> Thread:
        """In our words."""
        return Thread(ThreadId(self.id), self.title, self.category, self.url, self.locked, self.pinned)


class WirePost(Struct, omit_defaults=True):
    """Post."""

    id: str
    thread_id: str
    author: WireRef
    created_at: Time
    state: PostState
    raw: str
    version: str
    number: Small | None = None
    reply_to: str | None = None
    edited_at: Time | None = None
    url: str = ""
    client_ref: str = ""

    def read(self) -> Post:
        """In our words."""
        return Post(
            id=PostId(self.id),
            thread_id=ThreadId(self.thread_id),
            author=self.author.read(),
            created_at=self.created_at,
            raw=self.raw,
            version=self.version,
            state=self.state,
            edited_at=self.edited_at,
            number=self.number,
            reply_to=PostId(self.reply_to) if self.reply_to else None,
            url=self.url,
        )


class WireReport(Struct, omit_defaults=True):
    """Report."""

    id: str
    at: Time
    reason: str
    by: WireRef | None = None
    category: str = ""

    def read(self) -> Report:
        """In our words."""
        return Report(self.id, self.at, self.reason, self.by.read() if self.by else None, self.category)


class WireCase(Struct, omit_defaults=True):
    """Case."""

    id: str
    version: Version
    state: CommunityState
    created_at: Time
    updated_at: Time
    reports: list[WireReport]
    kind: Literal["post_flag", "member_flag", "queued_post", "other"]
    assignee: WireRef | None = None
    subject: WireRef | None = None
    post: WirePost | None = None
    thread: WireThread | None = None

    def read(self) -> RemoteCase:
        """In our words."""
        return RemoteCase(
            id=CaseId(self.id),
            version=self.version,
            state=self.state,
            created_at=self.created_at,
            updated_at=self.updated_at,
            reports=tuple(report.read() for report in self.reports),
            subject=self.subject.read() if self.subject else None,
            assignee=self.assignee.read() if self.assignee else None,
            post=self.post.read() if self.post else None,
            thread=self.thread.read() if self.thread else None,
        )


class WireItem(Struct, omit_defaults=True):
    """One item of the feed."""

    seq: int
    type: ItemType
    id: str
    gone: bool = False
    case: WireCase | None = None
    post: WirePost | None = None
    thread: WireThread | None = None
    member: WireMember | None = None


class WirePage(Struct, omit_defaults=True):
    """ChangePage."""

    items: list[WireItem]
    cursor: str
    more: bool

    def read(self) -> ChangePage:
        """In our words."""
        return ChangePage(
            cases=tuple(item.case.read() for item in self.items if item.case),
            posts=tuple(item.post.read() for item in self.items if item.post),
            threads=tuple(item.thread.read() for item in self.items if item.thread),
            members=tuple(item.member.read() for item in self.items if item.member),
            cursor=self.cursor,
            more=self.more,
            gone_cases=tuple(CaseId(item.id) for item in self.items if item.gone and item.type == "case"),
            gone_posts=tuple(PostId(item.id) for item in self.items if item.gone and item.type == "post"),
        )


class WireSlice(Struct, omit_defaults=True):
    """Posts of a thread."""

    thread: WireThread
    posts: list[WirePost]

    def read(self) -> ThreadSlice:
        """In our words."""
        return ThreadSlice(self.thread.read(), tuple(post.read() for post in self.posts))


class WireMessage(Struct, omit_defaults=True):
    """Message."""

    id: str
    member: WireRef
    direction: Literal["sent", "received"]
    at: Time
    text: str
    case_id: str | None = None
    client_ref: str = ""

    def read(self) -> Message:
        """In our words."""
        return Message(
            self.id,
            self.member.read(),
            self.direction == "sent",
            self.at,
            self.text,
            CaseId(self.case_id) if self.case_id else None,
        )


class WireMessages(Struct, omit_defaults=True):
    """MessagePage."""

    items: list[WireMessage]
    cursor: str
    more: bool


class WireAcknowledgement(Struct, omit_defaults=True):
    """Acknowledgement."""

    member: WireRef
    edition: int
    at: Time

    def read(self) -> Acknowledgement:
        """In our words."""
        return Acknowledgement(self.member.read(), self.edition, self.at)


class WireAudit(Struct, omit_defaults=True):
    """AuditEntry."""

    id: str
    at: Time
    by: WireRef | None = None
    action: str = ""
    target: str = ""
    details: str = ""

    def read(self) -> AuditEntry:
        """In our words."""
        by = self.by.read() if self.by else None
        return AuditEntry(
            self.id, self.at, by, self.action, details=" ".join(filter(None, [self.target, self.details]))
        )


class WireAuditPage(Struct, omit_defaults=True):
    """Staff actions."""

    items: list[WireAudit] = field(default_factory=list)
    cursor: str = ""


class WireCommand(Struct, omit_defaults=True):
    """Command."""

    kind: CommandKind
    case_id: str | None = None
    post_id: str | None = None
    thread_id: str | None = None
    member_id: str | None = None
    text: str = ""
    reason: str = ""
    decision: CommunityState | None = None
    title: str = ""
    until: Time | None = None
    honour_id: str | None = None


class WireReceipt(Struct, omit_defaults=True):
    """Receipt."""

    status: ReceiptStatus
    remote_id: str = ""
    url: str = ""
    at: Time | None = None
    case_version: Version = ""
    reason: str = ""

    def read(self) -> Receipt:
        """In our words."""
        return Receipt(self.status, self.remote_id, self.url, self.at, self.case_version, self.reason, verified=True)


class WireProblem(Struct, omit_defaults=True):
    """Problem (RFC 9457), with our code."""

    type: str
    title: str
    status: int
    code: str
    retryable: bool
    detail: str = ""
    fields: dict[str, str] = field(default_factory=dict)
