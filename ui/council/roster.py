"""What is in the page of seats."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.tools import Tools


class Roster(QWidget):
    """The seats."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools

    def open(self) -> None:
        """The page comes to the front."""

    def next(self) -> None:
        """Go to the next."""

    def previous(self) -> None:
        """Go to the one before."""

    def enter(self) -> None:
        """Enter a seat."""

    def confirm(self) -> None:
        """Compare."""

    def chair(self) -> None:
        """Chair."""

    def leave(self) -> None:
        """Given up."""

    def roster(self) -> None:
        """Sign."""

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self,)

    def escape(self) -> None:
        """Back."""
