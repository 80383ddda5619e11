"""NodeBB's accounts: their standing, what was done to them, and the groups they are in."""

from datetime import UTC, datetime

from msgspec import Struct, field
from msgspec.json import Decoder

from app.community.nodebb.wire import (
    Envelope,
    Number,
    WireUser,
    milliseconds,
    moment,
    moment_or_none,
    number,
    unescaped,
)
from app.domain.members import Honour, Measure, MeasureKind, Member
from app.text import html as markup

FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
STAFF_GROUPS = frozenset({"administrators", "Global Moderators"})
MEASURES = {
    "ban": MeasureKind.SUSPENDED,
    "unban": MeasureKind.UNSUSPENDED,
    "mute": MeasureKind.SILENCED,
    "unmute": MeasureKind.UNSILENCED,
}


def end(value: Number) -> datetime | None:
    """When a measure ends; None where none is set. An end that no calendar reaches is no end."""
    return FOR_EVER if number(value) > milliseconds(FOR_EVER) else moment_or_none(value)


class WireGroup(Struct, rename="camel"):
    """A group. Those whose title is shown beside the name serve as honours."""

    name: str = ""
    slug: str = ""
    display_name: str = ""
    system: Number = 0
    hidden: Number = 0
    user_title_enabled: Number = 0

    @property
    def is_honour(self) -> bool:
        """Whether being in it is shown to all as something to be proud of."""
        kept = number(self.system) or number(self.hidden) or ":" in self.name
        return bool(self.slug) and not kept and bool(number(self.user_title_enabled))

    def read(self, *, grantable: bool) -> Honour:
        """In our words."""
        return Honour(self.slug, markup.unescaped(self.display_name or self.name), grantable)


class WireGroups(Struct):
    """A page of the groups that all may see."""

    groups: list[WireGroup]


class WireMeasure(Struct):
    """A line of an account's history: a ban, a mute, or the end of one; broken ones have no `until`."""

    type: str
    timestamp: Number
    until: Number = None
    reason: str | None = None
    user: WireUser | None = None

    def read(self) -> Measure | None:
        """In our words; None for a kind that is not known. A ban without an end lasts."""
        kind = MEASURES.get(self.type)
        if kind is None:
            return None
        until = end(self.until)
        if kind is MeasureKind.SUSPENDED and until is None:
            until = FOR_EVER
        reason = "" if (self.reason or "").startswith("[[") else unescaped(self.reason)
        return Measure(kind, moment(self.timestamp), until, reason, self.user.read().name if self.user else "")


class WireHistory(Struct):
    """What was done to an account, the newest first, twenty of each at most."""

    bans: list[WireMeasure] = field(default_factory=list)
    mutes: list[WireMeasure] = field(default_factory=list)

    def read(self) -> tuple[Measure, ...]:
        """In our words, the newest first."""
        found = (measure.read() for measure in (*self.bans, *self.mutes))
        return tuple(sorted((one for one in found if one), key=lambda one: one.at, reverse=True))


class WireInfo(Struct, rename="camel"):
    """The page of an account: what staff sees of it, its groups, and what we may do to it."""

    history: WireHistory | None = None
    groups: list[WireGroup | None] = field(default_factory=list)
    is_admin: bool = False
    is_global_moderator: bool = False
    can_ban: bool = False
    can_mute: bool = False

    def honours(self) -> tuple[Honour, ...]:
        """The groups that serve as honours."""
        return tuple(group.read(grantable=self.is_admin) for group in self.groups if group and group.is_honour)

    def in_group(self, slug: str) -> bool:
        """Whether the account is in this group."""
        return any(group.slug == slug for group in self.groups if group)


class WireMember(WireUser):
    """An account."""

    joindate: Number = None
    postcount: Number = None
    banned: bool = False
    banned_until: Number = field(default=None, name="banned_until")
    muted: bool | None = None
    muted_until: Number = None
    group_title_array: list[str] | None = None

    def suspended_until(self) -> datetime | None:
        """Until when it is banned."""
        return (end(self.banned_until) or FOR_EVER) if self.banned else None

    def silenced_until(self) -> datetime | None:
        """Until when it is muted."""
        return None if self.muted is False else end(self.muted_until)

    def read_member(self, info: WireInfo | None, reports_upheld: int | None) -> Member:
        """In our words. Where its page is not for us to see, only the groups worn as a title are known."""
        titles = self.group_title_array or []
        groups = {group.name for group in info.groups if group} if info else set(titles)
        worn = tuple(Honour(title, title) for title in titles if title and title not in STAFF_GROUPS)
        return Member(
            ref=self.read(),
            joined_at=moment_or_none(self.joindate),
            is_staff=bool(STAFF_GROUPS & (groups | set(titles))),
            posts=number(self.postcount),
            reports_upheld=reports_upheld,
            silenced_until=self.silenced_until(),
            suspended_until=self.suspended_until(),
            honours=info.honours() if info else worn,
            measures=info.history.read() if info and info.history else (),
        )


MEMBER = Decoder(Envelope[WireMember])
INFO = Decoder(WireInfo)
GROUPS = Decoder(Envelope[WireGroups])
