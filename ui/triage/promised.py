"""Over the desk: what was promised on the chosen case and has not ended, with the keys to go on with it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.cases import CaseId
from app.domain.promises import Change, Promise, PromiseId, PromiseState
from app.domain.words import Words
from app.operations import promises_view
from ui.actions import key_of
from ui.kit.elements import button, clear, column, frame, label, row, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools


class PromisedLine(QWidget):
    """The promises of a case that are open or broken; nothing where there are none.

    Attributes:
        wanted: one is to be gone on with: its id, and what is to be said of it.
    """

    wanted = Signal(object, object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._case: CaseId | None = None
        self.promises: list[Promise] = []
        self._inside = column()
        self.setLayout(self._inside)
        self.hide()
        tools.say.changed.connect(self.render_line)

    def show_case(self, case: CaseId | None) -> None:
        """Ask what was promised on this case; None while none is chosen."""
        if case != self._case:
            self.promises = []
            self.render_line()
        self._case = case
        if case is None:
            self._tools.runner.forget(("triage", "promised"))
            return
        self._tools.runner.ask(
            ("triage", "promised"),
            lambda desk: promises_view.of_case(desk, case),
            partial(self._show, case),
            lambda _error: None,
        )

    def _show(self, case: CaseId, found: list[Promise]) -> None:
        waiting = sorted((one for one in found if one.ended is None), key=lambda one: one.due_at)
        if case == self._case and waiting != self.promises:
            self.promises = waiting
            self.render_line()

    def begin(self, change: Change) -> None:
        """Go on with the one that is due first."""
        if self.promises:
            self.wanted.emit(self.promises[0].id, change)

    def render_line(self) -> None:
        """Draw it; a date may have passed."""
        clear(self._inside)
        for at, one in enumerate(self.promises):
            self._inside.addWidget(self._line(one, first=at == 0))
        self.setVisible(bool(self.promises))

    def _line(self, one: Promise, *, first: bool) -> QFrame:
        say, now = self._tools.say, self._tools.clock()
        broken = one.state(now) is PromiseState.BROKEN
        due = say.moment(one.due_at, now)
        term = Words(f"未兑现 · {due}", f"broken · {due}") if broken else Words(f"{due} 前答复", f"due {due}")
        head = row(
            tag(say(Words("承诺", "promise")), Tone.BLUE), tag(say(term), Tone.RED if broken else Tone.AMBER), None
        )
        told = label(f"{brief(one.made.what, 60)} · {brief(one.made.department, 24)}", "small")
        tell = self._button(one.id, Change.PROGRESS, Words("说进展", "Progress"), "triage.progress" if first else "")
        close = self._button(one.id, Change.CLOSED, Words("办结", "Close"), "triage.fulfil" if first else "")
        line = row(told, tell, close)
        line.setStretch(0, 1)
        return frame("fault" if broken else "advice", head, line)

    def _button(self, promise: PromiseId, change: Change, words: Words, intention: str) -> QWidget:
        made = button(self._tools.say, words, "quiet", key=key_of(intention) if intention else "")
        made.clicked.connect(lambda _checked=False: self.wanted.emit(promise, change))
        return made
