"""For what is asked how it was judged before: for what is being written, or for the decision that waits."""

from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.domain.ladder import Rung
from app.operations.case_view import CaseView
from ui.answering.letter import LetterPart
from ui.answering.sanction import SanctionPart

About = tuple[CaseId | None, int | None, Rung | None, bool]
"""Case, article, rung, whether malice is shown; without a case or an article nothing is asked."""


def about(view: CaseView, part: LetterPart | SanctionPart, *, able: bool) -> About:
    """For what to ask.

    Args:
        part: what is being written.
        able: whether it can be.
    """
    pending = view.governed.pending
    if pending is not None:
        kept = next((one for one in view.governed.record if one.decision == pending.id), None)
        reminds = Rung.COACHING if pending.kind is DecisionKind.COACHING else None
        rung = kept.sanction.rung if kept else reminds
        article = pending.basis.article if pending.basis and pending.basis.article else None
        return view.case.id, article if rung else None, rung, bool(kept and kept.sanction.malice)
    if not able:
        return None, None, None, False
    if isinstance(part, SanctionPart):
        reckoned = part.reckoned
        rung = reckoned.sanction.rung if reckoned else None
        malice = bool(reckoned and any(one.link.strip() for one in reckoned.sanction.malice))
        return view.case.id, part.article, rung, malice
    return view.case.id, part.article, Rung.COACHING, False
