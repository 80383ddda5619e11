"""Bringing a record up to date: refuse what is newer, back up and verify before each change."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.errors import ForeignWorkspace, MigrationFailed, NewerWorkspace
from storage.engines import WRITES, is_sqlite

HEAD = "0018"
"""The newest revision; a test holds it against the migration files, so that opening need not import Alembic."""

SCRIPTS = Path(__file__).parent / "migrations"

log = logging.getLogger(__name__)

Backup = Callable[[str], Path | None]
"""Makes a verified copy of the record, given its revision, and says where; None where others keep the backups."""


def revision(engine: sa.Engine, where: object) -> str | None:
    """The revision of a record; None when it is empty.

    Raises:
        ForeignWorkspace: there are tables, but none of ours.
    """
    with engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        if not tables:
            return None
        if "alembic_version" not in tables or "ledger" not in tables:
            raise ForeignWorkspace(path=where)
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if not found:
            raise ForeignWorkspace(path=where)
        return str(found)


def bring_up_to_date(
    engine: sa.Engine, where: object, backup: Backup, *, scripts: Path = SCRIPTS, head: str = HEAD
) -> None:
    """Leave the record at the newest revision.

    Args:
        engine: of the record.
        where: how errors name it.
        backup: called before an existing record is changed.
        scripts: the folder of migrations.
        head: the newest revision in it.

    Raises:
        NewerWorkspace: a newer program wrote it; it was left untouched.
        ForeignWorkspace: it is no record of ours.
        MigrationFailed: a migration failed; nothing of it was kept.
    """
    found = revision(engine, where)
    if found == head:
        return
    if found is None:
        _upgrade(engine, scripts)
        return
    if found not in _revisions(scripts):
        raise NewerWorkspace(path=where, found=found)
    copy = backup(found)
    try:
        _upgrade(engine, scripts)
    except Exception as error:
        log.exception("migration from %s failed", found)
        raise MigrationFailed(backup=_where(copy)) from error


def _where(copy: Path | None) -> tuple[str, str]:
    return ("", "") if copy is None else (f"备份在 {copy}。", f"The backup is {copy}. ")


def _revisions(scripts: Path) -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - only when something is to be migrated

    return {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}


def _upgrade(engine: sa.Engine, scripts: Path) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    writing = engine.connect().execution_options(**{WRITES: True})
    with closing(writing) as connection, _tables_may_move(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_keys(connection)


@contextmanager
def _tables_may_move(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew; meanwhile what points at it points at nothing, triggers too.

    The settings have no effect inside a transaction, so they are made around the one that migrates.
    """
    raw = connection.connection.driver_connection if is_sqlite(connection) else None
    if raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("PRAGMA legacy_alter_table = ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA legacy_alter_table = OFF")
        raw.execute("PRAGMA foreign_keys = ON")


def _check_keys(connection: sa.Connection) -> None:
    """Before the migration is kept: no row points at nothing."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if is_sqlite(connection) else []
    if broken:
        raise AssertionError(f"rows that point at nothing: {broken[:3]}")
