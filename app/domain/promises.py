"""Promises: who has to answer by when, what became of it, and the public words that go with each change.

A promise is kept by a closing reply up to its date, late after it, and broken from the date on until that reply comes.
The date can be moved only before it, and only in public.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.members import MemberRef
from app.domain.words import Words

PromiseId = NewType("PromiseId", str)

USUAL_DAYS = 3
"""Working days until the progress that is usually promised."""

EVENING = time(18, 0)
"""From this hour of the day before it is due, in local time, a progress note lies ready."""

_BEFORE = timedelta(days=1)


class PromiseState(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    BROKEN = "broken"  # the date passed without the closing reply, or it was given up
    KEPT = "kept"
    LATE = "late"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    PromiseState.OPEN: Words("跟进中", "open"),
    PromiseState.BROKEN: Words("未兑现", "broken"),
    PromiseState.KEPT: Words("已兑现", "kept"),
    PromiseState.LATE: Words("超期兑现", "kept late"),
    PromiseState.WITHDRAWN: Words("已撤回", "withdrawn"),
}

EXTENDED_WORDS = Words("已延期", "extended")
ON_ITS_WAY_WORDS = Words("回复待送达", "the reply is on its way")


class Change(StrEnum):
    """What can happen to a promise."""

    MADE = "made"
    HANDED = "handed"  # the handoff slip went to the department, under its number
    ANSWERED = "answered"  # the department said something
    PROGRESS = "progress"  # told in public how far it is
    EXTENDED = "extended"  # told in public that it will be later, before it was due
    CLOSED = "closed"  # told in public what came of it
    GIVEN_UP = "given_up"  # told in public that it will not come
    WITHDRAWN = "withdrawn"  # the promise itself was taken back, with a reason
    RECKONED = "reckoned"  # a calendar came in by which the working days end on another date; the word given stands


IN_PUBLIC = frozenset({Change.PROGRESS, Change.EXTENDED, Change.CLOSED, Change.GIVEN_UP})
"""Changes that a public reply goes with."""

ENDINGS = frozenset({Change.CLOSED, Change.GIVEN_UP, Change.WITHDRAWN})
"""Changes after which nothing more comes."""

CHANGE_WORDS = {
    Change.MADE: Words("作出承诺", "promised"),
    Change.HANDED: Words("已转办", "handed on"),
    Change.ANSWERED: Words("部门答复", "the department answered"),
    Change.PROGRESS: Words("公开进展", "progress told"),
    Change.EXTENDED: Words("公开延期", "extended in public"),
    Change.CLOSED: Words("办结回复", "closing reply"),
    Change.GIVEN_UP: Words("说明无法兑现", "given up in public"),
    Change.WITHDRAWN: Words("撤回承诺", "withdrawn"),
    Change.RECKONED: Words("按新日历重算", "reckoned anew"),
}


@dataclass(frozen=True, slots=True)
class Promising:
    """What a reply promises.

    Attributes:
        what: what will be answered, in a few words.
        department: who has to find out, or to act.
        owner: who of the team sees to it; a name.
        due_at: by when, the end of a working day.
        days: so many working days, where it was reckoned from these; 0 where a date was named.
        guessed: years on the way whose holidays were not known.
        number: of the handoff in the company's own system, where it is known already.
    """

    what: str
    department: str
    owner: str
    due_at: datetime
    days: int = 0
    guessed: tuple[int, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a public word changes about a promise.

    Attributes:
        due_at: the new date of an extension.
        words: the number of what is said to all of a topic, where the promise is one of a topic.
    """

    promise: PromiseId
    change: Change
    due_at: datetime | None = None
    words: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseEvent:
    """Something that happened to a promise.

    Attributes:
        decision: the public word that went with it.
        words: the number of what was said to all of a topic with it; each reply that says it is an event.
        counts: whether its public word stands: false once the community refused it, or it was withdrawn.
        arrived: whether the community has its public word.
    """

    change: Change
    at: datetime
    by: MemberRef
    due_at: datetime | None = None
    number: str = ""
    text: str = ""
    decision: DecisionId | None = None
    words: int | None = None
    counts: bool = True
    arrived: bool = True


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as it stands.

    Attributes:
        case: on which it was made; None for one of a topic.
        topic: of which it is; "" for one of a case.
        made: what was promised, with the date that was first named.
        due_at: the date now, after every extension.
        number: of the handoff; "" while none is known.
        answered: the last word of the department; "" for none.
        told_at: when the community last heard of it, its making included.
        ended: how it ended; None while it is open.
        on_its_way: whether the word by which its date or its end stands has not arrived in the community yet.
    """

    id: PromiseId
    case: CaseId | None
    topic: str
    made: Promising
    made_at: datetime
    by: MemberRef
    due_at: datetime
    number: str = ""
    answered: str = ""
    told_at: datetime | None = None
    extensions: int = 0
    ended: Change | None = None
    ended_at: datetime | None = None
    seq: int = 0
    on_its_way: bool = False

    def state(self, now: datetime) -> PromiseState:
        """How it stands at a moment."""
        return state_of(self.due_at, self.ended, self.ended_at, now)


def state_of(due_at: datetime, ended: Change | None, ended_at: datetime | None, now: datetime) -> PromiseState:
    """How a promise stands: by its present date, how and when it ended, and the moment."""
    if ended is Change.WITHDRAWN:
        return PromiseState.WITHDRAWN
    if ended is Change.GIVEN_UP:
        return PromiseState.BROKEN
    if ended is Change.CLOSED and ended_at is not None:
        return PromiseState.KEPT if ended_at <= due_at else PromiseState.LATE
    return PromiseState.BROKEN if now > due_at else PromiseState.OPEN


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all that happened to a promise comes to, as `Promise` says it."""

    due_at: datetime | None = None
    ended: Change | None = None
    ended_at: datetime | None = None
    extensions: int = 0
    told_at: datetime | None = None
    on_its_way: bool = False


def outcome(events: Sequence[PromiseEvent]) -> Outcome:
    """What the events of a promise come to, in order: a public word that was refused or withdrawn changes nothing.

    An extension counts only where the date that stood then had not passed, for one before it may not have arrived.
    """
    standing = [one for one in events if one.counts]
    due: datetime | None = None
    moved: PromiseEvent | None = None
    extensions = 0
    for one in standing:
        if one.change is Change.MADE:
            due = one.due_at
        elif one.change is Change.EXTENDED and due is not None and one.due_at is not None and one.at <= due:
            due, moved, extensions = one.due_at, one, extensions + 1
    endings = [one for one in standing if one.change in ENDINGS]
    end = next((one for one in endings if one.change is Change.WITHDRAWN), endings[0] if endings else None)
    told = [one.at for one in standing if one.change in IN_PUBLIC or one.change is Change.MADE]
    waits = any(one is not None and not one.arrived for one in (moved, end))
    ended_at = end.at if end else None
    return Outcome(due, end.change if end else None, ended_at, extensions, max(told, default=None), waits)


def told_in_ledger(promise: Promising | None, said: FollowUp | None) -> dict[str, str | int | bool | None]:
    """What the ledger tells of a decision that promises, or says something of a promise, nothing personal in it."""
    told: dict[str, str | int | bool | None] = {}
    if promise is not None:
        told |= {"promise_due": promise.due_at.astimezone(UTC).isoformat()}
        told |= {"working_days": promise.days or None, "guessed_years": " ".join(map(str, promise.guessed)) or None}
    if said is not None:
        told |= {"promise": said.promise, "promise_change": said.change.value}
        told |= {"promise_due": said.due_at.astimezone(UTC).isoformat() if said.due_at else None}
    return told


def evening_before(due_at: datetime) -> datetime:
    """From when a progress note lies ready: EVENING of the day before, in the time zone of `due_at`."""
    return datetime.combine(due_at.date() - _BEFORE, EVENING, due_at.tzinfo)


def notes_reach(now: datetime) -> datetime:
    """By when at the latest is due what a note may lie ready for, `evening_before` having come: the end of that day."""
    return datetime.combine(now.date() + _BEFORE + timedelta(days=1), time(), now.tzinfo)


def last(events: Sequence[PromiseEvent], change: Change) -> PromiseEvent | None:
    """The newest event of a kind, if there is one."""
    return next((one for one in reversed(events) if one.change is change), None)
