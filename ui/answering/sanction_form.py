"""The form of a sanction: every choice under each other, narrow enough for the desk."""

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout

from app.domain.commands import CommandKind
from app.domain.drafts import Choices
from app.domain.ladder import RUNG_WORDS, SANCTIONS
from app.domain.sanctions import MEASURES, PostAction
from app.domain.words import Words
from app.operations.case_view import CaseView
from app.operations.sanctions import Prepared
from ui.answering.sanction_basis import BasisPart
from ui.answering.sanction_malice import MalicePart
from ui.answering.sanction_notice import NoticePart
from ui.answering.sanction_proposal import ProposalPart
from ui.answering.sanction_reports import ReportsPart
from ui.answering.sanction_words import POST_LABELS, RUNG_LABELS, impossible
from ui.answering.segments import PROPOSED, Segments
from ui.kit.elements import clear, column, label, named, said
from ui.tools import Tools

LONGEST_REASON = 500

_RUNGS = Words(
    f"处置档位（{PROPOSED} 阶梯建议，Alt+1 到 Alt+{len(SANCTIONS)}）",
    f"The rung ({PROPOSED} proposed by the ladder, Alt+1 to Alt+{len(SANCTIONS)})",
)
_POSTS = {PostAction.FOLD: CommandKind.HIDE, PostAction.DELETE: CommandKind.DELETE}


class SanctionForm:
    """The controls of a sanction.

    Attributes:
        layout_: all of them under each other.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        say = tools.say
        self.proposal = ProposalPart(say)
        self.rungs = Segments(say, Words("处置档位", "The rung"), [(one, RUNG_LABELS[one]) for one in SANCTIONS])
        self.departure = QLineEdit()
        self.departure.setMaxLength(LONGEST_REASON)
        named(say, self.departure, Words("偏离建议的理由", "Why it departs from the proposal"))
        self.basis = BasisPart(say)
        self.malice = MalicePart(say)
        self.brand = QCheckBox()
        self.posts = Segments(say, Words("原帖", "The post"), [(one, POST_LABELS[one]) for one in PostAction])
        self.reports = ReportsPart(say)
        self.notice = NoticePart(tools)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._will_happen = said(say, Words("发出后会发生什么", "What will happen"), "strong")
        self.layout_ = column(
            self.proposal,
            said(say, _RUNGS, "second"),
            self.rungs,
            self.departure,
            self.basis,
            self.malice,
            self.brand,
            self.posts,
            self.reports,
            self.notice,
            self._will_happen,
            self._lines,
        )

    def needs_departure(self, prepared: Prepared, choices: Choices) -> bool:
        """Whether a reason has to be given: for another rung, or for a brand that is named and yet no party."""
        denied = bool(prepared.reckoned.sanction.brand_hit) and choices.brand_party is False
        return denied or (choices.rung is not None and choices.rung is not prepared.reckoned.proposal.rung)

    def show_possible(self, view: CaseView, post: PostAction) -> None:
        """What the community can do, and what is to happen to the post."""
        for rung, kind in MEASURES.items():
            self.rungs.allow(rung, impossible(view, kind))
        self.posts.setVisible(view.case.post_id is not None)
        for action, kind in _POSTS.items():
            self.posts.allow(action, _folded(view) if action is PostAction.FOLD else impossible(view, kind))
        self.posts.show_chosen(post)

    def show_prepared(self, prepared: Prepared | None, choices: Choices, now: datetime) -> None:
        """What the ladder says of the choices; the rungs wait while it says nothing."""
        if prepared is None:
            self.rungs.show_chosen(choices.rung)
            self.departure.setVisible(bool(choices.departure))
            self.brand.hide()
            return
        proposal, sanction = prepared.reckoned.proposal, prepared.reckoned.sanction
        self.proposal.show_proposal(proposal, now)
        self.rungs.show_chosen(sanction.rung, proposal.rung)
        self._show_brand(sanction.brand_hit, on=sanction.brand_party)
        needed = self.needs_departure(prepared, choices)
        self.departure.setVisible(needed or bool(choices.departure))
        self._ask_reason(prepared, choices)
        if self.departure.text() != choices.departure:
            self.departure.setText(choices.departure)

    def show_consequences(self, lines: list[Words]) -> None:
        """What will come of it."""
        clear(self._lines)
        self._will_happen.setVisible(bool(lines))
        for line in lines:
            self._lines.addWidget(label(f"· {self._tools.say(line)}", "small"))

    def _show_brand(self, hit: str, *, on: bool) -> None:
        said_ = Words(f"品牌是当事方（帖子提到“{hit}”）", f"The brand is a party (the post names “{hit}”)")
        self.brand.setText(self._tools.say(said_ if hit else Words("品牌是当事方", "The brand is a party")))
        self.brand.blockSignals(True)
        self.brand.setChecked(on)
        self.brand.blockSignals(False)
        self.brand.show()

    def _ask_reason(self, prepared: Prepared, choices: Choices) -> None:
        proposed = RUNG_WORDS[prepared.reckoned.proposal.rung]
        asked = Words(
            f"为什么不按建议（{proposed.zh}）？必填，会列入月报",
            f"Why not as proposed ({proposed.en})? Needed; the monthly summary lists it",
        )
        if choices.rung is None and choices.brand_party is False:
            asked = Words("为什么品牌不是当事方？必填", "Why is the brand no party? Needed")
        self.departure.setPlaceholderText(self._tools.say(asked))


def _folded(view: CaseView) -> Words:
    """Why the post can't be folded; no words where it can."""
    if view.folded:
        return Words("已经折叠", "it is folded already")
    return impossible(view, CommandKind.HIDE)
