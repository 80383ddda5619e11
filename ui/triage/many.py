"""Many cases at once: those picked, those that say the same as the chosen one, and batches to be sampled."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.cases import CaseId
from app.domain.decisions import Batch
from app.domain.roles import Role
from app.domain.words import Words
from app.operations import clusters, dismissing
from app.operations.case_view import CaseView
from app.operations.clusters import Handled
from app.operations.clusters_plan import ClusterWish, suits
from app.operations.clusters_sampling import Waiting, approve_cluster, sample_of, send_back_cluster, waiting_cluster
from app.operations.desk import NO_HOLD, Desk
from ui.answering.forms import HOLD
from ui.tools import Tools
from ui.triage.bulk import BulkPanel, told_of, told_of_handled, with_same_text
from ui.triage.cluster_sample import SamplePanel
from ui.triage.queue_column import QueueColumn


class Many(QObject):
    """Which cases the panel for many stands for, and what is done to them.

    Args:
        seen: the chosen case, while it is the one that is shown.

    Attributes:
        panel: what shows them.
        cases: the cases that the panel stands for; empty while one case is handled alone.
        sampling: what shows the sample of a batch.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        stands: what is to be shown in the place of the desk; None for the desk itself.
        wanting: what was agreed to is to be sent now.
        by_other: a colleague is to agree with a batch on this machine: its id, what of it was looked at.
    """

    decided = Signal(object, object, object)
    stands = Signal(object)
    wanting = Signal()
    by_other = Signal(object, object)

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
        self.panel.handled.connect(self._handle)
        self.panel.left.connect(self.pick_none)
        self.sampling = SamplePanel(tools)
        self.sampling.wanted.connect(queue.choose)
        self.sampling.agreed.connect(self._agree)
        self.sampling.sent_back.connect(self._send_back)
        self.sampling.left.connect(self.leave_sample)

    def pick_none(self) -> None:
        """Pick none any more."""
        self._show([])
        self._queue.model.unpick_all()
        self._queue.list.setFocus()

    def take_same_text(self) -> None:
        """Handle the chosen case with all that say the same: as adverts where they are, and can be handled so.

        No field takes the focus, so that letters are commands still.
        """
        view = self._seen()
        if view is not None:
            case = view.case.id
            self._tools.runner.ask(("triage", "many"), lambda desk: _together(desk, case), self._show_likely)

    def dismiss_same_text(self) -> None:
        """Nothing is to be done about the chosen case and all that say the same; the reason waits for words."""
        view = self._seen()
        if view is not None:
            self._ask([view.case.id], self._show_together)

    def by_accounts(self) -> None:
        """Handle them as the work of abnormal accounts; of a case that waits in a batch, begin to sample that."""
        view = self._seen()
        if self.cases:
            self.panel.show_accounts()
        elif view is not None and (cluster := waiting_cluster(view)):
            case = view.case.id
            self._tools.runner.ask(
                ("triage", "sample"), lambda desk: sample_of(desk, cluster), partial(self._begin_sample, case)
            )
        elif view is not None:
            self._ask([view.case.id], self._show_accounts)

    def _show_likely(self, found: tuple[list[CaseId], bool]) -> None:
        cases, accounts = found
        if cases[0] != self._queue.case_id:
            return
        self._together = cases
        self._show(cases)
        if accounts:
            self.panel.show_accounts()
        else:
            self.panel.setFocus()

    def _show_accounts(self, cases: list[CaseId]) -> None:
        if cases[0] == self._queue.case_id:
            self._together = cases
            self._show(cases)
            self.panel.show_accounts()

    # --- sampling ----------------------------------------------------------------------------------------

    def _begin_sample(self, case: CaseId, waiting: Waiting) -> None:
        self._show([])
        self.sampling.begin(waiting, case, mine=waiting.by.id == self._tools.me.id)
        self._show_right()

    def leave_sample(self) -> None:
        """Not now."""
        self.sampling.end()
        self._show_right()
        self._queue.list.setFocus()

    def saw(self, case: CaseId) -> None:
        """A case is shown."""
        self.sampling.saw(case)

    def step(self, by: int) -> None:
        """The next case of the sample, or else of the queue."""
        if self.sampling.waiting:
            self.sampling.step(by)
        else:
            self._queue.step(by)

    def agree_or(self, other: Callable[[], object]) -> None:
        """Agree with the batch that is sampled; without one, do the other."""
        if self.sampling.waiting:
            self.sampling.agree()
        else:
            other()

    def send_back_or(self, other: Callable[[], object]) -> None:
        """Send the batch back that is sampled; without one, do the other."""
        if self.sampling.waiting:
            self.sampling.send_back()
        else:
            other()

    def _agree(self) -> None:
        waiting = self.sampling.waiting
        if waiting is None:
            return
        seen = sorted(self.sampling.seen)
        if self.sampling.mine:
            self.by_other.emit(waiting.cluster.id, seen)
            return
        lead = Role.LEAD in self._tools.me.roles  # nobody else can take another person's decision back
        self._tools.runner.do(
            lambda desk: approve_cluster(desk, waiting.cluster.id, seen, hold=HOLD if lead else NO_HOLD),
            partial(self._agreed, undoable=lead),
            self.sampling.show_fault,
        )

    def agreed_by_other(self, done: Handled) -> None:
        """A colleague agreed on this machine."""
        self._agreed(done, undoable=True)

    def sent_back_by_other(self, done: Handled) -> None:
        """A colleague sent it back on this machine."""
        self._sent_back(done)

    def _agreed(self, done: Handled, *, undoable: bool) -> None:
        self.leave_sample()
        count, kept = len(done.decided), len(done.refused)
        told = Words(f"已同意，{count} 件开始执行", f"Agreed; {count} cases take effect")
        if kept:
            why = done.refused[0][1]
            told = Words(f"{told.zh}；{kept} 件仍在等：{why.zh}", f"{told.en}; {kept} go on waiting: {why.en}")
        if undoable and done.decided:
            self.decided.emit(told, [one.decision for one in done.decided], [one.case for one in done.decided])
        else:
            self._tools.notices.tell(told)
            self.wanting.emit()

    def _send_back(self, reason: str) -> None:
        waiting = self.sampling.waiting
        if waiting is None:
            return
        self._tools.runner.do(
            lambda desk: send_back_cluster(desk, waiting.cluster.id, reason=reason),
            self._sent_back,
            self.sampling.show_fault,
        )

    def _sent_back(self, done: Handled) -> None:
        self.leave_sample()
        count = len(done.decided)
        self._tools.notices.tell(
            Words(f"{count} 件已退回，没有执行任何操作", f"{count} cases are sent back; nothing was carried out")
        )

    # --- picks -------------------------------------------------------------------------------------------

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
        self.panel.show_cases(cases)
        self._show_right()

    def _show_right(self) -> None:
        self.stands.emit(self.sampling if self.sampling.waiting else self.panel if self.cases else None)

    def _dismiss(self, reason: str) -> None:
        cases = self.cases
        following = self._queue.after(set(cases))
        self._tools.runner.do(
            lambda desk: dismissing.dismiss_many(desk, cases, reason=reason, hold=HOLD),
            partial(self._dismissed, following),
        )

    def _handle(self, wish: ClusterWish) -> None:
        cases = self.cases
        following = self._queue.after(set(cases))
        self._tools.runner.do(
            lambda desk: clusters.handle(desk, cases, wish, hold=HOLD),
            partial(self._handled, following),
            self.panel.accounts.show_fault,
        )

    def _handled(self, following: CaseId | None, done: Handled) -> None:
        self._go_on(following)
        told = told_of_handled(done)
        self.decided.emit(told, [one.decision for one in done.decided], [one.case for one in done.decided])

    def _go_on(self, following: CaseId | None) -> None:
        self.pick_none()
        if following is not None:
            self._queue.choose(following)

    def _dismissed(self, following: CaseId | None, batch: Batch) -> None:
        self._go_on(following)
        told = told_of(batch)
        if batch.decided:
            self.decided.emit(told, [one.decision for one in batch.decided], [one.case for one in batch.decided])
        else:
            self._tools.notices.tell(told)


def _together(desk: Desk, case: CaseId) -> tuple[list[CaseId], bool]:
    """A case with all that say the same, and whether they are most likely the work of abnormal accounts."""
    cases = with_same_text(desk, [case])
    return cases, suits(desk, cases)
