"""Step 2: the key, tested; or a name where no key is needed, or a sign-in with the browser."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.abilities import summary
from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import Guide, guide_to
from app.domain.words import NO_WORDS, Words
from ui.kit.elements import button, column, label, row, said
from ui.kit.speech import Speech
from ui.shell.connect_steps import field

_PASTE = Words(
    "浏览器里登录并同意后，把页面上的整段授权码贴到下面。",
    "Sign in there and say yes, then paste the whole code from the page.",
)
_OPEN_YOURSELF = Words(
    "没能打开浏览器。请复制下面的网址，在浏览器里打开。", "No browser could be opened. Copy the address below into one."
)


class KeyPart(QWidget):
    """A field for the key and what it takes to fill it.

    Attributes:
        tested: the key is to be tested.
        changed: what is in the field is another key.
        sign_in_asked: a sign-in with the browser is wanted.
        pasted: what the browser showed.
    """

    tested = Signal()
    changed = Signal()
    sign_in_asked = Signal()
    pasted = Signal(str)

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._adapter, self._told = Adapter.BRIDGE, NO_WORDS
        self._guide: Guide = guide_to(self._adapter)
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.test = button(say, NO_WORDS)
        self._status = label("", "second")
        typed = row(self.token, self.test)
        typed.setStretch(0, 1)
        self._browser = self._browser_part()
        self.setLayout(column(typed, self._browser, self._status, gap=6))
        self.token.textChanged.connect(self.changed)
        self.token.returnPressed.connect(self.tested)
        self.test.clicked.connect(self.tested)
        say.changed.connect(self._render)
        self._render()

    def _browser_part(self) -> QWidget:
        say = self._say
        self.sign_in = button(say, Words("在浏览器里授权", "Allow it in the browser"))
        self.sign_in.clicked.connect(self.sign_in_asked)
        self._how = label("", "second")
        self.link = field(say, Words("授权网址", "Address to open"), NO_WORDS)[1]
        self.link.setReadOnly(True)
        self.code = field(say, Words("授权码", "Code"), Words("粘贴授权码", "Paste the code"))[1]
        self.code.setMaxLength(32_767)
        self.take = button(say, Words("确认", "Take it"))
        self.take.clicked.connect(self._pasted)
        self.code.returnPressed.connect(self._pasted)
        self._answer = QWidget()
        pasted = row(self.code, self.take)
        pasted.setStretch(0, 1)
        self._answer.setLayout(column(self._how, self.link, pasted, gap=6))
        self._answer.hide()
        made = QWidget()
        hint = said(say, Words("没有密钥时：", "Without a key:"), "second", wrap=False)
        made.setLayout(column(row(hint, self.sign_in, None), self._answer, gap=6))
        return made

    # --- which community ---------------------------------------------------------------------------------

    def show_kind(self, adapter: Adapter) -> None:
        """Ask for what this kind of community takes; a secret never stays where it could be read."""
        if adapter is self._adapter:
            return
        if Adapter.MANUAL in (adapter, self._adapter):
            self.token.clear()
        self._adapter, self._guide = adapter, guide_to(adapter)
        open_ = adapter is Adapter.MANUAL
        self.token.setEchoMode(QLineEdit.EchoMode.Normal if open_ else QLineEdit.EchoMode.Password)
        self.forget_sign_in()
        self._render()

    def forget_sign_in(self) -> None:
        """A sign-in that was begun is of no use any more."""
        self._answer.hide()
        self.code.clear()

    def wrong(self) -> Words | None:
        """What is missing here."""
        secret = self._guide.secret
        if self.token.text().strip():
            return None
        return Words(f"请填{secret.zh}", f"{secret.en} is missing")

    # --- how it goes -------------------------------------------------------------------------------------

    def show_testing(self, testing: bool) -> None:
        """The key is being tested, or no longer."""
        self.test.setEnabled(not testing)
        self._tell(Words("正在测试…", "Testing…") if testing else NO_WORDS)

    def show_tested(self, info: CommunityInfo) -> None:
        """The community knows who this is."""
        count, name = summary(info), info.acting.name
        self._tell(Words(f"登录为 {name}。{count.zh}。", f"Signed in as {name}. {count.en}."))

    def show_sign_in(self, address: str) -> None:
        """The page to say yes on; it is opened in the browser."""
        opened = QDesktopServices.openUrl(QUrl(address))
        self._how_words = _PASTE if opened else _OPEN_YOURSELF
        self._how.setText(self._say(self._how_words))
        self.link.setText(address)
        self.link.setCursorPosition(0)
        self.link.setVisible(not opened)
        self._answer.show()
        self.code.setFocus()

    def take_token(self, token: str) -> None:
        """The sign-in brought a token: test it at once."""
        self.forget_sign_in()
        self.token.setText(token)
        self.tested.emit()

    def _pasted(self) -> None:
        if self.code.text().strip():
            self.pasted.emit(self.code.text())

    # --- words -------------------------------------------------------------------------------------------

    _how_words = NO_WORDS

    def _tell(self, words: Words) -> None:
        self._told = words
        self._status.setText(self._say(words))
        self._status.setVisible(bool(words.zh))

    def _render(self) -> None:
        say, guide = self._say, self._guide
        self.token.setAccessibleName(say(guide.secret))
        self.token.setPlaceholderText(say(guide.secret))
        test = Words("下一步", "Next") if self._adapter is Adapter.MANUAL else Words("测试", "Test")
        self.test.setText(say(test))
        self.test.setAccessibleName(say(test))
        self._browser.setVisible(bool(guide.browser.zh))
        self._how.setText(say(self._how_words))
        self._tell(self._told)
