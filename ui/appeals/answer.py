"""Answer an appeal: what was decided on the left, the appeal's words beside it, the answer with what it does."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QVBoxLayout, QWidget

from app.domain.appeals import OUTCOME_WORDS, AppealId
from app.domain.decisions import Decided, Decision
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.sanctions import Outcome
from app.domain.words import NO_WORDS, Words
from app.errors import ReasonForAnswer, StewardError
from app.operations import appeals, appeals_view
from app.operations.appeals import Verdict
from app.operations.appeals_view import AppealView, Consequences
from ui.answering.forms import HOLD
from ui.answering.gap_edit import GapEdit
from ui.appeals import words
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import Scroll, button, clear, column, frame, label, named, row, said, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

PAUSE = 250
"""Milliseconds after the last key before the letter follows the reason."""

_LONGEST_TEXT = 4000
_REASON_PLACES = ("{答复理由}", "{answer_reason}")
_LOCKED = Words(
    "原决定由 {who} 作出或同意，已锁定，不能答复", "Decided or agreed to by {who}, who are locked out of the answer"
)


class AnswerSheet(Form):
    """The sheet for one appeal.

    Attributes:
        answered: it was answered: words, and a `Decided`.
        show_case: the case is to be shown: its id.
    """

    answered = Signal(object, object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("答复申诉", "Answer an appeal"), Words("答复", "Answer"), (1080, 720))
        self._view: AppealView | None = None
        self._own_letter = self._filled = ""
        self.outcome: Outcome | None = None
        self._past = Scroll(margin=0)
        named(tools.say, self._past, Words("原决定", "What was decided"))
        self._build()
        tools.say.changed.connect(self._render)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self.tools.say
        self._choices = QButtonGroup(self)
        self.buttons = {}
        for outcome, outcome_words in OUTCOME_WORDS.items():
            chosen = button(say, outcome_words, "segment")
            chosen.setCheckable(True)
            chosen.setMinimumWidth(88)
            chosen.clicked.connect(partial(self._choose, outcome))
            self._choices.addButton(chosen)
            self.buttons[outcome] = chosen
        self.rung = QComboBox()
        named(say, self.rung, Words("减轻到", "Reduced to"))
        self.rung.currentIndexChanged.connect(lambda _index: self._ask())
        self.reason = line_edit(self.tools, Words("理由", "Why"), Words("会写进答复和台账", "told to the member"), 500)
        self.reason.textChanged.connect(lambda _text: self._pause.start())
        self.letter = GapEdit(self.tools.theme)
        named(say, self.letter, Words("答复全文", "The letter"))
        self._will: QVBoxLayout = column(gap=3)
        self._effects = frame("advice", self._will)
        self._who = label("", "second")
        right = column(
            said(say, Words("结果", "Outcome"), "second"),
            row(*self.buttons.values(), self.rung, None),
            field(self.tools, Words("理由（必填）", "Why (needed)"), self.reason),
            field(self.tools, Words("答复（可改）", "The letter (can be changed)"), self.letter),
            said(say, Words("按下以后", "What this does"), "second"),
            self._effects,
            self._who,
        )
        right.setStretch(3, 1)
        sides = row(self._past, right, gap=20)
        sides.setStretch(0, 5)
        sides.setStretch(1, 6)
        self.inside.addLayout(sides, 1)
        self.first = self.buttons[Outcome.UPHELD]
        tab_order(self._past, *self.buttons.values(), self.rung, self.reason, self.letter, self._cancel, self.go_button)

    def put_up_for(self, appeal: AppealId) -> None:
        """Show it for an appeal."""
        self.tools.runner.ask(
            ("appeals", "shown"), lambda desk: appeals_view.shown(desk, appeal), self._show, self._told
        )

    def _told(self, error: Exception) -> None:
        self.tools.runner.failed.emit(error)

    def _show(self, view: AppealView) -> None:
        fresh = self._view is None or self._view.appeal.id != view.appeal.id
        self._view = view
        if fresh:
            self.reason.clear()
            self.letter.begin("")
            self._own_letter = self._filled = ""
            self.outcome = None
            self._choices.setExclusive(False)
            for one in self.buttons.values():
                one.setChecked(False)
            self._choices.setExclusive(True)
            self.tell_fault(NO_WORDS)
        self._render()
        self.put_up()

    # --- what was decided --------------------------------------------------------------------------------

    def _render(self) -> None:
        view = self._view
        if view is None:
            return
        say = self.tools.say
        self.rung.blockSignals(True)
        at = max(self.rung.currentIndex(), 0)
        self.rung.clear()
        for one in view.reductions:
            self.rung.addItem(say(RUNG_WORDS[one]), one)
        self.rung.setCurrentIndex(min(at, self.rung.count() - 1))
        self.rung.blockSignals(False)
        self.rung.setVisible(self.outcome is Outcome.REDUCED)
        self.buttons[Outcome.REDUCED].setVisible(bool(view.reductions))
        if view.refused is not None:
            self.tell_fault(view.refused)
        may = view.refused is None
        for part in (*self.buttons.values(), self.rung, self.reason, self.letter):
            part.setEnabled(may)
        self.go_button.setEnabled(may and self.outcome is not None)
        self._who.setText(say(view.who_may))
        self._show_past(view)
        self._show_effects(None)
        self._ask()

    def _show_past(self, view: AppealView) -> None:
        say, now = self.tools.say, self.tools.clock()
        content = self._past.fresh()
        inside = content.inside
        term, tone = words.due(view.appeal, say, now)
        inside.addLayout(row(tag(say(words.AGAINST[view.appeal.against]), Tone.VIOLET), tag(term, tone), None))
        came = say.moment(view.appeal.received_at, now)
        name = brief(view.appeal.by.name, 30)
        inside.addWidget(label(say(Words(f"{name} 的申诉 · {came}", f"The appeal of {name} · {came}")), "strong"))
        inside.addWidget(words.whole(frame("caution", label(view.appeal.text[:_LONGEST_TEXT]))))
        inside.addWidget(said(say, Words("当时判断的原文", "The post, as it was judged"), "strong"))
        inside.addWidget(words.whole(frame("judged", label(view.judged[:_LONGEST_TEXT]))))
        inside.addWidget(said(say, Words("原决定", "The decision"), "strong"))
        self._add_decision(inside, view)
        inside.addStretch(1)
        self._past.show_fresh(content)

    def _add_decision(self, inside: QVBoxLayout, view: AppealView) -> None:
        say, decision = self.tools.say, view.decision
        at = say.moment(decision.at, self.tools.clock())
        by = brief(decision.by.name, 30)
        inside.addWidget(label(say(Words(f"{view.what.zh} · {by} · {at}", f"{view.what.en} · {by} · {at}"))))
        basis = decision.basis
        if basis is not None:
            cited = basis.law if basis.law != NO_WORDS else _cited(decision)
            article = [label(say(cited), "strong"), label(say(basis.text), "small")]
            inside.addWidget(words.whole(frame("article", *article)))
        if view.kept is not None:
            for line in view.kept.sanction.because:
                inside.addWidget(label(f"· {say(line)}", "small"))
            if view.kept.sanction.departure:
                why = Words("偏离理由：", "Departure: ")
                inside.addWidget(label(f"{say(why)}{view.kept.sanction.departure}", "small"))
        said_then = decision.text or decision.reason
        if said_then:
            inside.addWidget(words.whole(frame("post", label(said_then[:_LONGEST_TEXT], "small"))))
        locked = say(Words("、", ", ")).join(brief(one.name, 30) for one in view.took_part)
        told = Words(_LOCKED.zh.format(who=locked), _LOCKED.en.format(who=locked))
        inside.addWidget(label(say(told), "second"))

    # --- the answer --------------------------------------------------------------------------------------

    def _choose(self, outcome: Outcome, _checked: bool = False) -> None:
        self.outcome = outcome
        self.rung.setVisible(outcome is Outcome.REDUCED)
        self.go_button.setEnabled(True)
        self._ask()
        self.reason.setFocus()

    def _said(self) -> Verdict | None:
        if self.outcome is None or self._view is None:
            return None
        rung = self.rung.currentData() if self.outcome is Outcome.REDUCED else None
        own = self.letter.toPlainText()
        message = own if own != self._own_letter else ""
        return Verdict(self.outcome, self.reason.text(), Rung(rung) if rung else None, message)

    def _ask(self) -> None:
        """Ask what the chosen answer would do, and for its letter."""
        self._pause.stop()
        view, said_now = self._view, self._said()
        if view is None or said_now is None or view.refused is not None:
            return
        appeal = view.appeal.id
        self.tools.runner.ask(
            ("appeals", "consequences"),
            lambda desk: appeals_view.consequences(desk, appeal, said_now),
            self._follow,
            self.fail,
        )

    def _follow(self, found: Consequences) -> None:
        """The letter follows outcome and reason; where somebody wrote in it, only the place for the reason does."""
        if self.letter.toPlainText() == self._own_letter:
            self._own_letter = found.letter
            self.letter.begin(found.letter)
        self._fill()
        if self.reason.text().strip() and self._view is not None and self._view.refused is None:
            self.tell_fault(NO_WORDS)
        self._show_effects(found)

    def _fill(self) -> None:
        """Put the reason in its place in a letter that was changed by hand, and change it there when it changes."""
        text, reason = self.letter.toPlainText(), self.reason.text().strip().rstrip("。.")
        if text == self._own_letter or not reason:
            return
        done = text.replace(self._filled, reason, 1) if self._filled else text
        for place in _REASON_PLACES:
            done = done.replace(place, reason)
        if done != text:
            self._filled = reason
            self.letter.begin(done)

    def fail(self, error: StewardError) -> None:
        """It was not done: the cursor goes to what is missing."""
        super().fail(error)
        if isinstance(error, ReasonForAnswer):
            self.reason.setFocus()

    def _show_effects(self, found: Consequences | None) -> None:
        clear(self._will)
        lines = found.lines if found else (Words("先选结果", "Choose the outcome first"),)
        for line in lines:
            self._will.addWidget(label(f"· {self.tools.say(line)}" if found else self.tools.say(line), "small"))

    def go(self) -> None:
        """Answer it."""
        self._fill()
        view, said_now = self._view, self._said()
        if view is None or said_now is None:
            return
        appeal, outcome = view.appeal.id, said_now.outcome
        self.busy(True)
        self.tools.runner.do(
            lambda desk: appeals.answer(desk, appeal, said_now, hold=HOLD), partial(self._done, outcome), self.fail
        )

    def _done(self, outcome: Outcome, decided: Decided) -> None:
        self.busy(False)
        done = OUTCOME_WORDS[outcome]
        self._view = None
        self.put_away()
        self.answered.emit(Words(f"申诉已答复：{done.zh}", f"The appeal was answered: {done.en}"), decided)


def _cited(decision: Decision) -> Words:
    basis = decision.basis
    if basis is None:
        return NO_WORDS
    return Words(
        f"{basis.edition_name.zh} 第{basis.article}条 {basis.title.zh}",
        f"{basis.edition_name.en}, article {basis.article}: {basis.title.en}",
    )
