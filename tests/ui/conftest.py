"""Fixtures of the window: the application, its loop, a stage; and the watch over what must not happen on the way."""

import asyncio
import gc
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.demo.community import DemoCommunity
from app.demo.content import STAFF, Content
from app.demo.written import written_content
from app.keys.vault import Vault
from app.operations import accounts, lanes, lanes_view
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from app.sync.cycle import run_round
from storage.cache import Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record
from tests.conftest import KEY, SECOND_TOKEN, TOKEN, Clock
from tests.fakes.gateway import FakeGateway
from tests.ui import latin
from tests.ui.stage import Stage, drive, forget_deleted, forget_speech, new_stage, wait_until
from ui.shell.application import event_loop
from ui.shell.frame import application

HERE = Path(__file__).parent
NO_SCREEN = "This plugin does not support "
"""What Qt says of windows where there is no display."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The watch below takes the place of pytest-qt's own, which does not look at what happens while a test ends."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.no_qt_log)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return application()


# --- what must not happen -----------------------------------------------------------------------------


@dataclass
class Expected:
    """Parts of what Qt or the log is expected to say in a test."""

    parts: list[str]

    def __call__(self, part: str) -> None:
        self.parts.append(part)


@pytest.fixture(autouse=True)
def expect(caplog: pytest.LogCaptureFixture) -> Iterator[Expected]:
    """Fails a test in which Qt or the program warned of something that the test did not expect."""
    expected, said = Expected([NO_SCREEN]), list[str]()

    def hear(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            said.append(message)

    before = qInstallMessageHandler(hear)
    yield expected
    forget_deleted()
    qInstallMessageHandler(before)
    for phase in ("setup", "call"):
        said += [one.getMessage() for one in caplog.get_records(phase) if one.levelno >= logging.WARNING]
    assert [message for message in said if not any(part in message for part in expected.parts)] == []


# --- the loop -----------------------------------------------------------------------------------------


@pytest.fixture
def loop(qapp: QApplication, expect: Expected) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop of the program; nothing of a test is left on it, in a thread, or in a timer."""
    opened = event_loop(qapp)
    yield opened
    left = asyncio.all_tasks(opened)
    for task in left:
        task.cancel()
    drive(opened, asyncio.gather(*left, return_exceptions=True))
    opened.close()
    asyncio.set_event_loop(None)
    forget_deleted()
    gc.collect()
    gc.freeze()  # what is left stays: the next look need not go through all of it again
    assert left == set()
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("steward-")]
    for thread in threads:
        thread.join(2)
    assert [thread.name for thread in threads if thread.is_alive()] == []
    widgets = QApplication.topLevelWidgets()
    assert [timer for widget in widgets for timer in widget.findChildren(QTimer) if timer.isActive()] == []


@pytest.fixture
def until(loop: asyncio.AbstractEventLoop) -> Callable[..., None]:
    """Waits for a condition, and for nothing else."""

    def wait(condition: Callable[[], object], timeout: float = 10.0) -> None:
        drive(loop, wait_until(condition, timeout))

    return wait


# --- the written community, pulled once ---------------------------------------------------------------


@dataclass(frozen=True)
class Pulled:
    """A folder with both stores after the first round with the written community; no alarm of it is left."""

    folder: Path
    content: Content

    def community(self, clock: Clock) -> DemoCommunity:
        staff = {TOKEN: STAFF[0], SECOND_TOKEN: STAFF[1]}
        return DemoCommunity(self.content, clock, staff, epoch="written")


@pytest.fixture(scope="session")
def pulled(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Pulled:
    folder, clock = tmp_path_factory.mktemp("pulled"), Clock()
    shutil.copy(migrated_file, folder / RECORD_FILE)
    ready = Pulled(folder, written_content(clock()))
    gateway = FakeGateway(ready.community(clock), TOKEN, clock=clock)
    with closing(Record.on_file(folder, KEY)) as record, closing(Cache.on_file(folder, KEY, "w-1")) as cache:
        identity = Identity("w-1", "http://127.0.0.1:1", "bridge", clock())
        me = accounts.connect(record, identity, SignIn(gateway.describe(), "print-1", "t-1"), clock())
        desk = Desk(record, cache, clock, me, Vault(KEY))
        run_round(desk, gateway, sleep=clock.sleep, patience=timedelta(seconds=5))
        for alarm in lanes_view.alarms(desk):  # somebody looked: what tests are about is answered at once
            lanes.clear(desk, alarm.case)
    return ready


@pytest.fixture
def community(pulled: Pulled, clock: Clock) -> DemoCommunity:
    """The written community of one test."""
    return pulled.community(clock)


@pytest.fixture
def written_desk(pulled: Pulled, clock: Clock, tmp_path: Path) -> Iterator[Desk]:
    """The desk of the first account, after the first round with the written community."""
    yield from _desk_of(pulled.folder, clock, tmp_path / "written")


def _desk_of(prepared: Path, clock: Clock, folder: Path) -> Iterator[Desk]:
    """A desk in a copy of a folder with both stores."""
    shutil.copytree(prepared, folder)
    with closing(Record.on_file(folder, KEY)) as record, closing(Cache.on_file(folder, KEY, "w-1")) as cache:
        me = accounts.account_of_token(record, "print-1")
        assert me is not None
        yield Desk(record, cache, clock, me, Vault(KEY))


@pytest.fixture
def staged(
    loop: asyncio.AbstractEventLoop, clock: Clock, community: DemoCommunity
) -> Iterator[Callable[[Desk], Stage]]:
    """Makes a stage on any desk; its window is not open yet."""
    made: list[Stage] = []

    def make_stage(desk: Desk) -> Stage:
        gateway = FakeGateway(community, TOKEN, clock=clock)
        made.append(new_stage(loop, desk, clock, community, gateway))
        return made[-1]

    yield make_stage
    for stage in made:
        if hasattr(stage, "desktop"):
            stage.close()
        forget_speech(stage.say)
        stage.theme.deleteLater()
    assert [bug for stage in made for bug in stage.bugs] == []


@pytest.fixture
def stage(staged: Callable[[Desk], Stage], written_desk: Desk) -> Stage:
    """The window, open on the written community."""
    return staged(written_desk).open()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A folder with both stores of a community that writes in Latin letters, with a case in every state."""
    folder, clock = tmp_path_factory.mktemp("filled"), Clock()
    shutil.copy(migrated_file, folder / RECORD_FILE)
    with closing(Record.on_file(folder, KEY)) as record, closing(Cache.on_file(folder, KEY, "w-1")) as cache:
        identity = Identity("w-1", "http://127.0.0.1:1", "bridge", clock())
        me = accounts.connect(record, identity, SignIn(latin.info(), "print-1", "t-1"), clock())
        latin.fill(Desk(record, cache, clock, me, Vault(KEY)))
    return folder


@pytest.fixture
def latin_desk(filled: Path, clock: Clock, tmp_path: Path) -> Iterator[Desk]:
    """The desk of the first account in a community that writes in Latin letters, with a case in every state."""
    yield from _desk_of(filled, clock, tmp_path / "latin")
