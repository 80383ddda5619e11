"""A decision that waits for another person: all that they need to agree, or to send it back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.cases import CaseId
from app.domain.words import Words, chinese_number
from app.operations import approving
from app.operations.accounts import NOT_PROVEN
from app.operations.approving import Waiting
from app.operations.case_view import CaseView
from app.text.display import visible
from ui.actions import key_of
from ui.answering.approval_words import decided, facts, notices_of, outcome, why_waits
from ui.kit.elements import Flow, button, clear, column, frame, label, named, row, said, tag
from ui.kit.remote import SHORTER, brief
from ui.kit.theme import Tone
from ui.tools import Tools

LONGEST_REASON = 500

_AWAITED = Words(
    "在另一个人同意之前，什么都不会发生。可以撤回；同事也可以在这台电脑上用自己的令牌复核。",
    "Nothing happens before another person agrees. You can take it back, or a colleague can judge it on this machine "
    "with their own token.",
)


def _who_may(others: Sequence[str]) -> Words:
    """Who can be the second person, as far as they ever connected here."""
    if not others:
        return Words("还没有别的版主连接过这个工作区", "No other moderator has connected to this workspace yet")
    names = [brief(one, 24) for one in others]
    return Words(f"可以复核的人：{'、'.join(names)}", f"Who can: {', '.join(names)}")


class ApprovalPart(QWidget):
    """What was decided, for the second person; for the first one, whom it waits for.

    Attributes:
        agreed: they agree.
        sent_back: they send it back: why.
        withdrawn: who decided it takes it back: the decision.
        by_other: another account is to agree on this machine.
        buttons: what can be done, to stand under it.
    """

    agreed = Signal()
    sent_back = Signal(str)
    withdrawn = Signal(object)
    by_other = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._view: CaseView | None = None
        self._waiting: Waiting | None = None
        self._inside: QVBoxLayout = column()
        self.setLayout(self._inside)
        self.buttons = self._make_buttons()
        tools.say.changed.connect(self._render)

    def _make_buttons(self) -> QWidget:
        say = self._tools.say
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        named(say, self.reason, Words("退回的理由", "Why it is sent back"))
        words = Words("为什么退回？写给处理人，按 Enter 退回", "Why? For who decided it; Enter sends it back")
        say.tell(self.reason, self.reason.setPlaceholderText, words)
        self.reason.returnPressed.connect(self.send_back)
        self.reason.hide()
        self.agree = button(say, Words("同意", "Agree"), "primary", key=key_of("desk.agree"))
        self.agree.clicked.connect(self.agreed)
        self.back = button(say, Words("退回", "Send back"), key=key_of("desk.back"))
        self.back.clicked.connect(self.begin_send_back)
        self.withdraw = button(say, Words("撤回", "Take it back"))
        self.withdraw.clicked.connect(self._withdraw)
        self.other = button(say, Words("以另一个账号复核", "Agree with another account"), key=key_of("desk.agree"))
        self.other.clicked.connect(self.by_other)
        ways = QWidget()
        ways.setLayout(Flow(8, self.withdraw, self.other, self.back, self.agree))
        made = QWidget()
        made.setLayout(column(self.reason, ways))
        return made

    # --- the case ----------------------------------------------------------------------------------------

    @property
    def case_id(self) -> CaseId | None:
        """The case that is shown."""
        return self._view.case.id if self._view else None

    @property
    def mine(self) -> bool:
        """Whether the person at the window made the decision."""
        return self._waiting is not None and self._waiting.decision.by.id == self._tools.me.id

    @property
    def by(self) -> str:
        """Who made the decision."""
        return self._waiting.decision.by.name if self._waiting else ""

    @property
    def ready(self) -> bool:
        """Whether what waits is shown: nothing is agreed to that nobody saw."""
        return self._waiting is not None

    def show_case(self, view: CaseView) -> None:
        """Show what waits on a case."""
        if self.case_id != view.case.id:
            self._waiting = None
            self.reason.clear()
            self.reason.hide()
        self._view = view
        case_id = view.case.id
        self._tools.runner.ask(("desk", "waiting"), lambda desk: approving.waiting(desk, case_id), self._show)
        self._render()

    def leave(self) -> None:
        """The case is no longer on the desk."""
        self._tools.runner.forget(("desk", "waiting"))
        self._view = self._waiting = None

    def _show(self, waiting: Waiting | None) -> None:
        self._waiting = waiting
        self._render()

    def begin_send_back(self) -> None:
        """Ask why."""
        if self.ready and not self.mine:
            self.reason.show()
            self.reason.setFocus()

    def send_back(self) -> None:
        """Hand the reason on, once it is asked for and written."""
        if self.reason.text().strip():
            self.sent_back.emit(self.reason.text().strip())

    def _withdraw(self) -> None:
        if self._waiting is not None:
            self.withdrawn.emit(self._waiting.decision.id)

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        for one in (self.agree, self.back):
            one.setVisible(self.ready and not self.mine)
        for one in (self.withdraw, self.other):
            one.setVisible(self.ready and self.mine)
        clear(self._inside)
        if self._view is None or self._waiting is None:
            return
        self._head(self._waiting)
        self._evidence(self._view, self._waiting)
        self._notice(self._waiting)
        self._will_happen(self._view, self._waiting)
        self._inside.addStretch(1)

    def _head(self, waiting: Waiting) -> None:
        say, decision, now = self._tools.say, waiting.decision, self._tools.clock()
        head = row(label(say(decided(decision)), "strong"), tag(say(Words("待复核", "awaits approval")), Tone.VIOLET))
        head.setStretch(0, 1)
        by, at = brief(decision.by.name, 40), say.moment(decision.at, now)
        lines = [label(say(Words(f"{by} · {at} 提交", f"{by} · {at}")), "second"), label(say(why_waits(decision)))]
        if self.mine:
            lines += [label(say(_AWAITED), "small"), label(say(_who_may(waiting.others)), "small")]
        if not waiting.proven:
            lines.append(label(say(NOT_PROVEN), "small"))
        self._inside.addWidget(frame("advice", head, *lines, gap=4))
        self._inside.addLayout(column(*(label(f"· {say(one)}", "small") for one in facts(waiting, say, now)), gap=2))
        basis = decision.basis
        if basis is not None:
            cited = (
                basis.law
                if basis.law.zh
                else Words(
                    f"第{chinese_number(basis.article)}条 {basis.title.zh}", f"Article {basis.article} {basis.title.en}"
                )
            )
            article = frame("article", label(say(cited), "second"), label(say(basis.text), "small"), margin=10, gap=4)
            self._inside.addWidget(article)

    def _evidence(self, view: CaseView, waiting: Waiting) -> None:
        say = self._tools.say
        if waiting.decision.revision != view.case.revision.version:
            changed = Words(
                "提交之后作者修改了帖子：请退回，重新看过再决定",
                "The author edited the post since: send it back, to be looked at again",
            )
            self._inside.addWidget(frame("caution", label(say(changed))))
        judged = view.text_of(waiting.decision.revision)
        heading = said(say, Words("判断时的原文", "The post as it was judged"), "second")
        self._inside.addWidget(frame("card", heading, label(visible(judged[:SHORTER]), "small"), gap=4))

    def _notice(self, waiting: Waiting) -> None:
        texts = [one for one in notices_of(waiting, self._tools.clock()) if one]
        if not texts:
            return
        say = self._tools.say
        heading = Words("同意后 TA 会读到", "What they will read once you agree")
        self._inside.addWidget(said(say, heading, "strong"))
        for text in texts:
            self._inside.addWidget(frame("bubble", label(visible(text[:SHORTER])), margin=12))

    def _will_happen(self, view: CaseView, waiting: Waiting) -> None:
        now = self._tools.clock()
        lines = outcome(view, waiting, now, partial(self._tools.say.moment, now=now))
        if lines:
            self._inside.addWidget(said(self._tools.say, Words("同意后会发生什么", "What will happen"), "strong"))
        said_ = [label(f"· {self._tools.say(line)}", "small") for line in lines]
        self._inside.addLayout(column(*said_, gap=2))
