"""A backup, of a workspace here or of a team's server, carries the council through, but no ballot and no key of it."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.operations import accounts, council_box, council_seats, council_view
from app.operations.desk import Desk
from storage.backup import restore_backup, write_backup
from storage.record import Record
from storage.schema_council import ballot_box, metadata
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
        kept, back = _rows(desk.record), _rows(restored)
        assert kept.pop("ballot_box")
        assert not back.pop("ballot_box"), "what was not counted is in no backup"
        assert back == kept
        assert {name for name, rows in kept.items() if not rows} == {"referral_parties", "ballot_answers"}
        assert accounts.verify_ledger(restored).ok
    finally:
        restored.close()
    with zipfile.ZipFile(backup) as archive:
        assert sorted(archive.namelist()) == ["record.db", "steward-backup", "workspace.json"]


def test_where_a_backup_is_restored_while_seats_vote_they_vote_again(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    vote = balloting.voting(desk)
    one = vote.panel[0]
    council_box.take_in(desk, vote.cast(one))
    assert [arrival.seat for arrival in council_view.dossier(desk, vote.referral.id).arrived] == [one]
    backup, folder = tmp_path / "weekly.steward", tmp_path / "restored"
    folder.mkdir()
    write_backup(desk.record, KEY, "{}", backup, clock())
    restore_backup(backup, folder, KEY, clock(), before=lambda: None)
    there = replace(desk, record=Record.on_file(folder, KEY))
    try:
        assert council_view.dossier(there, vote.referral.id).arrived == ()
        assert council_box.take_in(there, vote.cast(one, serial=2)).here == 1
        assert {arrival.seat for arrival in council_view.dossier(there, vote.referral.id).arrived} == {one}
        with pytest.raises(sa.exc.DBAPIError), there.record.connection() as connection:
            connection.execute(sa.delete(ballot_box))  # the guards are back
    finally:
        there.record.close()
