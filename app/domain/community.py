"""What a community tells and what it can do, in words that fit every platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.cases import CaseId, CommunityState
from app.domain.commands import COMMAND_WORDS, CommandKind, Receipt
from app.domain.members import Member, MemberRef
from app.domain.posts import Post, PostId, Thread
from app.domain.reports import Report
from app.errors import Unsupported


class Adapter(StrEnum):
    """The kinds of community that can be connected."""

    BRIDGE = "bridge"
    NODEBB = "nodebb"


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
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a community takes at most; None where it does not say. Lengths are in characters."""

    requests_per_minute: int | None = None
    message_max: int | None = None
    reply_max: int | None = None


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

    def capability(self, kind: CommandKind) -> Capability:
        """How it does this kind of command; unsupported where it says nothing."""
        return self.capabilities.get(kind.value, Capability(Level.UNSUPPORTED, "not offered"))

    def require(self, kind: CommandKind) -> None:
        """Let pass a kind of command that the community carries out.

        Raises:
            Unsupported: it does not; nothing must be queued.
        """
        capability = self.capability(kind)
        if not capability.level.sends:
            words = COMMAND_WORDS[kind]
            raise Unsupported(capability_zh=words.zh, capability_en=words.en, reason=capability.reason)


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
