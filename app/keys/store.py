"""Where keys and tokens live: the system's key store, or memory for the demo."""

import logging
from concurrent.futures import Future
from threading import Thread
from typing import Protocol

log = logging.getLogger(__name__)

SERVICE = "Steward"
PATIENCE = 20.0
"""A key store may ask the person to unlock it; longer than this it does not answer at all. Seconds."""

LONGEST = 1024
"""The longest secret that every system's store takes (Windows: 2,560 bytes of UTF-16)."""


class KeyStore(Protocol):
    """A place for short secrets."""

    name: str

    def get(self, entry: str) -> str | None:
        """The secret of an entry, or None where there is none or the store does not answer."""

    def put(self, entry: str, secret: str) -> bool:
        """Keep a secret; False where the store can't."""


class MemoryKeyStore:
    """Keeps secrets until the process ends: for the demo and for tests."""

    name = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, entry: str) -> str | None:
        """The secret of an entry."""
        return self._secrets.get(entry)

    def put(self, entry: str, secret: str) -> bool:
        """Keep a secret."""
        self._secrets[entry] = secret
        return True


class NoKeyStore:
    """A machine without a key store, as most servers are."""

    name = "none"

    def get(self, entry: str) -> str | None:
        """Nothing was ever kept."""

    def put(self, entry: str, secret: str) -> bool:
        """Nothing can be kept."""
        return False


class SystemKeyStore:
    """The key store of the operating system."""

    def __init__(self) -> None:
        import keyring  # noqa: PLC0415 - slow to import, needed by few commands

        self._keyring = keyring
        self.name = type(keyring.get_keyring()).__module__

    def get(self, entry: str) -> str | None:
        """The secret of an entry; None where the store does not answer in time."""
        return self._call(lambda: self._keyring.get_password(SERVICE, entry))

    def put(self, entry: str, secret: str) -> bool:
        """Keep a secret; False where it is too long for some systems, or the store refuses or forgets it."""
        if len(secret) > LONGEST:
            return False

        def keep() -> str:
            self._keyring.set_password(SERVICE, entry, secret)
            return "kept"

        return self._call(keep) == "kept" and self.get(entry) == secret  # some stores take everything and keep nothing

    def _call(self, work: "_Work") -> str | None:
        answer: Future[str | None] = Future()

        def run() -> None:
            try:
                answer.set_result(work())
            except Exception as error:
                answer.set_exception(error)

        Thread(target=run, daemon=True, name="key store").start()
        try:
            return answer.result(PATIENCE)
        except Exception as error:  # each system's backend has errors of its own
            log.info("the key store does not answer: %s", type(error).__name__)
            return None


class _Work(Protocol):
    def __call__(self) -> str | None: ...


def system_key_store() -> KeyStore:
    """The system's key store, or none where it has none."""
    store = SystemKeyStore()
    return NoKeyStore() if store.name == "keyring.backends.fail" else store
