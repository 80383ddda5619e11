"""Until when a promise is extended: so many working days after its present date, shown with its weekday."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QWidget

from app.domain.promises_rules import MOST_DAYS
from app.domain.words import NO_WORDS, Words
from app.domain.working_days import Due
from app.operations import promises
from ui.kit.elements import Flow, button, column, label, named, said
from ui.promises.reading import Matter
from ui.promises.words import date_words
from ui.tools import Tools

USUAL = 3
_OFFERED = (1, 2, 3, 5, 10)
_OTHER = Words("其他天数", "Other")


class NewDate(QWidget):
    """The working days to add, and the date that they lead to.

    Attributes:
        reckoned: there is a date: a `Due`.
        due: the date; None while it is not reckoned.
    """

    reckoned = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._found: Matter | None = None
        self.days = USUAL
        self.due: Due | None = None
        say = tools.say
        self.buttons: dict[int, QPushButton] = {}
        group, flow = QButtonGroup(self), Flow(4)
        for days in _OFFERED:
            made = button(say, Words(str(days), str(days)), "segment")
            made.setCheckable(True)
            made.setFixedWidth(36)
            named(say, made, Words(f"再要 {days} 个工作日", f"{days} more working days"))
            made.clicked.connect(partial(self.choose, days))
            group.addButton(made)
            self.buttons[days] = made
            flow.addWidget(made)
        self._group = group
        self.other = QLineEdit()
        self.other.setFixedWidth(84)
        self.other.setValidator(QIntValidator(1, MOST_DAYS, self))
        named(say, self.other, _OTHER)
        say.tell(self.other, self.other.setPlaceholderText, _OTHER)
        self.other.textEdited.connect(self._typed)
        flow.addWidget(self.other)
        self._told, self._note = label("", "strong"), label("", "second")
        asked = said(
            say, Words("从原期限起，再要几个工作日", "How many more working days, from the present date on"), "second"
        )
        self.setLayout(column(asked, flow, self._told, self._note, gap=4))
        say.changed.connect(self.render_date)

    def begin(self, found: Matter, days: int) -> None:
        """Reckon for this promise."""
        self._found, self.due = found, None
        self.other.clear()
        self.choose(days)

    def choose(self, days: int, _checked: bool = False) -> None:
        """So many working days more."""
        self.days = days
        self._group.setExclusive(False)
        for of, made in self.buttons.items():
            made.setChecked(of == days)
        self._group.setExclusive(True)
        found = self._found
        if found is not None:
            start = found.shown.promise.due_at
            self._tools.runner.ask(
                ("promises", "new date"), lambda desk: promises.reckon(desk, days, start), self._show
            )

    def _typed(self, text: str) -> None:
        if text.isdigit() and 1 <= int(text) <= MOST_DAYS:
            self.choose(int(text))

    def _show(self, due: Due) -> None:
        self.due = due
        self.render_date()
        self.reckoned.emit(due)

    def render_date(self) -> None:
        """Say the date."""
        due = self.due
        self._note.setVisible(due is not None and due.note is not None)
        if due is None:
            self._told.clear()
            return
        shown = date_words(due.at, self._tools.clock())
        self._told.setText(self._tools.say(Words(f"新期限 {shown.zh}", f"New date: {shown.en}")))
        self._note.setText(self._tools.say(due.note or NO_WORDS))
