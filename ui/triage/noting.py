"""What the team keeps about the chosen case beside an answer: notes, and what kind of matter it is."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from app.domain.cases import KIND_WORDS, CaseId, CaseKind, CaseState
from app.domain.changes import Changes
from app.domain.decisions import Decided
from app.domain.lanes import LANES
from app.domain.sanctions import changes_by_two
from app.domain.words import Words
from app.errors import StewardError
from app.operations import classifying, lanes, notes
from app.operations.case_view import CaseView
from ui.tools import Tools
from ui.triage.evidence import Evidence
from ui.triage.kinds import KindForm, ask_kind


class Noting(QObject):
    """Keeps notes and kinds.

    Args:
        seen: the chosen case, while it is the one that is shown.
        refused: says why something could not be done to a case.

    Attributes:
        decided: the kind was changed, which can be taken back for a while: words, decisions, cases.
    """

    decided = Signal(object, object, object)

    def __init__(
        self,
        tools: Tools,
        evidence: Evidence,
        seen: Callable[[], CaseView | None],
        refused: Callable[[CaseId, StewardError], None],
    ) -> None:
        super().__init__()
        self._tools = tools
        self._evidence = evidence
        self._seen = seen
        self._refused = refused
        evidence.noted.connect(self._note)

    def begin_note(self) -> None:
        """Begin a note."""
        if self._seen() is not None:
            self._evidence.note.setFocus()

    def _note(self, case_id: CaseId, text: str) -> None:
        self._tools.runner.do(
            lambda desk: notes.note(desk, case_id, text), self._noted, partial(self._lost_note, case_id, text)
        )

    def _noted(self, _changes: Changes) -> None:
        self._tools.notices.tell(Words("备注已保存", "The note is kept"), seconds=3)

    def _lost_note(self, case_id: CaseId, text: str, error: StewardError) -> None:
        self._evidence.note.give_back(case_id, text)
        self._refused(case_id, error)

    @cached_property
    def kind_form(self) -> KindForm:
        """Asks why, where it takes two; it is made when it is first wanted."""
        made = KindForm(self._tools, self._evidence.window())
        made.classified.connect(self._classified)
        return made

    def choose_kind(self) -> None:
        """Say what the matter is."""
        view = self._seen()
        if view is not None:
            ask_kind(self._tools.say, self._evidence, view.case.kind, partial(self.classify, view))

    def classify(self, view: CaseView, kind: CaseKind) -> None:
        """Say that it is of this kind; into a lane of its own it goes at once."""
        case, because = view.case, changes_by_two(view.case.kind, kind)
        if because is not None and kind is not case.kind:
            self.kind_form.put_up_for(view, kind, because)
            return
        say_so = lanes.enter if kind in LANES else classifying.classify
        self._tools.runner.do(
            lambda desk: say_so(desk, case.id, kind),
            partial(self._classified, kind),
            partial(self._refused, case.id),
        )

    def _classified(self, kind: CaseKind, decided: Decided) -> None:
        words = KIND_WORDS[kind]
        told = Words(f"类别改为“{words.zh}”", f"The kind is now “{words.en}”")
        if decided.state is CaseState.AWAITING_APPROVAL:
            told = Words(
                f"已提交：另一人同意后，类别改为“{words.zh}”",
                f"Submitted: the kind is “{words.en}” once another person agrees",
            )
        self.decided.emit(told, [decided.decision], [decided.case])
