"""Backup and restore: one file that holds the record, still encrypted, and the sealed key that opens it."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from app.domain.ledger import Verification
from app.errors import DamagedBackup, ForeignWorkspace, UnwritableFile
from storage import schema
from storage.bulk import blocks
from storage.record import RECORD_FILE, Record

KEY_FILE = "workspace.json"
MARKER = "steward-backup"
FORMAT = "1"
LARGEST = 64 * 1024**3
_CHUNK = 1024 * 1024


def write_backup(record: Record, key: bytes, key_file: str, path: Path) -> Verification:
    """Write a backup in one piece; what was there before is replaced only when the new one is whole and verified.

    Args:
        record: of a workspace here, or of a team's server.
        key: the workspace's key, with which a server's record is sealed in the backup.
        key_file: the text of the workspace file, with the sealed key.
        path: where the backup goes.

    Raises:
        UnwritableFile: it can't be written there.
        DamagedBackup: what was written does not verify.
    """
    beside = path.with_name(path.name + ".new")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".steward-") as folder:
            copy = Path(folder) / RECORD_FILE
            if record.engine.dialect.name == "sqlite":
                record.copy_to(copy)
            else:
                _copy_server(record, key, Path(folder))
            verified = _verify(Path(folder), key, path)
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(MARKER, FORMAT)
                archive.writestr(KEY_FILE, key_file)
                archive.write(copy, RECORD_FILE)
        beside.chmod(0o600)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
    return verified


def read_key_file(path: Path) -> str:
    """The workspace file inside a backup.

    Raises:
        DamagedBackup: it is not a whole backup.
    """
    with _archive(path) as archive:
        return archive.read(KEY_FILE).decode()


def restore_backup(path: Path, folder: Path, key: bytes, made_at: datetime) -> Verification:
    """Bring a backup back into a folder; what was unsettled is marked as possibly sent since.

    Args:
        path: the backup.
        folder: where the record goes; nothing of a workspace may be there.
        key: that opens it.
        made_at: when what was waiting may first have been sent.

    Raises:
        DamagedBackup: it is not whole, or its ledger does not verify; nothing is restored then.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".steward-") as temporary:
        copy = Path(temporary) / RECORD_FILE
        with _archive(path) as archive, archive.open(RECORD_FILE) as stored, copy.open("wb") as file:
            shutil.copyfileobj(stored, file, _CHUNK)
        verified = _verify(Path(temporary), key, path, distrust_at=made_at)
        target = folder / RECORD_FILE
        copy.replace(target)
        target.chmod(0o600)
    return verified


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist()]
            if sorted(names) != sorted([MARKER, KEY_FILE, RECORD_FILE]) or archive.read(MARKER) != FORMAT.encode():
                raise DamagedBackup(path=path, why="it holds something else / 内容不符")
            if any(entry.file_size > LARGEST for entry in archive.infolist()):
                raise DamagedBackup(path=path, why="it is too large / 太大")
            yield archive
    except FileNotFoundError:
        raise DamagedBackup(path=path, why="there is no such file / 没有这个文件") from None
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise DamagedBackup(path=path, why=str(error)) from None


def _verify(folder: Path, key: bytes, path: Path, *, distrust_at: datetime | None = None) -> Verification:
    try:
        record = Record.on_file(folder, key)
    except ForeignWorkspace:
        raise DamagedBackup(path=path, why="its record does not open / 台账打不开") from None
    try:
        if distrust_at is not None:
            with record.write() as tx:
                tx.outbox.distrust_unsettled(distrust_at)
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
        with record.engine.connect() as source, source.begin(), local.connection() as target:
            target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for table in schema.metadata.sorted_tables:
                _copy_table(source, target, table)
    finally:
        local.close()


def _copy_table(source: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    if table is schema.ledger_head:
        row = source.execute(sa.select(table)).mappings().one()
        if row["entries"]:
            target.execute(sa.update(table).values(**row))
        return
    rows = source.execution_options(yield_per=500).execute(sa.select(table)).mappings()
    for block in blocks(rows):
        target.execute(sa.insert(table), [dict(row) for row in block])
