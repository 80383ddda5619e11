"""The workspace's key, sealed by the recovery passphrase, so that a new machine can open a backup.

scrypt (N=2^16, r=8, p=1, RFC 7914) makes a key of the passphrase; AES-256-GCM seals the workspace's key with it.
"""

import base64
import json
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.errors import DamagedKeyFile, WeakPassphrase, WrongPassphrase

KEY_BYTES = 32
LEAST_PASSPHRASE = 8
_N, _R, _P = 2**16, 8, 1
_MOST_N, _MOST_R, _MOST_P = 2**20, 16, 4
_TAG_BYTES = 16
_NONCE_BYTES, _SALT_BYTES = 12, 16
_FORMAT = 1
_TOKEN = b"token"


def new_key() -> bytes:
    """A fresh key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, passphrase: str, workspace_id: str) -> str:
    """The key as it may lie beside the workspace and in its backups: JSON.

    Raises:
        WeakPassphrase: the passphrase is too short.
    """
    if len(passphrase.strip()) < LEAST_PASSPHRASE:
        raise WeakPassphrase(least=LEAST_PASSPHRASE)
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_stretch(passphrase, salt, _N, _R, _P)).encrypt(nonce, key, workspace_id.encode())
    return json.dumps(
        {
            "format": _FORMAT,
            "workspace": workspace_id,
            "kdf": "scrypt",
            "n": _N,
            "r": _R,
            "p": _P,
            "salt": _b64(salt),
            "nonce": _b64(nonce),
            "sealed": _b64(sealed),
        },
        indent=2,
    )


def unseal(sealed: str, passphrase: str, path: Path) -> bytes:
    """The key that was sealed.

    Args:
        sealed: as `seal` wrote it.
        passphrase: the recovery passphrase.
        path: where it was read, for the error.

    Raises:
        WrongPassphrase: it was sealed with another one.
        DamagedKeyFile: it is not a sealed key.
    """
    try:
        parts: dict[str, Any] = json.loads(sealed)
        n, r, p = (int(parts[name]) for name in ("n", "r", "p"))
        known = parts["format"] == _FORMAT and parts["kdf"] == "scrypt"
        if not (known and 1 < n <= _MOST_N and 1 <= r <= _MOST_R and 1 <= p <= _MOST_P):
            raise ValueError("unknown format")
        salt, nonce, locked = (base64.b64decode(parts[name], validate=True) for name in ("salt", "nonce", "sealed"))
        if len(locked) != KEY_BYTES + _TAG_BYTES:
            raise ValueError("cut short")
        key = _stretch(passphrase, salt, n, r, p)
        return AESGCM(key).decrypt(nonce, locked, str(parts["workspace"]).encode())
    except InvalidTag:
        raise WrongPassphrase from None
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise DamagedKeyFile(path=path) from None


def seal_token(key: bytes, token: str) -> str:
    """A token as it may lie in a record, also one on a server: sealed by the workspace's key."""
    nonce = os.urandom(_NONCE_BYTES)
    return _b64(nonce + AESGCM(key).encrypt(nonce, token.encode(), _TOKEN))


def unseal_token(key: bytes, sealed: str) -> str | None:
    """The token, or None when another machine sealed it."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _TOKEN).decode()
    except InvalidTag:
        return None


def _stretch(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # The same characters, however the input method composed them, are the same passphrase.
    typed = unicodedata.normalize("NFKC", passphrase).encode(errors="surrogateescape")
    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p).derive(typed)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
