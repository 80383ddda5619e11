"""Nothing that is kept tells what a seat answered: who swaps two ballots finds the same record, log and backup."""

import logging
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import storage.ledger
from app.domain.council import Answers, Finding, Remedy
from app.errors import PacketError
from app.keys import ages, signing
from app.operations import council_box, council_counting, council_keyfile
from app.operations.desk import Desk
from app.packets import ballot, box_key
from storage.backup import restore_backup, write_backup
from storage.cache import Cache
from storage.record import Record
from tests.conftest import KEY, Clock
from tests.operations.balloting import Vote, opened, voting

YES, NO = Finding.YES, Finding.NO
HARSH = Answers(YES, YES, Remedy.MUTE_7, "截图在案", "违反第三条", "屡次如此")
MILD = Answers(NO, NO, Remedy.NONE, "看不出是他写的", "", "不必处理")
OTHER = Answers(YES, YES, Remedy.WARNING, "看过全帖", "", "")


def _dump(record: Record) -> list[str]:
    """Every row of every table with its place in it."""
    with record.connection() as connection:
        tables = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        return [
            f"{table}: {tuple(row)}"
            for table in tables.scalars().all()
            for row in connection.execute(sa.text(f"SELECT rowid, * FROM {table} ORDER BY rowid"))
        ]


class _World:
    """A copy of a workspace in which ballots come in and are counted, with dice of its own that fall as elsewhere."""

    def __init__(self, desk: Desk, folder: Path, clock: Clock) -> None:
        shutil.copytree(desk.record.folder, folder)
        self.folder, self.clock = folder, clock
        self.record = Record.on_file(folder, KEY)
        self.desk = replace(desk, record=self.record, cache=Cache.on_file(folder, KEY, "w-1"), clock=clock)

    def run(self, vote: Vote, said: dict[int, Answers], monkeypatch: pytest.MonkeyPatch) -> None:
        dice = random.Random(11)
        monkeypatch.setattr(storage.ledger.secrets, "token_bytes", dice.randbytes)
        box = ages.public_of(vote.box)
        for seat, answers in said.items():
            raw = ballot.vote(vote.bound(seat), answers, box, vote.holders[seat].signs).content
            council_box.take_in(self.desk, raw)
            self.clock.advance(minutes=7)
        self.clock.advance(days=5)
        council_counting.count(self.desk, vote.referral.id, opened(self.desk, vote), random.Random(3))

    def backup(self) -> list[str]:
        path, copy = self.folder.with_suffix(".steward"), self.folder.with_name(f"{self.folder.name}-restored")
        write_backup(self.record, KEY, "{}", path, self.clock())
        copy.mkdir()
        restore_backup(path, copy, KEY, self.clock(), before=lambda: None)
        restored = Record.on_file(copy, KEY)
        try:
            return _dump(restored)
        finally:
            restored.close()

    def close(self) -> None:
        self.desk.cache.close()
        self.record.close()


def test_two_seats_answers_swapped_leave_the_same_record_log_and_backup(
    lite_desk: Desk,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    vote = voting(lite_desk)
    one, other, *rest = vote.panel
    left: list[tuple[list[str], list[str], list[str], list[str]]] = []
    for name, mine, theirs in (("one", HARSH, MILD), ("swapped", MILD, HARSH)):
        moment = Clock()
        moment.moment = clock()
        world = _World(lite_desk, tmp_path / name, moment)
        caplog.clear()
        world.run(vote, {one: mine, other: theirs} | dict.fromkeys(rest, OTHER), monkeypatch)
        said = [f"{line.name} {line.getMessage()}" for line in caplog.records]
        dump, backup = _dump(world.record), world.backup()
        world.close()
        left.append(
            (
                dump,
                said,
                backup,
                sorted(str(one.relative_to(world.folder)) for one in (world.folder / council_keyfile.FOLDER).iterdir()),
            )
        )
    assert left[0] == left[1]
    dump, said, backup, keys = left[0]
    assert any("截图在案" in line for line in dump), "the answers are kept"
    assert any(line.startswith("ballot_answers") for line in backup)
    assert not any("截图在案" in line for line in said)
    assert keys == []
    assert vote.box not in "".join((*dump, *backup, *said))


def test_what_is_deleted_from_a_record_is_written_over(lite_desk: Desk, clock: Clock) -> None:
    vote = voting(lite_desk)
    for seat in vote.panel:
        council_box.take_in(lite_desk, vote.cast(seat))
    clock.advance(days=5)
    council_counting.count(lite_desk, vote.referral.id, opened(lite_desk, vote))
    log = lite_desk.record.folder / "record.db-wal"
    assert not log.exists() or log.stat().st_size == 0
    with lite_desk.record.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def _cells(folder: Path) -> list[bytes]:
    """Everything that a restored record holds, value by value."""
    record = Record.on_file(folder, KEY)
    try:
        with record.connection() as connection:
            tables = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            values = [
                value
                for table in tables
                for row in connection.execute(sa.text(f"SELECT * FROM {table}"))
                for value in row
            ]
    finally:
        record.close()
    return [one if isinstance(one, bytes) else str(one).encode() for one in values if one is not None]


def test_all_backups_and_the_chairs_opened_key_together_open_no_ballot(
    lite_desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    def hoard(name: str) -> list[bytes]:
        path, folder = tmp_path / f"{name}.steward", tmp_path / name
        folder.mkdir()
        write_backup(lite_desk.record, KEY, "{}", path, clock())
        restore_backup(path, folder, KEY, clock(), before=lambda: None)
        assert sorted(one.name for one in folder.iterdir()) == ["record.db"]
        return _cells(folder)

    vote = voting(lite_desk)
    cells = hoard("before")
    for seat in vote.panel:
        council_box.take_in(lite_desk, vote.cast(seat, why="只有我这样写"))
    cells += hoard("while")
    clock.advance(days=5)
    handed = box_key.read(opened(lite_desk, vote), [signing.public_of(vote.holders[1].signs)])
    cells += hoard("term")
    held = lite_desk.record.folder / council_keyfile.FOLDER
    files = sorted(held.iterdir())
    opener = council_keyfile.opener_of(lite_desk, vote.referral)
    assert box_key.open_inner(handed, opener) == vote.box, "so long as the files beside the record are there"
    assert all(opener.encode() not in path.read_bytes() for path in files)
    council_counting.count(lite_desk, vote.referral.id, opened(lite_desk, vote))
    cells += hoard("after")

    assert [path.suffix for path in files] == [".opener", ".stewardkey"]
    assert not any(held.iterdir())
    signers = [signing.public_of(one.signs) for one in vote.holders.values()]
    for cell in cells:
        with pytest.raises(PacketError):
            ballot.read(cell, signers)
        text = cell.decode(errors="replace")
        found = lite_desk.vault.unseal(text, f"council count key {vote.referral.id} {vote.referral.round}")
        assert found is None
        assert "AGE-SECRET-KEY" not in text
        assert opener.encode() not in cell
        assert vote.box.encode() not in cell
