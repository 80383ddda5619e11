"""A packet made by code alone, and the means to make hostile ones that are signed all the same."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.keys import signing
from app.packets import bag, case_file, packet, said, zips
from app.packets.case_file import (
    Absent,
    Around,
    CaseFile,
    Community,
    Flagged,
    Kept,
    LedgerHead,
    Person,
    Purpose,
    Text,
    Thread,
)

AT = datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FIRST, SECOND = "刹车失灵，差点出事！", "刹车失灵，差点出事！\n补充：在滨河路口。"
AUTHOR, STAFF = Person("u-1", "南山老陈"), Person("u-901", "小北")
PAGE = b"<!DOCTYPE html>\n<title>page</title>\n"


def secret(seed: int = 1) -> str:
    """A key for tests only, always the same for a seed, in minisign's form without a password."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public, ident = key.public_key().public_bytes_raw(), bytes(range(0x90 + seed, 0x98 + seed))
    digest = hashlib.blake2b(b"Ed" + ident + bytes([seed]) * 32 + public, digest_size=32).digest()
    raw = b"Ed" + b"\0\0" + b"B2" + bytes(32 + 16) + ident + bytes([seed]) * 32 + public + digest
    return base64.b64encode(raw).decode()


SECRET = secret()
KEY = signing.public_of(SECRET)
TRUSTED = {signing.key_id(KEY): KEY}


def contents() -> dict[str, bytes]:
    return {
        "data/attachments/version-0001.txt": FIRST.encode(),
        "data/attachments/version-0002.txt": SECOND.encode(),
        "data/evidence/0001.png": PNG,
    }


def text(number: int, body: str, at: datetime) -> Text:
    name = f"data/attachments/version-{number:04}.txt"
    raw = body.encode()
    return Text(str(number), "求助", at, name, hashlib.sha256(raw).hexdigest(), len(raw))


def case(**other: object) -> CaseFile:
    kept = Kept(
        "data/evidence/0001.png",
        "截图 <1>.png",
        "image/png",
        hashlib.sha256(PNG).hexdigest(),
        len(PNG),
        AT,
        STAFF,
        "群里的截图",
        False,
    )
    around = (
        Around("p-0", Person("u-2", "路人甲"), AT, None, 1, "visible", "什么车？"),
        Around("p-1", AUTHOR, AT, AT, 2, "hidden", SECOND),
    )
    values: dict[str, object] = {
        "schema": case_file.SCHEMA,
        "purpose": Purpose.EVIDENCE,
        "case": "c-1",
        "kind": "safety",
        "state": "claimed",
        "community": Community("https://community.example", "demo 1.0"),
        "sealed_at": AT,
        "sealed_by": STAFF,
        "key": KEY,
        "ledger": LedgerHead(7, "ab" * 32),
        "post": Flagged("p-1", "t-1", AUTHOR, "https://community.example/p/1", 3, AT),
        "texts": (text(1, FIRST, AT), text(2, SECOND, AT)),
        "thread": Thread("求助", "", around, 0),
        "files": (kept,),
        "missing": (Absent("https://elsewhere.example/a.png", "2", "图片在别处", "it lies elsewhere"),),
    }
    return CaseFile(**(values | other))  # type: ignore[arg-type]


def build(**other: object) -> packet.Packet:
    return packet.build(case(**other), PAGE, contents(), SECRET)


@cache
def whole() -> bytes:
    """The packet that tests take apart."""
    return build().content


def parts(content: bytes) -> tuple[dict[str, bytes], bytes]:
    """The files of the bag in a packet, and the signature."""
    outer = zips.read(content, most_files=9)
    inner = zips.read(outer[packet.INNER], most_files=99)
    return {name: bytes(view) for name, view in inner.items()}, bytes(outer[packet.SIGNATURE])


def signed(inner: bytes, *, key: str = SECRET, comment: str = "") -> bytes:
    """A packet around any `packet.zip`, with a signature that holds."""
    digest = hashlib.sha256(inner).hexdigest()
    said = comment or f"case:c-1 sha256:{digest} role:evidence ts:2026-11-22T09:00:00Z"
    return zips.write([(packet.INNER, inner), (packet.SIGNATURE, signing.sign(key, inner, said))])


def bagged(payload: Mapping[str, bytes], *, info: Sequence[tuple[str, str]] | None = None) -> bytes:
    """A packet around any payload, bagged and signed as it should be."""
    labels = info or (
        ("Bagging-Date", "2026-11-22"),
        ("Bag-Software-Agent", "Steward"),
        ("External-Identifier", "c-1"),
        ("Signing-Key", KEY),
    )
    return signed(zips.write(bag.bag(payload, labels)))


def payload() -> dict[str, bytes]:
    return {packet.CASE: said.encode(case()), packet.PAGE: PAGE, **contents()}


def zipped(files: Sequence[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file as the standard library makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()
