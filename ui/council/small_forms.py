"""Small forms of the council: articles, a seat that stands aside, a reason, a text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QWidget

from app.domain.conduct import Edition
from app.domain.council_panel import ASIDE_WORDS, DECLARED, Aside, Sitting
from app.domain.words import NO_WORDS, Words, chinese_number
from ui.council.seat_words import numbered
from ui.hand.form import Form, field, tab_order, text_edit
from ui.kit.elements import clear, column, label, named, said
from ui.tools import Tools


class ArticlesForm(Form):
    """Which articles may have been breached."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("可能违反哪些条款", "Articles that may have been breached")
        super().__init__(tools, window, heading, Words("保存", "Keep them"), (620, 560))
        self._then: Callable[[list[int]], None] | None = None
        self._edition: Edition | None = None
        self.ticks: dict[int, QCheckBox] = {}
        self._list = column(gap=4)
        told = Words(
            "按发帖时施行的版本；鼓励的条款（13–16）不能作依据",
            "As they were in force when the posts were written; those that encourage (13 to 16) are no basis",
        )
        self.inside.addWidget(said(tools.say, told, "second"))
        self.inside.addLayout(self._list)
        self.inside.addStretch(1)
        tools.say.changed.connect(self._fill)

    def begin(self, edition: Edition, chosen: Sequence[int], then: Callable[[list[int]], None]) -> None:
        """Choose among the articles of an edition."""
        self._edition, self._then = edition, then
        self._fill()
        for number, tick in self.ticks.items():
            tick.setChecked(number in chosen)
        self.first = next(iter(self.ticks.values()), None)
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _fill(self) -> None:
        chosen = [number for number, tick in self.ticks.items() if tick.isChecked()]
        clear(self._list)
        self.ticks = {}
        say = self.tools.say
        for one in self._edition.articles if self._edition else ():
            if one.severity is None:
                continue
            words = Words(
                f"第{chinese_number(one.number)}条 {one.title.zh}",
                f"Article {one.number}: {one.title.en or one.title.zh}",
            )
            tick = QCheckBox(say(words))
            tick.setAccessibleName(say(words))
            tick.setChecked(one.number in chosen)
            self.ticks[one.number] = tick
            text = label(say(one.text) or one.text.zh, "second")
            text.setContentsMargins(26, 0, 0, 4)
            self._list.addLayout(column(tick, text, gap=0))

    def go(self) -> None:
        """Keep them."""
        chosen = [number for number, tick in self.ticks.items() if tick.isChecked()]
        if not chosen:
            self.tell_fault(Words("至少选一条", "Choose one at least"))
        elif self._then is not None:
            self.busy(True)
            self._then(chosen)


class AsideForm(Form):
    """A seat that stands aside, because of a conflict or because nobody reaches it."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("席位回避，由下一席递补", "A seat stands aside; the next takes its place")
        super().__init__(tools, window, heading, Words("回避并递补", "Replace it"), (560, 420))
        self._then: Callable[[int, Aside, str], None] | None = None
        self._sitting: Sequence[Sitting] = ()
        who, why, text = Words("哪一席", "Which seat"), Words("为什么", "Why"), Words("说明", "What it is")
        self.who = QComboBox()
        named(tools.say, self.who, who)
        self.whys: dict[Aside, QRadioButton] = {}
        group = QButtonGroup(self)
        for aside in (one for one in Aside if one in DECLARED):
            made = QRadioButton()
            tools.say.tell(made, made.setText, ASIDE_WORDS[aside])
            named(tools.say, made, ASIDE_WORDS[aside])
            group.addButton(made)
            self.whys[aside] = made
        self.text = text_edit(tools, text, Words("例如：与甲方同一车友会", "such as: of the same owners' club as A"))
        self.inside.addLayout(field(tools, who, self.who))
        self.inside.addLayout(field(tools, why, column(*self.whys.values(), gap=0)))
        self.inside.addLayout(field(tools, text, self.text), 1)
        self.watch(self.text)
        self.first = self.who
        tab_order(self.who, *self.whys.values(), self.text, self._cancel, self.go_button)
        tools.say.changed.connect(self._fill)

    def begin(self, sitting: Sequence[Sitting], number: int, then: Callable[[int, Aside, str], None]) -> None:
        """Take one of these off the panel; first the one with this number."""
        self._sitting, self._then = sitting, then
        self._fill()
        self.who.setCurrentIndex(next((at for at, one in enumerate(sitting) if one.seat.number == number), 0))
        self.whys[Aside.CONFLICT].setChecked(True)
        self.text.clear()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _fill(self) -> None:
        at = max(self.who.currentIndex(), 0)
        self.who.clear()
        self.who.addItems([self.tools.say(numbered(one.seat)) for one in self._sitting])
        self.who.setCurrentIndex(at)

    def go(self) -> None:
        """Replace it."""
        at = self.who.currentIndex()
        aside = next((one for one, made in self.whys.items() if made.isChecked()), Aside.CONFLICT)
        if self._then is not None and 0 <= at < len(self._sitting):
            self.busy(True)
            self._then(self._sitting[at].seat.number, aside, self.text.toPlainText())


@dataclass(frozen=True, slots=True)
class Asking:
    """What a text is asked for: a heading, the button, the name of the field, what is written there."""

    heading: Words
    does: Words
    name: Words
    hint: Words = NO_WORDS


class TextForm(Form):
    """One text, for one purpose."""

    def __init__(self, tools: Tools, window: QWidget, asking: Asking) -> None:
        super().__init__(tools, window, asking.heading, asking.does, (600, 440))
        self._then: Callable[[str], None] | None = None
        self._about = label("", "second")
        self.text = text_edit(tools, asking.name, asking.hint)
        self.inside.addWidget(self._about)
        self.inside.addLayout(field(tools, asking.name, self.text), 1)
        self.watch(self.text)
        self.first = self.text
        tab_order(self.text, self._cancel, self.go_button)

    def begin(self, text: str, then: Callable[[str], None], about: str = "") -> None:
        """Write it."""
        self._then = then
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.text.setPlainText(text)
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def go(self) -> None:
        """Hand it on."""
        if self._then is not None:
            self.busy(True)
            self._then(self.text.toPlainText())

    def done(self) -> None:
        """It was done."""
        self.busy(False)
        self.put_away()
