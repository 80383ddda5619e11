import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import StewardError, UnreadableFile, UnwritableFile
from app.files import private_folder, read_text, resource_names, resource_text, write_private

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _names(error: StewardError, path: Path) -> bool:
    return str(path) in error.sentence("zh") and str(path) in error.sentence("en")


# --- folders and files that are ours alone ------------------------------------------------------------


@posix_only
@pytest.mark.usefixtures("open_umask")
def test_a_private_folder_is_made_with_its_parents_and_only_its_owner_enters(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    assert folder == tmp_path / "a" / "b"
    assert _mode(folder) == 0o700


@posix_only
def test_a_folder_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a").chmod(0o755)
    assert _mode(private_folder(tmp_path / "a")) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableFile) as caught:
        private_folder(tmp_path / "file" / "workspace")
    assert _names(caught.value, tmp_path / "file" / "workspace")


@posix_only
@pytest.mark.usefixtures("open_umask")
def test_a_private_file_is_read_by_its_owner_only(tmp_path: Path) -> None:
    write_private(tmp_path / "key.json", "密钥")
    assert _mode(tmp_path / "key.json") == 0o600
    assert (tmp_path / "key.json").read_text(encoding="utf-8") == "密钥"


@posix_only
@pytest.mark.usefixtures("open_umask")
def test_a_file_that_all_could_read_is_read_by_its_owner_only_once_written_anew(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text("old")
    write_private(tmp_path / "key.json", "new")
    assert _mode(tmp_path / "key.json") == 0o600


@posix_only
def test_who_reads_while_it_is_written_has_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    write_private(path, "old and whole")
    with path.open() as reader:
        write_private(path, "new")
        assert reader.read() == "old and whole"
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["key.json"]


def test_a_full_disk_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key.json"
    write_private(path, "old and whole")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableFile, match="No space left") as caught:
        write_private(path, "new")
    assert _names(caught.value, path)
    assert path.read_text() == "old and whole"


def test_a_file_without_a_folder_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        write_private(tmp_path / "missing" / "key.json", "text")


# --- files that a person wrote ------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["您好\n".encode(), b"\xef\xbb\xbf" + "您好\n".encode()], ids=["plain", "with a mark"])
def test_utf_8_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "message.txt").write_bytes(raw)
    assert read_text(tmp_path / "message.txt") == "您好\n"


@pytest.mark.parametrize("raw", ["您好，请改一下。".encode("gb18030"), "您好".encode("utf-16"), b"\x00\xff"])
def test_another_encoding_is_refused_and_named_in_both_languages(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "message.txt").write_bytes(raw)
    with pytest.raises(UnreadableFile) as caught:
        read_text(tmp_path / "message.txt")
    assert _names(caught.value, tmp_path / "message.txt")
    assert "UTF-8" in caught.value.sentence("zh")


def test_a_missing_file_and_a_folder_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        with pytest.raises(UnreadableFile) as caught:
            read_text(path)
        assert _names(caught.value, path)


# --- files that ship ----------------------------------------------------------------------------------


def test_what_ships_is_found_by_name_in_order() -> None:
    names = list(resource_names("texts"))
    assert names == sorted(names)
    assert {"coaching.standard.zh.txt", "coaching.standard.en.txt"} <= set(names)
    assert "{昵称}" in resource_text("texts", "coaching.standard.zh.txt")
    assert not any(name.startswith("__") for name in resource_names())
