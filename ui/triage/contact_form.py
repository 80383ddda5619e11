"""The form for a call or a talk: how, whether anybody answered, what was said, when to try again."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from app.domain.cases import CaseId
from app.domain.contacts import CHANNEL_WORDS, Channel, quick_choices
from app.domain.hand_times import read_typed
from app.domain.letters import dated_words
from app.domain.words import NO_WORDS, Words
from app.operations import contacts
from app.operations.contacts import Entered
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import Flow, button, clear, column, label, named, row
from ui.tools import Tools

_STRANGE = Words("时间看不懂，请写成 2026-12-01 09:00", "Write it as 2026-12-01 09:00")
_NEVER = Words("不用再联系", "No need to try again")


class ContactForm(Form):
    """The form; what was typed for a case stays in it until it is logged.

    Attributes:
        logged: it was entered: an `Entered`.
    """

    logged = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("登记联系", "Log a contact"), Words("登记", "Log it"), (620, 580))
        self._case: CaseId | None = None
        self._about = label("", "second")
        self._make_fields()
        how, came, said, next_ = self._names()
        self.inside.addWidget(self._about)
        self.inside.addLayout(field(tools, how, self.channel))
        self.inside.addLayout(field(tools, came, row(self.reached, self.missed, None)))
        self.inside.addLayout(field(tools, said, self.text), 1)
        self.inside.addLayout(field(tools, next_, column(self.next, self._chips, self._told, gap=4)))
        self.watch(self.text, self.next)
        self.first = self.text
        tab_order(self.channel, self.missed, self.reached, self.text, self.next, self._cancel, self.go_button)
        tools.say.changed.connect(self._render)
        self._render()

    def _names(self) -> tuple[Words, Words, Words, Words]:
        return (
            Words("方式", "How"),
            Words("结果", "What came of it"),
            Words("讲了什么", "What was said"),
            Words("何时再联系", "When to try again"),
        )

    def _make_fields(self) -> None:
        tools = self.tools
        say = tools.say
        how, _, said, next_ = self._names()
        self.channel = QComboBox()
        named(say, self.channel, how)
        self.missed, self.reached = QRadioButton(), QRadioButton()
        for one, words in (
            (self.missed, Words("没有联系上", "Nobody answered")),
            (self.reached, Words("联系上了", "Somebody answered")),
        ):
            say.tell(one, one.setText, words)
            named(say, one, words)
        both = QButtonGroup(self)
        both.addButton(self.missed)
        both.addButton(self.reached)
        self.missed.setChecked(True)
        self.reached.toggled.connect(self._render)
        hint = Words(
            "对方怎么说、答应了什么；没接通可以不写", "What they said, what was agreed; may be empty if nobody answered"
        )
        self.text = text_edit(tools, said, hint)
        self.text.setMinimumHeight(80)
        self.next = line_edit(tools, next_, Words("不填就不提醒", "Left empty, nothing reminds of it"))
        self.next.textChanged.connect(self._tell_next)
        self._chips, self._told = Flow(6), label("", "second")

    def put_up_for(self, case: CaseId, about: str, channel: Channel) -> None:
        """Show it for a case.

        Args:
            about: whom and what it is about.
            channel: what to begin with.
        """
        if case != self._case:
            self._case = case
            self.text.clear()
            self.next.clear()
            self.missed.setChecked(True)
            self._render()
            self.channel.setCurrentIndex(list(Channel).index(channel))
            self.tell_fault(NO_WORDS)
        self._about.setText(about)
        self._offer_times()
        self.busy(False)
        self.put_up()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        say, at = self.tools.say, max(self.channel.currentIndex(), 0)
        self.channel.clear()
        for one in Channel:
            words = say(CHANNEL_WORDS[one])
            self.channel.addItem(words[:1].upper() + words[1:], one)
        self.channel.setCurrentIndex(at)
        self._tell_next()

    def _offer_times(self) -> None:
        clear(self._chips)
        offered = [*quick_choices(self.tools.clock().astimezone()), (_NEVER, None)]
        for words, at in offered:
            made = button(self.tools.say, words, "quiet")
            made.clicked.connect(partial(self._take_time, at))
            self._chips.addWidget(made)

    def _take_time(self, at: datetime | None, _checked: bool = False) -> None:
        self.next.setText("" if at is None else f"{at:%Y-%m-%d %H:%M}")

    def _tell_next(self) -> None:
        text, say = self.next.text().strip(), self.tools.say
        at = read_typed(text, self.tools.clock(), ahead=True) if text else None
        if not text:
            self._told.setText("")
        else:
            self._told.setText(say(_STRANGE) if at is None else say(self._dated(at)))

    def _dated(self, at: datetime) -> Words:
        return dated_words(at.astimezone(), self.tools.clock().astimezone())

    # --- doing -------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Log it."""
        case, text, when = self._case, self.text.toPlainText(), self.next.text().strip()
        channel, reached = list(Channel)[self.channel.currentIndex()], self.reached.isChecked()
        next_at = read_typed(when, self.tools.clock(), ahead=True) if when else None
        if case is None:
            return
        if when and next_at is None:
            self.tell_fault(_STRANGE)
            self.next.setFocus()
            return
        self.busy(True)
        self.tools.runner.do(
            lambda desk: contacts.log(desk, case, channel, reached=reached, text=text, next_at=next_at),
            self._done,
            self.fail,
        )

    def _done(self, entered: Entered) -> None:
        self.busy(False)
        self._case = None
        self.put_away()
        self.logged.emit(entered)
