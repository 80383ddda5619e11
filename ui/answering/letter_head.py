"""Over the letter: which template it began with, and the keys to another one, to the next gap, to the preview."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.actions import key_of
from ui.kit.elements import Flow, button, label
from ui.tools import Tools


class LetterHead(QWidget):
    """One line over the letter.

    Attributes:
        another: another template is wanted.
        gap: the next open place is wanted.
        preview: the letter is to be seen as its reader will.
    """

    another = Signal()
    gap = Signal()
    preview = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        say = tools.say
        self._template = label("", "second", wrap=False)
        self._template.setMinimumHeight(30)
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

    def show_template(self, name: Words) -> None:
        """The letter began with the template of this name."""
        self._template.setText(self._tools.say(Words(f"模板：{name.zh}", f"Template: {name.en}")))

    def offer_gap(self, there_is_one: bool) -> None:
        """Whether an open place is left."""
        self._gap.setVisible(there_is_one)
