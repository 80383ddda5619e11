"""Before a workspace is open: connect a community, unlock what is there, or look at the demo."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from app.domain.words import NO_WORDS, Words
from ui.kit.elements import button, column, label, named, row, said
from ui.kit.speech import Speech
from ui.session import Joining

SHORTEST_PASSPHRASE = 8

_ADAPTERS = {
    "bridge": Words("品牌自有社区（bridge 接口）", "A brand's own community (bridge contract)"),
    "nodebb": Words("NodeBB 论坛", "A NodeBB forum"),
}


class Welcome(QWidget):
    """The first page.

    Attributes:
        joined: a community is to be connected: a `Joining`.
        unlocked: a workspace is to be opened: the passphrase.
        tried: the demo is wanted.
    """

    joined = Signal(object)
    unlocked = Signal(str)
    tried = Signal()

    def __init__(self, say: Speech, adapters: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._say = say
        self._fault, self._fault_words = label(), NO_WORDS
        say.changed.connect(lambda: self._fault.setText(say(self._fault_words)))
        self._fault_frame = QFrame()
        self._fault_frame.setObjectName("fault")
        inside = column(self._fault)
        inside.setContentsMargins(12, 10, 12, 10)
        self._fault_frame.setLayout(inside)
        self._fault_frame.hide()
        self._busy = said(say, Words("请稍候…", "One moment…"), "second")
        self._busy.hide()
        self._join, self._unlock = self._join_part(adapters), self._unlock_part()
        card = QFrame()
        card.setObjectName("panel")
        card.setFixedWidth(520)
        head = said(say, Words("社区治理台", "Steward"), "heading")
        sub = said(
            say,
            Words("与车友一起守好社区的规矩和气氛", "Order and good spirits in an owner community, kept together"),
            "second",
        )
        layout = column(head, sub, self._join, self._unlock, self._fault_frame, self._busy, gap=12)
        layout.setContentsMargins(28, 24, 28, 24)
        card.setLayout(layout)
        outer = column(row(None, card, None))
        outer.insertStretch(0, 1)
        outer.addStretch(2)
        self.setLayout(outer)

    def _field(self, words: Words, hint: Words, *, secret: bool = False) -> tuple[QLabel, QLineEdit]:
        field = QLineEdit()
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._say.tell(field, field.setPlaceholderText, hint)
        named(self._say, field, words)
        name = said(self._say, words, "small", wrap=False)
        name.setBuddy(field)
        return name, field

    def _join_part(self, adapters: tuple[str, ...]) -> QWidget:
        say = self._say
        note = said(
            say,
            Words(
                "数据在本机加密保存。换电脑或恢复备份时需要恢复口令，忘了没人能找回。",
                "Data are kept encrypted on this machine. A new machine or a backup needs the passphrase; nobody can "
                "recover it.",
            ),
            "second",
        )
        form = self._form(adapters)
        self._connect = button(say, Words("连接", "Connect"), "primary")
        self._connect.clicked.connect(self._join_now)
        for field in (self.address, self.token, self.passphrase, self.once_more):
            field.returnPressed.connect(self._join_now)
        try_ = button(say, Words("先看看演示社区", "Look at the demo community first"))
        try_.clicked.connect(self.tried)
        holder = QWidget()
        holder.setLayout(column(note, form, row(try_, None, self._connect), gap=14))
        return holder

    def _form(self, adapters: tuple[str, ...]) -> QFormLayout:
        own = Words("在社区里申请的版主令牌", "A moderator's own token")
        keep = Words("至少 8 个字符，请另行保管", "8 characters or more; keep it safe")
        address, self.address = self._field(Words("社区地址", "Address"), Words("https://…", "https://…"))
        token, self.token = self._field(Words("社区令牌", "Token"), own, secret=True)
        first, self.passphrase = self._field(Words("恢复口令", "Passphrase"), keep, secret=True)
        again, self.once_more = self._field(Words("再输一次", "Once more"), NO_WORDS, secret=True)
        kind = said(self._say, Words("社区类型", "Kind"), "small", wrap=False)
        kind.setBuddy(self._adapter_box(adapters))
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        rows = (
            (address, self.address),
            (kind, self.adapter),
            (token, self.token),
            (first, self.passphrase),
            (again, self.once_more),
        )
        for name, field in rows:
            form.addRow(name, field)
        return form

    def _adapter_box(self, adapters: tuple[str, ...]) -> QComboBox:
        self.adapter = QComboBox()
        for adapter in adapters:
            self.adapter.addItem("", adapter)
        named(self._say, self.adapter, Words("社区类型", "Kind of community"))
        self._say.changed.connect(self._name_adapters)
        self._name_adapters()
        return self.adapter

    def _name_adapters(self) -> None:
        for place in range(self.adapter.count()):
            name = str(self.adapter.itemData(place))
            self.adapter.setItemText(place, self._say(_ADAPTERS.get(name, Words(name, name))))

    def _unlock_part(self) -> QWidget:
        say = self._say
        name, self.key = self._field(Words("恢复口令", "Passphrase"), Words("", ""), secret=True)
        self.key.returnPressed.connect(self._unlock_now)
        go = button(say, Words("打开", "Open"), "primary")
        go.clicked.connect(self._unlock_now)
        note = said(
            say,
            Words(
                "这台电脑的密钥库里没有密钥，请输入恢复口令。",
                "This machine's key store lacks the key; enter the passphrase.",
            ),
            "second",
        )
        holder = QWidget()
        holder.setLayout(column(note, name, self.key, row(None, go), gap=12))
        return holder

    def ask_to_join(self) -> None:
        """There is no workspace yet."""
        self._unlock.hide()
        self._join.show()
        self.address.setFocus()

    def ask_to_unlock(self) -> None:
        """There is one, and it is locked."""
        self._join.hide()
        self._unlock.show()
        self.key.setFocus()

    def show_busy(self, busy: bool) -> None:
        """Something is under way."""
        self._busy.setVisible(busy)
        for part in (self._join, self._unlock):
            part.setEnabled(not busy)
        if busy:
            self._fault_frame.hide()

    def show_fault(self, words: Words) -> None:
        """It did not work."""
        self.show_busy(False)
        self._fault_words = words
        self._fault.setText(self._say(words))
        self._fault_frame.show()
        if self._unlock.isVisibleTo(self):
            self.key.setFocus()

    def _join_now(self) -> None:
        wrong = self._wrong()
        if wrong is not None:
            words, field = wrong
            self.show_fault(words)
            field.setFocus()
            return
        address, token = with_scheme(self.address.text().strip()), self.token.text().strip()
        joining = Joining(address, str(self.adapter.currentData()), token, self.passphrase.text())
        self.joined.emit(joining)

    def _wrong(self) -> tuple[Words, QWidget] | None:
        checks: list[tuple[Callable[[], bool], Words, QWidget]] = [
            (lambda: bool(self.address.text().strip()), Words("请填社区地址", "The address is missing"), self.address),
            (lambda: bool(self.token.text().strip()), Words("请填社区令牌", "The token is missing"), self.token),
            (
                lambda: len(self.passphrase.text()) >= SHORTEST_PASSPHRASE,
                Words("恢复口令至少 8 个字符", "The passphrase needs 8 characters or more"),
                self.passphrase,
            ),
            (
                lambda: self.passphrase.text() == self.once_more.text(),
                Words("两次口令不一样", "The two passphrases differ"),
                self.once_more,
            ),
        ]
        return next(((words, field) for good, words, field in checks if not good()), None)

    def _unlock_now(self) -> None:
        if self.key.text():
            self.unlocked.emit(self.key.text())
            self.key.clear()


def with_scheme(address: str) -> str:
    """An address as it was meant: https, and plain http only for this machine."""
    if not address or "://" in address:
        return address
    host = address.split("/", maxsplit=1)[0].rpartition(":")[0] or address
    return f"http://{address}" if host in ("localhost", "127.0.0.1", "[::1]") else f"https://{address}"
