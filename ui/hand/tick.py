"""Tick off what a person did by hand; a screenshot, or a sentence, is the receipt."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.commands import CommandId
from app.domain.hand import LONGEST_LINE
from app.domain.words import NO_WORDS, Words
from app.operations import hand
from ui.hand.attachments import AttachmentPicker
from ui.hand.form import FilesForm, field, line_edit, tab_order
from ui.kit.elements import frame, label, said
from ui.tools import Tools


class TickForm(FilesForm):
    """The form for a receipt.

    Attributes:
        ticked: it was done: which command.
    """

    ticked = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("登记完成", "Tick it off")
        super().__init__(
            tools,
            window,
            heading,
            Words("已办好，登记", "It is done"),
            (640, 460),
            files=AttachmentPicker(tools, Words("回执截图", "Screenshot"), most=1),
        )
        self._command: CommandId | None = None
        self._task = label()
        self._say_task: Callable[[], str] = str
        tools.say.changed.connect(self._render)
        hint = Words(
            "附一张能看出已办的截图作回执；没有截图就写一句是怎样办的。登记人和时间记入台账",
            "A screenshot that shows it is the receipt; else say how it was done. The ledger keeps who and when",
        )
        placeholder = Words("例如：10:32 打电话转达，本人答应修改", "As in: told them by phone at 10:32, they agreed")
        self.note = line_edit(tools, Words("说明", "Note"), placeholder, LONGEST_LINE)
        self.inside.addWidget(frame("advice", self._task))
        self.inside.addWidget(said(tools.say, hint, "second"))
        self.inside.addWidget(self.picker)
        self.inside.addLayout(
            field(tools, Words("说明（有截图可不填）", "Note (optional with a screenshot)"), self.note)
        )
        self.inside.addStretch(1)
        self.watch(self.note)
        self.first = self.note
        tab_order(self.picker.choose, self.picker.paste, self.note, self._cancel, self.go_button)

    def put_up_for(self, command: CommandId, task: Callable[[], str]) -> None:
        """Show it for a command.

        Args:
            task: says what was to be done, in one sentence.
        """
        if command != self._command:
            self._command = command
            self.note.clear()
            self.picker.clear()
            self.tell_fault(NO_WORDS)
        self._say_task = task
        self._render()
        self.put_up()

    def _render(self) -> None:
        self._task.setText(self._say_task())

    def go(self) -> None:
        """Tick it off."""
        command, note = self._command, self.note.text()
        if command is None or self.reading:
            return
        screenshot = next(iter(self.picker.files), None)
        self.busy(True)
        self.tools.runner.do(lambda desk: hand.tick(desk, command, screenshot, note=note), self._done, self.fail)

    def _done(self, _changes: Changes) -> None:
        command = self._command
        self.busy(False)
        self._command = None
        self.put_away()
        self.ticked.emit(command)
