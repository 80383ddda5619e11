"""Put more screenshots beside a case."""

from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.hand import LONGEST_LINE
from app.domain.words import NO_WORDS, Words
from app.operations import evidence
from ui.hand.attachments import AttachmentPicker
from ui.hand.form import FilesForm, field, line_edit, tab_order
from ui.hand.words import KINDS_OF_FILE
from ui.kit.elements import said
from ui.tools import Tools


class AddForm(FilesForm):
    """The form for more evidence."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading, does = Words("添加截图", "Add screenshots"), Words("存为证据", "Keep them")
        files = AttachmentPicker(tools, Words("文件", "Files"))
        super().__init__(tools, window, heading, does, (620, 440), files=files)
        self._case: CaseId | None = None
        about = Words(
            f"入库时计算哈希并记入台账，以后改不了也删不掉。{KINDS_OF_FILE.zh}",
            f"Hashed as they come in, entered in the ledger, never changed or deleted. {KINDS_OF_FILE.en}",
        )
        placeholder = Words("哪里来的、要看什么（可不填）", "Where it is from, what to look at (optional)")
        self.note = line_edit(tools, Words("说明", "Note"), placeholder, LONGEST_LINE)
        self.inside.addWidget(said(tools.say, about, "second"))
        self.inside.addWidget(self.picker)
        self.inside.addLayout(field(tools, Words("说明", "Note"), self.note))
        self.inside.addStretch(1)
        self.watch(self.note)
        self.first = self.picker.choose
        tab_order(self.picker.choose, self.picker.paste, self.note, self._cancel, self.go_button)

    def put_up_for(self, case: CaseId) -> None:
        """Show it for a case."""
        if case != self._case:
            self._case = case
            self.note.clear()
            self.picker.clear()
            self.tell_fault(NO_WORDS)
        self.put_up()

    def go(self) -> None:
        """Keep them."""
        case, note = self._case, self.note.text()
        if case is None or self.reading:
            return
        files = self.picker.files
        if not files:
            self.tell_fault(Words("先选择或粘贴一个文件", "Choose or paste a file first"))
            return
        self.busy(True)
        self.tools.runner.do(lambda desk: evidence.add(desk, case, files, note=note), self._kept, self.fail)

    def _kept(self, done: evidence.Kept) -> None:
        self.busy(False)
        self._case = None
        self.put_away()
        count = len(done.evidence)
        told = Words(f"已存 {count} 个文件，哈希已记入台账", f"{count} kept; the hashes are in the ledger")
        known = Words(
            "这些文件已经在这件工单里，没有重复保存", "The case has these files already; they were not kept twice"
        )
        self.tools.notices.tell(told if count else known)
