"""One of a few, beside each other: what is chosen stands out, and so does what is proposed."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from app.domain.words import NO_WORDS, Words
from ui.kit.elements import named, row
from ui.kit.speech import Speech

PROPOSED = "◆"
"""Marks what is proposed; never by its colour alone."""

_PROPOSED = Words("阶梯建议", "proposed by the ladder")


class Segments(QWidget):
    """A row of buttons of which one at most is down.

    Args:
        name: what is chosen here, for a screen reader.
        options: each with its words.

    Attributes:
        chosen: a person chose another one: it.
    """

    chosen = Signal(object)

    def __init__(self, say: Speech, name: Words, options: Sequence[tuple[StrEnum, Words]]) -> None:
        super().__init__()
        self._say = say
        self._words = dict(options)
        self._proposed: StrEnum | None = None
        self._why: dict[StrEnum, Words] = {}
        self._made: dict[StrEnum, QPushButton] = {}
        self._group = QButtonGroup(self)
        line = row(gap=4)
        for one, _ in options:
            made = QPushButton()
            made.setObjectName("segment")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(partial(self._click, one))
            self._group.addButton(made)
            self._made[one] = made
            line.addWidget(made)
        self.setLayout(line)
        named(say, self, name)
        say.changed.connect(self._render)
        self._render()

    def show_chosen(self, chosen: StrEnum | None, proposed: StrEnum | None = None) -> None:
        """Show what is chosen, and what is proposed; None for nothing."""
        self._proposed = proposed
        self._group.setExclusive(False)
        for one, made in self._made.items():
            made.setChecked(one == chosen)
        self._group.setExclusive(True)
        self._render()

    def allow(self, one: StrEnum, why_not: Words = NO_WORDS) -> None:
        """Say that one can be chosen, or why not."""
        self._why[one] = why_not
        self._made[one].setEnabled(why_not == NO_WORDS)
        self._render()

    def take_focus(self) -> None:
        """Go to what is chosen, or to the first."""
        (self._group.checkedButton() or next(iter(self._made.values()))).setFocus()

    @property
    def focused(self) -> bool:
        """Whether the focus is here."""
        return any(made.hasFocus() for made in self._made.values())

    def button(self, one: StrEnum) -> QPushButton:
        """The button of one."""
        return self._made[one]

    def _click(self, one: StrEnum, _checked: bool = False) -> None:
        self.chosen.emit(one)

    def _render(self) -> None:
        for one, made in self._made.items():
            words, proposed = self._say(self._words[one]), one == self._proposed
            made.setText(f"{PROPOSED} {words}" if proposed else words)
            made.setAccessibleName(f"{words} ({self._say(_PROPOSED)})" if proposed else words)
            made.setToolTip(self._say(self._why.get(one, NO_WORDS)))
