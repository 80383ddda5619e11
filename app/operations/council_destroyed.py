"""What seats say after the ruling: that they destroyed what they had. Each confirmation is signed by its seat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.changes import Area, Changes
from app.domain.council import ReferralId, Stage
from app.domain.ledger import Body, EntryKind
from app.domain.roles import Role, require
from app.errors import (
    BallotCopied,
    BallotForeign,
    BallotOffPanel,
    DestroyedAtNoTime,
    DestroyedBefore,
    DestroyedEarly,
    PacketOfOtherRound,
    SignerUnknown,
)
from app.operations.council_referrals import enter, referral_in
from app.operations.desk import Desk
from app.packets import done
from app.packets.done import Done
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.COUNCIL)
_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A seat destroyed what it had, at a moment that it says."""

    referral: ReferralId
    seat: int
    at: datetime
    changes: Changes = _TOUCHED


def take_done(desk: Desk, raw: bytes) -> Destroyed:
    """Take in a seat's confirmation that it destroyed what it had of a referral.

    Args:
        desk: of the secretary.
        raw: the file.

    Raises:
        NoRight: the person is no secretary.
        PacketError: it does not hold; each subclass says what is wrong.
        BallotForeign, BallotCopied, BallotOffPanel: it is not of the seat that it names, or that seat had nothing.
        ReferralNotFound: there is no such referral.
        PacketOfOtherRound: it is about another packet.
        DestroyedAtNoTime: before the packet was made, or later than now.
        DestroyedEarly: the seat still judges it.
        DestroyedBefore: it was confirmed.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.write() as tx:
        seats = {seat.keys.signs: seat for seat in tx.council_seats.all()}
        said, key = _read(raw, list(seats))
        seat, referral = seats[key], referral_in(tx, said.case, to_change=True)
        if seat.number != said.seat:
            raise BallotCopied(seat=said.seat, other=seat.number)
        _check_had(tx, referral.key, said, desk.clock())
        sitting = next((one for one in tx.council.panel(referral.key) if one.seat.key == seat.key), None)
        if sitting is None:
            raise BallotOffPanel(seat=seat.number, referral=referral.id)
        if sitting.aside is None and referral.stage in (Stage.PREPARING, Stage.VOTING):
            raise DestroyedEarly(seat=seat.number, referral=referral.id)
        if seat.number in tx.council.destructions(referral.key):
            raise DestroyedBefore(seat=seat.number, referral=referral.id)
        tx.council.destroyed(referral.key, seat.key, said.destroyed_at, desk.clock())
        body: Body = {"change": "destroyed", "seat": seat.number, "at": said.destroyed_at.isoformat()}
        enter(desk, tx, referral, EntryKind.PANEL_CHANGED, body)
    return Destroyed(referral.id, seat.number, said.destroyed_at)


def _read(raw: bytes, keys: list[str]) -> tuple[Done, str]:
    try:
        return done.read(raw, keys)
    except SignerUnknown:
        raise BallotForeign from None


def _check_had(tx: Transaction, key: int, said: Done, now: datetime) -> None:
    packet = tx.council.packet(key, said.round)
    if packet is None or packet.sha256 != said.packet:
        raise PacketOfOtherRound(referral=said.case, round=said.round)
    if not packet.at <= said.destroyed_at <= now + _CLOCKS_DIFFER:
        raise DestroyedAtNoTime(referral=said.case, seat=said.seat, at=said.destroyed_at)
