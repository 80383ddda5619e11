"""Before a workspace is open: connect a community, unlock what is there, or look at the demo."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.domain.words import NO_WORDS, Words
from ui.kit.elements import Scroll, button, column, label, row, said
from ui.kit.speech import Speech
from ui.shell.connect import Connect
from ui.shell.connect_steps import field
from ui.shell.looks_bar import LooksBar

NARROW, WIDE, TALL = 520, 1000, 640
"""Pixels of the panel: one column, two columns, and how high it grows with two."""


class Welcome(QWidget):
    """The first page.

    Attributes:
        connect_: the assistant that connects a community.
        looks: switches of language and theme.
        unlocked: a workspace is to be opened: the passphrase.
    """

    unlocked = Signal(str)

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self.setObjectName("page")
        self._say = say
        self.looks = LooksBar(say, self)
        self.connect_, self._unlock = Connect(say), self._unlock_part()
        self.connect_.faulty.connect(self.show_fault)
        self._fault_frame = self._fault_part()
        self._busy = said(say, Words("请稍候…", "One moment…"), "second")
        self._busy.hide()
        steps = Scroll(margin=0)
        steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each of its fields shows that it has the focus
        steps.inside.addWidget(self.connect_)
        self._steps, self._side = steps, QFrame()
        self._side.setObjectName("card")
        self._side.setLayout(column(self.connect_.side))
        self._panel = self._panel_of(say)
        self._outer = outer = column(row(None, self._panel, None))
        outer.setContentsMargins(16, 16, 16, 16)
        outer.insertStretch(0, 1)
        outer.addStretch(1)
        self.setLayout(outer)
        self._keys()

    def _keys(self) -> None:
        """Enter presses the button that has the focus; Tab goes on to the next thing to do."""
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(True)
        page = self.connect_
        order = (*page.in_order, self.key, self._open, page.go, page.try_, page.council, page.side)
        for one, other in pairwise((*order, self.looks.language, self.looks.theme)):
            QWidget.setTabOrder(one, other)

    def _panel_of(self, say: Speech) -> QFrame:
        head = said(say, Words("社区治理台", "Steward"), "heading")
        sub = said(
            say,
            Words("与车友一起守好社区的规矩和气氛", "Order and good spirits in an owner community, kept together"),
            "second",
        )
        under = (self._fault_frame, self._busy, self.connect_.buttons)
        top = column(row(head, None, self.looks), sub, gap=4)
        left = column(top, self._steps, self._unlock, *under, gap=16)
        inside = row(left, self._side, gap=24)
        inside.setStretch(0, 50)
        inside.setStretch(1, 48)
        inside.setContentsMargins(28, 24, 28, 24)
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setLayout(inside)
        return panel

    def _fault_part(self) -> QFrame:
        self._fault, self._fault_words = label(), NO_WORDS
        self._say.changed.connect(lambda: self._fault.setText(self._say(self._fault_words)))
        made = QFrame()
        made.setObjectName("fault")
        inside = column(self._fault)
        inside.setContentsMargins(12, 10, 12, 10)
        made.setLayout(inside)
        made.hide()
        return made

    def _unlock_part(self) -> QWidget:
        say = self._say
        name, self.key = field(say, Words("恢复口令", "Passphrase"), NO_WORDS, secret=True)
        self.key.returnPressed.connect(self._unlock_now)
        self._open = go = button(say, Words("打开", "Open"), "primary")
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
        self._ask(join=True)
        if not self.connect_.where.address.text():
            self.connect_.where.address.setFocus()

    def ask_to_unlock(self) -> None:
        """There is one, and it is locked."""
        self._ask(join=False)
        self.key.setFocus()

    def _ask(self, *, join: bool) -> None:
        self._unlock.setVisible(not join)
        self._steps.setVisible(join)
        self._side.setVisible(join)
        self.connect_.buttons.setVisible(join)
        self._panel.setFixedWidth(WIDE if join else NARROW)
        self._panel.setMaximumHeight(TALL)
        self._outer.setStretch(1, 1000 if join else 0)

    def show_busy(self, busy: bool) -> None:
        """Something is under way."""
        self._busy.setVisible(busy)
        for part in (self.connect_, self.connect_.buttons, self._unlock):
            part.setEnabled(not busy)
        if busy:
            self._fault_frame.hide()

    def show_fault(self, words: Words) -> None:
        """It did not work; no words: it does now."""
        self.show_busy(False)
        self._fault_words = words
        self._fault.setText(self._say(words))
        self._fault_frame.setVisible(bool(words.zh))
        if self._unlock.isVisibleTo(self):
            self.key.setFocus()

    def _unlock_now(self) -> None:
        if self.key.text():
            self.unlocked.emit(self.key.text())
            self.key.clear()
