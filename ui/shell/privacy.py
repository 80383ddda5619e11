"""Personal data, wherever one is in the window: the sheet over any page, what is done about a request."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.privacy.panel import MANAGERS
from ui.tools import Tools
from ui.triage.page import TriagePage

if TYPE_CHECKING:
    from app.operations.privacy_view import RequestShown
    from ui.privacy.acting import PrivacyActing
    from ui.privacy.sheet import PrivacySheet

_NO_REQUEST = Words("这件工单不是个人信息请求", "This case is no request about personal data")


class PrivacyInWindow(QObject):
    """What leads to it. What it needs is made when it is first wanted.

    Args:
        triage: the queue, in which a request is a case.

    Attributes:
        opened: a case is to be shown in the queue: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, triage: TriagePage) -> None:
        super().__init__(window)
        self._tools, self._window, self._panel = tools, window, triage.request
        self._triage = triage
        self._panel.doing.connect(self.carry_out)
        self._panel.refusing.connect(self.refuse)
        self._panel.opened.connect(self.opened)
        tools.actions.bind("window.privacy", self.open)
        tools.actions.bind("desk.request", self.carry_out)
        tools.actions.bind("desk.request_refuse", self.refuse)
        tools.actions.bind("triage.hold", self.hold)

    @cached_property
    def acting(self) -> "PrivacyActing":
        """What does it."""
        from ui.privacy.acting import PrivacyActing  # noqa: PLC0415 - it is not needed to open the window

        made = PrivacyActing(self._tools, self._window)
        made.opened.connect(self.opened)
        return made

    @cached_property
    def sheet(self) -> "PrivacySheet":
        """All of it on one sheet."""
        from ui.privacy.sheet import PrivacySheet  # noqa: PLC0415 - it is not needed to open the window

        made = PrivacySheet(self._tools, self._window, self.acting)
        made.opened.connect(self.opened)
        return made

    def open(self) -> None:
        """Look at requests, holds and periods."""
        self.sheet.put_up()

    def carry_out(self) -> None:
        """Carry out the request that is shown."""
        view = self._to_answer()
        if view is not None:
            self.acting.carry_out(view)

    def refuse(self) -> None:
        """Refuse the request that is shown."""
        view = self._to_answer()
        if view is not None:
            self.acting.refuse(view)

    def _to_answer(self) -> "RequestShown | None":
        """The request that is shown, where it waits and this person may answer it; where not, says why."""
        view = self._panel.view
        if view is None or view.request.answer is not None:
            self._tools.notices.tell(_NO_REQUEST)
            return None
        if not self._panel.may:
            self._tools.notices.tell(MANAGERS)
            return None
        return view

    def hold(self) -> None:
        """Put a legal hold on the chosen case; of a request, on the member whose it is."""
        case, view = self._triage.queue.case_id, self._panel.view
        if view is not None:
            self.acting.hold(str(view.request.member.id))
            return
        self.acting.hold(str(case) if case is not None else "")
