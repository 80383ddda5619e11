"""What a reply promises: which department answers, who sees to it, by when. The date is reckoned in working days."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from app.domain.complaints_matter import matter
from app.domain.letters import language_of, moment_words
from app.domain.promises import USUAL_DAYS, Promising
from app.domain.promises_rules import LONGEST_NAME, LONGEST_NUMBER, LONGEST_WHAT, MOST_DAYS, Usual, usual_days
from app.domain.words import NO_WORDS, Words
from app.domain.working_days import Due
from app.operations import promises, promises_view, team_facts
from app.operations.case_view import CaseView
from app.operations.complaints_texts import marks
from app.operations.desk import Desk
from ui.actions import keyed
from ui.kit.elements import column, frame, label, named, row, said
from ui.kit.offering import complete_in_popup
from ui.tools import Tools

_WHAT = Words("例如：升级失败的原因", "such as: why the update fails")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the form begins with: the departments to choose from, and by when it would be due."""

    departments: tuple[str, ...]
    due: Due


def _matter(view: CaseView) -> str:
    case = view.case
    return matter(case.title, case.revision.body, marks(), language_of(case.revision.body))


class PromiseForm(QWidget):
    """A tick, and under it the promise.

    Attributes:
        changed: the promise is another one, or is made no longer: what it was, and what it is, None for none.
        opened: its fields are to be filled in now, and to be seen: what holds them.
    """

    changed = Signal(object, object)
    opened = Signal(QWidget)

    def __init__(self, tools: Tools, name: str) -> None:
        super().__init__()
        self._tools, self._slot = tools, ("desk", name, "promise")
        self._view: CaseView | None = None
        self._due: Due | None = None
        self._usual = Usual(USUAL_DAYS)
        self.promise: Promising | None = None
        say = tools.say
        self.tick = QCheckBox()
        words = Words("登记承诺：转部门，到期前提醒", "Promise an answer by a day")
        say.tell(self.tick, self.tick.setText, keyed(words, "desk.promise"))
        self.tick.toggled.connect(self._ticked)
        self.what, self.owner, self.number = (QLineEdit() for _ in range(3))
        for field, most in ((self.what, LONGEST_WHAT), (self.owner, LONGEST_NAME), (self.number, LONGEST_NUMBER)):
            field.setMaxLength(most)
            field.editingFinished.connect(self.settle)
        self.department = self._departments()
        self.days = QLineEdit()
        self.days.setValidator(QIntValidator(1, MOST_DAYS, self.days))
        self.days.setFixedWidth(56)
        self.days.textEdited.connect(self._reckon)
        self.due, self.note = label("", "strong"), label("", "small")
        self._fields = frame("card", self._grid(), self.note, margin=10, gap=6)
        self._fields.hide()
        self.setLayout(column(self.tick, self._fields, gap=4))
        say.changed.connect(self._render)

    def _departments(self) -> QComboBox:
        """Chosen from those the team has, or typed."""
        box = QComboBox()
        box.setEditable(True)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.activated.connect(self.settle)
        complete_in_popup(box)
        if edit := box.lineEdit():
            named(self._tools.say, edit, Words("部门", "Department"))
            edit.setMaxLength(LONGEST_NAME)
            edit.editingFinished.connect(self.settle)
        return box

    def _grid(self) -> QGridLayout:
        say = self._tools.say
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        number = said(say, Words("转办单号", "Handoff no."), "second", wrap=False)
        lines: tuple[tuple[Words, tuple[QWidget | None, ...]], ...] = (
            (Words("承诺的事", "What"), (self.what,)),
            (Words("部门", "Department"), (self.department,)),
            (Words("工作日", "Working days"), (self.days, self.due)),
            (Words("跟进人", "Seen to by"), (self.owner, number, self.number)),
        )
        for at, (words, fields) in enumerate(lines):
            if fields[0] is not None:
                named(say, fields[0], words)
            grid.addWidget(said(say, words, "second", wrap=False), at, 0)
            line = row(*fields)
            if fields[0] is self.days:
                line.setStretch(1, 1)
            grid.addLayout(line, at, 1)
        named(say, self.number, Words("转办单号", "Handoff number"))
        say.tell(self.what, self.what.setPlaceholderText, _WHAT)
        later = Words("可以后补", "may follow")
        say.tell(self.number, self.number.setPlaceholderText, later)
        grid.setColumnStretch(1, 1)
        return grid

    # --- beginning ---------------------------------------------------------------------------------------

    def begin(self, view: CaseView, promise: Promising | None) -> None:
        """Begin with a case, and with what its reply promised so far."""
        self._view, self.promise = view, promise
        self._usual = usual_days(f"{view.case.title}\n{view.case.revision.body}")
        shown = promise or Promising(_matter(view), "", self._tools.me.name, self._tools.clock())
        self._due = Due(promise.due_at, promise.guessed) if promise else None
        self.tick.blockSignals(True)
        self.tick.setChecked(promise is not None)
        self.tick.blockSignals(False)
        self.days.setText(str(promise.days if promise and promise.days else self._usual.days))
        self.what.setText(shown.what)
        self.what.setCursorPosition(0)
        self.owner.setText(shown.owner)
        self.number.setText(shown.number)
        self.department.clear()
        self.department.setCurrentText(shown.department)
        self._fields.setVisible(promise is not None)
        self._render()

    def leave(self) -> None:
        """The case is no longer on the desk."""
        self._tools.runner.forget(self._slot)
        self._view = None

    def toggle(self) -> None:
        """Promise, or don't."""
        self.tick.toggle()

    def _ticked(self, on: bool) -> None:
        self._fields.setVisible(on)
        if on:
            self._ask()
            first = self.department if self.what.text().strip() else self.what
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.opened.emit(self._fields)
        else:
            self._tools.runner.forget(self._slot)
            self._change(None)

    # --- what is promised --------------------------------------------------------------------------------

    @property
    def on(self) -> bool:
        """Whether something is to be promised."""
        return self.tick.isChecked()

    def missing(self) -> Words | None:
        """What has to be filled in before it can be promised; None where nothing is."""
        if not self.on:
            return None
        if not self.what.text().strip():
            return Words("写上承诺的事", "Say what is promised")
        if not self.department.currentText().strip():
            return Words("承诺还没选部门", "Choose the department that is to answer")
        if not self.owner.text().strip():
            return Words("写上跟进人", "Say who sees to it")
        if not self._days:
            return Words(f"工作日写 1 到 {MOST_DAYS}", f"Write 1 to {MOST_DAYS} working days")
        return None if self._due is not None else Words("日期还在推算", "The date is being reckoned")

    def take_focus(self) -> None:
        """Go to the first field that is still empty."""
        fields: tuple[QLineEdit | QComboBox, ...] = (self.what, self.department, self.owner)
        texts = (self.what.text(), self.department.currentText(), self.owner.text())
        empty = next((field for field, text in zip(fields, texts, strict=True) if not text.strip()), self.days)
        empty.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(self._fields)

    def settle(self, _index: int = 0) -> bool:
        """Take what is filled in; True where the promise is another one by that."""
        before = self.promise
        if self.on and self._due is not None and self.missing() is None:
            made = Promising(
                what=" ".join(self.what.text().split()),
                department=" ".join(self.department.currentText().split()),
                owner=" ".join(self.owner.text().split()),
                due_at=self._due.at,
                days=self._days,
                guessed=self._due.guessed,
                number=" ".join(self.number.text().split()),
            )
            self._change(made)
        self._render()
        return self.promise != before

    def _change(self, promise: Promising | None) -> None:
        before, self.promise = self.promise, promise
        if before != promise:
            self.changed.emit(before, promise)

    def _ask(self) -> None:
        """The departments to choose from, and the date."""
        days = self._days

        def known(desk: Desk) -> _Known:
            named_ones = dict.fromkeys((*team_facts.facts(desk).departments, *promises_view.departments(desk)))
            return _Known(tuple(named_ones), promises.reckon(desk, days))

        self._tools.runner.ask(self._slot, known, self._begin_with)

    def _begin_with(self, known: _Known) -> None:
        typed = self.department.currentText()
        self.department.clear()
        self.department.addItems(known.departments)
        one = known.departments[0] if len(known.departments) == 1 else ""
        self.department.setCurrentText(typed or one)
        if edit := self.department.lineEdit():
            edit.selectAll()
        self._show_due(known.due)

    @property
    def _days(self) -> int:
        return int(self.days.text()) if self.days.hasAcceptableInput() else 0

    def _reckon(self, _typed: str = "") -> None:
        self._due = None
        self._render()
        if self._days:
            self._tools.runner.ask(self._slot, partial(promises.reckon, days=self._days), self._show_due)
        else:
            self._tools.runner.forget(self._slot)

    def _show_due(self, due: Due) -> None:
        self._due = due
        self.settle()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        say, due = self._tools.say, self._due
        until = moment_words(due.at.astimezone()) if due else NO_WORDS
        self.due.setText(say(Words(f"{until.zh} 前", f"by {until.en}") if due else NO_WORDS))
        notes = [self._usual.because if self._days == self._usual.days else NO_WORDS, due.note if due else None]
        told = [say(one) for one in notes if one and one != NO_WORDS]
        self.note.setText("\n".join(told))
        self.note.setVisible(bool(told))
