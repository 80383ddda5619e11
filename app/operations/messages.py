"""An ordinary message to the author of a case: it blames nobody, cites no article, and answers nothing."""

from datetime import timedelta

from app.domain.cases import CaseId, Step
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import Choice, Decided, DecisionKind, check_new
from app.domain.messages import check_message
from app.errors import NothingToAnswer
from app.operations.commanding import community_info
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction


def write(desk: Desk, case_id: CaseId, *, message: str, hold: timedelta = NO_HOLD) -> Decided:
    """Write to the author in private, beside whatever is or was decided: the case stays as it is.

    Where the community can't carry it, a person hands it on and ticks it off.

    Args:
        desk: of the person who writes.
        case_id: the case.
        message: as the author will read it.
        hold: how long it waits, so that it can be taken back.

    Raises:
        NothingToAnswer: nobody knows who wrote the post.
        SaidBefore: the very same was written on the case.
        Refused: another rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        return write_in(desk, tx, case_id, message=message, hold=hold)


def write_in(desk: Desk, tx: Transaction, case_id: CaseId, *, message: str, hold: timedelta) -> Decided:
    """The same as `write`, within a transaction that keeps more than it."""
    case = case_to_decide(desk, tx, case_id)
    if case.author is None:
        raise NothingToAnswer
    text = check_message(message, community_info(tx).limits.message_max if case.place is None else None)
    check_new(tx.decisions.of_case(case.key), text, DecisionKind.MESSAGE)
    letter = Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=case.author.id, text=text)
    return keep(desk, tx, case, Choice(DecisionKind.MESSAGE, Step.STAY, (letter,), text=text), hold)
