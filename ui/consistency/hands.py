"""Forms about who decides: pass a case on to a colleague, or keep out of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.cases import CaseId
from app.domain.changes import Changes
from app.domain.decisions import Decided
from app.domain.members import MemberId
from app.domain.roles import Account
from app.domain.words import NO_WORDS, Words
from app.operations import claiming, recusing
from app.operations.case_view import CaseView
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.elements import label, named, said
from ui.kit.remote import brief
from ui.tools import Tools

LONGEST_NOTE = 300
_ABOUT = 80


class PassForm(Form):
    """To whom, and what they should know.

    Attributes:
        passed: the case has another holder: case and name.
    """

    passed = Signal(object, str)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("转交", "Pass it on"), Words("转交", "Pass it on"), (520, 320))
        say = tools.say
        self._case: CaseId | None = None
        self._about = label("", "second")
        self.people = QComboBox()
        named(say, self.people, Words("转交给", "Pass it to"))
        note = Words("给同事的话", "What they should know")
        self.note = line_edit(
            tools,
            note,
            Words("例如：截图已看过，还差门店回复", "As in: the pictures are seen, the dealer has not answered"),
            LONGEST_NOTE,
        )
        self.inside.addWidget(self._about)
        self.inside.addLayout(field(tools, Words("转交给", "Pass it to"), self.people))
        self.inside.addLayout(field(tools, note, self.note))
        self.inside.addStretch(1)
        self.first = self.people
        self.watch(self.note)
        tab_order(self.people, self.note, self._cancel, self.go_button)

    def put_up_for(self, view: CaseView) -> None:
        """Show it for a case, with everybody who could take it."""
        case = view.case
        self._case = case.id
        self._about.setText(brief(case.revision.title or case.title or case.revision.body, _ABOUT))
        self.people.clear()
        self.note.clear()
        self.tell_fault(NO_WORDS)
        self.go_button.setEnabled(False)
        self.put_up()
        self.tools.runner.ask(
            ("consistency", "takers"), lambda desk: claiming.takers(desk, case.id), self._offer, self.fail
        )

    def _offer(self, could: list[Account]) -> None:
        for one in could:
            self.people.addItem(f"{brief(one.name, 40)}（{one.id}）", one.id)
        self.go_button.setEnabled(bool(could))
        if not could:
            self.tell_fault(Words("团队里没有别人可以接手", "Nobody else of the team could take it"))

    def go(self) -> None:
        """Pass it on."""
        case, to, name = self._case, self.people.currentData(), self.people.currentText()
        note = self.note.text()
        if case is None or to is None:
            return

        def done(decided: Decided) -> None:
            self.busy(False)
            self.put_away()
            self.passed.emit(decided.case, name)

        self.busy(True)
        self.tools.runner.do(lambda desk: claiming.pass_on(desk, case, MemberId(to), note=note), done, self.fail)


class RecuseForm(Form):
    """Why somebody keeps out.

    Attributes:
        recused: they keep out: of which case.
    """

    recused = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("回避", "Keep out of it"), Words("回避", "Keep out"), (520, 300))
        self._case: CaseId | None = None
        self._about = label("", "second")
        reason = Words("理由", "Why")
        placeholder = Words(
            "例如：作者是我车友会的；帖子骂的是我", "As in: they are of my own club; the post is about me"
        )
        self.reason = line_edit(tools, reason, placeholder, LONGEST_NOTE)
        hint = Words(
            "之后这件由其他人处理，同事看得到理由；回避不能取消",
            "Others decide from now on and can read why; it can't be taken back",
        )
        self.inside.addWidget(self._about)
        self.inside.addLayout(field(tools, reason, self.reason))
        self.inside.addWidget(said(tools.say, hint, "second"))
        self.inside.addStretch(1)
        self.first = self.reason
        self.watch(self.reason)
        tab_order(self.reason, self._cancel, self.go_button)

    def put_up_for(self, view: CaseView, because: Words | None = None) -> None:
        """Show it for a case.

        Args:
            because: what suggests it, to begin with.
        """
        case = view.case
        if case.id != self._case:
            self._case = case.id
            self.reason.setText(self.tools.say(because) if because else "")
        self._about.setText(brief(case.revision.title or case.title or case.revision.body, _ABOUT))
        self.tell_fault(NO_WORDS)
        self.put_up()

    def go(self) -> None:
        """Keep out."""
        case, reason = self._case, self.reason.text()
        if case is None:
            return

        def done(_changes: Changes) -> None:
            self.busy(False)
            self._case = None
            self.put_away()
            self.recused.emit(case)

        self.busy(True)
        self.tools.runner.do(lambda desk: recusing.recuse(desk, case, reason=reason), done, self.fail)
