"""A packet is whole, or it is refused before anything of it is seen: hostile ones, each with its own sentence."""

import base64
import hashlib
import random
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator

import msgspec
import pytest

from app import errors
from app.errors import PacketError
from app.keys import signing
from app.packets import bag, packet, said, zips
from tests.packets import golden
from tests.packets.mutants import mutants

OTHER = golden.secret(2)


def _verify(content: bytes) -> packet.Whole:
    return packet.verify(content, golden.TRUSTED)


def test_a_packet_is_whole_and_says_who_signed_it() -> None:
    whole = _verify(golden.whole())
    assert whole.file == golden.case()
    assert whole.known
    assert whole.sha256 == golden.build().sha256
    assert bytes(whole.files["data/evidence/0001.png"]) == golden.PNG


def test_the_same_case_makes_the_same_bytes_on_every_system_and_in_every_year() -> None:
    assert golden.build().content == golden.whole()
    assert golden.build().name == "c-1-20261122T090000Z.stewardpacket"
    assert golden.build().sha256 == "3f6a9e384177b4b981104f4f33c7ac6a28f4c681b8c54bee485dece4215039e2"


def test_an_unknown_signer_is_said_to_be_unknown() -> None:
    whole = packet.verify(golden.whole())
    assert not whole.known
    assert whole.key_id == signing.key_id(golden.KEY)
    assert whole.file == golden.case()


def test_only_the_key_that_is_asked_for_will_do() -> None:
    assert packet.verify(golden.whole(), only=golden.KEY).known
    with pytest.raises(errors.PacketOtherSigner):
        packet.verify(golden.whole(), only=signing.public_of(OTHER))
    with pytest.raises(errors.BadKey):
        packet.verify(golden.whole(), only="RWQ")


def test_a_forger_who_names_a_trusted_key_is_refused() -> None:
    """The same id, another key: the id in a signature proves nothing."""
    trusted = {signing.key_id(golden.KEY): signing.public_of(OTHER)}
    with pytest.raises(errors.PacketSignatureWrong):
        packet.verify(golden.whole(), trusted)


def test_what_is_signed_again_by_somebody_else_does_not_pass_for_the_first() -> None:
    outer = zips.read(golden.whole(), most_files=9)
    with pytest.raises(PacketError):
        packet.verify(golden.signed(bytes(outer[packet.INNER]), key=OTHER), golden.TRUSTED)


# --- hostile zip files --------------------------------------------------------------------------------


def _outer(*files: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    return golden.zipped(files, method)


def _link(name: str) -> zipfile.ZipInfo:
    link = zipfile.ZipInfo(name)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    link.create_system = 3
    return link


def _inner() -> bytes:
    return bytes(zips.read(golden.whole(), most_files=9)[packet.INNER])


def _signature() -> bytes:
    return golden.parts(golden.whole())[1]


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return _outer((packet.INNER, _inner()), (packet.SIGNATURE, _signature()), (packet.INNER, b"other"))


def _many() -> bytes:
    return zips.write((f"f{number}", b"") for number in range(packet.MOST_FILES + 1))


HOSTILE_FILES: dict[str, tuple[Callable[[], bytes], type[PacketError]]] = {
    "empty": (lambda: b"", errors.NotAPacket),
    "text": (lambda: b"hello, this is no packet at all", errors.NotAPacket),
    "pdf": (lambda: b"%PDF-1.7 and so on and so on", errors.NotAPacket),
    "half": (lambda: golden.whole()[: len(golden.whole()) // 2], errors.PacketCut),
    "one byte short": (lambda: golden.whole()[:-1], errors.PacketCut),
    "something behind": (lambda: golden.whole() + b"x", errors.PacketCut),
    "something before": (lambda: b"#!/bin/sh\n" + golden.whole(), errors.NotAPacket),
    "no signature": (lambda: zips.write([(packet.INNER, _inner())]), errors.PacketUnsigned),
    "no content": (lambda: zips.write([(packet.SIGNATURE, _signature())]), errors.PacketLacks),
    "third member": (
        lambda: zips.write([(packet.INNER, _inner()), (packet.SIGNATURE, _signature()), ("readme.txt", b"run me")]),
        errors.PacketHasMore,
    ),
    "turned round": (
        lambda: zips.write([(packet.SIGNATURE, _signature()), (packet.INNER, _inner())]),
        errors.PacketSignatureWrong,
    ),
    "twice": (_twice, errors.PacketNamesTwice),
    "bomb": (
        lambda: _outer((packet.INNER, bytes(2**22)), (packet.SIGNATURE, b""), method=zipfile.ZIP_DEFLATED),
        errors.PacketCompressed,
    ),
    "link": (lambda: _outer((_link(packet.INNER), b"/etc/passwd")), errors.PacketHasLink),
    "climbs": (lambda: _outer(("../packet.zip", b"x")), errors.PacketLeavesFolder),
    "absolute": (lambda: _outer(("/packet.zip", b"x")), errors.PacketLeavesFolder),
    "drive": (lambda: _outer(("C:packet.zip", b"x")), errors.PacketLeavesFolder),
    "backslash": (lambda: _outer(("..\\packet.zip", b"x")), errors.PacketLeavesFolder),
    "many": (_many, errors.PacketTooMany),
    "as another tool would zip it": (
        lambda: _outer((packet.INNER, _inner()), (packet.SIGNATURE, _signature())),
        errors.PacketDamaged,
    ),
    "empty signature": (lambda: zips.write([(packet.INNER, _inner()), (packet.SIGNATURE, b"")]), PacketError),
    "endless signature": (
        lambda: zips.write([(packet.INNER, _inner()), (packet.SIGNATURE, _signature() + bytes(10_000))]),
        errors.PacketSignatureWrong,
    ),
}


@pytest.mark.parametrize("how", HOSTILE_FILES)
@pytest.mark.parametrize("trusted", [golden.TRUSTED, {}], ids=["known", "unknown"])
def test_a_hostile_file_is_refused_with_its_own_sentence(how: str, trusted: dict[str, str]) -> None:
    make, error = HOSTILE_FILES[how]
    with pytest.raises(error) as raised:
        packet.verify(make(), trusted)
    assert all(raised.value.sentence(language) for language in ("zh", "en"))


def test_what_is_inside_is_held_as_strictly_though_the_signature_is_good() -> None:
    files, _ = golden.parts(golden.whole())
    assert _verify(golden.signed(zips.write(sorted(files.items())))).known  # the means of this test work
    hostile: list[tuple[bytes, type[PacketError]]] = [
        (golden.zipped(list(files.items()), zipfile.ZIP_DEFLATED), errors.PacketCompressed),
        (golden.zipped([*files.items(), (_link("data/evidence/0002.png"), b"/etc/passwd")]), errors.PacketHasLink),
        (golden.zipped([("data/../../evil.sh", b"x")]), errors.PacketLeavesFolder),
        (zips.write([*sorted(files.items()), ("zz.txt", b"extra tag file")]), errors.PacketHasMore),
        (zips.write(sorted({**files, "fetch.txt": b"https://x 1 data/y"}.items())), errors.PacketHasMore),
        (zips.write(sorted({**files, "data/evidence/0009.png": golden.PNG}.items())), errors.PacketHasMore),
        (zips.write(sorted({**files, "data/evidence/0001.png": golden.PNG + b"x"}.items())), errors.PacketAltered),
        (zips.write(sorted((n, c) for n, c in files.items() if n != packet.PAGE)), errors.PacketLacks),
        (zips.write(sorted((n, c) for n, c in files.items() if n != "tagmanifest-sha256.txt")), errors.PacketLacks),
        (zips.write(sorted(files.items(), reverse=True)), errors.PacketDamaged),
        (b"not a zip file", errors.NotAPacket),
    ]
    for inner, error in hostile:
        with pytest.raises(error):
            _verify(golden.signed(inner))


def test_a_bag_must_be_as_it_is_written_to_the_byte() -> None:
    def with_tag(name: str, content: bytes) -> bytes:
        """One tag file changed, and the list of tag files with it."""
        files, _ = golden.parts(golden.whole())
        tags = {one: files[one] for one in bag.TAG_FILES if one != "tagmanifest-sha256.txt"} | {name: content}
        listing = "".join(f"{hashlib.sha256(tags[one]).hexdigest()}  {one}\n" for one in sorted(tags))
        return golden.signed(zips.write(sorted({**files, **tags, "tagmanifest-sha256.txt": listing.encode()}.items())))

    files, _ = golden.parts(golden.whole())
    info, manifest = files["bag-info.txt"], files["manifest-sha256.txt"]
    assert _verify(with_tag("bag-info.txt", info)).known
    for name, content in (
        ("bagit.txt", bag.DECLARATION.replace(b"1.0", b"0.97")),
        ("bagit.txt", bag.DECLARATION.replace(b"\n", b"\r\n")),
        ("bag-info.txt", info.replace(b"Payload-Oxum: ", b"Payload-Oxum: 1")),
        ("bag-info.txt", info + b"no label\n"),
        ("bag-info.txt", info[:-1]),
        ("bag-info.txt", info + b"A: " + b"x" * 9000 + b"\n"),
        ("manifest-sha256.txt", manifest.replace(b"  ", b" *")),
        ("manifest-sha256.txt", b"\n".join(reversed(manifest.split(b"\n")[:-1])) + b"\n"),
        ("manifest-sha256.txt", manifest + manifest),
        ("manifest-sha256.txt", manifest + b"00  data/missing.txt\n"),
        ("manifest-sha256.txt", manifest + b"00  ../../etc/passwd\n"),
        ("manifest-sha256.txt", b"\xff" * 100),
        ("manifest-sha256.txt", b""),
    ):
        with pytest.raises(PacketError):
            _verify(with_tag(name, content))


# --- what it says of itself ---------------------------------------------------------------------------


def _saying(**other: object) -> bytes:
    raw = msgspec.json.decode(said.encode(golden.case()))
    changed = {name: value for name, value in (raw | other).items() if value is not ...}
    return golden.bagged(golden.payload() | {packet.CASE: msgspec.json.encode(changed)})


def _text(at: int = 0, **other: object) -> dict[str, object]:
    """What a packet says of one of its texts."""
    texts: list[dict[str, object]] = msgspec.json.decode(said.encode(golden.case()))["texts"]
    return texts[at] | other


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"schema": 2}, errors.PacketNewer),
        ({"schema": 0}, errors.PacketOfOtherKind),
        ({"schema": "1"}, errors.PacketOfOtherKind),
        ({"purpose": "ballot"}, errors.PacketOfOtherKind),
        ({"extra": 1}, errors.PacketOfOtherKind),
        ({"post": ...}, errors.PacketOfOtherKind),
        ({"sealed_at": "2026-11-22T09:00:00"}, errors.PacketOfOtherKind),
        ({"sealed_at": "9999-12-31T23:59:59-14:00"}, errors.PacketOfOtherKind),
        ({"case": "c-2"}, errors.PacketContradicts),
        ({"key": signing.public_of(OTHER)}, errors.PacketContradicts),
        ({"files": []}, errors.PacketHasMore),
        ({"texts": [_text(sha256="0" * 64), _text(1)]}, errors.PacketContradicts),
        ({"texts": [_text(size=1), _text(1)]}, errors.PacketContradicts),
        ({"texts": [_text(), _text()]}, errors.PacketContradicts),
        ({"texts": [_text(file="data/attachments/version-0009.txt"), _text(1)]}, errors.PacketLacks),
        ({"sealed_at": "2026-11-22T09:00:01Z"}, errors.PacketContradicts),
    ],
)
def test_what_it_says_of_itself_must_be_so(other: dict[str, object], error: type[PacketError]) -> None:
    assert _verify(_saying()).known
    with pytest.raises(error):
        _verify(_saying(**other))


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{}", b"[" * 100_000, b'{"schema": 1e400}', b"\xff\xfe"])
def test_any_other_json_is_refused(raw: bytes) -> None:
    with pytest.raises(errors.PacketOfOtherKind):
        _verify(golden.bagged(golden.payload() | {packet.CASE: raw}))


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("data/evidence/0001.png", golden.zipped([("evil.exe", b"MZ")]), errors.PacketNested),
        ("data/evidence/0001.png", golden.whole(), errors.PacketNested),
        ("data/evidence/0001.png", b"GIF89a" + bytes(50), errors.PacketNested),
        ("data/evidence/0001.exe", b"MZ", errors.PacketHasMore),
        ("data/evidence/0001.html", b"<script>", errors.PacketHasMore),
        ("data/attachments/version-0001.txt", b"\xff\xfe\x00", errors.PacketNested),
        ("data/deeper/still/0001.png", golden.PNG, errors.PacketHasMore),
    ],
)
def test_nothing_hides_under_the_name_of_something_else(name: str, content: bytes, error: type[PacketError]) -> None:
    kept = golden.case().files[0]
    file = msgspec.structs.replace(kept, file=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    texts = tuple(one for one in golden.case().texts if one.file != name)
    listed = golden.case(texts=texts, files=(file,))
    files = {one: golden.contents()[one] for one in [one.file for one in texts]} | {name: content}
    with pytest.raises(error):
        _verify(golden.bagged({packet.CASE: said.encode(listed), packet.PAGE: b"", **files}))


# --- signatures ---------------------------------------------------------------------------------------


def test_a_signature_of_the_old_kind_is_refused() -> None:
    import minisign

    inner = _inner()
    comment = f"case:c-1 sha256:{hashlib.sha256(inner).hexdigest()} role:evidence ts:2026-11-22T09:00:00Z"
    old = minisign.SecretKey.from_base64(golden.SECRET).sign(
        inner, prehash=False, untrusted_comment=signing.UNTRUSTED, trusted_comment=comment
    )
    with pytest.raises(errors.PacketSignatureWrong):
        _verify(zips.write([(packet.INNER, inner), (packet.SIGNATURE, bytes(old) + b"\n")]))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"case:c-1", b"case:c-2"),
        lambda raw: raw.replace(signing.UNTRUSTED.encode(), b"signed by the police"),
        lambda raw: raw[:-1],
        lambda raw: raw + b"\n",
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"=\n", b"\n"),
        lambda raw: raw.split(b"\n", 1)[1],
    ],
)
@pytest.mark.parametrize("trusted", [golden.TRUSTED, {}], ids=["known", "unknown"])
def test_a_changed_signature_is_refused(change: Callable[[bytes], bytes], trusted: dict[str, str]) -> None:
    changed = change(_signature())
    assert changed != _signature()
    with pytest.raises(PacketError):
        packet.verify(zips.write([(packet.INNER, _inner()), (packet.SIGNATURE, changed)]), trusted)


@pytest.mark.parametrize(
    "comment",
    [
        "case:c-2 sha256:{digest} role:evidence ts:2026-11-22T09:00:00Z",
        "case:c-1 sha256:" + "0" * 64 + " role:evidence ts:2026-11-22T09:00:00Z",
        "case:c-1 sha256:{digest} role:ballot ts:2026-11-22T09:00:00Z",
        "case:c-1 sha256:{digest} role:evidence ts:2027-11-22T09:00:00Z",
        "anything else",
    ],
)
def test_a_good_signature_that_speaks_of_something_else_is_refused(comment: str) -> None:
    digest = hashlib.sha256(_inner()).hexdigest()
    with pytest.raises(errors.PacketContradicts):
        _verify(golden.signed(_inner(), comment=comment.format(digest=digest)))


# --- mutations ----------------------------------------------------------------------------------------


def _mutants(seed: int, count: int) -> Iterator[bytes]:
    other = packet.build(golden.case(case="c-2"), golden.PAGE, golden.contents(), golden.SECRET).content
    return mutants(golden.whole(), other, seed, count)


@pytest.mark.parametrize("trusted", [golden.TRUSTED, {}], ids=["known", "unknown"])
@pytest.mark.parametrize("seed", range(4))
def test_no_mutant_is_accepted_and_none_does_anything_but_say_why(seed: int, trusted: dict[str, str]) -> None:
    tried = 0
    for mutant in _mutants(seed, 200):
        tried += 1
        with pytest.raises(PacketError):
            packet.verify(mutant, trusted)
    assert tried > 150


@pytest.mark.parametrize("seed", range(4))
def test_no_mutant_of_what_is_inside_is_accepted_though_it_is_signed(seed: int) -> None:
    """Whoever has a trusted key still can't make a packet that is not as it is written."""
    chance, inner = random.Random(seed), _inner()
    for _ in range(150):
        at = chance.randrange(len(inner))
        mutant = inner[:at] + bytes([inner[at] ^ 1 << chance.randrange(8)]) + inner[at + 1 :]
        with pytest.raises(PacketError):
            _verify(golden.signed(mutant))


@pytest.mark.parametrize("trusted", [golden.TRUSTED, {}], ids=["known", "unknown"])
@pytest.mark.parametrize("member", [packet.INNER, packet.SIGNATURE])
def test_no_mutant_that_is_zipped_again_as_it_should_be_is_accepted(member: str, trusted: dict[str, str]) -> None:
    """What the sums of the outer zip file would show is put right; the signature is not."""
    chance, outer = random.Random(7), {packet.INNER: _inner(), packet.SIGNATURE: _signature()}
    for _ in range(400):
        content = outer[member]
        at = chance.randrange(len(content))
        mutant = content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
        with pytest.raises(PacketError):
            packet.verify(zips.write((outer | {member: mutant}).items()), trusted)


@pytest.mark.parametrize("line", [1, 3])
def test_a_signature_made_up_for_a_key_that_nobody_knows_is_refused(line: int) -> None:
    lines = _signature().split(b"\n")
    raw = bytearray(base64.b64decode(lines[line]))
    raw[-1] ^= 1
    lines[line] = base64.b64encode(raw)
    with pytest.raises(errors.PacketSignatureWrong):
        packet.verify(zips.write([(packet.INNER, _inner()), (packet.SIGNATURE, b"\n".join(lines))]))


def test_a_zip_file_with_a_wrong_sum_is_damaged() -> None:
    whole = zips.write([("a.txt", b"content")])
    at = whole.index(b"content")
    with pytest.raises(errors.PacketDamaged):
        zips.read(whole[:at] + b"C" + whole[at + 1 :], most_files=1)


def test_a_file_that_only_says_that_it_is_huge_costs_nothing() -> None:
    whole = golden.whole()
    end = bytearray(whole[-22:])
    tracemalloc.start()
    try:
        for size, at in ((2**32 - 1, 0), (0, 2**32 - 1), (2**31, 2**31)):
            struct.pack_into("<II", end, 12, size, at)
            with pytest.raises(PacketError):
                _verify(whole[:-22] + bytes(end))
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_more_than_a_packet_may_be_is_neither_read_nor_made(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = golden.whole()
    monkeypatch.setattr(packet, "LARGEST", len(whole) - 1)
    with pytest.raises(errors.PacketTooLarge):
        _verify(whole)
    monkeypatch.setattr(packet, "LARGEST", 2**20 + 100)
    with pytest.raises(errors.PacketTooLarge):
        golden.build()
