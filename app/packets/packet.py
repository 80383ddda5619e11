"""Packets: a signed bag of what is known of a case, or of a referral, made and checked in memory.

`NAME.stewardpacket` is a zip of exactly two files, `packet.zip` and `packet.zip.minisig`; `packet.zip` is a bag. A
packet is known by the sha256 of its `packet.zip`. Nothing is unpacked or shown before all of it holds.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import quote

from app.domain.evidence import ENDINGS, media_type
from app.domain.words import Words
from app.errors import (
    BadKey,
    PacketContradicts,
    PacketHasMore,
    PacketLacks,
    PacketNested,
    PacketOtherSigner,
    PacketSignatureWrong,
    PacketTooLarge,
    PacketUnsigned,
)
from app.keys import signing
from app.packets import bag, council_page, council_page_check, council_pictures, said, zips
from app.packets.council_file import CouncilFile
from app.packets.said import Said

ENDING = ".stewardpacket"
LARGEST = 256 * 2**20
"""Bytes of a packet; a larger one is neither made nor read."""

MOST_FILES = 2_000
LONGEST_ID = 300
INNER, SIGNATURE = "packet.zip", "packet.zip.minisig"
CASE, PAGE = "data/case.json", "data/case.html"
TEXTS, FILES = "data/attachments/", "data/evidence/"
_KEY = "Signing-Key"
_TEXT, _FILE = re.compile(r"data/attachments/[a-z0-9-]{1,60}\.txt"), re.compile(r"data/evidence/\d{4,8}(\.[a-z]{3,4})")

PAGE_DIFFERS = Words(
    "案卷里的网页（case.html）与案卷数据对不上：可能由另一版本的程序写成，也可能被改成了另一种说法。请在程序里阅读，以程序显示的为准。",
    "The page in the packet (case.html) is not the one that this version writes of it: another version wrote it, or it "
    "was made to say something else. Read the packet in the program; what that shows is what counts.",
)
"""What is said of a page that differs."""

Content = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet as it leaves the machine.

    Attributes:
        content: of the file.
        name: of the file.
        sha256: of the `packet.zip` in it; by this it is known.
        key_id: of the key that signed it.
    """

    content: bytes
    name: str
    sha256: str
    key_id: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A packet of which everything holds.

    Attributes:
        known: whether the key that signed it is one that the reader trusts. Else the packet was not changed since it
            was signed, but nobody says by whom.
        files: everything in it by its name, as views.
        page_differs: the page of a council's packet is not the one that this version writes of what the packet says.
            Another version wrote it, or somebody who wants it read otherwise.
    """

    file: Said
    sha256: str
    key: str
    key_id: str
    known: bool
    files: Mapping[str, Content]
    page_differs: bool = False


def build(file: Said, page: bytes, contents: Mapping[str, Content], secret: str) -> Packet:
    """Make a packet. The same arguments make the same bytes.

    Args:
        file: what it says; `file.key` is the public key of `secret`.
        page: data/case.html.
        contents: of the files that `file` names, by their names in the packet.
        secret: the key that signs it.

    Raises:
        PacketTooLarge: it would be larger than a packet may be.
    """
    payload: dict[str, Content] = {CASE: said.encode(file), PAGE: page, **contents}
    if sum(map(len, payload.values())) > LARGEST - 2**20:
        raise PacketTooLarge(most=LARGEST // 2**20)
    day = file.sealed_at.astimezone(UTC).date().isoformat()
    info = (
        ("Bagging-Date", day),
        ("Bag-Software-Agent", "Steward"),
        ("External-Identifier", _identifier(said.called(file))),
        (_KEY, file.key),
    )
    inner = zips.write(bag.bag(payload, info))
    digest = hashlib.sha256(inner).hexdigest()
    signature = signing.sign(secret, inner, _comment(file, digest))
    whole = zips.write([(INNER, inner), (SIGNATURE, signature)])
    return Packet(whole, file_name(file), digest, signing.key_id(file.key))


def file_name(file: Said) -> str:
    """How the file is called, in letters that every system takes: evidence by its case and its time in UTC, a packet
    of the council by its referral and its round.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", said.called(file)).strip("-")[:60] or "case"
    if isinstance(file, CouncilFile):
        return f"{plain}{ENDING}"
    return f"{plain}-{file.sealed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}"


def _identifier(case: str) -> str:
    """The id of a case in printable ASCII; of one that is endless, its hash."""
    plain = quote(case, safe="")
    return plain if len(plain) <= LONGEST_ID else f"sha256-{hashlib.sha256(case.encode()).hexdigest()}"


def _comment(file: Said, digest: str) -> str:
    at = file.sealed_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"case:{_identifier(said.called(file))} sha256:{digest} role:{file.purpose.value} ts:{at}"


def verify(data: Content, trusted: Mapping[str, str] | None = None, *, only: str | None = None) -> Whole:
    """Check all of a packet, in memory.

    Args:
        data: the file.
        trusted: public keys that the reader trusts, by their ids.
        only: the one public key that must have signed it.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
        BadKey: a key is none.
    """
    if len(data) > LARGEST:
        raise PacketTooLarge(most=LARGEST // 2**20)
    inner, raw_signature = _two_files(data)
    try:
        signature = signing.read_signature(raw_signature)
    except signing.BadSignature:
        raise PacketSignatureWrong from None
    known = {signing.key_id(only): only} if only is not None else dict(trusted or {})
    if only is not None and signature.key_id not in known:
        raise PacketOtherSigner(found=signature.key_id, wanted=signing.key_id(only))
    if signature.key_id in known:
        _check(signature, inner, known[signature.key_id])  # before anything in it is looked at
    labels, payload = bag.check(zips.read(inner, most_files=MOST_FILES))
    key = known.get(signature.key_id) or _own_key(labels, signature)
    if signature.key_id not in known:
        _check(signature, inner, key)
    file = _file(payload, labels, key)
    digest = hashlib.sha256(inner).hexdigest()
    if signature.comment != _comment(file, digest):
        raise PacketContradicts(what=("签名说的是另一个案卷", "the signature speaks of another packet"))
    differs = isinstance(file, CouncilFile) and not council_page.says(payload[PAGE], file, payload)
    return Whole(file, digest, key, signature.key_id, signature.key_id in known, payload, differs)


def _two_files(data: Content) -> tuple[memoryview, bytes]:
    files = zips.read(data, most_files=MOST_FILES)
    if INNER in files and SIGNATURE not in files and len(files) == 1:
        raise PacketUnsigned
    for name in (INNER, SIGNATURE):
        if name not in files:
            raise PacketLacks(name=name)
    for name in files:
        if name not in (INNER, SIGNATURE):
            raise PacketHasMore(name=name)
    if list(files) != [INNER, SIGNATURE] or len(files[SIGNATURE]) > signing.LONGEST_SIGNATURE:
        raise PacketSignatureWrong
    return files[INNER], bytes(files[SIGNATURE])


def _check(signature: signing.Signature, inner: memoryview, key: str) -> None:
    try:
        signing.check(signature, inner, key)
    except signing.BadSignature:
        raise PacketSignatureWrong from None


def _own_key(labels: Mapping[str, str], signature: signing.Signature) -> str:
    """The key that a packet of an unknown signer names: it shows that nothing was changed, not who made it."""
    key = labels.get(_KEY, "")
    try:
        if signing.key_id(key) != signature.key_id:
            raise PacketSignatureWrong
    except BadKey:
        raise PacketSignatureWrong from None
    return key


def _file(payload: Mapping[str, Content], labels: Mapping[str, str], key: str) -> Said:
    """What the packet says, held against what is in it."""
    for name in (CASE, PAGE):
        if name not in payload:
            raise PacketLacks(name=name)
    file = said.decode(payload[CASE])
    if (
        file.key != key
        or labels.get(_KEY) != key
        or labels.get("External-Identifier") != _identifier(said.called(file))
    ):
        raise PacketContradicts(what=("工单或公钥前后不一", "case or key differ from one place to the other"))
    listed = {one.file: (one.sha256, one.size) for one in file.named}
    if len(listed) != len(file.named):
        raise PacketContradicts(what=("同一文件列了两次", "a file is listed twice"))
    for name in sorted(listed.keys() - payload.keys()):
        raise PacketLacks(name=name[:100])
    for name in sorted(payload.keys() - listed.keys() - {CASE, PAGE}):
        raise PacketHasMore(name=name)
    for name, promised in listed.items():
        _check_content(name, payload[name])
        if promised != (hashlib.sha256(payload[name]).hexdigest(), len(payload[name])):
            raise PacketContradicts(what=name)
    if isinstance(file, CouncilFile):
        _check_council(file, payload)
    return file


def _check_council(file: CouncilFile, payload: Mapping[str, Content]) -> None:
    """Let pass pictures that are what they are said to be, and a page that can do nothing but be read."""
    for one in file.pictures:
        if not council_pictures.plain(payload[one.file], one.media_type):
            raise PacketNested(name=one.file)
    if not council_page_check.harmless(payload[PAGE]):
        raise PacketNested(name=PAGE)


def _check_content(name: str, content: Content) -> None:
    """Let pass a text, or a picture or PDF that is what its name says."""
    found = _FILE.fullmatch(name)
    if found is not None and found[1] in ENDINGS.values():
        kind = media_type(bytes(content[:64]))
        if kind is None or ENDINGS[kind] != found[1]:
            raise PacketNested(name=name)
        return
    if not _TEXT.fullmatch(name):
        raise PacketHasMore(name=name)
    try:
        str(content, "utf-8")
    except UnicodeDecodeError:
        raise PacketNested(name=name) from None
