"""What is sealed opens for those it was sealed to, and for nobody else; nothing a stranger sends costs much."""

import pytest

from app.errors import BadSealKey
from app.keys import ages

MINE, OTHER = ages.new_secret(), ages.new_secret()
SEALED = ages.seal("案卷".encode(), [ages.public_of(MINE)])


def test_each_of_those_it_was_sealed_to_opens_it_alone() -> None:
    sealed = ages.seal(b"content", [ages.public_of(MINE), ages.public_of(OTHER)])
    assert ages.unseal(sealed, [MINE]) == ages.unseal(sealed, [OTHER]) == b"content"
    assert ages.unseal(sealed, [ages.new_secret(), MINE]) == b"content"
    assert b"content" not in sealed


def test_whoever_it_was_not_sealed_to_is_told_so() -> None:
    with pytest.raises(ages.NotForThisKey):
        ages.unseal(SEALED, [OTHER])


BROKEN = {
    "empty": b"",
    "zip": b"PK\x03\x04",
    "one byte short": SEALED[:-1],
    "half": SEALED[: len(SEALED) // 2],
    "something behind": SEALED + b"x",
    "last bit": SEALED[:-1] + bytes([SEALED[-1] ^ 1]),
    "other version": SEALED.replace(b"v1", b"v9", 1),
    "mark alone": ages.MARK,
    "no end": ages.MARK + b"-> X25519 aaaa\n" * 100,
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_damaged_is_told_apart_from_what_is_not_for_me(how: str) -> None:
    with pytest.raises(ages.BrokenSeal):
        ages.unseal(BROKEN[how], [MINE])


def test_a_header_with_endless_stanzas_is_refused_before_any_of_them_is_tried() -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    endless = ages.MARK + stanza * 200_000 + b"--- " + b"C" * 43 + b"\n"
    with pytest.raises(ages.BrokenSeal, match="no seal"):
        ages.unseal(endless, [MINE])


@pytest.mark.parametrize(
    "key",
    ["", "age1", "RWQ", MINE, ages.public_of(MINE).upper(), ages.public_of(MINE)[:-1] + "q"],
    ids=["empty", "beginning", "of minisign", "secret", "capitals", "altered"],
)
def test_only_a_public_key_as_it_is_written_is_one(key: str) -> None:
    with pytest.raises(BadSealKey):
        ages.public_key(key)
    with pytest.raises(BadSealKey):
        ages.seal(b"x", [key])
    assert ages.public_key(f" {ages.public_of(MINE)}\n") == ages.public_of(MINE)


def test_a_secret_key_is_told_from_what_is_none() -> None:
    assert ages.usable(MINE)
    assert not ages.usable(ages.public_of(MINE))
    assert not ages.usable("")
