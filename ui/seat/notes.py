"""A member's own marks and notes beside what they read; kept while they are written, seen by nobody else."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from app.domain.seat import LONGEST_NOTE
from app.domain.words import Words
from ui.kit.elements import button, column, named, row
from ui.kit.speech import Speech

KEEP_MS = 700
"""After so long without a key what was written is kept."""

Keep = Callable[[str, bool], None]


class NotePart(QWidget):
    """A mark and a note at one place of a packet.

    Args:
        about: what they are about, for a screen reader.
        keep: keeps the text, and whether the place is marked.
    """

    def __init__(self, say: Speech, about: Words, text: str, marked: bool, keep: Keep) -> None:
        super().__init__()
        self._keep, self._kept = keep, (text, marked)
        self.mark = QPushButton()
        self.mark.setObjectName("chip")
        self.mark.setCheckable(True)
        self.mark.setChecked(marked)
        say.tell(self.mark, self.mark.setText, Words("☆ 标记", "☆ Mark"))
        named(say, self.mark, Words(f"标记 {about.zh}", f"Mark {about.en}"))
        self.open = button(say, Words("写笔记", "Note"), "quiet")
        named(say, self.open, Words(f"给 {about.zh} 写笔记", f"A note on {about.en}"))
        self.text = QPlainTextEdit(text)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(84)
        self.text.setVisible(bool(text))
        named(say, self.text, Words(f"笔记：{about.zh}", f"Note on {about.en}"))
        hint = Words("只有您自己看得到", "Only you can see it")
        say.tell(self.text, self.text.setPlaceholderText, hint)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.flush)
        self.text.textChanged.connect(self._timer.start)
        self.mark.toggled.connect(self.flush)
        self.open.clicked.connect(self._write)
        self.setLayout(column(row(self.mark, self.open, None, gap=4), self.text, gap=4))

    def _write(self) -> None:
        self.text.show()
        self.text.setFocus()

    def flush(self) -> None:
        """Keep what stands there now, unless it was kept."""
        self._timer.stop()
        now = (self.text.toPlainText().strip()[:LONGEST_NOTE], self.mark.isChecked())
        if now != self._kept:
            self._kept = now
            self._keep(*now)
