"""Over the letter: which template it began with, and the keys to another one, to the next gap, to the preview."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.words import NO_WORDS, Words
from ui.actions import key_of
from ui.answering.templates import Choice
from ui.kit.elements import Flow, button
from ui.tools import Tools


class LetterHead(QWidget):
    """One line over the letter.

    Attributes:
        another: another template is wanted.
        chosen: this template is wanted: its id.
        gap: the next open place is wanted.
        preview: the letter is to be seen as its reader will.
    """

    another = Signal()
    chosen = Signal(str)
    gap = Signal()
    preview = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        say = tools.say
        self._template = QPushButton()
        self._template.setObjectName("quiet")
        self._menu = QMenu(self)
        self._template.setMenu(self._menu)
        other = button(say, Words("换一个", "another"), "quiet", key=key_of("desk.template"))
        other.clicked.connect(self.another)
        self._gap = button(say, Words("下一空", "next gap"), "quiet", key=key_of("desk.gap"))
        self._gap.clicked.connect(self.gap)
        look = button(say, Words("手机预览", "Preview"), "quiet", key=key_of("desk.preview"))
        look.clicked.connect(self.preview)
        flow = Flow(4)
        for part in (self._template, other, self._gap, look):
            flow.addWidget(part)
        self.setLayout(flow)

    def show_templates(self, offered: Sequence[Choice], current: str) -> None:
        """What the letter began with, and what else it could; what may not be used today says why."""
        say = self._tools.say
        name = next((one.name for one in offered if one.id == current), Words("标准", "standard"))
        shown = say(Words(f"模板：{name.zh}", f"Template: {name.en}"))
        self._template.setText(_literal(shown))
        self._template.setAccessibleName(shown)
        self._menu.clear()
        for one in offered:
            why = "" if one.why == NO_WORDS else f"  ·  {say(one.why)}"
            action = self._menu.addAction(_literal(f"{say(one.name)}{why}"))
            action.setCheckable(True)
            action.setChecked(one.id == current)
            action.setEnabled(one.usable)
            action.triggered.connect(partial(self._choose, one.id))

    def _choose(self, template: str, _checked: bool) -> None:
        self.chosen.emit(template)

    def offer_gap(self, there_is_one: bool) -> None:
        """Whether an open place is left."""
        self._gap.setVisible(there_is_one)


def _literal(text: str) -> str:
    """A name with “&” is no shortcut."""
    return text.replace("&", "&&")
