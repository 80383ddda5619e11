"""Enter what the author of a case by hand changed it to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.words import NO_WORDS, Words
from app.operations import hand
from app.operations.case_view import CaseView
from ui.hand.attachments import AttachmentPicker
from ui.hand.form import FilesForm, field, tab_order, text_edit
from ui.kit.elements import label, said
from ui.kit.remote import brief
from ui.tools import Tools


class CorrectForm(FilesForm):
    """The form for an author's correction.

    Attributes:
        corrected: it was entered: of which case.
    """

    corrected = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("登记作者的修改", "The author changed it")
        super().__init__(
            tools,
            window,
            heading,
            Words("登记修改", "Enter the change"),
            (680, 560),
            files=AttachmentPicker(tools, Words("改后的截图", "Screenshots of it")),
        )
        self._case: CaseId | None = None
        self._base = ""
        self._about = label("", "second")
        self.text = text_edit(tools, Words("现在的内容", "As it is now"))
        self.text.setMinimumHeight(150)
        hint = Words(
            "改成作者现在的说法；工单会带着前后对比回到待处理",
            "Change it to what the author says now; the case comes back to the queue with both versions",
        )
        self.inside.addWidget(self._about)
        self.inside.addWidget(said(tools.say, hint, "second"))
        self.inside.addLayout(field(tools, Words("现在的内容", "As it is now"), self.text))
        self.inside.addWidget(self.picker)
        self.inside.addStretch(1)
        self.watch(self.text)
        self.first = self.text
        tab_order(self.text, self.picker.choose, self.picker.paste, self._cancel, self.go_button)

    def put_up_for(self, view: CaseView) -> None:
        """Show it for a case; what was typed for this one before is still there."""
        case = view.case
        if case.id != self._case or self._base != case.revision.body:
            self._case, self._base = case.id, case.revision.body
            self.text.setPlainText(case.revision.body)
            self.picker.clear()
            self.tell_fault(NO_WORDS)
        name = case.author.name if case.author else "?"
        self._about.setText(f"{brief(name, 40)} · {brief(case.revision.title or case.title, 80)}")
        self.put_up()
        self.text.selectAll()

    def go(self) -> None:
        """Enter it."""
        case, text = self._case, self.text.toPlainText()
        if case is None or self.reading:
            return
        files = self.picker.files
        self.busy(True)
        self.tools.runner.do(lambda desk: hand.correct(desk, case, text, files), self._entered, self.fail)

    def _entered(self, done: hand.Entered) -> None:
        self.busy(False)
        self._case = None
        self.put_away()
        self.corrected.emit(done.case)
