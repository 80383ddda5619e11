"""Steward as a process whose keyboard is a pipe: each line that comes in is a thing to do, answered by a line.

Started as `python -m tests.window.program` with the arguments of `steward`. STEWARD_TEST_AHEAD sets its clock ahead by
so many seconds, so that nobody has to wait until an answer can no longer be taken back.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import app.cli.window as ways
from app.cli.main import run
from app.start import now
from ui.shell.frame import Frame, application
from ui.shell.window import Window


def main() -> int:
    """The program, with a hand on its keyboard."""
    ahead = timedelta(seconds=float(os.environ.pop("STEWARD_TEST_AHEAD", "0")))

    def clock() -> datetime:
        return now() + ahead

    ways.session_of = partial(ways.session_of, clock=clock)
    application()
    lines: SimpleQueue[str] = SimpleQueue()
    Thread(target=_listen, args=(lines,), daemon=True).start()
    hand = QTimer()
    hand.setInterval(2)
    hand.timeout.connect(lambda: _do_all(lines))
    hand.start()
    return run(sys.argv[1:])


def _listen(lines: "SimpleQueue[str]") -> None:
    for line in sys.stdin:
        lines.put(line)


def _do_all(lines: "SimpleQueue[str]") -> None:
    for line in _waiting(lines):
        sys.stdout.write(json.dumps(_do(**json.loads(line))) + "\n")
        sys.stdout.flush()


def _waiting(lines: "SimpleQueue[str]") -> Iterator[str]:
    while True:
        try:
            yield lines.get_nowait()
        except Empty:
            return


def _do(*, press: str = "", write: str = "", close: bool = False) -> dict[str, Any]:
    frames = [one for one in QApplication.topLevelWidgets() if isinstance(one, Frame)]
    window = frames[0].findChild(Window) if frames else None
    if window is None:
        return {}
    if not frames[0].isActiveWindow():
        frames[0].activateWindow()
    if close:
        QTimer.singleShot(0, frames[0].close)
    target = frames[0].focusWidget() or frames[0]
    if press:
        chord = QKeySequence(press)[0]
        QTest.keyClick(target, chord.key(), chord.keyboardModifiers())
    if write:
        typed = QInputMethodEvent()
        typed.setCommitString(write)
        QApplication.sendEvent(target, typed)
    return _seen(window, active=frames[0].isActiveWindow())


def _seen(window: Window, *, active: bool) -> dict[str, Any]:
    letter = window.triage.desk.letter
    return {
        "active": active,
        "idle": window.tools.runner.idle,
        "case": window.triage.queue.case_id,
        "desk": window.triage.desk.case_id,
        "letter": letter.text,
        "kept": not letter.unkept,
        "rounds": window.syncing.rounds,
        "waiting": window.status.waiting,
        "notices": window.notices.texts(),
        "rows": {row.id: window.triage.queue.spoken(row) for row in window.triage.queue.model.rows},
    }


if __name__ == "__main__":
    sys.exit(main())
