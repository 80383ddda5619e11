"""Coaching: send a private reminder that cites an article, and wait for the author to correct the post."""

from datetime import timedelta

from app.domain.cases import COACHING_TERM, CaseId, CommunityState, Step, Verdict
from app.domain.coaching import check_kind, check_message
from app.domain.commands import CommandKind, Intent
from app.domain.conduct import basis_for_coaching
from app.domain.decisions import Decided, DecisionKind
from app.errors import NothingToAnswer
from app.operations.deciding import Choice, case_to_decide, community_info, keep
from app.operations.desk import Desk

NO_HOLD = timedelta(0)


def coach(desk: Desk, case_id: CaseId, *, article: int, message: str, hold: timedelta = NO_HOLD) -> Decided:
    """Remind the author of a reported post in private.

    The article is taken from the edition that was in force when the judged text was written. The community's report
    is settled; the case awaits the author.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        check_kind(case.kind)
        if case.author is None:
            raise NothingToAnswer
        text = check_message(message, community_info(tx).limits.message_max)
        now = desk.clock()
        basis = basis_for_coaching(tx.conduct.editions(), article, written_at=case.revision.written_at, now=now)
        choice = Choice(
            kind=DecisionKind.COACHING,
            step=Step.COACH,
            outcome=CommunityState.UPHELD,
            verdict=Verdict.UPHELD,
            answer=Intent(
                CommandKind.MESSAGE,
                case_id=case.id,
                post_id=case.post_id,
                member_id=case.author.id,
                text=text,
            ),
            basis=basis,
            text=text,
            due_at=now + COACHING_TERM,
        )
        return keep(desk, tx, case, choice, hold)
