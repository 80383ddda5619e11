"""Mutants of all that leaves the machine for the council: none is accepted, none does anything but say why.

A few hundred in the suite; 20,000 under the mark `long`.
"""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import msgspec
import pytest

from app.domain.council import Answers, Finding, Remedy
from app.errors import PacketError
from app.keys import ages
from app.packets import ballot, box_key, packet, roster, sealed, seat_card, signed, zips
from tests.packets import golden, golden_council
from tests.packets.mutants import mutants

SEALED_FOR = 4


@dataclass(frozen=True)
class Target:
    """Something that is changed.

    Attributes:
        whole, other: two files of one kind.
        read: reads a mutant as the program would; it must refuse it.
        share: of the mutants, in hundredths.
    """

    whole: Callable[[], bytes]
    other: Callable[[], bytes]
    read: Callable[[bytes], object]
    share: int


def _verify(raw: bytes) -> packet.Whole:
    return packet.verify(raw, golden.TRUSTED)


@cache
def _other_packet() -> bytes:
    return golden_council.build(case="referral-4").content


@cache
def _sealed(case: str) -> bytes:
    made = golden_council.build(case=case)
    return sealed.seal(made, [golden_council.keys(SEALED_FOR).seals])[1]


def _unsealed(raw: bytes) -> packet.Whole:
    return _verify(sealed.unsealed(raw, [golden_council.seat_age(SEALED_FOR)]))


def _members(raw: bytes) -> tuple[bytes, bytes]:
    first, second = (bytes(view) for view in zips.read(raw, most_files=2).values())
    return first, second


def _zipped_again(inner: bytes) -> packet.Whole:
    """The sums of the outer zip file put right; the signature is that of the packet before it was changed."""
    return _verify(zips.write([(packet.INNER, inner), (packet.SIGNATURE, _members(golden_council.whole())[1])]))


def _signature_changed(signature: bytes) -> packet.Whole:
    return _verify(zips.write([(packet.INNER, _members(golden_council.whole())[0]), (packet.SIGNATURE, signature)]))


def _signed_again(inner: bytes) -> packet.Whole:
    """Whoever has a trusted key still can't make a packet that is not as it is written."""
    comment = "case:referral-3-1 sha256:{} role:council ts:2026-11-22T09:00:00Z"
    digest = hashlib.sha256(inner).hexdigest()
    return _verify(golden.signed(inner, comment=comment.format(digest)))


@cache
def _vote(seat: int) -> bytes:
    answers = Answers(Finding.NO, Finding.UNCLEAR, Remedy.NONE, "另一张")
    return golden_council.vote(seat, 1, golden_council.ANSWERS if seat == SEALED_FOR else answers)


def _counted(raw: bytes) -> Answers:
    found = ballot.read(raw, golden_council.signs(4, 7))
    return ballot.answers(found, golden_council.box_secret())


def _ballot_zipped_again(inner: bytes) -> Answers:
    return _counted(zips.write([("ballot.json", inner), ("ballot.json.minisig", _members(_vote(4))[1])]))


def _answers_of(seat: int) -> bytes:
    return base64.b64decode(ballot.read(_vote(seat), golden_council.signs(seat)).envelope.sealed)


def _answers_changed(changed: bytes) -> Answers:
    """What a seat itself puts into its envelope."""
    said = ballot.read(_vote(4), golden_council.signs(4)).envelope
    said = msgspec.structs.replace(said, sealed=base64.b64encode(changed).decode())
    return _counted(signed.write(ballot.FORM, said, golden_council.seat_secret(4)).content)


@cache
def _wrapped() -> bytes:
    return golden_council.wrapped()


@cache
def _other_wrapped() -> bytes:
    of = box_key.For("referral-4", 1, "cd" * 32, golden_council.DUE)
    chair = [golden_council.keys(7).seals]
    return box_key.wrap(ages.new_secret(), of, golden_council.SECRETARY_SEALS, chair, golden.SECRET).content


TARGETS = {
    "sealed packet": Target(lambda: _sealed("referral-3"), lambda: _sealed("referral-4"), _unsealed, 18),
    "packet": Target(golden_council.whole, _other_packet, _verify, 18),
    "packet zipped again": Target(
        lambda: _members(golden_council.whole())[0], lambda: _members(_other_packet())[0], _zipped_again, 10
    ),
    "signature of a packet": Target(
        lambda: _members(golden_council.whole())[1], lambda: _members(_other_packet())[1], _signature_changed, 8
    ),
    "packet signed again": Target(
        lambda: _members(golden_council.whole())[0], lambda: _members(_other_packet())[0], _signed_again, 10
    ),
    "ballot": Target(lambda: _vote(4), lambda: _vote(7), _counted, 14),
    "ballot zipped again": Target(
        lambda: _members(_vote(4))[0], lambda: _members(_vote(7))[0], _ballot_zipped_again, 8
    ),
    "sealed answers": Target(lambda: _answers_of(4), lambda: _answers_of(7), _answers_changed, 8),
    "key": Target(_wrapped, _other_wrapped, lambda raw: box_key.read(raw, [golden.KEY]), 2),
    "roster": Target(
        golden_council.roster_file,
        lambda: golden_council.roster_file(3),
        lambda raw: roster.read(raw, golden.KEY),
        2,
    ),
    "card": Target(golden_council.card, lambda: golden_council.card(7), seat_card.read, 2),
}


def test_the_targets_are_whole_before_they_are_changed() -> None:
    for name, target in TARGETS.items():
        assert target.read(target.whole()) is not None, name
    assert sum(target.share for target in TARGETS.values()) == 100


def _refused(target: Target, seed: int, count: int) -> int:
    """How many mutants were tried; each is refused with a sentence, and none takes long."""
    tried = 0
    for mutant in mutants(target.whole(), target.other(), seed, count):
        tried += 1
        begun = time.process_time()
        with pytest.raises(PacketError) as raised:
            target.read(mutant)
        assert raised.value.sentence("zh")
        assert time.process_time() - begun < 2, "a hostile file could stop the program"
    return tried


@pytest.mark.parametrize("name", TARGETS)
def test_no_mutant_is_accepted_and_none_does_anything_but_say_why(name: str) -> None:
    assert _refused(TARGETS[name], 1, 40) > 30


def _long() -> Iterator[tuple[str, int, int]]:
    for name, target in TARGETS.items():
        for seed in range(2):
            yield name, 100 + seed, 20_200 * target.share // 200


@pytest.mark.long
@pytest.mark.parametrize(("name", "seed", "count"), list(_long()))
def test_twenty_thousand_mutants(name: str, seed: int, count: int) -> None:
    resource = pytest.importorskip("resource", reason="how much memory was taken is told on POSIX only")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _refused(TARGETS[name], seed, count) > 0.97 * count
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024, "KiB more than before"
