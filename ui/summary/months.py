"""On the left: the months there are, and what the one that is read consists of."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy

from app.domain.months import month_words
from app.domain.summary import Section
from app.domain.words import Words
from app.operations.summary import MonthLine
from ui.kit.elements import Scroll, column, label, named, rule, said
from ui.kit.lines import Line
from ui.kit.theme import Tone
from ui.listing import LineList
from ui.tools import Tools

_AROUND = 24
"""Pixels around the text of a line of the contents."""
_FIRST = Words("三句话", "Three sentences")
_CLOSED = (Words("已关账", "closed"), Tone.GREEN)
_OVER = (Words("待关账", "to be closed"), Tone.AMBER)
_GOING_ON = (Words("进行中", "going on"), Tone.NEUTRAL)


def standing(*, over: bool, closed: bool) -> tuple[Words, Tone]:
    """How a month stands, and the colour of that."""
    return _CLOSED if closed else _OVER if over else _GOING_ON


class _Entry(QPushButton):
    """A line of the contents; cut where it has no room."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._whole = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for; the whole in a tip."""
        super().resizeEvent(event)
        room = event.size().width() - _AROUND
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


class MonthsPart(QFrame):
    """The months, newest first, and the contents of the one that is read.

    Args:
        chosen: is told which month is to be read.
        go: goes to a part of the month by its place; -1 is the sentences.

    Attributes:
        entries: the contents as buttons.
    """

    def __init__(self, tools: Tools, chosen: Callable[[MonthLine | None], None], go: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools, self._go = tools, go
        self.list: LineList[MonthLine] = LineList(
            tools, self._line, same=lambda one: one.month, chosen=chosen, name=Words("月份", "Months")
        )
        self._contents = Scroll(margin=0)
        named(tools.say, self._contents, Words("本月内容", "Contents"))
        self._group = QButtonGroup(self)
        self.entries: list[QPushButton] = []
        self._sections: Sequence[Section] = ()
        head = said(tools.say, Words("治理月报", "Monthly summary"), "heading", wrap=False)
        layout = column(head, self.list, rule(), self._contents)
        layout.setContentsMargins(12, 12, 8, 8)
        layout.setStretch(1, 2)
        layout.setStretch(3, 3)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)

    def _line(self, one: MonthLine) -> Line:
        state, tone = standing(over=one.over, closed=one.closed)
        return Line(self._tools.say(month_words(one.month)), ((self._tools.say(state), tone),))

    # --- contents ----------------------------------------------------------------------------------------

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show what the month consists of."""
        if [one.words for one in sections] != [one.words for one in self._sections]:
            self._sections = sections
            self._render()

    def mark(self, at: int) -> None:
        """This part is being read."""
        if 0 <= at + 1 < len(self.entries):
            self.entries[at + 1].setChecked(True)

    def _render(self) -> None:
        for entry in self.entries:
            self._group.removeButton(entry)
        self.entries = []
        fresh = self._contents.fresh()
        fresh.inside.setSpacing(0)
        if self._sections:
            fresh.inside.addWidget(label(self._tools.say(Words("本月内容", "Contents")), "second"))
            for at, what in enumerate((_FIRST, *(section.words for section in self._sections)), start=-1):
                fresh.inside.addWidget(self._entry(at, what))
        fresh.inside.addStretch(1)
        self._contents.show_fresh(fresh)
        self.mark(-1)

    def _entry(self, at: int, what: Words) -> QPushButton:
        made = _Entry(self._tools.say(what))
        made.setObjectName("contents")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.clicked.connect(partial(self._turn, at))
        self._group.addButton(made)
        self.entries.append(made)
        return made

    def _turn(self, at: int, _checked: bool = False) -> None:
        self._go(at)
