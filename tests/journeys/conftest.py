"""The program as a person or a script runs it: the whole command line on real files and real HTTP.

Most journeys run it inside this process, which saves the start; those about processes run `steward` as one.
"""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest
import requests

from app.cli.main import run
from app.demo.community import DemoCommunity
from app.demo.content import STAFF, Content
from app.demo.generator import generated_content
from app.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery staple"
TOKENS = ["journey-token-one", "journey-token-two", "journey-token-three"]


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

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith("STEWARD_")}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTEST_CURRENT_TEST"):
            bare.pop(name, None)
        home = {"HOME": str(self.folder.parent), "XDG_STATE_HOME": str(self.folder.parent / "state")}
        own = {"STEWARD_LANGUAGE": "en", "STEWARD_PASSPHRASE": PASSPHRASE}
        return {**bare, **home, **own, **self.env, **more}

    def arguments(self, *arguments: object) -> list[str]:
        return ["--workspace", str(self.folder), *map(str, arguments)]

    def __call__(self, *arguments: object, text: str = "", **env: str) -> Run:
        """Run it inside this process."""
        out, err = io.StringIO(), io.StringIO()
        with _as_process(self.environment(env), text), redirect_stdout(out), redirect_stderr(err):
            try:
                code = run(self.arguments(*arguments))
            except SystemExit as done:  # argparse leaves this way
                code = int(done.code or 0)
        return Run(code, out.getvalue(), err.getvalue())

    def start(self, *arguments: object, **env: str) -> subprocess.Popen[str]:
        """Start it as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "app", *self.arguments(*arguments)],
            cwd=ROOT,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def process(self, *arguments: object, at_most: float = 120, **env: str) -> Run:
        """Run it as a process of its own, for so many seconds ``at_most``."""
        process = self.start(*arguments, **env)
        out, err = process.communicate(timeout=at_most)
        return Run(process.returncode, out, err)

    def ok(self, *arguments: object, **more: str) -> Any:
        """The JSON document of a run that must succeed."""
        done = self(*arguments, "--json", **more)
        assert done.code == 0, done.err
        return done.json


@contextmanager
def _as_process(environment: dict[str, str], text: str) -> Iterator[None]:
    before, keys, stdin = dict(os.environ), keyring.get_keyring(), sys.stdin
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.stdin = stdin
        keyring.set_keyring(keys)


@dataclass
class Served:
    """A demo community over HTTP."""

    url: str
    token: str
    staff: list[dict[str, str]]
    stop: Callable[[], None]
    community: DemoCommunity | None = None

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


def _now() -> datetime:
    return datetime.now(UTC)


def _community(posts: int, seed: int, epoch: str, content: Content | None = None) -> DemoCommunity:
    return DemoCommunity(
        content or generated_content(posts, seed), _now, dict(zip(TOKENS, STAFF, strict=True)), epoch=epoch
    )


def _served(server: DemoServer, community: DemoCommunity, stop: Callable[[], None]) -> Served:
    staff = [{"id": ref.id, "token": token} for token, ref in zip(TOKENS, STAFF, strict=True)]
    return Served(server.url, TOKENS[0], staff, stop, community)


@pytest.fixture
def steward(tmp_path: Path) -> Steward:
    return Steward(tmp_path / "workspace")


@pytest.fixture
def community() -> Iterator[Callable[..., Served]]:
    """Demo communities of this process; they end with the test."""
    running: list[DemoServer] = []

    def stop(server: DemoServer) -> None:
        if server in running:
            running.remove(server)
            server.__exit__(None, None, None)

    def serve(
        posts: int = 40, seed: int = 7, *, delay_ms: int = 0, of: Served | None = None, content: Content | None = None
    ) -> Served:
        """A community; `of` another one: the same, at its address, but slower."""
        port = 0
        held = _community(posts, seed, f"epoch{seed}", content)
        if of is not None and of.community is not None:
            of.stop()
            held, port = of.community, int(of.url.rsplit(":", 1)[1])
        server = DemoServer(held, port=port, delay=delay_ms / 1000).__enter__()
        running.append(server)
        return _served(server, held, lambda: stop(server))

    yield serve
    for server in list(running):
        stop(server)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoServer, Path]]:
    """A server, and a workspace that was connected to it and has pulled its forty cases: to be copied."""
    steward = Steward(tmp_path_factory.mktemp("prepared") / "workspace")
    with DemoServer(_community(40, 7, "prepared")) as server:
        steward.ok("connect", server.url, STEWARD_TOKEN=TOKENS[0])
        steward.ok("sync")
        yield server, steward.folder


@pytest.fixture
def connected(steward: Steward, prepared: tuple[DemoServer, Path]) -> tuple[Steward, Served]:
    """A workspace that has pulled the forty cases of a community that is as fresh as the workspace."""
    server, folder = prepared
    held = _community(40, 7, "prepared")
    server.serve_instead(held)
    shutil.copytree(folder, steward.folder)
    return steward, _served(server, held, lambda: None)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("您好，请把广告链接删掉，谢谢。", encoding="utf-8")
    return path
