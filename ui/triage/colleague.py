"""A colleague agrees on this machine with their own token, for one decision; then the window is its owner's again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.cases import CaseId
from app.domain.decisions import Decided
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import approving
from app.operations.desk import Desk
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import said
from ui.session import Session
from ui.tools import Tools

_TOLD = Words(
    "请同事看完左边的案情和决定，再用自己的令牌同意。令牌只向社区核对这一次，不保存、不显示；之后窗口仍是您的账号。",
    "Your colleague reads the case and the decision, then agrees with their own token. It is checked with the "
    "community this once, never kept or shown; after that the window is yours again.",
)
_TOLD_BY_HAND = Words(
    "这里没有接口可以核对身份：请同事看完案情和决定，亲自写下自己的名字。姓名和时间记入台账，注明“未核实”。",
    "Nothing here can prove who somebody is: your colleague reads the case and the decision, and writes their own "
    "name. The ledger keeps name and time, and that it is unverified.",
)


class ColleagueForm(Form):
    """The form in which a colleague signs in for one decision.

    Attributes:
        agreed: they agreed: what came of it.
    """

    agreed = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, session: Session) -> None:
        heading = Words("以另一个账号复核", "Agree with another account")
        super().__init__(tools, window, heading, Words("核对并同意", "Check it and agree"), (560, 300))
        self._sign_in = session.colleague
        self._case: CaseId | None = None
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
        self._case = case_id
        self.tell_fault(NO_WORDS)
        self.put_up()

    def put_away(self) -> None:
        """Hide it; what was typed is forgotten."""
        self.token.clear()
        super().put_away()

    def go(self) -> None:
        """Check who it is, and agree as them."""
        case_id, secret = self._case, self.token.text().strip()
        if case_id is None or not self.go_button.isEnabled():
            return
        if not secret:
            self.tell_fault(Words("请填同事的令牌", "Your colleague's token is missing"))
            return
        self.token.clear()
        self.busy(True)
        self.tell_fault(NO_WORDS)

        def agree(_desk: Desk) -> Decided:
            return approving.approve(self._sign_in(secret), case_id, hold=HOLD)

        self.tools.runner.do(agree, self._done, self.fail)

    def fail(self, error: StewardError) -> None:
        """It was not done."""
        super().fail(error)
        self.token.setFocus()

    def _done(self, decided: Decided) -> None:
        self.busy(False)
        self._case = None
        self.put_away()
        self.agreed.emit(decided)


_TOKEN = Words("同事的社区令牌", "Your colleague's community token")
