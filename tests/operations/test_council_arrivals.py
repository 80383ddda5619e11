"""A receipt for ballots: what the secretary signs, and what a seat sees in it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.council import Finding, Remedy
from app.domain.seat import Draft
from app.errors import (
    CountBeforeTerm,
    PacketContradicts,
    PacketNotHere,
    ReferralAtOtherStage,
    SignerUnknown,
)
from app.operations import council_arrivals, council_box, seat_arrivals, seat_voting
from app.operations.desk import Desk
from app.packets import arrivals
from app.packets.arrivals import Arrivals, Arrived
from tests.conftest import Clock
from tests.operations.balloting import counted, voting
from tests.operations.seats import NUMBER, Member, member
from tests.packets import golden

SAID = Draft(Finding.YES, Finding.NO, Remedy.NONE)


def test_after_the_term_the_secretary_signs_what_lies_in_the_box(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    first, second, aside, late = vote.panel[:4]
    again = vote.cast(second, serial=2)
    for raw in (vote.cast(first), vote.cast(second), again, vote.recusal(aside)):
        council_box.take_in(desk, raw)
    with pytest.raises(CountBeforeTerm):
        council_arrivals.arrived(desk, vote.referral.id)
    clock.advance(days=5)
    made = council_arrivals.arrived(desk, vote.referral.id)
    said, key = arrivals.read(made.content, [vote.signer])
    assert (key, said.case, said.round, said.packet) == (vote.signer, vote.referral.id, 1, vote.referral.packet)
    by_seat = {one.seat: one for one in said.arrived}
    assert by_seat[second] == Arrived(second, 2, False, hashlib.sha256(again).hexdigest())
    assert by_seat[aside] == Arrived(aside, 1, True, "")
    assert (by_seat[first].serial, late in by_seat) == (1, False)


def test_once_they_are_counted_no_list_is_made_any_more(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    counted(desk, clock, vote, *[Remedy.NONE] * 5)
    with pytest.raises(ReferralAtOtherStage):
        council_arrivals.arrived(desk, vote.referral.id)


# --- what a seat sees --------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path, clock: Clock) -> Iterator[Member]:
    made = member(tmp_path / "seat", clock)
    made.trust()
    yield made
    made.seat.close()


def listed(sha256: str, *arrived: Arrived, key: str = golden.SECRET, days: float = 5) -> bytes:
    at = golden.AT + timedelta(days=days)
    return arrivals.write(Arrivals("referral-3", 1, sha256, at, arrived), key).content


def test_a_seat_sees_whether_its_ballot_arrived_as_it_wrote_it(mine: Member) -> None:
    packet = mine.take()
    nothing = seat_arrivals.receipt(mine.desk, listed(packet))
    assert (nothing.arrived, nothing.serial) == (True, None)
    ballots = [seat_voting.vote(mine.desk, packet, SAID, undertaking=True).content for _ in range(2)]
    first, second = (hashlib.sha256(raw).hexdigest() for raw in ballots)
    other = Arrived(7, 2, False, second)
    here = Arrived(NUMBER, 2, False, second)
    fine = seat_arrivals.receipt(mine.desk, listed(packet, here, other))
    assert (fine.arrived, fine.serial, fine.told.zh) == (True, 2, "您的第 2 张评议票已到。")
    lacking: list[tuple[list[Arrived], str]] = [
        ([], "没有到"),
        ([other], "没有到"),
        ([Arrived(NUMBER, 1, False, first)], "到的是第 1 张"),
        ([replace(here, sha256="")], "不在票箱里"),
        ([replace(here, sha256=first)], "不是您写的"),
        ([replace(here, serial=3)], "不是您写的"),
        ([Arrived(NUMBER, 2, True, "")], "不是您写的"),
    ]
    for arrived, words in lacking:
        found = seat_arrivals.receipt(mine.desk, listed(packet, *arrived))
        assert not found.arrived
        assert words in found.told.zh


def test_who_stood_aside_or_wrote_nothing_sees_that_too(mine: Member) -> None:
    packet = mine.take()
    assert not seat_arrivals.receipt(mine.desk, listed(packet, Arrived(NUMBER, 1, False, "ab" * 32))).arrived
    seat_voting.recuse(mine.desk, packet, "认识乙方", undertaking=True)
    found = seat_arrivals.receipt(mine.desk, listed(packet, Arrived(NUMBER, 1, True, "")))
    assert (found.arrived, found.told.en) == (True, "Your recusal 1 arrived.")


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (lambda packet: listed(packet, key=golden.secret(3)), SignerUnknown),
        (lambda packet: listed(packet, days=4.9), PacketContradicts),
        (lambda _packet: listed("ab" * 32), PacketNotHere),
    ],
)
def test_no_list_counts_but_the_secretarys_of_this_packet_after_the_term(
    mine: Member, made: Callable[[str], bytes], error: type[Exception]
) -> None:
    packet = mine.take()
    with pytest.raises(error):
        seat_arrivals.receipt(mine.desk, made(packet))
