"""What was answered last, on the desk of a case that nobody is to answer now: to be read again, not to be changed."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.decisions import DECISION_WORDS, Decision
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.kit.elements import column, frame, label
from ui.kit.remote import brief
from ui.kit.speech import Speech


def last_answer(view: CaseView) -> Decision | None:
    """The newest decision on this case that stands and says something; None where there is none."""
    standing = (one for one in reversed(view.decisions) if one.undone_at is None and one.kind.answers)
    return next((one for one in standing if one.text or one.reason), None)


class Standing(QWidget):
    """The last answer: who gave it and when, what it rests on, and its words."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._head, self._basis, self._text = label("", "strong"), label("", "second"), label("", "small")
        for part in (self._head, self._basis, self._text):
            part.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLayout(column(frame("card", self._head, self._basis, self._text)))
        self.hide()

    def show_case(self, view: CaseView, now: datetime, *, on: bool) -> None:
        """Show what was answered to this case last, where there is such an answer and it is wanted."""
        found = last_answer(view) if on else None
        self.setVisible(found is not None)
        if found is None:
            return
        say, kind, who = self._say, DECISION_WORDS[found.kind], brief(found.by.name, 40)
        at = say.moment(found.at, now)
        self._head.setText(
            say(Words(f"最近的答复：{kind.zh} · {who} · {at}", f"Last answer: {kind.en} · {who} · {at}"))
        )
        basis = found.basis
        self._basis.setVisible(basis is not None)
        if basis is not None:
            cited = Words(f"{basis.cited.zh} {basis.title.zh}", f"{basis.cited.en}: {basis.title.en}")
            self._basis.setText(say(cited))
        self._text.setText(found.text or found.reason)
