"""Seats of the council as the secretary keeps them."""

from dataclasses import replace
from datetime import timedelta

import pytest

import make
import seated
from app.domain.changes import Area
from app.domain.council import fingerprint, key_fingerprint
from app.domain.council_seats import LONGEST_NAME, Standing
from app.domain.ledger import EntryKind
from app.domain.roles import Role
from app.errors import (
    BadSeatTerm,
    FingerprintOther,
    KeysHaveSeat,
    MemberHasSeat,
    NoRight,
    OnlyChair,
    PacketError,
    RosterEmpty,
    SeatByAnother,
    SeatConfirmed,
    SeatNameMissing,
    SeatNotFound,
    SeatOver,
    SeatUnconfirmed,
    StaffHasNoSeat,
    TooLong,
)
from app.operations import council_keys, council_referring, council_seats
from app.operations.desk import Desk
from app.packets import roster
from tests.conftest import Clock
from tests.operations import balloting

YEAR = timedelta(days=365)


def _standings(desk: Desk) -> list[Standing]:
    return [one.standing for one in council_seats.seats(desk)]


def _ledger(desk: Desk, *kinds: EntryKind) -> list[str]:
    with desk.record.read() as tx:
        assert tx.ledger.verify().ok
        rows = tx.ledger._connection.exec_driver_sql("SELECT kind FROM ledger ORDER BY seq").scalars()
        return [row for row in rows if row in {kind.value for kind in kinds}]


def test_a_seat_is_entered_compared_by_voice_named_chair_and_given_up(desk: Desk, clock: Clock) -> None:
    who = seated.holder("阿岚")
    entered = council_seats.enter_seat(desk, who.card(clock()), seated.member(1), ends=clock() + YEAR)
    assert entered.seat.name == "阿岚"
    assert entered.changes.concern(Area.COUNCIL)
    assert _standings(desk) == [Standing.UNCONFIRMED]
    other_desk = seated.partner(desk)
    with pytest.raises(SeatUnconfirmed):
        council_seats.make_chair(other_desk, 1)
    other = entered.fingerprint[:-1] + ("1" if entered.fingerprint[-1] != "1" else "2")
    with pytest.raises(FingerprintOther):
        council_seats.confirm_seat(other_desk, 1, other)
    with pytest.raises(FingerprintOther):
        council_seats.confirm_seat(other_desk, 1, "")
    assert _standings(desk) == [Standing.UNCONFIRMED]

    with pytest.raises(SeatByAnother, match=desk.me.name):
        council_seats.confirm_seat(desk, 1, entered.fingerprint)
    assert _standings(desk) == [Standing.UNCONFIRMED]

    as_read_out = entered.fingerprint.replace(" ", "-").translate({ord("0") + n: ord("０") + n for n in range(10)})
    confirmed = council_seats.confirm_seat(other_desk, 1, as_read_out)
    assert confirmed.seat.confirmed_by == make.member(other_desk.me.id, other_desk.me.name)
    with pytest.raises(SeatConfirmed):
        council_seats.confirm_seat(other_desk, 1, entered.fingerprint)
    with pytest.raises(SeatByAnother, match=desk.me.name):
        council_seats.make_chair(desk, 1)
    assert council_seats.make_chair(other_desk, 1).seat.chair
    assert not council_seats.make_chair(other_desk, 1).changes.areas
    assert not council_seats.make_chair(other_desk, 1, chair=False).seat.chair
    assert _standings(desk) == [Standing.SITS]

    council_seats.leave_seat(desk, 1)
    assert _standings(desk) == [Standing.LEFT]
    for again in (
        lambda: council_seats.leave_seat(desk, 1),
        lambda: council_seats.make_chair(other_desk, 1),
        lambda: council_seats.confirm_seat(other_desk, 1, entered.fingerprint),
    ):
        with pytest.raises(SeatOver):
            again()
    assert len(_ledger(desk, EntryKind.SEAT_ENTERED, EntryKind.SEAT_CHANGED)) == 5


def test_what_can_not_be_entered_says_why_and_leaves_nothing(desk: Desk, clock: Clock) -> None:
    who, ends = seated.holder("阿岚"), clock() + YEAR
    card = who.card(clock())
    with pytest.raises(PacketError):
        council_seats.enter_seat(desk, card[:-7], seated.member(1), ends=ends)
    with pytest.raises(BadSeatTerm):
        council_seats.enter_seat(desk, card, seated.member(1), ends=clock())
    with pytest.raises(BadSeatTerm):
        council_seats.enter_seat(desk, card, seated.member(1), begins=clock() + 2 * YEAR, ends=ends)
    with pytest.raises(StaffHasNoSeat):
        council_seats.enter_seat(desk, card, make.member(desk.me.id, desk.me.name), ends=ends)
    with pytest.raises(SeatNameMissing):
        council_seats.enter_seat(desk, card, seated.member(1), name=" \u200b ", ends=ends)
    with pytest.raises(TooLong):
        council_seats.enter_seat(desk, card, seated.member(1), name="岚" * (LONGEST_NAME + 1), ends=ends)
    assert not council_seats.seats(desk)

    council_seats.enter_seat(desk, card, seated.member(1), name="  山 岚 ", ends=ends)
    assert [one.seat.name for one in council_seats.seats(desk)] == ["山 岚"]
    with pytest.raises(KeysHaveSeat):
        council_seats.enter_seat(desk, card, seated.member(2), ends=ends)
    with pytest.raises(MemberHasSeat):
        council_seats.enter_seat(desk, seated.holder("又一次").card(clock()), seated.member(1), ends=ends)
    with pytest.raises(SeatNotFound):
        council_seats.leave_seat(desk, 9)


def test_a_member_goes_on_under_a_new_number_when_the_term_is_over(desk: Desk, clock: Clock) -> None:
    seated.seat(desk, 1)
    clock.advance(days=366)
    assert _standings(desk) == [Standing.OVER]
    seated.seat(desk, 1)
    assert _standings(desk) == [Standing.LEFT, Standing.SITS]
    assert [one.seat.number for one in council_seats.seats(desk)] == [1, 2]


def test_only_the_secretary_keeps_seats(lite_desk: Desk, clock: Clock) -> None:
    card = seated.holder("阿岚").card(clock())
    plain = replace(lite_desk, me=replace(lite_desk.me, roles=frozenset({Role.MODERATOR, Role.LEAD})))
    for refused in (
        lambda: council_seats.enter_seat(plain, card, seated.member(1), ends=clock() + YEAR),
        lambda: council_seats.confirm_seat(plain, 1, ""),
        lambda: council_seats.leave_seat(plain, 1),
        lambda: council_seats.make_chair(plain, 1),
        lambda: council_seats.sign_roster(plain),
        lambda: council_keys.signer(plain),
    ):
        with pytest.raises(NoRight):
            refused()
    assert council_seats.seats(plain) == []


def test_the_roster_names_who_sits_with_keys_that_were_compared(desk: Desk, clock: Clock) -> None:
    with pytest.raises(RosterEmpty):
        council_seats.sign_roster(desk)
    seated.council(desk, 3)
    seated.seat(desk, 4, confirmed=False)
    council_seats.leave_seat(desk, 2)
    made = council_seats.sign_roster(desk)
    read = roster.read(made.content, council_keys.signer(desk)[0].public)
    assert [(one.number, one.chair) for one in read.seats] == [(1, True), (3, False)]
    assert read.serial == made.serial == 1
    assert made.fingerprint == key_fingerprint(read.key)  # what seats compare with the secretary
    assert made.name == "roster-1.stewardroster"
    kept = {one.seat.number: one for one in council_seats.seats(desk)}
    assert fingerprint(read.seats[1].keys) == kept[3].fingerprint
    assert made.content.find(b"m-3") < 0  # the account behind a seat stands in no file that is given out
    again = council_seats.sign_roster(desk)
    assert again.serial == 2
    with desk.record.read() as tx:
        newest = tx.council_seats.newest_roster()
        assert newest is not None
        assert (newest[0], newest[1]) == (2, again.content)


def test_the_only_chair_stays_one_while_seats_vote(lite_desk: Desk) -> None:
    vote = balloting.voting(lite_desk)
    with pytest.raises(OnlyChair, match=vote.referral.id):
        council_seats.make_chair(lite_desk, 1, chair=False)
    council_seats.make_chair(seated.partner(lite_desk), 2)  # to whom the key of this vote was not sealed
    with pytest.raises(OnlyChair, match=vote.referral.id):
        council_seats.make_chair(lite_desk, 1, chair=False)
    with pytest.raises(OnlyChair, match=vote.referral.id):
        council_seats.leave_seat(lite_desk, 1)
    council_referring.withdraw(seated.partner(lite_desk), vote.referral.id, "双方已经和解")
    assert not council_seats.make_chair(lite_desk, 1, chair=False).seat.chair
