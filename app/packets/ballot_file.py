"""What a ballot says. Outside, for all to see: who sent it, for which packet. Inside, sealed: the answers."""

from enum import StrEnum
from typing import Annotated

import msgspec

from app.packets.case_file import Digest

SCHEMA = 1
INNER_BYTES = 32 * 2**10
"""Every inner ballot has this size before it is sealed, so that its length tells nothing."""

UNDERTAKING = "2026-1"
"""The undertaking of confidence that a seat accepts with each ballot, by its version; its words are the program's."""

Serial = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
SeatNumber = Annotated[int, msgspec.Meta(ge=1, le=99)]
Reason = Annotated[str, msgspec.Meta(max_length=2_000)]


class Cast(StrEnum):
    """What a seat sends."""

    VOTE = "vote"
    RECUSAL = "recusal"


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ballot.json, signed by the seat. `sealed` is the inner ballot in base64, "" for a recusal, which has a reason."""

    schema: int
    case: str
    round: Annotated[int, msgspec.Meta(ge=1)]
    packet: Digest
    seat: SeatNumber
    serial: Serial
    cast: Cast
    undertaking: str
    sealed: str
    reason: Reason


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, bound to their packet, so that they can't be put into another envelope."""

    case: str
    round: Annotated[int, msgspec.Meta(ge=1)]
    packet: Digest
    seat: SeatNumber
    serial: Serial
    facts: str
    breach: str
    remedy: str
    why_facts: Reason
    why_breach: Reason
    why_remedy: Reason
    padding: str
