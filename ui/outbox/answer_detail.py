"""One answer in the outbox: what it is, what it waits for, its steps, its words."""

from PySide6.QtCore import Signal

from app.domain.commands import COMMAND_WORDS, CommandState
from app.domain.decisions import DECISION_WORDS
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.hand.links import offer_link
from ui.hand.strip import SmallPictures
from ui.kit.elements import Scroll, button, clear, frame, label, row, said, tag
from ui.kit.remote import brief
from ui.outbox.answers import OutboxAnswer
from ui.outbox.by_hand import Receipts, ToDo, is_to_do
from ui.outbox.conflict import ConflictView
from ui.outbox.words import state_of, why
from ui.tools import Tools


class AnswerDetail(Scroll):
    """The right side of the outbox.

    Attributes:
        opening: its case is to be shown in the queue.
        ticking: a person did what it asks for.
        viewing: a receipt is to be seen large: all of them, and the number of the one.
    """

    opening = Signal()
    ticking = Signal()
    viewing = Signal(object, int)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._small = SmallPictures(tools)

    def show_answer(self, one: OutboxAnswer | None, view: CaseView | None) -> None:
        """Show an answer; nothing for None.

        Args:
            view: its case; None while that was not read.
        """
        clear(self.inside)
        if one is not None:
            self._render_answer(one, view)
            self.inside.addStretch(1)

    def _render_answer(self, one: OutboxAnswer, view: CaseView | None) -> None:
        say, now, first = self._tools.say, self._tools.clock(), one.first
        inside = self.inside
        state, tone = state_of(one.telling.command, now)
        inside.addWidget(label(brief(first.title, 120), "heading"))
        words = Words(f"打开工单 {first.case}", f"Open case {first.case}")
        go = button(say, words, "quiet", key=key_of("outbox.open"))
        go.clicked.connect(self.opening)
        if first.case is None:
            go.hide()  # a notice, or a welcome, is about no case
        by = f"{say(DECISION_WORDS[first.decision])} · {first.by_name} · {say.moment(first.at, now)}"
        inside.addLayout(row(tag(say(state), tone), label(by, "second", wrap=False), None, go))
        if is_to_do(one.telling.command, self._tools.clock()):
            to_do = ToDo(self._tools, one.telling, view, self._tick)
            to_do.linked.connect(self._ask_link)
            inside.addWidget(to_do)
        for line in why(one.telling, now):
            inside.addWidget(frame("caution", label(say(line))))
        if one.telling.command.state is CommandState.CONFLICT and view is not None:
            inside.addWidget(ConflictView(self._tools, view, one.telling.command))
        inside.addWidget(said(say, Words("步骤", "Steps"), "strong"))
        for step in one.steps:
            name = say(COMMAND_WORDS[step.command.intent.kind])
            words, tone = state_of(step.command, now)
            inside.addLayout(row(tag(say(words), tone), label(name, "small", wrap=False), None))
        done = [step.command for step in one.steps if step.command.by_hand and step.command.receipt is not None]
        if done and view is not None:
            receipts = Receipts(self._tools, self._small, done, view.evidence)
            receipts.opened.connect(self.viewing)
            inside.addWidget(receipts)
        if one.text and not (is_to_do(one.telling.command, self._tools.clock()) and one.telling.command.intent.text):
            inside.addWidget(said(say, Words("正文", "Text"), "strong"))
            inside.addWidget(frame("card", label(one.text)))

    def _ask_link(self, address: str) -> None:
        offer_link(self._tools, address)

    def _tick(self) -> None:
        self.ticking.emit()
