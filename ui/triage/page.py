"""Triage: what needs me, what happened, what I answer; three columns, one reading direction."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.changes import Area, Changes
from app.domain.commands import CommandKind
from app.domain.decisions import Batch, Decided, DecisionKind
from app.domain.letters import language_of
from app.domain.words import Words
from app.errors import StewardError
from app.operations import coaching, letters, notes, triage
from app.operations.desk import Desk
from app.operations.triage import CaseView
from ui.answering.desk import AnswerDesk
from ui.answering.forms import FORMS, HOLD, Answer, by_hand
from ui.kit.elements import row
from ui.kit.theme import WIDE_GAP
from ui.notices import Offer
from ui.tools import Tools
from ui.triage.attention import Attention
from ui.triage.bulk import BulkPanel, told_of, with_same_text
from ui.triage.by_hand import ByHand, offer_to_go
from ui.triage.evidence import Evidence
from ui.triage.kinds import ask_kind
from ui.triage.queue_column import QueueColumn

_AREAS = (Area.CASES, Area.OUTBOX, Area.THREADS, Area.MEMBERS, Area.MESSAGES)


class TriagePage(QWidget):
    """The place 待处理.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        counted: how many cases need somebody now.
        wanting: the case that was opened lacks something that a round with the community can bring.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    decided = Signal(object, object, object)
    counted = Signal(int)
    wanting = Signal()
    to_do = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools = tools
        self.queue = QueueColumn(tools, self._writing)
        self.evidence = Evidence(tools)
        self.desk = AnswerDesk(tools)
        self.bulk = BulkPanel(tools)
        self.hand = ByHand(tools)
        self._together: list[CaseId] = []
        self._many: list[CaseId] = []
        self._shown: CaseView | None = None
        self._right = QStackedWidget()
        self._right.addWidget(self.desk)
        self._right.addWidget(self.bulk)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share in ((self.queue, 34), (self.evidence, 44), (self._right, 44)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
        self.splitter.setHandleWidth(WIDE_GAP)
        self.splitter.setChildrenCollapsible(False)
        for part, least in ((self.queue, 230), (self.evidence, 270), (self._right, 400)):
            part.setMinimumWidth(least)
        self.splitter.setSizes([340, 430, 450])
        layout = row(self.splitter)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)
        self._connect()
        self._bind()
        self._attention = Attention(tools, self, lambda: self.queue.case_id)
        self._attention.wanting.connect(self.wanting)
        self._ages = QTimer(self)
        self._ages.setInterval(30_000)
        self._ages.timeout.connect(self._age)
        self._ages.start()

    def _connect(self) -> None:
        self.queue.chosen.connect(self._show)
        self.queue.counted.connect(self.counted)
        self.queue.model.dataChanged.connect(lambda *_: self._follow_picks())
        self.queue.model.modelReset.connect(self._follow_picks)
        self.evidence.article_chosen.connect(self.desk.letter.choose_article)
        self.evidence.noted.connect(self._note)
        self.evidence.same_text.connect(self._take_same_text)
        self.evidence.retry.connect(self.reload_case)
        self.evidence.viewing.connect(self.hand.view)
        self.evidence.adding.connect(self.hand.begin_to_add)
        self.evidence.correcting.connect(self.hand.begin_to_correct)
        self.hand.link.connect(self.evidence.ask_link)
        self.queue.entering.connect(self.hand.enter)
        self.evidence.done.connect(self.queue.list_takes_focus)  # leaving the field keeps the note
        self.desk.answered.connect(self._answer)
        self.desk.dismissed.connect(self.dismiss)
        self.desk.thanked.connect(self.thank)
        self.desk.noting.connect(self._begin_note)
        self.bulk.dismissed.connect(self._dismiss_many)
        self.bulk.left.connect(self.pick_none)
        self._tools.runner.changed.connect(self.follow)

    def _bind(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "triage.next": partial(self.queue.step, 1),
            "triage.previous": partial(self.queue.step, -1),
            "triage.dismiss": self.dismiss,
            **{form.intention: partial(self._begin, kind) for kind, form in FORMS.items()},
            "triage.thank": self.thank,
            "triage.note": self._begin_note,
            "triage.kind": self.choose_kind,
            "triage.pick": self.queue.pick,
            "triage.down": partial(self.evidence.scroll_by, 1),
            "triage.up": partial(self.evidence.scroll_by, -1),
            "triage.posts": self.evidence.show_all_posts,
            "triage.together": self._take_same_text,
            "triage.filters": self.queue.open_filters,
            "triage.search": self.queue.begin_search,
            "triage.save": self.queue.keep_filter,
            "triage.all": self.queue.clear,
            "desk.send": self._send,
            "desk.template": self.desk.letter.next_template,
            "desk.article": self.desk.letter.take_article,
            "desk.preview": self.desk.letter.toggle_preview,
            "desk.gap": self.desk.letter.next_gap,
            "desk.fold": self.desk.letter.toggle_fold,
        }
        for name, run in does.items():
            self._tools.actions.bind(name, run)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.queue.reload()
        self.queue.stack.take_focus()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS):
            self.queue.reload()
            self.reload_case()

    def reload_case(self) -> None:
        """Read the chosen case again."""
        if self.queue.case_id is not None:
            self._ask(self.queue.case_id)

    def _writing(self) -> bool:
        """Whether somebody is in the middle of a note or a letter: then the case must not change under their hands."""
        return self.evidence.note.hasFocus() or self.desk.letter.editor.hasFocus()

    def _age(self) -> None:
        """Ages and terms are a little older now."""
        self.queue.model.refresh()
        self._shown = None
        self.reload_case()

    def _show(self, case_id: CaseId | None) -> None:
        self.evidence.keep_note()
        self._shown = None
        self.hand.show_case(None)
        if self._together and case_id not in self._together:
            self._together = []
            self._follow_picks()
        if case_id is None:
            self._tools.runner.forget(("triage", "case"))
            self.evidence.show_nothing()
            self.desk.show_nothing()
            return
        self.desk.letter.keep_draft()
        self._ask(case_id)
        self._attention.begin()

    def _ask(self, case_id: CaseId) -> None:
        self._tools.runner.ask(
            ("triage", "case"),
            lambda desk: triage.case_view(desk, case_id),
            self._show_case,
            self._fail_case,
        )

    def _fail_case(self, error: StewardError) -> None:
        self._shown = None
        self.evidence.show_fault(error)
        self.desk.show_nothing()

    def _show_case(self, view: CaseView) -> None:
        if view.case.id == self.queue.case_id and view != self._shown:
            self._shown = view
            self.hand.show_case(view)
            self.evidence.show_case(view)
            self.desk.show_case(view)

    def show_case(self, case_id: CaseId) -> None:
        """Show a case, wherever it stands."""
        self.queue.choose(case_id)

    # --- answers -----------------------------------------------------------------------------------------

    @property
    def _ready(self) -> bool:
        """Whether the case that is chosen is the one that is shown: nothing is done to a case that nobody saw."""
        return self._shown is not None and self._shown.case.id == self.queue.case_id

    def _begin(self, kind: DecisionKind) -> None:
        if self._ready:
            self.desk.choose(kind)

    def _begin_note(self) -> None:
        if self._ready:
            self.evidence.take_note()

    def _send(self) -> None:
        if self._right.currentWidget() is self.bulk:
            self.bulk.go()
        elif self._ready:
            self.desk.send()

    def _answer(self, answer: Answer) -> None:
        form = FORMS[answer.kind]
        view = self._shown
        if not self._ready or view is None or answer.case != self.queue.case_id:
            return
        to_do = by_hand(view, form.sends)

        def written(decided: Decided) -> None:
            self.desk.letter.sent(answer.case, answer.kind)
            self._decided(form.done, decided, to_do=to_do)

        self._tools.runner.do(lambda desk: form.give(desk, answer), written, partial(self._refused, answer.case))

    def dismiss(self) -> None:
        """Nothing is to be done about the chosen case, or about those picked."""
        if self._many:
            self.bulk.go()
            return
        case_id = self.queue.case_id
        chosen = self.queue.row(case_id)
        if case_id is None or not self._ready:
            return
        if chosen is not None and chosen.same_text > 1:
            self._take_same_text()
            return
        told = Words("判为无需处置", "Nothing to do there")
        self._decide(case_id, lambda desk: triage.dismiss(desk, case_id, hold=HOLD), told)

    def thank(self) -> None:
        """The correction is good: thank the author and close."""
        case_id = self.queue.case_id
        if case_id is None or not self._ready:
            return

        def accept(desk: Desk) -> Decided:
            view = triage.case_view(desk, case_id)
            thanks = letters.thanks(desk, case_id, language_of(view.case.revision.body))
            return coaching.accept(desk, case_id, thanks=thanks, hold=HOLD)

        to_do = self._shown is not None and by_hand(self._shown, CommandKind.MESSAGE)
        self._decide(case_id, accept, Words("已谢过 TA 并办结", "Thanked and closed"), to_do=to_do)

    def _decide(self, case_id: CaseId, work: Callable[[Desk], Decided], told: Words, *, to_do: bool = False) -> None:
        self._tools.runner.do(work, partial(self._decided, told, to_do=to_do), partial(self._refused, case_id))

    def _decided(self, told: Words, decided: Decided, *, to_do: bool = False) -> None:
        if self.queue.case_id == decided.case:
            following = self.queue.after({decided.case})
            if following is not None:
                self.queue.choose(following)
                self.queue.list.setFocus()
        self.decided.emit(told, [decided.decision], [decided.case])
        if to_do:
            offer_to_go(self._tools, partial(self.to_do.emit, decided.decision))

    def _refused(self, case_id: CaseId, error: StewardError) -> None:
        """Say why where the answer stands, or, when somebody has gone on, where they are."""
        if self.desk.case_id == self.queue.case_id == case_id:
            self.desk.show_fault(error)
            return
        why = Words.of(error)
        told = Words(f"工单 {case_id}：{why.zh}", f"Case {case_id}: {why.en}")
        back = Offer(Words("回到那件", "Go back"), "", partial(self.show_case, case_id))
        self._tools.notices.tell(told, offer=back, seconds=12)

    # --- many at once ------------------------------------------------------------------------------------

    def pick_none(self) -> None:
        """Pick none any more."""
        self._show_many([])
        self.queue.model.unpick_all()
        self.queue.list.setFocus()

    def _take_same_text(self) -> None:
        """Handle the chosen case with all that say the same."""
        case_id = self.queue.case_id
        if case_id is not None and self._ready:
            self._ask_many([case_id], self._show_together)

    def _show_together(self, cases: list[CaseId]) -> None:
        if cases[0] == self.queue.case_id:
            self._together = cases
            self._show_many(cases)
            self.bulk.reason.setFocus()

    def _follow_picks(self) -> None:
        picked = self.queue.picked
        if picked:
            self._ask_many(picked, self._show_picked)
        elif not self._together:
            self._tools.runner.forget(("triage", "many"))
            self._show_many([])

    def _show_picked(self, cases: list[CaseId]) -> None:
        if self.queue.picked:
            self._together = []
            self._show_many(cases)

    def _ask_many(self, cases: list[CaseId], then: Callable[[list[CaseId]], None]) -> None:
        self._tools.runner.ask(("triage", "many"), lambda desk: with_same_text(desk, cases), then)

    def _show_many(self, cases: list[CaseId]) -> None:
        """The panel stands for exactly these cases, and says how many they are."""
        self._many = cases
        if not cases:
            self._together = []
        self.bulk.show_count(len(cases))
        wanted = self.bulk if cases else self.desk
        if self._right.currentWidget() is not wanted:
            self._right.setCurrentWidget(wanted)

    def _dismiss_many(self, reason: str) -> None:
        cases = self._many
        following = self.queue.after(set(cases))
        self._tools.runner.do(
            lambda desk: triage.dismiss_many(desk, cases, reason=reason, hold=HOLD),
            partial(self._dismissed_many, following),
        )

    def _dismissed_many(self, following: CaseId | None, batch: Batch) -> None:
        self.pick_none()
        if following is not None:
            self.queue.choose(following)
        told = told_of(batch)
        if batch.decided:
            self.decided.emit(told, [one.decision for one in batch.decided], [one.case for one in batch.decided])
        else:
            self._tools.notices.tell(told)

    # --- notes and kinds ---------------------------------------------------------------------------------

    def _note(self, case_id: CaseId, text: str) -> None:
        self._tools.runner.do(
            lambda desk: notes.note(desk, case_id, text), self._noted, partial(self._lost_note, case_id, text)
        )

    def _noted(self, _changes: Changes) -> None:
        self._tools.notices.tell(Words("备注已保存", "The note is kept"), seconds=3)

    def _lost_note(self, case_id: CaseId, text: str, error: StewardError) -> None:
        self.evidence.give_back(case_id, text)
        self._refused(case_id, error)

    def choose_kind(self) -> None:
        """Say what the matter is."""
        case_id = self.queue.case_id
        if case_id is None or not self._ready:
            return
        now = self._shown.case.kind if self._shown is not None else None
        ask_kind(self._tools.say, self.evidence, now, partial(self._classify, case_id))

    def _classify(self, case_id: CaseId, kind: CaseKind) -> None:
        words = KIND_WORDS[kind]
        told = Words(f"类别改为“{words.zh}”", f"The kind is now “{words.en}”")
        self._tools.runner.do(
            lambda desk: triage.classify(desk, case_id, kind),
            lambda decided: self.decided.emit(told, [decided.decision], [decided.case]),
            partial(self._refused, case_id),
        )

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.queue.list, self.evidence.paper, self.evidence.note, self.desk.letter.editor)

    def escape(self) -> None:
        """Back to the rows; picks are dropped."""
        if self.queue.model.picked or self._many:
            self.pick_none()
        elif self.queue.search.hasFocus() and self.queue.search.text():
            self.queue.search.clear()
            self.queue.start_over()
            return
        self.queue.list.setFocus()
