"""The three questions of a ballot, answered apart, each with room for a reason."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QRadioButton, QWidget

from app.domain.council import (
    FINDING_WORDS,
    LONGEST_REASON,
    QUESTION_WORDS,
    REMEDY_WORDS,
    Finding,
    Question,
    Remedy,
)
from app.domain.words import NO_WORDS, Words
from ui.kit.elements import Flow, column, frame, label, named, said
from ui.kit.speech import Speech
from ui.kit.theme import Tone

_WHY = Words("理由（可以不写；请不要写名字）", "Your reason (as you like; name nobody, please)")
_HINTS = {
    Question.FACTS: Words(
        "只看材料能不能证明，不看喜不喜欢。", "Only whether the material shows it, not whether one likes it."
    ),
    Question.BREACH: Words("对照上面列出的条款原文。", "Held against the articles as they stand above."),
    Question.REMEDY: Words(
        "从轻到重排列；您选的这一档以及更轻的都算您赞成过。",
        "From the mildest to the strongest; who asks for one is counted for the milder ones too.",
    ),
}


class QuestionPart(QWidget):
    """One question: the choices and the reason.

    Attributes:
        changed: another answer, or another reason.
    """

    changed = Signal()

    def __init__(self, say: Speech, question: Question, choices: Sequence[tuple[str, Words]]) -> None:
        super().__init__()
        self.question = question
        self._group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        holder = QWidget()
        flow = Flow(14)
        for value, words in choices:
            radio = self.radios[value] = QRadioButton()
            say.tell(radio, radio.setText, words)
            name = QUESTION_WORDS[question]
            named(say, radio, Words(f"{name.zh} {words.zh}", f"{name.en} {words.en}"))
            self._group.addButton(radio)
            flow.addWidget(radio)
        holder.setLayout(flow)
        self.why = QPlainTextEdit()
        self.why.setTabChangesFocus(True)
        self.why.setFixedHeight(76)
        say.tell(self.why, self.why.setPlaceholderText, _WHY)
        name = QUESTION_WORDS[question]
        named(say, self.why, Words(f"{name.zh} 理由", f"{name.en} Reason"))
        self.fault, self._say, self._lacks = label("", "small"), say, NO_WORDS
        self.fault.setProperty("tone", Tone.RED.value)
        self.fault.hide()
        head = said(say, name, "strong")
        hint = said(say, _HINTS[question], "second")
        self.setLayout(column(frame("card", head, hint, self.fault, holder, self.why)))
        self._group.buttonToggled.connect(lambda _button, on: self._typed() if on else None)
        self.why.textChanged.connect(self._typed)
        say.changed.connect(self._say_again)

    def _typed(self) -> None:
        over = len(self.why.toPlainText()) - LONGEST_REASON
        too_long = Words(f"理由多了 {over} 个字", f"The reason has {over} characters too many")
        self.complain(too_long if over > 0 else NO_WORDS)
        self.changed.emit()

    def _say_again(self) -> None:
        self.complain(self._lacks)

    def complain(self, words: Words) -> None:
        """Say what is missing or too much here; no words: nothing."""
        self._lacks = words
        self.fault.setText(self._say(words))
        self.fault.setVisible(bool(words.zh))

    @property
    def value(self) -> str:
        """What is chosen; "" while nothing is."""
        return next((value for value, radio in self.radios.items() if radio.isChecked()), "")

    @property
    def reason(self) -> str:
        """The reason as it stands."""
        return self.why.toPlainText().strip()

    def check(self) -> bool:
        """Whether it is answered as a ballot takes it; says so where it is not."""
        if not self.value:
            self.complain(Words("这一问还没有回答", "This is not answered yet"))
            return False
        return len(self.why.toPlainText()) <= LONGEST_REASON

    def show_answer(self, value: str, reason: str) -> None:
        """Show what was answered before."""
        self.blockSignals(True)
        if value in self.radios:
            self.radios[value].setChecked(True)
        if self.reason != reason:
            self.why.setPlainText(reason)
        self.blockSignals(False)


def parts(say: Speech) -> dict[Question, QuestionPart]:
    """The three of them."""
    findings = [(one.value, FINDING_WORDS[one]) for one in Finding]
    remedies = [(one.value, REMEDY_WORDS[one]) for one in Remedy]
    return {
        Question.FACTS: QuestionPart(say, Question.FACTS, findings),
        Question.BREACH: QuestionPart(say, Question.BREACH, findings),
        Question.REMEDY: QuestionPart(say, Question.REMEDY, remedies),
    }
