"""Over the letter: what is suggested and why, whom the case waits for, and what to think of before sending."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import STATE_WORDS, CaseState, Step, can
from app.domain.decisions import DecisionKind
from app.domain.ladder import RUNG_WORDS, propose
from app.domain.sanctions import strikes_of
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.kit.elements import button, column, frame, label, row
from ui.kit.speech import Speech

_SUGGESTED = {
    DecisionKind.COACHING: Words("私信提醒", "a private reminder"),
    DecisionKind.REPLY: Words("公开回复", "a public reply"),
    DecisionKind.DISMISSAL: Words("无需处置", "nothing to do"),
    DecisionKind.ACCEPTANCE: Words("谢谢 TA，办结", "thank them and close"),
    DecisionKind.CLASSIFICATION: Words("改类别", "another kind"),
    DecisionKind.SANCTION: Words("处置", "a sanction"),
}

_WAITS = {
    CaseState.AWAITING_AUTHOR: Words(
        "作者修改后，或到 {until}，会自动回到待处理", "It comes back by itself after an edit, or at {until}"
    ),
}


class Advice(QWidget):
    """Advice and cautions for one case.

    Attributes:
        thanked: the correction is good.
    """

    thanked = Signal()

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._head, self._text = label("", "strong"), label("", "small")
        self._thank = button(say, Words("谢谢 TA，办结", "Thank them, close"), "primary", key=key_of("triage.thank"))
        self._thank.clicked.connect(self.thanked)
        self._advice = frame("advice", self._head, self._text, row(self._thank, None), gap=4)
        self._caution_text = label()
        self._caution = frame("caution", self._caution_text)
        self.setLayout(column(self._advice, self._caution))

    def show_case(self, view: CaseView, now: datetime) -> None:
        """What lies nearest for this case."""
        say, state = self._say, view.case.state
        corrected = view.suggestion.answer is DecisionKind.ACCEPTANCE and can(state, Step.ACCEPT)
        self._thank.setVisible(corrected)
        if state is CaseState.CLOSED:
            self._head.setText(say(Words("这件工单已办结", "This case is closed")))
            self._text.setText(say(Words("经过见左侧“处理经过”", "What was done stands beside it")))
        elif not can(state, Step.COACH) and not corrected:
            self._head.setText(say(STATE_WORDS[state]))
            self._text.setText(self._awaited(view, now))
        else:
            words, why = _nearest(view)
            because = say(why)
            self._head.setText(say(Words(f"建议：{words.zh}", f"Suggested: {words.en}")))
            lines = [because[:1].upper() + because[1:]]
            lines += [say(words) for words in [ladder(view, now)] if words is not None]
            self._text.setText("\n".join(lines))

    def show_suggestion(self, *, on: bool) -> None:
        """Whether what lies nearest is shown at all: beside a form that says so itself it would only be in the way."""
        self._advice.setVisible(on)

    def _awaited(self, view: CaseView, now: datetime) -> str:
        due = view.case.due_at
        until = self._say.moment(due, now) if due is not None else "…"
        return self._say(_WAITS.get(view.case.state, Words("等对方答复", "Somebody else has to act"))).format(
            until=until
        )

    def show_cautions(self, view: CaseView, warnings: list[Words], now: datetime, *, asked_again: bool) -> None:
        """What to think of before sending.

        Args:
            warnings: about the words of the letter.
            asked_again: sending was asked for once, in spite of a recent contact.
        """
        lines = [self._say(words) for words in self._contact(view, now, asked_again=asked_again)]
        lines += [self._say(words) for words in warnings]
        self._caution_text.setText("\n".join(lines))
        self._caution.setVisible(bool(lines))

    def show_no_cautions(self) -> None:
        """Nothing is being written."""
        self._caution.hide()

    def _contact(self, view: CaseView, now: datetime, *, asked_again: bool) -> list[Words]:
        contact = view.contact
        if contact is None or not can(view.case.state, Step.REPLY):
            return []
        ago, by = self._say.ago(contact.at, now), contact.by
        told = Words(
            f"{by or '管理组'}{ago}联系过 TA（{contact.kind.zh}）",
            f"{by or 'The team'} was in touch with them {ago} ({contact.kind.en})",
        )
        again = Words("再按一次 Ctrl+Enter，仍要发送", "Press Ctrl+Enter once more to send all the same")
        return [told, again] if asked_again else [told]


def _nearest(view: CaseView) -> tuple[Words, Words]:
    """What is suggested, and why. Who has strikes that count is no first offender, reminded before or not."""
    suggested, proposal = view.suggestion, view.governed.proposal
    article = view.governed.article
    by_ladder = proposal is not None and proposal.counted and view.edition is not None and article is not None
    if by_ladder and suggested.answer is DecisionKind.COACHING and view.case.came_back is None:
        return _EITHER
    return _SUGGESTED[suggested.answer], suggested.because


_EITHER = (
    Words("按阶梯处置；确是无心的可以先私信提醒", "a sanction by the ladder; a reminder where it was meant well"),
    Words("这位作者有有效记分，已不是第一次", "strikes of this author count: it is not the first time"),
)


def ladder(view: CaseView, now: datetime) -> Words | None:
    """What the ladder proposes for an author whose strikes count, or who was reminded before; None for others."""
    governed, edition = view.governed, view.edition
    proposal = governed.proposal
    if proposal is None or edition is None or governed.article is None:
        return None
    if proposal.counted:
        rung = RUNG_WORDS[proposal.rung]
        total = sum(one.rung.strikes for one in proposal.counted)
        counts = Words(f"有效记分 {total} 分", f"strikes that count: {total}")
        return Words(
            f"阶梯建议：{rung.zh}（{counts.zh}，按 {_SANCTION}）",
            f"The ladder proposes: {rung.en} ({counts.en}; press {_SANCTION})",
        )
    severity = edition.article(governed.article).severity
    reminded = any(one.kind is DecisionKind.COACHING for one in view.history)
    if not reminded or severity is None:
        return None
    again = propose(severity, malice=True, record=strikes_of(governed.record), when=now)
    rung = RUNG_WORDS[again.rung]
    return Words(
        f"提醒过又犯：附上依据，阶梯建议 {rung.zh}（按 {_SANCTION}）",
        f"Reminded before: with that as a fact of malice, the ladder proposes {rung.en} (press {_SANCTION})",
    )


_SANCTION = key_of("triage.sanction")
