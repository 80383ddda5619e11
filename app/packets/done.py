"""Confirmations: a seat says that it destroyed what it had of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from app.packets import signed
from app.packets.ballot_file import SeatNumber
from app.packets.case_file import Digest, Moment
from app.packets.council_file import Referral, Round
from app.packets.signed import Form, SignedFile

SCHEMA = 1
ENDING = ".stewarddone"


class DoneFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """done.json, signed by the seat."""

    schema: int
    case: Referral
    round: Round
    packet: Digest
    seat: SeatNumber
    destroyed_at: Moment


FORM = Form(
    DoneFile,
    SCHEMA,
    "done.json",
    ENDING,
    "done",
    ("销毁确认", "confirmation of destruction"),
    called=lambda said: f"{said.case}-{said.seat}",
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a confirmation says.

    Attributes:
        case: the id of the referral.
        round: of which it is the packet.
        packet: the sha256 by which the packet is known.
        seat: the number of the seat that confirms.
    """

    case: str
    round: int
    packet: str
    seat: int
    destroyed_at: datetime


def write(done: Done, secret: str) -> SignedFile:
    """A confirmation, signed by the seat's key."""
    at = done.destroyed_at.astimezone(UTC)
    return signed.write(FORM, DoneFile(SCHEMA, done.case, done.round, done.packet, done.seat, at), secret)


def read(raw: bytes | memoryview, keys: Iterable[str]) -> tuple[Done, str]:
    """Check a confirmation, in memory.

    Returns:
        what it says, and the public key that signed it, which the caller holds against the seat's.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        SignerUnknown: none of the keys signed it.
    """
    found = signed.read(FORM, raw, keys)
    said = found.said
    return Done(said.case, said.round, said.packet, said.seat, said.destroyed_at), found.key
