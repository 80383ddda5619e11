"""What can be done by hand about the chosen case: more screenshots, the author's correction, its link."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.notices import Offer
from ui.tools import Tools


class ByHand(QObject):
    """The intentions that open a form.

    Attributes:
        enter: a new case.
        import_csv: cases from a table.
        add: screenshots for a case: its id.
        correct: what the author changed: a `CaseView`.
        view: evidence is to be seen large: all of it, and the number of the one.
        link: the link of the case: its address.
    """

    enter = Signal()
    import_csv = Signal()
    add = Signal(object)
    correct = Signal(object)
    view = Signal(object, int)
    link = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._actions = tools.actions
        self._view: CaseView | None = None
        does: dict[str, Callable[[], object]] = {
            "triage.enter": self.enter.emit,
            "triage.import": self.import_csv.emit,
            "triage.evidence": self.begin_to_add,
            "triage.pictures": self.look,
            "triage.correct": self.begin_to_correct,
            "triage.link": self.ask_link,
        }
        for name, run in does.items():
            self._actions.bind(name, run)
        self.show_case(None)

    def show_case(self, view: CaseView | None) -> None:
        """This case is shown now."""
        self._view = view
        self._actions.enable("triage.evidence", view is not None)
        self._actions.enable("triage.pictures", bool(view is not None and view.evidence))
        self._actions.enable("triage.correct", view is not None and view.case.place is not None)
        self._actions.enable("triage.link", bool(view is not None and view.case.link))

    def begin_to_add(self) -> None:
        """Put screenshots beside the case."""
        if self._view is not None:
            self.add.emit(self._view.case.id)

    def begin_to_correct(self) -> None:
        """Enter what its author changed."""
        if self._view is not None:
            self.correct.emit(self._view)

    def look(self) -> None:
        """See its evidence large."""
        if self._view is not None and self._view.evidence:
            self.view.emit(self._view.evidence, self._view.evidence[0].seq)

    def ask_link(self) -> None:
        """Say where its link leads, and offer to open it."""
        if self._view is not None and self._view.case.link:
            self.link.emit(self._view.case.link)


def offer_to_go(tools: Tools, go: Callable[[], None]) -> None:
    """Say that a person has to do what was decided, and offer to go there."""
    words = Words("这一步要由人来做，做完登记", "A person has to do this and tick it off")
    tools.notices.tell(words, offer=Offer(Words("去办理", "Go and do it"), "", go), seconds=12)
