"""Over the desk: an appeal that waits, a message that may be one, reporters who were not answered."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.appeals import AppealId
from app.domain.cases import CaseId
from app.domain.words import Words
from app.operations import appeal_offers, appeals_view, report_answers
from app.operations.appeal_offers import Offer
from app.operations.appeals_view import Listed, Stand
from app.operations.desk import Desk
from app.operations.report_answers import Standing
from ui.actions import key_of
from ui.appeals import words
from ui.kit.elements import button, clear, column, frame, label, row, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

Read = tuple[Stand, Standing]


def _read(desk: Desk, case_id: CaseId) -> Read:
    return appeals_view.stand(desk, case_id), report_answers.standing(desk, case_id)


class AppealStrip(QWidget):
    """What of a case goes on after it was decided; nothing where nothing does.

    Attributes:
        answering: an appeal is to be answered: its id.
        entering: something is to be taken in as an appeal: an `Offer`.
        replying: the letters to the reporters are to be read, and sent.
        judging: the reports are to be judged one by one.
    """

    answering = Signal(object)
    entering = Signal(object)
    replying = Signal()
    judging = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.case_id: CaseId | None = None
        self.stand: Stand | None = None
        self.standing: Standing | None = None
        self._inside = column()
        self.setLayout(self._inside)
        self.hide()
        tools.say.changed.connect(self._render)

    def show_case(self, case_id: CaseId | None) -> None:
        """Ask how this case stands; None while none is chosen."""
        if case_id != self.case_id:
            self.stand = self.standing = None
            self._render()
        self.case_id = case_id
        if case_id is None:
            self._tools.runner.forget(("appeals", "strip"))
            return
        self._tools.runner.ask(
            ("appeals", "strip"), lambda desk: _read(desk, case_id), partial(self._show, case_id), lambda _error: None
        )

    def _show(self, case_id: CaseId, read: Read) -> None:
        if case_id == self.case_id and (self.stand, self.standing) != read:
            self.stand, self.standing = read
            self._render()

    @property
    def waiting(self) -> int:
        """How many reporters can be answered by one key."""
        standing = self.standing
        if standing is None:
            return 0
        told = len(standing.verdicts) + len(standing.answered) == len(standing.reports)
        return len(standing.to) if told else 0

    def _render(self) -> None:
        clear(self._inside)
        if self.stand is not None:
            for one in self.stand.open:
                self._inside.addWidget(self._appeal(one))
            for offer in self.stand.offers:
                self._inside.addWidget(self._offer(offer))
        if self.waiting:
            self._inside.addWidget(self._reporters(self.waiting))
        self.setVisible(self._inside.count() > 0)

    def _appeal(self, one: Listed) -> QFrame:
        say, now = self._tools.say, self._tools.clock()
        term, tone = words.due(one.appeal, say, now)
        head = row(tag(say(words.AGAINST[one.appeal.against]), Tone.VIOLET), tag(term, tone), None)
        said = words.who_and_what(one.appeal, one.what)
        look = Words("答复申诉", "Answer it") if one.mine else Words("查看申诉", "Look at it")
        answer = button(say, look, "primary" if one.mine else "", key=key_of("triage.appeal"))
        answer.clicked.connect(partial(self._emit_answering, one.appeal.id))
        told = label(f"{say(said)}：“{brief(one.appeal.text, 60)}”", "small")
        line = row(told, answer)
        line.setStretch(0, 1)
        return words.whole(frame("caution" if tone is not Tone.RED else "fault", head, line))

    def _emit_answering(self, appeal: AppealId, _checked: bool = False) -> None:
        self.answering.emit(appeal)

    def _offer(self, offer: Offer) -> QFrame:
        say = self._tools.say
        until = say.moment(offer.ground.until, self._tools.clock())
        who = brief(offer.ground.by.name, 30)
        told = label(f"{who}：“{brief(offer.text, 60)}”", "small")
        term = Words(f"对“{offer.ground.what.zh}”，{until} 截止", f"against “{offer.ground.what.en}”, until {until}")
        take = button(say, Words("按申诉受理", "Take it in"), key=key_of("triage.appeal"))
        take.clicked.connect(lambda _checked=False: self.entering.emit(offer))
        none = button(say, Words("不是申诉", "It is none"), "quiet")
        none.clicked.connect(lambda _checked=False: self._set_aside(offer))
        line = row(told, none, take)
        line.setStretch(0, 1)
        head = row(tag(say(Words("可能是申诉", "May be an appeal")), Tone.AMBER), label(say(term), "second"))
        head.setStretch(1, 1)
        return words.whole(frame("advice", head, line))

    def _set_aside(self, offer: Offer) -> None:
        self._tools.runner.do(partial(appeal_offers.set_aside, offer=offer))

    def _reporters(self, count: int) -> QFrame:
        say = self._tools.say
        told = Words(f"举报人 {count} 位未答复", f"{count} reporters were not answered")
        if count == 1:
            told = Words("举报人 1 位未答复", "1 reporter was not answered")
        reply = button(say, Words("看信并答复", "Read the letters and answer"), key=key_of("triage.reporters"))
        reply.clicked.connect(self.replying)
        judge = button(say, Words("逐条判定…", "One by one…"), "quiet")
        judge.clicked.connect(self.judging)
        line = row(label(say(told), "small"), judge, reply)
        line.setStretch(0, 1)
        return words.whole(frame("advice", line))
