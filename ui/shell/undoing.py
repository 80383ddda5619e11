"""Taking back: for a while after each decision, while nothing of it was sent."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from app.domain.cases import CaseId
from app.domain.changes import Changes
from app.domain.commands import DecisionId
from app.domain.words import Words
from app.operations.desk import Desk
from app.operations.undoing import undo
from ui.actions import key_of
from ui.answering.forms import HOLD
from ui.notices import Offer
from ui.syncing import Syncing
from ui.tools import Tools

AFTER_HOLD = 0.3
"""Seconds between the end of an undo window and the round that sends."""

MOST_UNDONE = 20


@dataclass(frozen=True, slots=True)
class Undoable:
    """What can be taken back until a moment; `back` goes to where it was decided."""

    take: Callable[[Desk], Changes]
    until: datetime
    take_away: Callable[[], None]
    back: Callable[[], object]


class Undoing(QObject):
    """What was decided in this window lately.

    Args:
        show_case: goes to a case.
    """

    def __init__(self, tools: Tools, owner: QObject, syncing: Syncing, show_case: Callable[[CaseId], None]) -> None:
        super().__init__(owner)
        self._tools, self._syncing, self._show_case = tools, syncing, show_case
        self._undoable: deque[Undoable] = deque(maxlen=MOST_UNDONE)

    def offer(
        self,
        words: Words,
        decisions: Sequence[DecisionId],
        cases: Sequence[CaseId],
        back: Callable[[], object] | None = None,
    ) -> None:
        """Say what was decided, and that it can be taken back.

        Args:
            back: goes to where it was decided, once it is taken back; to the first case where nothing is said.
        """
        self.offer_back(words, partial(undo, decisions=decisions), cases, back)

    def offer_back(
        self,
        words: Words,
        take: Callable[[Desk], Changes],
        cases: Sequence[CaseId],
        back: Callable[[], object] | None = None,
    ) -> None:
        """The same of what is no decision: `take` takes it back."""
        seconds = HOLD.total_seconds()
        told = Words(f"{words.zh}，{seconds:.0f} 秒内可撤回", f"{words.en}; {seconds:.0f} seconds to take it back")
        way = Offer(Words("撤回", "Take back"), key_of("window.undo"), self.undo)
        take_away = self._tools.notices.tell(told, offer=way, seconds=seconds)
        until = self._tools.clock() + HOLD
        back = back or (lambda: self._show_case(cases[0]) if cases else None)
        self._undoable.append(Undoable(take, until, take_away, back))
        self._syncing.after(seconds + AFTER_HOLD)

    def undo(self) -> None:
        """Take the last decision back, while nothing of it was sent."""
        now = self._tools.clock()
        while self._undoable:
            last = self._undoable.pop()
            last.take_away()
            if last.until > now:
                self._tools.runner.do(last.take, partial(self._undone, last))
                return
        self._tools.notices.tell(
            Words("没有可以撤回的：已经送达，或过了 8 秒", "Nothing to take back: it arrived, or 8 seconds are over")
        )

    def _undone(self, last: Undoable, _changes: Changes) -> None:
        self._tools.notices.tell(Words("已撤回，什么都没有发出", "Taken back; nothing was sent"))
        last.back()
