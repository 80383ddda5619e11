"""The desk: the answer to the chosen case, written beside its evidence; or a decision that waits for another person."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from app.domain.cases import CaseId, CaseState, Step, can
from app.domain.decisions import DecisionKind
from app.domain.ladder import SANCTIONS, Rung
from app.domain.words import NO_WORDS, Words
from app.errors import PromiseUntold, ReplyLacks, StewardError
from app.operations import letters
from app.operations.case_view import CaseView
from ui.actions import key_of, keyed
from ui.answering.advice import Advice
from ui.answering.agreed_line import AgreedLine
from ui.answering.approval import ApprovalPart
from ui.answering.forms import FORMS, Answer, by_hand
from ui.answering.lane.panel import LanePanel
from ui.answering.letter import LetterPart
from ui.answering.past import about
from ui.answering.reply_part import LOOK_AGAIN
from ui.answering.sanction import SanctionPart
from ui.answering.sheets import Sheets
from ui.answering.standing import Standing
from ui.answering.suiting import in_lane, why_not, why_not_referred
from ui.answering.tabs import AnswerTabs
from ui.consistency.strip import PrecedentStrip
from ui.kit.elements import Scroll, button, column, frame, label, row
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools


class AnswerDesk(QFrame):
    """The right column of the triage page.

    Attributes:
        sheets: what is written.
        answered: an answer is ready to go: an `Answer`.
        dismissed: the case needs no answer.
        thanked: the correction is good.
        noting: a note is to be written.
        in_short: what will come of a sanction, right above its button.
        lane: how a case stands that is in a lane of its own.
        approval: it was made: what shows a decision that waits, an `ApprovalPart`.
    """

    answered = Signal(object)
    dismissed = Signal()
    thanked = Signal()
    noting = Signal()
    approval_made = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._view: CaseView | None = None
        self._asked_again = False
        self._wants_letter = False
        self._warnings: list[Words] = []
        self._approval: ApprovalPart | None = None
        self.advice = Advice(tools.say)
        self.advice.thanked.connect(self.thanked)
        self.sheets = Sheets(tools, self.show_fault)
        self.sheets.written.connect(self._written)
        self.sheets.moved.connect(self._render_state)
        self.sheets.focused.connect(self._keep_in_sight)
        self.sheets.opened.connect(self._bring_into_sight)
        self._fault_text, self._fault_words = label(), NO_WORDS
        self._fault = frame("fault", self._fault_text)
        self._scroll = Scroll(margin=0)
        self.tabs = AnswerTabs(tools)
        self.tabs.chosen.connect(self.choose)
        self.lane = LanePanel(tools)
        self._scroll.inside.addWidget(self.lane)
        self.agreed = AgreedLine(tools)
        self._scroll.inside.addWidget(self.agreed)
        self._scroll.inside.addWidget(self.advice)
        self.strip = PrecedentStrip(tools)
        self._scroll.inside.addWidget(self.strip)
        self.standing = Standing(tools.say)
        self._scroll.inside.addWidget(self.standing)
        self._scroll.inside.addWidget(self.sheets, 1)
        self._scroll.inside.addStretch(0)
        self.in_short = label("", "small")
        self._bottom = self._buttons()
        layout = column(self.tabs, self._scroll, self.in_short, self._fault, self._bottom, gap=WIDE_GAP)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, WIDE_GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        self.show_nothing()

    def _buttons(self) -> QHBoxLayout:
        say = self._tools.say
        self._note = button(say, Words("备注", "Note"), key=key_of("triage.note"))
        self._note.clicked.connect(self.noting)
        self._dismiss = button(say, Words("无需处置", "Nothing to do"), key=key_of("triage.dismiss"))
        self._dismiss.clicked.connect(self.dismissed)
        self._send = button(say, Words("发送", "Send"), "primary", key=key_of("desk.send"))
        self._send.clicked.connect(self.send)
        return row(self._note, self._dismiss, None, self._send)

    @property
    def approval(self) -> ApprovalPart:
        """What shows a decision that waits; it is made when it is first asked for."""
        if self._approval is None:
            self._approval = ApprovalPart(self._tools)
            self._scroll.inside.insertWidget(2, self._approval)
            self._bottom.addWidget(self._approval.buttons, 100)
            self._bottom.setAlignment(self._note, Qt.AlignmentFlag.AlignBottom)
            self.approval_made.emit(self._approval)
        return self._approval

    # --- the case ----------------------------------------------------------------------------------------

    @property
    def letter(self) -> LetterPart:
        """The sheet of a reminder or a reply."""
        return self.sheets.letter

    @property
    def current(self) -> LetterPart | SanctionPart:
        """The sheet that keys and the button mean."""
        return self.sheets.current

    @property
    def case_id(self) -> CaseId | None:
        """The case that is answered here."""
        return self._view.case.id if self._view else None

    @property
    def approves(self) -> bool:
        """Whether a decision that waits is shown instead of an answer."""
        return self._view is not None and self._view.governed.pending is not None

    @property
    def is_written_on(self) -> bool:
        """Whether somebody is in the middle of a text here."""
        return any(self.sheets.part(kind).editor.hasFocus() for kind in self.sheets.kinds)

    def _always(self) -> list[QWidget]:
        return [self._scroll, self._note, self._dismiss, self._send, self.tabs]

    def show_nothing(self) -> None:
        """No case is chosen."""
        self.sheets.leave()
        self._view = None
        self.lane.show_case(None)
        self.strip.show_for(None)
        for part in (*self._always(), self.in_short, self._fault):
            part.hide()
        if self._approval is not None:
            self._approval.leave()
            self._approval.buttons.hide()

    def show_case(self, view: CaseView) -> None:
        """Answer this case; what was written for it before is there again."""
        fresh = self.case_id != view.case.id
        moved = self._view is not None and self._view.case.state is not view.case.state
        if fresh:
            self.sheets.leave()
        self._view = view
        if fresh or (moved and not self.sheets.typed):
            self._asked_again = False
            self._wants_letter = view.draft is not None and view.draft.answer in FORMS
            self._warnings = []
            self._fault.hide()
            self.sheets.begin(view, view.case.id)
        else:
            self.sheets.follow(view)
        for part in self._always():
            part.show()
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)
        self.lane.show_case(view)
        self.agreed.show_case(view)
        if self.approves:
            self.approval.show_case(view)
        self._render()

    def begin_anew(self) -> None:
        """What was written beside an answer is on its way: the desk is where the case left it."""
        view = self._view
        if view is not None:
            self.sheets.leave()
            self._asked_again = self._wants_letter = False
            self.sheets.begin_other(view)
            self._render()

    def possible(self, kind: DecisionKind) -> bool:
        """Whether this answer can be given to the case as it stands."""
        return self._view is not None and why_not(self._view, kind) is None

    def choose(self, kind: DecisionKind, _checked: bool = False) -> None:
        """Write this answer, or say why it can't be given."""
        reason = why_not(self._view, kind) if self._view is not None else None
        if reason is not None:
            self._say_fault(reason)
        elif self._view is not None:
            self._asked_again = False
            self._wants_letter = True
            self._fault.hide()
            self._render()
            self.sheets.choose(kind)
            self._scroll.verticalScrollBar().setValue(0)
        self._render()

    def double(self) -> None:
        """Show two answers beside each other, or one again."""
        able = [kind for kind in FORMS if self.possible(kind)]
        if self._view is not None and self.sheets.active in able:
            self._wants_letter = True
            self._render()
            self.sheets.double(able)
            self._render()

    def to_refer(self) -> CaseView | None:
        """The case that is shown, where it can be put before the council; where it can't, says why."""
        reason = why_not_referred(self._view) if self._view is not None else None
        if reason is not None:
            self._say_fault(reason)
        return self._view if reason is None else None

    def choose_rung(self, rung: Rung) -> None:
        """Choose a rung of the sanction; where none is being written, begin one."""
        if DecisionKind.SANCTION not in self.sheets.kinds or self.sheets.isHidden():
            self.choose(DecisionKind.SANCTION)
        if self.possible(DecisionKind.SANCTION):
            self.sheets.sanction.choose_rung(rung)

    def take_facts(self) -> None:
        """Go to the facts of malice of the sanction; Space ticks, Tab goes on to the next and to the brand."""
        if DecisionKind.SANCTION not in self.sheets.kinds or self.sheets.isHidden():
            self.choose(DecisionKind.SANCTION)
        if self.possible(DecisionKind.SANCTION):
            tick = next(iter(self.sheets.sanction.form.malice.ticks.values()))
            tick.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._keep_in_sight(tick)

    def _keep_in_sight(self, field: QWidget) -> None:
        """What is asked for must be seen, however far down somebody scrolled."""
        self._scroll.inside.activate()
        self._scroll.ensureWidgetVisible(field, 0, 12)

    def _bring_into_sight(self, fields: QWidget) -> None:
        """What has just opened is as high as it will be only after Qt laid it out."""
        QTimer.singleShot(0, self, partial(self._keep_in_sight, fields))

    # --- sending -----------------------------------------------------------------------------------------

    def send(self) -> None:
        """Hand the active answer on, once nothing is open in it."""
        view, sheet = self._view, self.current
        if self.approves and self.approval.reason.isVisible():
            self.approval.send_back()
        if view is None or not self._send.isEnabled():
            return
        if (lacking := sheet.missing()) is not None:
            self._say_fault(lacking, "advice" if lacking is LOOK_AGAIN else "caution")
            return
        gaps = sheet.editor.gaps()
        if gaps:
            left = " ".join(list(dict.fromkeys(gaps))[:6])
            self._say_fault(
                Words(f"还有 {len(gaps)} 处没填：{left}", f"{len(gaps)} open places are left: {left}"), "caution"
            )
            sheet.paper.first_gap()
        elif isinstance(sheet, SanctionPart):
            self.answered.emit(Answer(view.case.id, sheet.kind, sheet.text, sheet.article, False, sheet.wish))
        elif FORMS[sheet.kind].cites and sheet.article is None:
            self._say_fault(Words("先选一条公约条款", "Choose an article first"), "caution")
            sheet.take_article()
        elif view.contact is not None and not self._asked_again:
            self._asked_again = True
            self._render()
        else:
            whole = Answer(view.case.id, sheet.kind, sheet.text, sheet.article, sheet.folds)
            self.answered.emit(replace(whole, promise=sheet.promise, despite=sheet.despite))

    def show_fault(self, error: StewardError) -> None:
        """Why it can't be sent; what the gate under the reply says already is not said twice."""
        sheet = self.sheets.current
        gate = sheet.reply.gate if isinstance(sheet, LetterPart) and sheet.kind is DecisionKind.REPLY else None
        if isinstance(error, (ReplyLacks, PromiseUntold)) and gate is not None and gate.tells:
            self._say_fault(gate.what_now, "caution")
            self._bring_into_sight(gate)
            return
        self._say_fault(Words.of(error))

    def _say_fault(self, words: Words, look: str = "fault") -> None:
        """Say why not, in red; what is merely still to be done, in amber, and what is only to be seen, in blue."""
        if self._fault.objectName() != look:
            self._fault.setObjectName(look)
            self._fault.style().unpolish(self._fault)
            self._fault.style().polish(self._fault)
        self._fault_words = words
        self._fault_text.setText(self._tools.say(words))
        self._fault.show()

    def _written(self) -> None:
        self._asked_again = False
        self._fault.hide()
        text, kind = self.current.text, self.current.kind
        self._tools.runner.ask(("desk", "checks"), lambda _desk: letters.checks(text, kind), self._show_warnings)

    def _show_warnings(self, found: list[Words]) -> None:
        self._warnings = found
        self._render_cautions()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        view = self._view
        if view is None:
            return
        able = self._able(view)
        focused = QApplication.focusWidget()
        if not able and focused is not None and self.sheets.isAncestorOf(focused):
            self._scroll.setFocus()  # Qt would give it to a button, and whoever is typing would press that
        self._fault_text.setText(self._tools.say(self._fault_words))
        self.sheets.setVisible(able)
        self.sheets.render_sheets()
        self._render_state()

    def _render_state(self) -> None:
        """What follows from which sheet is the active one."""
        view = self._view
        if view is None:
            return
        able, approves = self._able(view), self.approves
        self.tabs.show_case(view, self.sheets.kinds if able else [])
        own = in_lane(view)  # the panel of the lane has the next step, and the end
        self._dismiss.setVisible(not approves and not own and not self._promises)  # beside a promise there is no room
        self._send.setVisible(not approves and (able or not own))
        self.lane.shorten(able and own)
        if self._approval is not None:
            self._approval.setVisible(approves)
            self._approval.buttons.setVisible(approves)
        self.advice.show_case(view, self._tools.clock())
        self.advice.setVisible(not approves and (able or not own))
        plain = view.suggestion.answer is DecisionKind.COACHING  # the ladder says more; what warns is never hidden
        more = not able or not plain or self.sheets.kinds != [DecisionKind.SANCTION]
        self.advice.show_suggestion(on=more and not own)
        self._render_cautions()
        self.standing.show_case(view, self._tools.clock(), on=not able and not approves)
        self._name_button(view)
        self._render_in_short(on=able and not approves)
        self._send.setEnabled(able)
        self._dismiss.setEnabled(can(view.case.state, Step.DISMISS))
        self.strip.show_for(*about(view, self.current, able=able))

    def _render_in_short(self, *, on: bool) -> None:
        """What will come of a sanction stands over the button, however far down the rest is."""
        sheet = self.sheets.current
        words = sheet.in_short if on and isinstance(sheet, SanctionPart) else NO_WORDS
        self.in_short.setText(self._tools.say(words))
        self.in_short.setVisible(words != NO_WORDS)

    def _able(self, view: CaseView) -> bool:
        suggested = view.suggestion.answer in FORMS and not in_lane(view)
        wanted = suggested or self._wants_letter
        return wanted and view.case.state is not CaseState.AWAITING_APPROVAL and self.possible(self.sheets.active)

    @property
    def _promises(self) -> bool:
        sheet = self.sheets.current
        return isinstance(sheet, LetterPart) and sheet.promise is not None

    def _name_button(self, view: CaseView) -> None:
        """What can't be sent is kept, for a person to send; what another person must agree with is handed to them."""
        kind = self.sheets.active
        words = Words("回复并登记承诺", "Reply and promise") if self._promises else Words("发送", "Send")
        prepared = self.sheets.sanction.prepared if kind is DecisionKind.SANCTION else None
        second = prepared is not None and prepared.second and prepared.reckoned.sanction.rung in SANCTIONS
        if second or any(one.involved for one in view.outside):
            words = Words("提交复核", "Submit")
        elif by_hand(view, FORMS[kind].sends):
            words = Words("保存，待人工发送", "Keep it")
        self._send.setText(self._tools.say(keyed(words, "desk.send")))
        self._send.setAccessibleName(self._tools.say(words))

    def _render_cautions(self) -> None:
        if self._view is not None:
            now = self._tools.clock()
            if self.sheets.isHidden():
                self.advice.show_no_cautions()
            else:
                self.advice.show_cautions(self._view, self._warnings, now, asked_again=self._asked_again)
