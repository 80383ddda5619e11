"""Many cases at once: those picked, and those that say the same as the chosen one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.cases import CaseId
from app.domain.decisions import Batch
from app.operations import dismissing
from app.operations.case_view import CaseView
from ui.answering.forms import HOLD
from ui.tools import Tools
from ui.triage.bulk import BulkPanel, told_of, with_same_text
from ui.triage.queue_column import QueueColumn


class Many(QObject):
    """Which cases the panel for many stands for, and what is done to them.

    Args:
        seen: the chosen case, while it is the one that is shown.

    Attributes:
        panel: what shows them.
        cases: the cases that the panel stands for; empty while one case is handled alone.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        stands: the panel stands for some cases now, or for none.
    """

    decided = Signal(object, object, object)
    stands = Signal(bool)

    def __init__(self, tools: Tools, queue: QueueColumn, seen: Callable[[], CaseView | None]) -> None:
        super().__init__()
        self._tools = tools
        self._queue = queue
        self._seen = seen
        self.panel = BulkPanel(tools)
        self.cases: list[CaseId] = []
        self._together: list[CaseId] = []
        queue.model.dataChanged.connect(lambda *_: self._follow_picks())
        queue.model.modelReset.connect(self._follow_picks)
        self.panel.dismissed.connect(self._dismiss)
        self.panel.left.connect(self.pick_none)

    def pick_none(self) -> None:
        """Pick none any more."""
        self._show([])
        self._queue.model.unpick_all()
        self._queue.list.setFocus()

    def take_same_text(self) -> None:
        """Handle the chosen case with all that say the same."""
        view = self._seen()
        if view is not None:
            self._ask([view.case.id], self._show_together)

    def leave_together(self, case_id: CaseId | None) -> None:
        """Another case is chosen: those that say the same are left, unless it is one of them."""
        if self._together and case_id not in self._together:
            self._together = []
            self._follow_picks()

    def _show_together(self, cases: list[CaseId]) -> None:
        if cases[0] == self._queue.case_id:
            self._together = cases
            self._show(cases)
            self.panel.reason.setFocus()

    def _follow_picks(self) -> None:
        picked = self._queue.picked
        if picked:
            self._ask(picked, self._show_picked)
        elif not self._together:
            self._tools.runner.forget(("triage", "many"))
            self._show([])

    def _show_picked(self, cases: list[CaseId]) -> None:
        if self._queue.picked:
            self._together = []
            self._show(cases)

    def _ask(self, cases: list[CaseId], then: Callable[[list[CaseId]], None]) -> None:
        self._tools.runner.ask(("triage", "many"), lambda desk: with_same_text(desk, cases), then)

    def _show(self, cases: list[CaseId]) -> None:
        """The panel stands for exactly these cases, and says how many they are."""
        self.cases = cases
        if not cases:
            self._together = []
        self.panel.show_count(len(cases))
        self.stands.emit(bool(cases))

    def _dismiss(self, reason: str) -> None:
        cases = self.cases
        following = self._queue.after(set(cases))
        self._tools.runner.do(
            lambda desk: dismissing.dismiss_many(desk, cases, reason=reason, hold=HOLD),
            partial(self._dismissed, following),
        )

    def _dismissed(self, following: CaseId | None, batch: Batch) -> None:
        self.pick_none()
        if following is not None:
            self._queue.choose(following)
        told = told_of(batch)
        if batch.decided:
            self.decided.emit(told, [one.decision for one in batch.decided], [one.case for one in batch.decided])
        else:
            self._tools.notices.tell(told)
