"""Appeals and reporters in the window: the sheets, and what their keys do on the chosen case."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.appeals import AppealId
from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.commands import DecisionId
from app.domain.decisions import Batch, Decided
from app.domain.words import Words
from app.operations import appeals_view
from app.operations.appeal_offers import Offer
from app.operations.appeals import Entered
from app.operations.report_answers import Replied
from ui.appeals.answer import AnswerSheet
from ui.appeals.enter import EnterSheet
from ui.appeals.listing import AppealsSheet
from ui.appeals.reporters import ReportersSheet
from ui.appeals.strip import AppealStrip
from ui.notices import Offer as Step
from ui.tools import Tools


class AppealSheets(QObject):
    """The sheets, made when they are first wanted.

    Args:
        strip: what is known of the chosen case.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        show_case: a case is to be shown: its id.
        counted: how many appeals wait, and what may be one: a `Count`.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    decided = Signal(object, object, object)
    show_case = Signal(object)
    counted = Signal(object)
    to_do = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, strip: AppealStrip) -> None:
        super().__init__(window)
        self._tools, self._window, self._strip = tools, window, strip
        strip.answering.connect(self.answer_appeal)
        strip.entering.connect(self.take_in)
        strip.replying.connect(self.reply)
        strip.judging.connect(self.judge)
        does: dict[str, Callable[[], object]] = {
            "triage.appeal": self.appeal,
            "window.appeals": self.list_all,
            "triage.reporters": self.reply,
            "triage.reports": self.judge,
        }
        for name, run in does.items():
            tools.actions.bind(name, run)
        tools.runner.changed.connect(self._follow)
        self._count()

    @cached_property
    def answer(self) -> AnswerSheet:
        """The answer to an appeal."""
        made = AnswerSheet(self._tools, self._window)
        made.answered.connect(self._answered)
        return made

    @cached_property
    def enter(self) -> EnterSheet:
        """An appeal that came."""
        made = EnterSheet(self._tools, self._window)
        made.entered.connect(self._entered)
        return made

    @cached_property
    def reporters(self) -> ReportersSheet:
        """The reports of a case."""
        made = ReportersSheet(self._tools, self._window)
        made.replied.connect(self._replied)
        return made

    @cached_property
    def listing(self) -> AppealsSheet:
        """Everything that waits."""
        made = AppealsSheet(self._tools, self._window)
        made.chosen.connect(self.show_case)
        made.replied.connect(self._replied_many)
        return made

    def _follow(self, changes: Changes) -> None:
        if changes.concern(Area.CASES, Area.MESSAGES, Area.THREADS):
            self._count()

    def _count(self) -> None:
        self._tools.runner.ask(("appeals", "count"), appeals_view.count, self.counted.emit, lambda _error: None)

    # --- what keys do ------------------------------------------------------------------------------------

    def appeal(self) -> None:
        """Answer the open appeal of the chosen case, else take one in, else see all that wait."""
        stand = self._strip.stand
        if stand is not None and stand.open:
            first = next((one for one in stand.open if one.mine), stand.open[0])
            self.answer_appeal(first.appeal.id)
        elif stand is not None and stand.offers:
            self.take_in(stand.offers[0])
        elif stand is not None and stand.grounds:
            self.take_in(None)
        else:
            self.listing.put_up()

    def list_all(self) -> None:
        """See all that wait."""
        self.listing.put_up()

    def answer_appeal(self, appeal: AppealId) -> None:
        """Answer this appeal."""
        self.answer.put_up_for(appeal)

    def take_in(self, offer: Offer | None) -> None:
        """Take in an appeal on the chosen case."""
        case, stand = self._strip.case_id, self._strip.stand
        if case is not None and stand is not None:
            self.enter.put_up_for(case, stand, offer)

    def reply(self) -> None:
        """Read the letters to the reporters of the chosen case, and send them."""
        self._judge(judging=not self._strip.waiting)

    def judge(self) -> None:
        """Judge the reports of the chosen case one by one."""
        self._judge(judging=True)

    def _judge(self, *, judging: bool) -> None:
        case, standing = self._strip.case_id, self._strip.standing
        if case is not None and standing is not None and standing.reports:
            self.reporters.put_up_for(case, standing, judging=judging)

    # --- what came of it ---------------------------------------------------------------------------------

    def _answered(self, told: Words, decided: Decided) -> None:
        self._tell(told, [decided])

    def _entered(self, entered: Entered) -> None:
        due = self._tools.say.moment(entered.appeal.due_at, self._tools.clock())
        note = entered.note
        told = Words(
            f"申诉已受理，{due} 前答复{f'（{note.zh}）' if note else ''}",
            f"The appeal was taken in; answer it by {due}{f' ({note.en})' if note else ''}",
        )
        if entered.receipt is None:
            self._tools.notices.tell(told)
        else:
            self._tell(told, [entered.receipt])

    def _replied(self, replied: Replied) -> None:
        count = len(replied.to)
        unknown = (
            Words(f"，{replied.unknown} 条未留名", f", {replied.unknown} named nobody")
            if replied.unknown
            else Words("", "")
        )
        self._tell(
            Words(f"已答复 {count} 位举报人{unknown.zh}", f"{count} reporters were answered{unknown.en}"),
            [replied.decided],
        )

    def _replied_many(self, batch: Batch) -> None:
        done, left = len(batch.decided), len(batch.refused)
        told = Words(
            f"已答复 {done} 件工单的举报人{f'，{left} 件没有答复' if left else ''}",
            f"The reporters of {done} cases were answered{f'; {left} cases were left out' if left else ''}",
        )
        self._tell(told, batch.decided)

    def _tell(self, told: Words, decided: Sequence[Decided]) -> None:
        decisions: list[DecisionId] = [one.decision for one in decided]
        cases: list[CaseId] = [one.case for one in decided]
        if not decisions:
            self._tools.notices.tell(told)
            return
        self.decided.emit(told, decisions, cases)
        if any(one.by_hand for one in decided):
            words = Words("其中有要由人来做的，做完登记", "Some of it a person has to do and tick off")
            go = Step(Words("去办理", "Go and do it"), "", partial(self.to_do.emit, decisions[0]))
            self._tools.notices.tell(words, offer=go, seconds=12)
