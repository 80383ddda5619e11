"""The place 承诺跟进: what we promised, and the topics, as two tabs."""

from collections.abc import Callable

from app.domain.words import Words
from ui.actions import Scope
from ui.promises.page import PromisesPage
from ui.tabs import Tab, TabbedPlace
from ui.tools import Tools


class PromisesPlace(TabbedPlace):
    """The place.

    Args:
        more: makes the tabs after the first.

    Attributes:
        register: the first tab.
    """

    def __init__(self, tools: Tools, *more: Callable[[Tools], Tab]) -> None:
        register = PromisesPage(tools)
        first = Tab("go.promises", Words("承诺", "Promises"), register, Scope.PROMISES)
        super().__init__(tools, first, *(make(tools) for make in more))
        self.register = register
