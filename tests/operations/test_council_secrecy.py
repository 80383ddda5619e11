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
from app.keys import ages
from app.operations import council_box, council_counting
from app.operations.desk import Desk
from app.packets import ballot
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
                sorted(str(path.relative_to(world.folder)) for path in world.folder.rglob("*.stewardkey")),
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
