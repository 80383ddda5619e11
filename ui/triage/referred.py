"""Over the desk: that the chosen case is before the council, and a way to it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.council import STAGE_WORDS, Referral
from app.domain.decisions import OF_COUNCIL
from app.domain.words import Words
from app.operations import council_view
from app.operations.case_view import CaseView
from ui.kit.elements import button, clear, column, frame, label, row, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools


class ReferredLine(QWidget):
    """The referral of a case; nothing where there is none.

    Attributes:
        wanted: it is to be shown: its id.
    """

    wanted = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._case: CaseId | None = None
        self.referral: Referral | None = None
        self._inside = column()
        self.setLayout(self._inside)
        self.hide()
        tools.say.changed.connect(self._render)

    def show_view(self, view: CaseView) -> None:
        """Show the referral of the case that is shown, where it ever had one: nobody asks for nothing."""
        asks = any(one.kind in OF_COUNCIL for one in view.decisions)
        self.show_case(view.case.id if asks else None)

    def show_case(self, case: CaseId | None) -> None:
        """Ask whether this case is before the council; None while none is chosen."""
        if case != self._case:
            self.referral = None
            self._render()
        self._case = case
        if case is None:
            self._tools.runner.forget(("triage", "referred"))
            return
        self._tools.runner.ask(
            ("triage", "referred"),
            lambda desk: council_view.referral_of_case(desk, case),
            partial(self._show, case),
            lambda _error: None,
        )

    def _show(self, case: CaseId, found: Referral | None) -> None:
        if case == self._case and found != self.referral:
            self.referral = found
            self._render()

    def _render(self) -> None:
        clear(self._inside)
        found, say = self.referral, self._tools.say
        self.setVisible(found is not None)
        if found is None:
            return
        stage = STAGE_WORDS[found.stage]
        told = tag(say(Words(f"议事会 · {stage.zh}", f"council · {stage.en}")), Tone.VIOLET)
        go = button(say, Words("打开评议", "Open it"), "quiet")
        go.clicked.connect(lambda: self.wanted.emit(found.id))
        line = row(label(brief(found.question, 80), "small"), go)
        line.setStretch(0, 1)
        self._inside.addWidget(frame("advice", row(told, None), line))
