import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ledger import GENESIS, canonical, commitment, entry_hash

texts = st.text(st.characters(codec="utf-8"), max_size=20)
values = st.none() | st.booleans() | st.integers() | texts
bodies = st.dictionaries(texts, values, max_size=6)
ENTRY = {
    "seq": 7,
    "prev": GENESIS,
    "at": "2026-11-22T09:00:00+00:00",
    "kind": "decision.made",
    "body": '{"case":"c-1"}',
}


def test_canonical_json_is_sorted_without_blanks_and_with_characters_as_they_are() -> None:
    assert canonical({"b": "张三", "a": None, "é": True, "B": 1}) == '{"B":1,"a":null,"b":"张三","é":true}'


@settings(deadline=None)
@given(bodies, st.randoms(use_true_random=False))
def test_canonical_json_does_not_depend_on_the_order_of_writing(body: dict[str, str], shuffle: object) -> None:
    items = list(body.items())
    shuffle.shuffle(items)  # type: ignore[attr-defined]
    assert canonical(dict(items)) == canonical(body)


@settings(deadline=None)
@given(bodies, bodies)
def test_two_bodies_have_the_same_canonical_json_only_when_they_say_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert json.loads(canonical(one)) == one
    assert (canonical(one) == canonical(other)) == (_typed(one) == _typed(other))


def _typed(body: dict[str, str]) -> dict[str, tuple[type, str]]:
    return {name: (type(value), value) for name, value in body.items()}


def test_the_hash_is_sha256_of_the_whole_entry_so_that_others_can_check_it() -> None:
    whole = (
        '{"at":"2026-11-22T09:00:00+00:00","body":"{\\"case\\":\\"c-1\\"}","kind":"decision.made",'
        f'"prev":"{"0" * 64}","seq":7}}'
    )
    assert entry_hash(**ENTRY) == hashlib.sha256(whole.encode()).hexdigest()  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ENTRY)
@settings(deadline=None)
@given(data=st.data())
def test_the_hash_covers_every_field(field: str, data: st.DataObject) -> None:
    other = data.draw((st.integers(1) if field == "seq" else texts).filter(lambda value: value != ENTRY[field]))
    assert entry_hash(**ENTRY | {field: other}) != entry_hash(**ENTRY)  # type: ignore[arg-type]


@settings(deadline=None)
@given(texts, texts)
def test_text_cannot_slide_from_one_field_into_the_next(one: str, other: str) -> None:
    plain = entry_hash(**ENTRY | {"kind": one, "body": other})  # type: ignore[arg-type]
    slid = entry_hash(**ENTRY | {"kind": one + other, "body": ""})  # type: ignore[arg-type]
    assert (plain == slid) == (other == "")


def test_a_commitment_is_sha256_of_salt_and_value() -> None:
    salt = bytes(range(16))
    assert commitment(salt, "张三") == "sha256:" + hashlib.sha256(salt + "张三".encode()).hexdigest()


@settings(deadline=None)
@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16), texts, texts)
def test_a_commitment_binds_its_value_and_its_salt(salt: bytes, other_salt: bytes, value: str, other: str) -> None:
    assert (commitment(salt, value) == commitment(salt, other)) == (value == other)
    assert (commitment(salt, value) == commitment(other_salt, value)) == (salt == other_salt)


def test_a_commitment_does_not_show_its_value() -> None:
    assert "13800138000" not in commitment(bytes(16), "13800138000")
