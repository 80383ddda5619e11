"""The desk: the answer to the chosen case, written beside its evidence."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from app.domain.cases import CaseId, Step, can
from app.domain.coaching import COACHABLE
from app.domain.commands import CommandKind
from app.domain.decisions import DECISION_WORDS, DecisionKind
from app.domain.drafts import Draft
from app.domain.letters import language_of
from app.domain.words import Words
from app.errors import StewardError
from app.operations import drafts, letters
from app.operations.triage import CaseView
from ui.actions import key_of
from ui.answering.articles import ArticlePicker
from ui.answering.consequences import consequences
from ui.answering.gap_edit import GapEdit
from ui.answering.letter_parts import carried_over, typed_into
from ui.answering.preview import PhonePreview
from ui.kit.elements import Scroll, button, clear, column, frame, label, named, row, said
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools

DRAFT_PAUSE = 700
"""Milliseconds of rest in writing before a draft is kept."""

_STEPS = {DecisionKind.COACHING: Step.COACH, DecisionKind.REPLY: Step.REPLY}
_WRITTEN = (DecisionKind.COACHING, DecisionKind.REPLY)
_TABS = {
    DecisionKind.COACHING: Words("私信提醒 1", "Reminder 1"),
    DecisionKind.REPLY: Words("公开回复 2", "Public reply 2"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be sent for a case."""

    case: CaseId
    kind: DecisionKind
    text: str
    article: int | None
    fold: bool


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
        self.kind = DecisionKind.COACHING
        self._template = "standard"
        self._base = ""
        self._warned = False
        self._wants_letter = False
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE)
        self._pause.timeout.connect(self.keep_draft)
        tools.say.changed.connect(self._render)
        self.show_nothing()

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self._tools.say
        self.editor = GapEdit(self._tools.theme)
        named(say, self.editor, Words("正文", "Text"))
        self.editor.textChanged.connect(self._written)
        self.preview = PhonePreview(say)
        self._paper = QStackedLayout()
        self._paper.addWidget(self.editor)
        self._paper.addWidget(self.preview)
        self.picker = ArticlePicker(say)
        self.picker.chosen.connect(self._article_changed)
        self.fold = QCheckBox()
        say.tell(self.fold, self.fold.setText, Words("改好之前暂时折叠  F", "Fold the post until it is corrected  F"))
        self.fold.toggled.connect(self._fold_changed)
        self._advice_head, self._advice_text = label("", "strong"), label("", "small")
        self._thank = button(say, Words("谢谢 TA，办结", "Thank them, close"), "primary", key=key_of("triage.thank"))
        self._thank.clicked.connect(self.thanked)
        self._advice = frame("advice", self._advice_head, self._advice_text, self._thank, gap=4)
        self._caution_text = label()
        self._caution = frame("caution", self._caution_text)
        self._fault_text = label()
        self._fault = frame("fault", self._fault_text)
        self._template_name = label("", "second", wrap=False)
        self._other = button(say, Words("换一个 T", "another T"), "quiet")
        self._other.clicked.connect(self.next_template)
        self._gap = button(say, Words("下一空 F8", "next gap F8"), "quiet")
        self._gap.clicked.connect(self.next_gap)
        self._look = button(say, Words("手机预览", "Phone preview"), "quiet")
        self._look.clicked.connect(self.toggle_preview)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._writing = self._writing_part()
        self._scroll = Scroll(margin=0)
        for part in (self._advice, self._caution, self._writing):
            self._scroll.inside.addWidget(part)
        self._scroll.inside.setStretch(2, 1)
        layout = column(self._tab_row(), self._scroll, self._fault, self._buttons(), gap=WIDE_GAP)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, WIDE_GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _tab_row(self) -> QWidget:
        self._tabs: dict[DecisionKind, QPushButton] = {}
        line = row(gap=0)
        for kind, words in _TABS.items():
            tab = button(self._tools.say, words, "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self.choose, kind))
            self._tabs[kind] = tab
            line.addWidget(tab)
        line.addStretch(1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _writing_part(self) -> QWidget:
        say = self._tools.say
        head = row(self._template_name, self._other, None, self._gap, self._look)
        layout = column(head, self._paper, self.picker, self.fold)
        self._lines_head = said(say, Words("发出后会发生什么", "What will happen"), "strong")
        layout.addWidget(self._lines_head)
        layout.addLayout(self._lines)
        layout.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _buttons(self) -> QWidget:
        say = self._tools.say
        self._note = button(say, Words("备注", "Note"), key=key_of("triage.note"))
        self._note.clicked.connect(self.noting)
        self._dismiss = button(say, Words("无需处置", "Nothing to do"), key=key_of("triage.dismiss"))
        self._dismiss.clicked.connect(self.dismissed)
        self._send = button(say, Words("发送", "Send"), "primary", key=key_of("desk.send"))
        self._send.clicked.connect(self.send)
        holder = QWidget()
        holder.setLayout(row(self._note, self._dismiss, None, self._send))
        return holder

    # --- the case ----------------------------------------------------------------------------------------

    @property
    def case_id(self) -> CaseId | None:
        """The case that is answered here."""
        return self._view.case.id if self._view else None

    def show_nothing(self) -> None:
        """No case is chosen."""
        self.keep_draft()
        self._view = None
        for part in (self._scroll, self._fault, self._note, self._dismiss, self._send):
            part.hide()

    def show_case(self, view: CaseView) -> None:
        """Answer this case; what was written for it before is there again."""
        if self.case_id == view.case.id and self._view is not None:
            moved = self._view.case.state is not view.case.state
            self._view = view
            if moved and not self._dirty:
                self._begin(view)
            self._render()
            return
        self.keep_draft()
        self._view = view
        self._begin(view)
        for part in (self._scroll, self._note, self._dismiss, self._send):
            part.show()
        self._scroll.verticalScrollBar().setValue(0)
        self._render()

    def _begin(self, view: CaseView) -> None:
        self._warned = self._dirty = False
        self._fault.hide()
        self._paper.setCurrentWidget(self.editor)
        kept = view.draft
        self.kind = kept.answer if kept and kept.answer in _WRITTEN else self._first_kind(view)
        self._template = letters.best_template(view.author, self._tools.clock())
        article = kept.article if kept else next(iter(self._citable(view)), None)
        self.picker.offer(view.edition, article)
        self._set_fold(kept.fold if kept else False)
        self._base = ""
        self._set_text(kept.text if kept else "")
        if kept is None:
            self._ask_letter()
        self._dirty = False

    @staticmethod
    def _first_kind(view: CaseView) -> DecisionKind:
        wanted = view.suggestion.answer
        if wanted in _WRITTEN:
            return wanted
        return DecisionKind.COACHING if view.case.kind in COACHABLE else DecisionKind.REPLY

    @staticmethod
    def _citable(view: CaseView) -> list[int]:
        return [number for number in view.articles if view.edition and view.edition.article(number).severity]

    def possible(self, kind: DecisionKind) -> bool:
        """Whether this answer can be given to the case as it stands."""
        view = self._view
        if view is None or not can(view.case.state, _STEPS[kind]):
            return False
        if kind is DecisionKind.COACHING:
            return view.case.kind in COACHABLE and view.case.author is not None
        return view.case.thread_id is not None

    # --- the letter --------------------------------------------------------------------------------------

    def choose(self, kind: DecisionKind, _checked: bool = False) -> None:
        """Write this answer; the cursor goes to its first open place."""
        if self._view is None:
            return
        if not self.possible(kind):
            self._tabs[kind].setChecked(False)
            self._render()
            return
        if kind is not self.kind:
            self.keep_draft()
            self.kind = kind
            self._template = letters.best_template(self._view.author, self._tools.clock())
            if kind is DecisionKind.REPLY:
                self._template = "standard"
            self._base = ""
            self._ask_letter()
        self._paper.setCurrentWidget(self.editor)
        self._render()
        self.editor.setFocus()
        self._wants_letter = not self.editor.next_gap()

    def _ask_letter(self) -> None:
        view = self._view
        if view is None:
            return
        case_id, kind, template, article = view.case.id, self.kind, self._template, self.picker.number
        language = language_of(view.case.revision.body)
        if kind is DecisionKind.REPLY:
            article = None
        self._tools.runner.ask(
            ("desk", "letter"),
            lambda desk: letters.draft(
                desk, case_id, answer=kind, template=template, article=article, language=language
            ),
            partial(self._show_letter, case_id),
            self.show_fault,
        )

    def _show_letter(self, case_id: CaseId, letter: letters.Letter) -> None:
        if case_id != self.case_id:
            return
        words = typed_into(self._base, self.editor.toPlainText()) if self._base else {}
        if words is None and self._dirty:
            told = Words(
                "正文已改动过，没有替换；条款或模板请自行核对",
                "Your text was kept; check it against the article chosen",
            )
            self._tools.notices.tell(told)
            return
        self._base = letter.text
        dirty = self._dirty
        self._set_text(carried_over(letter.text, words or {}))
        self._dirty = dirty
        if self._wants_letter:
            self._wants_letter = False
            self.editor.next_gap()
        self._render()

    def _set_text(self, text: str) -> None:
        self.editor.blockSignals(True)
        if self._dirty:
            self.editor.replace_text(text)
        else:
            self.editor.begin(text)
        self.editor.blockSignals(False)

    def next_template(self) -> None:
        """Begin with another letter; what was typed into open places of the same name is kept."""
        if self._view is None:
            return
        known = [one.id for one in self._templates()]
        if known:
            at = known.index(self._template) if self._template in known else -1
            self._template = known[(at + 1) % len(known)]
            self._ask_letter()

    def _templates(self) -> list[letters.Template]:
        language = language_of(self._view.case.revision.body) if self._view else "zh"
        return letters.templates(self.kind, language)

    def next_gap(self) -> None:
        """Go to the next open place."""
        self._paper.setCurrentWidget(self.editor)
        self.editor.setFocus()
        self.editor.next_gap()

    def choose_article(self, number: int) -> None:
        """Cite this article."""
        if self._view is not None:
            self.picker.offer(self._view.edition, number)
            self._article_changed(number)

    def take_article(self) -> None:
        """Find an article by typing."""
        if self.kind is DecisionKind.COACHING:
            self.picker.take_focus()

    def _article_changed(self, _number: int) -> None:
        if self.kind is DecisionKind.COACHING:
            self._ask_letter()
        self._pause.start()

    def toggle_fold(self) -> None:
        """Fold the post until it is corrected, or don't."""
        if self.fold.isEnabled() and self.fold.isVisible():
            self.fold.toggle()

    def _set_fold(self, on: bool) -> None:
        self.fold.blockSignals(True)
        self.fold.setChecked(on)
        self.fold.blockSignals(False)

    def _fold_changed(self, _on: bool) -> None:
        self._dirty = True
        self._pause.start()
        self._render()

    def toggle_preview(self) -> None:
        """Show what the member will read, or the editor again."""
        if self._paper.currentWidget() is self.preview:
            self._paper.setCurrentWidget(self.editor)
            self.editor.setFocus()
            return
        show = self.preview.show_letter if self.kind is DecisionKind.COACHING else self.preview.show_reply
        show(self.editor.toPlainText(), self._tools.me.name)
        self._paper.setCurrentWidget(self.preview)

    # --- keeping and sending -----------------------------------------------------------------------------

    def _written(self) -> None:
        self._dirty = True
        self._warned = False
        self._fault.hide()
        self._pause.start()
        self._check()

    def keep_draft(self) -> None:
        """Keep what is written, so that it is there again after whatever happens."""
        self._pause_stop()
        view = self._view
        if view is None or not self._dirty:
            return
        self._dirty = False
        kept = Draft(self.kind, self.editor.toPlainText(), self.picker.number, self.fold.isChecked())
        self._tools.runner.do(lambda desk: drafts.keep_draft(desk, view.case.id, kept))

    def _pause_stop(self) -> None:
        if hasattr(self, "_pause"):
            self._pause.stop()

    def drop(self) -> None:
        """What is written here has been sent; nothing is to be kept."""
        self._pause_stop()
        self._dirty = False

    def send(self) -> None:
        """Hand the answer on, once nothing is open in it."""
        view = self._view
        if view is None or not self._send.isEnabled():
            return
        if self.editor.gaps():
            self._say_fault(Words("还有空位没填，先填好再发送", "Fill the open places first"))
            self.next_gap()
            return
        if self.kind is DecisionKind.COACHING and self.picker.number is None:
            self._say_fault(Words("先选一条公约条款", "Choose an article first"))
            self.take_article()
            return
        if view.contact is not None and not self._warned:
            self._warned = True
            self._render()
            return
        article = self.picker.number if self.kind is DecisionKind.COACHING else None
        fold = self.fold.isChecked() and self.kind is DecisionKind.COACHING
        self.answered.emit(Answer(view.case.id, self.kind, self.editor.toPlainText(), article, fold))

    def show_fault(self, error: StewardError) -> None:
        """Why it can't be sent."""
        self._say_fault(Words.of(error))

    def _say_fault(self, words: Words) -> None:
        self._fault_text.setText(self._tools.say(words))
        self._fault.show()

    def _check(self) -> None:
        text = self.editor.toPlainText()
        self._tools.runner.ask(("desk", "checks"), lambda _desk: letters.checks(text), self._show_checks)

    def _show_checks(self, found: list[Words]) -> None:
        self._warnings = found
        self._render_caution()

    # --- drawing -----------------------------------------------------------------------------------------

    _warnings: list[Words] = []  # noqa: RUF012 - replaced whole, never changed
    _dirty = False

    def _render(self) -> None:
        view = self._view
        if view is None:
            return
        say = self._tools.say
        able = self.possible(self.kind)
        coaching = self.kind is DecisionKind.COACHING
        for kind, tab in self._tabs.items():
            tab.setChecked(kind is self.kind)
            tab.setEnabled(self.possible(kind))
        self._render_advice(view)
        self._render_caution()
        self._writing.setVisible(able)
        self._send.setEnabled(able)
        self._dismiss.setEnabled(can(view.case.state, Step.DISMISS))
        self.picker.setVisible(coaching)
        folds = view.info is not None and view.info.sends(CommandKind.HIDE)
        self.fold.setVisible(coaching and folds and not view.folded)
        names = {one.id: one.name for one in self._templates()}
        name = say(names.get(self._template, Words("标准", "standard")))
        self._template_name.setText(say(Words(f"模板：{name}", f"Template: {name}")))
        self._gap.setVisible(bool(self.editor.gaps()))
        clear(self._lines)
        fold = self.fold.isChecked() and self.fold.isVisibleTo(self)
        for line in consequences(view, self.kind, fold=fold, say=say, now=self._tools.clock()):
            self._lines.addWidget(label(f"· {line}", "small"))

    def _render_advice(self, view: CaseView) -> None:
        say = self._tools.say
        answer = view.suggestion.answer
        closed = not any(self.possible(kind) for kind in _WRITTEN) and not can(view.case.state, Step.ACCEPT)
        thank = answer is DecisionKind.ACCEPTANCE and can(view.case.state, Step.ACCEPT)
        if closed:
            self._advice_head.setText(say(Words("这件工单已办结", "This case is closed")))
            self._advice_text.setText(say(Words("经过见左侧“处理经过”", "What was done stands beside it")))
        else:
            words = DECISION_WORDS[answer]
            self._advice_head.setText(say(Words(f"建议：{words.zh}", f"Suggested: {words.en}")))
            self._advice_text.setText(say(view.suggestion.because))
        self._thank.setVisible(thank)

    def _render_caution(self) -> None:
        view = self._view
        if view is None:
            return
        say = self._tools.say
        lines: list[str] = []
        if view.contact is not None:
            age, kind = say.age(view.contact.at, self._tools.clock()), view.contact.kind
            by = view.contact.by
            lines.append(
                say(
                    Words(f"{age}前 {by} 刚联系过 TA（{kind.zh}）", f"{by or 'We'} wrote to them {age} ago ({kind.en})")
                )
            )
            if self._warned:
                lines.append(
                    say(Words("再按一次 Ctrl+Enter，仍要发送", "Press Ctrl+Enter once more to send all the same"))
                )
        lines += [say(words) for words in self._warnings]
        self._caution_text.setText("\n".join(lines))
        self._caution.setVisible(bool(lines))


HOLD = timedelta(seconds=8)
"""How long an answer can be taken back."""
