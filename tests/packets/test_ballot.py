"""Ballots: nobody reads an answer without the key of the box, nobody moves one to another ballot."""

import base64
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from app import errors
from app.domain.council import LONGEST_REASON, Answers, Finding, Remedy
from app.errors import PacketError
from app.keys import ages
from app.packets import ballot, signed
from app.packets.ballot_file import Cast, Envelope
from tests.packets import golden_council as golden

SEAT = 4


def _read(raw: bytes) -> ballot.Ballot:
    return ballot.read(raw, golden.signs(3, 4, 7))


def _rewritten(raw: bytes, **other: object) -> bytes:
    """A ballot that says something else, signed by the seat itself."""
    said = msgspec.structs.replace(_read(raw).envelope, **other)
    return signed.write(ballot.FORM, said, golden.seat_secret(SEAT)).content


def test_a_vote_comes_back_as_it_was_cast() -> None:
    found = _read(golden.vote())
    assert found.bound == golden.bound()
    assert (found.cast, found.key) == (Cast.VOTE, golden.keys(SEAT).signs)
    assert ballot.answers(found, golden.box_secret()) == golden.ANSWERS


def test_a_recusal_has_its_reason_and_no_answers() -> None:
    made = ballot.recusal(golden.bound(), "我认识甲", golden.seat_secret(SEAT))
    found = _read(made.content)
    assert (found.cast, found.reason, found.envelope.sealed) == (Cast.RECUSAL, "我认识甲", "")
    assert made.name == "referral-3-1-4.stewardballot"


def test_nothing_outside_tells_an_answer_and_every_ballot_holds_as_much() -> None:
    """Two ballots that say the opposite differ in nothing but what is sealed, and that is always as long."""
    no = Answers(Finding.NO, Finding.NO, Remedy.NONE)
    long = Answers(Finding.YES, Finding.YES, Remedy.REMOVAL, *(["长" * LONGEST_REASON] * 3))
    told = [_read(golden.vote(answers=one)).envelope for one in (no, long)]
    assert msgspec.structs.replace(told[0], sealed="") == msgspec.structs.replace(told[1], sealed="")
    opened = [ages.unseal(base64.b64decode(one.sealed), [golden.box_secret()]) for one in told]
    assert len({len(one) for one in opened}) == 1


@pytest.mark.parametrize("char", ["长", "😀", '"', "\\", "\n", "\x1f", "\x00", "\ud800", "\u2028"])
def test_the_longest_reasons_fit_whatever_they_are_made_of(char: str) -> None:
    worst = char * LONGEST_REASON
    answers = Answers(Finding.YES, Finding.UNCLEAR, Remedy.MUTE_7, worst, worst, worst)
    found = ballot.answers(_read(golden.vote(answers=answers)), golden.box_secret())
    assert found.why_facts in (worst, "", worst.strip())


def test_a_ballot_opens_by_the_key_of_its_box_only() -> None:
    with pytest.raises(errors.SealedForOthers):
        ballot.answers(_read(golden.vote()), ages.new_secret())


def test_who_signed_is_held_against_the_roster() -> None:
    with pytest.raises(errors.SignerUnknown) as raised:
        ballot.read(golden.vote(9), golden.signs(4, 7))
    assert "评议票" in raised.value.sentence("zh")
    assert "ballot" in raised.value.sentence("en")


def test_a_seat_can_sign_in_the_name_of_another_but_the_key_gives_it_away() -> None:
    made = ballot.vote(golden.bound(7), golden.ANSWERS, golden.keys(4).seals, golden.seat_secret(SEAT))
    found = _read(made.content)
    assert (found.bound.seat, found.key) == (7, golden.keys(SEAT).signs)


@pytest.mark.parametrize(
    "moved",
    [{"seat": 7}, {"serial": 2}, {"round": 2}, {"case": "referral-4"}, {"packet": "0" * 64}],
    ids=lambda moved: next(iter(moved)),
)
def test_answers_that_were_sealed_for_another_ballot_are_refused_at_the_count(moved: dict[str, object]) -> None:
    found = _read(_rewritten(golden.vote(), **moved))
    with pytest.raises(errors.PacketContradicts):
        ballot.answers(found, golden.box_secret())


def test_answers_copied_from_another_seat_are_refused_at_the_count() -> None:
    theirs = _read(golden.vote(7)).envelope
    mine = _read(_rewritten(golden.vote(), sealed=theirs.sealed))
    with pytest.raises(errors.PacketContradicts):
        ballot.answers(mine, golden.box_secret())


def _resealed(change: Callable[[bytes], bytes]) -> bytes:
    """A ballot whose sealed answers were changed by its own seat."""
    raw = ages.unseal(base64.b64decode(_read(golden.vote()).envelope.sealed), [golden.box_secret()])
    box = ages.public_of(golden.box_secret())
    return _rewritten(golden.vote(), sealed=base64.b64encode(ages.seal(change(raw), [box])).decode())


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b'"yes"', b'"YES"'),
        lambda raw: raw.replace(b'"correction"', b'"execution!"'),
        lambda raw: raw.replace(b'"facts"', b'"fects"'),
        lambda raw: raw.replace("对照很清楚".encode(), b"a\\u0000b\\u001b[2J"),
        lambda raw: raw[:-1],
        lambda raw: raw + b" ",
        lambda raw: raw.replace(b'0"}', b'1"}'),
        lambda raw: b"[" * 30_000,
        lambda raw: b"\xff" * 30_000,
        lambda raw: b"",
    ],
)
def test_sealed_answers_are_read_as_strictly(change: Callable[[bytes], bytes]) -> None:
    assert ballot.answers(_read(_resealed(lambda raw: raw)), golden.box_secret()) == golden.ANSWERS
    with pytest.raises(errors.PacketOfOtherKind):
        ballot.answers(_read(_resealed(change)), golden.box_secret())


def _other_bits(sealed: str) -> str:
    """The same bytes in base64, written another way."""
    body, equals = sealed.rstrip("="), sealed.count("=")
    assert equals, "the last character says nothing then"
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    changed = body[:-1] + letters[letters.index(body[-1]) + 1] + "=" * equals
    assert base64.b64decode(changed) == base64.b64decode(sealed)
    return changed


def _padded_vote() -> str:
    sealed = ""
    while not sealed.endswith("="):
        sealed = _read(golden.vote()).envelope.sealed
    return sealed


def test_what_is_sealed_can_be_written_one_way_only() -> None:
    """So that a copy of another's answers can't look different from them."""
    with pytest.raises(errors.SealBroken):
        _read(_rewritten(golden.vote(), sealed=_other_bits(_padded_vote())))


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"schema": 2}, errors.PacketNewer),
        ({"schema": 0}, errors.PacketOfOtherKind),
        ({"seat": 0}, errors.PacketOfOtherKind),
        ({"seat": 100}, errors.PacketOfOtherKind),
        ({"serial": 0}, errors.PacketOfOtherKind),
        ({"case": "../../etc"}, errors.PacketOfOtherKind),
        ({"case": "referral-3\n"}, errors.PacketOfOtherKind),
        ({"packet": "ab" * 32 + "\n"}, errors.PacketOfOtherKind),
        ({"packet": "AB" * 32}, errors.PacketOfOtherKind),
        ({"cast": "veto"}, errors.PacketOfOtherKind),
        ({"reason": "x" * (LONGEST_REASON + 1)}, errors.PacketOfOtherKind),
        ({"cast": "recusal", "sealed": "", "reason": "a\0b"}, errors.PacketOfOtherKind),
        ({"undertaking": ""}, errors.PacketContradicts),
        ({"sealed": ""}, errors.PacketContradicts),
        ({"reason": "我认识甲"}, errors.PacketContradicts),
        ({"cast": "recusal"}, errors.PacketContradicts),
        ({"cast": "recusal", "sealed": ""}, errors.PacketContradicts),
        ({"sealed": "!!!"}, errors.SealBroken),
        ({"sealed": base64.b64encode(b"not sealed").decode()}, errors.SealBroken),
    ],
)
def test_an_envelope_says_what_it_must_and_nothing_else(other: dict[str, object], error: type[PacketError]) -> None:
    with pytest.raises(error) as raised:
        _read(_rewritten(golden.vote(), **other))
    assert "评议票" in raised.value.sentence("zh")


def test_what_an_envelope_says_besides_is_refused() -> None:
    class More(Envelope, frozen=True, forbid_unknown_fields=True):
        ip: str = "192.0.2.7"

    said = _read(golden.vote()).envelope
    more = More(**msgspec.structs.asdict(said))
    with pytest.raises(errors.PacketOfOtherKind):
        _read(signed.write(ballot.FORM, more, golden.seat_secret(SEAT)).content)


def test_a_later_ballot_of_the_same_seat_is_another_file() -> None:
    first, second = (_read(golden.vote(serial=serial)) for serial in (1, 2))
    assert replace(first.bound, serial=2) == second.bound
    assert first.sha256 != second.sha256
