"""The states that every list and page has: loading, empty, failed, and what it is there for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.kit.elements import button, column, frame, label, row, said
from ui.kit.speech import Speech


class Empty(QWidget):
    """Nothing is here, and why that is so."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._words = (NO_WORDS, NO_WORDS)
        self._head, self._text = label("", "strong"), label("", "second")
        for part in (self._head, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(self._head, self._text)
        layout.insertStretch(0, 1)
        layout.addStretch(2)
        self.setLayout(layout)
        say.changed.connect(self._render)

    def tell(self, head: Words, text: Words) -> None:
        """Say it."""
        self._words = (head, text)
        self._render()

    def _render(self) -> None:
        self._head.setText(self._say(self._words[0]))
        self._text.setText(self._say(self._words[1]))


class Fault(QWidget):
    """What went wrong, and a way to try again."""

    def __init__(self, say: Speech, retry: Callable[[], None]) -> None:
        super().__init__()
        self._say = say
        self._error: StewardError | None = None
        self._text = label()
        again = button(say, Words("再试一次", "Try again"))
        again.clicked.connect(retry)
        head = said(say, Words("没有读到", "This could not be read"), "strong")
        layout = column(frame("fault", head, self._text, row(again, None)))
        layout.addStretch(1)
        self.setLayout(layout)
        say.changed.connect(self._render)

    def tell(self, error: StewardError) -> None:
        """Say it."""
        self._error = error
        self._render()

    def _render(self) -> None:
        if self._error is not None:
            self._text.setText(self._error.sentence(self._say.language))


class Loading(QWidget):
    """It is being read."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        text = said(say, Words("正在读取…", "Reading…"), "second")
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(text)
        layout.insertStretch(0, 1)
        layout.addStretch(2)
        self.setLayout(layout)


class Stack(QWidget):
    """One of: content, empty, fault, loading."""

    def __init__(self, content: QWidget, empty: Empty, fault: Fault, loading: Loading) -> None:
        super().__init__()
        self._content, self._empty, self._fault, self._loading = content, empty, fault, loading
        self._layout = QStackedLayout(self)
        self._wants_focus = False
        for part in (loading, content, empty, fault):
            self._layout.addWidget(part)

    def take_focus(self) -> None:
        """Give the focus to the content, as soon as it is there."""
        self._wants_focus = not self._content.isVisibleTo(self)
        if not self._wants_focus:
            self._content.setFocus()

    def show_content(self) -> None:
        """There is something."""
        self._layout.setCurrentWidget(self._content)
        if self._wants_focus:
            self._wants_focus = False
            self._content.setFocus()

    def show_empty(self, head: Words, text: Words = NO_WORDS) -> None:
        """There is nothing."""
        self._empty.tell(head, text)
        self._layout.setCurrentWidget(self._empty)

    def show_fault(self, error: StewardError) -> None:
        """It could not be read."""
        self._fault.tell(error)
        self._layout.setCurrentWidget(self._fault)

    def show_loading(self) -> None:
        """It is being read."""
        self._layout.setCurrentWidget(self._loading)

    @property
    def showing(self) -> QWidget | None:
        """What is shown now."""
        return self._layout.currentWidget()
