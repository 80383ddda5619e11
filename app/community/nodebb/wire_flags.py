"""NodeBB's flags: what members report, and how far it is settled."""

import hashlib
from datetime import datetime as Moment

from msgspec import Struct, field
from msgspec.json import Decoder

from app.community.nodebb.wire import (
    Envelope,
    Id,
    Number,
    WirePagination,
    WirePost,
    WireUser,
    milliseconds,
    moment,
    moment_or_none,
    number,
    text,
    unescaped,
)
from app.domain.cases import CaseId, CommunityState
from app.domain.community import RemoteCase, RemoteNote
from app.domain.members import MemberRef
from app.domain.posts import Thread
from app.domain.reports import Report

STATES = {
    "open": CommunityState.OPEN,
    "wip": CommunityState.IN_PROGRESS,
    "resolved": CommunityState.UPHELD,
    "rejected": CommunityState.DISMISSED,
}


class WireFlagRow(Struct, rename="camel"):
    """A flag as one line of the list."""

    flag_id: Id
    type: str = ""
    state: str = "open"
    assignee: Id | None = None
    heat: Number = 0

    @property
    def mark(self) -> str:
        """What shows in the list when a flag changes. Edits of its post do not."""
        return f"{self.state}:{text(self.assignee)}:{number(self.heat)}"


class WireFlags(Struct):
    """The list of flags; `count` is of all its pages."""

    flags: list[WireFlagRow]
    count: Number = 0
    pagination: WirePagination = field(default_factory=WirePagination)


class WireReport(Struct):
    """One member's report."""

    timestamp: Number
    value: str | None = None
    reporter: WireUser | None = None

    def read(self) -> Report:
        """In our words."""
        by = self.reporter.read() if self.reporter and self.reporter.signed_in else None
        return Report(
            id=f"{by.id if by else 0}:{number(self.timestamp)}",
            at=moment(self.timestamp),
            reason=unescaped(self.value),
            by=by,
        )


class WireNote(Struct):
    """A note of the staff; `datetime` is its key within the flag."""

    datetime: Number
    uid: Id | None = None
    content: str | None = None
    user: WireUser | None = None

    @property
    def words(self) -> str:
        """Its text as it was typed."""
        return unescaped(self.content)

    def read(self) -> RemoteNote:
        """In our words."""
        name = self.user.read().name if self.user else ""
        by = WireUser(self.uid, name).read() if self.uid is not None else None
        return RemoteNote(f"{text(self.uid)}:{number(self.datetime)}", moment(self.datetime), self.words, by)


class WireFlag(Struct, rename="camel"):
    """A flag with its reports and notes. `target` is empty when the post was purged."""

    flag_id: Id
    datetime: Number
    state: str = "open"
    assignee: Id | None = None
    target: WirePost = field(default_factory=WirePost)
    reports: list[WireReport] = field(default_factory=list)
    notes: list[WireNote] = field(default_factory=list)

    @property
    def ground(self) -> tuple[str, ...]:
        """What a decision rests on, but for the state: who has it, how many reported it, the text."""
        return text(self.assignee), str(len(self.reports)), str(number(self.target.edited))

    @property
    def version(self) -> str:
        """A fingerprint of all that a decision rests on; NodeBB keeps no versions."""
        return hashlib.sha256("\n".join((self.state, *self.ground)).encode()).hexdigest()[:16]

    def holds(self, wanted: dict[str, str]) -> bool:
        """Whether it has these values of `state` and `assignee`."""
        now = {"state": self.state, "assignee": text(self.assignee)}
        return all(now[name] == value for name, value in wanted.items())

    def note_at(self, at: Moment, by: str, words: str) -> int:
        """The key for a note written at a time: that time, or the next that no other note has.

        A key that is taken by the very same note of the same person is its own.
        """
        taken = {number(note.datetime): note for note in self.notes}
        key = milliseconds(at)
        while key in taken and (text(taken[key].uid), taken[key].words) != (by, words):
            key += 1
        return key

    def has_note(self, key: int, by: str) -> bool:
        """Whether a person's note with this key is there."""
        return any(number(note.datetime) == key and text(note.uid) == by for note in self.notes)

    def read(self, site: str, thread: Thread | None, assignee: MemberRef | None) -> RemoteCase:
        """In our words. A state that a plugin added is somebody's work in progress."""
        reports = tuple(sorted((report.read() for report in self.reports), key=lambda report: report.at))
        notes = tuple(sorted((note.read() for note in self.notes), key=lambda note: note.at))
        created_at = moment(self.datetime)
        edited_at = moment_or_none(self.target.edited) or created_at
        return RemoteCase(
            id=CaseId(text(self.flag_id)),
            version=self.version,
            state=STATES.get(self.state, CommunityState.IN_PROGRESS),
            created_at=created_at,
            updated_at=max([created_at, edited_at, *(report.at for report in reports), *(note.at for note in notes)]),
            reports=reports,
            subject=self.target.author(),
            assignee=assignee,
            post=self.target.read(site),
            thread=thread,
            notes=notes,
        )


class Cursor(Struct):
    """Where reading stopped: each open flag with its mark in the list."""

    known: dict[str, str]


FLAGS = Decoder(WireFlags)
FLAG = Decoder(Envelope[WireFlag])
CURSOR = Decoder(Cursor)
