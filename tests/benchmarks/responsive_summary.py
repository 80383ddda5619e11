"""`python -m tests.benchmarks.responsive_summary [--cases N] [--times N]`: gaps of a 5 ms heartbeat in the window
while a month is reckoned, shown and exported. No verdict.

Beside each gap stands what the window's own thread worked in it, which other programs on the machine do not stretch.
"""

import argparse
import asyncio
import gc
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt, QTimer

from app.domain.summary import Format
from app.domain.words import Words
from app.operations.desk import Desk
from app.operations.pictures import Fetched
from storage.backup import _unguarded
from tests.benchmarks.__main__ import desk
from tests.benchmarks.responsive import BEAT_MS, quantile
from tests.benchmarks.summary import _count, fill
from ui.session import Session, nobody
from ui.shell.application import Desktop, Surroundings, event_loop
from ui.shell.frame import Looks, application
from ui.summary.reader import Reader
from ui.syncing import RoundTaken


class Heart:
    """Beats in the thread of the window."""

    def __init__(self) -> None:
        self._beats: list[tuple[float, float]] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(lambda: self._beats.append((time.perf_counter(), time.thread_time())))
        self._timer.start()

    async def over(self, what: str, work: Callable[[int], object], ended: Callable[[], bool], times: int) -> None:
        """Print the gaps while something is done so many times."""
        gaps, own, took = list[float](), list[float](), list[float]()
        for at in range(times):
            await asyncio.sleep(0.05)
            del self._beats[:]
            begun = time.perf_counter()
            work(at)
            await asyncio.sleep(0)
            while not ended():
                await asyncio.sleep(0.002)
            took.append(time.perf_counter() - begun)
            await asyncio.sleep(0.02)
            gaps += [1000 * (after[0] - before[0]) for before, after in pairwise(self._beats)]
            own += [1000 * (after[1] - before[1]) for before, after in pairwise(self._beats)]
        print(f"{what}, {1000 * min(took):.0f} to {1000 * max(took):.0f} ms: gaps {_told(gaps)}; own work {_told(own)}")

    def stop(self) -> None:
        """No more beats."""
        self._timer.stop()


def _told(spans: list[float]) -> str:
    spans.sort()
    parts = ", ".join(f"p{part * 100:g} {quantile(spans, part):.1f}" for part in (0.5, 0.99, 0.999))
    return f"{parts}, most {spans[-1]:.1f} ms"


def session(ready: Desk) -> Session:
    """A window on it that syncs with nobody."""

    def keep_step(check: Callable[[], None], sleep: Callable[[float], None]) -> RoundTaken:
        check()
        sleep(0)
        return RoundTaken(0, 0, 0)

    where = Words("记录已加密", "The record is encrypted")
    return Session(ready, keep_step, "http://127.0.0.1:1", where, lambda: None, nobody, lambda _case, _sleep: Fetched())


async def go(desktop: Desktop, folder: Path, times: int) -> None:
    """Everything a manager does with months."""
    heart, runner = Heart(), desktop.runner
    desktop.window.resize(1440, 900)
    desktop.window.show()
    gc.freeze()  # as the program does once its window stands
    await asyncio.sleep(1)
    await heart.over("idle", lambda _at: None, _after(1.0), 3)
    desktop.window.actions_["go.summary"].trigger()
    reader = desktop.window.summary.inside
    drawn = _drawn(reader, lambda: runner.idle)
    await _until(drawn)
    await heart.over("reckoned and shown", lambda at: reader.months.list.take(1 + at % 3), drawn, times)
    if reader.shown is not None:
        number = reader.shown.number("cases.closed")
        await heart.over("cases behind a figure", lambda _at: reader._open_cases(number), lambda: runner.idle, times)
        reader.cases.put_away()
    for one in Format:
        await heart.over(f"exported as {one}", partial(_export, reader, folder, one), drawn, times)
    heart.stop()
    await desktop.end()


def _after(seconds: float) -> Callable[[], bool]:
    begun: list[float] = []

    def passed() -> bool:
        begun.append(time.perf_counter())
        if begun[-1] - begun[0] < seconds:
            return False
        begun.clear()
        return True

    return passed


def _drawn(reader: Reader, idle: Callable[[], bool]) -> Callable[[], bool]:
    return lambda: idle() and reader.shown is not None and reader.paper.complete


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


def _export(reader: Reader, folder: Path, wanted: Format, _at: int) -> None:
    reader.export()
    form = reader.exporting
    form.folder = lambda: folder
    for one, tick in form.formats.items():
        tick.setChecked(one is wanted)
    form.go()


def main(count: int, times: int) -> None:
    """Fill a record, open a window on it, measure."""
    app = application()
    loop = event_loop(app)
    with tempfile.TemporaryDirectory() as temporary:
        ready = desk(Path(temporary))
        with ready.record.connection() as connection, _unguarded(connection):
            fill(connection, count)
            _count(connection)
        print(f"{count} cases over 24 months")
        around = Surroundings(loop, lambda error: print(repr(error)), Looks.of(app, "zh", None))
        with closing(loop):
            loop.run_until_complete(go(Desktop(session(ready), around), Path(temporary) / "out", times))
        ready.record.close()
        ready.cache.close()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cases", type=int, default=1_000_000)
    arguments.add_argument("--times", type=int, default=20)
    parsed = arguments.parse_args()
    main(parsed.cases, parsed.times)
