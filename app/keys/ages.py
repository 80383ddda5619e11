"""Sealing for others to open, as the stock tool does: age's format (age-encryption.org/v1), X25519 keys.

A seal keeps a content from everybody else; it does not say who made it. That is what signatures are for.
"""

from collections.abc import Collection

from app.errors import BadSealKey

MARK = b"age-encryption.org/v1\n"
"""With this each sealed content begins."""

LONGEST_HEADER = 64 * 2**10
"""Bytes in front of what is sealed: a stanza for each key that opens it. A longer one would only cost time."""

_HEADER_END = b"\n--- "
_PUBLIC = "age1"


class BrokenSeal(ValueError):
    """What was sealed was changed or cut since, or is no such thing."""


class NotForThisKey(ValueError):
    """It was sealed to other keys."""


def new_secret() -> str:
    """A fresh secret key, in one line. Whoever has it can open; it is to be sealed at once."""
    from pyrage import x25519  # noqa: PLC0415 - nobody waits for it before a first window

    return str(x25519.Identity.generate())


def public_of(secret: str) -> str:
    """The public key of a secret one, as `age -r` takes it."""
    from pyrage import x25519  # noqa: PLC0415

    return str(x25519.Identity.from_str(secret).to_public())


def usable(secret: str) -> bool:
    """Whether something is a secret key."""
    from pyrage import IdentityError, x25519  # noqa: PLC0415

    try:
        x25519.Identity.from_str(secret)
    except IdentityError:
        return False
    return True


def public_key(text: str) -> str:
    """The public key in what a person or a file gave, as it is written.

    Raises:
        BadSealKey: it is none.
    """
    key = text.strip()
    _recipient(key)
    return key


def _recipient(key: str) -> object:
    from pyrage import RecipientError, x25519  # noqa: PLC0415

    try:
        found = x25519.Recipient.from_str(key)
    except RecipientError:
        raise BadSealKey from None
    if str(found) != key or not key.startswith(_PUBLIC):
        raise BadSealKey
    return found


def seal(content: bytes, keys: Collection[str]) -> bytes:
    """A content that only the holders of these keys can open, each alone.

    Raises:
        BadSealKey: one of them is no key.
    """
    import pyrage  # noqa: PLC0415

    if not keys:
        raise AssertionError("sealed to nobody")
    return bytes(pyrage.encrypt(content, [_recipient(key) for key in keys]))


def sealed(content: bytes | memoryview) -> bool:
    """Whether a content says that it is sealed."""
    return bytes(content[: len(MARK)]) == MARK


def unseal(content: bytes, secrets: Collection[str]) -> bytes:
    """What was sealed to one of these keys. It is never larger than what is sealed.

    Raises:
        NotForThisKey: it was sealed to others.
        BrokenSeal: it was damaged or cut, or is not sealed at all.
    """
    import pyrage  # noqa: PLC0415

    if not sealed(content) or content.find(_HEADER_END, 0, LONGEST_HEADER) < 0:
        raise BrokenSeal("no seal")
    identities = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
    try:
        return bytes(pyrage.decrypt(content, identities))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForThisKey from None
        raise BrokenSeal(str(error)) from None
