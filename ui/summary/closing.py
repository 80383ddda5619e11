"""Closing a month: what that means, once more what will stand, and one button that does it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.months import month_words
from app.domain.summary import Summary
from app.domain.summary_figures import figure
from app.domain.words import NO_WORDS, Words
from app.operations.summary import MonthChanged
from ui.hand.form import Form, tab_order
from ui.kit.elements import column, frame, label, said
from ui.kit.remote import brief
from ui.summary import asking
from ui.summary.sentences import HEADS
from ui.tools import Tools

_MEANS = (
    Words(
        "数字和三句话从此不再变；以后什么时候导出，都是同样的数字，并写明关账时间。",
        "Figures and sentences no longer change; every later export gives the same, and says when it was closed.",
    ),
    Words(
        "以后才知道的事，记到下一个没有关账的月份，并注明“补记”。",
        "What becomes known later goes to the next open month, and is marked as late.",
    ),
    Words(
        "关账记入治理台账，不能撤回，也不能再关一次。",
        "It is entered into the ledger. It can't be taken back, and it can't be done twice.",
    ),
)
_LOOKED = Words("三句话和数字我都看过了", "I have looked at the sentences and the figures")
_FIRST_FIGURES = 8


class CloseForm(Form):
    """The form. Ctrl+Enter closes the month.

    Attributes:
        closed: the month was closed.
    """

    closed = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(
            tools, window, Words("给这个月关账", "Close the month"), Words("关账", "Close the month"), (680, 540)
        )
        self._shown: Summary | None = None
        self._name = label("", "title")
        self._text: QVBoxLayout = column(gap=6)
        self.inside.addWidget(self._name)
        means = [said(tools.say, Words(f"· {one.zh}", f"· {one.en}")) for one in _MEANS]
        self.inside.addWidget(frame("caution", *means, gap=6))
        self.inside.addWidget(said(tools.say, Words("关账以后就是这样", "This is what will stand"), "strong"))
        self._holder = QWidget()
        self._holder.setLayout(self._text)
        self.inside.addWidget(self._holder)
        self.looked = QCheckBox()
        tools.say.tell(self.looked, self.looked.setText, _LOOKED)
        self.looked.toggled.connect(lambda _on: self._enable())
        self.inside.addStretch(1)
        self.inside.addWidget(self.looked)
        self.first = self.looked
        tools.say.tell(self._cancel, self._cancel.setText, Words("先不关账  Esc", "Not yet  Esc"))
        tab_order(self.looked, self._cancel, self.go_button)
        tools.say.changed.connect(self._render)

    def begin(self, summary: Summary) -> None:
        """Close this month."""
        self._shown = summary
        self.looked.setChecked(False)
        self.tell_fault(NO_WORDS)
        self._render()
        self._enable()
        self.put_up()

    def _enable(self) -> None:
        self.go_button.setEnabled(self.looked.isChecked())

    def _render(self) -> None:
        shown, say = self._shown, self.tools.say
        if shown is None:
            return
        self._name.setText(say(month_words(shown.month)))
        numbers = [one for section in shown.sections for one in section.numbers][:_FIRST_FIGURES]
        told = [f"{say(one.words)} {say(figure(one.value, one.unit))}" for one in numbers]
        while (item := self._text.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for (head, _tone), sentence in zip(HEADS, shown.sentences.each, strict=True):
            self._text.addWidget(label(f"{say(head)}{say(Words('：', ': '))}{brief(say(sentence), 400)}"))
        self._text.addWidget(label(" · ".join(told), "second"))

    def go(self) -> None:
        """Close it."""
        shown = self._shown
        if shown is None or not self.looked.isChecked():
            return
        self.busy(True)
        self.tools.runner.do(lambda desk: asking.close(desk, shown.month), self._closed, self.fail)

    def _closed(self, done: MonthChanged) -> None:
        self.put_away()
        name = month_words(done.month)
        told = Words(f"{name.zh}已关账，数字不再变", f"{name.en} is closed; its figures no longer change")
        if done.put_right:
            told = Words(
                f"{told.zh}；有 {done.put_right} 处计数与台账不符，已先按台账改正",
                f"{told.en}; {done.put_right} of its counts were not what the ledger tells, and were put right first",
            )
        self.tools.notices.tell(told, seconds=10)
        self.closed.emit(done)
