"""What is to be done with a referral, as steps under each other: those behind, the one that is on, those to come."""

from enum import Enum

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.words import NO_WORDS, Words
from ui.kit.elements import clear, column, label, row, tag
from ui.kit.speech import Speech
from ui.kit.theme import GAP, WIDE_GAP, Tone


class Standing(Enum):
    """How far a step is."""

    DONE = Words("已完成", "done")
    NOW = Words("进行中", "on now")
    LATER = Words("未开始", "to come")
    DROPPED = Words("不需要", "not needed")


_TONES = {
    Standing.DONE: Tone.GREEN,
    Standing.NOW: Tone.BLUE,
    Standing.LATER: Tone.NEUTRAL,
    Standing.DROPPED: Tone.NEUTRAL,
}


class Step(QFrame):
    """One step: its number and name, how far it is, a line that says so, and what belongs to it.

    Attributes:
        inside: what belongs to it; it is shown while there is something in it.
    """

    def __init__(self, say: Speech, number: int, words: Words) -> None:
        super().__init__()
        self._say, self._words, self._number = say, words, number
        self._line = NO_WORDS
        self.standing = Standing.LATER
        self._name, self._told = label("", "strong", wrap=False), label("", "second")
        self._tag = tag("", Tone.NEUTRAL)
        self.inside: QVBoxLayout = column(gap=GAP)
        layout = column(row(self._name, None, self._tag), self._told, self.inside, gap=4)
        layout.setContentsMargins(WIDE_GAP, 10, WIDE_GAP, 10)
        self.setLayout(layout)
        self.setObjectName("pane")
        say.changed.connect(self._render)
        self._render()

    def stand(self, standing: Standing, line: Words = NO_WORDS) -> None:
        """Say how far it is, and what there is to know of it."""
        look = "active" if standing is Standing.NOW else "pane"
        if look != self.objectName():
            self.setObjectName(look)
            self.style().unpolish(self)
            self.style().polish(self)
        self.standing, self._line = standing, line
        self._render()

    def empty(self) -> None:
        """Take out what belongs to it."""
        clear(self.inside)

    def _render(self) -> None:
        say = self._say
        self._name.setText(f"{self._number}  {say(self._words)}")
        self._told.setText(say(self._line))
        self._told.setVisible(self._line != NO_WORDS)
        self._tag.setText(say(self.standing.value))
        self._tag.setProperty("tone", _TONES[self.standing].value)
        self._tag.style().unpolish(self._tag)
        self._tag.style().polish(self._tag)
        self.setAccessibleName(f"{say(self._words)}: {say(self.standing.value)} {say(self._line)}")
