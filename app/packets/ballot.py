"""Ballots: an envelope that says who votes on which packet, signed by the seat, around answers that nobody can open
before the count, because they are sealed to the key of this round alone.
"""

import base64
import binascii
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from app.domain.council import LONGEST_REASON, Answers
from app.errors import PacketContradicts, PacketError, PacketOfOtherKind, SealBroken, SealedForOthers
from app.keys import ages
from app.packets import signed
from app.packets.ballot_file import INNER_BYTES, SCHEMA, UNDERTAKING, Cast, Envelope, Inner
from app.packets.signed import Form, SignedFile

ENDING = ".stewardballot"
THING = ("评议票", "ballot")
_PAD = "0"
_UNWRITTEN = ("理由里有不能书写的字符", "characters in a reason that can't be written")

FORM = Form(
    Envelope,
    SCHEMA,
    "ballot.json",
    ENDING,
    "ballot",
    THING,
    called=lambda said: f"{said.case}-{said.round}-{said.seat}",
)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a ballot belongs to.

    Attributes:
        case: the id of the referral.
        packet: the sha256 by which the packet is known.
        serial: 1, and one more for each ballot of this seat in this round.
    """

    case: str
    round: int
    packet: str
    seat: int
    serial: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot whose envelope holds. Nothing of its answers is known.

    Attributes:
        key: the public key that signed it; the caller holds it against the seat's.
        sha256: of the envelope.
        reason: of a recusal.
    """

    bound: Bound
    cast: Cast
    key: str
    sha256: str
    reason: str
    envelope: Envelope


def vote(bound: Bound, answers: Answers, box: str, secret: str) -> SignedFile:
    """A ballot with answers.

    Args:
        bound: what it belongs to.
        answers: reasons longer than LONGEST_REASON are a mistake of the caller's.
        box: the public key to which answers of this round are sealed; it stands in the packet.
        secret: the key by which the seat signs.

    Raises:
        BadSealKey: `box` is none.
    """
    sealed = ages.seal(_inner(bound, answers), [box])
    return _write(bound, Cast.VOTE, base64.b64encode(sealed).decode(), "", secret)


def recusal(bound: Bound, reason: str, secret: str) -> SignedFile:
    """A ballot by which a seat stands aside, and why."""
    return _write(bound, Cast.RECUSAL, "", cleaned(reason), secret)


def _write(bound: Bound, cast: Cast, sealed: str, reason: str, secret: str) -> SignedFile:
    said = Envelope(
        schema=SCHEMA,
        case=bound.case,
        round=bound.round,
        packet=bound.packet,
        seat=bound.seat,
        serial=bound.serial,
        cast=cast,
        undertaking=UNDERTAKING,
        sealed=sealed,
        reason=reason,
    )
    return signed.write(FORM, said, secret)


def read(raw: bytes | memoryview, keys: Iterable[str]) -> Ballot:
    """Check the envelope of a ballot, in memory.

    Args:
        raw: the file.
        keys: public keys of the seats that may have sent it.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        SignerUnknown: none of the seats signed it.
    """
    found = signed.read(FORM, raw, keys)
    said = found.said
    if not _clean(said.reason):
        raise _about(PacketOfOtherKind(why=_UNWRITTEN))
    vote, whole = said.cast is Cast.VOTE, said.undertaking == UNDERTAKING
    if not whole or vote != bool(said.sealed) or vote == bool(said.reason.strip()):
        raise _about(PacketContradicts(what=("保密承诺、选项或理由缺失", "undertaking, answers or reason are missing")))
    if vote and not _as_written(said.sealed):
        raise _about(SealBroken())
    bound = Bound(said.case, said.round, said.packet, said.seat, said.serial)
    return Ballot(bound, said.cast, found.key, found.sha256, said.reason, said)


def _as_written(sealed: str) -> bool:
    """Whether something sealed is written the one way in which it can be: then a copy of it is the same text."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except (ValueError, binascii.Error):
        return False
    return ages.sealed(raw) and base64.b64encode(raw).decode() == sealed


def answers(ballot: Ballot, box_secret: str) -> Answers:
    """Open the answers of a vote, at the count.

    Args:
        ballot: a vote.
        box_secret: the secret key of this round's box.

    Raises:
        SealedForOthers: they were sealed to another key than the packet's.
        SealBroken: what was sealed is damaged.
        PacketOfOtherKind: they are of no form that is known here.
        PacketContradicts: they belong to another ballot, so that they were copied into this one.
    """
    try:
        raw = ages.unseal(base64.b64decode(ballot.envelope.sealed, validate=True), [box_secret])
    except ages.NotForThisKey:
        raise _about(SealedForOthers()) from None
    except (ages.BrokenSeal, ValueError, binascii.Error):
        raise _about(SealBroken()) from None
    inner = _opened(raw)
    if Bound(inner.case, inner.round, inner.packet, inner.seat, inner.serial) != ballot.bound:
        raise _about(PacketContradicts(what=("封存的选项属于另一张票", "the sealed answers belong to another ballot")))
    return Answers(inner.facts, inner.breach, inner.remedy, inner.why_facts, inner.why_breach, inner.why_remedy)


def _opened(raw: bytes) -> Inner:
    try:
        inner = msgspec.json.decode(raw, type=Inner)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, OverflowError, RecursionError) as error:
        raise _about(PacketOfOtherKind(why=str(error)[:200])) from None
    if len(raw) != INNER_BYTES or inner.padding.strip(_PAD):
        raise _about(PacketOfOtherKind(why="size"))
    if not all(map(_clean, (inner.why_facts, inner.why_breach, inner.why_remedy))):
        raise _about(PacketOfOtherKind(why=_UNWRITTEN))
    return inner


def _inner(bound: Bound, said: Answers) -> bytes:
    """The answers, all of one size."""
    clean = replace(
        said,
        why_facts=cleaned(said.why_facts),
        why_breach=cleaned(said.why_breach),
        why_remedy=cleaned(said.why_remedy),
    )
    inner = Inner(
        case=bound.case,
        round=bound.round,
        packet=bound.packet,
        seat=bound.seat,
        serial=bound.serial,
        facts=clean.facts,
        breach=clean.breach,
        remedy=clean.remedy,
        why_facts=clean.why_facts,
        why_breach=clean.why_breach,
        why_remedy=clean.why_remedy,
        padding="",
    )
    lacking = INNER_BYTES - len(msgspec.json.encode(inner))
    return msgspec.json.encode(msgspec.structs.replace(inner, padding=_PAD * lacking))


def cleaned(reason: str) -> str:
    """A reason without what can't be written: so three of the longest always fit into one ballot."""
    if len(reason) > LONGEST_REASON:
        raise AssertionError(f"{len(reason)} characters of a reason")
    return "".join(filter(_writable, reason)).strip()


def _writable(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")


def _clean(reason: str) -> bool:
    """Whether a reason holds nothing that a record or a terminal could stumble over."""
    return all(map(_writable, reason))


def _about(error: PacketError) -> PacketError:
    return error.about(FORM.thing, FORM.ending, "ballot.json")
