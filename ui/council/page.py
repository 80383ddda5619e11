"""The page of referrals. What is in it is built when it is first shown: most days nobody looks at it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.council import ReferralId
from ui.kit.elements import row
from ui.tools import Tools

if TYPE_CHECKING:
    from ui.council.referrals import Referrals

OF_PAGE = ("next", "previous", "closed", "do", "plan", "again", "evidence")
OF_REFERRAL = (
    *("rewrite", "join", "party", "statement", "ask", "articles", "draw", "aside"),
    *("ballots", "key", "arrivals", "count", "ruling", "refuse", "revote", "withdraw"),
)
"""What can be done here: the verbs of the intentions, each a method of the page, or of what acts on a referral."""


class CouncilPage(QWidget):
    """The page.

    Attributes:
        opened: a case is to be shown in the queue: its id.
        decided: something was decided that can be taken back for a while: words, decisions, and what is shown then.
    """

    opened = Signal(object)
    decided = Signal(object, object, object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._made: Referrals | None = None
        self.setLayout(row())
        bind = tools.actions.bind
        for name in OF_PAGE:
            bind(f"council.{name}", partial(self._do, name))
        for name in OF_REFERRAL:
            bind(f"council.{name}", partial(self._act, name))
        bind("council.open", partial(self._act, "open_case"))

    @property
    def inside(self) -> "Referrals":
        """What is in it."""
        if self._made is None:
            from ui.council.referrals import Referrals  # noqa: PLC0415 - it is not needed to open the window

            self._made = Referrals(self._tools)
            self._made.opened.connect(self.opened)
            self._made.decided.connect(self.decided)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._made)
        return self._made

    def _do(self, name: str) -> None:
        does: Callable[[], None] = getattr(self.inside, name)
        does()

    def _act(self, name: str) -> None:
        does: Callable[[], None] = getattr(self.inside.voting, name)
        does()

    def show_referral(self, referral: ReferralId) -> None:
        """Show this one."""
        self.inside.show_referral(referral)

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
