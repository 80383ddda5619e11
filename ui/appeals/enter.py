"""Take in an appeal: what was written in a message or a reply, or what somebody said on the phone."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.appeals import Appealable, Source
from app.domain.cases import CaseId
from app.domain.words import NO_WORDS, Words
from app.operations import appeals
from app.operations.appeal_offers import Offer
from app.operations.appeals import Came, Entered
from app.operations.appeals_view import Stand
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, tab_order, text_edit
from ui.kit.elements import label, named, said
from ui.kit.remote import brief
from ui.tools import Tools

_RULE = Words(
    "15 天内提出，每个决定一次；受理后立即回复“已收到”，由没有参与原决定的人答复，不会加重",
    "Within 15 days, once per decision. The member is told at once that it came; whoever took no part answers it, and "
    "it never gets heavier",
)


class EnterSheet(Form):
    """The sheet for an appeal that came.

    Attributes:
        entered: it was taken in: an `Entered`.
    """

    entered = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("受理申诉", "Take in an appeal"), Words("受理", "Take it in"), (640, 480))
        say = tools.say
        self._case: CaseId | None = None
        self._offer: Offer | None = None
        self._grounds: tuple[Appealable, ...] = ()
        self.ground = QComboBox()
        named(say, self.ground, Words("对什么申诉", "Against what"))
        self.text = text_edit(tools, Words("申诉内容", "What they say"), Words("对方的原话", "In their own words"))
        self._from = label("", "second")
        self.inside.addWidget(said(say, _RULE, "second"))
        self.inside.addLayout(field(tools, Words("谁、对什么申诉", "Who, against what"), self.ground))
        self.inside.addLayout(field(tools, Words("申诉内容", "What they say"), self.text), 1)
        self.inside.addWidget(self._from)
        self.watch(self.text)
        self.first = self.text
        tab_order(self.ground, self.text, self._cancel, self.go_button)
        say.changed.connect(self._render)

    def put_up_for(self, case: CaseId, stand: Stand, offer: Offer | None) -> None:
        """Show it for a case, with what was written where that is offered."""
        if (case, offer) != (self._case, self._offer):
            self.text.setPlainText(offer.text if offer else "")
            self.tell_fault(NO_WORDS)
        self._case, self._offer, self._grounds = case, offer, stand.grounds
        self._render()
        if offer is not None:
            fitting = [at for at, one in enumerate(self._grounds) if one == offer.ground]
            self.ground.setCurrentIndex(fitting[0] if fitting else 0)
        self.busy(False)
        self.put_up()

    def _render(self) -> None:
        say, now = self.tools.say, self.tools.clock()
        at = max(self.ground.currentIndex(), 0)
        self.ground.clear()
        for one in self._grounds:
            until = say.moment(one.until, now)
            name = brief(one.by.name, 30)
            words = Words(f"{name} · {one.what.zh}（{until} 截止）", f"{name} · {one.what.en} (until {until})")
            self.ground.addItem(say(words))
        self.ground.setCurrentIndex(min(at, self.ground.count() - 1))
        came = say.moment(self._offer.received_at, now) if self._offer else say(Words("现在", "now"))
        self._from.setText(say(Words(f"收到时间：{came}", f"It came: {came}")))

    def go(self) -> None:
        """Take it in."""
        case, at, offer = self._case, self.ground.currentIndex(), self._offer
        if case is None or not 0 <= at < len(self._grounds):
            return
        ground = self._grounds[at]
        came = Came(
            self.text.toPlainText(),
            by=ground.by.id,
            against=ground.against,
            decision=ground.decision,
            received_at=offer.received_at if offer else None,
            source=offer.source if offer else Source.HAND,
        )
        self.busy(True)
        self.tools.runner.do(partial(appeals.enter, case_id=case, came=came, hold=HOLD), self._done, self.fail)

    def _done(self, entered: Entered) -> None:
        self.busy(False)
        self._case = None
        self.put_away()
        self.entered.emit(entered)
