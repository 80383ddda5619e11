"""The place 治理月报. What is in it is built when it is first shown: most days nobody looks at it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit.elements import row
from ui.tools import Tools

if TYPE_CHECKING:
    from ui.summary.reader import Reader

DOES = ("earlier", "later", "section", "down", "up", "edit", "save", "close_month", "export")
"""What can be done here: methods of what is in the page, by the verbs of the intentions."""

_VERBS = {"close_month": "close"}


class SummaryPage(QWidget):
    """The page.

    Attributes:
        opened: a case is to be shown in the queue: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools = tools
        self._made: Reader | None = None
        self.setLayout(row())
        for name in DOES:
            tools.actions.bind(f"summary.{_VERBS.get(name, name)}", partial(self._do, name))

    @property
    def inside(self) -> "Reader":
        """What is in it."""
        if self._made is None:
            from ui.summary.reader import Reader  # noqa: PLC0415 - it is not needed to open the window

            self._made = Reader(self._tools)
            self._made.opened.connect(self.opened)
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
