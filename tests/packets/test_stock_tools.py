"""What we make holds in the hands of those who have nothing of ours: unzip, bagit.py, minisign, age."""

import logging
import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from app import errors
from app.keys import signing
from app.packets import packet, sealed, zips
from tests.packets import golden, golden_council

MINISIGN, AGE = shutil.which("minisign"), shutil.which("age")
needs_minisign = pytest.mark.skipif(MINISIGN is None, reason="the stock tool minisign is not installed")
needs_age = pytest.mark.skipif(AGE is None, reason="the stock tool age is not installed")


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """What unzip makes of a packet."""
    path = tmp_path / "c-1.stewardpacket"
    path.write_bytes(golden.whole())
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["packet.zip", "packet.zip.minisig"]
        archive.extractall(tmp_path)
    return tmp_path


def _minisign(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert MINISIGN is not None
    return subprocess.run([MINISIGN, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@needs_minisign
def test_minisign_takes_our_signature_and_shows_what_was_signed_with_it(unpacked: Path) -> None:
    done = _minisign(unpacked, "-V", "-m", "packet.zip", "-P", golden.KEY)
    assert done.returncode == 0, done.stderr
    assert f"case:c-1 sha256:{golden.build().sha256} role:evidence ts:2026-11-22T09:00:00Z" in done.stdout


@needs_minisign
def test_minisign_refuses_one_changed_byte_and_another_key(unpacked: Path) -> None:
    inner = bytearray((unpacked / "packet.zip").read_bytes())
    other = signing.public_of(golden.secret(2))
    refused = _minisign(unpacked, "-V", "-m", "packet.zip", "-P", other)
    assert refused.returncode != 0
    assert signing.key_id(golden.KEY) in refused.stderr + refused.stdout  # the id is written as the tool writes it
    inner[100] ^= 1
    (unpacked / "packet.zip").write_bytes(inner)
    assert _minisign(unpacked, "-V", "-m", "packet.zip", "-P", golden.KEY).returncode != 0


@needs_minisign
def test_a_signature_of_the_stock_tool_is_read(tmp_path: Path) -> None:
    assert _minisign(tmp_path, "-G", "-W", "-p", "key.pub", "-s", "key.sec").returncode == 0
    (tmp_path / "f").write_bytes(b"content")
    assert _minisign(tmp_path, "-S", "-s", "key.sec", "-m", "f", "-c", signing.UNTRUSTED, "-t", "x").returncode == 0
    key = signing.public_key((tmp_path / "key.pub").read_text())
    signature = signing.read_signature((tmp_path / "f.minisig").read_bytes())
    signing.check(signature, b"content", key)
    with pytest.raises(signing.BadSignature):
        signing.check(signature, b"Content", key)


def test_bagit_finds_a_valid_bag(unpacked: Path, caplog: pytest.LogCaptureFixture) -> None:
    with zipfile.ZipFile(unpacked / "packet.zip") as archive:
        archive.extractall(unpacked / "bag")
    caplog.set_level(logging.ERROR)
    found = bagit.Bag(str(unpacked / "bag"))
    assert found.validate()
    assert found.version_info == (1, 0)
    assert found.info["External-Identifier"] == "c-1"
    picture = unpacked / "bag" / "data" / "evidence" / "0001.png"
    picture.write_bytes(picture.read_bytes() + b"x")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(unpacked / "bag")).validate()


def test_our_zip_files_hold_what_the_standard_library_reads(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zips.write([("a.txt", b"1"), ("data/b.txt", b""), ("data/c.bin", bytes(1000))]))
    with zipfile.ZipFile(path) as archive:
        assert {one.filename: archive.read(one) for one in archive.infolist()} == {
            "a.txt": b"1",
            "data/b.txt": b"",
            "data/c.bin": bytes(1000),
        }
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert list(zips.read(path.read_bytes(), most_files=3)) == ["a.txt", "data/b.txt", "data/c.bin"]


def test_a_whole_packet_with_much_in_it_is_whole(tmp_path: Path) -> None:
    names = {f"data/attachments/version-{number:04}.txt": f"第 {number} 版".encode() for number in range(1, 300)}
    texts = tuple(golden.text(number, f"第 {number} 版", golden.AT) for number in range(1, 300))
    made = packet.build(golden.case(texts=texts, files=()), golden.PAGE, names, golden.SECRET)
    assert len(packet.verify(made.content, golden.TRUSTED).files) == 301


# --- the council --------------------------------------------------------------------------------------


def _age(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    assert AGE is not None
    return subprocess.run([AGE, *arguments], cwd=folder, capture_output=True, check=False, timeout=60)


@needs_age
@needs_minisign
def test_a_sealed_packet_holds_with_stock_tools_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    name, raw = sealed.seal(golden_council.build(), [golden_council.keys(seat).seals for seat in (4, 7)])
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "seat.key").write_text(f"# seat 7\n{golden_council.seat_age(7)}\n")
    (tmp_path / "other.key").write_text(f"{golden_council.SECRETARY_AGE}\n")
    assert _age(tmp_path, "-d", "-i", "other.key", "-o", "x", name).returncode != 0
    opened = _age(tmp_path, "-d", "-i", "seat.key", "-o", "packet.stewardpacket", name)
    assert opened.returncode == 0, opened.stderr
    assert (tmp_path / "packet.stewardpacket").read_bytes() == golden_council.whole()
    with zipfile.ZipFile(tmp_path / "packet.stewardpacket") as archive:
        archive.extractall(tmp_path)
    done = _minisign(tmp_path, "-V", "-m", "packet.zip", "-P", golden.KEY)
    assert done.returncode == 0, done.stderr
    assert f"case:referral-3-1 sha256:{golden_council.build().sha256} role:council" in done.stdout
    with zipfile.ZipFile(tmp_path / "packet.zip") as archive:
        archive.extractall(tmp_path / "bag")
    caplog.set_level(logging.ERROR)
    assert bagit.Bag(str(tmp_path / "bag")).validate()


@needs_age
def test_what_the_stock_tool_seals_is_opened_here(tmp_path: Path) -> None:
    key = golden_council.keys(4).seals
    (tmp_path / "packet").write_bytes(golden_council.whole())
    for more in ((), ("-r", golden_council.SECRETARY_SEALS)):
        assert _age(tmp_path, "-r", key, *more, "-o", "packet.age", "packet").returncode == 0
        raw = (tmp_path / "packet.age").read_bytes()
        assert sealed.unsealed(raw, [golden_council.seat_age(4)]) == golden_council.whole()
    (tmp_path / "packet.age").unlink()
    assert _age(tmp_path, "-a", "-r", key, "-o", "packet.age", "packet").returncode == 0
    with pytest.raises(errors.NotAPacket):  # written as letters, as we never do
        packet.verify(sealed.unsealed((tmp_path / "packet.age").read_bytes(), [golden_council.seat_age(4)]))


@needs_minisign
def test_every_signed_file_of_the_council_is_checked_by_minisign(tmp_path: Path) -> None:
    seat = golden_council.keys(4).signs
    for raw, inner, key, role in (
        (golden_council.vote(), "ballot.json", seat, "ballot:referral-3-1-4 "),
        (golden_council.card(), "seat.json", seat, "seat:seat-"),
        (golden_council.roster_file(), "roster.json", golden.KEY, "roster:roster-2 "),
        (golden_council.wrapped(), "key.json", golden.KEY, "key:referral-3-1 "),
    ):
        (tmp_path / "file.zip").write_bytes(raw)
        with zipfile.ZipFile(tmp_path / "file.zip") as archive:
            archive.extractall(tmp_path)
        done = _minisign(tmp_path, "-V", "-m", inner, "-P", key)
        assert done.returncode == 0, done.stderr
        assert role in done.stdout
