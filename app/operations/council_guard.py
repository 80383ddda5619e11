"""What the council judges is judged by nobody else meanwhile: `deciding` asks here before it keeps a decision."""

from app.domain.cases import Case
from app.domain.council import JUDGED_STAGES
from app.domain.decisions import DecisionKind
from app.errors import PostBeforeCouncil
from storage.transaction import Transaction

_JUDGING = frozenset({DecisionKind.COACHING, DecisionKind.SANCTION, DecisionKind.DISMISSAL, DecisionKind.ACCEPTANCE})


def check_not_judged_elsewhere(tx: Transaction, case: Case, kind: DecisionKind) -> None:
    """Let pass what judges no post that is before the council under another case.

    Raises:
        PostBeforeCouncil: it would.
    """
    if kind not in _JUDGING or case.post_id is None:
        return
    for other, key in tx.council_posts.of_post(case.post_id, JUDGED_STAGES):
        if other != case.id:
            referral = tx.council.find(key)
            raise PostBeforeCouncil(case=case.id, other=other, referral=referral.id if referral else "")
