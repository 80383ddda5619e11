"""The key of a round's box: the answers are sealed to it, and it takes two people to have it.

It is sealed twice: first to the secretary, then to the chairs. A chair takes the outer seal off after the term and
hands back what is left, which only the secretary can open; so the chair never sees the key, and the secretary never has
it alone. It lies in this file only. The outer seal holds also what the key is for and until when ballots count: nobody
hands a chair the key of one round as that of another whose term is over.
"""

import base64
import binascii
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from app.errors import PacketContradicts, SealBroken, SealedForOthers
from app.keys import ages
from app.packets import signed
from app.packets.ballot_file import SeatNumber
from app.packets.case_file import Digest, Moment
from app.packets.council_file import Referral, Round
from app.packets.signed import Form, SignedFile

SCHEMA = 1
ENDING = ".stewardkey"
_OPENED = ".opened"
_LONGEST_SEALED = 64 * 2**10
_OTHER_ROUND = (
    "钥匙封入时写的案件、轮次、案卷或截止时间与文件所写不同",
    "the key was sealed for another case, round, packet or term than the file says",
)


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """key.json. `sealed` is base64; `opened_by` is the seat of the chair who took the outer seal off."""

    schema: int
    case: Referral
    round: Round
    packet: Digest
    due_at: Moment
    opened_by: SeatNumber | None
    sealed: Annotated[str, msgspec.Meta(max_length=_LONGEST_SEALED)]


class _Inside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the outer seal holds; the first four are the same as in key.json. `sealed` is base64."""

    case: Referral
    round: Round
    packet: Digest
    due_at: Moment
    sealed: str


FORM = Form(
    KeyFile,
    SCHEMA,
    "key.json",
    ENDING,
    "key",
    ("计票钥匙", "key of the count"),
    called=lambda said: f"{said.case}-{said.round}{_OPENED if said.opened_by else ''}",
)


@dataclass(frozen=True, slots=True)
class BoxKey:
    """A key of a round's box, still sealed.

    Attributes:
        case: the id of the referral.
        packet: the sha256 by which the packet is known.
        due_at: before this moment no chair opens it.
        opened_by: the seat of the chair who took the outer seal off; None: it is on.
        key: the public key that signed the file: the secretary's, or that chair's.
    """

    case: str
    round: int
    packet: str
    due_at: datetime
    opened_by: int | None
    key: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class For:
    """Which round a key is for."""

    case: str
    round: int
    packet: str
    due_at: datetime


def wrap(box_secret: str, of: For, secretary: str, chairs: Collection[str], secret: str) -> SignedFile:
    """Seal a box's key, first to the secretary and then to the chairs.

    Args:
        box_secret: as `ages.new_secret` made it.
        of: the round.
        secretary: the secretary's public key of age.
        chairs: those of the chairs, each of whom can open it.
        secret: the key by which the secretary signs.

    Raises:
        BadSealKey: one of the keys is none.
    """
    inner = base64.b64encode(ages.seal(box_secret.encode(), [secretary])).decode()
    inside = _Inside(of.case, of.round, of.packet, of.due_at.astimezone(UTC), inner)
    return _write(of, None, ages.seal(msgspec.json.encode(inside), chairs), secret)


def read(raw: bytes | memoryview, keys: Iterable[str]) -> BoxKey:
    """Check such a file, in memory.

    Args:
        raw: the file.
        keys: public keys that may have signed it: the secretary's while it is sealed twice, those of the chairs after.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        SignerUnknown: none of the keys signed it.
    """
    found = signed.read(FORM, raw, keys)
    said = found.said
    try:
        sealed = base64.b64decode(said.sealed, validate=True)
    except (ValueError, binascii.Error):
        raise _about(SealBroken()) from None
    return BoxKey(said.case, said.round, said.packet, said.due_at, said.opened_by, found.key, sealed)


def open_outer(box: BoxKey, seals: str, seat: int, secret: str) -> SignedFile:
    """Take the outer seal off, as a chair does after the term.

    Args:
        box: the key, sealed twice.
        seals: the chair's secret key of age.
        seat: the chair's number.
        secret: the key by which the chair's seat signs.

    Raises:
        SealedForOthers: it was not sealed to this chair.
        SealBroken: it is damaged.
        PacketContradicts: the outer seal is off already, or was made for another round, packet or term than the file
            says.
    """
    if box.opened_by is not None:
        raise _about(PacketContradicts(what=("外层已经打开", "the outer seal is off already")))
    try:
        inside = msgspec.json.decode(_unseal(box.sealed, seals), type=_Inside)
        inner = base64.b64decode(inside.sealed, validate=True)
    except (msgspec.DecodeError, ValueError):
        raise _about(SealBroken()) from None
    if (inside.case, inside.round, inside.packet, inside.due_at) != (box.case, box.round, box.packet, box.due_at):
        raise _about(PacketContradicts(what=_OTHER_ROUND))
    return _write(For(box.case, box.round, box.packet, box.due_at), seat, inner, secret)


def open_inner(box: BoxKey, seals: str) -> str:
    """The secret key of the box, for the count.

    Args:
        box: the key, of which a chair took the outer seal off.
        seals: the secretary's secret key of age.

    Raises:
        SealedForOthers: it is not for this secretary, or the outer seal is still on.
        SealBroken: it is damaged, or what was sealed is no key.
    """
    secret = _unseal(box.sealed, seals).decode("ascii", errors="replace")
    if not ages.usable(secret):
        raise _about(SealBroken())
    return secret


def _unseal(sealed: bytes, secret: str) -> bytes:
    try:
        return ages.unseal(sealed, [secret])
    except ages.NotForThisKey:
        raise _about(SealedForOthers()) from None
    except ages.BrokenSeal:
        raise _about(SealBroken()) from None


def _write(of: For, opened_by: int | None, sealed: bytes, secret: str) -> SignedFile:
    text = base64.b64encode(sealed).decode()
    said = KeyFile(SCHEMA, of.case, of.round, of.packet, of.due_at.astimezone(UTC), opened_by, text)
    return signed.write(FORM, said, secret)


def _about(error: "PacketContradicts | SealBroken | SealedForOthers") -> Exception:
    return error.about(FORM.thing, FORM.ending, FORM.inner)
