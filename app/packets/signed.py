"""Small signed files that go between the secretary and the seats: ballots, rosters, cards, keys, confirmations.

Each is a zip of exactly two files: what it says, as JSON, and its signature, which minisign checks. They are made and
read in memory; nothing of one is believed before all of it holds.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import quote

import msgspec

from app.errors import (
    BadKey,
    PacketContradicts,
    PacketError,
    PacketHasMore,
    PacketLacks,
    PacketNewer,
    PacketOfOtherKind,
    PacketOtherSigner,
    PacketSignatureWrong,
    PacketTooLarge,
    PacketUnsigned,
    SignerUnknown,
)
from app.keys import signing
from app.packets import zips
from app.packets.moments import within_reach

LARGEST = 2**20
"""Bytes of such a file; a larger one is neither made nor read."""

_SIGNATURE = ".minisig"


S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Form(Generic[S]):
    """A kind of signed file.

    Attributes:
        said: the type of what it says.
        schema: the newest form of it that is known here.
        inner: the name of the JSON file in it.
        ending: of the file's name.
        role: what the signature says that it is.
        thing: how people call it.
        called: of what it is, in letters that every system takes: the file's name without its ending.
        own: the public key that it names itself, where it does; with it the file is read though nobody knows the key.
    """

    said: type[S]
    schema: int
    inner: str
    ending: str
    role: str
    thing: tuple[str, str]
    called: Callable[[S], str]
    own: Callable[[S], str] | None = None


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file as it leaves the machine.

    Attributes:
        sha256: of what was signed.
    """

    name: str
    content: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class Read(Generic[S]):
    """A file of which everything holds.

    Attributes:
        key: the public key that signed it.
        known: whether it is one of those that the reader named.
        sha256: of what was signed.
    """

    said: S
    key: str
    known: bool
    sha256: str

    @property
    def key_id(self) -> str:
        """The short name of the key."""
        return signing.key_id(self.key)


def write(form: Form[S], said: S, secret: str) -> SignedFile:
    """Make a file. The same arguments make the same bytes.

    Raises:
        PacketTooLarge: it would be larger than such a file may be.
    """
    inner = msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n"
    digest = hashlib.sha256(inner).hexdigest()
    signature = signing.sign(secret, inner, _comment(form, said, digest))
    content = zips.write([(form.inner, inner), (form.inner + _SIGNATURE, signature)])
    if len(content) > LARGEST:
        raise _about(form, PacketTooLarge(most=LARGEST // 2**20))
    return SignedFile(form.called(said) + form.ending, content, digest)


def read(form: Form[S], raw: bytes | memoryview, keys: Iterable[str] = (), *, only: str | None = None) -> Read[S]:
    """Check all of a file, in memory.

    Args:
        form: what it has to be.
        raw: the file.
        keys: public keys that may have signed it.
        only: the one public key that must have signed it.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong, and of which kind of file.
        SignerUnknown: none of the keys signed it, and it names none itself.
        PacketOtherSigner: it was signed by another key than the only one.
        BadKey: one of the keys is none.
    """
    try:
        return _read(form, raw, [only] if only is not None else list(keys), only)
    except PacketError as error:
        raise _about(form, error) from None


def _read(form: Form[S], raw: bytes | memoryview, keys: list[str], only: str | None) -> Read[S]:
    if len(raw) > LARGEST:
        raise PacketTooLarge(most=LARGEST // 2**20)
    inner, signature = _two_files(form, raw)
    named = [key for key in keys if signing.key_id(key) == signature.key_id]
    if only is not None and not named:
        raise PacketOtherSigner(found=signature.key_id, wanted=signing.key_id(only))
    if not named and form.own is None:
        raise SignerUnknown(found=signature.key_id)
    key = _signer(signature, inner, named) if named else ""  # before anything in it is looked at
    said = _said(form, inner)
    own = form.own(said) if form.own is not None else key
    if key and own != key:
        raise PacketContradicts(what=("文件里写的是另一把公钥", "it names another key"))
    if not key:
        key = _signer(signature, inner, [own])
    digest = hashlib.sha256(inner).hexdigest()
    if signature.comment != _comment(form, said, digest):
        raise PacketContradicts(what=("签名说的是另一份文件", "the signature speaks of another file"))
    return Read(said, key, bool(named), digest)


def _two_files(form: Form[S], raw: bytes | memoryview) -> tuple[bytes, signing.Signature]:
    files = zips.read(raw, most_files=2)
    signature = form.inner + _SIGNATURE
    if list(files) == [form.inner]:
        raise PacketUnsigned
    for name in (form.inner, signature):
        if name not in files:
            raise PacketLacks(name=name)
    for name in files:
        if name not in (form.inner, signature):
            raise PacketHasMore(name=name)
    if list(files) != [form.inner, signature] or len(files[signature]) > signing.LONGEST_SIGNATURE:
        raise PacketSignatureWrong
    try:
        return bytes(files[form.inner]), signing.read_signature(bytes(files[signature]))
    except signing.BadSignature:
        raise PacketSignatureWrong from None


def _signer(signature: signing.Signature, inner: bytes, keys: list[str]) -> str:
    """The key, of those that may be it, which signed: two can have the same short name."""
    for key in keys:
        try:
            if signing.key_id(key) == signature.key_id:
                signing.check(signature, inner, key)
                return key
        except (signing.BadSignature, BadKey):
            continue
    raise PacketSignatureWrong


class _Head(msgspec.Struct):
    schema: int


def _said(form: Form[S], inner: bytes) -> S:
    try:
        schema = msgspec.json.decode(inner, type=_Head).schema
        if schema > form.schema:
            raise PacketNewer(found=schema)
        if schema < 1:
            raise PacketOfOtherKind(why=f"schema {schema}")
        said = msgspec.json.decode(inner, type=form.said)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, OverflowError, RecursionError) as error:
        raise PacketOfOtherKind(why=str(error)[:200]) from None
    if not within_reach(said):
        raise PacketOfOtherKind(why=("时间超出范围", "a moment is out of reach"))
    return said


def _comment(form: Form[S], said: S, digest: str) -> str:
    return f"{form.role}:{quote(form.called(said))} sha256:{digest}"


def _about(form: Form[S], error: PacketError) -> PacketError:
    return error.about(form.thing, form.ending, form.inner)
