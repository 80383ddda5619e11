"""Coaching: send a private reminder that cites an article, wait for the author, and accept the correction."""

from datetime import timedelta

from app.domain.cases import Case, CaseId, CommunityState, Step, Verdict, coaching_due
from app.domain.coaching import check_corrected, check_kind
from app.domain.commands import CommandKind, Intent, folded
from app.domain.community import CommunityInfo
from app.domain.conduct import basis_for_coaching
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.messages import check_message
from app.errors import NothingToAnswer
from app.operations.commanding import community_info, restoring
from app.operations.council_standing import check_left_to_ruling
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction


def coach(
    desk: Desk, case_id: CaseId, *, article: int, message: str, fold: bool = False, hold: timedelta = NO_HOLD
) -> Decided:
    """Remind the author of a reported post in private.

    The article is taken from the edition that was in force when the judged text was written. The community's report
    is settled; the case awaits the author.

    Args:
        desk: of the person who acts.
        case_id: the case.
        article: its number.
        message: as the author will read it.
        fold: hide the post from others until it is corrected.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        return coach_in(desk, tx, case_id, article=article, message=message, fold=fold, hold=hold)


def coach_in(
    desk: Desk,
    tx: Transaction,
    case_id: CaseId,
    *,
    article: int,
    message: str,
    fold: bool,
    hold: timedelta,
    ruled: bool = False,
) -> Decided:
    """The same as `coach`, within a transaction that keeps more than it; `ruled`: it carries a ruling out."""
    case = case_to_decide(desk, tx, case_id)
    if not ruled:
        check_left_to_ruling(tx, case, DecisionKind.COACHING)
    check_kind(case.kind)
    info = community_info(tx)
    letter = _letter(case, message, info)
    now = desk.clock()
    basis = basis_for_coaching(tx.conduct.editions(), article, written_at=case.revision.written_at, now=now)
    choice = Choice(
        kind=DecisionKind.COACHING,
        step=Step.COACH,
        answers=(letter, *(_folding(tx, case, info) if fold else ())),
        outcome=CommunityState.UPHELD,
        verdict=Verdict.UPHELD,
        basis=basis,
        text=letter.text,
        due_at=coaching_due(now),
    )
    return keep(desk, tx, case, choice, hold)


def accept(desk: Desk, case_id: CaseId, *, thanks: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Close a case whose author corrected the post: what was folded is shown again.

    Args:
        desk: of the person who acts.
        case_id: the case; a reminder must stand on it.
        thanks: sent to the author in private, when given.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        letters = (_letter(case, thanks, community_info(tx)),) if thanks.strip() else ()
        check_corrected(tx.decisions.of_case(case.key), case.revision.version)
        choice = Choice(
            kind=DecisionKind.ACCEPTANCE,
            step=Step.ACCEPT,
            answers=(*restoring(tx, case), *letters),
            outcome=CommunityState.UPHELD,
            verdict=Verdict.UPHELD,
            text="".join(letter.text for letter in letters),
        )
        return keep(desk, tx, case, choice, hold)


def _letter(case: Case, message: str, info: CommunityInfo) -> Intent:
    if case.author is None:
        raise NothingToAnswer
    text = check_message(message, info.limits.message_max if case.place is None else None)
    return Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=case.author.id, text=text)


def _folding(tx: Transaction, case: Case, info: CommunityInfo) -> tuple[Intent, ...]:
    """Only where it can be undone: what can't be shown again is not hidden."""
    if case.post_id is None:
        raise NothingToAnswer
    if case.place is None:
        info.require_folding()
    if folded(tx.outbox.of_case(case.id)):
        return ()
    return (Intent(CommandKind.HIDE, case_id=case.id, post_id=case.post_id),)
