"""The likest past decisions: on the left what was decided, beside it what was judged."""

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QListView, QSplitter, QWidget

from app.domain.appeals import OUTCOME_WORDS
from app.domain.ladder import RUNG_WORDS
from app.domain.precedents import LONGEST_TEXT, SITUATION_WORDS, WEIGHT_WORDS, Precedent, Precedents, in_words
from app.domain.words import Words
from ui.kit.elements import Scroll, button, column, label, named, row, said
from ui.kit.lines import Index, Line, LineDelegate
from ui.kit.overlay import Overlay
from ui.kit.remote import RemoteText, brief
from ui.kit.theme import Tone
from ui.tools import Tools

_LIFTED = Words("提前解除", "ended early")


class PastSheet(Overlay):
    """The sheet over the window; J and K or the arrows go through it, Enter opens the case.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, 900, 560)
        self._tools = tools
        self._found = Precedents()
        say = tools.say
        self._counts = label("", "second")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._rows())
        split.addWidget(self._text())
        split.setSizes([380, 520])
        split.setChildrenCollapsible(False)
        go = button(say, Words("打开这件工单", "Open this case"), key="Enter")
        go.clicked.connect(self._open)
        close = button(say, Words("关闭", "Close"), key="Esc")
        close.clicked.connect(self.put_away)
        heading = Words("上次怎么判的", "How it was judged before")
        layout = column(said(say, heading, "heading"), self._counts, split, row(None, close, go))
        layout.setStretch(2, 1)
        layout.setContentsMargins(20, 16, 20, 16)
        self.setLayout(layout)
        named(say, self, heading)
        say.changed.connect(self._render)

    def _rows(self) -> QWidget:
        tools = self._tools
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(LineDelegate(tools.theme, self._line))
        self.list.setMinimumWidth(300)
        self.list.activated.connect(self._open)
        selection = self.list.selectionModel()
        selection.currentChanged.connect(self._show_text)
        named(tools.say, self.list, Words("过往类似", "Past decisions"))
        return self.list

    def _text(self) -> QWidget:
        self._about = label("", "second")
        self._title = label("", "strong")
        self.text = RemoteText(self._tools.theme, self._tools.say)
        self._paper = Scroll()
        for part in (self._title, self._about, self.text):
            self._paper.inside.addWidget(part)
        self._paper.inside.addStretch(1)
        return self._paper

    def show_found(self, found: Precedents) -> None:
        """Show these."""
        self._found = found
        self._model.setStringList([self._spoken(one) for one in found.alike])
        self._render()
        self.put_up()
        self.list.setFocus()
        self.list.setCurrentIndex(self._model.index(0))

    def _render(self) -> None:
        say, found = self._tools.say, self._found
        parts = [in_words(found)] + ([WEIGHT_WORDS[found.weight]] if found.weight else [])
        self._counts.setText(" · ".join(say(one) for one in parts))
        self._model.setStringList([self._spoken(one) for one in found.alike])
        self._show_text(self.list.currentIndex(), QModelIndex())

    def _one(self, index: Index) -> Precedent | None:
        alike = self._found.alike
        return alike[index.row()] if 0 <= index.row() < len(alike) else None

    def _line(self, index: Index) -> Line | None:
        one = self._one(index)
        if one is None:
            return None
        say = self._tools.say
        tags = [(say(RUNG_WORDS[one.stands_as]), Tone.NEUTRAL if not one.overturned else Tone.GREEN)]
        if one.outcome is not None:
            appeal = OUTCOME_WORDS[one.outcome]
            tags.append((say(Words(f"申诉{appeal.zh}", f"appeal {appeal.en}")), Tone.AMBER))
        about = say(Words(f"相似 {one.likeness:.0%}", f"{one.likeness:.0%} alike"))
        return Line(brief(one.title or one.text, 60), tuple(tags), about, say.age(one.at, self._tools.clock()))

    def _spoken(self, one: Precedent) -> str:
        say = self._tools.say
        return f"{brief(one.title or one.text, 60)}, {say(RUNG_WORDS[one.stands_as])}"

    def _show_text(self, index: QModelIndex, _before: QModelIndex) -> None:
        one = self._one(index)
        if one is None:
            return
        say = self._tools.say
        rung, situation = RUNG_WORDS[one.rung], SITUATION_WORDS[one.situation]
        parts = [rung, situation]
        if one.reduced_to is not None:
            left = RUNG_WORDS[one.reduced_to]
            parts.append(Words(f"申诉后为{left.zh}", f"after an appeal: {left.en}"))
        if one.overturned:
            parts.append(Words("申诉后撤销，不作先例", "overturned by an appeal: no example"))
        if one.lifted:
            parts.append(_LIFTED)
        when = say.moment(one.at, self._tools.clock())
        who = brief(one.by.name, 40)
        parts.append(Words(f"{who} · {when} · 工单 {one.case_id}", f"{who}, {when}, case {one.case_id}"))
        self._title.setText(brief(one.title, 120))
        self._about.setText(" · ".join(say(part) for part in parts))
        self.text.show_text(one.text + ("…" if len(one.text) >= LONGEST_TEXT else ""))

    def _open(self) -> None:
        one = self._one(self.list.currentIndex())
        if one is not None:
            self.put_away()
            self.opened.emit(one.case_id)
