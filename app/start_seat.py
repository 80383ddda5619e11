"""Opens and makes the folder of a council member: two files, no account, no server.

`seat.json` holds the key, sealed by the member's passphrase; `seat.db` is encrypted with it.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.council import Keys
from app.domain.seat import LONGEST_NAME, Own, Secrets
from app.errors import (
    DamagedKeyFile,
    MissingSecret,
    NoSeat,
    SeatDamaged,
    SeatExists,
    SeatLost,
    SeatNeedsName,
    SeatNewer,
    SeatPassphraseWeak,
    SeatPassphraseWrong,
    UnwritableFile,
    WeakPassphrase,
    WrongPassphrase,
)
from app.files import private_folder, write_private
from app.keys import ages, signing
from app.keys.sealing import KEY_BYTES, new_key, seal, unseal
from app.keys.store import KeyStore
from app.operations.seat_desk import Clock, SeatDesk, writable
from storage.seat_store import SEAT_STORE_FILE, SeatStore

SEAT_FILE = "seat.json"
FORMAT = 1


def now() -> datetime:
    """The time that everything of a seat runs by."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SeatFile:
    """What lies beside the store in the clear: the sealed key.

    Attributes:
        seat_id: of this folder; the system's key store knows the key by it.
        sealed: the key, sealed by the passphrase.
    """

    seat_id: str
    sealed: str

    def text(self) -> str:
        """As it is written."""
        return json.dumps({"format": FORMAT, "seat": self.seat_id, "key": json.loads(self.sealed)}, indent=2)

    @classmethod
    def read(cls, folder: Path) -> "SeatFile":
        """The file of a seat.

        Raises:
            NoSeat: there is no seat in this folder.
            SeatLost: its store is here, this file is gone; or the other way round.
            SeatDamaged: it is not what we write.
            SeatNewer: a newer program wrote it.
        """
        path, store = folder / SEAT_FILE, folder / SEAT_STORE_FILE
        try:
            file = cls._parse(path.read_text(encoding="utf-8"), path)
        except FileNotFoundError:
            if store.exists():
                raise SeatLost(path=path) from None
            raise NoSeat(path=folder) from None
        except (OSError, UnicodeDecodeError):
            raise SeatDamaged(path=path) from None
        if not store.exists():
            raise NoSeat(path=folder) if _unfinished(folder) else SeatLost(path=store)
        return file

    @classmethod
    def _parse(cls, text: str, path: Path) -> "SeatFile":
        try:
            parts: dict[str, Any] = json.loads(text)
            if int(parts["format"]) > FORMAT:
                raise SeatNewer(path=path, found=parts["format"])
            return cls(str(parts["seat"]), json.dumps(parts["key"]))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
            raise SeatDamaged(path=path) from None


def _unfinished(folder: Path) -> bool:
    """Whether a process was killed while it made a seat here: nobody has seen its keys yet."""
    return (folder / f"{SEAT_STORE_FILE}.new").exists()


@dataclass(frozen=True)
class OpenSeat:
    """An open seat."""

    folder: Path
    desk: SeatDesk

    def close(self) -> None:
        """Let go of the store."""
        self.desk.store.close()


def key_entry(seat_id: str) -> str:
    """Under which entry the system's key store keeps a seat's key."""
    return f"{seat_id}/seat-key"


def seat_exists(folder: Path) -> bool:
    """Whether there is a seat in this folder, whole or not: no other is made in its place.

    A folder in which a process was killed while it made one holds none.
    """
    try:
        SeatFile.read(folder)
    except NoSeat:
        return False
    except (SeatLost, SeatDamaged, SeatNewer):
        return True
    return True


def seat_key_is_known(folder: Path, key_store: KeyStore) -> bool:
    """Whether the key store opens this seat without a passphrase."""
    return _key_of(key_store, SeatFile.read(folder).seat_id) is not None


def create_seat(
    folder: Path, name: str, passphrase: str, key_store: KeyStore, *, clock: Clock | None = None
) -> OpenSeat:
    """Make a seat with fresh keys, sealed by the passphrase.

    Args:
        folder: where; made where it is missing.
        name: by which the member is known in the council.

    Raises:
        SeatExists: there is one.
        SeatNeedsName: there is no name, or an endless one.
        SeatPassphraseWeak: the passphrase is too short.
        UnwritableFile: the folder can't be written.
    """
    if seat_exists(folder):
        raise SeatExists(path=folder)
    name = writable(" ".join(name.split()))
    if not 0 < len(name) <= LONGEST_NAME:
        raise SeatNeedsName(most=LONGEST_NAME)
    seat_id, key = str(uuid.uuid4()), new_key()
    try:
        file = SeatFile(seat_id, seal(key, passphrase, seat_id))
    except WeakPassphrase as error:
        raise SeatPassphraseWeak(**error.fields) from None
    private_folder(folder)
    secrets = Secrets(signing.new_secret(), ages.new_secret())
    who = Own(name, Keys(signing.public_of(secrets.signs), ages.public_of(secrets.opens)), (clock or now)())
    path = folder / SEAT_STORE_FILE
    try:
        SeatStore.make(path, key, who, secrets, beside=lambda: write_private(folder / SEAT_FILE, file.text()))
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
    key_store.put(key_entry(seat_id), key.hex())
    return OpenSeat(folder, SeatDesk(SeatStore.open(path, key), clock or now))


def open_seat(
    folder: Path, key_store: KeyStore, *, passphrase: str | None = None, clock: Clock | None = None
) -> OpenSeat:
    """Open a seat by its passphrase, or by the system's key store when none is given.

    Raises:
        NoSeat, SeatLost, SeatDamaged, SeatNewer: there is none, or it can't be used.
        SeatPassphraseWrong: the passphrase does not open it.
        MissingSecret: no passphrase was given and the key store does not have the key.
    """
    file = SeatFile.read(folder)
    key = _key_of(key_store, file.seat_id) if passphrase is None else _unsealed(file, passphrase, folder)
    if key is None:
        raise MissingSecret(what_zh="口令", what_en="The passphrase", variable="STEWARD_PASSPHRASE")
    return OpenSeat(folder, SeatDesk(SeatStore.open(folder / SEAT_STORE_FILE, key), clock or now))


def _unsealed(file: SeatFile, passphrase: str, folder: Path) -> bytes:
    try:
        return unseal(file.sealed, passphrase, folder / SEAT_FILE)
    except WrongPassphrase:
        raise SeatPassphraseWrong from None
    except DamagedKeyFile as error:
        raise SeatDamaged(**error.fields) from None


def _key_of(key_store: KeyStore, seat_id: str) -> bytes | None:
    try:
        key = bytes.fromhex(key_store.get(key_entry(seat_id)) or "")
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
