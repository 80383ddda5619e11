"""Members at the triage page: the record of the author of the chosen case, and measures that should have ended."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.operations.case_view import CaseView
from ui.tools import Tools
from ui.triage.member_record import MemberSheet
from ui.triage.overdue import OverdueStrip


class Members(QObject):
    """Shows a member's record, and the strip of what is overdue.

    Args:
        over: lies in the window over which the sheet goes.
        seen: the chosen case, while it is the one that is shown.

    Attributes:
        strip: of what is overdue.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        wanted: a case is to be shown: its id.
    """

    decided = Signal(object, object, object)
    wanted = Signal(object)

    def __init__(self, tools: Tools, over: QWidget, seen: Callable[[], CaseView | None]) -> None:
        super().__init__()
        self._tools, self._over, self._seen = tools, over, seen
        self.strip = OverdueStrip(tools)
        self.strip.decided.connect(self.decided)
        self.strip.wanted.connect(self.wanted)

    @cached_property
    def sheet(self) -> MemberSheet:
        """The sheet, made when it is first wanted."""
        made = MemberSheet(self._tools, self._over.window())
        made.wanted.connect(self.wanted)
        made.lifted.connect(self.decided)
        return made

    def show_record(self) -> None:
        """The record of the author of the chosen case."""
        view = self._seen()
        if view is not None and view.case.author is not None:
            self.sheet.put_up_for(view.case.author.id)
