"""Signing in to a Discourse from the desktop: the moderator grants a user API key in the browser, and pastes it here.

The site encrypts the key for a key pair that was made for this one sign-in, so what is pasted is of use to nobody else.
From Discourse's source; not run against a live site.
"""

import base64
import binascii
import hmac
import uuid
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from msgspec.json import Decoder

from app.community.discourse.keys import user_token
from app.community.http import check_address
from app.domain.words import Words
from app.errors import SignInFailed

SCOPES = "write"
"""The least that serves: to Discourse, writing contains reading, and nothing finer reaches the review queue."""

APPLICATION = "Steward"
KEY_BITS = 2048
LONGEST_PASTE = 20_000

_NOT_WHOLE = Words(
    "粘贴的内容不完整或不是授权码，请整段复制后再试", "what was pasted is no code, or not all of it; copy all of it"
)
_OTHER_SIGN_IN = Words(
    "这段授权码属于另一次登录，请用刚才打开的页面里的授权码",
    "this code belongs to another sign-in; take the one from the page that was just opened",
)

_OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
_PADDINGS: tuple[padding.AsymmetricPadding, ...] = (_OAEP, padding.PKCS1v15())


class _Payload(msgspec.Struct):
    """What the site encrypts for us."""

    key: str
    nonce: str


_PAYLOAD = Decoder(_Payload)


@dataclass(frozen=True)
class SignInRequest:
    """One sign-in: what the browser is to open, and what must come back from there.

    Attributes:
        url: of the community.
    """

    url: str
    client_id: str
    _nonce: str = field(repr=False)
    _key: rsa.RSAPrivateKey = field(repr=False)

    @classmethod
    def begin(cls, url: str) -> "SignInRequest":
        """A new one. Making its key pair takes a moment.

        Raises:
            BadAddress: the address can't be a community's.
        """
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        return cls(check_address(url), uuid.uuid4().hex, uuid.uuid4().hex, key)

    @property
    def address(self) -> str:
        """The page to open in the browser, where the moderator signs in and says yes.

        Sites that do not know `padding` yet leave it unread and encrypt in the old way; both ways are understood.
        """
        pem = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        asked = {
            "application_name": APPLICATION,
            "client_id": self.client_id,
            "scopes": SCOPES,
            "nonce": self._nonce,
            "padding": "oaep",
            "public_key": pem.decode(),
        }
        return f"{self.url}/user-api-key/new?{urlencode(asked)}"

    def finish(self, pasted: str) -> str:
        """The token, out of what the page shows after the yes. Line breaks and escapes of a copied text are no matter.

        Raises:
            SignInFailed: it is not whole, or not from this sign-in; another try can be made.
        """
        sealed = _sealed(pasted)
        for how in _PADDINGS:
            try:
                payload = _PAYLOAD.decode(self._key.decrypt(sealed, how))
            except (ValueError, msgspec.DecodeError, UnicodeDecodeError):
                continue
            if not hmac.compare_digest(payload.nonce.encode(), self._nonce.encode()):
                raise _failed(_OTHER_SIGN_IN)
            if not payload.key.isascii() or not payload.key.isprintable() or not payload.key.strip():
                raise _failed(_NOT_WHOLE)
            return user_token(self.client_id, payload.key)
        # A page of an earlier sign-in was encrypted for another key pair: it looks whole and can't be read.
        raise _failed(_OTHER_SIGN_IN if len(sealed) == KEY_BITS // 8 else _NOT_WHOLE)


def _sealed(pasted: str) -> bytes:
    if len(pasted) > LONGEST_PASTE:
        raise _failed(_NOT_WHOLE)
    text = pasted.strip().rpartition("payload=")[2]
    text = unquote("".join(text.split())).strip("\"'")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise _failed(_NOT_WHOLE) from None


def _failed(why: Words) -> SignInFailed:
    return SignInFailed(why_zh=why.zh, why_en=why.en)
