"""A colleague agrees on this machine with their own token, with one decision or one batch; then it is mine again."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.cases import CaseId
from app.domain.decisions import Decided
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import approving, clusters_sampling
from app.operations.clusters import Handled
from app.operations.desk import Desk
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import said
from ui.session import Session
from ui.tools import Tools

_TOLD = Words(
    "请同事看完中间的案情和右边的决定，再用自己的令牌同意。令牌只向社区核对这一次，不保存、不显示；之后窗口仍是您的账号。",
    "Your colleague reads the case and the decision, then agrees with their own token. It is checked with the "
    "community this once, never kept or shown; after that the window is yours again.",
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
        batch_agreed: they agreed with a batch: what came of it.
    """

    agreed = Signal(object)
    batch_agreed = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, session: Session) -> None:
        heading = Words("以另一个账号复核", "Agree with another account")
        super().__init__(tools, window, heading, Words("核对并同意", "Check it and agree"), (560, 300))
        self._sign_in = session.colleague
        self._work: Callable[[Desk], Decided | Handled] | None = None
        name = Words("同事的名字", "Your colleague's name") if session.by_hand else _TOKEN
        self.token = line_edit(tools, name)
        if not session.by_hand:
            self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.textEdited.connect(lambda _text: self.tell_fault(NO_WORDS))
        self.token.returnPressed.connect(self.go)
        self.inside.addWidget(said(tools.say, _TOLD_BY_HAND if session.by_hand else _TOLD))
        self.inside.addLayout(field(tools, name, self.token))
        self.inside.addStretch(1)
        self.watch(self.token)
        self.first = self.token
        tab_order(self.token, self._cancel, self.go_button)

    def put_up_for(self, case_id: CaseId) -> None:
        """Show it for the decision that waits on a case."""
        self._put_up(partial(approving.approve, case_id=case_id, hold=HOLD))

    def put_up_for_batch(self, cluster: str, seen: Sequence[CaseId]) -> None:
        """Show it for a batch of which all of the sample was looked at here."""
        self._put_up(partial(clusters_sampling.approve_cluster, cluster=cluster, seen=seen, hold=HOLD))

    def _put_up(self, work: Callable[[Desk], Decided | Handled]) -> None:
        self._work = work
        self.tell_fault(NO_WORDS)
        self.put_up()

    def put_away(self) -> None:
        """Hide it; what was typed is forgotten."""
        self.token.clear()
        super().put_away()

    def go(self) -> None:
        """Check who it is, and agree as them."""
        work, secret = self._work, self.token.text().strip()
        if work is None or not self.go_button.isEnabled():
            return
        if not secret:
            self.tell_fault(Words("请填同事的令牌", "Your colleague's token is missing"))
            return
        self.token.clear()
        self.busy(True)
        self.tell_fault(NO_WORDS)

        def agree(_desk: Desk) -> Decided | Handled:
            return work(self._sign_in(secret))

        self.tools.runner.do(agree, self._done, self.fail)

    def fail(self, error: StewardError) -> None:
        """It was not done."""
        super().fail(error)
        self.token.setFocus()

    def _done(self, done: Decided | Handled) -> None:
        self.busy(False)
        self._work = None
        self.put_away()
        (self.batch_agreed if isinstance(done, Handled) else self.agreed).emit(done)


_TOKEN = Words("同事的社区令牌", "Your colleague's community token")
