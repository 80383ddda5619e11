"""The connect assistant: address, key, recovery passphrase; each step opens when the one before is done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.community import CommunityInfo
from app.domain.connecting import Recognised, guide_to
from app.domain.words import NO_WORDS, Words
from ui.kit.elements import button, column, row, said
from ui.kit.speech import Speech
from ui.session import Joining
from ui.shell.connect_address import AddressPart
from ui.shell.connect_key import KeyPart
from ui.shell.connect_steps import Side, Stand, Step, field

SHORTEST_PASSPHRASE = 8

_KEY = Words("令牌", "Key")


class Connect(QWidget):
    """Three steps to a workspace.

    Attributes:
        buttons: to be put under the steps.
        side: to be put beside them.
        tested: a key is to be tested: a `Joining` without a passphrase.
        sign_in_asked: a sign-in with the browser is wanted: the address.
        joined: a community is to be connected: a `Joining`.
        tried: the demo is wanted.
        seated: somebody sits on the council and has no community to connect.
        faulty: something is missing or did not work: Words; none when it is over.
    """

    tested = Signal(object)
    sign_in_asked = Signal(str)
    joined = Signal(object)
    tried = Signal()
    seated = Signal()
    faulty = Signal(object)

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._community: Recognised | None = None
        self._info: CommunityInfo | None = None
        self._testing: Joining | None = None
        self._missing = NO_WORDS
        self.where, self.key, self.side = AddressPart(say), KeyPart(say), Side(say)
        self._steps = (
            Step(say, 1, Words("哪个社区", "Which community"), self.where),
            Step(say, 2, _KEY, self.key),
            Step(say, 3, Words("恢复口令", "Recovery passphrase"), self._passphrase_part()),
        )
        self.try_ = button(say, Words("先看看演示社区", "Look at the demo community first"))
        self.try_.clicked.connect(self.tried)
        self.council = button(say, Words("我是议事会委员", "I sit on the council"), "quiet")
        self.council.clicked.connect(self.seated)
        self.go = button(say, Words("连接", "Connect"), "primary")
        self.go.clicked.connect(self.join_now)
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.try_, self.council, None, self.go))
        layout = column(*self._steps, gap=16)
        layout.addStretch(1)
        self.setLayout(layout)
        self._wire()
        self._stand()

    def _passphrase_part(self) -> QWidget:
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
        keep = Words("至少 8 个字符，请另行保管", "8 characters or more")
        first, self.passphrase = field(say, Words("恢复口令", "Passphrase"), keep, secret=True)
        again, self.once_more = field(say, Words("再输一次", "Once more"), NO_WORDS, secret=True)
        made = QWidget()
        beside = row(column(first, self.passphrase, gap=4), column(again, self.once_more, gap=4), gap=12)
        made.setLayout(column(note, beside, gap=8))
        return made

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """The fields and buttons of the steps, as Tab goes through them."""
        where, key = self.where, self.key
        second = (key.token, key.test, key.sign_in, key.link, key.code, key.take)
        return where.address, where.adapter, where.use, where.by_hand, *second, self.passphrase, self.once_more

    def _wire(self) -> None:
        self.where.changed.connect(self._moved)
        self.where.passed.connect(self.key.token.setFocus)
        self.key.changed.connect(self._rekeyed)
        self.key.tested.connect(self.test_now)
        self.key.sign_in_asked.connect(self._sign_in)
        for passphrase in (self.passphrase, self.once_more):
            passphrase.returnPressed.connect(self._enter)
            passphrase.textChanged.connect(self._mended)
        self.key.code.textEdited.connect(lambda: self.faulty.emit(NO_WORDS))

    # --- how far it is -----------------------------------------------------------------------------------

    def _moved(self) -> None:
        """Another community: what was tested does not count any more."""
        community = self.where.community
        if community == self._community:
            self._stand()
            return
        self._community = community
        if community is not None and community.adapter is not None:
            self.key.show_kind(community.adapter)
        self.key.forget_sign_in()
        self._rekeyed()

    def _rekeyed(self) -> None:
        self._info, self._testing = None, None
        self.key.show_testing(False)
        self.faulty.emit(NO_WORDS)
        self._stand()

    def _stand(self) -> None:
        community, info = self._community, self._info
        adapter = community.adapter if community is not None else None
        done = (adapter is not None, info is not None, False)
        now = (True, adapter is not None, info is not None)
        for step, is_done, is_now in zip(self._steps, done, now, strict=True):
            step.show_stand(Stand.DONE if is_done else Stand.NOW if is_now else Stand.LATER)
        self._steps[1].tell(guide_to(adapter).secret if adapter is not None else _KEY)
        self.go.setEnabled(info is not None)
        self.side.tell(self.where.chosen, info)

    # --- step 2 ------------------------------------------------------------------------------------------

    def _joining(self, passphrase: str = "") -> Joining | None:
        community = self._community
        if community is None or community.adapter is None:
            return None
        return Joining(community.url, community.adapter, self.key.token.text().strip(), passphrase)

    def test_now(self) -> None:
        """Have the key tested."""
        wrong, joining = self.key.wrong(), self._joining()
        if wrong is not None or joining is None:
            self._tell(wrong or NO_WORDS, self.key.token)
        elif joining != self._testing:
            self.faulty.emit(NO_WORDS)
            self._testing = joining
            self.key.show_testing(True)
            self.tested.emit(joining)

    def show_tested(self, joining: Joining, info: CommunityInfo) -> None:
        """The community accepts this key; an answer about another key is not shown."""
        if joining != self._testing:
            return
        self._testing, self._info = None, info
        self.key.show_testing(False)
        self.key.show_tested(info)
        self._stand()
        self.passphrase.setFocus()

    def show_not_tested(self, joining: Joining, why: Words) -> None:
        """It does not, or it was not reached."""
        if joining == self._testing:
            self._testing = None
            self.key.show_testing(False)
            self._tell(why, self.key.token)

    def _sign_in(self) -> None:
        if self._community is not None:
            self.sign_in_asked.emit(self._community.url)

    # --- step 3 ------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        if self.passphrase.hasFocus() and not self.once_more.text():
            self.once_more.setFocus()
        else:
            self.join_now()

    def join_now(self) -> None:
        """Connect, when nothing is missing."""
        wrong, joining = self._wrong(), self._joining(self.passphrase.text())
        if wrong is not None:
            self._missing = wrong[0]
            self._tell(*wrong)
        elif joining is not None and self._info is not None:
            self.faulty.emit(NO_WORDS)
            self.joined.emit(joining)

    def _mended(self) -> None:
        """What was missing is there now, or is another thing: what was said of it no longer holds."""
        wrong = self._wrong()
        if self._missing != NO_WORDS and (wrong is None or wrong[0] != self._missing):
            self._missing = NO_WORDS
            self.faulty.emit(NO_WORDS)

    def _wrong(self) -> tuple[Words, QLineEdit] | None:
        if (words := self.where.wrong()) is not None:
            return words, self.where.address
        if (words := self.key.wrong()) is not None:
            return words, self.key.token
        if self._info is None:
            return Words("请先测试", "Test it first"), self.key.token
        if len(self.passphrase.text()) < SHORTEST_PASSPHRASE:
            return Words("恢复口令至少 8 个字符", "The passphrase needs 8 characters or more"), self.passphrase
        if self.passphrase.text() != self.once_more.text():
            return Words("两次口令不一样", "The two passphrases differ"), self.once_more
        return None

    def _tell(self, words: Words, where: QLineEdit) -> None:
        self.faulty.emit(words)
        where.setFocus()
