"""`python -m tests.benchmarks.responsive [--cases N]`: gaps of a 5 ms heartbeat in the window during a full first sync.

The community is a process of its own, as a real one would be. No verdict.
"""

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

BEAT_MS = 5


@contextlib.contextmanager
def community(cases: int) -> Iterator[dict[str, str]]:
    """A demo community of its own."""
    served = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "app",
            "--json",
            "community",
            "serve",
            "--port",
            "0",
            "--posts",
            str(cases),
            "--seed",
            "7",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    try:
        yield json.loads(served.stdout.readline())
    finally:
        served.terminate()
        served.wait()


def quantile(gaps: list[float], part: float) -> float:
    return gaps[min(int(len(gaps) * part), len(gaps) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000)
    parsed = parser.parse_args()

    from PySide6.QtCore import Qt, QTimer

    from app.cli.window import session_of
    from app.domain.community import Adapter
    from app.keys.store import MemoryKeyStore
    from app.settings import Settings
    from app.start import create_workspace, describe
    from ui.shell.application import Desktop, Surroundings, event_loop
    from ui.shell.frame import Looks, application

    app = application()
    loop = event_loop(app)
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(BEAT_MS)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))

    async def go(desktop: Desktop) -> tuple[float, float]:
        desktop.window.show()
        await asyncio.sleep(0.5)
        timer.start()
        begun = time.perf_counter()
        await asyncio.sleep(3)
        idle = sorted(1000 * (b - a) for a, b in pairwise(beats))
        del beats[:]
        desktop.keep_step()
        begun = time.perf_counter()
        while not desktop.syncing.rounds:
            await asyncio.sleep(0.02)
        took = time.perf_counter() - begun
        timer.stop()
        await desktop.end()
        return quantile(idle, 0.999), took

    with tempfile.TemporaryDirectory() as temporary, community(parsed.cases) as served:
        settings = Settings(Path(temporary) / "workspace", Path(temporary) / "logs")
        workspace = create_workspace(settings, "a passphrase of a benchmark", MemoryKeyStore())
        info = describe(settings, Adapter.BRIDGE, served["url"], served["token"])
        workspace.connect(Adapter.BRIDGE, served["url"], served["token"], info)
        around = Surroundings(loop, lambda error: print(repr(error)), Looks.of(app, "zh", None))
        idle, took = loop.run_until_complete(go(Desktop(session_of(workspace), around)))
    gaps = sorted(1000 * (b - a) for a, b in pairwise(beats))
    print(f"{parsed.cases} cases pulled, stored and indexed in {took:.1f} s, {len(gaps)} beats")
    print(f"idle p99.9: {idle:.1f} ms")
    print(
        ", ".join(f"p{part * 100:g} {quantile(gaps, part):.1f} ms" for part in (0.5, 0.99, 0.999)),
        f"max {gaps[-1]:.1f} ms",
    )


if __name__ == "__main__":
    main()
