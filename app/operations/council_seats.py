"""Seats of the council: entering them from a member's card, comparing fingerprints, the signed roster.

A seat is entered once with its keys; whoever makes new keys gets a new seat. Nothing is drawn or sealed to keys before
somebody compared their fingerprint with the member by voice.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.changes import Area, Changes
from app.domain.council import MOST_SEATS, OPEN_STAGES, Referral, Seat, fingerprint, key_fingerprint
from app.domain.council_panel import Aside
from app.domain.council_seats import LONGEST_NAME, Standing, digits, standing
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.roles import Role, require, require_either
from app.errors import (
    BadSeatTerm,
    CouncilFull,
    FingerprintOther,
    KeysHaveSeat,
    MemberHasSeat,
    RosterEmpty,
    SeatByAnother,
    SeatConfirmed,
    SeatNameMissing,
    SeatNotFound,
    SeatOver,
    SeatUnconfirmed,
    StaffHasNoSeat,
)
from app.operations import council_panel
from app.operations.council_accounts import check_number
from app.operations.council_keys import signer
from app.operations.council_openers import check_opener_stays
from app.operations.council_referrals import me
from app.operations.desk import Desk
from app.packets import roster, seat_card
from app.packets.roster import RosterSeat
from storage.record import Record
from storage.transaction import Transaction

TOUCHED = Changes.of(Area.COUNCIL)


@dataclass(frozen=True, slots=True)
class Listed:
    """A seat as a page lists it.

    Attributes:
        fingerprint: what is compared by voice.
        panels: open referrals that it judges just now.
    """

    seat: Seat
    standing: Standing
    fingerprint: str
    panels: tuple[Referral, ...] = ()


@dataclass(frozen=True, slots=True)
class SeatChanged:
    """A seat as it is now."""

    seat: Seat
    fingerprint: str
    changes: Changes = TOUCHED


@dataclass(frozen=True, slots=True)
class SignedRoster:
    """A roster as it is given out.

    Attributes:
        fingerprint: of the key that signed it; each seat compares it with the secretary by voice, once.
    """

    serial: int
    name: str
    content: bytes = field(repr=False)
    seats: tuple[Seat, ...]
    fingerprint: str
    changes: Changes = TOUCHED


def signing_keys(record: Record) -> list[str]:
    """The public keys by which seats sign, also of those who left."""
    with record.read() as tx:
        return [seat.keys.signs for seat in tx.council_seats.all()]


def seats(desk: Desk) -> list[Listed]:
    """Every seat that ever was, by number."""
    now = desk.clock()
    with desk.record.read() as tx:
        sitting: dict[int, list[Referral]] = {}
        for referral in tx.council.newest(MOST_SEATS, OPEN_STAGES):
            for one in tx.council.panel(referral.key):
                if one.aside is None and one.round == referral.round:
                    sitting.setdefault(one.seat.number, []).append(referral)
        return [
            Listed(one, standing(one, now), fingerprint(one.keys), tuple(sitting.get(one.number, ())))
            for one in tx.council_seats.all()
        ]


def enter_seat(
    desk: Desk,
    card: bytes,
    member: MemberRef,
    *,
    name: str = "",
    begins: datetime | None = None,
    ends: datetime,
    outside: str = "",
) -> SeatChanged:
    """Enter a member of the council by the card that they made; the fingerprint is still to be compared.

    Args:
        desk: of the secretary.
        card: the content of the file.
        member: their account in the community.
        name: by which the council knows them; "": as the card says.
        begins: of the term; None: now.
        ends: of the term.
        outside: why somebody has a seat of whom the community knows nothing.

    Raises:
        PacketError: the card does not hold; each subclass says what is wrong.
        SeatNameMissing, TooLong: there is no name, or it is longer than a line.
        BadSeatTerm: the term is none.
        StaffHasNoSeat: the member works for the brand.
        MemberUnknown: a member's name was given for the account's number.
        MemberHasSeat, KeysHaveSeat: the member has a seat; another seat has, or had, one of these keys.
        CouncilFull: there are no numbers left.
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    read = seat_card.read(card)
    now = desk.clock()
    called = _called(name or read.name)
    begins = begins or now
    if ends <= max(begins, now):
        raise BadSeatTerm
    with desk.record.write() as tx:
        seat = Seat(0, tx.council_seats.next_number(), member, called, read.keys, begins, ends)
        check_number(tx, member)
        _check_free(desk, tx, seat, now)
        seat = replace(seat, key=tx.council_seats.add(seat, me(desk), now))
        _enter_new(desk, tx, seat, outside)
    return SeatChanged(seat, read.fingerprint)


def confirm_seat(desk: Desk, number: int, read_out: str) -> SeatChanged:
    """Keep that the fingerprint of a seat's keys was compared with the member by voice.

    Args:
        desk: of a secretary or manager; another account than entered the seat.
        number: of the seat.
        read_out: what the member read out from their own screen; blanks do not matter.

    Raises:
        SeatNotFound, SeatOver, SeatConfirmed: there is none, it is over, or it was compared before.
        SeatByAnother: who acts entered it.
        FingerprintOther: it is not the fingerprint of the keys here; nothing is confirmed.
        NoRight: the person is neither secretary nor manager.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    now = desk.clock()
    with desk.record.write() as tx:
        seat = _holding(tx, number, now)
        if seat.confirmed_at is not None:
            raise SeatConfirmed(number=number, by=seat.confirmed_by.name if seat.confirmed_by else "")
        _check_another(desk, tx, seat)
        if digits(read_out) != digits(fingerprint(seat.keys)):
            raise FingerprintOther(number=number)
        tx.council_seats.confirm(seat.key, me(desk), now)
        _enter(
            desk, tx, EntryKind.SEAT_CHANGED, {"seat": number, "change": "confirmed", "print": fingerprint(seat.keys)}
        )
        return _now(tx, number)


def leave_seat(desk: Desk, number: int) -> SeatChanged:
    """Keep that a seat was given up; on panels where it did not vote yet the next in order takes its place.

    Raises:
        SeatNotFound, SeatOver: there is none, or it is over already.
        OnlyChair: seats vote, and no other chair can open that count.
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    now = desk.clock()
    with desk.record.write() as tx:
        seat = _holding(tx, number, now)
        check_opener_stays(tx, seat, now, leaves=True)
        tx.council_seats.leave(seat.key, now)
        _enter(desk, tx, EntryKind.SEAT_CHANGED, {"seat": number, "change": "left"})
        council_panel.off_every_panel(desk, tx, seat, Aside.TERM)
        return _now(tx, number)


def make_chair(desk: Desk, number: int, *, chair: bool = True) -> SeatChanged:
    """Keep whether a seat is one of the chairs, who open counts together with the secretary.

    Raises:
        SeatNotFound, SeatOver, SeatUnconfirmed: there is none, it is over, or its keys were not compared.
        OnlyChair: seats vote, and no other chair can open that count.
        SeatByAnother: who acts entered it, and would make it a chair.
        NoRight: the person is neither secretary nor manager.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    with desk.record.write() as tx:
        seat = _holding(tx, number, desk.clock())
        if seat.confirmed_at is None:
            raise SeatUnconfirmed(number=number)
        if seat.chair == chair:
            return SeatChanged(seat, fingerprint(seat.keys), Changes())
        if chair:
            _check_another(desk, tx, seat)
        else:
            check_opener_stays(tx, seat, desk.clock(), leaves=False)
        tx.council_seats.make_chair(seat.key, chair, me(desk))
        change = "chair" if chair else "no_chair"
        _enter(desk, tx, EntryKind.SEAT_CHANGED, {"seat": number, "change": change})
        return _now(tx, number)


def sign_roster(desk: Desk) -> SignedRoster:
    """Sign the roster of those who sit, or will, and whose keys were compared; it is given out to every seat.

    Raises:
        RosterEmpty: there is no such seat.
        NoRight: the person is no secretary.
    """
    key, secret = signer(desk)
    now = desk.clock()
    with desk.record.write() as tx:
        listed = [one for one in tx.council_seats.all() if standing(one, now) in (Standing.SITS, Standing.BEGINS)]
        if not listed:
            raise RosterEmpty
        identity, serial = tx.marks.identity(), tx.council_seats.next_serial()
        made = roster.write(serial, identity.url if identity else "", [_named(one) for one in listed], secret, now)
        tx.council_seats.add_roster(made.content, made.sha256, me(desk), now)
        body: Body = {"serial": serial, "sha256": made.sha256, "key": key.id, "seats": _numbers(listed)}
        _enter(desk, tx, EntryKind.ROSTER_SIGNED, body)
    return SignedRoster(serial, made.name, made.content, tuple(listed), key_fingerprint(key.public))


# --- parts ------------------------------------------------------------------------------------------------


def _called(name: str) -> str:
    called = " ".join(typed(name, LONGEST_NAME, ("席位的称呼", "The name of a seat")).split())
    if not called:
        raise SeatNameMissing(most=LONGEST_NAME)
    return called


def _check_free(desk: Desk, tx: Transaction, seat: Seat, now: datetime) -> None:
    """Let pass a seat that can be entered; the seat of the same member whose term is over makes way."""
    if seat.number > MOST_SEATS:
        raise CouncilFull(most=MOST_SEATS)
    if tx.accounts.get(seat.member.id) is not None:
        raise StaffHasNoSeat(member=seat.member.name)
    same = tx.council_seats.of_keys(seat.keys)
    if same is not None:
        raise KeysHaveSeat(number=same.number)
    has = tx.council_seats.of_member(seat.member.id)
    if has is not None and now < has.ends:
        raise MemberHasSeat(member=seat.member.name, number=has.number)
    if has is not None:
        tx.council_seats.leave(has.key, now)
        _enter(desk, tx, EntryKind.SEAT_CHANGED, {"seat": has.number, "change": "left"})


def _enter_new(desk: Desk, tx: Transaction, seat: Seat, outside: str) -> None:
    body: Body = {
        "seat": seat.number,
        "signs": seat.keys.signs,
        "seals": seat.keys.seals,
        "begins": seat.begins.isoformat(),
        "ends": seat.ends.isoformat(),
    }
    who = {"member": f"{seat.member.id} {seat.member.name}", "name": seat.name}
    _enter(desk, tx, EntryKind.SEAT_ENTERED, body, who | ({"outside": outside} if outside else {}))


def _check_another(desk: Desk, tx: Transaction, seat: Seat) -> None:
    entered_by = tx.council_seats.entered_by(seat.key)
    if entered_by.id == desk.me.id:
        raise SeatByAnother(number=seat.number, by=entered_by.name)


def _holding(tx: Transaction, number: int, now: datetime) -> Seat:
    """The seat of this number, which is not over, to be changed."""
    seat = tx.council_seats.find(number, to_change=True)
    if seat is None:
        raise SeatNotFound(number=number)
    if standing(seat, now) in (Standing.LEFT, Standing.OVER):
        raise SeatOver(number=number)
    return seat


def _now(tx: Transaction, number: int) -> SeatChanged:
    seat = tx.council_seats.find(number)
    if seat is None:
        raise AssertionError("a seat that was just changed")
    return SeatChanged(seat, fingerprint(seat.keys))


def _named(seat: Seat) -> RosterSeat:
    return RosterSeat(seat.number, seat.name, seat.keys, seat.begins, seat.ends, seat.chair)


def _numbers(listed: list[Seat]) -> str:
    return " ".join(str(one.number) for one in listed)


def _enter(desk: Desk, tx: Transaction, kind: EntryKind, body: Body, private: dict[str, str] | None = None) -> None:
    said = {"by": f"{desk.me.id} {desk.me.name}"} | (private or {})
    tx.ledger.append(kind, desk.clock(), body, said)
