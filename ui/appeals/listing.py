"""All that waits after decisions: open appeals with their terms, messages that may be one, reporters to be answered."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.cases import VERDICT_WORDS, CaseId
from app.domain.decisions import Batch
from app.domain.report_answers import Unanswered
from app.domain.words import NO_WORDS, Words
from app.operations import appeal_offers, appeals_view, report_answers
from app.operations.appeal_offers import Offer
from app.operations.appeals_view import Listed
from app.operations.desk import Desk
from app.operations.report_answers import Letter
from ui.answering.forms import HOLD
from ui.appeals import words
from ui.hand.form import Form
from ui.kit.elements import button, clear, column, frame, label, row, said, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

_SENDS = Words("发送这些信", "Send these letters")
Read = tuple[list[Listed], list[Offer], list[Unanswered]]


def _read(desk: Desk) -> Read:
    return appeals_view.listed(desk), appeal_offers.offers(desk), report_answers.unanswered(desk)


class AppealsSheet(Form):
    """The list.

    Attributes:
        chosen: a case is to be shown: its id.
        replied: the reporters of many cases were answered: a `Batch`.
    """

    chosen = Signal(object)
    replied = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        does = Words("答复全部举报人", "Answer all reporters")
        super().__init__(
            tools, window, Words("申诉与举报答复", "Appeals, and reporters to be answered"), does, (820, 640)
        )
        self._read: Read = ([], [], [])
        self._lines: QVBoxLayout = column(gap=4)
        self._letters: QVBoxLayout = column(gap=6)
        self._read_them = False
        self.inside.addLayout(self._lines)
        self.inside.addLayout(self._letters)
        self.inside.addStretch(1)
        tools.say.changed.connect(lambda: self._show_letters([]))
        tools.say.changed.connect(self._render)

    def put_up(self) -> None:
        """Show what waits now."""
        self.tell_fault(NO_WORDS)
        self._show_letters([])
        self._render()
        super().put_up()
        self._cancel.setFocus()
        self.tools.runner.ask(("appeals", "list"), _read, self._show, self.fail)

    def _show(self, read: Read) -> None:
        self._read = read
        self._render()

    def _render(self) -> None:
        clear(self._lines)
        found, offered, waiting = self._read
        self._head(Words(f"未答复的申诉 {len(found)}", f"Open appeals: {len(found)}"))
        for one in found:
            self._lines.addLayout(self._appeal(one))
        if not found:
            self._lines.addWidget(said(self.tools.say, Words("没有", "None"), "second"))
        if offered:
            self._head(Words(f"可能是申诉的消息 {len(offered)}", f"Messages that may be appeals: {len(offered)}"))
        for offer in offered:
            self._lines.addLayout(self._offer(offer))
        reporters = sum(one.reporters for one in waiting)
        self._head(Words(f"未答复的举报人 {reporters}", f"Reporters who wait: {reporters}"))
        for case in waiting:
            self._lines.addLayout(self._case(case))
        if not waiting:
            self._lines.addWidget(said(self.tools.say, Words("都答复了", "All were answered"), "second"))
        self.go_button.setVisible(bool(waiting))

    def _head(self, heading: Words) -> None:
        if self._lines.count():
            self._lines.addSpacing(12)
        self._lines.addWidget(label(self.tools.say(heading), "strong"))

    def _appeal(self, one: Listed) -> QHBoxLayout:
        say, now = self.tools.say, self.tools.clock()
        term, tone = words.due(one.appeal, say, now)
        told = say(words.who_and_what(one.appeal, one.what))
        mine = "" if one.mine else say(Words("（参与过，不能答复）", " (not yours to answer)"))
        return self._line(f"{told}{mine} · {brief(one.appeal.title, 40)}", term, tone, one.appeal.case_id)

    def _offer(self, offer: Offer) -> QHBoxLayout:
        who, text = brief(offer.ground.by.name, 30), brief(offer.text, 50)
        until = self.tools.say.moment(offer.ground.until, self.tools.clock())
        term = self.tools.say(Words(f"{until} 截止", f"until {until}"))
        return self._line(f"{who}：“{text}”", term, Tone.AMBER, offer.ground.case_id)

    def _case(self, case: Unanswered) -> QHBoxLayout:
        say = self.tools.say
        count = say(Words(f"{case.reporters} 位", f"{case.reporters}"))
        told = f"{say(VERDICT_WORDS[case.verdict])} · {brief(case.title, 60)}"
        return self._line(told, count, Tone.BLUE, case.case_id)

    def _line(self, told: str, term: str, tone: Tone, case: CaseId) -> QHBoxLayout:
        open_ = button(self.tools.say, Words("打开工单", "Open the case"), "quiet")
        open_.setAccessibleDescription(told)
        open_.clicked.connect(partial(self._choose, case))
        line = row(tag(term, tone), label(told, "small"), open_)
        line.setStretch(1, 1)
        return line

    def _choose(self, case: CaseId, _checked: bool = False) -> None:
        self.put_away()
        self.chosen.emit(case)

    def go(self) -> None:
        """Show the letters; once they are shown, answer every reporter who waits."""
        cases = [one.case_id for one in self._read[2]]
        if not cases:
            return
        self.busy(True)
        if self._read_them:
            self.tools.runner.do(partial(report_answers.answer_many, case_ids=cases, hold=HOLD), self._done, self.fail)
            return
        first = {one.verdict: one.case_id for one in reversed(self._read[2])}
        self.tools.runner.ask(
            ("appeals", "letters"),
            lambda desk: [letter for case in first.values() for letter in report_answers.preview(desk, case)],
            self._show_letters,
            self.fail,
        )

    def _show_letters(self, letters: list[Letter]) -> None:
        """What reporters of such cases read, before it goes out."""
        clear(self._letters)
        self._read_them = bool(letters)
        self.busy(False)
        does = _SENDS if letters else self._does
        self.go_button.setText(self.tools.say(does))
        if letters:
            told = Words("这样的信会发给上面的举报人，每人一封：", "Those who wait get a letter like these, one each:")
            self._letters.addWidget(label(self.tools.say(told), "strong"))
        for one in letters:
            self._letters.addWidget(words.whole(frame("bubble", label(one.text, "small"))))

    def _done(self, batch: Batch) -> None:
        self.busy(False)
        self.put_away()
        self.replied.emit(batch)
