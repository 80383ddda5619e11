"""What went wrong, or what was written and where it lies: over the page until it was read."""

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from app.domain.words import NO_WORDS, Words
from ui.kit.elements import button, label, row
from ui.kit.speech import Speech


class Strip(QFrame):
    """One sentence at a time.

    Attributes:
        words: what it says; none while it is away.
    """

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say, self.words = say, NO_WORDS
        self._run: Callable[[], None] = lambda: None
        self.setObjectName("fault")
        self._text = label()
        self.way = button(say, Words("打开文件夹", "Open the folder"))
        self.way.clicked.connect(self._go)
        self.read = button(say, Words("知道了", "All right"))
        self.read.clicked.connect(self.put_away)
        line = row(self._text, self.way, self.read)
        line.setStretch(0, 1)
        line.setContentsMargins(14, 10, 10, 10)
        self.setLayout(line)
        say.changed.connect(self._say_again)
        self.hide()

    def _go(self) -> None:
        self._run()

    def fault(self, words: Words) -> None:
        """It did not work."""
        self._show("fault", words, None)

    def done(self, words: Words, way: Callable[[], None] | None = None) -> None:
        """It worked.

        Args:
            way: shows the folder in which something lies now.
        """
        self._show("advice", words, way)

    def _say_again(self) -> None:
        self._text.setText(self._say(self.words))

    def put_away(self) -> None:
        """It was read."""
        self.words = NO_WORDS
        self.hide()

    def _show(self, look: str, words: Words, way: Callable[[], None] | None) -> None:
        self.words = words
        self._text.setText(self._say(words))
        self.way.setVisible(way is not None)
        if way is not None:
            self._run = way
        if self.objectName() != look:
            self.setObjectName(look)
            self.style().unpolish(self)
            self.style().polish(self)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._say(words)))
