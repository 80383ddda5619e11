"""The cases behind a figure: a list over the window; Enter goes to the case in the queue, also to a closed one."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.months import Month, month_words
from app.domain.summary import Number
from app.domain.summary_figures import figure
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.kit.elements import button, column, label, row, said
from ui.kit.lines import Line
from ui.kit.overlay import Sheet
from ui.kit.remote import brief
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.listing import LineList
from ui.summary import asking
from ui.summary.asking import Behind
from ui.tools import Tools

PAGE = 100
"""How many cases are read at once."""

_SIZE = (760, 680)
_NONE = Words("没有可以列出的工单", "There are no cases to list")
_GONE = Words(
    "这个数字在这里没有留下工单：可能来自更早的记录。",
    "This figure has no cases here: it may come from older records.",
)


class CasesSheet(Sheet):
    """The list.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, *_SIZE)
        self._tools = tools
        self._month, self._number = Month(""), Number("", NO_WORDS, None)
        self._rows: list[Behind] = []
        self._complete = True
        self._title, self._about = label("", "heading"), label("", "second")
        self.list: LineList[Behind] = LineList(
            tools, self._line, same=lambda one: one.place, chosen=lambda _one: None, name=Words("工单", "Cases")
        )
        self.list.clicked.connect(self._clicked)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.stack = Stack(self.list, Empty(tools.say), Fault(tools.say, self._read), Loading(tools.say))
        hint = said(tools.say, Words("回车打开工单", "Enter opens the case"), "second", wrap=False)
        away = button(tools.say, Words("关闭", "Close"), key="Esc")
        away.clicked.connect(self.put_away)
        layout = column(self._title, self._about, self.stack, row(hint, None, away))
        layout.setContentsMargins(20, 16, 16, 16)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)

    def begin(self, month: Month, number: Number) -> None:
        """List the cases behind a figure of a month."""
        self._month, self._number = month, number
        self._rows, self._complete = [], True
        self.list.show_rows([])
        self._render()
        self.stack.show_loading()
        self.put_up()
        self.stack.take_focus()
        self._read()

    def _render(self) -> None:
        say, number = self._tools.say, self._number
        if not number.key:
            return
        value = figure(number.value, number.unit)
        name = month_words(self._month)
        self._title.setText(f"{say(number.words)}  {say(value)}")
        told = Words(f"{name.zh} · 最早的在前", f"{name.en} · the earliest first")
        note = say(number.note)
        self._about.setText(f"{say(told)}{f' · {note}' if note else ''}")
        self.setAccessibleName(say(number.words))

    # --- reading -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        month, key, after = self._month, self._number.key, self._rows[-1].place if self._rows else 0
        self._tools.runner.ask(
            ("summary", "cases"), lambda desk: asking.behind(desk, month, key, after, PAGE), self._show, self._fail
        )

    def _show(self, found: list[Behind]) -> None:
        self._complete = len(found) < PAGE
        self._rows = [*self._rows, *found]
        if not self._rows:
            self.stack.show_empty(_NONE, _GONE)
            return
        self.list.show_rows(self._rows)
        self.stack.show_content()

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _scrolled(self, at: int) -> None:
        """Read on before the end is reached."""
        bar = self.list.verticalScrollBar()
        if not self._complete and at > bar.maximum() - 2 * bar.pageStep():
            self._complete = True  # until the answer says otherwise: nobody asks twice
            self._read()

    # --- rows --------------------------------------------------------------------------------------------

    def _line(self, one: Behind) -> Line:
        say = self._tools.say
        state, tone = one.state
        about = " · ".join(part for part in (brief(one.author, 40), one.case) if part)
        return Line(brief(one.title, 120), ((say(state), tone),), about, f"{one.at:%Y-%m-%d}")

    def _clicked(self, index: QModelIndex) -> None:
        self._open(self._rows[index.row()] if index.row() < len(self._rows) else None)

    def _open(self, one: Behind | None) -> None:
        if one is not None:
            self.put_away()
            self.opened.emit(one.case)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen case; J and K go through them."""
        steps: dict[int, Callable[[], None]] = {
            Qt.Key.Key_J: lambda: self.list.step(1),
            Qt.Key.Key_K: lambda: self.list.step(-1),
            Qt.Key.Key_Return: lambda: self._open(self.list.current),
            Qt.Key.Key_Enter: lambda: self._open(self.list.current),
        }
        does = steps.get(event.key())
        if does is not None:
            does()
            event.accept()
        else:
            super().keyPressEvent(event)
