"""The field under the evidence: a note about the case that is shown, which is not lost on the way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.cases import CaseId
from app.domain.words import Words
from ui.kit.elements import named
from ui.tools import Tools


class NoteField(QLineEdit):
    """One line for the team only.

    Attributes:
        noted: a note was written: on which case, and its text.
    """

    noted = Signal(object, str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._case: CaseId | None = None
        self._lost: dict[CaseId, str] = {}
        self.setMaxLength(2000)
        say = tools.say
        say.tell(
            self,
            self.setPlaceholderText,
            Words("备注（只有管理组看得到），回车保存  N", "Note (the team only), Enter keeps it  N"),
        )
        named(say, self, Words("备注", "Note"))
        self.editingFinished.connect(self.keep)

    def show_case(self, case_id: CaseId | None) -> None:
        """Notes are of this case from now on; of none where none is shown."""
        if case_id is not None and case_id != self._case:
            self._put_aside()
        self._case = case_id
        self.setEnabled(case_id is not None)
        self._take_lost()

    def keep(self) -> None:
        """Hand the note on, if there is one."""
        text = self.text().strip()
        if text and self._case is not None:
            self.clear()
            self.noted.emit(self._case, text)

    def give_back(self, case_id: CaseId, text: str) -> None:
        """A note that could not be kept: it is in the field again when its case is shown."""
        self._lost[case_id] = text
        self._take_lost()

    def _put_aside(self) -> None:
        """What came back into the field while its case was being left is not of the next case."""
        if self._case is not None and self.text():
            self._lost[self._case] = self.text()
            self.clear()

    def _take_lost(self) -> None:
        if self._case is not None and not self.text():
            self.setText(self._lost.pop(self._case, ""))
