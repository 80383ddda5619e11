"""What only this workspace's key opens: small secrets that lie in a record, also one on a server."""

import base64
import binascii
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals secrets by the workspace's key with AES-256-GCM; each is bound to what it is for."""

    key: bytes = field(repr=False)

    def seal(self, secret: str, purpose: str) -> str:
        """A secret as it may lie in the record."""
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(nonce + AESGCM(self.key).encrypt(nonce, secret.encode(), purpose.encode())).decode()

    def unseal(self, sealed: str, purpose: str) -> str | None:
        """The secret; None where another workspace's key sealed it, or for another purpose."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return AESGCM(self.key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode()).decode()
        except (InvalidTag, ValueError, binascii.Error):
            return None
