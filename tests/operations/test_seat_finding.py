"""Which packet a member means by its name, where several go by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.council import Finding, Remedy, key_fingerprint
from app.domain.seat import Draft, KeptPacket
from app.errors import PacketAmbiguous, PacketNotHere
from app.keys import signing
from app.operations import seat_destroying, seat_finding, seat_keys, seat_packets, seat_voting
from app.packets import packet, roster
from app.packets.council_file import CouncilFile
from tests.conftest import Clock
from tests.operations.seats import Member, member
from tests.packets import golden
from tests.packets import golden_council as council

OTHER = golden.secret(3)
SAID = Draft(Finding.YES, Finding.NO, Remedy.NONE)


@pytest.fixture
def mine(tmp_path: Path, clock: Clock) -> Iterator[Member]:
    made = member(tmp_path / "seat", clock)
    yield made
    made.seat.close()


def by_other(mine: Member, **other: object) -> str:
    """A packet with the name of another one, signed by another key."""
    said = other_file(**other)
    built = packet.build(said, council.page(said), council.contents(), OTHER)
    return seat_packets.take_packet(mine.desk, built.content).kept.sha256


def other_file(**other: object) -> CouncilFile:
    return council.file(key=signing.public_of(OTHER), question="另一个问题？", **other)


def sit_elsewhere(mine: Member) -> None:
    keys = seat_keys.me(mine.desk).own.keys
    seat = roster.RosterSeat(9, "木", keys, golden.AT - timedelta(days=1), golden.AT + timedelta(days=90))
    raw = roster.write(1, "另一个社区", [seat], OTHER, golden.AT).content
    seat_keys.take_roster(mine.desk, raw, key_fingerprint(signing.public_of(OTHER)))


def test_no_packet_of_an_unknown_signer_takes_the_place_of_the_real_one(mine: Member, clock: Clock) -> None:
    mine.trust()
    real = mine.take()
    clock.advance(minutes=1)
    fakes = [by_other(mine), by_other(mine, round=99)]
    assert seat_finding.find(mine.desk, "referral-3").kept.sha256 == real
    assert seat_finding.find(mine.desk, "referral-3", 1).kept.sha256 == real
    assert seat_finding.find(mine.desk, fakes[0][:6].upper()).kept.sha256 == fakes[0]
    assert [one.known for one in seat_packets.packets(mine.desk)] == [True, False, False]
    clock.advance(days=6)
    seat_destroying.destroy(mine.desk, real)
    assert seat_finding.find(mine.desk, "referral-3", to_destroy=True).kept.sha256 == real  # its confirmation again
    with pytest.raises(PacketNotHere):
        seat_finding.find(mine.desk, "ffffff")


def test_of_two_councils_none_is_guessed(mine: Member, clock: Clock) -> None:
    mine.trust()
    first = mine.take()
    sit_elsewhere(mine)
    second = by_other(mine)
    with pytest.raises(PacketAmbiguous) as told:
        seat_finding.find(mine.desk, "referral-3")
    sentence = told.value.sentence("zh")
    for part in (first[:8], second[:8], "示例车友社区", "另一个社区", "另一个问题？"):
        assert part in sentence
    line = seat_finding.find(mine.desk, second[:8])
    assert (line.kept.sha256, line.community) == (second, "另一个社区")
    seat_voting.vote(mine.desk, first, SAID, undertaking=True)
    clock.advance(days=6)
    seat_destroying.destroy(mine.desk, first)
    assert seat_finding.find(mine.desk, "referral-3").kept.sha256 == second
    with pytest.raises(PacketAmbiguous):  # what was asked for may be the confirmation of the other one
        seat_finding.find(mine.desk, "referral-3", to_destroy=True)


def test_as_many_digits_are_shown_as_it_takes() -> None:
    kept = KeptPacket("ab" * 32, "referral-3", 1, "？", golden.KEY, golden.AT, golden.AT)
    alike = replace(kept, sha256="ab" * 6 + "cd" * 26)
    assert seat_finding.prefixes([kept, alike]) == {kept.sha256: "ab" * 6 + "a", alike.sha256: "ab" * 6 + "c"}
    assert seat_finding.prefixes([kept]) == {kept.sha256: "abababab"}
