"""What is in the page of the community review."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.kit.elements import column
from ui.kit.states import Empty
from ui.tools import Tools


class Review(QWidget):
    """The page itself."""

    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._empty = Empty(tools.say)
        self._empty.tell(Words("还没有盘点", "No review yet"), Words("", ""))
        self.setLayout(column(self._empty))

    def settle(self) -> None:
        """Keep what is half done."""

    def open(self) -> None:
        """The page comes to the front."""

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self._empty,)

    def escape(self) -> None:
        """Esc was pressed."""
