"""The page of the community review. What is in it is built when it is first shown."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit.elements import row
from ui.tools import Tools

if TYPE_CHECKING:
    from ui.honours.review import Review

DOES = ("earlier", "later", "draft", "edit", "save", "publish", "export")
"""What can be done here: the verbs of the intentions, each a method of `Review`."""


class ReviewPage(QWidget):
    """The second tab of the place 荣誉.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._made: Review | None = None
        self.setLayout(row())
        for name in DOES:
            tools.actions.bind(f"review.{name}", partial(self._do, name))

    @property
    def inside(self) -> "Review":
        """What is in it."""
        if self._made is None:
            from ui.honours.review import Review  # noqa: PLC0415 - it is not needed to open the window

            self._made = Review(self._tools)
            self._made.decided.connect(self.decided)
            self._made.to_do.connect(self.to_do)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._made)
        return self._made

    def _do(self, name: str) -> None:
        does: Callable[[], None] = getattr(self.inside, name)
        does()

    def settle(self) -> None:
        """Keep what is half done, before the window is closed."""
        if self._made is not None:
            self._made.settle()

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
