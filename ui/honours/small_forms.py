"""Small forms of honours: a reason, and what a member agreed to."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.honours import SHOW_WORDS, Consent, Nomination, Show
from app.domain.words import NO_WORDS, Words
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import column, label, named, said
from ui.kit.remote import brief
from ui.tools import Tools

LONGEST_REASON, LONGEST_SOURCE = 500, 200


@dataclass(frozen=True, slots=True)
class Asking:
    """What a small form asks for: its heading, its button, its field, and what is to be known before."""

    heading: Words
    does: Words
    asks: Words
    hint: Words = NO_WORDS


class ReasonForm(Form):
    """Something is done for a reason that is kept."""

    def __init__(self, tools: Tools, window: QWidget, asking: Asking) -> None:
        super().__init__(tools, window, asking.heading, asking.does, (560, 380))
        self._then: Callable[[str], None] | None = None
        self._about = label("", "strong")
        self.text = text_edit(tools, asking.asks)
        self.inside.addWidget(self._about)
        if asking.hint != NO_WORDS:
            self.inside.addWidget(said(tools.say, asking.hint, "second"))
        self.inside.addLayout(field(tools, asking.asks, self.text), 1)
        self.watch(self.text)
        self.first = self.text
        tab_order(self.text, self._cancel, self.go_button)

    def begin(self, about: str, then: Callable[[str], None]) -> None:
        """Ask for the reason of what is done to this."""
        if about != self._about.text():
            self.text.clear()
        self._about.setText(about)
        self._then = then
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def go(self) -> None:
        """Hand the reason on."""
        if self._then is not None:
            self.busy(True)
            self._then(self.text.toPlainText()[: LONGEST_REASON + 1])

    def done(self) -> None:
        """It was done."""
        self.busy(False)
        self.text.clear()
        self.put_away()


class ConsentForm(Form):
    """What a member agreed to, each thing by itself."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(
            tools, window, Words("登记本人同意", "Enter their consent"), Words("登记", "Enter it"), (560, 480)
        )
        say = tools.say
        self._then: Callable[[Consent], None] | None = None
        self._shown: Nomination | None = None
        self._about = label("", "strong")
        hint = Words(
            "逐项勾选 TA 同意在社区盘点里展示的内容；一项都不勾，也可以授予称号",
            "Tick what the community review may show, as they said; with nothing ticked the title can still be given",
        )
        self.ticks = {show: self._tick(words) for show, words in SHOW_WORDS.items()}
        source = Words("怎样得到的同意", "How it is known")
        self.source = line_edit(
            tools, source, Words("如：11 月 3 日私信回复", "As: answered by message on 3 November"), LONGEST_SOURCE
        )
        self.minor = self._tick(Words("未满 18 周岁，或可能未满", "They are under 18, or may be"))
        guardian = Words("哪位监护人同意（姓名与关系）", "Which guardian agreed (name and relation)")
        self.guardian = line_edit(tools, guardian, NO_WORDS, LONGEST_SOURCE)
        self._guarded = QWidget()
        self._guarded.setLayout(field(tools, guardian, self.guardian))
        self.minor.toggled.connect(self._guarded.setVisible)
        self._guarded.hide()
        self.inside.addWidget(self._about)
        self.inside.addWidget(said(say, hint, "second"))
        self.inside.addLayout(column(*self.ticks.values(), gap=2))
        self.inside.addLayout(field(tools, source, self.source))
        self.inside.addWidget(self.minor)
        self.inside.addWidget(self._guarded)
        self.inside.addStretch(1)
        self.watch(self.source, self.guardian)
        self.first = self.ticks[Show.NAME]
        tab_order(*self.ticks.values(), self.source, self.minor, self.guardian, self._cancel, self.go_button)

    def _tick(self, words: Words) -> QCheckBox:
        made = QCheckBox()
        say = self.tools.say
        say.tell(made, made.setText, Words(words.zh, words.en[:1].upper() + words.en[1:]))
        named(say, made, words)
        return made

    def begin(self, nomination: Nomination, about: str, then: Callable[[Consent], None]) -> None:
        """Enter the consent to this nomination."""
        if self._shown is None or nomination.id != self._shown.id:
            for tick in (*self.ticks.values(), self.minor):
                tick.setChecked(False)
            self.source.clear()
            self.guardian.clear()
        self._shown, self._then = nomination, then
        self._about.setText(brief(about, 120))
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def go(self) -> None:
        """Hand it on."""
        if self._then is None:
            return
        shows = frozenset(show for show, tick in self.ticks.items() if tick.isChecked())
        minor = self.minor.isChecked()
        guardian = self.guardian.text().strip() if minor else ""
        self.busy(True)
        self._then(Consent(shows, self.tools.clock(), self.source.text().strip(), minor, guardian))

    def done(self) -> None:
        """It was entered."""
        self._shown = None
        self.busy(False)
        self.put_away()
