"""The answers that a case can be given, as tabs; the fourth is to ask the council."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.decisions import DecisionKind
from app.domain.words import NO_WORDS, Words
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.answering.forms import FORMS
from ui.answering.suiting import why_not, why_not_referred
from ui.kit.elements import Flow, button
from ui.tools import Tools

_REFER_AFTER = DecisionKind.SANCTION


class AnswerTabs(QWidget):
    """The tabs over the desk.

    Attributes:
        chosen: an answer is to be written: its `DecisionKind`.
        tabs: by the answer that each begins.
        refer: asks the council; it is no answer to be written here.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.tabs: dict[DecisionKind, QPushButton] = {}
        self.refer = self._tab(Words("提请评议", "Council"), "triage.refer")
        self.refer.clicked.connect(self._refer)
        line = Flow(0)
        for kind, form in FORMS.items():
            tab = self._tab(form.words, form.intention)
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._choose, kind))
            self.tabs[kind] = tab
            line.addWidget(tab)
            if kind is _REFER_AFTER:
                line.addWidget(self.refer)
        self.setLayout(line)

    def _tab(self, words: Words, intention: str) -> QPushButton:
        return button(self._tools.say, words, "tab", key=key_of(intention))

    def _choose(self, kind: DecisionKind, _checked: bool = False) -> None:
        self.chosen.emit(kind)

    def _refer(self, _checked: bool = False) -> None:
        self._tools.actions["triage.refer"].trigger()

    def show_case(self, view: CaseView, written: list[DecisionKind]) -> None:
        """Show what can be answered to this case, and which answers are being written."""
        for kind, tab in self.tabs.items():
            tab.setChecked(kind in written)
            self._allow(tab, why_not(view, kind))
        self._allow(self.refer, why_not_referred(view))

    def _allow(self, tab: QPushButton, reason: Words | None) -> None:
        tab.setEnabled(reason is None)
        tab.setToolTip(self._tools.say(reason or NO_WORDS))
