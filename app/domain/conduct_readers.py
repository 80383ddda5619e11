"""Who learns of an edition: newcomers who are welcomed with it, members who say that they have read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.members import MemberId
from app.errors import Language

USUAL_PER_DAY, MOST_PER_DAY = 20, 500
"""How many newcomers are welcomed a day at most, so that switching it on floods nobody."""

ASK_EVERY = timedelta(hours=6)
"""How often a community is asked who has read the edition: one request."""


@dataclass(frozen=True, slots=True)
class Welcoming:
    """How newcomers are welcomed: whether at all, how many a day at most, in which language, since when it is so."""

    on: bool
    per_day: int
    language: Language
    since: datetime


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody has read an edition.

    Attributes:
        member_id: "" of who is known by name only.
        by_hand: somebody of the team says so, not the community.
    """

    name: str
    member_id: MemberId
    at: datetime
    by_hand: bool


@dataclass(frozen=True, slots=True)
class CoreMember:
    """A member whose word is asked for; `member_id` is "" where the community's id is not known."""

    name: str
    member_id: MemberId


def missing(core: Sequence[CoreMember], read: Sequence[Acknowledged]) -> list[CoreMember]:
    """The core members who have not said that they read it."""
    ids = {one.member_id for one in read if one.member_id}
    names = {one.name for one in read}
    return [one for one in core if not (one.member_id and one.member_id in ids) and one.name not in names]


def room_today(how: Welcoming | None, welcomed_today: int) -> int:
    """How many more may be welcomed now."""
    return max(how.per_day - welcomed_today, 0) if how is not None and how.on else 0
