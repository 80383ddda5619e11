"""The department's side of a promise: the handoff slip, the number it has there, and what the department said."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.domain.letters import language_of
from app.domain.promises import PromiseId
from app.domain.promises_rules import LONGEST_NUMBER
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import promises
from app.operations.promises import Kept
from app.operations.promises_letters import handoff_slip
from ui.actions import key_of, keyed
from ui.appeals.words import whole
from ui.kit.elements import Flow, button, column, frame, label, named, row, said
from ui.promises.reading import Matter
from ui.tools import Tools

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NUMBER = Words("转办单号", "Handoff number")
_ANSWER = Words("部门的答复（只有团队看得到）", "What the department said (for the team only)")


class HandoffPart(QFrame):
    """What goes to the department and what came back; what is typed stays while somebody looks at other promises."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("card")
        self._tools = tools
        self._found: Matter | None = None
        self._typed: dict[tuple[PromiseId, str], str] = {}
        self._fault_words = NO_WORDS
        self._build()
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self._tools.say
        self.number = QLineEdit()
        self.number.setMaxLength(LONGEST_NUMBER)
        named(say, self.number, _NUMBER)
        hint = keyed(Words("转办后把对方系统的单号记在这里", "Their number, once it is handed on"), "promises.number")
        say.tell(self.number, self.number.setPlaceholderText, hint)
        self.number.textEdited.connect(partial(self._keep_typed, "number"))
        self.number.returnPressed.connect(self.keep_number)
        self._keep_number = self._button(Words("记下", "Keep"), self.keep_number)
        self.copy = button(say, Words("复制转办单", "Copy the slip"), "", key=key_of("promises.slip"))
        self.copy.clicked.connect(self.copy_slip)
        self._look = self._button(Words("看内容", "Look at it"), self._toggle_slip)
        self._look.setObjectName("quiet")
        self._slip = label("", "small")
        self._slip.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._slip_frame = whole(frame("post", self._slip))
        self._slip_frame.hide()
        self.answer = QPlainTextEdit()
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(64)
        named(say, self.answer, _ANSWER)
        asks = keyed(Words("部门怎么说的，记在这里", "What the department says"), "promises.answer")
        say.tell(self.answer, self.answer.setPlaceholderText, asks)
        self.answer.textChanged.connect(lambda: self._keep_typed("answer", self.answer.toPlainText()))
        self.answer.installEventFilter(self)
        self._keep_answer = self._button(Words("记下答复", "Keep it"), self.keep_answer)
        self._fault = label("", "small")
        self._fault_frame = frame("fault", self._fault, margin=8)
        self._fault_frame.hide()
        actions = Flow(6)
        for part in (self.copy, self._look):
            actions.addWidget(part)
        head = row(said(say, Words("转办", "Handoff"), "strong", wrap=False), actions)
        head.setStretch(1, 1)
        line = row(self.number, self._keep_number)
        line.setStretch(0, 1)
        self._about = said(say, _ANSWER, "second")
        about = row(self._about, self._keep_answer)
        about.setStretch(0, 1)
        layout = column(head, self._slip_frame, line, about, self.answer, self._fault_frame)
        layout.setContentsMargins(12, 10, 12, 12)
        self.setLayout(layout)

    def _button(self, words: Words, does: object) -> QPushButton:
        made = button(self._tools.say, words)
        made.clicked.connect(does)
        return made

    # --- what is shown -----------------------------------------------------------------------------------

    def show_matter(self, found: Matter) -> None:
        """Show this promise's side of the department."""
        fresh = self._found is None or self._found.id != found.id
        before, self._found = self._found, found
        one = found.shown.promise
        kept = before is not None and before.id == found.id and before.shown.promise.number != one.number
        if kept:
            self._typed.pop((one.id, "number"), None)
        if fresh or kept:
            self.number.setText(self._typed.get((one.id, "number"), one.number))
        if fresh:
            self.answer.blockSignals(True)
            self.answer.setPlainText(self._typed.get((one.id, "answer"), ""))
            self.answer.blockSignals(False)
            self._slip_frame.hide()
            self._tell(NO_WORDS)
        elif not self._slip_frame.isHidden():
            self._read_slip(self._show_slip)
        for part in (self.number, self.answer, self._keep_number, self._keep_answer, self._about):
            part.setVisible(one.ended is None or (part is self.number and bool(one.number)))
        self.number.setReadOnly(one.ended is not None)
        self._render()

    def _keep_typed(self, field: str, text: str) -> None:
        if self._found is not None:
            self._typed[self._found.id, field] = text
        self._tell(NO_WORDS)
        self._render()

    def _render(self) -> None:
        found = self._found
        if found is None:
            return
        opened = not self._slip_frame.isHidden()
        words = Words("收起", "Put away") if opened else Words("看内容", "Look at it")
        self._look.setText(self._tools.say(words))
        self._keep_number.setEnabled(self.number.text().strip() not in ("", found.shown.promise.number))
        self._keep_answer.setEnabled(bool(self.answer.toPlainText().strip()))
        self._fault.setText(self._tools.say(self._fault_words))

    def _tell(self, words: Words) -> None:
        self._fault_words = words
        self._fault.setText(self._tools.say(words))
        self._fault_frame.setVisible(words != NO_WORDS)

    # --- the slip ----------------------------------------------------------------------------------------

    def _read_slip(self, then: object) -> None:
        found = self._found
        if found is None:
            return
        promise = found.id
        language = language_of(found.view.case.revision.body) if found.view is not None else self._tools.say.language
        self._tools.runner.ask(("promises", "slip"), lambda desk: handoff_slip(desk, promise, language), then)  # type: ignore[arg-type]

    def copy_slip(self) -> None:
        """Take the slip along, to be pasted into the company's own system."""
        self._read_slip(self._copied)

    def _copied(self, slip: str) -> None:
        QGuiApplication.clipboard().setText(slip)
        told = Words(
            "转办单已复制：粘贴到对方系统，再把单号记下来",
            "The slip is copied: paste it into their system, then keep its number",
        )
        self._tools.notices.tell(told, seconds=5)

    def _toggle_slip(self) -> None:
        if self._slip_frame.isHidden():
            self._read_slip(self._show_slip)
        else:
            self._slip_frame.hide()
            self._render()

    def _show_slip(self, slip: str) -> None:
        self._slip.setText(slip.rstrip())
        self._slip_frame.show()
        self._render()

    # --- what is kept ------------------------------------------------------------------------------------

    def take_number(self) -> None:
        """Go to the number."""
        self.number.setFocus()
        self.number.selectAll()

    def take_answer(self) -> None:
        """Go to the department's answer."""
        self.answer.setFocus()

    @property
    def writes(self) -> bool:
        """Whether somebody is writing what the department said."""
        return self.answer.hasFocus()

    def keep_number(self) -> None:
        """Keep the number of the handoff."""
        found, number = self._found, self.number.text()
        if found is not None and found.shown.promise.ended is None:
            promise = found.id
            told = Words("转办单号已记下", "The number is kept")
            self._tools.runner.do(
                lambda desk: promises.hand(desk, promise, number),
                partial(self._kept, promise, "number", told),
                self._fail,
            )

    def keep_answer(self) -> None:
        """Keep what the department said."""
        found, text = self._found, self.answer.toPlainText()
        if found is not None and found.shown.promise.ended is None:
            promise = found.id
            told = Words("部门答复已记下，会进入进展说明", "The answer is kept; it goes into the progress note")
            self._tools.runner.do(
                lambda desk: promises.department_answered(desk, promise, text),
                partial(self._kept, promise, "answer", told),
                self._fail,
            )

    def _kept(self, promise: PromiseId, field: str, told: Words, _kept: Kept) -> None:
        self._typed.pop((promise, field), None)
        if self._found is not None and self._found.id == promise and field == "answer":
            self.answer.clear()
            self._typed.pop((promise, field), None)
        self._tell(NO_WORDS)
        self._tools.notices.tell(told, seconds=4)

    def _fail(self, error: StewardError) -> None:
        self._tell(Words.of(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in the answer keeps it."""
        if watched is self.answer and isinstance(event, QKeyEvent) and _is_ctrl_enter(event):
            if event.type() is QEvent.Type.KeyPress:
                self.keep_answer()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def fields(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        return (self.number, self.answer)


def _is_ctrl_enter(event: QKeyEvent) -> bool:
    wanted = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
    return wanted and event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
