import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ui.shell.single import SingleInstance

ROOT = Path(__file__).parents[2]
Until = Callable[..., None]

HOLDER = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.shell.single import SingleInstance

app = QCoreApplication(["steward"])
single = SingleInstance(Path(sys.argv[1]))
first = single.first()
if first:
    single.listen(lambda: print(json.dumps("raised"), flush=True))
print(json.dumps(first), flush=True)
if first:
    app.exec()
else:
    print(json.dumps(single.call_first()), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "工作区"
    made.mkdir()
    return made


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts the program's own way of being the only one, as a process."""
    running: list[subprocess.Popen[str]] = []

    def begin() -> "subprocess.Popen[str]":
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", HOLDER, str(folder)]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def _said(process: "subprocess.Popen[str]") -> object:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def test_the_second_window_of_a_workspace_is_not_the_first_until_that_one_ends(qapp: object, folder: Path) -> None:
    one, other = SingleInstance(folder), SingleInstance(folder)
    assert one.first()
    assert not other.first()
    one.close()
    assert other.first()
    other.close()


def test_workspaces_do_not_stand_in_each_others_way(qapp: object, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    one, other = SingleInstance(folder), SingleInstance(elsewhere)
    assert one.first()
    assert other.first()
    one.close()
    other.close()


def test_a_second_start_hands_over_the_file_that_it_was_to_open(folder: Path, until: Until) -> None:
    raised, taken = list[str](), list[str]()
    one, other = SingleInstance(folder), SingleInstance(folder)
    assert one.first()
    one.listen(lambda: raised.append("raised"), taken.append)
    assert other.call_first("/家/referral-1-1.stewardpacket")
    until(lambda: taken)
    assert taken == ["/家/referral-1-1.stewardpacket"]
    assert raised == ["raised"]
    assert other.call_first()
    until(lambda: len(raised) == 2)
    assert len(taken) == 1
    one.close()


def test_a_second_start_brings_the_first_to_the_front(folder: Path, until: Until) -> None:
    raised: list[str] = []
    one, other = SingleInstance(folder), SingleInstance(folder)
    assert one.first()
    one.listen(lambda: raised.append("raised"))
    for times in (1, 2):
        assert other.call_first()
        until(lambda times=times: len(raised) == times)
    one.close()


def test_when_nobody_answers_a_call_returns(qapp: object, folder: Path) -> None:
    assert not SingleInstance(folder).call_first()


def test_two_processes_know_each_other(start: Callable[[], "subprocess.Popen[str]"]) -> None:
    first = start()
    assert _said(first) is True
    second = start()
    assert _said(second) is False
    assert _said(second) is True, "the first one was reached"
    assert _said(first) == "raised"
    assert second.wait(20) == 0


def test_after_a_kill_the_next_start_is_the_first_and_can_be_called(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    killed = start()
    assert _said(killed) is True
    killed.send_signal(signal.SIGKILL)
    killed.wait(20)
    following = start()
    assert _said(following) is True
    third = start()
    assert (_said(third), _said(third)) == (False, True)
    assert _said(following) == "raised"
