"""`python -m tests.benchmarks.startup`: CPU until first paint and until rows are on screen, against a bare window.

Each is a process of its own, offscreen, the key in memory as a key store would give it. Medians; no verdict.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 7

BARE = """
import resource
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget
app = QApplication([])
window = QWidget()
QVBoxLayout(window).addWidget(QTableView())
window.resize(1440, 900)
window.show()
app.processEvents()
used = resource.getrusage(resource.RUSAGE_SELF)
mib = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
print(f'{{"paint": {used.ru_utime + used.ru_stime}, "mib": {mib}}}')
"""


def peak() -> float:
    """MiB; not ru_maxrss, which a process inherits from the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def used() -> float:
    now = resource.getrusage(resource.RUSAGE_SELF)
    return now.ru_utime + now.ru_stime


def child(folder: Path, key: str, workspace_id: str) -> None:
    """The program as `steward` starts it, until rows are on screen."""
    from app.cli import screen
    from app.cli.context import Context
    from app.cli.output import Output
    from app.logs import Log
    from app.settings import Settings

    found: dict[str, float] = {}
    context = Context(Settings.read({}, folder), Output("zh", json=False), Log(folder.parent / "logs"))

    from ui.shell import frame as frames

    opened = frames.open_frame

    def open_frame(*arguments: object) -> frames.Frame:
        made = opened(*arguments)  # type: ignore[arg-type]
        found["paint"] = used()
        return made

    frames.open_frame = open_frame

    class Keys:
        def get(self, _entry: str) -> str | None:
            return key

        def put(self, _entry: str, _secret: str) -> bool:
            return True

    context.__dict__["key_store"] = Keys()

    from PySide6.QtCore import QTimer

    def look() -> None:
        if "ui.shell.window" not in sys.modules:
            return
        from ui.shell.window import Window

        application = frames.application()
        windows = [one for one in application.allWidgets() if isinstance(one, Window)]
        if windows and windows[0].triage.queue.model.rows:
            application.processEvents()
            found["rows"] = used()
            found["mib"] = peak()
            print(json.dumps(found), flush=True)
            os._exit(0)

    frames.application()
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    screen.show(context, demo=False)


def workspace(folder: Path) -> tuple[str, str]:
    """A workspace of the demo community, and what opens it."""
    import time
    from dataclasses import replace
    from datetime import timedelta

    from app.cli.world import DemoWorld
    from app.settings import Settings
    from app.sync.cycle import run_round

    world = DemoWorld(replace(Settings.read({}), workspace=folder))
    run_round(world.workspace.desk(), world.gateway, sleep=time.sleep, patience=timedelta(seconds=1))
    made = world.workspace
    import shutil

    shutil.copytree(made.settings.workspace, folder)
    world.close()
    return made.key.hex(), made.workspace_id


def measured(arguments: list[str]) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--child", nargs=3)
    parsed = parser.parse_args()
    if parsed.child:
        child(Path(parsed.child[0]), parsed.child[1], parsed.child[2])
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "workspace"
        key, workspace_id = workspace(folder)
        ours = ["-m", "tests.benchmarks.startup", "--child", str(folder), key, workspace_id]
        runs = [(measured(["-c", BARE]), measured(ours)) for _ in range(RUNS)]
    bare = statistics.median(one["paint"] for one, _ in runs)
    paint, rows = (statistics.median(one[name] for _, one in runs) for name in ("paint", "rows"))
    print(f"a bare window: {bare:.3f} s CPU, {statistics.median(one['mib'] for one, _ in runs):.0f} MiB")
    print(f"first paint:   {paint:.3f} s CPU, {paint / bare:.2f} x")
    print(f"rows on screen: {rows:.3f} s CPU, {rows / bare:.2f} x")
    print(f"peak memory:   {statistics.median(one['mib'] for _, one in runs):.0f} MiB")


if __name__ == "__main__":
    main()
