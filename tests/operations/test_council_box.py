"""Ballots as they come: whole ones are taken in, every fault is told by its name, and nothing of an answer shows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import seated
from app.domain.council import Remedy
from app.domain.council_panel import Aside
from app.domain.roles import Role
from app.errors import (
    BallotAside,
    BallotCopied,
    BallotForeign,
    BallotLate,
    BallotOffPanel,
    BallotOfOtherPacket,
    BallotReplayed,
    BallotSecond,
    DestroyedAtNoTime,
    DestroyedBefore,
    DestroyedEarly,
    NoRight,
    PacketError,
    PacketOfOtherRound,
)
from app.keys import signing
from app.operations import accounts, council_box
from app.operations.council_box import take_in
from app.operations.council_destroyed import take_done
from app.operations.desk import Desk
from app.packets import ballot, done
from app.packets.done import Done
from tests.conftest import Clock
from tests.operations.balloting import Vote, counted, voting


def _files(desk: Desk, vote: Vote) -> dict[int, int]:
    """The serial of what lies in the box, by seat."""
    with desk.record.read() as tx:
        return {seat: serial for seat, serial, _ in tx.council_box.files(vote.referral.key, vote.referral.round)}


def test_a_later_ballot_of_a_seat_takes_the_place_of_the_earlier_one(desk: Desk) -> None:
    vote = voting(desk)
    one, other = vote.panel[:2]
    first = take_in(desk, vote.cast(one, Remedy.NONE))
    assert (first.seat, first.serial, first.replaced, first.here, first.seats) == (one, 1, False, 1, 5)
    assert take_in(desk, vote.cast(other)).here == 2
    later = take_in(desk, vote.cast(one, Remedy.MUTE_7, serial=2))
    assert (later.replaced, later.here) == (True, 2)
    assert _files(desk, vote) == {one: 2, other: 1}
    assert accounts.verify_ledger(desk.record).ok


def test_the_ledger_holds_of_an_arrival_its_seat_and_serial_only(lite_desk: Desk) -> None:
    vote = voting(lite_desk)
    take_in(lite_desk, vote.cast(vote.panel[0], Remedy.REMOVAL, why="铁证如山"))
    with lite_desk.record.connection() as connection:
        rows = connection.execute(sa.text("SELECT body FROM ledger WHERE kind = 'ballot.arrived'")).scalars().all()
        private = connection.execute(sa.text("SELECT * FROM ledger_private ORDER BY 1 DESC LIMIT 1")).all()
    assert len(rows) == 1
    assert f'"seat":{vote.panel[0]}' in rows[0]
    assert "removal" not in str(rows) + str(private)
    assert "铁证" not in str(rows) + str(private)


def test_a_seat_that_stands_aside_is_replaced_and_its_ballot_is_gone(desk: Desk) -> None:
    vote = voting(desk)
    seat = vote.panel[0]
    take_in(desk, vote.cast(seat))
    done = take_in(desk, vote.recusal(seat, serial=2))
    assert done.recusal
    assert done.here == 0
    now = seated.numbers(desk, vote.referral)
    assert seat not in now
    assert len(now) == 5
    assert done.instead == now[-1]
    with desk.record.read() as tx:
        aside = {one.seat.number: one.aside for one in tx.council.panel(vote.referral.key)}
    assert aside[seat] is Aside.CONFLICT
    with pytest.raises(BallotAside):
        take_in(desk, vote.cast(seat, serial=3))


def test_every_fault_has_its_own_name_and_keeps_nothing(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    one, other = vote.panel[:2]
    off = next(number for number in vote.holders if number not in vote.panel)
    stranger = replace(vote, holders=vote.holders | {one: seated.holder("外人")})
    mine = vote.cast(one, serial=2)
    take_in(desk, mine)
    with pytest.raises(BallotSecond):
        take_in(desk, mine)
    with pytest.raises(BallotReplayed):
        take_in(desk, vote.cast(one, serial=1))
    with pytest.raises(BallotReplayed):
        take_in(desk, vote.cast(one, Remedy.NONE, serial=2))
    with pytest.raises(BallotForeign):
        take_in(desk, stranger.cast(one, serial=3))
    with pytest.raises(BallotOffPanel):
        take_in(desk, vote.cast(off))
    with pytest.raises(BallotCopied):
        take_in(desk, replace(vote, holders=vote.holders | {other: vote.holders[one]}).cast(other))
    with pytest.raises(BallotOfOtherPacket):
        take_in(desk, replace(vote, referral=replace(vote.referral, packet="b" * 64)).cast(other))
    with pytest.raises(BallotOfOtherPacket):
        take_in(desk, replace(vote, referral=replace(vote.referral, round=2)).cast(other))
    for altered in (mine[:-40], mine.replace(b'"serial": 2', b'"serial": 9'), b"not a ballot", b""):
        with pytest.raises(PacketError):
            take_in(desk, altered)
    clock.advance(days=5)
    with pytest.raises(BallotLate):
        take_in(desk, vote.cast(other))
    assert _files(desk, vote) == {one: 2}


def test_answers_that_lie_in_another_seats_ballot_are_no_answers(desk: Desk) -> None:
    """Whoever gets hold of a ballot can't send its sealed answers once more under their own name."""
    vote = voting(desk)
    one, other = vote.panel[:2]
    raw = vote.cast(one, Remedy.REMOVAL)
    take_in(desk, raw)
    theirs = ballot.read(raw, [signing.public_of(vote.holders[one].signs)])
    copied = ballot._write(vote.bound(other), theirs.cast, theirs.envelope.sealed, "", vote.holders[other].signs)
    with pytest.raises(BallotCopied):
        take_in(desk, copied.content)


def test_files_are_taken_in_each_by_itself_and_a_folder_stands_for_its_ballots(lite_desk: Desk, tmp_path: Path) -> None:
    vote = voting(lite_desk)
    drop = tmp_path / "inbox"
    drop.mkdir()
    for seat in vote.panel[:3]:
        (drop / f"{vote.referral.id}-{seat}.stewardballot").write_bytes(vote.cast(seat))
    (drop / "z.stewardballot").write_bytes(b"no zip")
    (drop / "holiday.jpg").write_bytes(b"picture")
    found = council_box.take_in_files(lite_desk, [drop, drop / "missing.stewardballot"])
    assert [done.seat for _, done in found.arrived] == sorted(vote.panel[:3])
    assert [name for name, _ in found.refused] == ["z.stewardballot", "missing.stewardballot"]
    assert all(said.zh and said.en for _, said in found.refused)


def test_seats_confirm_that_they_destroyed_what_they_had_once_it_is_over(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    one, other = vote.panel[:2]

    def said(seat: int, by: int, packet: str = vote.referral.packet, *, late: timedelta = timedelta()) -> bytes:
        return done.write(Done(vote.referral.id, 1, packet, seat, clock() + late), vote.holders[by].signs).content

    with pytest.raises(DestroyedEarly):
        take_done(desk, said(one, one))
    counted(desk, clock, vote, *[Remedy.WARNING] * 4)
    for late in (-timedelta(days=5, seconds=1), timedelta(days=1, seconds=1), timedelta(days=4000)):
        with pytest.raises(DestroyedAtNoTime) as raised:
            take_done(desk, said(one, one, late=late))
        assert f"{clock() + late:%Y-%m-%d}" in raised.value.sentence("zh")
    assert take_done(desk, said(one, one)).seat == one
    with pytest.raises(DestroyedBefore):
        take_done(desk, said(one, one))
    with pytest.raises(BallotCopied):
        take_done(desk, said(other, one))
    with pytest.raises(PacketOfOtherRound):
        take_done(desk, said(other, other, "b" * 64))
    with desk.record.read() as tx:
        assert tx.council.destructions(vote.referral.key) == {one: clock()}
    assert take_done(desk, said(other, other, late=timedelta(days=1))).at == clock() + timedelta(days=1)
    assert accounts.verify_ledger(desk.record).ok


def test_only_a_secretary_takes_ballots_in(lite_desk: Desk) -> None:
    vote = voting(lite_desk)
    moderator = replace(lite_desk, me=replace(lite_desk.me, roles=frozenset({Role.MODERATOR})))
    with pytest.raises(NoRight):
        take_in(moderator, vote.cast(vote.panel[0]))


def test_a_folder_that_is_read_twice_has_no_faults_even_after_the_term(
    lite_desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    vote = voting(lite_desk)
    (tmp_path / "one.stewardballot").write_bytes(vote.cast(vote.panel[0]))
    assert [name for name, _ in council_box.take_in_files(lite_desk, [tmp_path]).arrived] == ["one.stewardballot"]
    for days in (0, 5):
        clock.advance(days=days)
        again = council_box.take_in_files(lite_desk, [tmp_path])
        assert (again.arrived, again.refused) == ((), ())
        assert [(name, "arrived" in why.en) for name, why in again.known] == [("one.stewardballot", True)]
    late = vote.cast(vote.panel[1])
    (tmp_path / "two.stewardballot").write_bytes(late)
    assert [name for name, _ in council_box.take_in_files(lite_desk, [tmp_path]).refused] == ["two.stewardballot"]
