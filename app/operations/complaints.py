"""Answering in public: a reply under the reported post."""

from datetime import timedelta

from app.domain.cases import TRANSITIONS, CaseId, CaseState, CommunityState, Step, Verdict, can
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import Choice, Decided, DecisionKind, check_new
from app.domain.messages import check_message
from app.errors import NothingToAnswer
from app.operations.commanding import community_info, restoring
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk


def reply(desk: Desk, case_id: CaseId, *, message: str, hold: timedelta = NO_HOLD) -> Decided:
    """Reply to a reported post in its thread, for all to see.

    The post stands, so the community's report is settled as dismissed; a case that waits for somebody goes on waiting.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if case.thread_id is None:
            raise NothingToAnswer
        text = check_message(message, community_info(tx).limits.reply_max if case.place is None else None)
        closes = TRANSITIONS[Step.REPLY].get(case.state) is CaseState.CLOSED
        if can(case.state, Step.REPLY) and not closes:
            check_new(tx.decisions.of_case(case.key), text)
        closing = restoring(tx, case) if closes else ()  # a closed case leaves no post folded
        choice = Choice(
            kind=DecisionKind.REPLY,
            step=Step.REPLY,
            outcome=CommunityState.DISMISSED,
            verdict=Verdict.NOT_UPHELD,
            answers=(
                *closing,
                Intent(
                    CommandKind.REPLY,
                    case_id=case.id,
                    post_id=case.post_id,
                    thread_id=case.thread_id,
                    text=text,
                ),
            ),
            text=text,
        )
        return keep(desk, tx, case, choice, hold)
