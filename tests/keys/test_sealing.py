import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import DamagedKeyFile, WeakPassphrase, WrongPassphrase
from app.keys import sealing
from app.keys.sealing import KEY_BYTES, new_key, seal, unseal
from tests.conftest import SCRYPT_N

KEY = bytes(range(32))
PASSPHRASE = "南山 sunshine 42"
PATH = Path("record.key")


@pytest.fixture(scope="module")
def sealed(light_passphrases: None) -> str:
    """As the program seals it, at full cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_N", SCRYPT_N)
        return seal(KEY, PASSPHRASE, "w-1")


def _changed(whole: str, /, **fields: object) -> str:
    return json.dumps(json.loads(whole) | fields)


def _cut(value: str) -> str:
    """The same bytes, three fewer, still base64."""
    return base64.b64encode(base64.b64decode(value)[:-3]).decode()


def test_a_new_key_has_256_bits_and_is_new_each_time() -> None:
    keys = {new_key() for _ in range(10)}
    assert len(keys) == 10
    assert {len(key) for key in keys} == {KEY_BYTES} == {32}


def test_the_right_passphrase_opens_the_key(sealed: str) -> None:
    assert unseal(sealed, PASSPHRASE, PATH) == KEY


def test_standard_tools_can_open_it_too(sealed: str) -> None:
    parts = json.loads(sealed)
    assert (parts["kdf"], parts["n"], parts["r"], parts["p"]) == ("scrypt", 2**16, 8, 1)
    salt, nonce, locked = (base64.b64decode(parts[name]) for name in ("salt", "nonce", "sealed"))
    stretched = hashlib.scrypt(PASSPHRASE.encode(), salt=salt, n=2**16, r=8, p=1, maxmem=2**27, dklen=32)
    assert AESGCM(stretched).decrypt(nonce, locked, b"w-1") == KEY


def test_the_wrong_passphrase_opens_nothing(sealed: str) -> None:
    with pytest.raises(WrongPassphrase):
        unseal(sealed, PASSPHRASE.upper(), PATH)


def test_a_key_sealed_for_one_workspace_does_not_pass_for_another(sealed: str) -> None:
    with pytest.raises(WrongPassphrase):
        unseal(_changed(sealed, workspace="w-2"), PASSPHRASE, PATH)


def test_two_seals_of_one_key_have_nothing_in_common(sealed: str) -> None:
    one, other = json.loads(sealed), json.loads(seal(KEY, PASSPHRASE, "w-1"))
    assert all(one[name] != other[name] for name in ("salt", "nonce", "sealed"))


@pytest.mark.parametrize("passphrase", ["", "1234567", "七个字的口令呀", " " * 12, "  1234567  "])
def test_a_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(WeakPassphrase, match="at least 8"):
        seal(KEY, passphrase, "w-1")


@pytest.mark.parametrize(
    "text", ["", "not json", "{", "[]", "null", "7", '"text"', "{}", '{"format": 1, "kdf": "scrypt"}']
)
def test_what_is_no_sealed_key_is_called_damaged_and_named(text: str) -> None:
    with pytest.raises(DamagedKeyFile) as caught:
        unseal(text, PASSPHRASE, PATH)
    assert "record.key" in caught.value.sentence("zh")
    assert "record.key" in caught.value.sentence("en")


def test_a_file_cut_short_is_damaged(sealed: str) -> None:
    with pytest.raises(DamagedKeyFile):
        unseal(sealed[: len(sealed) // 2], PASSPHRASE, PATH)


@pytest.mark.parametrize("name", ["format", "workspace", "kdf", "n", "r", "p", "salt", "nonce", "sealed"])
def test_a_file_without_one_of_its_parts_is_damaged(sealed: str, name: str) -> None:
    parts = json.loads(sealed)
    del parts[name]
    with pytest.raises(DamagedKeyFile):
        unseal(json.dumps(parts), PASSPHRASE, PATH)


@pytest.mark.parametrize(
    "fields",
    [
        {"format": 2},
        {"kdf": "argon2id"},
        {"n": 2**40},
        {"n": 2**21},
        {"n": 0},
        {"n": -1},
        {"n": 65537},
        {"n": None},
        {"n": "many"},
        {"r": 0},
        {"r": -1},
        {"r": 2**40},
        {"p": -1},
        {"salt": 7},
        {"nonce": "not base64!"},
        {"sealed": "密"},
    ],
    ids=str,
)
def test_a_file_with_absurd_parts_is_damaged_and_costs_no_memory(sealed: str, fields: dict[str, object]) -> None:
    with pytest.raises(DamagedKeyFile):
        unseal(_changed(sealed, **fields), PASSPHRASE, PATH)


def test_a_file_whose_locked_key_lost_its_end_is_damaged_rather_than_the_passphrase_wrong(sealed: str) -> None:
    with pytest.raises(DamagedKeyFile):
        unseal(_changed(sealed, sealed=_cut(json.loads(sealed)["sealed"])), PASSPHRASE, PATH)
