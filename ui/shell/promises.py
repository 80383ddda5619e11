"""Promises at the window: how they stand is asked every half minute and whenever one changes; what is due is told."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.changes import Area, Changes
from app.domain.promises import PromiseId
from app.domain.promises_register import PromiseRow, Which
from app.domain.words import Words
from app.operations.promises_front import NOTHING, Front, front
from ui.actions import key_of
from ui.kit.remote import brief
from ui.notices import Offer
from ui.shell.notifying import Notifier
from ui.tools import Tools

EVERY_MS = 30_000


class PromiseWatch(QObject):
    """Asks how promises stand, and tells of a note that lies ready and of a date that passed, each once.

    Attributes:
        found: how promises stand now: a `Front`.
        show_which: the promises that stand so are to be shown: a `Which`.
        show_promise: one is to be shown: its id.
    """

    found = Signal(object)
    show_which = Signal(object)
    show_promise = Signal(object)

    def __init__(self, tools: Tools, owner: QObject, notifier: Notifier) -> None:
        super().__init__(owner)
        self._tools, self._notifier = tools, notifier
        self._told: set[tuple[PromiseId, str]] = set()
        self.now = NOTHING
        tools.runner.changed.connect(self._follow)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Ask how promises stand."""
        self._tools.runner.ask(("promises", "front"), front, self._take, lambda _error: None)

    def _follow(self, changes: Changes) -> None:
        if changes.concern(Area.PROMISES, Area.CASES):
            self.look()

    def _take(self, found: Front) -> None:
        self.now = found
        self.found.emit(found)
        self._tell("broken", found.late, Which.BROKEN, found.broken)
        self._tell("ready", found.ready, Which.SOON, len(found.ready))

    def go(self) -> None:
        """Go to what is most pressing."""
        self.show_which.emit(self.pressing)

    @property
    def pressing(self) -> Which:
        """Which promises somebody has to see to first."""
        now = self.now
        return Which.BROKEN if now.broken else Which.SOON if now.today or now.tomorrow else Which.WAITING

    # --- telling -----------------------------------------------------------------------------------------

    def _tell(self, what: str, rows: tuple[PromiseRow, ...], which: Which, count: int) -> None:
        """Tell of those that were not told of; the id of each and the date that it had are kept in mind."""
        marks = {(row.promise.id, f"{what} {row.promise.due_at.isoformat()}"): row for row in rows}
        fresh = [row for mark, row in marks.items() if mark not in self._told]
        self._told |= marks.keys()
        if not fresh:
            return
        first = fresh[0].promise
        more = count - 1 if len(fresh) == len(rows) else len(fresh) - 1
        words = _broken(fresh[0], more) if what == "broken" else _ready(fresh[0], more)
        shows = partial(self.show_which.emit, which) if more else partial(self.show_promise.emit, first.id)
        go = Offer(Words("去看", "Look at it"), key_of("go.promises") if more else "", shows)
        self._notifier.notify(words, go, about=("promises", what, first.id, first.due_at, more))


def _broken(row: PromiseRow, more: int) -> Words:
    what, who = brief(row.promise.made.what, 40), brief(row.promise.made.department, 24)
    return Words(
        f"未兑现：“{what}”（{who}）期限已过{_rest(more).zh}",
        f"Broken: “{what}” ({who}) passed its date{_rest(more).en}",
    )


def _ready(row: PromiseRow, more: int) -> Words:
    what, rest = brief(row.promise.made.what, 40), _rest(more)
    return Words(
        f"进展说明已拟好：“{what}”快到期了{rest.zh}",
        f"A progress note lies ready: “{what}” is due soon{rest.en}",
    )


def _rest(more: int) -> Words:
    return Words(f"，另有 {more} 项", f"; {more} more") if more > 0 else Words()
