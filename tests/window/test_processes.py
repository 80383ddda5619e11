"""The program as a process: killed in the middle of things, closed in the middle of things, started again."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import pytest

from app.demo.generator import generated_content
from app.domain.commands import CommandKind
from tests.journeys.conftest import ROOT, Steward
from tests.window.site import TOKENS, Site

PATIENCE = 30.0
LONG_AGO = "60"
"""Seconds by which a second start has its clock ahead: what was held back may be sent."""

WHOLE = [CommandKind.CLAIM, CommandKind.MESSAGE, CommandKind.RESOLVE]

Seen = dict[str, Any]


class Program:
    """`steward` as a process of its own; what is pressed and seen goes through a pipe."""

    def __init__(self, steward: Steward, **env: str) -> None:
        environment = steward.environment(env) | {"QT_QPA_PLATFORM": "offscreen", "STEWARD_LANGUAGE": "zh"}
        self._process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "tests.window.program", *steward.arguments()],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def do(self, **what: object) -> Seen:
        """Do something; what is to be seen right after it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        try:
            answer = self._answers.get(timeout=PATIENCE)
        except Empty:
            self._process.send_signal(signal.SIGABRT)  # it says where each of its threads is
            answer = ""
        assert answer, self._ended()
        seen: Seen = json.loads(answer)
        return seen

    def _ended(self) -> str:
        """Waits for the end of the process: what it said of errors."""
        assert self._process.stderr is not None
        said = self._process.stderr.read()
        self._process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return said

    def until(self, so: Callable[[Seen], object]) -> Seen:
        """Look until it is so."""
        end = time.monotonic() + PATIENCE
        while not (seen := self.do()) or not so(seen):
            assert time.monotonic() < end, seen
            time.sleep(0.01)
        return seen

    def opened(self, *, rounds: int = 0) -> "Program":
        """The window is in front, with a case on the desk."""
        self.until(lambda seen: seen["active"] and seen["desk"] and seen["letter"] and seen["rounds"] >= rounds)
        return self

    def kill(self) -> None:
        self._process.kill()
        self._ended()
        assert self._process.returncode == -signal.SIGKILL

    def close(self) -> float:
        """The X of the window: in how many seconds the program ended. It ends well and says nothing of errors."""
        begun = time.monotonic()
        self.do(close=True)
        said = self._ended()
        assert (self._process.returncode, said) == (0, "")
        return time.monotonic() - begun

    def end(self) -> None:
        """However the test went, nothing of it is left."""
        if self._process.poll() is None:
            self._process.kill()
            self._ended()


Start = Callable[..., Program]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(generated_content(12, 3), lambda: datetime.now(UTC))
    yield made
    made.stop()


@pytest.fixture
def steward(tmp_path: Path, site: Site) -> Steward:
    """A workspace as `steward connect` makes it."""
    made = Steward(tmp_path / "workspace")
    made.ok("connect", site.url, STEWARD_TOKEN=TOKENS[0])
    made.ok("sync")
    return made


@pytest.fixture
def start(steward: Steward) -> Iterator[Start]:
    made: list[Program] = []

    def begin(**env: str) -> Program:
        made.append(Program(steward, **env))
        return made[-1]

    yield begin
    for one in made:
        one.end()


def test_killed_while_a_letter_is_written(start: Start, steward: Steward, site: Site) -> None:
    first = start().opened()
    case_id = first.do(press="J")["case"]
    first.until(lambda seen: seen["desk"] == case_id)
    first.do(press="1")
    first.do(write="前一半")
    first.until(lambda seen: seen["kept"] and seen["idle"])
    first.do(write="后一半")
    first.kill()

    second = start().opened()
    second.do(press="J")
    seen = second.until(lambda seen: seen["desk"] == case_id and seen["letter"])
    assert "前一半" in seen["letter"], "what was written before the last rest is there"
    second.do(press="1")
    second.do(press="Ctrl+Return")
    second.until(lambda seen: "可撤回" in seen["rows"].get(case_id, ""))
    second.until(lambda seen: seen["waiting"] == 1)
    second.do(close=True)
    second.until(lambda seen: any("步没送出" in one for one in seen["notices"]))
    second.close()
    assert site.carried_out == []
    assert steward.ok("ledger", "verify")["ok"]


def test_killed_while_an_answer_waits_and_while_it_is_sent(start: Start, steward: Steward, site: Site) -> None:
    first = start().opened(rounds=1)
    case_id = first.do()["case"]
    first.do(press="1")
    first.do(write="写得很清楚")
    first.do(press="Ctrl+Return")
    first.until(lambda seen: "可撤回" in seen["rows"].get(case_id, ""))
    first.kill()
    assert site.carried_out == []

    site.start(delay=0.5)  # what a command does is done before its answer: the kill falls between the two
    again = start(STEWARD_TEST_AHEAD=LONG_AGO)
    end = time.monotonic() + PATIENCE
    while not site.letters():
        assert time.monotonic() < end
        time.sleep(0.005)
    again.kill()
    assert len(site.carried_out) < len(WHOLE), "everything had been sent before the kill"

    site.start()
    last = start(STEWARD_TEST_AHEAD=LONG_AGO).opened(rounds=1)
    last.until(lambda _: len(site.carried_out) == len(WHOLE))
    assert "待作者修改" in last.until(lambda seen: "待作者修改" in seen["rows"][case_id])["rows"][case_id]
    last.close()
    assert [one.kind for one in site.carried_out] == WHOLE
    assert steward.ok("sync")["sent"] == 0
    assert [one["state"] for one in steward.ok("outbox")] in ([], ["sent"] * 3)
    assert steward.ok("ledger", "verify")["ok"]


def test_closed_with_a_letter_half_written(start: Start, site: Site) -> None:
    first = start().opened()
    case_id = first.do()["case"]
    first.do(press="1")
    first.do(write="写到一半")
    first.close()

    site.start(delay=30.0)
    second = start().opened()
    assert second.until(lambda seen: seen["desk"] == case_id)["letter"].count("写到一半") == 1
    assert second.close() < 15.0, "the end waited for an answer that does not come"
