"""The page of honours. What is in it is built when it is first shown: most days nobody looks at it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit.elements import row
from ui.tools import Tools

if TYPE_CHECKING:
    from ui.honours.board import Board

OF_PAGE = ("next", "previous", "which", "do")
OF_ONE = (
    *("nominate", "ask", "consent", "unwanted", "grant", "decline", "withdraw"),
    *("renew", "emeritus", "revoke", "announce", "title", "retire", "open", "member"),
)
"""What can be done here: the verbs of the intentions, each a method of the board, or of what acts on what is shown."""


class HonoursPage(QWidget):
    """The first tab of the place 荣誉.

    Attributes:
        opened: a case is to be shown in the queue: its id.
        member: a member's record is wanted: their id.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    opened = Signal(object)
    member = Signal(object)
    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._made: Board | None = None
        self.setLayout(row())
        for name in OF_PAGE:
            tools.actions.bind(f"honours.{name}", partial(self._do, name))
        for name in OF_ONE:
            tools.actions.bind(f"honours.{name}", partial(self._act, name))

    @property
    def inside(self) -> "Board":
        """What is in it."""
        if self._made is None:
            from ui.honours.board import Board  # noqa: PLC0415 - it is not needed to open the window

            self._made = Board(self._tools)
            acting = self._made.acting
            for made, told in (
                (acting.opened, self.opened),
                (acting.member_wanted, self.member),
                (acting.decided, self.decided),
                (acting.to_do, self.to_do),
            ):
                made.connect(told)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._made)
        return self._made

    def _do(self, name: str) -> None:
        does: Callable[[], None] = getattr(self.inside, name)
        does()

    def _act(self, name: str) -> None:
        does: Callable[[], None] = getattr(self.inside.acting, name)
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
