"""Members of the community: who writes, who reports, who is honoured."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.words import Words

MemberId = NewType("MemberId", str)

BY_NAME_ONLY = "hand:"
"""How the ids of people begin who have no account: they are made of their names, which no ledger may hold."""


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A member as named beside a post or a report."""

    id: MemberId
    name: str


@dataclass(frozen=True, slots=True)
class Honour:
    """A badge, title or group that the community can put on an account."""

    id: str
    name: str
    grantable: bool = False


class MeasureKind(StrEnum):
    """What was done to an account in the community, by whomever."""

    SILENCED = "silenced"
    UNSILENCED = "unsilenced"
    SUSPENDED = "suspended"
    UNSUSPENDED = "unsuspended"
    WARNED = "warned"


MEASURE_WORDS = {
    MeasureKind.SILENCED: Words("被禁言", "muted"),
    MeasureKind.UNSILENCED: Words("解除禁言", "unmuted"),
    MeasureKind.SUSPENDED: Words("账号被停用", "suspended"),
    MeasureKind.UNSUSPENDED: Words("恢复账号", "suspension lifted"),
    MeasureKind.WARNED: Words("被警告", "warned"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry of an account's history in the community. `until` is None where it does not tell."""

    kind: MeasureKind
    at: datetime
    until: datetime | None = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """What the community tells about an account; None where it does not tell."""

    ref: MemberRef
    joined_at: datetime | None = None
    is_staff: bool = False
    verified_owner: bool | None = None
    car: str | None = None
    posts: int | None = None
    reports_upheld: int | None = None
    silenced_until: datetime | None = None
    suspended_until: datetime | None = None
    honours: tuple[Honour, ...] = ()
    good_deeds: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
