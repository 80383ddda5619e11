"""Handing a shift over: the page drafts itself from the record; giving freezes it, another account takes it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.decisions import DECIDING
from app.domain.handover import LONGEST_NOTE, Draft, Handover, page
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.roles import Role, require
from app.domain.triage import COUNT_CAP
from app.domain.words import Words
from app.errors import NoHandover, Refused
from app.operations.claiming import release
from app.operations.desk import Desk
from app.operations.handover_sections import SECTIONS
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.HANDOVER)


@dataclass(frozen=True, slots=True)
class Done:
    """A handover that was given or taken; `also` counts older ones that were taken with it."""

    handover: Handover
    also: int = 0
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class Released:
    """How many cases were given back, and which a rule kept, with its sentence."""

    count: int
    refused: tuple[tuple[CaseId, Words], ...] = ()
    changes: Changes = DECIDING


def draft(desk: Desk) -> Draft:
    """The page as it stands now."""
    with desk.record.read() as tx:
        return _draft(desk, tx, desk.clock())


def _draft(desk: Desk, tx: Transaction, now: datetime) -> Draft:
    sections = tuple(source(desk, tx, now) for source in SECTIONS)
    mine = next((one.count for one in sections if one.id == "held"), 0)
    return Draft(sections, mine)


def as_text(desk: Desk, drafted: Draft, note: str = "") -> Words:
    """A draft as the text that giving would freeze."""
    return page(drafted, desk.me.name, desk.clock().astimezone(), note.strip()[:LONGEST_NOTE])


def give(desk: Desk, note: str = "") -> Done:
    """Hand the shift over: the page is drafted anew and kept as it stands.

    Args:
        desk: of the person who leaves.
        note: what they add for the next.

    Raises:
        NoRight: the person is no moderator.
        TooLong: the note is longer than anybody would read.
    """
    require(desk.me, Role.MODERATOR)
    now = desk.clock()
    said = typed(note, LONGEST_NOTE, ("交接备注", "The note"))
    me = MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        drafted = _draft(desk, tx, now)
        text = as_text(desk, drafted, said)
        key = tx.handovers.add(me, now, text, said)
        body = {"handover": key} | {f"count_{one.id}": one.count for one in drafted.sections}
        tx.ledger.append(EntryKind.HANDOVER_GIVEN, now, body, _by(desk) | {"text": text.zh})
    return Done(Handover(key, me, now, text, said))


def waiting(desk: Desk) -> Handover | None:
    """The newest handover of somebody else that nobody took yet."""
    with desk.record.read() as tx:
        return next(iter(tx.handovers.waiting(desk.me.id)), None)


def newest(desk: Desk, limit: int = 10) -> list[Handover]:
    """The last handovers, the newest first."""
    with desk.record.read() as tx:
        return tx.handovers.newest(limit)


def take(desk: Desk) -> Done:
    """Take the shift over: the newest handover of somebody else, and with it those before that nobody took.

    Raises:
        NoRight: the person is no moderator.
        NoHandover: none waits, or only one's own.
    """
    require(desk.me, Role.MODERATOR)
    now = desk.clock()
    me = MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        found = tx.handovers.waiting(desk.me.id, to_change=True)
        if not found:
            raise NoHandover
        for one in reversed(found):
            tx.handovers.take(one.key, me, now)
            tx.ledger.append(EntryKind.HANDOVER_TAKEN, now, {"handover": one.key}, _by(desk))
    newest_one = found[0]
    taken = Handover(newest_one.key, newest_one.by, newest_one.at, newest_one.text, newest_one.note, me, now)
    return Done(taken, also=len(found) - 1)


def release_held(desk: Desk) -> Released:
    """Give back every case that is still in the hands of the person who leaves, each by itself."""
    with desk.record.read() as tx:
        cases = [tx.cases.by_key(key).id for key in tx.handovers.held(desk.me.id, COUNT_CAP)]
    refused: list[tuple[CaseId, Words]] = []
    for case in cases:
        try:
            release(desk, case)
        except Refused as error:
            refused.append((case, Words.of(error)))
    return Released(len(cases) - len(refused), tuple(refused))


def _by(desk: Desk) -> dict[str, str]:
    return {"by": f"{desk.me.id} {desk.me.name}"}
