"""The second person at the window: agrees, sends back, or lets a colleague agree; and is told what waits for them."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.decisions import DECISION_WORDS, Awaited, Decided
from app.domain.roles import Role
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import approving
from app.operations.desk import NO_HOLD
from app.operations.undoing import undo
from ui.answering.approval import ApprovalPart
from ui.answering.desk import AnswerDesk
from ui.answering.forms import HOLD
from ui.kit.remote import brief
from ui.notices import Offer
from ui.tools import Tools
from ui.triage.by_hand import offer_to_go
from ui.triage.queue_column import QueueColumn


class Approving(QObject):
    """What is done about decisions that wait for another person.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was agreed to has to be done by a person, who wants to go there: the decision.
        wanting: what was agreed to is to be sent now.
        by_other: a colleague is to agree on this machine: the case.
    """

    decided = Signal(object, object, object)
    to_do = Signal(object)
    wanting = Signal()
    by_other = Signal(object)

    def __init__(self, tools: Tools, queue: QueueColumn, desk: AnswerDesk) -> None:
        super().__init__()
        self._tools, self._queue, self._desk = tools, queue, desk
        self._told: set[DecisionId] = set()
        self._told_back = NO_WORDS
        desk.approval_made.connect(self._connect)

    def _connect(self, part: ApprovalPart) -> None:
        part.agreed.connect(self.agree)
        part.sent_back.connect(self._send_back)
        part.withdrawn.connect(self._withdraw)
        part.by_other.connect(self.agree)

    # --- the decision on the desk ------------------------------------------------------------------------

    @property
    def _part(self) -> ApprovalPart | None:
        """What waits on the case that is shown, once it can be read."""
        desk = self._desk
        if not desk.approves or desk.case_id is None or desk.case_id != self._queue.case_id:
            return None
        return desk.approval if desk.approval.ready else None

    def agree(self) -> None:
        """Agree with what waits; with one's own decision only a colleague can."""
        part = self._part
        if part is None or part.case_id is None:
            return
        case_id = part.case_id
        if part.mine:
            self.by_other.emit(case_id)
            return
        lead = Role.LEAD in self._tools.me.roles  # nobody else can take another person's decision back
        work = partial(approving.approve, case_id=case_id, hold=HOLD if lead else NO_HOLD)
        by = brief(part.by, 24)
        told = Words(f"已复核同意，由 {by} 的账号发送", f"Agreed; it goes out under {by}'s account")
        self._tools.runner.do(work, partial(self._agreed, told, undoable=lead), self._refused)

    def agreed_by_other(self, decided: Decided) -> None:
        """A colleague agreed on this machine."""
        self._agreed(
            Words("同事已复核同意，开始执行", "Your colleague agreed; it takes effect"), decided, undoable=True
        )

    def sent_back_by_other(self, decided: Decided) -> None:
        """A colleague sent it back on this machine: it is a draft of mine again."""
        self._tools.notices.tell(_BACK_TO_ME)
        self._queue.choose(decided.case)

    def _agreed(self, told: Words, decided: Decided, *, undoable: bool) -> None:
        self._go_on(decided.case)
        if undoable:
            self.decided.emit(told, [decided.decision], [decided.case])
        else:
            self._tools.notices.tell(told)
            self.wanting.emit()
        if decided.by_hand:
            offer_to_go(self._tools, partial(self.to_do.emit, decided.decision))

    def begin_send_back(self) -> None:
        """Ask why it is sent back."""
        part = self._part
        if part is not None and part.mine:
            self._tools.notices.tell(_MINE)
        elif part is not None:
            part.begin_send_back()

    def _send_back(self, reason: str) -> None:
        part = self._part
        if part is None or part.case_id is None:
            return
        self._told_back = _sent_back_to(brief(part.by, 24))
        work = partial(approving.send_back, case_id=part.case_id, reason=reason)
        self._tools.runner.do(work, self._sent_back, self._refused)

    def _sent_back(self, decided: Decided) -> None:
        self._go_on(decided.case)
        self._tools.notices.tell(self._told_back)

    def _withdraw(self, decision: DecisionId) -> None:
        def told(_changes: object) -> None:
            self._tools.notices.tell(Words("已撤回，可以改了再交", "Taken back; change it and submit it again"))

        self._tools.runner.do(partial(undo, decisions=[decision]), told, self._refused)

    def _go_on(self, case_id: CaseId) -> None:
        if self._queue.case_id == case_id:
            following = self._queue.after({case_id})
            if following is not None:
                self._queue.choose(following)
                self._queue.list.setFocus()

    def _refused(self, error: StewardError) -> None:
        self._desk.show_fault(error)

    # --- what waits for me -------------------------------------------------------------------------------

    def look(self) -> None:
        """See whether a decision of somebody else waits for the person at the window."""
        self._tools.runner.ask(("triage", "awaited"), approving.waiting_for_me, self._tell)

    def _tell(self, waiting: list[Awaited]) -> None:
        fresh = [one for one in waiting if one.decision not in self._told]
        self._told = {one.decision for one in waiting}
        if not fresh:
            return
        one = fresh[0]
        what, by = DECISION_WORDS[one.kind], brief(one.by, 24)
        words = Words(f"{by} 的{what.zh}等您复核", f"{by}: {what.en} waits for you to agree")
        if len(fresh) > 1:
            words = Words(f"{len(fresh)} 个决定等您复核", f"{len(fresh)} decisions wait for you to agree")
        go = Offer(Words("去看", "Look"), "", partial(self._queue.choose, one.case))
        self._tools.notices.tell(words, offer=go, seconds=12)


def _sent_back_to(name: str) -> Words:
    return Words(f"已退回给 {name}，没有执行任何操作", f"Sent back to {name}; nothing was carried out")


_MINE = Words(
    "自己的决定退不回去：可以撤回；同事可以按 Y 用自己的令牌退回",
    "Your own decision can't be sent back: take it back, or let a colleague send it back with their token (Y)",
)
_BACK_TO_ME = Words("同事已退回给您，没有执行任何操作", "Your colleague sent it back to you; nothing was carried out")
