"""Triage: what needs me, what happened, what I answer; three columns, one reading direction."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.ladder import SANCTIONS
from app.domain.promises import Change
from app.errors import StewardError
from app.operations.case_view import CaseView, case_view
from ui.answering.desk import AnswerDesk
from ui.answering.forms import FORMS
from ui.appeals.strip import AppealStrip
from ui.consistency.looking import Looking
from ui.kit.elements import column
from ui.kit.theme import WIDE_GAP
from ui.privacy.panel import RequestPanel
from ui.tools import Tools
from ui.triage.alarm_strip import AlarmStrip
from ui.triage.answering import Answering
from ui.triage.approving import Approving
from ui.triage.attention import Attention
from ui.triage.by_hand import ByHand
from ui.triage.clearing import Clearing
from ui.triage.columns import Columns
from ui.triage.contacting import Contacting
from ui.triage.evidence import Evidence
from ui.triage.hands import Hands
from ui.triage.lane import InLane
from ui.triage.many import Many
from ui.triage.members import Members
from ui.triage.noting import Noting
from ui.triage.preserving import Preserving
from ui.triage.promise_strip import PromiseStrip
from ui.triage.promised import PromisedLine
from ui.triage.queue_column import QueueColumn
from ui.triage.referred import ReferredLine

_AREAS = (Area.CASES, Area.OUTBOX, Area.THREADS, Area.MEMBERS, Area.MESSAGES, Area.LANES, Area.PROMISES)


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
        self.hand = ByHand(tools)
        self.many = Many(tools, self.queue, self._seen)
        self.bulk = self.many.panel
        self.answering = Answering(tools, self.queue, self.desk, self.many, self._seen)
        self.approving = Approving(tools, self.queue, self.desk)
        self.noting = Noting(tools, self.evidence, self._seen, self.answering.refused)
        self.hands = Hands(tools, self, self._seen, self.answering.refused)
        self.preserving = Preserving(tools, self, self._seen, self.answering.refused)
        self.looking = Looking(tools, self, self.desk.strip)
        self.looking.opened.connect(self.show_case)
        self._shown: CaseView | None = None
        self.members = Members(tools, self, self._seen)
        self.contacting = Contacting(tools, self, self._seen)
        self.lane = InLane(tools, self, self.desk.lane, self._seen, self.answering.refused)
        self.clearing = Clearing(tools, self._seen, self.answering.refused)
        self.request = RequestPanel(tools)
        self._lay_out()
        self._connect()
        self._bind()
        self._attention = Attention(tools, self, lambda: self.queue.case_id)
        self._attention.wanting.connect(self.wanting)
        self._ages = QTimer(self)
        self._ages.setInterval(30_000)
        self._ages.timeout.connect(self._age)
        self._ages.start()

    def _lay_out(self) -> None:
        self._right = QStackedWidget()
        for one in (self.desk, self.request, self.bulk):
            self._right.addWidget(one)
        self.strip = AppealStrip(self._tools)
        self._right.addWidget(self.many.sampling)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        answers = QWidget()
        self.promised_line = PromisedLine(self._tools)
        self.referred_line = ReferredLine(self._tools)
        beside = column(self.referred_line, self.promised_line, self.strip, self._right)
        beside.setStretch(3, 1)
        answers.setLayout(beside)
        for part, share in ((self.queue, 34), (self.evidence, 44), (answers, 44)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
        self.splitter.setHandleWidth(WIDE_GAP)
        self.columns = Columns(self.splitter, self.queue)
        self.alarms = AlarmStrip(self._tools)
        self.promised = PromiseStrip(self._tools)
        self.queue.put_on_top(self.promised)
        self.queue.put_on_top(self.alarms)
        self.splitter.setChildrenCollapsible(False)
        for part, least in ((self.queue, 230), (self.evidence, 270), (answers, 400)):
            part.setMinimumWidth(least)
        self.splitter.setSizes([340, 430, 450])
        layout = column(self.members.strip, self.contacting.strip, self.splitter)
        layout.setStretch(2, 1)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.desk.sheets.doubled.connect(self.columns.follow)
        self.queue.chosen.connect(self._show)
        self.queue.counted.connect(self.counted)
        self.evidence.article_chosen.connect(self.desk.sheets.choose_article)
        self.evidence.same_text.connect(self.many.take_same_text)
        self.evidence.retry.connect(self.reload_case)
        self.evidence.viewing.connect(self.hand.view)
        self.evidence.adding.connect(self.hand.begin_to_add)
        self.evidence.sealing.connect(self.preserving.preserve)
        self.evidence.correcting.connect(self.hand.begin_to_correct)
        self.hand.link.connect(self.evidence.ask_link)
        self.queue.entering.connect(self.hand.enter)
        self.evidence.done.connect(self.queue.list_takes_focus)  # leaving the field keeps the note
        self.desk.noting.connect(self.noting.begin_note)
        self.evidence.recusing.connect(self.hands.recuse)
        self.many.stands.connect(self._show_right)
        self.many.wanting.connect(self.wanting)
        self.evidence.by_accounts.connect(self.many.by_accounts)
        self.evidence.record.connect(self.members.show_record)
        self.members.wanted.connect(self.show_case)
        self.contacting.wanted.connect(self.show_case)
        self.evidence.outside.connect(self.contacting.flag)
        for part in (self.answering, self.approving, self.many, self.members, self.noting, self.lane):
            part.decided.connect(self.decided)
        for doing in (self.answering, self.lane):
            doing.to_do.connect(self.to_do)
        self.lane.closed.connect(self._go_on)
        self.lane.entering.connect(self.noting.classify)
        self.clearing.clearing.connect(self.queue.hold)
        self.approving.to_do.connect(self.to_do)
        self.approving.wanting.connect(self.wanting)
        self._tools.runner.changed.connect(self.follow)

    def _bind(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "triage.next": partial(self.many.step, 1),
            "triage.previous": partial(self.many.step, -1),
            "triage.dismiss": self.answering.dismiss,
            "triage.calmed": self.answering.calmed,
            **{form.intention: partial(self.answering.begin, kind) for kind, form in FORMS.items()},
            "triage.thank": self.answering.thank,
            "triage.note": self.noting.begin_note,
            "triage.kind": self.noting.choose_kind,
            "triage.claim": self.hands.claim,
            "triage.pass": self.hands.pass_on,
            "triage.recuse": self.hands.recuse,
            "triage.progress": partial(self.promised_line.begin, Change.PROGRESS),
            "triage.fulfil": partial(self.promised_line.begin, Change.CLOSED),
            "desk.precedents": self.looking.look,
            "triage.pick": self.queue.pick,
            "triage.down": partial(self.evidence.scroll_by, 1),
            "triage.up": partial(self.evidence.scroll_by, -1),
            "triage.posts": self.evidence.show_all_posts,
            "triage.together": self.many.take_same_text,
            "triage.accounts": self.many.by_accounts,
            "triage.member": self.members.show_record,
            "triage.overdue": self.members.strip.end,
            "triage.filters": self.queue.filters.open_menu,
            "triage.search": self.queue.filters.begin_search,
            "triage.save": self.queue.filters.keep,
            "triage.all": self.queue.filters.clear,
            "desk.send": self.answering.send,
            "desk.template": self.desk.sheets.next_template,
            "desk.article": self.desk.sheets.take_article,
            "desk.preview": self.desk.sheets.toggle_preview,
            "desk.gap": self.desk.sheets.next_gap,
            "desk.fold": self.desk.sheets.toggle_fold,
            "desk.promise": self.desk.sheets.toggle_promise,
            "desk.facts": self.desk.take_facts,
            **{f"desk.{rung.replace('_', '')}": partial(self.desk.choose_rung, rung) for rung in SANCTIONS},
            "desk.double": self.desk.double,
            "desk.agree": partial(self.many.agree_or, self.approving.agree),
            "desk.back": partial(self.many.send_back_or, self.approving.begin_send_back),
        }
        for name, run in does.items():
            self._tools.actions.bind(name, run)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.members.strip.look()
        self.contacting.strip.look()
        self.queue.reload()
        self.queue.stack.take_focus()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS):
            self.approving.look()
            self.members.strip.look()
            self.contacting.strip.look()
            self.queue.reload()
            self.reload_case()
            self.strip.show_case(self.queue.case_id)
            self.promised_line.show_case(self.queue.case_id)

    def reload_case(self) -> None:
        """Read the chosen case again."""
        if self.queue.case_id is not None:
            self._ask(self.queue.case_id)

    def _go_on(self, case_id: CaseId) -> None:
        """A case is done with: the next one is shown."""
        following = self.queue.after({case_id}) if self.queue.case_id == case_id else None
        if following is not None:
            self.queue.choose(following)
            self.queue.list_takes_focus()

    def _writing(self) -> bool:
        """Whether somebody is in the middle of a note or a letter: then the case must not change under their hands."""
        return self.evidence.note.hasFocus() or self.desk.is_written_on

    def _age(self) -> None:
        """Ages and terms are a little older now."""
        self.queue.model.refresh()
        self.members.strip.look()
        self.contacting.strip.look()
        self.alarms.render_strip()
        self.promised_line.render_line()
        self._shown = None
        self.reload_case()

    def _show(self, case_id: CaseId | None) -> None:
        self.evidence.note.keep()
        self._shown = None
        self.hand.show_case(None)
        self.many.leave_together(case_id)
        self.strip.show_case(case_id)
        self.promised_line.show_case(case_id)
        self.referred_line.show_case(None)
        if case_id is None:
            self._tools.runner.forget(("triage", "case"))
            self.evidence.show_nothing()
            self._show_answers(None)
            return
        self.desk.sheets.keep_drafts()
        self._ask(case_id)
        self._attention.begin()

    def _ask(self, case_id: CaseId) -> None:
        self._tools.runner.ask(
            ("triage", "case"),
            lambda desk: case_view(desk, case_id),
            self._show_case,
            self._fail_case,
        )

    def _fail_case(self, error: StewardError) -> None:
        self._shown = None
        self.evidence.show_fault(error)
        self._show_answers(None)

    def _show_case(self, view: CaseView) -> None:
        if view.case.id == self.queue.case_id and view != self._shown:
            self._shown = view
            self.hand.show_case(view)
            self.evidence.show_case(view)
            self._show_answers(view)
            self.referred_line.show_view(view)
            self.many.saw(view.case.id)

    def _show_answers(self, view: CaseView | None) -> None:
        """The desk for a case, or what a request about personal data needs instead of answers."""
        requested = self.request.show_case(view)
        if view is None or requested:
            self.desk.show_nothing()
        else:
            self.desk.show_case(view)
        if self._right.currentWidget() in (self.desk, self.request):
            self._show_right(None)

    def _seen(self) -> CaseView | None:
        """The chosen case, while it is the one that is shown: nothing is done to a case that nobody saw."""
        view = self._shown
        return view if view is not None and view.case.id == self.queue.case_id else None

    def _show_right(self, instead: QWidget | None) -> None:
        wanted = instead or (self.request if self.request.asked else self.desk)
        if self._right.currentWidget() is not wanted:
            self._right.setCurrentWidget(wanted)

    def show_case(self, case_id: CaseId) -> None:
        """Show a case, wherever it stands."""
        self.queue.choose(case_id)

    # --- going about it ----------------------------------------------------------------------------------

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.queue.list, self.evidence.paper, self.evidence.note, self.desk.current.editor)

    def escape(self) -> None:
        """Back to the rows; picks are dropped."""
        if self.many.sampling.waiting:
            self.many.leave_sample()
        elif self.queue.model.picked or self.many.cases:
            self.many.pick_none()
        elif self.queue.search.hasFocus() and self.queue.search.text():
            self.queue.search.clear()
            self.queue.start_over()
            return
        self.queue.list.setFocus()
