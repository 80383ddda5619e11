"""What opens a round's box: the key, sealed to secretary and chair, and beside it what opens the secretary's seal.

Each lies in a file of its own, never in the record or a backup, and is made for one round. Once the ballots are counted
both are destroyed: whoever has a copy of the ballots and of what the chair opened has nothing that opens them.
"""

import os
from contextlib import suppress
from pathlib import Path

from app.domain.council import Referral, Stage, referral_key
from app.errors import KeyFileGone, UnwritableFile
from app.files import private_folder
from app.operations.desk import Desk
from app.packets.box_key import ENDING

FOLDER = "council"
LARGEST = 2**20
_OPENER = ".opener"


def key_path(desk: Desk, referral: Referral) -> Path:
    """Where the key of the referral's present round lies."""
    return desk.record.folder / FOLDER / f"{referral.id}-{referral.round}{ENDING}"


def key_paths(desk: Desk, referral: Referral) -> tuple[Path, Path]:
    """Where both lie that the count of the present round needs."""
    path = key_path(desk, referral)
    return path, path.with_suffix(_OPENER)


def keep_keys(desk: Desk, referral: Referral, content: bytes, opener: str) -> None:
    """Put what opens a round's box where the count looks for it, readable for nobody else.

    Args:
        desk: of the secretary.
        referral: in its present round.
        content: the key's file.
        opener: the secret half of the secretary's key of age to which it is sealed; it is sealed here.

    Raises:
        UnwritableFile: it can't be written.
    """
    path, beside = key_paths(desk, referral)
    private_folder(path.parent)
    _keep(beside, desk.vault.seal(opener, _purpose(referral)).encode())
    _keep(path, content)


def _keep(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None


def sealed_key(desk: Desk, referral: Referral) -> bytes:
    """The sealed key of the referral's round.

    Raises:
        KeyFileGone: it is not here: another workspace built the packet, or the ballots were counted.
    """
    return _kept(key_path(desk, referral), referral)


def opener_of(desk: Desk, referral: Referral) -> str:
    """The secretary's secret key for the referral's round, which opens what the chair hands back.

    Raises:
        KeyFileGone: it is not here: another workspace built the packet, or the ballots were counted.
    """
    path = key_paths(desk, referral)[1]
    sealed = _kept(path, referral).decode("ascii", errors="replace")
    secret = desk.vault.unseal(sealed, _purpose(referral))
    if secret is None:
        raise KeyFileGone(referral=referral.id, path=path)
    return secret


def destroy_keys(desk: Desk, referral: Referral) -> tuple[Path, ...]:
    """Destroy what opens the box of the present round; the files that could not be removed."""
    return tuple(path for path in key_paths(desk, referral) if not destroy(path))


def destroy_withdrawn(desk: Desk) -> bool:
    """Destroy keys that lie here of referrals that were withdrawn, be it on another machine; whether there were any."""
    folder = desk.record.folder / FOLDER
    named = {one: referral_key(one.stem.rpartition("-")[0]) for one in folder.glob("referral-*")}
    if not named:
        return False
    with desk.record.read() as tx:
        found = {key: tx.council.find(key) for key in named.values() if key is not None}
    over = {key for key, one in found.items() if one is not None and one.stage is Stage.WITHDRAWN}
    gone = [destroy(path) for path, key in named.items() if key in over]
    return bool(gone)


def _kept(path: Path, referral: Referral) -> bytes:
    try:
        return path.read_bytes()[: LARGEST + 1]
    except OSError:
        raise KeyFileGone(referral=referral.id, path=path) from None


def _purpose(referral: Referral) -> str:
    return f"council count key {referral.id} {referral.round}"


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
