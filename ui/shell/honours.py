"""Honours, wherever one is in the window: their place, thanks for any post, a nomination in two keys."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.actions import Scope
from ui.honours.page import HonoursPage
from ui.honours.review_page import ReviewPage
from ui.tabs import Tab, TabbedPlace
from ui.tools import Tools
from ui.triage.page import TriagePage


class HonoursPlace(TabbedPlace):
    """The place 荣誉: who is honoured, and the community review, as two tabs.

    Attributes:
        honours: the first tab.
        review: the second.
    """

    def __init__(self, tools: Tools) -> None:
        honours, review = HonoursPage(tools), ReviewPage(tools)
        super().__init__(
            tools,
            Tab("go.honours", Words("荣誉", "Honours"), honours, Scope.HONOURS),
            Tab("go.review", Words("社区盘点", "Community review"), review, Scope.REVIEW),
        )
        self.honours, self.review = honours, review
        tools.actions.bind("go.honours", partial(self.turn_to, 0))
        tools.actions.bind("go.review", partial(self.turn_to, 1))


class HonoursInWindow(QObject):
    """What leads to honours, and from them.

    Args:
        triage: the queue, from whose posts members are thanked and nominated.

    Attributes:
        counted: how many things wait for somebody.
        opened: a case is to be shown in the queue: its id.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    counted = Signal(int)
    opened = Signal(object)
    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, place: HonoursPlace, triage: TriagePage) -> None:
        super().__init__(window)
        self._tools, self._window, self._place, self._triage = tools, window, place, triage
        for page in (place.honours, place.review):
            page.decided.connect(self.decided)
            page.to_do.connect(self.to_do)
        place.honours.opened.connect(self.opened)
        for name in ("thanks", "thanks_letter", "nominate", "mark", "mark_back"):
            tools.actions.bind(f"triage.{name}", getattr(self, name))

    def thanks(self) -> None:
        """Thank for the marked post."""

    def thanks_letter(self) -> None:
        """Write thanks for the marked post."""

    def nominate(self) -> None:
        """Nominate who wrote the marked post."""

    def mark(self) -> None:
        """Mark the next post."""
        self._triage.evidence.marking.step(1)

    def mark_back(self) -> None:
        """Mark the post before."""
        self._triage.evidence.marking.step(-1)

    def look(self) -> None:
        """Ask how many things wait."""
