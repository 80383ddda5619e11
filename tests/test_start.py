import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import (
    DamagedKeyFile,
    ForeignWorkspace,
    MissingSecret,
    NewerWorkspace,
    NotSignedIn,
    NoWorkspace,
    WorkspaceExists,
    WrongPassphrase,
)
from app.keys.store import MemoryKeyStore, NoKeyStore
from app.settings import Settings
from app.start import WORKSPACE_FILE, create_workspace, key_entry, open_record, open_workspace

PASSPHRASE = "correct horse battery"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path / "w", logs=tmp_path / "logs")


def test_a_workspace_opens_by_its_passphrase_or_by_the_key_store(settings: Settings) -> None:
    store = MemoryKeyStore()
    made = create_workspace(settings, PASSPHRASE, store)
    made.close()
    by_passphrase = open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE)
    by_store = open_workspace(settings, store)
    assert by_passphrase.key == by_store.key == made.key
    by_passphrase.close()
    by_store.close()
    with pytest.raises(WrongPassphrase):
        open_workspace(settings, store, passphrase="another one")
    with pytest.raises(MissingSecret):
        open_workspace(settings, NoKeyStore())
    with pytest.raises(WorkspaceExists):
        create_workspace(settings, PASSPHRASE, store)


def test_a_key_store_with_another_key_does_not_open_it_and_changes_nothing(settings: Settings) -> None:
    store = MemoryKeyStore()
    made = create_workspace(settings, PASSPHRASE, store)
    made.close()
    before = (settings.workspace / "record.db").read_bytes()
    store.put(key_entry(made.workspace_id), "00" * 32)
    with pytest.raises(ForeignWorkspace):
        open_workspace(settings, store)
    assert (settings.workspace / "record.db").read_bytes() == before


def test_rubbish_in_the_key_store_counts_as_no_key(settings: Settings) -> None:
    store = MemoryKeyStore()
    made = create_workspace(settings, PASSPHRASE, store)
    made.close()
    for rubbish in ("", "xyz", "00"):
        store.put(key_entry(made.workspace_id), rubbish)
        with pytest.raises(MissingSecret):
            open_workspace(settings, store)


def test_what_is_wrong_with_the_workspace_file_is_told_apart(settings: Settings) -> None:
    with pytest.raises(NoWorkspace):
        open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE)
    create_workspace(settings, PASSPHRASE, NoKeyStore()).close()
    path = settings.workspace / WORKSPACE_FILE
    whole = path.read_text(encoding="utf-8")
    for damaged in ("", "{}", "[1]", whole[: len(whole) // 2], "\x00\xff"):
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(DamagedKeyFile):
            open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE)
    path.write_text(json.dumps(json.loads(whole) | {"format": 2}), encoding="utf-8")
    with pytest.raises(NewerWorkspace):
        open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE)
    path.unlink()
    with pytest.raises(DamagedKeyFile):
        open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE)
    path.write_text(whole, encoding="utf-8")
    open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE).close()


def test_the_record_of_another_workspace_is_refused(settings: Settings, tmp_path: Path) -> None:
    create_workspace(settings, PASSPHRASE, NoKeyStore()).close()
    other = replace(settings, workspace=tmp_path / "other")
    create_workspace(other, PASSPHRASE, NoKeyStore()).close()
    (other.workspace / "record.db").replace(settings.workspace / "record.db")
    with pytest.raises(ForeignWorkspace):
        open_workspace(settings, NoKeyStore(), passphrase=PASSPHRASE)


def test_nobody_acts_in_a_workspace_that_was_never_connected(settings: Settings) -> None:
    made = create_workspace(settings, PASSPHRASE, NoKeyStore())
    with pytest.raises(NotSignedIn):
        made.account()
    made.close()


def test_the_documented_function_opens_the_record_and_keeps_what_is_done(settings: Settings) -> None:
    create_workspace(settings, PASSPHRASE, NoKeyStore()).close()
    with open_record(settings.workspace, PASSPHRASE) as connection:
        connection.exec_driver_sql("INSERT INTO counters (name, n) VALUES ('x', 1)")
    with open_record(settings.workspace, PASSPHRASE) as connection:
        assert connection.exec_driver_sql("SELECT n FROM counters").scalar() == 1
    with pytest.raises(WrongPassphrase), open_record(settings.workspace, "not this one"):
        pass
