"""Backup and restore: one file that holds the record, still encrypted, and the sealed key that opens it.

Ballots that were not counted yet stay out of it: they are destroyed with the count, and no copy outlives them. Who
restores a backup made while seats vote asks them to vote again; the roll tells which seats had.
"""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from app.domain.ledger import Verification
from app.domain.words import Words
from app.errors import DamagedBackup, FileInTheWay, ForeignWorkspace, UnwritableFile
from storage.bulk import BLOCK, blocks
from storage.record import RECORD_FILE, Record
from storage.schema import ledger_head
from storage.schema_council import ballot_box
from storage.schema_decisions import evidence
from storage.tables import metadata

KEY_FILE = "workspace.json"
MARKER = "steward-backup"
FORMAT = "1"
_LEFT_OUT = (ballot_box,)
LARGEST_NOTE = 64 * 1024
_CHUNK = 1024 * 1024
RESTORED = Words(
    "从备份恢复，可能已在备份之后送达，将先核对", "restored; it may have been sent since the backup, so it is checked"
)
_OTHER_CONTENT = Words("内容不符", "it holds something else")


def write_backup(record: Record, key: bytes, key_file: str, path: Path, made_at: datetime) -> Verification:
    """Write a backup in one piece; what was there before is replaced only when the new one is whole and verified.

    Args:
        record: of a workspace here, or of a team's server.
        key: the workspace's key, with which a server's record is sealed in the backup.
        key_file: the text of the workspace file, with the sealed key.
        path: where the backup goes.
        made_at: the time, kept in it: what waits in it may be sent any time after.

    Raises:
        UnwritableFile: it can't be written there.
        FileInTheWay: something that is no backup is there.
        DamagedBackup: what was written does not verify.
    """
    _check_target(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".steward-") as folder:
            copy = Path(folder) / RECORD_FILE
            if record.engine.dialect.name == "sqlite":
                record.copy_to(copy)
                _leave_out(Path(folder), key)
            else:
                _copy_server(record, key, Path(folder))
            verified = _verify(Path(folder), key, path)
            beside = Path(folder) / "whole"
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(MARKER, f"{FORMAT} {made_at.isoformat()}")
                archive.writestr(KEY_FILE, key_file)
                archive.write(copy, RECORD_FILE)
            beside.chmod(0o600)
            _sync_to_disk(beside)
            beside.replace(path)
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
    return verified


def _check_target(path: Path) -> None:
    """A backup replaces an older backup, and nothing else."""
    if (path.exists() or path.is_symlink()) and not is_backup(path):
        raise FileInTheWay(path=path)


def is_backup(path: Path) -> bool:
    """Whether a backup lies there, whatever it is called; a link to one is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return path.is_file() and not path.is_symlink() and MARKER in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def _sync_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def read_key_file(path: Path) -> str:
    """The workspace file inside a backup.

    Raises:
        DamagedBackup: it is not a whole backup.
    """
    with _archive(path) as archive:
        try:
            return archive.read(KEY_FILE).decode()
        except (UnicodeDecodeError, zipfile.BadZipFile) as error:
            raise DamagedBackup(path=path, why=str(error)) from None


def restore_backup(path: Path, folder: Path, key: bytes, now: datetime, *, before: Callable[[], None]) -> Verification:
    """Bring a backup back into a folder; what was unsettled is marked as possibly sent since.

    Args:
        path: the backup.
        folder: where the record goes; nothing of a workspace may be there.
        key: that opens it.
        now: the time; what is held back until later can't have been sent.
        before: called when everything is verified and only the record itself is still to be put in its place.

    Raises:
        DamagedBackup: it is not whole, or its ledger does not verify; nothing is restored then.
    """
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".steward-") as temporary, _archive(path) as archive:
            copy = Path(temporary) / RECORD_FILE
            _extract(archive, path, copy)
            verified = _verify(Path(temporary), key, path, made_at_and_now=(_made_at(archive, path), now))
            before()
            target = folder / RECORD_FILE
            copy.replace(target)
            target.chmod(0o600)
    except OSError as error:
        raise UnwritableFile(path=folder, why=error.strerror or str(error)) from None
    return verified


def _extract(archive: zipfile.ZipFile, path: Path, copy: Path) -> None:
    try:
        with archive.open(RECORD_FILE) as stored, copy.open("wb") as file:
            shutil.copyfileobj(stored, file, _CHUNK)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise DamagedBackup(path=path, why=str(error)) from None


def _made_at(archive: zipfile.ZipFile, path: Path) -> datetime:
    try:
        return datetime.fromisoformat(archive.read(MARKER).decode().partition(" ")[2])
    except ValueError:
        raise DamagedBackup(path=path, why=_OTHER_CONTENT) from None


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise DamagedBackup(path=path, why=Words("没有这个文件", "there is no such file")) from None
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise DamagedBackup(path=path, why=str(error)) from None
    with archive:
        try:
            _check_content(archive, path)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise DamagedBackup(path=path, why=str(error)) from None
        yield archive


def _check_content(archive: zipfile.ZipFile, path: Path) -> None:
    entries = archive.infolist()
    names = sorted(entry.filename for entry in entries)
    small = [entry for entry in entries if entry.filename != RECORD_FILE]
    if names != sorted([MARKER, KEY_FILE, RECORD_FILE]) or any(entry.file_size > LARGEST_NOTE for entry in small):
        raise DamagedBackup(path=path, why=_OTHER_CONTENT)
    if archive.read(MARKER).split()[:1] != [FORMAT.encode()]:
        raise DamagedBackup(path=path, why=_OTHER_CONTENT)


def _verify(
    folder: Path, key: bytes, path: Path, *, made_at_and_now: tuple[datetime, datetime] | None = None
) -> Verification:
    try:
        record = Record.on_file(folder, key)
    except ForeignWorkspace:
        raise DamagedBackup(path=path, why=Words("其中的台账打不开", "its record does not open")) from None
    try:
        if made_at_and_now is not None:
            with record.write() as tx:
                tx.outbox.distrust_unsettled(*made_at_and_now, RESTORED)
        with record.read() as tx:
            verified = tx.ledger.verify()
    finally:
        record.close()
    if not verified.ok:
        raise DamagedBackup(path=path, why=f"entry {verified.entry}: {verified.reason}")
    return verified


def _copy_server(record: Record, key: bytes, folder: Path) -> None:
    """A server's record as a local one, table by table, in one transaction."""
    local = Record.on_file(folder, key)
    try:
        with record.snapshot() as source, local.connection() as target:
            target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            with _unguarded(target):
                for table in metadata.sorted_tables:
                    if table not in _LEFT_OUT:
                        _copy_table(source, target, table)
    finally:
        local.close()


def _leave_out(folder: Path, key: bytes) -> None:
    """Take out of a copy what no backup holds; it is written over there."""
    local = Record.on_file(folder, key)
    try:
        with local.connection() as copy:
            there = [table for table in _LEFT_OUT if copy.execute(sa.select(table).limit(1)).first() is not None]
            if there:
                with _unguarded(copy):
                    for table in there:
                        copy.execute(sa.delete(table))
    finally:
        local.close()


@contextmanager
def _unguarded(target: sa.Connection) -> Iterator[None]:
    """Without its triggers: they judge what is done, one after the other, and what is copied was judged before."""
    guards = target.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in guards:
        target.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in guards:
        target.exec_driver_sql(sql)


def _copy_table(source: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    if table is ledger_head:
        row = source.execute(sa.select(table)).mappings().one()
        if row["entries"]:
            target.execute(sa.update(table).values(**row))
        return
    target.execute(sa.delete(table))  # what a fresh record begins with
    few = 1 if table is evidence else BLOCK  # a file can be large: they are copied one by one
    rows = source.execution_options(yield_per=few).execute(sa.select(table)).mappings()
    for block in blocks(rows, few):
        target.execute(sa.insert(table), [dict(row) for row in block])
