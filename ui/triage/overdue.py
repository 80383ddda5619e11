"""A strip over the page: measures whose end has passed, but which may still hold in the community."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.domain.ladder import RUNG_WORDS
from app.domain.lifting import Overdue
from app.domain.words import Words
from app.operations import lifting
from app.operations.lifting import Ended
from ui.actions import key_of
from ui.answering.forms import HOLD
from ui.kit.elements import button, label, row
from ui.kit.remote import brief
from ui.tools import Tools

NOT_NEEDED = Words("已核对，社区里不用再解除", "checked: nothing is left to end in the community")
"""Why one is left, as the ledger keeps it."""


class OverdueStrip(QFrame):
    """What is overdue, with one key to see to all of it; nothing while nothing is.

    Attributes:
        wanted: the case of the first is to be shown: its id.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
    """

    wanted = Signal(object)
    decided = Signal(object, object, object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("caution")
        self._tools = tools
        self.found: list[Overdue] = []
        self._text = label("", "small")
        say = tools.say
        end = button(say, Words("全部解除", "End all of them"), "primary", key=key_of("triage.overdue"))
        end.clicked.connect(self.end)
        look = button(say, Words("看第一件", "Look at the first"), "quiet")
        look.clicked.connect(self._look)
        leave = button(say, Words("第一件不用解除", "The first needs nothing"), "quiet")
        leave.clicked.connect(self._leave)
        layout = row(self._text, look, leave, end)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 6, 12, 6)
        self.setLayout(layout)
        self.hide()
        say.changed.connect(self._render)

    def look(self) -> None:
        """See what is overdue now."""
        self._tools.runner.ask(("triage", "overdue"), lifting.overdue, self._show)

    def _show(self, found: list[Overdue]) -> None:
        self.found = found
        self._render()

    def _render(self) -> None:
        self.setVisible(bool(self.found))
        if not self.found:
            return
        first, count = self.found[0], len(self.found)
        rung, who = RUNG_WORDS[first.kept.rung], brief(first.kept.sanction.member.name, 24)
        more = Words(f"，另有 {count - 1} 项", f", and {count - 1} more") if count > 1 else Words()
        told = Words(
            f"到期还没解除：{who} 的{rung.zh}，{first.told.zh}{more.zh}",
            f"Over, but may still hold: {who}, {rung.en}; {first.told.en}{more.en}",
        )
        self._text.setText(self._tools.say(told))

    def end(self) -> None:
        """See to all of them."""
        if self.found:
            self._tools.runner.do(partial(lifting.end_overdue, hold=HOLD), self._ended)

    def _ended(self, done: Ended) -> None:
        count = len(done.decided)
        told = Words(f"{count} 项解除已安排", f"{count} ends are on their way")
        if done.by_hand:
            told = Words(f"{told.zh}，{done.by_hand} 项要人工办理", f"{told.en}, {done.by_hand} of them by hand")
        if done.left:
            told = Words(f"{told.zh}，{done.left} 项要由其他人处理", f"{told.en}, {done.left} are for somebody else")
        if done.decided:
            self.decided.emit(told, [one.decision for one in done.decided], [one.case for one in done.decided])

    def _look(self) -> None:
        if self.found:
            self.wanted.emit(self.found[0].kept.case_id)

    def _leave(self) -> None:
        if self.found:
            decision = self.found[0].kept.decision
            reason = self._tools.say(NOT_NEEDED)
            self._tools.runner.do(lambda desk: lifting.leave_overdue(desk, decision, reason=reason))
