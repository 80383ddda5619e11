"""What the ladder proposes, with every reason: what counts, what does not, what would come next."""

from datetime import datetime

from PySide6.QtWidgets import QFrame

from app.domain.ladder import RUNG_WORDS, Proposal, Rung, Strike
from app.domain.words import Words
from app.errors import StewardError
from ui.actions import key_of
from ui.kit.elements import column, label
from ui.kit.speech import Speech


class ProposalPart(QFrame):
    """The proposal over the form of a sanction; or why there can be none."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self.setObjectName("advice")
        self._say = say
        self._head, self._text = label("", "strong"), label("", "small")
        layout = column(self._head, self._text, gap=4)
        layout.setContentsMargins(12, 10, 12, 10)
        self.setLayout(layout)

    def show_proposal(self, proposal: Proposal, now: datetime) -> None:
        """Say what is proposed and why."""
        say, words = self._say, RUNG_WORDS[proposal.rung]
        self._head.setText(say(Words(f"阶梯建议：{words.zh}", f"The ladder proposes: {words.en}")))
        left_out = len(proposal.because) - len(proposal.not_counted)
        lines = list(proposal.because[:left_out])
        lines += [_counted(one, now, say) for one in proposal.counted]
        lines += proposal.because[left_out:]
        if proposal.rung is Rung.COACHING:
            lines.append(_REMIND)
        elif proposal.next_rung is Rung.REMOVAL:
            lines.append(_ONLY_NAMED)
        else:
            following = RUNG_WORDS[proposal.next_rung]
            lines.append(Words(f"再犯的下一级：{following.zh}", f"next time: {following.en}"))
        self._text.setText("\n".join(f"· {_begun(say(one))}" for one in lines))

    def show_fault(self, error: StewardError) -> None:
        """Why nothing can be proposed."""
        self._head.setText(self._say(Words("不能按阶梯处置", "Nothing can be sanctioned here")))
        self._text.setText(error.sentence(self._say.language))

    def show_missing(self) -> None:
        """Nothing is cited yet."""
        self._head.setText(self._say(Words("先选依据", "Choose a basis first")))
        text = Words("选一条公约条款，阶梯才能建议", "The ladder proposes once an article is chosen")
        self._text.setText(self._say(text))


_REMIND = Words(
    f"按 {key_of('triage.remind')} 写私信提醒；仍要处置，请选一级并写明理由",
    f"press {key_of('triage.remind')} to write a reminder; to sanction all the same, choose a rung and say why",
)
_ONLY_NAMED = Words(
    "再犯的下一级：清退，只能由议事会建议，这里不能选",
    "next time: removal, which only the council can recommend; it can't be chosen here",
)


def _counted(one: Strike, now: datetime, say: Speech) -> Words:
    rung, strikes = RUNG_WORDS[one.rung], one.rung.strikes
    until = say.day(one.expires_at, now) if one.expires_at else "…"
    article = one.article
    return Words(
        f"计入：{rung.zh}（{article.zh}，{strikes} 分，{until} 到期）",
        f"counted: {rung.en} ({article.en}, {strikes} strikes, until {until})",
    )


def _begun(line: str) -> str:
    return line[:1].upper() + line[1:]
