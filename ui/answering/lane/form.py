"""A small form for one step of a lane: what has to be known of it, and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.domain.hand_times import read_typed
from app.domain.letters import dated_words
from app.domain.words import NO_WORDS, Words
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import button, column, label, named
from ui.kit.offering import complete_in_popup
from ui.tools import Tools

LONGEST_LINE, LONGEST_TEXT = 120, 4_000

_STRANGE = Words("时间看不懂，请写成 03:20、昨天 20:10 或 2026-11-20 15:05", "Write it as 03:20 or 2026-11-20 15:05")
_FUTURE = Words("时间还没到，请核对", "That is still to come; look again")

Value = str | bool | int | datetime | None
Values = Mapping[str, Value]
Keep = Callable[[Values], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words; `needed` says what is missing while it is empty, `offered` what can be chosen instead."""

    id: str
    name: Words
    hint: Words = NO_WORDS
    begin: str = ""
    needed: Words = NO_WORDS
    offered: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that has passed; `begin` is there to start with."""

    id: str
    name: Words
    begin: datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is so, or not; `begin` is how it stands."""

    id: str
    name: Words
    begin: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One of a few answers; the first is there to start with."""

    id: str
    name: Words
    offered: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of several lines, as a letter; `begin` is there to be read and changed. `high` is in pixels, at least."""

    id: str
    name: Words
    begin: str = ""
    needed: Words = NO_WORDS
    high: int = 220


Field = Line | Moment | Tick | Pick | Text

_FRAME = 134
_LETTER = 120
"""From so many pixels on a text is a letter: it grows with the form, and can be copied."""

_HIGH: dict[type, int] = {Line: 61, Moment: 82, Tick: 34, Pick: 61, Text: 40}
"""Pixels that the form needs around its fields, and for each of them, without the words of a text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks.

    Attributes:
        heading: what it is for.
        does: its button.
        about: what should be known before; NO_WORDS for nothing.
        only_with: the tick without which it can't be done; "" for none.
        room: pixels for what else is put into it.
    """

    heading: Words
    does: Words
    fields: tuple[Field, ...]
    about: Words = NO_WORDS
    only_with: str = ""
    room: int = 0


def _grows(one: Field) -> bool:
    return isinstance(one, Text) and one.high >= _LETTER


def _high(asked: Asked) -> int:
    """Pixels that a form needs."""
    fields = sum(_HIGH[type(one)] + (one.high if isinstance(one, Text) else 0) for one in asked.fields)
    about = _HIGH[Tick] + 22 * asked.about.zh.count("\n") if asked.about != NO_WORDS else 0
    return _FRAME + fields + about + asked.room


class StepForm(Form):
    """The form.

    Args:
        keep: gets what was filled in; it calls `done` or `fail`.
    """

    def __init__(self, tools: Tools, window: QWidget, asked: Asked, keep: Keep) -> None:
        wide = 620 if any(isinstance(one, Text) for one in asked.fields) else 540
        super().__init__(tools, window, asked.heading, asked.does, (wide, _high(asked)))
        self.asked, self._keep = asked, keep
        self.parts: dict[str, QWidget] = {}
        if asked.about != NO_WORDS:
            self.inside.addWidget(label(tools.say(asked.about), "second"))
        for one in asked.fields:
            self._add(one)
        if not any(_grows(one) for one in asked.fields):  # a letter takes what room there is
            self.inside.addStretch(1)
        said = [one.id for one in asked.fields if isinstance(one, Line) and one.begin and not one.offered]
        self.first = self.parts[next((one.id for one in asked.fields if one.id not in said), asked.fields[0].id)]
        self.watch(*(one for one in self.parts.values() if isinstance(one, QLineEdit | QPlainTextEdit)))
        tab_order(*self.parts.values(), self._cancel, self.go_button)

    def _add(self, one: Field) -> None:
        tools = self.tools
        if isinstance(one, Tick):
            box = QCheckBox(tools.say(one.name))
            box.setChecked(one.begin)
            self.parts[one.id] = box
            if one.id == self.asked.only_with:
                self.go_button.setEnabled(one.begin)
                box.toggled.connect(self.go_button.setEnabled)
            self.inside.addWidget(box)
            return
        if isinstance(one, Text):
            text = text_edit(tools, one.name)
            text.setPlainText(one.begin)
            text.setMinimumHeight(one.high)
            if not _grows(one):
                text.setFixedHeight(one.high)
            made: QWidget = text
        elif isinstance(one, Moment):
            made = self._moment(one)
        elif isinstance(one, Pick):
            made = QComboBox()
            made.addItems([tools.say(words) for words in one.offered])
            named(tools.say, made, one.name)
        else:
            made = self._offering(one) if one.offered else self._line(one)
        self.parts.setdefault(one.id, made)
        if _grows(one):
            copy = button(tools.say, Words("复制这段文字", "Copy these words"), "quiet")
            copy.clicked.connect(partial(self._copy, text))
            self.more.addWidget(copy)
        self.inside.addLayout(field(tools, one.name, made), _grows(one))

    def _copy(self, text: QPlainTextEdit, _checked: bool = False) -> None:
        QGuiApplication.clipboard().setText(text.toPlainText())
        self.tools.notices.tell(Words("已复制", "Copied"), seconds=3)

    def _line(self, one: Line) -> QLineEdit:
        made = line_edit(self.tools, one.name, one.hint, LONGEST_LINE)
        made.setText(one.begin)
        return made

    def _offering(self, one: Line) -> QComboBox:
        made = QComboBox()
        made.setEditable(True)
        complete_in_popup(made)
        made.addItems(list(one.offered))
        made.setCurrentText(one.begin)
        named(self.tools.say, made, one.name)
        inner = made.lineEdit()
        if inner is not None:
            inner.setMaxLength(LONGEST_LINE)
            inner.setPlaceholderText(self.tools.say(one.hint))
        return made

    def _moment(self, one: Moment) -> QWidget:
        """A field with what it is read as under it."""
        edit = line_edit(self.tools, one.name)
        told = label("", "second")

        def render() -> None:
            at = read_typed(edit.text(), self.tools.clock())
            now = self.tools.clock()
            words = _STRANGE if at is None else dated_words(at.astimezone(), now.astimezone())
            told.setText(self.tools.say(_FUTURE if at is not None and at > now else words))

        edit.textChanged.connect(render)
        edit.setText(f"{one.begin.astimezone():%Y-%m-%d %H:%M}")
        self.parts[one.id] = edit
        made = QWidget()
        made.setLayout(column(edit, told, gap=2))
        return made

    # --- what was filled in ------------------------------------------------------------------------------

    def go(self) -> None:
        """Hand it on, once nothing needed is open."""
        values: dict[str, Value] = {}
        for one in self.asked.fields:
            value = self._value(one)
            lacking = self._lacking(one, value)
            if lacking != NO_WORDS:
                self.tell_fault(lacking)
                self.parts[one.id].setFocus()
                return
            values[one.id] = value
        self.tell_fault(NO_WORDS)
        self.busy(True)
        self._keep(values)

    def done(self) -> None:
        """It was kept."""
        self.busy(False)
        self.put_away()

    def _value(self, one: Field) -> Value:
        part = self.parts[one.id]
        if isinstance(part, QCheckBox):
            return part.isChecked()
        if isinstance(part, QPlainTextEdit):
            return part.toPlainText().strip()
        if isinstance(one, Pick) and isinstance(part, QComboBox):
            return part.currentIndex()
        text = part.currentText() if isinstance(part, QComboBox) else part.text() if isinstance(part, QLineEdit) else ""
        return read_typed(text, self.tools.clock()) if isinstance(one, Moment) else text.strip()

    def _lacking(self, one: Field, value: Value) -> Words:
        if isinstance(one, Moment):
            if not isinstance(value, datetime):
                return _STRANGE
            return _FUTURE if value > self.tools.clock() else NO_WORDS
        return one.needed if isinstance(one, Line | Text) and not value else NO_WORDS
