"""Signatures that anybody can check with the stock tool: minisign's format, Ed25519 over a BLAKE2b hash.

Keys and signatures are as https://jedisct1.github.io/minisign/ describes them. Only prehashed signatures are made and
accepted, and only as they are written here: what no signature covers may not differ either.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from app.errors import BadKey

Content = bytes | memoryview

UNTRUSTED = "signature from Steward"
"""Stands before the signature and is covered by nothing; so it is always the same."""

LONGEST_SIGNATURE = 4096
_PUBLIC_BYTES, _ALGORITHM, _ID = 42, b"Ed", slice(2, 10)


class BadSignature(ValueError):
    """A signature can't be read, or is not by this key over this content."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was read, not checked.

    Attributes:
        key_id: of the key that it names, as the stock tool writes it.
        comment: what the signer says with it; covered by the signature.
    """

    key_id: str
    comment: str
    parsed: Any


def new_secret() -> str:
    """A fresh secret key, in one line. Whoever has it can sign; it is to be sealed at once."""
    from minisign import KeyPair  # noqa: PLC0415 - nobody waits for it before a first window

    return bytes(KeyPair.generate().secret_key.to_base64()).decode()


def public_of(secret: str) -> str:
    """The public key of a secret one, as `minisign -P` takes it."""
    from minisign import SecretKey  # noqa: PLC0415

    with SecretKey.from_base64(secret) as key:
        return bytes(key.get_public_key().to_base64()).decode()


def key_id(public: str) -> str:
    """The short name of a public key, as the stock tool writes it: 16 hexadecimal digits.

    Raises:
        BadKey: it is no public key of minisign.
    """
    try:
        raw = base64.b64decode(public, validate=True)
    except (ValueError, binascii.Error):
        raise BadKey from None
    if len(raw) != _PUBLIC_BYTES or not raw.startswith(_ALGORITHM) or base64.b64encode(raw).decode() != public:
        raise BadKey
    return _id_of(raw)


def _id_of(raw: bytes) -> str:
    return raw[_ID][::-1].hex().upper()


def public_key(text: str) -> str:
    """The public key in what a person was given: the line itself, or the whole of a minisign key file.

    Raises:
        BadKey: there is none in it.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > 2 or (len(lines) == 2 and not lines[0].startswith("untrusted comment:")):
        raise BadKey
    key_id(lines[-1])
    return lines[-1]


def sign(secret: str, content: Content, comment: str) -> bytes:
    """The signature of a content: what stands in a .minisig file.

    Args:
        comment: what is signed with it, in printable ASCII.
    """
    from minisign import SecretKey  # noqa: PLC0415

    with SecretKey.from_base64(secret) as key:
        made = key.sign(_Reader(content), prehash=True, untrusted_comment=UNTRUSTED, trusted_comment=comment)
    return bytes(made) + b"\n"


def read_signature(raw: bytes) -> Signature:
    """A signature as it stands in a file.

    Raises:
        BadSignature: it is not one that `sign` could have made.
    """
    import minisign  # noqa: PLC0415

    try:
        if len(raw) > LONGEST_SIGNATURE:
            raise ValueError("too long")
        parsed = minisign.Signature.from_bytes(raw)
        if not parsed.is_prehashed() or parsed.untrusted_comment != UNTRUSTED or bytes(parsed) + b"\n" != raw:
            raise ValueError("not as it is written")
    except (minisign.Error, ValueError) as error:
        raise BadSignature(str(error)) from None
    return Signature(_id_of(base64.b64decode(raw.split(b"\n")[1])), parsed.trusted_comment, parsed)


def check(signature: Signature, content: Content, public: str) -> None:
    """Let pass a signature over this content by this key.

    Raises:
        BadSignature: it is not.
        BadKey: that is no key.
    """
    from minisign import Error, PublicKey  # noqa: PLC0415

    key_id(public)
    try:
        PublicKey.from_base64(public).verify(_Reader(content), signature.parsed)
    except (Error, ValueError) as error:
        raise BadSignature(str(error)) from None


class _Reader:
    """Hands out a content piece by piece, so that it is not copied whole."""

    def __init__(self, content: Content) -> None:
        self._left = memoryview(content)

    def read(self, size: int = -1, /) -> bytes:
        size = len(self._left) if size < 0 else max(size, 1 << 20)
        piece, self._left = self._left[:size], self._left[size:]
        return bytes(piece)
