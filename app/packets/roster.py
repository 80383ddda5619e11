"""The roster: which seats there are, with their keys and terms, signed by the secretary.

A seat pins the secretary's key when it takes its first roster, after comparing its fingerprint; a later one has to be
signed by the same key and to have a higher serial.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from app.domain.council import MOST_SEATS, Keys
from app.errors import PacketContradicts
from app.keys import signing
from app.packets import signed
from app.packets.ballot_file import SeatNumber
from app.packets.case_file import Moment
from app.packets.seat_card import Name, usable
from app.packets.signed import Form, SignedFile

SCHEMA = 1
ENDING = ".stewardroster"


class SeatFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seat as the roster names it; the account behind it stands nowhere."""

    number: SeatNumber
    name: Name
    signs: str
    seals: str
    begins: Moment
    ends: Moment
    chair: bool


class RosterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """roster.json. `key` is the secretary's public key of minisign, and signed it."""

    schema: int
    serial: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    community: Annotated[str, msgspec.Meta(max_length=200)]
    key: str
    made_at: Moment
    seats: Annotated[tuple[SeatFile, ...], msgspec.Meta(max_length=MOST_SEATS)]


FORM = Form(
    RosterFile,
    SCHEMA,
    "roster.json",
    ENDING,
    "roster",
    ("名册", "roster"),
    called=lambda said: f"roster-{said.serial}",
    own=lambda said: said.key,
)


@dataclass(frozen=True, slots=True)
class RosterSeat:
    """A seat as a roster names it."""

    number: int
    name: str
    keys: Keys
    begins: datetime
    ends: datetime
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster of which everything holds.

    Attributes:
        serial: the higher, the newer.
        community: its name.
        key: the secretary's public key, which signed it and signs packets.
        known: whether the reader named this key.
        sha256: of what was signed.
    """

    serial: int
    community: str
    key: str
    made_at: datetime
    seats: tuple[RosterSeat, ...]
    known: bool
    sha256: str

    @property
    def key_id(self) -> str:
        """The short name of the secretary's key."""
        return signing.key_id(self.key)

    def seat(self, number: int) -> RosterSeat | None:
        """The seat with a number."""
        return next((one for one in self.seats if one.number == number), None)


def write(serial: int, community: str, seats: Sequence[RosterSeat], secret: str, at: datetime) -> SignedFile:
    """A roster.

    Args:
        serial: one more than that of the roster before.
        community: its name.
        seats: all who sit, each with keys that were confirmed.
        secret: the secretary's key.
        at: when it was made.
    """
    listed = tuple(
        SeatFile(
            one.number,
            one.name,
            one.keys.signs,
            one.keys.seals,
            one.begins.astimezone(UTC),
            one.ends.astimezone(UTC),
            one.chair,
        )
        for one in sorted(seats, key=lambda one: one.number)
    )
    said = RosterFile(SCHEMA, serial, community, signing.public_of(secret), at.astimezone(UTC), listed)
    return signed.write(FORM, said, secret)


def read(raw: bytes | memoryview, only: str | None = None) -> Roster:
    """Check a roster, in memory.

    Args:
        raw: the file.
        only: the secretary's key that was pinned before.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        PacketOtherSigner: it was signed by another key than the pinned one.
    """
    found = signed.read(FORM, raw, only=only)
    said = found.said
    seats = tuple(
        RosterSeat(one.number, one.name, Keys(one.signs, one.seals), one.begins, one.ends, one.chair)
        for one in said.seats
    )
    wrong = _wrong(seats)
    if wrong is not None:
        raise PacketContradicts(what=wrong).about(FORM.thing, FORM.ending, FORM.inner)
    return Roster(said.serial, said.community, said.key, said.made_at, seats, found.known, found.sha256)


def _wrong(seats: tuple[RosterSeat, ...]) -> tuple[str, str] | None:
    """What a roster can't say: two seats with one number or key, a key that is none, a term that ends first."""
    numbers = [one.number for one in seats]
    keys = [key for one in seats for key in (one.keys.signs, one.keys.seals)]
    if numbers != sorted(set(numbers)):
        return ("席位号重复或乱序", "numbers of seats are doubled or out of order")
    if len(set(keys)) != len(keys) or not all(usable(one.keys) for one in seats):
        return ("公钥重复或无效", "a key is doubled or none")
    if any(one.ends <= one.begins for one in seats):
        return ("任期有误", "a term ends before it begins")
    return None
