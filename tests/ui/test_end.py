"""The end of the window while something is under way: kept what is written, dropped what is asked, never held up."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt

from app.community.connect import Adapter
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.generator import generated_content
from app.demo.server import DemoServer
from app.domain.triage import QueueFilter
from app.keys.store import NoKeyStore
from app.operations import filters, notes, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.settings import Settings
from app.start import create_workspace, describe, now
from tests.ui.stage import Stage
from ui.shell.application import PATIENCE
from ui.syncing import RoundTaken

ROOT = Path(__file__).parents[2]
WAIT = 10.0
PASSPHRASE = "correct horse battery staple"

Staged = Callable[[Desk], Stage]


@pytest.fixture
def go_on() -> Iterator[Event]:
    made = Event()
    yield made
    made.set()


def test_a_change_under_way_is_finished_and_a_question_dropped(
    staged: Staged, written_desk: Desk, go_on: Event
) -> None:
    stage = staged(written_desk).open()
    case = stage.window.triage.queue.model.rows[0].id
    begun, answered = Event(), list[object]()

    def write(desk: Desk) -> object:
        begun.set()
        assert go_on.wait(WAIT)
        return notes.note(desk, case, "还在写的一条备注")

    stage.desktop.runner.do(write)
    stage.until(begun.is_set)
    stage.desktop.runner.ask("slot", lambda desk: go_on.wait(WAIT), answered.append)
    ending, stage.ended = stage.loop.create_task(stage.desktop.end()), True
    stage.until(lambda: stage.desktop.runner._closing)
    go_on.set()
    stage.until(ending.done)
    assert ending.result() is True
    assert answered == []
    assert [note.text for note in case_view(written_desk, case).notes] == ["还在写的一条备注"]


def test_a_note_and_a_letter_that_are_being_written_are_kept_when_the_window_is_closed(
    staged: Staged, written_desk: Desk
) -> None:
    stage = staged(written_desk).open()
    closed: list[str] = []
    stage.frame.closing.connect(lambda: closed.append("closing"))
    stage.choose("c-0101")
    case = stage.window.triage.queue.case_id
    stage.write("备注写到一半", stage.window.triage.evidence.note)
    stage.write("多写一句。", stage.window.triage.desk.letter.editor)
    stage.ctrl(Qt.Key.Key_Q)
    assert closed == ["closing"]
    assert not stage.window.isVisible()
    assert stage.end()
    view = case_view(written_desk, case)
    assert [note.text for note in view.notes] == ["备注写到一半"]
    assert view.draft is not None
    assert "多写一句。" in view.draft.text


def test_the_end_does_not_wait_for_a_request_in_flight(staged: Staged, written_desk: Desk, go_on: Event) -> None:
    begun = Event()

    def stuck(_check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        begun.set()
        go_on.wait(WAIT)
        return RoundTaken(0, 0, 0)

    stage = staged(written_desk).open(stuck)
    stage.desktop.keep_step()
    stage.until(begun.is_set)
    asked = stage.loop.time()
    assert not stage.end(), "a thread may still be using the stores"
    assert stage.loop.time() - asked < PATIENCE + 1.5
    go_on.set()
    assert stage.desktop.syncing.ended(WAIT)


def test_the_end_does_not_wait_for_a_change_that_hangs(staged: Staged, written_desk: Desk, go_on: Event) -> None:
    stage = staged(written_desk).open()
    begun = Event()
    stage.desktop.runner.do(lambda _desk: (begun.set(), go_on.wait(WAIT)))
    stage.until(begun.is_set)
    asked = stage.loop.time()
    assert not stage.end()
    assert stage.loop.time() - asked < PATIENCE + 1.5
    go_on.set()
    stage.until(lambda: stage.desktop.runner.idle)


def test_nothing_that_a_page_asks_while_it_goes_reaches_the_stores(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk).open()
    assert stage.end()
    stage.desktop.runner.do(lambda desk: filters.forget(desk, "x"))
    stage.desktop.runner.ask("slot", lambda desk: triage.counts(desk, [QueueFilter()]), lambda _answer: None)
    assert stage.desktop.runner.idle


# --- as a process -------------------------------------------------------------------------------------

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app.cli.main import run
from ui.shell.frame import application
from ui.shell.window import Window

app, sign = application(), Path(sys.argv[2])

def look():
    windows = [one for top in app.topLevelWidgets() for one in top.findChildren(Window)]
    if windows and sign.exists():
        timer.stop()
        print("closing", windows[0].syncing.standing.running, flush=True)
        windows[0].window().close()

timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
sys.exit(run(["--workspace", sys.argv[1]]))
"""


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[tuple[Path, socket.socket]]:
    """A workspace that is connected to an address where by now requests are taken and never answered."""
    folder = tmp_path / "workspace"
    settings = Settings(workspace=folder, logs=tmp_path / "logs")
    community = DemoCommunity(generated_content(4, 1), now, {"token": STAFF[0]})
    with DemoServer(community) as server:
        info = describe(settings, Adapter.BRIDGE, server.url, "token")
        with closing(create_workspace(settings, PASSPHRASE, NoKeyStore())) as workspace:
            workspace.connect(Adapter.BRIDGE, server.url, "token", info)
        port = int(server.url.rsplit(":", 1)[1])
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
        listening.settimeout(60)
        yield folder, listening


def test_the_program_ends_soon_although_the_community_does_not_answer(
    silent: tuple[Path, socket.socket], tmp_path: Path
) -> None:
    folder, listening = silent
    sign = tmp_path / "sign"
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_RUNTIME_DIR": str(tmp_path)}
    steward = {"STEWARD_PASSPHRASE": PASSPHRASE, "STEWARD_READ_TIMEOUT": "120"}
    environment = {**os.environ, **home, **steward, "QT_QPA_PLATFORM": "offscreen"}
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), str(sign)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with started, listening.accept()[0] as connection:
        try:
            assert connection.recv(4096).startswith(b"GET /v1/meta")
            begun = time.monotonic()
            sign.touch()
            out, err = started.communicate(timeout=30)
            took = time.monotonic() - begun
        finally:
            started.kill()
    assert (out.split(), err, started.returncode) == (["closing", "True"], "", 0)
    assert took < 8
    assert json.loads((folder / "workspace.json").read_text(encoding="utf-8"))["account"] == STAFF[0].id
