from collections.abc import Callable, Iterator
from threading import Event

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError, KeyringLocked

from app.keys import store as store_module
from app.keys.store import LONGEST, KeyStore, MemoryKeyStore, NoKeyStore, SystemKeyStore, system_key_store

LONG = 5.0  # seconds: more than any test waits for


class InMemory(KeyringBackend):
    """A key store of an operating system, as far as we see one."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Faulty(InMemory):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._error


class Silent(InMemory):
    """Waits for a person who does not come."""

    def __init__(self) -> None:
        super().__init__()
        self.over = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.over.wait(LONG)
        return "too late"

    def set_password(self, service: str, username: str, password: str) -> None:
        self.over.wait(LONG)


@pytest.fixture
def system() -> Iterator[Callable[[KeyringBackend], None]]:
    """Puts a key store in the place of the system's."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture(params=["memory", "system"])
def store(request: pytest.FixtureRequest, system: Callable[[KeyringBackend], None]) -> KeyStore:
    if request.param == "memory":
        return MemoryKeyStore()
    system(InMemory())
    return SystemKeyStore()


def test_nothing_is_known_of_an_entry_never_kept(store: KeyStore) -> None:
    assert store.get("w-1/key") is None


@pytest.mark.parametrize("secret", ["secret", "口令🔑 with blanks ", "x" * LONGEST])
def test_what_was_kept_comes_back_whole(store: KeyStore, secret: str) -> None:
    assert store.put("w-1/key", secret)
    assert store.get("w-1/key") == secret


def test_entries_do_not_mix_and_the_last_secret_wins(store: KeyStore) -> None:
    assert store.put("w-1/key", "one")
    assert store.put("w-2/key", "two")
    assert store.put("w-1/key", "three")
    assert (store.get("w-1/key"), store.get("w-2/key")) == ("three", "two")


def test_the_memory_ends_with_its_owner() -> None:
    MemoryKeyStore().put("w-1/key", "one")
    assert MemoryKeyStore().get("w-1/key") is None


def test_secrets_lie_in_the_systems_store_under_our_name(system: Callable[[KeyringBackend], None]) -> None:
    backend = InMemory()
    system(backend)
    SystemKeyStore().put("w-1/key", "one")
    assert backend.kept == {("Steward", "w-1/key"): "one"}
    assert SystemKeyStore().get("w-1/key") == "one"


@pytest.mark.parametrize("error", [KeyringError("no"), KeyringLocked("locked"), OSError("gone")])
def test_a_store_that_refuses_keeps_nothing_and_knows_nothing(
    system: Callable[[KeyringBackend], None], error: Exception
) -> None:
    system(Faulty(error))
    found = SystemKeyStore()
    assert found.get("w-1/key") is None
    assert found.put("w-1/key", "one") is False


def test_a_store_that_does_not_answer_is_not_waited_for_long(
    system: Callable[[KeyringBackend], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "PATIENCE", 0.02)
    silent = Silent()
    system(silent)
    found = SystemKeyStore()
    try:
        assert found.get("w-1/key") is None
        assert found.put("w-1/key", "one") is False
    finally:
        silent.over.set()


def test_a_secret_longer_than_some_systems_take_is_kept_nowhere(system: Callable[[KeyringBackend], None]) -> None:
    backend = InMemory()
    system(backend)
    assert SystemKeyStore().put("w-1/key", "x" * (LONGEST + 1)) is False
    assert backend.kept == {}


def test_a_machine_without_a_key_store_keeps_nothing(system: Callable[[KeyringBackend], None]) -> None:
    system(fail.Keyring())
    found = system_key_store()
    assert isinstance(found, NoKeyStore)
    assert found.put("w-1/key", "one") is False
    assert found.get("w-1/key") is None


def test_a_machine_with_a_key_store_uses_it(system: Callable[[KeyringBackend], None]) -> None:
    backend = InMemory()
    system(backend)
    assert system_key_store().put("w-1/key", "one")
    assert list(backend.kept.values()) == ["one"]
