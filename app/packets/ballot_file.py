"""What a ballot says. Outside, for all to see: who sent it, for which packet. Inside, sealed: the answers."""

from enum import StrEnum
from typing import Annotated

import msgspec

from app.domain.council import LONGEST_REASON, MOST_SEATS, Finding, Remedy
from app.packets.case_file import Digest
from app.packets.council_file import Referral, Round

SCHEMA = 1
INNER_BYTES = 32 * 2**10
"""Every inner ballot has this size before it is sealed, so that its length tells nothing."""

UNDERTAKING = "2026-1"
"""The undertaking of confidence that a seat accepts with each ballot, by its version; its words are the program's."""

Serial = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
SeatNumber = Annotated[int, msgspec.Meta(ge=1, le=MOST_SEATS)]
Reason = Annotated[str, msgspec.Meta(max_length=LONGEST_REASON)]
Sealed = Annotated[str, msgspec.Meta(max_length=4 * INNER_BYTES)]


class Cast(StrEnum):
    """What a seat sends."""

    VOTE = "vote"
    RECUSAL = "recusal"


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ballot.json, signed by the seat. `sealed` is the inner ballot in base64, "" for a recusal, which has a reason."""

    schema: int
    case: Referral
    round: Round
    packet: Digest
    seat: SeatNumber
    serial: Serial
    cast: Cast
    undertaking: str
    sealed: Sealed
    reason: Reason


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers, bound to their packet, so that they can't be put into another envelope."""

    case: Referral
    round: Round
    packet: Digest
    seat: SeatNumber
    serial: Serial
    facts: Finding
    breach: Finding
    remedy: Remedy
    why_facts: Reason
    why_breach: Reason
    why_remedy: Reason
    padding: str
