"""What the matter is, chosen from a menu; and why, where it takes two to say so."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.decisions import Decided
from app.domain.sanctions import SECOND_WORDS, SecondPerson
from app.domain.words import NO_WORDS, Words
from app.operations import classifying
from app.operations.case_view import CaseView
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import label
from ui.kit.remote import brief
from ui.kit.speech import Speech
from ui.tools import Tools

LONGEST_REASON = 500
_ABOUT = 80


def ask_kind(say: Speech, over: QWidget, now: CaseKind | None, then: Callable[[CaseKind], None]) -> None:
    """Ask for a kind; each has a digit as its key.

    Args:
        over: where the menu opens.
        now: the present one.
        then: gets the one that was chosen.
    """
    menu = QMenu(over.parentWidget())
    for number, kind in enumerate(CaseKind, 1):
        act = menu.addAction(f"&{number}  {say(KIND_WORDS[kind])}")
        act.setCheckable(True)
        act.setChecked(kind is now)
        act.triggered.connect(lambda _checked=False, kind=kind: then(kind))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(over.mapToGlobal(QPoint(16, 56)))


class KindForm(Form):
    """Why a protected case is of another kind: another person reads it, and has to agree.

    Attributes:
        classified: it is kept: the kind, and what was decided.
    """

    classified = Signal(object, object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("改类别", "Another kind"), _SUBMIT, (560, 320))
        self._case: CaseId | None = None
        self._kind = CaseKind.VIOLATION
        self._about, self._change, self._why = label("", "second"), label("", "strong"), label("", "small")
        name = Words("理由（必填，同意的人会看到）", "Why (needed; who agrees reads it)")
        self.reason = line_edit(
            tools,
            name,
            Words("例如：通篇骂人，没有说到车", "As in: it only insults, nothing is about a car"),
            LONGEST_REASON,
        )
        for part in (self._about, self._change, self._why):
            self.inside.addWidget(part)
        self.inside.addLayout(field(tools, name, self.reason))
        self.inside.addStretch(1)
        self.first = self.reason
        self.watch(self.reason)
        self.reason.returnPressed.connect(self.go)
        tab_order(self.reason, self._cancel, self.go_button)

    def put_up_for(self, view: CaseView, kind: CaseKind, because: SecondPerson) -> None:
        """Show it for a case that is to be of this kind.

        Args:
            because: why it takes two.
        """
        case, say = view.case, self.tools.say
        if (case.id, kind) != (self._case, self._kind):
            self.reason.clear()
        self._case, self._kind = case.id, kind
        now, then = KIND_WORDS[case.kind], KIND_WORDS[kind]
        self._about.setText(brief(case.revision.title or case.title or case.revision.body, _ABOUT))
        self._change.setText(say(Words(f"{now.zh} → {then.zh}", f"{now.en} → {then.en}")))
        self._why.setText(say(SECOND_WORDS[because]))
        self.tell_fault(NO_WORDS)
        self.put_up()

    def go(self) -> None:
        """Hand it to another person."""
        case, kind, reason = self._case, self._kind, self.reason.text()
        if case is None or not self.go_button.isEnabled():
            return

        def done(decided: Decided) -> None:
            self.busy(False)
            self.reason.clear()
            self.put_away()
            self.classified.emit(kind, decided)

        self.busy(True)
        self.tools.runner.do(lambda desk: classifying.classify(desk, case, kind, reason=reason), done, self.fail)


_SUBMIT = Words("提交，等另一人同意", "Submit for agreement")
