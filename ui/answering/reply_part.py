"""What belongs to a public reply beside its text: the gate, and the promise that goes with it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.complaints import Lack, Look
from app.domain.complaints_promise import retell, tell, untell
from app.domain.letters import language_of
from app.domain.promises import Promising
from app.domain.words import Words
from app.errors import Language
from app.operations import complaints
from app.operations.case_view import CaseView
from app.operations.complaints_texts import sentence
from ui.answering.promise_form import PromiseForm
from ui.answering.reply_gate import ReplyGate
from ui.answering.writing import Sheet
from ui.kit.elements import column
from ui.tools import Tools

LOOK_AGAIN = Words("承诺已写进正文，请看一眼再发", "The promise is in the text now: read it once more, then send")
"""No fault: what the text gained is to be seen before it is said."""


class ReplyPart(QWidget):
    """The strip under the editor of a reply.

    Attributes:
        told: it says something else about the promise: the letter as it was drafted, and the whole text.
        promised: a promise goes with it now, or does no longer; or whether it closes the case is known.
        opened: these fields are to be seen.
        closes: whether the case is closed by it.
    """

    told = Signal(str, str)
    promised = Signal()
    opened = Signal(QWidget)

    def __init__(self, tools: Tools, name: str) -> None:
        super().__init__()
        self._tools, self._slot = tools, ("desk", name, "gate")
        self._view: CaseView | None = None
        self._sheet: Sheet | None = None
        self.closes = True
        self.gate = ReplyGate(tools)
        self.gate.changed.connect(self._reasoned)
        self.form = PromiseForm(tools, name)
        self.form.changed.connect(self._promise_changed)
        self.form.opened.connect(self.opened)
        self.form.tick.toggled.connect(self.look)
        self.setLayout(column(self.gate, self.form, gap=6))
        self.hide()

    @property
    def promise(self) -> Promising | None:
        """What the reply promises."""
        return self._sheet.promise if self._sheet is not None else None

    @property
    def despite(self) -> str:
        """Why it goes out although it lacks something."""
        return self.gate.despite if self._sheet is not None else ""

    def begin(self, view: CaseView, sheet: Sheet) -> None:
        """Stand under this reply."""
        self._view, self._sheet, self.closes = view, sheet, True
        self.gate.begin(sheet.despite)
        self.form.begin(view, sheet.promise)
        self.show()
        self.look()

    def leave(self) -> None:
        """No reply is being written here."""
        self._tools.runner.forget(self._slot)
        self.form.leave()
        self._view = self._sheet = None
        self.hide()

    def unready(self) -> Words | None:
        """Why the reply can't be sent yet; None where nothing of the promise is open."""
        if self._sheet is None:
            return None
        missing = self.form.missing()
        if missing is not None:
            self.form.take_focus()
            return missing
        before = self._sheet.text
        self.form.settle()
        return LOOK_AGAIN if self._sheet.text != before else None

    def look(self, _on: bool = False) -> None:
        """Look at the reply as it stands now; what was asked before and not answered yet is dropped."""
        view, sheet = self._view, self._sheet
        if view is None or sheet is None:
            return
        case_id, text, promise = view.case.id, sheet.text, sheet.promise
        if not text.strip():
            return
        self._tools.runner.ask(self._slot, lambda desk: complaints.look(desk, case_id, text, promise), self._show)

    def _show(self, seen: Look) -> None:
        if self._sheet is None:
            return
        self.gate.show_look(self._while_ticked(seen))
        if seen.closes != self.closes:
            self.closes = seen.closes
            self.promised.emit()

    def _while_ticked(self, seen: Look) -> Look:
        """Whoever is registering a promise already is told what it lacks, and not to register one."""
        missing = self.form.missing()
        if self.promise is not None or missing is None:
            return seen
        lacks = [one if one.lack is not Lack.UNREGISTERED else replace(one, words=missing) for one in seen.lacks]
        return replace(seen, lacks=tuple(lacks))

    def _reasoned(self) -> None:
        if self._sheet is not None:
            self._sheet.despite = self.gate.despite

    def _promise_changed(self, before: Promising | None, now: Promising | None) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        sheet.promise = now
        language = language_of(sheet.text)
        base, text = (_changed(said, before, now, language) for said in (sheet.base, sheet.text))
        if text != sheet.text:
            self.told.emit(base, text)
        self.promised.emit()
        self.look()

    def telling(self, letter: str) -> str:
        """A letter that says what is promised."""
        return _changed(letter, None, self.promise, language_of(letter))


def _changed(text: str, before: Promising | None, now: Promising | None, language: Language) -> str:
    says = sentence(language)
    if before is None:
        return tell(text, now, says, language) if now is not None else text
    return untell(text, before, says, language) if now is None else retell(text, before, now, says, language)
