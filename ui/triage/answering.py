"""What is decided about the chosen case: an answer, thanks, or nothing at all."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.cases import CaseId, CaseState, Step
from app.domain.commands import CommandKind
from app.domain.decisions import Decided, DecisionKind
from app.domain.letters import language_of
from app.domain.words import Words
from app.errors import StewardError
from app.operations import coaching, dismissing, letters
from app.operations.case_view import CaseView, case_view
from app.operations.desk import Desk
from ui.answering.desk import AnswerDesk
from ui.answering.forms import FORMS, HOLD, Answer, by_hand
from ui.notices import Offer
from ui.tools import Tools
from ui.triage.by_hand import offer_to_go
from ui.triage.many import Many
from ui.triage.queue_column import QueueColumn
from ui.triage.slip import offer_slip
from ui.triage.why_nothing import WhyNothing

SUBMITTED = Words("已提交复核，等另一个人同意", "Submitted for approval")


class Answering(QObject):
    """Decides, goes on to the next case, and says what was decided or why it was not.

    Args:
        seen: the chosen case, while it is the one that is shown.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(
        self, tools: Tools, queue: QueueColumn, desk: AnswerDesk, many: Many, seen: Callable[[], CaseView | None]
    ) -> None:
        super().__init__()
        self._tools = tools
        self._queue = queue
        self._desk = desk
        self._many = many
        self._seen = seen
        self._why: WhyNothing | None = None
        desk.answered.connect(self._answer)
        desk.dismissed.connect(self.dismiss)
        desk.thanked.connect(self.thank)

    def begin(self, kind: DecisionKind) -> None:
        """Begin an answer of this kind."""
        if self._seen() is not None:
            self._desk.choose(kind)

    def send(self) -> None:
        """Send what is on the desk, or decide about those picked."""
        if self._many.cases:
            self._many.panel.send()
        elif self._seen() is not None:
            self._desk.send()

    def _answer(self, answer: Answer) -> None:
        form = FORMS[answer.kind]
        view = self._seen()
        if view is None or answer.case != view.case.id:
            return
        to_do = by_hand(view, form.sends)

        def written(decided: Decided) -> None:
            self._desk.sheets.sent(answer.case, answer.kind)
            waits = decided.state is CaseState.AWAITING_APPROVAL
            words = SUBMITTED if waits else form.done
            stays = self._desk.case_id == answer.case and (
                form.step is Step.STAY or self._desk.sheets.goes_on(answer.kind, decided.state)
            )
            if stays and form.step is Step.STAY:
                self._desk.begin_anew()
            if answer.promise is not None and not waits:
                offer_slip(self._tools, answer.case)
            self._decided(words, decided, to_do=(to_do or decided.by_hand > 0) and not waits, stays=stays)

        self._tools.runner.do(lambda desk: form.give(desk, answer), written, partial(self.refused, answer.case))

    def dismiss(self) -> None:
        """Nothing is to be done about the chosen case, or about those picked."""
        if self._many.cases:
            self._many.panel.go()
            return
        view = self._seen()
        if view is None:
            return
        case_id = view.case.id
        chosen = self._queue.row(case_id)
        if chosen is not None and chosen.same_text > 1:
            self._many.dismiss_same_text()
            return
        if any(one.involved for one in view.outside):
            self.why_nothing.begin(view, partial(self._dismiss, case_id))
        else:
            self._dismiss(case_id, "")

    def calmed(self) -> None:
        """What was reported calmed by itself: nothing is to be done, and the month counts it apart."""
        view = self._seen()
        if view is None or self._many.cases:
            return
        case_id, told = view.case.id, Words("已自行平息，判为无需处置", "It calmed by itself: nothing to do there")

        def calm(desk: Desk, reason: str = "") -> Decided:
            return dismissing.dismiss(desk, case_id, reason=reason, calmed=True, hold=HOLD)

        if any(one.involved for one in view.outside):
            self.why_nothing.begin(view, lambda reason: self._decide(case_id, partial(calm, reason=reason), told))
        else:
            self._decide(case_id, calm, told)

    @property
    def why_nothing(self) -> WhyNothing:
        """The form that asks why; it is made when it is first asked for."""
        if self._why is None:
            self._why = WhyNothing(self._tools, self._desk.window())
        return self._why

    def _dismiss(self, case_id: CaseId, reason: str) -> None:
        told = Words("判为无需处置", "Nothing to do there")
        self._decide(case_id, lambda desk: dismissing.dismiss(desk, case_id, reason=reason, hold=HOLD), told)

    def thank(self) -> None:
        """The correction is good: thank the author and close."""
        shown = self._seen()
        if shown is None:
            return
        case_id = shown.case.id

        def accept(desk: Desk) -> Decided:
            view = case_view(desk, case_id)
            thanks = letters.thanks(desk, case_id, language_of(view.case.revision.body))
            return coaching.accept(desk, case_id, thanks=thanks, hold=HOLD)

        told = Words("已谢过 TA 并办结", "Thanked and closed")
        self._decide(case_id, accept, told, to_do=by_hand(shown, CommandKind.MESSAGE))

    def _decide(self, case_id: CaseId, work: Callable[[Desk], Decided], told: Words, *, to_do: bool = False) -> None:
        self._tools.runner.do(work, partial(self._decided, told, to_do=to_do), partial(self.refused, case_id))

    def _decided(self, told: Words, decided: Decided, *, to_do: bool = False, stays: bool = False) -> None:
        if self._queue.case_id == decided.case and not stays:
            following = self._queue.after({decided.case})
            if following is not None:
                self._queue.choose(following)
                self._queue.list.setFocus()
        self.decided.emit(told, [decided.decision], [decided.case])
        if to_do:
            offer_to_go(self._tools, partial(self.to_do.emit, decided.decision))

    def refused(self, case_id: CaseId, error: StewardError) -> None:
        """Say why where the answer stands, or, when somebody has gone on, where they are."""
        if self._desk.case_id == self._queue.case_id == case_id:
            self._desk.show_fault(error)
            return
        why = Words.of(error)
        told = Words(f"工单 {case_id}：{why.zh}", f"Case {case_id}: {why.en}")
        back = Offer(Words("回到那件", "Go back"), "", partial(self._queue.choose, case_id))
        self._tools.notices.tell(told, offer=back, seconds=12)
