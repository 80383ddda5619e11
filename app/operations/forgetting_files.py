"""What is kept beside rows: the index, freed pages, older copies of the record in the workspace folder."""

import logging
from pathlib import Path

from app.errors import StoreBusy
from app.operations.desk import Desk
from app.operations.searching import index_all
from storage.record import BACKUP_FOLDER
from storage.tables import metadata

log = logging.getLogger(__name__)


def write_over(desk: Desk) -> None:
    """Bring the index up to date, and write over what was deleted of a local record."""
    index_all(desk)
    desk.record.forget_deleted()


def clean_stores(desk: Desk) -> None:
    """Bring the index up to date, and write over what was deleted. A server keeps rows until it is cleaned up here."""
    index_all(desk)
    try:
        desk.cache.shrink()
    except StoreBusy:
        log.warning("the cache is in use: what was deleted of it is written over later")
    desk.record.forget_deleted(*(table.name for table in metadata.sorted_tables))


def remove_backups(folder: Path) -> list[Path]:
    """Remove the copies of the record that migrations left, and backups in the workspace folder; their paths.

    What was saved elsewhere can't be known here.
    """
    found = [*sorted((folder / BACKUP_FOLDER).glob("*.db*")), *sorted(folder.glob("*.steward"))]
    gone = []
    for path in found:
        try:
            path.unlink()
            gone.append(path)
        except OSError:
            log.warning("a backup could not be removed: %s", path.name)
    return gone
