"""The program as a person or a script runs it: real processes, real files, real HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery staple"


@dataclass
class Run:
    """One finished run of the program."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Steward:
    """Runs `steward` in a workspace of its own."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith("STEWARD_")}
        bare.pop("DISPLAY", None)
        bare.pop("QT_QPA_PLATFORM", None)
        home = {"HOME": str(self.folder.parent), "XDG_STATE_HOME": str(self.folder.parent / "state")}
        return {**bare, **home, "STEWARD_LANGUAGE": "en", "STEWARD_PASSPHRASE": PASSPHRASE, **self.env}

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "app", "--workspace", str(self.folder), *map(str, arguments)]

    def __call__(self, *arguments: object, text: str = "", **env: str) -> Run:
        done = subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env={**self.environment(), **env},
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def ok(self, *arguments: object, **more: str) -> Any:
        """The JSON document of a run that must succeed."""
        done = self(*arguments, "--json", **more)
        assert done.code == 0, done.err
        return done.json


@dataclass
class Served:
    """`steward community serve` as a process."""

    process: subprocess.Popen[str]
    url: str
    token: str
    staff: list[dict[str, str]]

    def messages(self, token: str | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            answer = self.get(f"/v1/messages?cursor={cursor}", token)
            found += answer["items"]
            cursor = answer["cursor"]
            if not answer["more"]:
                return found

    def get(self, path: str, token: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        answer = requests.get(self.url + path, headers=headers, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def steward(tmp_path: Path) -> Steward:
    return Steward(tmp_path / "workspace")


@pytest.fixture
def community() -> Iterator[Callable[..., Served]]:
    """Starts demo communities; they end with the test."""
    running: list[Served] = []

    def serve(posts: int = 40, seed: int = 7, *, port: int = 0, delay_ms: int = 0) -> Served:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "community", "serve"]
            + ["--port", str(port), "--posts", str(posts), "--seed", str(seed), "--delay-ms", str(delay_ms)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        running.append(Served(process, first["url"], first["token"], first["staff"]))
        return running[-1]

    yield serve
    for served in running:
        served.stop()
        assert served.process.stdout is not None
        served.process.stdout.close()


@pytest.fixture
def connected(steward: Steward, community: Callable[..., Served]) -> tuple[Steward, Served]:
    """A workspace that is connected to a community of forty cases and has pulled them."""
    served = community()
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    return steward, served


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("您好，请把广告链接删掉，谢谢。", encoding="utf-8")
    return path
