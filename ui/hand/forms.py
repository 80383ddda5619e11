"""Every form by hand of one window, made when it is first wanted."""

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.commands import CommandId
from app.domain.evidence import Evidence
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.hand.add import AddForm
from ui.hand.correct import CorrectForm
from ui.hand.enter import EnterForm
from ui.hand.import_csv import ImportForm
from ui.hand.tick import TickForm
from ui.hand.viewer import Viewer
from ui.tools import Tools


class HandForms(QObject):
    """The forms, and what came of them.

    Attributes:
        show_case: a case is to be shown: its id.
    """

    show_case = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window)
        self._tools, self._window = tools, window

    @cached_property
    def entering(self) -> EnterForm:
        """Enter a case."""
        made = EnterForm(self._tools, self._window)
        made.entered.connect(self._entered)
        made.wanted.connect(self.show_case)
        return made

    @cached_property
    def importing(self) -> ImportForm:
        """Bring in a table."""
        made = ImportForm(self._tools, self._window)
        made.imported.connect(self._imported)
        return made

    @cached_property
    def correcting(self) -> CorrectForm:
        """Enter an author's correction."""
        made = CorrectForm(self._tools, self._window)
        made.corrected.connect(self._corrected)
        return made

    @cached_property
    def adding(self) -> AddForm:
        """Put more beside a case."""
        return AddForm(self._tools, self._window)

    @cached_property
    def ticking(self) -> TickForm:
        """Tick off what was done."""
        made = TickForm(self._tools, self._window)
        made.ticked.connect(self._ticked)
        return made

    @cached_property
    def viewer(self) -> Viewer:
        """Look at evidence large."""
        return Viewer(self._tools, self._window)

    # --- opening -----------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Enter a case."""
        self.entering.put_up()

    def import_csv(self) -> None:
        """Bring in a table."""
        self.importing.put_up()

    def correct(self, view: CaseView) -> None:
        """Enter what the author changed."""
        self.correcting.put_up_for(view)

    def add(self, case: CaseId) -> None:
        """Put more beside a case."""
        self.adding.put_up_for(case)

    def tick(self, command: CommandId, task: Callable[[], str]) -> None:
        """Tick off what was done."""
        self.ticking.put_up_for(command, task)

    def view(self, all_: Sequence[Evidence], seq: int) -> None:
        """Look at evidence large."""
        self.viewer.show_evidence(all_, seq)

    # --- what came of it ---------------------------------------------------------------------------------

    def _entered(self, case: CaseId) -> None:
        self._tools.notices.tell(Words(f"已登记，工单 {case}", f"Entered as case {case}"))
        self.show_case.emit(case)

    def _imported(self, cases: list[CaseId]) -> None:
        if cases:
            self.show_case.emit(cases[0])

    def _corrected(self, case: CaseId) -> None:
        self._tools.notices.tell(
            Words("修改已登记，看看改得怎么样", "The change is entered: look whether it will do"), seconds=5
        )
        self.show_case.emit(case)

    def _ticked(self, _command: CommandId) -> None:
        self._tools.notices.tell(Words("已登记完成，回执已留存", "Ticked off; the receipt is kept"))
