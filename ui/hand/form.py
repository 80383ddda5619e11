"""What every form by hand has: a heading, a place for what went wrong, one button that does it."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.hand.attachments import AttachmentPicker, clipboard, local_files
from ui.kit.elements import Scroll, button, column, frame, label, named, row, said
from ui.kit.overlay import Sheet
from ui.tools import Tools

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(Sheet):
    """A form over the window. Ctrl+Enter does it, Esc puts it away; what was typed stays in it.

    Args:
        heading: what it is for.
        does: the button that does it.
    """

    def __init__(self, tools: Tools, window: QWidget, heading: Words, does: Words, size: tuple[int, int]) -> None:
        super().__init__(window, *size)
        self.tools = tools
        say = tools.say
        self.first: QWidget | None = None
        self._fault_words = NO_WORDS
        self._fault_text = label()
        self.fault = frame("fault", self._fault_text)
        self.fault.hide()
        self._does = does
        self.go_button = button(say, does, "primary", key="Ctrl+Enter")
        self.go_button.clicked.connect(self.go)
        self._cancel = button(say, Words("关闭", "Close"), key="Esc")
        self._cancel.clicked.connect(self.put_away)
        self._scroll = Scroll(margin=0)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside: QVBoxLayout = self._scroll.inside
        self.inside.setContentsMargins(0, 0, 8, 0)
        self.more: QVBoxLayout = column()
        layout = column(
            said(say, heading, "heading"), self._scroll, self.fault, row(self.more, None, self._cancel, self.go_button)
        )
        layout.setContentsMargins(20, 16, 12, 16)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        named(say, self, heading)
        self.setAcceptDrops(True)
        say.changed.connect(self._say_fault)

    # --- what goes on in it ------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Show it; the first field waits for words."""
        super().put_up()
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self) -> None:
        """Do it."""
        raise NotImplementedError

    def busy(self, on: bool) -> None:
        """It is being done. A button that is off has no focus, and keys must not go to what is behind the form."""
        if on and self.go_button.hasFocus() and self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go_button.setEnabled(not on)

    def tell_fault(self, words: Words) -> None:
        """Say why it can't be done."""
        self._fault_words = words
        self._say_fault()

    def fail(self, error: StewardError) -> None:
        """It was not done."""
        self.busy(False)
        self.tell_fault(Words.of(error))

    def _say_fault(self) -> None:
        self._fault_text.setText(self.tools.say(self._fault_words))
        self.fault.setVisible(self._fault_words != NO_WORDS)

    def watch(self, *fields: QWidget) -> None:
        """Have pictures that are pasted into these fields taken as files, and drops go to the whole form."""
        for one in fields:
            one.installEventFilter(self)
            one.setAcceptDrops(False)
            if isinstance(one, QPlainTextEdit):
                one.viewport().setAcceptDrops(False)

    # --- keys and drops ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter does it; a picture can be pasted wherever the focus is."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.go_button.isEnabled():
                self.go()
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.take_mime(clipboard())
            event.accept()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a picture or a file that is pasted into a field."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is not self.parent():
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.keyPressEvent(event)
                return True
            if event.matches(QKeySequence.StandardKey.Paste) and self._paste():
                return True
        return super().eventFilter(watched, event)

    def _paste(self) -> bool:
        mime = clipboard()
        words = mime.hasText() and not local_files(mime)
        return not words and self.take_mime(mime)

    def take_mime(self, _mime: QMimeData) -> bool:
        """Take what was pasted or dropped; False where it is of no use here."""
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures are welcome."""
        mime = event.mimeData()
        if local_files(mime) or mime.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        if self.take_mime(event.mimeData()):
            event.acceptProposedAction()


class FilesForm(Form):
    """A form with files.

    Args:
        files: what takes them.
    """

    def __init__(
        self,
        tools: Tools,
        window: QWidget,
        heading: Words,
        does: Words,
        size: tuple[int, int],
        *,
        files: AttachmentPicker,
    ) -> None:
        super().__init__(tools, window, heading, does, size)
        self.picker = files

    def take_mime(self, mime: QMimeData) -> bool:
        """Take pictures and files."""
        return self.picker.take_mime(mime)

    @property
    def reading(self) -> bool:
        """Whether files are still being read; says so, since what is done now would be done without them."""
        if self.picker.reading:
            self.tell_fault(
                Words("文件还在读取，请稍等一下再按", "The files are still being read; press again in a moment")
            )
        return self.picker.reading


def line_edit(tools: Tools, name: Words, placeholder: Words = NO_WORDS, longest: int = 0) -> QLineEdit:
    """A field for one line."""
    made = QLineEdit()
    named(tools.say, made, name)
    if placeholder != NO_WORDS:
        tools.say.tell(made, made.setPlaceholderText, placeholder)
    if longest:
        made.setMaxLength(longest)
    return made


def text_edit(tools: Tools, name: Words, placeholder: Words = NO_WORDS) -> QPlainTextEdit:
    """A field for several lines; Tab leaves it."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    named(tools.say, made, name)
    if placeholder != NO_WORDS:
        tools.say.tell(made, made.setPlaceholderText, placeholder)
    return made


def field(tools: Tools, words: Words, widget: QWidget | QLayout) -> QVBoxLayout:
    """A field under its name."""
    name: QLabel = said(tools.say, words, "second", wrap=False)
    if isinstance(widget, QWidget):
        name.setBuddy(widget)
    return column(name, widget, gap=3)


def tab_order(*parts: QWidget) -> None:
    """Tab goes through these in this order."""
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)
