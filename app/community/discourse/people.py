"""Members, badges and the staff log in Discourse's JSON."""

from datetime import datetime

from msgspec import Struct, field
from msgspec.json import Decoder

from app.community.discourse.wire import WireUser
from app.domain.members import Honour, Measure, MeasureKind, Member, MemberId, MemberRef


class WirePenaltyCounts(Struct):
    """How often an account was penalised in the last half year."""

    silenced: int = 0
    suspended: int = 0


class WireMember(Struct):
    """An account as staff sees it. Both ends lie far in the future for a measure without one."""

    id: int
    username: str
    created_at: datetime | None = None
    admin: bool = False
    moderator: bool = False
    title: str | None = None
    post_count: int | None = None
    silenced_at: datetime | None = None
    silenced_till: datetime | None = None
    silence_reason: str | None = None
    suspended_at: datetime | None = None
    suspended_till: datetime | None = None
    full_suspend_reason: str | None = None
    penalty_counts: WirePenaltyCounts | None = None

    def read(self, now: datetime, honours: tuple[Honour, ...], measures: tuple[Measure, ...]) -> Member:
        """In our words. A measure whose end has passed no longer stands."""
        worn = self.title and all(honour.name != self.title for honour in honours)
        return Member(
            ref=MemberRef(MemberId(str(self.id)), self.username),
            joined_at=self.created_at,
            is_staff=self.admin or self.moderator,
            posts=self.post_count,
            silenced_until=standing(self.silenced_till, now),
            suspended_until=standing(self.suspended_till, now),
            honours=(*honours, *((Honour("", self.title or ""),) if worn else ())),
            measures=measures,
        )


def standing(until: datetime | None, now: datetime) -> datetime | None:
    """The end of a measure that still stands."""
    return until if until is not None and until > now else None


class WireMeasure(Struct):
    """How long a measure lasts that was just taken, under both of its names."""

    silenced_till: datetime | None = None
    suspended_till: datetime | None = None


class WireMeasured(Struct):
    """The answer to a measure."""

    silence: WireMeasure | None = None
    suspension: WireMeasure | None = None


class WireBadge(Struct):
    """A badge."""

    id: int
    name: str = ""
    enabled: bool = True
    system: bool = False
    manually_grantable: bool | None = None
    multiple_grant: bool = False

    def read(self) -> Honour:
        """In our words. Older sites do not say which badges people give by hand: those of the system they don't."""
        by_hand = not self.system if self.manually_grantable is None else self.manually_grantable
        return Honour(str(self.id), self.name, grantable=self.enabled and by_hand)


class WireUserBadge(Struct):
    """A badge that a member has."""

    id: int
    badge_id: int
    granted_at: datetime | None = None
    granted_by_id: int | None = None


class WireBadges(Struct):
    """Badges, and whose they are."""

    badges: list[WireBadge] = field(default_factory=list)
    user_badges: list[WireUserBadge] = field(default_factory=list)


class WireGranted(Struct):
    """A badge that was just granted."""

    user_badge: WireUserBadge


MEASURES = {
    "silence_user": MeasureKind.SILENCED,
    "unsilence_user": MeasureKind.UNSILENCED,
    "suspend_user": MeasureKind.SUSPENDED,
    "unsuspend_user": MeasureKind.UNSUSPENDED,
}


class WireLogEntry(Struct):
    """A line of the log of what staff did."""

    id: int
    created_at: datetime
    action_name: str | None = None
    details: str | None = None
    context: str | None = None
    subject: str | None = None
    post_id: int | None = None
    acting_user: WireUser | None = None
    target_user: WireUser | None = None


class WireLog(Struct):
    """The log of what staff did, newest first."""

    staff_action_logs: list[WireLogEntry] = field(default_factory=list)


MEMBER = Decoder(WireMember)
MEASURED = Decoder(WireMeasured)
BADGES = Decoder(WireBadges)
GRANTED = Decoder(WireGranted)
LOG = Decoder(WireLog)
