"""Before a seat is open: what council mode is; a name and a passphrase for a new seat, or the one of this seat."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from app.domain.seat import LONGEST_NAME
from app.domain.words import NO_WORDS, Words
from ui.kit.elements import button, column, label, row, said
from ui.kit.speech import Speech
from ui.seat.session import NewSeat
from ui.shell.connect_steps import field
from ui.shell.looks_bar import LooksBar

WIDTH = 620
"""Pixels of the panel."""

_ABOUT = (
    Words(
        "您在这里阅读案卷、写评议票，全程不联网，也不需要账号。",
        "Here you read the packets and write your ballots. It needs no network and no account.",
    ),
    Words(
        "投什么票只有您自己知道：答案封在文件里，计票前谁也打不开。",
        "How you vote is yours alone: the answers are sealed, and nobody can open them before the count.",
    ),
    Words(
        "案卷和笔记加密存在这台电脑上，不会自动发到任何地方。",
        "Packets and notes are kept on this computer, encrypted, and are sent nowhere by themselves.",
    ),
)
_KEEP = Words(
    "请把口令写下来收好：忘了就打不开这个席位，谁也找不回来。",
    "Write the passphrase down and keep it safe: without it this seat can't be opened, and nobody can restore it.",
)
_APART = Words("两次输入的口令不一样，请再输一次", "The two passphrases differ; type them again")
_LOCKED = Words("这台电脑上已有您的席位，请输入口令。", "Your seat is on this computer; enter its passphrase.")


class Greeting(QWidget):
    """The first page of council mode.

    Attributes:
        looks: switches of language and theme.
        made: a new seat is wanted: a `NewSeat`.
        unlocked: the seat is to be opened: the passphrase.
    """

    made = Signal(object)
    unlocked = Signal(str)

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._say = say
        self.looks = LooksBar(say, self)
        self._new, self._unlock = self._new_part(), self._unlock_part()
        self._fault, self._fault_words = label(), NO_WORDS
        self._fault_frame = QFrame()
        self._fault_frame.setObjectName("fault")
        inside = column(self._fault)
        inside.setContentsMargins(12, 10, 12, 10)
        self._fault_frame.setLayout(inside)
        self._fault_frame.hide()
        self._busy = said(say, Words("请稍候…", "One moment…"), "second")
        self._busy.hide()
        outer = column(row(None, self._panel(), None))
        outer.setContentsMargins(16, 16, 16, 16)
        outer.insertStretch(0, 1)
        outer.addStretch(1)
        self.setLayout(outer)
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(True)
        say.changed.connect(self._say_again)

    def _panel(self) -> QFrame:
        say = self._say
        head = said(say, Words("议事会 · 委员模式", "Council mode"), "heading")
        top = row(head, None, self.looks)
        inside = column(top, self._fault_frame, self._new, self._unlock, self._busy, gap=14)
        inside.setContentsMargins(32, 26, 32, 26)
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setLayout(inside)
        panel.setFixedWidth(WIDTH)
        return panel

    def _new_part(self) -> QWidget:
        say = self._say
        about = [row(label("·", wrap=False), said(say, words), gap=8) for words in _ABOUT]
        for line in about:
            line.setStretch(1, 1)
        name, self.name = field(
            say, Words("您在议事会里用的名字", "Your name in the council"), Words("如：老周", "such as: Zhou")
        )
        self.name.setMaxLength(LONGEST_NAME)
        one, self.passphrase = field(say, Words("给席位设一个口令", "A passphrase for the seat"), NO_WORDS, secret=True)
        two, self.again = field(say, Words("再输一次口令", "The passphrase once more"), NO_WORDS, secret=True)
        self.make = button(say, Words("建立我的席位", "Make my seat"), "primary")
        self.make.clicked.connect(self._make_now)
        self.again.returnPressed.connect(self._make_now)
        made = QWidget()
        fields = [
            column(told, typed, gap=4) for told, typed in ((name, self.name), (one, self.passphrase), (two, self.again))
        ]
        keep = said(say, _KEEP, "second")
        made.setLayout(column(column(*about, gap=4), *fields, keep, row(None, self.make), gap=14))
        return made

    def _unlock_part(self) -> QWidget:
        say = self._say
        name, self.key = field(say, Words("口令", "Passphrase"), NO_WORDS, secret=True)
        self.open = button(say, Words("打开", "Open"), "primary")
        self.open.clicked.connect(self._unlock_now)
        self.key.returnPressed.connect(self._unlock_now)
        made = QWidget()
        made.setLayout(column(said(say, _LOCKED), column(name, self.key, gap=4), row(None, self.open), gap=14))
        return made

    # --- what is asked -----------------------------------------------------------------------------------

    def ask_to_make(self) -> None:
        """There is no seat yet."""
        self._new.show()
        self._unlock.hide()
        self.name.setFocus()

    def ask_to_unlock(self) -> None:
        """There is one, and it is locked."""
        self._new.hide()
        self._unlock.show()
        self.key.setFocus()

    def show_busy(self, busy: bool) -> None:
        """Something is under way."""
        self._busy.setVisible(busy)
        self._new.setEnabled(not busy)
        self._unlock.setEnabled(not busy)
        if busy:
            self.show_fault(NO_WORDS)

    def show_fault(self, words: Words) -> None:
        """It did not work; no words: it does now."""
        self._fault_words = words
        self._fault.setText(self._say(words))
        self._fault_frame.setVisible(bool(words.zh))

    def _say_again(self) -> None:
        self._fault.setText(self._say(self._fault_words))

    # --- what was answered -------------------------------------------------------------------------------

    def _make_now(self) -> None:
        lacking = self._lacking()
        if lacking is not None:
            missing, words = lacking
            self.show_fault(words)
            missing.setFocus()
            return
        new = NewSeat(self.name.text(), self.passphrase.text())
        self.made.emit(new)

    def _lacking(self) -> tuple[QLineEdit, Words] | None:
        if not self.name.text().strip():
            return self.name, Words("请填您的名字", "Your name is missing")
        if not self.passphrase.text():
            return self.passphrase, Words("请设一个口令", "A passphrase is missing")
        if self.again.text() != self.passphrase.text():
            self.again.clear()
            return self.again, _APART
        return None

    def _unlock_now(self) -> None:
        if self.key.text():
            self.unlocked.emit(self.key.text())
            self.key.clear()
