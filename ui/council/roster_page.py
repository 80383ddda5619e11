"""The page of seats. What is in it is built when it is first shown."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.kit.elements import row
from ui.tools import Tools

if TYPE_CHECKING:
    from ui.council.roster import Roster

DOES = ("next", "previous", "enter", "confirm", "chair", "leave", "roster")
"""What can be done here: the verbs of the intentions, each a method of `Roster`."""


class RosterPage(QWidget):
    """The page."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._made: Roster | None = None
        self.setLayout(row())
        for name in DOES:
            tools.actions.bind(f"seat.{name}", partial(self._do, name))

    @property
    def inside(self) -> "Roster":
        """What is in it."""
        if self._made is None:
            from ui.council.roster import Roster  # noqa: PLC0415 - it is not needed to open the window

            self._made = Roster(self._tools)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._made)
        return self._made

    def _do(self, name: str) -> None:
        does: Callable[[], None] = getattr(self.inside, name)
        does()

    # --- going about it ----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.inside.open()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return self.inside.panes()

    def escape(self) -> None:
        """Esc was pressed."""
        self.inside.escape()
