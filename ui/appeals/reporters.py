"""Those who report: what was found about each report, how often they were right before, and the letter they get."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from app.domain.cases import CaseId
from app.domain.decisions import REPORT_VERDICT_WORDS, ReportVerdict
from app.domain.reports import Report
from app.domain.words import NO_WORDS, Words
from app.operations import report_answers
from app.operations.report_answers import Letter, Replied, Reply, Standing
from ui.answering.forms import HOLD
from ui.appeals.words import whole
from ui.hand.form import Form, line_edit
from ui.kit.elements import clear, column, frame, label, said
from ui.kit.remote import brief
from ui.tools import Tools

_NAMED = 5


class ReportersSheet(Form):
    """The sheet for the reports of a case.

    Attributes:
        replied: the reporters were answered: a `Replied`.
    """

    replied = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(
            tools, window, Words("答复举报人", "Answer the reporters"), Words("答复", "Answer"), (820, 640)
        )
        say = tools.say
        self._case: CaseId | None = None
        self._standing: Standing | None = None
        self.verdicts: dict[str, QComboBox] = {}
        self._alike = label()
        self._hint = frame("caution", self._alike)
        self._rows = QGridLayout()
        self._rows.setColumnStretch(1, 1)
        self._rows.setHorizontalSpacing(12)
        self._letters: QVBoxLayout = column(gap=6)
        self.reason = line_edit(
            tools, Words("说明", "Why"), Words("给团队和台账看，不会写进信里", "For the team and the ledger only"), 500
        )
        self.inside.addWidget(self._hint)
        self.inside.addLayout(self._letters)  # above the reports, which can be many
        self.inside.addLayout(self._rows)
        why = said(say, Words("说明（恶意、有组织的必填）", "Why (needed for malicious and organised)"), "second")
        why.setBuddy(self.reason)
        self.inside.addLayout(column(why, self.reason, gap=3))
        rule = Words(
            "每人只答复一次；不说具体怎么处理、也不说是谁处理的", "Each is told once; never what was done, nor by whom"
        )
        once = said(say, rule, "second")
        self.inside.addWidget(once)
        self.inside.addStretch(1)
        self._judging: tuple[QWidget, ...] = (why, self.reason, once, self.go_button)
        say.changed.connect(self._render)

    def put_up_for(self, case: CaseId, standing: Standing, *, judging: bool = True) -> None:
        """Show it for a case.

        Args:
            case: that one.
            standing: how its reporters stand.
            judging: the reports are to be judged first; else the letters are to be read and sent.
        """
        if case != self._case:
            self.reason.clear()
        self._case, self._standing = case, standing
        self.verdicts = {}
        clear(self._letters)
        self._render()
        self.tell_fault(standing.refused or NO_WORDS)
        self.go_button.setEnabled(standing.refused is None and bool(self.verdicts))
        first = next(iter(self.verdicts.values()), self._cancel)
        self.first = first if judging or not self.go_button.isEnabled() else self.go_button
        self.put_up()

    def _render(self) -> None:
        standing = self._standing
        if standing is None:
            return
        chosen = {report: one.currentData() for report, one in self.verdicts.items()}
        clear(self._rows)
        self.verdicts = {}
        alike = standing.piled_on
        self._hint.setVisible(alike > 0)
        told = Words(
            f"有 {alike} 条举报用词一样，可能是约好的",
            f"{alike} reports use the same words: somebody may have organised them",
        )
        self._alike.setText(self.tools.say(told))
        for at, one in enumerate(standing.reports):
            self._row(at, one, standing, chosen.get(one.id))
        for part in self._judging:
            part.setVisible(bool(self.verdicts))
        self._preview()

    def _row(self, at: int, one: Report, standing: Standing, chosen: str | None) -> None:
        say, now = self.tools.say, self.tools.clock()
        who = brief(one.by.name, 24) if one.by else say(Words("未留名", "unknown"))
        record = standing.records.get(one.by.id) if one.by else None
        self._rows.addWidget(label(who, "strong", wrap=False), 2 * at, 0)
        why = Words(
            f"“{brief(one.reason, 80)}”  {say.moment(one.at, now)}",
            f"“{brief(one.reason, 80)}”  {say.moment(one.at, now)}",
        )
        self._rows.addWidget(label(say(why), "small"), 2 * at, 1)
        if record is not None:
            self._rows.addWidget(label(say(record.words), "second"), 2 * at + 1, 1)
        done = standing.answered.get(one.id)
        if done is not None:
            verdict = REPORT_VERDICT_WORDS[done.verdict]
            when = say.moment(done.at, now)
            words = Words(f"{verdict.zh} · {done.by} 已答复 {when}", f"{verdict.en} · answered by {done.by}, {when}")
            self._rows.addWidget(label(say(words), "second", wrap=False), 2 * at, 2)
            return
        choice = QComboBox()
        name = Words(f"{who} 的举报", f"The report of {who}")
        choice.setAccessibleName(say(name))
        for found, found_words in REPORT_VERDICT_WORDS.items():
            choice.addItem(say(found_words), found.value)
        told = standing.verdicts.get(one.id)
        choice.setCurrentIndex(choice.findData(chosen or (told.value if told else "")))
        choice.currentIndexChanged.connect(lambda _index: self._preview())
        self.verdicts[one.id] = choice
        self._rows.addWidget(choice, 2 * at, 2)

    def _said(self) -> dict[str, ReportVerdict]:
        found = {report: one.currentData() for report, one in self.verdicts.items()}
        return {report: ReportVerdict(one) for report, one in found.items() if one}

    def _preview(self) -> None:
        """Ask for every letter that would go out."""
        case, said_now = self._case, self._said()
        if case is None or not self.verdicts:
            return
        self.tools.runner.ask(
            ("appeals", "letter"), lambda desk: report_answers.preview(desk, case, said_now), self._show_letters
        )

    def _show_letters(self, letters: list[Letter]) -> None:
        clear(self._letters)
        say = self.tools.say
        for one in letters:
            names, count = [brief(who.name, 20) for who in one.to[:_NAMED]], len(one.to)
            more = Words(f"等 {count} 位", f" and {count - _NAMED} more") if count > _NAMED else NO_WORDS
            to = Words(f"{'、'.join(names)}{more.zh} 会收到", f"{', '.join(names)}{more.en} will get")
            self._letters.addWidget(label(say(to), "second"))
            self._letters.addWidget(whole(frame("bubble", label(one.text, "small"))))

    def go(self) -> None:
        """Answer them."""
        case = self._case
        if case is None:
            return
        reply = Reply(self._said(), reason=self.reason.text())
        self.busy(True)
        self.tools.runner.do(
            partial(report_answers.answer_reports, case_id=case, reply=reply, hold=HOLD), self._done, self.fail
        )

    def _done(self, replied: Replied) -> None:
        self.busy(False)
        self._case = None
        self.put_away()
        self.replied.emit(replied)
