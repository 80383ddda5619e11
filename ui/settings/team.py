"""Who works here, and what each is trusted with; managers change it."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.changes import Area, Changes
from app.domain.roles import ROLE_WORDS, Account, Role
from app.domain.words import Words
from app.errors import StewardError
from app.operations import accounts
from ui.kit.elements import Flow, clear, column, frame, label, said
from ui.kit.remote import brief
from ui.tools import Tools

_ABOUT = Words(
    "“实习版主”勾上后，他的每个决定都等带教人复核；改动记入治理台账",
    "Whoever is a trainee has every decision wait for a tutor; changes are in the ledger",
)
_ONLY = Words("只有主管可以改", "Only a manager changes this")


class TeamPart(QWidget):
    """The accounts of the workspace, each with its roles."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._known: list[Account] = []
        self.boxes: dict[tuple[str, Role], QCheckBox] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        self._fault_frame.hide()
        say = tools.say
        manages = Role.MANAGER in tools.me.roles and Role.TRAINEE not in tools.me.roles
        self._may = manages
        hint = said(say, _ABOUT if manages else _ONLY, "second")
        layout = column(
            frame(
                "card",
                said(say, Words("账号与角色", "Accounts and roles"), "strong"),
                hint,
                self._rows,
                self._fault_frame,
            )
        )
        self.setLayout(layout)
        say.changed.connect(self._render)
        tools.runner.changed.connect(self._reload_after)

    def reload(self) -> None:
        """Read them again."""
        self._tools.runner.ask(("settings", "accounts"), accounts.accounts, self._take)

    def _reload_after(self, changes: Changes) -> None:
        if Area.ACCOUNTS in changes.areas and self.isVisible():
            self.reload()

    def _take(self, known: list[Account]) -> None:
        self._known = known
        self._render()

    def _render(self) -> None:
        clear(self._rows)
        self.boxes = {}
        say = self._tools.say
        for account in self._known:
            line = Flow(14)
            for role in Role:
                box = QCheckBox(say(ROLE_WORDS[role]))
                box.setAccessibleName(f"{account.name} {say(ROLE_WORDS[role])}")
                box.setChecked(role in account.roles)
                box.setEnabled(self._may)
                box.clicked.connect(lambda on, account=account, role=role: self._set(account, role, on))
                self.boxes[account.id, role] = box
                line.addWidget(box)
            me = Words("（你）", " (you)") if account.id == self._tools.me.id else Words("", "")
            name = label(f"{brief(account.name, 40)}{say(me)} · {account.id}", "small")
            self._rows.addLayout(column(name, line, gap=4))

    def _set(self, account: Account, role: Role, on: bool) -> None:
        roles = account.roles | {role} if on else account.roles - {role}
        self._fault_frame.hide()
        self._tools.runner.do(lambda desk: accounts.set_roles(desk, account.id, roles), failed=self._fail)

    def _fail(self, error: StewardError) -> None:
        self._fault.setText(self._tools.say(Words.of(error)))
        self._fault_frame.show()
        self._render()
