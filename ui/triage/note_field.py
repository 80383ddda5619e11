"""The field under the evidence: a note about the case that is shown, which is not lost on the way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.domain.cases import CaseId
from app.domain.words import Words
from ui.kit.elements import named
from ui.tools import Tools


class NoteField(QLineEdit):
    """One line for the team only. Enter, or going elsewhere, keeps it; with Esc it stays in the field unsaved.

    Attributes:
        noted: a note was written: on which case, and its text.
    """

    noted = Signal(object, str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._case: CaseId | None = None
        self._lost: dict[CaseId, str] = {}
        self._unsaved = False
        self._tools = tools
        self.setMaxLength(2000)
        say = tools.say
        say.tell(
            self,
            self.setPlaceholderText,
            Words("备注（只有管理组看得到），回车保存，Esc 先留着  N", "Note (the team only), Enter keeps it  N"),
        )
        named(say, self, Words("备注", "Note"))
        self.textEdited.connect(lambda _text: self._leave_unsaved(on=False))
        self.returnPressed.connect(lambda: self._leave_unsaved(on=False))
        self.editingFinished.connect(self.keep)

    def show_case(self, case_id: CaseId | None) -> None:
        """Notes are of this case from now on; of none where none is shown."""
        if case_id != self._case:
            self._put_aside()
        self._case = case_id
        self.setEnabled(case_id is not None)
        self._take_lost()

    def keep(self) -> None:
        """Hand the note on, if there is one that is to be kept."""
        text = self.text().strip()
        if text and self._case is not None and not self._unsaved:
            self.clear()
            self.noted.emit(self._case, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels, as everywhere: nothing is kept, and nothing of what was typed is lost."""
        if event.key() == Qt.Key.Key_Escape and self.text().strip():
            self._leave_unsaved(on=True)
            told = Words(
                "备注没有保存，还在输入框里；按 N 接着写，回车保存",
                "The note is not kept; it stays in the field: N, then Enter",
            )
            self._tools.notices.tell(told, seconds=4)
        super().keyPressEvent(event)

    def _leave_unsaved(self, *, on: bool) -> None:
        self._unsaved = on

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
            self._unsaved = bool(self.text())
