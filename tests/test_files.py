import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import StewardError, UnreadableFile, UnwritableFile
from app.files import private_folder, read_bytes, read_text, resource_names, resource_text, save_beside, write_private
from app.operations.seat_files import FileKind, kind_of

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


# --- files that are saved for a person ---------------------------------------------------------------


@pytest.mark.parametrize("there", ["other words", "the same long", "nothing", "folder", "loop", "endless"])
def test_what_is_in_the_way_stays_and_is_not_opened_unless_it_may_be_the_same(tmp_path: Path, there: str) -> None:
    if there == "endless" and not Path("/dev/zero").exists():
        pytest.skip("nothing here never ends")
    path, content = tmp_path / "new" / "chat.png", b"a picture"
    path.parent.mkdir()
    makers: dict[str, Callable[[], object]] = {
        "other words": lambda: path.write_bytes(b"other words"),
        "the same long": lambda: path.write_bytes(b"A PICTURE"),
        "nothing": lambda: path.symlink_to(tmp_path / "nothing"),
        "folder": path.mkdir,
        "loop": lambda: path.symlink_to(path),
        "endless": lambda: path.symlink_to("/dev/zero"),
    }
    makers[there]()
    before = path.lstat().st_mtime_ns
    saved = save_beside(path, content)
    assert (saved, saved.read_bytes()) == (path.with_name("chat-2.png"), content)
    assert there == "folder" or path.lstat().st_mtime_ns == before
    assert not (tmp_path / "nothing").exists()
    assert save_beside(path, content) == saved
    assert len(os.listdir(path.parent)) == 2


def test_what_is_there_already_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "new" / "chat.png"
    assert [save_beside(path, b"a picture") for _ in range(2)] == [path, path]
    assert os.listdir(path.parent) == ["chat.png"]


def test_a_second_file_is_still_known_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "referral-1-1.stewardpacket.age"
    assert save_beside(path, b"one") == path
    second = save_beside(path, b"two")
    assert second.name == "referral-1-1-2.stewardpacket.age"
    assert kind_of(second.name) is FileKind.PACKET


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("referral-1-1.stewardpacket.age", FileKind.PACKET),
        ("Referral-1-1.STEWARDPACKET.AGE", FileKind.PACKET),
        ("referral-1-1.stewardpacket (1).age", FileKind.PACKET),
        ("referral-1-1.stewardpacket(2).age", FileKind.PACKET),
        ("referral-1-1.stewardpacket-2.age", FileKind.PACKET),
        ("referral-1-1 (3).stewardkey", FileKind.KEY),
        ("roster-2.stewardroster", FileKind.ROSTER),
        ("referral-1-1.stewardarrivals", FileKind.ARRIVALS),
        ("referral-1-1.stewardpacket.age.exe", None),
        ("secrets.age", None),
        ("1.age", None),
    ],
)
def test_a_file_of_the_council_is_known_by_its_name_also_where_it_was_fetched_twice(
    name: str, kind: FileKind | None
) -> None:
    assert kind_of(name) is kind


def test_where_everything_is_taken_nothing_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "chat.png"
    for number in range(100):
        save_beside(path, str(number).encode())
    with pytest.raises(UnwritableFile, match="another file is there"):
        save_beside(path, b"one more")
    assert len(os.listdir(tmp_path)) == 100


def test_a_name_that_the_system_does_not_take_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        save_beside(tmp_path / ("x" * 300), b"a picture")
    assert os.listdir(tmp_path) == []


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only systems with named pipes have one")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.stewardpacket"
    os.mkfifo(path)
    with pytest.raises(UnreadableFile):
        read_bytes(path, 10)
    assert read_bytes(Path(__file__), 2**20)
