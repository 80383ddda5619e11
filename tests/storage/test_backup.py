"""A backup replaces an older backup, and nothing else."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from app.errors import FileInTheWay
from storage.backup import read_key_file, write_backup
from storage.record import Record
from tests.conftest import KEY, Clock


def test_a_backup_replaces_an_older_one_and_is_its_owners_alone(lite: Record, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "weekly.steward"
    for key_file in ("{}", '{"newer": 1}'):
        assert write_backup(lite, KEY, key_file, path, clock()).ok
        assert read_key_file(path) == key_file
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["weekly.steward"]


@pytest.mark.parametrize("kind", ["text", "zip", "folder", "link to a backup", "link to nothing"])
def test_what_is_no_backup_is_never_replaced(lite: Record, clock: Clock, tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "weekly.steward", tmp_path / "other.steward"
    if kind == "text":
        path.write_text("the only copy of a letter")
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("photos.txt", "of the summer")
    elif kind == "folder":
        path.mkdir()
    else:
        if kind == "link to a backup":
            write_backup(lite, KEY, "{}", other, clock())
        path.symlink_to(other)
    before = (path.is_symlink(), path.is_file() and path.read_bytes())
    with pytest.raises(FileInTheWay):
        write_backup(lite, KEY, "{}", path, clock())
    assert (path.is_symlink(), path.is_file() and path.read_bytes()) == before
