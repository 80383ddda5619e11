"""What a keyword found is none: of the chosen case, or of its whole thread; for a while that can be taken back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.cases import CaseId
from app.domain.lanes import raised_lane, raised_word
from app.domain.words import Words
from app.errors import StewardError
from app.operations import lanes_clearing
from app.operations.case_view import CaseView
from app.operations.lanes_clearing import Cleared
from ui.kit.remote import brief
from ui.tools import Tools


class Clearing(QObject):
    """Clears alarms.

    Args:
        seen: the chosen case, while it is the one that is shown.
        refused: says why something could not be done to a case.

    Attributes:
        clearing: a case is about to be cleared, and stays the one that is shown: its id.
        cleared: words, how to take it back, and the cases: the first is the one that was looked at.
    """

    clearing = Signal(object)
    cleared = Signal(object, object, object)

    def __init__(
        self, tools: Tools, seen: Callable[[], CaseView | None], refused: Callable[[CaseId, StewardError], None]
    ) -> None:
        super().__init__()
        self._tools, self._seen, self._refused = tools, seen, refused
        tools.actions.bind("triage.not_alarm", self.clear)
        tools.actions.bind("triage.not_thread", self.clear_thread)

    def clear(self) -> None:
        """The chosen case is no alarm."""
        view = self._raised()
        if view is not None:
            self._do(view, partial(lanes_clearing.clear_one, case_id=view.case.id))

    def clear_thread(self) -> None:
        """No alarm of the thread is one."""
        view = self._raised()
        if view is not None:
            self._do(view, partial(lanes_clearing.clear_thread, case_id=view.case.id))

    def _raised(self) -> CaseView | None:
        view = self._seen()
        if view is not None and raised_lane(view.case.raised) is None:
            self._tools.notices.tell(Words("没有关键词提示", "No keyword raised it"), seconds=4)
            return None
        return view

    def _do(self, view: CaseView, work: Callable[..., Cleared]) -> None:
        self.clearing.emit(view.case.id)
        self._tools.runner.do(work, partial(self._done, view), partial(self._refused, view.case.id))

    def _done(self, view: CaseView, cleared: Cleared) -> None:
        case, count = view.case, len(cleared.hits)
        word, title = raised_word(case.raised), brief(case.title or case.revision.body, 20)
        told = Words(f"{case.id}《{title}》：“{word}”不是警报", f"{case.id} “{title}”: “{word}” is no alarm")
        if count > 1:
            told = Words(f"《{title}》的 {count} 条警报都不是", f"“{title}”: none of its {count} alarms is one")
        self.cleared.emit(told, partial(lanes_clearing.unclear, cleared=cleared), [case.id])
