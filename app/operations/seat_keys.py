"""Whose seat it is: its card for the secretary, and the roster that it trusts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.changes import Changes
from app.domain.council import Keys, fingerprint, key_fingerprint
from app.domain.council_seats import digits
from app.domain.seat import Own
from app.errors import FingerprintDiffers, FingerprintNeeded, RosterByAnother, RosterOlder, RosterSplit
from app.operations.seat_desk import TOUCHED, Outgoing, SeatDesk
from app.packets import roster as rosters
from app.packets import seat_card
from app.packets.roster import Roster, RosterSeat
from storage.seat_kept import SeatTransaction


@dataclass(frozen=True, slots=True)
class Me:
    """The member whose folder it is.

    Attributes:
        fingerprint: of the keys, to be read to the secretary.
        roster: the one that was taken last, of those that count here; None while there is none.
        seat: as the roster names it; None where it does not.
        sits: whether the roster names it and its term runs.
    """

    own: Own
    fingerprint: str
    roster: Roster | None
    seat: RosterSeat | None
    sits: bool


def me(desk: SeatDesk) -> Me:
    """Who the member is, and what the roster says of them."""
    with desk.store.read() as tx:
        return who(tx, desk.clock())


def who(tx: SeatTransaction, now: datetime, by: str | None = None) -> Me:
    """The same, within a transaction.

    Args:
        tx: the transaction.
        now: for the term.
        by: the key of a secretary, whose own roster counts then: a member may sit in two councils.
    """
    own = tx.own()
    roster = next((one for one in taken(tx) if by in (None, one.key)), None)
    seat = seat_of(roster, own.keys)
    sits = seat is not None and seat.begins <= now < seat.ends
    return Me(own, fingerprint(own.keys), roster, seat, sits)


def taken(tx: SeatTransaction) -> Iterator[Roster]:
    """The rosters that were taken, the last one first."""
    return (rosters.read(raw) for raw in tx.rosters())


def seat_of(roster: Roster | None, keys: Keys) -> RosterSeat | None:
    """The seat with these keys."""
    return next((one for one in roster.seats if one.keys == keys), None) if roster is not None else None


def number_by(tx: SeatTransaction, key: str) -> int | None:
    """The number of this seat, by the last roster of a secretary that names it: its term may be over."""
    keys = tx.own().keys
    seats = (seat_of(roster, keys) for roster in taken(tx) if roster.key == key)
    return next((seat.number for seat in seats if seat is not None), None)


def card(desk: SeatDesk) -> Outgoing:
    """The file that the secretary enters the seat by."""
    with desk.store.read() as tx:
        own, secrets = tx.own(), tx.secrets()
    made = seat_card.write(own.name, secrets.signs, own.keys.seals, own.made_at)
    return Outgoing(made.name, made.content)


@dataclass(frozen=True, slots=True)
class RosterSeen:
    """A roster of which everything holds, before it is taken.

    Attributes:
        fingerprint: of the key that signed it, to be compared with the secretary by voice.
        trusted: that key was compared before.
        first: no key was compared yet.
        seat: this seat, as the roster names it.
    """

    roster: Roster
    fingerprint: str
    trusted: bool
    first: bool
    seat: RosterSeat | None


def look_at_roster(desk: SeatDesk, raw: bytes) -> RosterSeen:
    """What a roster says, and whether it may be taken; nothing is kept.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
    """
    roster = rosters.read(raw)
    with desk.store.read() as tx:
        trusted, keys = tx.trusted(), tx.own().keys
    return RosterSeen(roster, key_fingerprint(roster.key), roster.key in trusted, not trusted, seat_of(roster, keys))


@dataclass(frozen=True, slots=True)
class RosterTaken:
    """A roster that is trusted now."""

    seen: RosterSeen
    changes: Changes


def take_roster(desk: SeatDesk, raw: bytes, fingerprint: str = "") -> RosterTaken:
    """Trust a roster, and the packets that its secretary signs.

    Args:
        raw: the file.
        fingerprint: of the secretary's key, as it was compared by voice; needed once for each key.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        FingerprintNeeded: no key was compared yet.
        RosterByAnother: it was signed by another key than those that were compared.
        FingerprintDiffers: what was compared is not the fingerprint of this key.
        RosterOlder, RosterSplit: a later one, or another one with its number, was taken before.
    """
    seen = look_at_roster(desk, raw)
    roster = seen.roster
    if not seen.trusted:
        _compare(seen, fingerprint)
    now = desk.clock()
    with desk.store.write() as tx:
        if roster.key not in tx.trusted():
            tx.trust(roster.key, now)
        newest = tx.newest_roster(roster.key)
        if newest is not None and newest[0] == roster.serial:
            if newest[1] != raw:
                raise RosterSplit(serial=roster.serial)
            return RosterTaken(seen, Changes())
        if newest is not None and newest[0] > roster.serial:
            raise RosterOlder(found=roster.serial, known=newest[0])
        tx.add_roster(roster.key, roster.serial, raw, now)
    return RosterTaken(seen, TOUCHED)


def _compare(seen: RosterSeen, fingerprint: str) -> None:
    if not digits(fingerprint):
        raise (FingerprintNeeded if seen.first else RosterByAnother)(fingerprint=seen.fingerprint)
    if digits(fingerprint) != digits(seen.fingerprint):
        raise FingerprintDiffers(fingerprint=seen.fingerprint)
