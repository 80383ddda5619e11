"""A council member's own folder: made, opened by passphrase or key store, never silently replaced or lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.council import fingerprint
from app.domain.seat import Note
from app.errors import (
    MissingSecret,
    NoSeat,
    SeatDamaged,
    SeatExists,
    SeatLost,
    SeatNeedsName,
    SeatNewer,
    SeatPassphraseWeak,
    SeatPassphraseWrong,
)
from app.keys.store import MemoryKeyStore, NoKeyStore
from app.start_seat import SEAT_FILE, OpenSeat, create_seat, open_seat, seat_exists, seat_key_is_known
from storage import seat_store
from storage.seat_schema import marks
from storage.seat_store import SEAT_STORE_FILE

WORDS = "一句很长的口令"


def made(folder: Path) -> OpenSeat:
    return create_seat(folder, "  老周 ", WORDS + "!", NoKeyStore())


def test_a_seat_opens_again_by_its_passphrase_with_the_same_keys(tmp_path: Path) -> None:
    assert not seat_exists(tmp_path)
    seat = made(tmp_path)
    with seat.desk.store.read() as tx:
        who, secrets = tx.own(), tx.secrets()
    seat.close()
    assert who.name == "老周"
    assert seat_exists(tmp_path)
    again = open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")
    with again.desk.store.read() as tx:
        assert (tx.own(), tx.secrets()) == (who, secrets)
    again.close()
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert all(part.encode() not in raw for part in (secrets.signs, secrets.opens, who.keys.signs, "老周"))
    assert len(fingerprint(who.keys)) == 29


def test_the_key_store_opens_it_without_a_passphrase_and_nothing_else_does(tmp_path: Path) -> None:
    keys = MemoryKeyStore()
    create_seat(tmp_path, "老周", WORDS + "!", keys).close()
    assert seat_key_is_known(tmp_path, keys)
    open_seat(tmp_path, keys).close()
    assert not seat_key_is_known(tmp_path, NoKeyStore())
    with pytest.raises(MissingSecret):
        open_seat(tmp_path, NoKeyStore())
    with pytest.raises(SeatPassphraseWrong):
        open_seat(tmp_path, NoKeyStore(), passphrase="another one!")


@pytest.mark.parametrize(
    ("name", "words", "error"),
    [("老周", "short", SeatPassphraseWeak), (" ", WORDS + "!", SeatNeedsName), ("周" * 41, WORDS + "!", SeatNeedsName)],
)
def test_a_seat_needs_a_name_and_a_passphrase(tmp_path: Path, name: str, words: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        create_seat(tmp_path, name, words, NoKeyStore())
    assert not list(tmp_path.iterdir())


def test_a_seat_is_never_replaced_nor_made_in_the_place_of_one_that_lacks_a_file(tmp_path: Path) -> None:
    made(tmp_path).close()
    with pytest.raises(SeatExists):
        made(tmp_path)
    aside = tmp_path / "aside"
    for name in (SEAT_FILE, SEAT_STORE_FILE):
        (tmp_path / name).rename(aside)
        with pytest.raises(SeatLost):
            open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")
        with pytest.raises(SeatExists):
            made(tmp_path)
        assert not (tmp_path / name).exists()
        aside.rename(tmp_path / name)
    open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!").close()


def test_what_a_killed_process_left_of_making_a_seat_is_no_seat(tmp_path: Path) -> None:
    made(tmp_path).close()
    (tmp_path / SEAT_STORE_FILE).rename(tmp_path / f"{SEAT_STORE_FILE}.new")  # killed before the last step
    assert not seat_exists(tmp_path)
    with pytest.raises(NoSeat):
        open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")
    made(tmp_path).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == [SEAT_STORE_FILE, SEAT_FILE]


def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    made(tmp_path).close()
    for name, rubbish in ((SEAT_STORE_FILE, b"rubbish" * 999), (SEAT_FILE, b'{"format": 1}'), (SEAT_FILE, b"\xff")):
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(rubbish)
        with pytest.raises(SeatDamaged) as error:
            open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")
        assert error.value.fields["path"] == tmp_path / name
        assert (tmp_path / name).read_bytes() == rubbish
        (tmp_path / name).write_bytes(whole)
    open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!").close()


def test_files_of_a_newer_program_are_refused_untouched(tmp_path: Path) -> None:
    seat = made(tmp_path)
    with seat.desk.store.engine.begin() as connection:
        connection.execute(sa.update(marks).values(value="2"))
    seat.close()
    before = (tmp_path / SEAT_STORE_FILE).read_bytes()
    with pytest.raises(SeatNewer):
        open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")
    assert (tmp_path / SEAT_STORE_FILE).read_bytes() == before
    text = (tmp_path / SEAT_FILE).read_text(encoding="utf-8").replace('"format": 1', '"format": 2', 1)
    (tmp_path / SEAT_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SeatNewer):
        open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")


def test_an_older_store_is_brought_up_to_date_with_all_that_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = made(tmp_path)
    note = Note("post:p-1", "第二段和第一个帖子一样", True, datetime(2026, 11, 22, tzinfo=UTC))
    with seat.desk.store.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql(
            "INSERT INTO packets VALUES ('00', 'referral-1', 1, 'Q', 'RW', 0, 0, NULL)",
        )
    with seat.desk.store.write() as tx:
        tx.keep_note("00", note)
    seat.close()
    monkeypatch.setattr(seat_store, "SCHEMA", 2)
    monkeypatch.setattr(seat_store, "STEPS", {1: ("ALTER TABLE notes ADD COLUMN colour TEXT",)})
    for _ in range(2):
        later = open_seat(tmp_path, NoKeyStore(), passphrase=WORDS + "!")
        with later.desk.store.read() as tx:
            assert tx.notes("00") == [note]
        with later.desk.store.engine.begin() as connection:
            assert connection.exec_driver_sql("SELECT colour FROM notes").all() == [(None,)]
        later.close()


FORM_1 = {
    "ballots": "sha256 serial recusal facts breach remedy why_facts why_breach why_remedy reason at name content",
    "confirmations": "sha256 name content",
    "contents": "sha256 content",
    "drafts": "sha256 facts breach remedy why_facts why_breach why_remedy at",
    "marks": "name value",
    "notes": "sha256 place text marked at",
    "own": "id name signs seals secret_signs secret_opens made_at",
    "packets": "sha256 case_id round question key due_at taken_at destroyed_at",
    "rosters": "seq key serial content at",
    "trusted": "seq key at",
}
"""What members have on their machines. Another form has another number, and a step that leads there."""


def test_a_store_of_form_1_is_as_members_have_it(tmp_path: Path) -> None:
    seat = made(tmp_path)
    looked = sa.inspect(seat.desk.store.engine)
    found = {name: " ".join(str(one["name"]) for one in looked.get_columns(name)) for name in looked.get_table_names()}
    seat.close()
    assert seat_store.SCHEMA == 1
    assert found == FORM_1
