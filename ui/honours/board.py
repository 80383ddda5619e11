"""What is in the page of honours."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.kit.elements import column
from ui.kit.states import Empty
from ui.tools import Tools


class Acting(QObject):
    """What can be done with what is shown."""

    opened = Signal(object)
    member_wanted = Signal(object)
    decided = Signal(object, object, object)
    to_do = Signal(object)


class Board(QWidget):
    """The page itself."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.acting = Acting()
        self._empty = Empty(tools.say)
        self._empty.tell(Words("还没有荣誉", "No honours yet"), Words("", ""))
        self.setLayout(column(self._empty))

    def open(self) -> None:
        """The page comes to the front."""

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self._empty,)

    def escape(self) -> None:
        """Esc was pressed."""
