"""A backup, of a workspace here or of a team's server, carries the council through; the key of a box is not in it."""

import zipfile
from pathlib import Path

import sqlalchemy as sa

from app.operations import accounts, council_box, council_seats
from app.operations.desk import Desk
from storage.backup import restore_backup, write_backup
from storage.record import Record
from storage.schema_council import metadata
from tests.conftest import KEY, Clock
from tests.operations import balloting

OF_THE_COUNCIL = ("seat", "roster", "council", "refer", "panel", "ballot")


def _rows(record: Record) -> dict[str, list[tuple[object, ...]]]:
    tables = [one for one in metadata.sorted_tables if one.name.startswith(OF_THE_COUNCIL)]
    with record.connection() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables
        }


def test_what_the_council_did_comes_back_from_a_backup(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    vote = balloting.voting(desk)
    council_seats.sign_roster(desk)
    council_box.take_in(desk, vote.cast(vote.panel[0]))
    council_box.take_in(desk, vote.recusal(vote.panel[1]))
    backup, folder = tmp_path / "weekly.steward", tmp_path / "restored"
    folder.mkdir()
    assert write_backup(desk.record, KEY, "{}", backup, clock()).ok
    restore_backup(backup, folder, KEY, clock(), before=lambda: None)
    restored = Record.on_file(folder, KEY)
    try:
        kept = _rows(desk.record)
        assert _rows(restored) == kept
        assert {name for name, rows in kept.items() if not rows} == {"referral_parties", "ballot_answers"}
        assert accounts.verify_ledger(restored).ok
    finally:
        restored.close()
    with zipfile.ZipFile(backup) as archive:
        assert sorted(archive.namelist()) == ["record.db", "steward-backup", "workspace.json"]
