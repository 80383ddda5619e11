"""What arrived in a round, as the secretary says after the term and signs it: a seat sees whether its ballot did.

It names seats, serials and files by their sha256, nothing that is in them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from app.domain.council import MOST_SEATS
from app.errors import PacketContradicts
from app.packets import signed
from app.packets.ballot_file import SeatNumber, Serial
from app.packets.case_file import Digest, Moment
from app.packets.council_file import Referral, Round
from app.packets.signed import Form, SignedFile

SCHEMA = 1
ENDING = ".stewardarrivals"

DigestOrNone = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]


class ArrivedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What counts of a seat: the last that it sent. `sha256` of the file in the box, "" where none lies in it."""

    seat: SeatNumber
    serial: Serial
    recusal: bool
    sha256: DigestOrNone


class ArrivalsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """arrivals.json, signed by the secretary."""

    schema: int
    case: Referral
    round: Round
    packet: Digest
    made_at: Moment
    arrived: Annotated[tuple[ArrivedFile, ...], msgspec.Meta(max_length=MOST_SEATS)]


FORM = Form(
    ArrivalsFile,
    SCHEMA,
    "arrivals.json",
    ENDING,
    "arrivals",
    ("收票清单", "list of arrivals"),
    called=lambda said: f"{said.case}-{said.round}",
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What counts of a seat.

    Attributes:
        seat: its number.
        serial: of the last that it sent.
        recusal: it stood aside; there is no file then.
        sha256: of the ballot's file, as it lies in the box; "" where none does.
    """

    seat: int
    serial: int
    recusal: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What arrived in a round.

    Attributes:
        case: the id of the referral.
        packet: the sha256 by which the packet of the round is known.
        made_at: when the list was made.
    """

    case: str
    round: int
    packet: str
    made_at: datetime
    arrived: tuple[Arrived, ...]


def write(said: Arrivals, secret: str) -> SignedFile:
    """A list, signed by the secretary's key."""
    listed = sorted(said.arrived, key=lambda one: one.seat)
    files = tuple(ArrivedFile(one.seat, one.serial, one.recusal, one.sha256) for one in listed)
    at = said.made_at.astimezone(UTC)
    return signed.write(FORM, ArrivalsFile(SCHEMA, said.case, said.round, said.packet, at, files), secret)


def read(raw: bytes | memoryview, keys: Iterable[str]) -> tuple[Arrivals, str]:
    """Check a list, in memory.

    Returns:
        what it says, and the public key that signed it, which the caller holds against the packet's.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        SignerUnknown: none of the keys signed it.
    """
    found = signed.read(FORM, raw, keys)
    said = found.said
    _hold(said.arrived)
    arrived = tuple(Arrived(one.seat, one.serial, one.recusal, one.sha256) for one in said.arrived)
    return Arrivals(said.case, said.round, said.packet, said.made_at, arrived), found.key


def _hold(arrived: Sequence[ArrivedFile]) -> None:
    numbers = [one.seat for one in arrived]
    if numbers != sorted(set(numbers)):
        what = ("席位号重复或乱序", "numbers of seats are doubled or out of order")
        raise PacketContradicts(what=what).about(FORM.thing, FORM.ending, FORM.inner)
