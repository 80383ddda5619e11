"""The key of a round's box, sealed to secretary and chair: in a file of its own, never in the record or a backup.

Once the ballots are counted it is destroyed, and nobody opens them again.
"""

import os
from contextlib import suppress
from pathlib import Path

from app.domain.council import Referral
from app.errors import KeyFileGone, UnwritableFile
from app.files import private_folder
from app.operations.desk import Desk
from app.packets.box_key import ENDING

FOLDER = "council"
LARGEST = 2**20


def key_path(desk: Desk, referral: Referral) -> Path:
    """Where the key of the referral's present round lies."""
    return desk.record.folder / FOLDER / f"{referral.id}-{referral.round}{ENDING}"


def keep_key(desk: Desk, referral: Referral, content: bytes) -> Path:
    """Put the sealed key of a round where the count looks for it, readable for nobody else.

    Raises:
        UnwritableFile: it can't be written.
    """
    path = key_path(desk, referral)
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
    return path


def sealed_key(desk: Desk, referral: Referral) -> bytes:
    """The sealed key of the referral's round.

    Raises:
        KeyFileGone: it is not here: another workspace built the packet, or the ballots were counted.
    """
    path = key_path(desk, referral)
    try:
        return path.read_bytes()[: LARGEST + 1]
    except OSError:
        raise KeyFileGone(referral=referral.id, path=path) from None


def destroy(path: Path) -> bool:
    """Make a small file unreadable as far as a program can, and remove it; whether it is gone.

    It is written over first. Copies that a file system or a drive keeps by itself are out of reach.
    """
    with suppress(OSError), path.open("r+b", buffering=0) as file:  # where it can't be written it may still be removed
        file.write(os.urandom(min(os.fstat(file.fileno()).st_size, LARGEST)))
        os.fsync(file.fileno())
    with suppress(OSError):
        path.unlink()
    return not path.exists()
