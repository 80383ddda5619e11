"""A colleague judges on this machine with their own token, one decision or one batch; then it is mine again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.cases import CaseId
from app.domain.decisions import Decided
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import approving, clusters_sampling
from app.operations.clusters import Handled
from app.operations.desk import Desk
from ui.answering.approval import LONGEST_REASON
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import said
from ui.session import Session
from ui.tools import Tools

_TOLD = Words(
    "请同事看完中间的案情和右边的决定，再用自己的令牌同意或退回。令牌只向社区核对这一次，不保存、不显示；之后窗口仍是您的账号。",
    "Your colleague reads the case and the decision, then agrees with their own token, or sends it back. It is "
    "checked with the community this once, never kept or shown; after that the window is yours again.",
)
_TOLD_BY_HAND = Words(
    "这里没有接口可以核对身份：请同事看完案情和决定，亲自写下自己的名字。姓名和时间记入台账，注明“未核实”。",
    "Nothing here can prove who somebody is: your colleague reads the case and the decision, and writes their own "
    "name. The ledger keeps name and time, and that it is unverified.",
)


class ColleagueForm(Form):
    """The form in which a colleague signs in for one decision, or for one batch.

    Attributes:
        agreed: they agreed with a decision: what came of it.
        sent_back: they sent it back: what came of it.
        batch_agreed: they agreed with a batch: what came of it.
        batch_sent_back: they sent it back: what came of it.
    """

    agreed = Signal(object)
    sent_back = Signal(object)
    batch_agreed = Signal(object)
    batch_sent_back = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, session: Session) -> None:
        heading = Words("以另一个账号复核", "Agree with another account")
        super().__init__(tools, window, heading, _AGREE, (560, 360))
        self._sign_in = session.colleague
        self._judged: _Judged | None = None
        name = Words("同事的名字", "Your colleague's name") if session.by_hand else _TOKEN
        self.token = line_edit(tools, name)
        if not session.by_hand:
            self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.textEdited.connect(lambda _text: self.tell_fault(NO_WORDS))
        self.token.returnPressed.connect(self.go)
        self.inside.addWidget(said(tools.say, _TOLD_BY_HAND if session.by_hand else _TOLD))
        self.inside.addLayout(field(tools, name, self.token))
        self.reason = line_edit(tools, _REASON, _HINT, LONGEST_REASON)
        self.reason.textChanged.connect(lambda _text: self._name_button())
        self.reason.returnPressed.connect(self.go)
        self.inside.addLayout(field(tools, _REASON, self.reason))
        self.inside.addStretch(1)
        self.watch(self.token)
        self.first = self.token
        tab_order(self.token, self.reason, self._cancel, self.go_button)
        tools.say.changed.connect(self._name_button)

    def put_up_for(self, case_id: CaseId) -> None:
        """Show it for the decision that waits on a case."""
        agree = partial(approving.approve, case_id=case_id, hold=HOLD)
        self._put_up(_Judged(agree, partial(approving.send_back, case_id=case_id), self.agreed, self.sent_back))

    def put_up_for_batch(self, cluster: str, seen: Sequence[CaseId]) -> None:
        """Show it for a batch of which all of the sample was looked at here."""
        agree = partial(clusters_sampling.approve_cluster, cluster=cluster, seen=seen, hold=HOLD)
        back = partial(clusters_sampling.send_back_cluster, cluster=cluster)
        self._put_up(_Judged(agree, back, self.batch_agreed, self.batch_sent_back))

    def _put_up(self, judged: "_Judged") -> None:
        self._judged = judged
        self.reason.clear()
        self.tell_fault(NO_WORDS)
        self.put_up()

    @property
    def _why(self) -> str:
        """Why they send it back; "" while they agree."""
        return self.reason.text().strip()

    def _name_button(self) -> None:
        words = _SEND_BACK if self._why else _AGREE
        self.go_button.setText(f"{self.tools.say(words)}  Ctrl+Enter")
        self.go_button.setAccessibleName(self.tools.say(words))

    def put_away(self) -> None:
        """Hide it; what was typed is forgotten."""
        self.token.clear()
        super().put_away()

    def go(self) -> None:
        """Check who it is, and agree as them, or send it back."""
        judged, secret, why = self._judged, self.token.text().strip(), self._why
        if judged is None or not self.go_button.isEnabled():
            return
        if not secret:
            self.tell_fault(Words("请填同事的令牌", "Your colleague's token is missing"))
            self.token.setFocus()
            return
        self.token.clear()
        self.busy(True)
        self.tell_fault(NO_WORDS)

        def judge(_desk: Desk) -> Decided | Handled:
            other = self._sign_in(secret)
            return judged.back(other, reason=why) if why else judged.agree(other)

        self.tools.runner.do(judge, partial(self._done, judged.sent_back if why else judged.agreed), self.fail)

    def fail(self, error: StewardError) -> None:
        """It was not done."""
        super().fail(error)
        self.token.setFocus()

    def _done(self, told: SignalInstance, done: Decided | Handled) -> None:
        self.busy(False)
        self._judged = None
        self.put_away()
        told.emit(done)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is judged: how to agree with it, how to send it back, and who is told of either."""

    agree: Callable[[Desk], Decided | Handled]
    back: Callable[..., Decided | Handled]
    agreed: SignalInstance
    sent_back: SignalInstance


_TOKEN = Words("同事的社区令牌", "Your colleague's community token")
_REASON = Words("不同意？写明为什么退回", "Not agreed? Why it is sent back")
_HINT = Words("同意就不用填", "Empty to agree")
_AGREE = Words("核对并同意", "Check it and agree")
_SEND_BACK = Words("核对并退回", "Check it and send it back")
