"""What is kept beside rows: the index, freed pages, older copies of the record in the workspace folder."""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app import logs
from app.domain.cases import CaseId
from app.domain.privacy import MARK
from app.domain.privacy_names import Sought
from app.errors import StoreBusy
from app.operations.desk import Desk
from app.operations.searching import index_all
from storage.backup import is_backup
from storage.record import BACKUP_FOLDER
from storage.tables import metadata

log = logging.getLogger(__name__)

_MARK = "cleaning"


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is to be cleaned beside the record once a deletion is kept there.

    Attributes:
        request: the case of the request.
        ids: of the member.
        cases: of which everything went.
        names: what is looked for, each with the longer names in which it stands.
    """

    request: str
    ids: Sequence[str]
    cases: Sequence[str]
    names: Sequence[tuple[str, Sequence[str]]]


def begin(desk: Desk, cleaning: Cleaning) -> None:
    """Keep what is to be cleaned, before the deletion is kept: an end of the program in between loses nothing."""
    with desk.cache.write() as cached:
        cached.keep_mark(_MARK, json.dumps(asdict(cleaning), ensure_ascii=False))


def begun(desk: Desk) -> Cleaning | None:
    """What was begun and not ended."""
    with desk.cache.read() as cached:
        told = cached.mark(_MARK)
    return None if told is None else Cleaning(**json.loads(told))


def drop(desk: Desk) -> None:
    """Nothing is to be cleaned."""
    with desk.cache.write() as cached:
        cached.keep_mark(_MARK, None)


def clean(desk: Desk, cleaning: Cleaning) -> tuple[Path, ...]:
    """Clean the cache with its index, logs, and what is left of the record beside its rows; the files that changed."""
    sought = [Sought(name, tuple(longer)) for name, longer in cleaning.names]
    with desk.cache.write() as cached:
        cached.thinning.member(cleaning.ids)
        cached.thinning.cases(CaseId(one) for one in cleaning.cases)
        cached.thinning.mentions(sought)
    clean_stores(desk)
    gone = (*remove_backups(desk.record.folder), *logs.forget([one.name for one in sought], MARK))
    drop(desk)
    return gone


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
    """Remove the copies of the record that migrations left, and backups anywhere in the workspace folder; their paths.

    What was saved elsewhere can't be known here.
    """
    kept = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and is_backup(path))
    found = [*sorted((folder / BACKUP_FOLDER).glob("*.db*")), *sorted(kept)]
    gone = []
    for path in found:
        try:
            path.unlink()
            gone.append(path)
        except OSError:
            log.warning("a backup could not be removed: %s", path.name)
    return gone
