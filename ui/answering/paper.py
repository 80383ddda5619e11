"""The paper of a letter: the text as it is written, or as its reader will see it."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from app.domain.words import Words
from ui.answering.gap_edit import GapEdit
from ui.answering.preview import PhonePreview
from ui.answering.thread_preview import Above
from ui.kit.elements import named
from ui.tools import Tools


class Paper(QStackedLayout):
    """The editor, and the preview that takes its place.

    Args:
        later: places of the letter that are filled later and are no gaps.

    Attributes:
        editor: where the letter is written.
        preview: how it will look on a phone.
    """

    def __init__(self, tools: Tools, later: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.editor = GapEdit(tools.theme, later)
        named(tools.say, self.editor, Words("正文", "Text"))
        self.preview = PhonePreview(tools.say)
        self._meanwhile = QWidget()  # until it has a place: what a layout without one shows becomes a window
        for part in (self.editor, self.preview):
            part.setParent(self._meanwhile)
            self.addWidget(part)

    def set_text(self, text: str, *, undoable: bool) -> None:
        """Put a text into the editor; what a person wrote there can be had back with undo."""
        self.editor.blockSignals(True)
        if undoable:
            self.editor.replace_text(text)
        else:
            self.editor.begin(text)
        self.editor.blockSignals(False)

    def show_editor(self) -> None:
        """Show the text as it is written."""
        self.setCurrentWidget(self.editor)

    def write(self) -> None:
        """Go to the text and write."""
        self.show_editor()
        self.editor.setFocus()

    def next_gap(self) -> bool:
        """Go to the next open place; False when there is none."""
        self.write()
        return self.editor.next_gap()

    def first_gap(self) -> None:
        """Go to the first open place."""
        self.write()
        self.editor.first_gap()

    def toggle_preview(self, text: str, sender: str, arrives: Words, above: Above | None = None) -> None:
        """Show what the member will read, or the editor again.

        Args:
            text: the letter.
            sender: whose it is.
            arrives: where its reader will find it.
            above: the post under which it stands, where it stands in a thread.
        """
        if self.currentWidget() is self.preview:
            self.write()
            return
        self.preview.show_text(text, sender, arrives, above)
        self.setCurrentWidget(self.preview)
