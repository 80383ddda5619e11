"""What a chair does at a count: takes the outer seal off the round's key, once the term is over.

What comes out can be opened by the secretary only; the chair never sees the key itself.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.words import Words
from app.errors import KeyBeforeTerm, NotChair, StewardError
from app.operations.seat_desk import Outgoing, SeatDesk
from app.operations.seat_keys import Me, who
from app.packets import box_key
from app.packets.box_key import BoxKey


@dataclass(frozen=True, slots=True)
class KeySeen:
    """A round's key, before it is opened.

    Attributes:
        due_at: before this moment it is not opened.
        why_not: why this seat does not open it now; None where it can.
    """

    case: str
    round: int
    due_at: datetime
    why_not: Words | None


def look_at_key(desk: SeatDesk, raw: bytes) -> KeySeen:
    """What a key is for, and whether it can be opened here; nothing is opened.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        SignerUnknown: no secretary whom this seat trusts signed it.
    """
    box, due, mine = _looked(desk, raw)
    refused = _refusal(mine, due, desk.clock())
    return KeySeen(box.case, box.round, due, None if refused is None else Words.of(refused))


def open_key(desk: SeatDesk, raw: bytes) -> Outgoing:
    """Take the outer seal off, for the secretary.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        SignerUnknown: no secretary whom this seat trusts signed it.
        NotChair: this seat is not the chair.
        KeyBeforeTerm: ballots still come in.
    """
    box, due, mine = _looked(desk, raw)
    refused = _refusal(mine, due, desk.clock())
    if refused is not None or mine.seat is None:
        raise refused or NotChair(serial=0)
    with desk.store.read() as tx:
        secrets = tx.secrets()
    made = box_key.open_outer(box, secrets.opens, mine.seat.number, secrets.signs)
    return Outgoing(made.name, made.content)


def _looked(desk: SeatDesk, raw: bytes) -> tuple[BoxKey, datetime, Me]:
    with desk.store.read() as tx:
        box = box_key.read(raw, tx.trusted())
        mine, packet = who(tx, desk.clock(), box.key), tx.packet(box.packet)
    # Whoever makes the key can't shorten the term that the packet told everybody.
    return box, max(box.due_at, packet.due_at) if packet else box.due_at, mine


def _refusal(mine: Me, due: datetime, now: datetime) -> StewardError | None:
    if not (mine.sits and mine.seat is not None and mine.seat.chair):
        return NotChair(serial=mine.roster.serial if mine.roster else 0)
    return KeyBeforeTerm(due=due.astimezone()) if now < due else None
