"""The desk: the answer to the chosen case, written beside its evidence."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.domain.cases import CaseId, Step, can
from app.domain.coaching import COACHABLE
from app.domain.decisions import DecisionKind
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import letters
from app.operations.case_view import CaseView
from ui.actions import key_of, keyed
from ui.answering.advice import Advice
from ui.answering.forms import FORMS, Answer, by_hand
from ui.answering.letter import LetterPart
from ui.kit.elements import Scroll, button, column, frame, label, row
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools


class AnswerDesk(QFrame):
    """The right column of the triage page.

    Attributes:
        answered: an answer is ready to go: an `Answer`.
        dismissed: the case needs no answer.
        thanked: the correction is good.
        noting: a note is to be written.
    """

    answered = Signal(object)
    dismissed = Signal()
    thanked = Signal()
    noting = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._view: CaseView | None = None
        self._asked_again = False
        self._wants_letter = False
        self._warnings: list[Words] = []
        self.advice = Advice(tools.say)
        self.advice.thanked.connect(self.thanked)
        self.letter = LetterPart(tools, self.show_fault)
        self.letter.written.connect(self._written)
        self._fault_text, self._fault_words = label(), NO_WORDS
        self._fault = frame("fault", self._fault_text)
        self._scroll = Scroll(margin=0)
        self._scroll.inside.addWidget(self.advice)
        self._scroll.inside.addWidget(self.letter, 1)
        self._scroll.inside.addStretch(0)
        layout = column(self._tab_row(), self._scroll, self._fault, self._buttons(), gap=WIDE_GAP)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, WIDE_GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        self.show_nothing()

    def _tab_row(self) -> QHBoxLayout:
        self._tabs: dict[DecisionKind, QPushButton] = {}
        line = row(gap=0)
        for kind, form in FORMS.items():
            tab = button(self._tools.say, form.words, "tab", key=key_of(form.intention))
            tab.setCheckable(True)
            tab.clicked.connect(partial(self.choose, kind))
            self._tabs[kind] = tab
            line.addWidget(tab)
        line.addStretch(1)
        return line

    def _buttons(self) -> QHBoxLayout:
        say = self._tools.say
        self._note = button(say, Words("备注", "Note"), key=key_of("triage.note"))
        self._note.clicked.connect(self.noting)
        self._dismiss = button(say, Words("无需处置", "Nothing to do"), key=key_of("triage.dismiss"))
        self._dismiss.clicked.connect(self.dismissed)
        self._send = button(say, Words("发送", "Send"), "primary", key=key_of("desk.send"))
        self._send.clicked.connect(self.send)
        return row(self._note, self._dismiss, None, self._send)

    # --- the case ----------------------------------------------------------------------------------------

    @property
    def case_id(self) -> CaseId | None:
        """The case that is answered here."""
        return self._view.case.id if self._view else None

    def show_nothing(self) -> None:
        """No case is chosen."""
        self.letter.leave()
        self._view = None
        for part in (self._scroll, self._fault, self._note, self._dismiss, self._send, *self._tabs.values()):
            part.hide()

    def show_case(self, view: CaseView) -> None:
        """Answer this case; what was written for it before is there again."""
        fresh = self.case_id != view.case.id
        moved = self._view is not None and self._view.case.state is not view.case.state
        if fresh:
            self.letter.leave()
        self._view = view
        if fresh or (moved and not self.letter.typed):
            self._asked_again = False
            self._wants_letter = view.draft is not None
            self._warnings = []
            self._fault.hide()
            self.letter.begin(view)
        else:
            self.letter.follow(view)
        for part in (self._scroll, self._note, self._dismiss, self._send, *self._tabs.values()):
            part.show()
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)
        self._render()

    def possible(self, kind: DecisionKind) -> bool:
        """Whether this answer can be given to the case as it stands."""
        view = self._view
        if view is None or not can(view.case.state, FORMS[kind].step):
            return False
        if kind is DecisionKind.COACHING:
            return view.case.kind in COACHABLE and view.case.author is not None
        return view.case.thread_id is not None

    def choose(self, kind: DecisionKind, _checked: bool = False) -> None:
        """Write this answer."""
        if self.possible(kind):
            self._asked_again = False
            self._wants_letter = True
            self._render()
            self.letter.choose(kind)
        self._render()

    # --- sending -----------------------------------------------------------------------------------------

    def send(self) -> None:
        """Hand the answer on, once nothing is open in it."""
        view, letter = self._view, self.letter
        if view is None or not self._send.isEnabled():
            return
        gaps = letter.editor.gaps()
        if gaps:
            left = " ".join(list(dict.fromkeys(gaps))[:6])
            self._say_fault(Words(f"还有 {len(gaps)} 处没填：{left}", f"{len(gaps)} open places are left: {left}"))
            letter.paper.first_gap()
        elif FORMS[letter.kind].cites and letter.article is None:
            self._say_fault(Words("先选一条公约条款", "Choose an article first"))
            letter.take_article()
        elif view.contact is not None and not self._asked_again:
            self._asked_again = True
            self._render()
        else:
            self.answered.emit(Answer(view.case.id, letter.kind, letter.text, letter.article, letter.folds))

    def show_fault(self, error: StewardError) -> None:
        """Why it can't be sent."""
        self._say_fault(Words.of(error))

    def _say_fault(self, words: Words) -> None:
        self._fault_words = words
        self._fault_text.setText(self._tools.say(words))
        self._fault.show()

    def _written(self) -> None:
        self._asked_again = False
        self._fault.hide()
        text = self.letter.text
        self._tools.runner.ask(("desk", "checks"), lambda _desk: letters.checks(text), self._show_warnings)

    def _show_warnings(self, found: list[Words]) -> None:
        self._warnings = found
        self._render_cautions()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        view = self._view
        if view is None:
            return
        able = self.possible(self.letter.kind) and (view.suggestion.answer in FORMS or self._wants_letter)
        for kind, tab in self._tabs.items():
            tab.setChecked(able and kind is self.letter.kind)
            tab.setEnabled(self.possible(kind))
        if not able and self.letter.editor.hasFocus():
            self._scroll.setFocus()  # Qt would give it to a button, and whoever is typing would press that
        self._fault_text.setText(self._tools.say(self._fault_words))
        self.letter.setVisible(able)
        self.letter.render_letter()
        self.advice.show_case(view, self._tools.clock())
        self._render_cautions()
        self._name_button(view)
        self._send.setEnabled(able)
        self._dismiss.setEnabled(can(view.case.state, Step.DISMISS))

    def _name_button(self, view: CaseView) -> None:
        """What can't be sent is kept, for a person to send."""
        kept = Words("保存，待人工发送", "Keep it")
        words = kept if by_hand(view, FORMS[self.letter.kind].sends) else Words("发送", "Send")
        self._send.setText(self._tools.say(keyed(words, "desk.send")))
        self._send.setAccessibleName(self._tools.say(words))

    def _render_cautions(self) -> None:
        if self._view is not None:
            now = self._tools.clock()
            if self.letter.isHidden():
                self.advice.show_no_cautions()
            else:
                self.advice.show_cautions(self._view, self._warnings, now, asked_again=self._asked_again)
