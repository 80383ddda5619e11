"""Honours: thanks in one key, nominations with evidence, titles with a term. Pure rules.

Thanks are free and feed nominations; nominations feed titles; titles are scarce, end, and are given with consent only.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.members import MemberRef
from app.domain.posts import PostId, ThreadId
from app.domain.words import NO_WORDS, Words

TitleId = NewType("TitleId", str)
"""A kind of title, as in "peacemaker"."""

NominationId = NewType("NominationId", str)
GrantId = NewType("GrantId", str)

PEACEMAKER, GUIDE, GUARDIAN = TitleId("peacemaker"), TitleId("guide"), TitleId("guardian")

TITLE_WORDS = {
    PEACEMAKER: Words("和平缔造者", "peacemaker"),
    GUIDE: Words("引路人", "guide"),
    GUARDIAN: Words("文化守护者", "guardian of the culture"),
}
"""The titles that every workspace begins with."""


@dataclass(frozen=True, slots=True)
class Title:
    """A kind of title.

    Attributes:
        words: its name.
        what_for: what it is given for.
        months: how long it is held before it is looked at again.
        quota: how many may hold it at a time.
        honour_id: the badge or group of the community that shows it, "" where none does.
        retired_at: from when it is given no more; who holds it keeps it to the end of the term.
    """

    id: TitleId
    words: Words
    what_for: Words
    months: int
    quota: int
    honour_id: str = ""
    retired_at: datetime | None = None


class ThanksWay(StrEnum):
    """How thanks are said."""

    THREAD = "thread"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Thanks:
    """A word of thanks for a post. `case` is the case from which it was said, if any."""

    member: MemberRef
    post: PostId
    thread: ThreadId | None
    way: ThanksWay
    text: str
    by: MemberRef
    at: datetime
    decision: DecisionId
    case: CaseId | None = None


class EvidenceKind(StrEnum):
    """What shows that somebody earned a title."""

    POST = "post"  # one of theirs
    CASE = "case"  # a case in which they helped
    THANKS = "thanks"  # what they were thanked for
    SUGGESTION = "suggestion"  # what the program counted
    HAND = "hand"  # what is known from elsewhere, in words


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: what it is, which one, and in words what it shows."""

    kind: EvidenceKind
    about: str
    words: str


class NominationState(StrEnum):
    """Where a nomination stands."""

    OPEN = "open"
    ASKED = "asked"  # the member was asked whether they want it
    AGREED = "agreed"
    GRANTED = "granted"
    DECLINED = "declined"  # by a manager, with a reason
    UNWANTED = "unwanted"  # by the member
    WITHDRAWN = "withdrawn"  # by who nominated


class Show(StrEnum):
    """What a member lets the community show of them; each is asked for by itself."""

    NAME = "name"
    AVATAR = "avatar"
    MODEL = "model"
    PHOTOS = "photos"


SHOW_WORDS = {
    Show.NAME: Words("昵称", "name"),
    Show.AVATAR: Words("头像", "avatar"),
    Show.MODEL: Words("车型", "car model"),
    Show.PHOTOS: Words("照片", "photos"),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member agreed to.

    Attributes:
        shows: what the community may show of them; that may be nothing, and the title all the same.
        at: when they agreed.
        source: how that is known, in words.
        minor: they are, or may be, under age: then a guardian agreed too, named in `guardian`.
    """

    shows: frozenset[Show]
    at: datetime
    source: str
    minor: bool = False
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class Nomination:
    """Somebody is to be honoured, and why.

    Attributes:
        consent: what the member agreed to, while it stands; withdrawn, it is gone from here.
        reason: why it ended, where that was said.
        case: from which it was made, if any.
    """

    id: NominationId
    title: TitleId
    member: MemberRef
    evidence: tuple[Evidence, ...]
    by: MemberRef
    at: datetime
    state: NominationState = NominationState.OPEN
    consent: Consent | None = None
    reason: str = ""
    case: CaseId | None = None


class Standing(StrEnum):
    """How a title is held."""

    HELD = "held"
    SUSPENDED = "suspended"  # while a sanction stands
    ENDED = "ended"  # its term is over
    EMERITUS = "emeritus"  # kept for life as an honour, without its duties
    REVOKED = "revoked"


STANDING_WORDS = {
    Standing.HELD: Words("在任", "held"),
    Standing.SUSPENDED: Words("暂停", "suspended"),
    Standing.ENDED: Words("已届满", "term over"),
    Standing.EMERITUS: Words("荣休", "emeritus"),
    Standing.REVOKED: Words("已收回", "revoked"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A title that somebody holds, or held.

    Attributes:
        begins, ends: its term.
        because: the sanction for which it is suspended.
        shows: what the member lets be shown.
        shown: whether the community shows it, as far as we know.
    """

    id: GrantId
    title: TitleId
    member: MemberRef
    nomination: NominationId | None
    begins: datetime
    ends: datetime
    standing: Standing = Standing.HELD
    because: DecisionId | None = None
    shows: frozenset[Show] = frozenset()
    shown: bool = False
    words: Words = NO_WORDS
