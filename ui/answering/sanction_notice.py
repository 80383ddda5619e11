"""The notice of a sanction: drafted from the choices, kept when a person wrote in it, looked at as it will arrive."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.commands import DecisionId
from app.domain.letters import fill
from app.domain.sanctions import Sanction
from app.domain.taking_effect import TERM_PLACES, term_values
from app.domain.words import Words
from ui.actions import key_of
from ui.answering.gap_edit import GapEdit
from ui.answering.paper import Paper
from ui.kit.elements import button, column, row, said
from ui.tools import Tools

LATER = frozenset(f"{{{place}}}" for place in TERM_PLACES)
"""The places of a notice that are filled when it takes effect: they are no gaps."""

UNNUMBERED = DecisionId("········")
"""Stands for the number that a decision has once it is kept."""

ARRIVES = Words("私信 · 处置通知，只有 TA 能看到", "private message · the notice, only they can read it")

_LATER = Words(
    "编号、期间、记分和申诉截止日在生效那一刻填入；手机预览按现在填好",
    "Number, term, strikes and appeal date are filled in when it takes effect; the preview shows them as of now",
)


def as_of_now(text: str, sanction: Sanction, decision: DecisionId, now: datetime) -> str:
    """A notice as the member would read it if it took effect now."""
    return fill(text, term_values(sanction, decision, now.astimezone()))


class NoticePart(QWidget):
    """The editor of the notice with what belongs to it.

    Attributes:
        again: it is to be drafted anew, in place of what was written.
        looked: it is to be seen as on a phone, or again as it is written.
    """

    again = Signal()
    looked = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        say = tools.say
        self.paper = Paper(tools, later=LATER)
        self.editor: GapEdit = self.paper.editor
        self._again = button(say, Words("按选择重新起草", "Draft it anew"), "quiet")
        self._again.clicked.connect(self.again)
        look = button(say, Words("手机预览", "Preview"), "quiet", key=key_of("desk.preview"))
        look.clicked.connect(self.looked)
        head = row(said(say, Words("处置通知", "The notice"), "strong", wrap=False), look, self._again, None, gap=4)
        layout = column(head, self.paper, said(say, _LATER, "second"), gap=4)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def offer_again(self, differs: bool) -> None:
        """Whether what is written differs from the standard notice."""
        self._again.setVisible(differs)
