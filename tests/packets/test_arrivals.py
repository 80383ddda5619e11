"""Lists of arrivals: they say what they say, and nothing changed passes."""

from dataclasses import replace

import pytest

from app.errors import PacketContradicts, PacketError, SignerUnknown
from app.packets import arrivals, council_kinds, signed
from app.packets.arrivals import Arrivals, ArrivalsFile, Arrived, ArrivedFile
from tests.packets import golden_council as golden
from tests.packets.golden import KEY, SECRET
from tests.packets.mutants import mutants

SAID = Arrivals("referral-3", 1, "ab" * 32, golden.DUE, (Arrived(4, 2, False, "cd" * 32), Arrived(7, 1, True, "")))


def test_a_list_is_read_as_it_was_written_and_told_by_seats_and_serials() -> None:
    made = arrivals.write(replace(SAID, arrived=SAID.arrived[::-1]), SECRET)
    assert made.name == "referral-3-1.stewardarrivals"
    assert arrivals.read(made.content, [KEY]) == (SAID, KEY)
    checked = council_kinds.check(made.content, [KEY], [])
    assert (checked.kind, checked.known) == ("arrivals", True)
    told = [words.zh for words in checked.told]
    assert told[1:] == [f"4 号席，第 2 张：{'cd' * 32}", "7 号席，第 1 张：回避"]
    with pytest.raises(SignerUnknown):
        council_kinds.check(made.content, [], golden.signs(4))  # no seat signs what arrived


def test_no_seat_stands_in_it_twice() -> None:
    twice = ArrivedFile(4, 2, False, "cd" * 32)
    said = ArrivalsFile(1, "referral-3", 1, "ab" * 32, golden.DUE, (twice, twice))
    with pytest.raises(PacketContradicts):
        arrivals.read(signed.write(arrivals.FORM, said, SECRET).content, [KEY])


def test_nothing_changed_passes() -> None:
    whole = arrivals.write(SAID, SECRET).content
    other = arrivals.write(replace(SAID, round=2), SECRET).content
    for mutant in mutants(whole, other, seed=7, count=80):
        with pytest.raises(PacketError):
            arrivals.read(mutant, [KEY])
