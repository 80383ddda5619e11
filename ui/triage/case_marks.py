"""What the team should see of a case before anybody decides: what was sent back, who keeps out, what a lead said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseState
from app.domain.lanes import raised_lane, raised_words
from app.domain.members import MemberRef
from app.domain.recusing import party_because
from app.domain.roles import Role
from app.domain.sampling import MARK_WORDS, Mark, Sample
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.kit.elements import button, column, frame, label, row, said
from ui.kit.remote import brief
from ui.tools import Tools

_LONGEST = 400
_SUGGESTS = Words(
    "可由他人提前解除，或由当事人申诉；系统不会自动改动",
    "another person can end it early, or the member can appeal; nothing happens by itself",
)


class CaseMarks(QWidget):
    """The marks of a case; nothing where there are none.

    Attributes:
        recusing: the person wants to keep out of it.
        outside: who from outside is involved is to be seen.
    """

    recusing = Signal()
    outside = Signal()

    def __init__(self, tools: Tools, view: CaseView) -> None:
        super().__init__()
        self._tools = tools
        layout = column()
        parts = (
            self._raised(view),
            self._outside(view),
            self._sent_back(view),
            *self._kept_out(view),
            *self._sampled(view),
        )
        for part in (*parts, self._offer(view)):
            if part is not None:
                layout.addWidget(part)
        self.setLayout(layout)
        if not layout.count():
            self.hide()  # it is shown with what it lies in; shown before, it would be a window of its own

    def _raised(self, view: CaseView) -> QWidget | None:
        """What a keyword points to, with the words that it found; whether it is so is said at the desk beside it."""
        case = view.case
        lane = raised_lane(case.raised)
        if lane is None or lane is case.kind or case.state is CaseState.CLOSED:
            return None
        return frame("raised", label(self._tools.say(raised_words(case.raised)), "strong"))

    def _outside(self, view: CaseView) -> QWidget | None:
        """Who from outside is involved, and what is held since."""
        involved, say = [one for one in view.outside if one.involved], self._tools.say
        if not involved:
            return None
        zh, en = "、".join(one.words.zh for one in involved), ", ".join(one.words.en for one in involved)
        told = Words(f"外部介入：{brief(zh, 160)}", f"Outside: {brief(en, 160)}")
        rule = Words("对外每句话须双人复核，记录只留不删", "Every word takes two people; nothing is dropped")
        if view.held:
            count = len(view.held)
            rule = Words(f"{rule.zh}；扣下 {count} 条没有发出的内容", f"{rule.en}. Held back: {count}")
        more = button(say, Words("查看", "Look"), key=key_of("triage.outside"))
        more.clicked.connect(self.outside)
        return frame("raised", label(say(told), "strong"), said(say, rule, "second"), row(more, None), gap=4)

    def _sent_back(self, view: CaseView) -> QWidget | None:
        """The words of whoever sent a decision back, for whoever decides now."""
        back = view.governed.sent_back
        if back is None:
            return None
        who = brief(back.by.name, 40)
        head = Words(f"{who} 退回了上一个决定", f"{who} sent the last decision back")
        return frame("caution", said(self._tools.say, head, "strong"), label(brief(back.reason, _LONGEST)))

    def _kept_out(self, view: CaseView) -> list[QWidget]:
        found: list[QWidget] = []
        for name, why in view.governed.kept_out:
            who, because = brief(name, 40), brief(why, _LONGEST)
            told = Words(f"{who} 已回避：{because}", f"{who} keeps out: {because}")
            found.append(label(self._tools.say(told), "second"))
        return found

    def _sampled(self, view: CaseView) -> list[QWidget]:
        """What leads said, for whoever made the decision and for leads."""
        mine = {one.id for one in view.decisions if one.by.id == self._tools.me.id}
        lead = Role.LEAD in self._tools.me.roles
        told = [one for one in view.governed.samples if lead or one.decision in mine]
        return [self._sample(one) for one in told]

    def _sample(self, one: Sample) -> QWidget:
        say, mark, who = self._tools.say, MARK_WORDS[one.mark], brief(one.by.name, 40)
        note = brief(one.note, _LONGEST)
        told = Words(
            f"{who} 抽检：{mark.zh}{f'。{note}' if note else ''}",
            f"{who} sampled it: {mark.en}{f'. {note}' if note else ''}",
        )
        if one.mark is not Mark.TOO_HARD:
            return label(say(told), "second")
        return frame("caution", label(say(told)), said(say, _SUGGESTS, "second"))

    def _offer(self, view: CaseView) -> QWidget | None:
        """To keep out, where the person seems to be a party."""
        me = self._tools.me
        because = party_because(view.case, view.reports, MemberRef(me.id, me.name))
        own = view.case.author is not None and view.case.author.id == me.id
        if because is None or own or me.id in view.governed.recused or view.case.state is CaseState.CLOSED:
            return None
        told = Words(f"{because.zh}，要不要回避？", f"{because.en[0].upper()}{because.en[1:]}: keep out of it?")
        out = button(self._tools.say, Words("回避", "Keep out"), "quiet")
        out.clicked.connect(self.recusing)
        line = row(said(self._tools.say, told), out)
        line.setStretch(0, 1)
        return frame("caution", line)
