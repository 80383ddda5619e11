"""What a lane sends to the community: a post is hidden or shown again, its author is written to without blame."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, CaseKind, Step
from app.domain.commands import CommandKind, Intent, folded
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.lanes import MAY_HIDE, LaneEvent, LaneStep, check_step, done, hidden, last
from app.domain.lanes_clocks import RESTORE_AFTER
from app.domain.letters import moment_words
from app.domain.messages import check_message, typed
from app.errors import (
    AlreadyThere,
    NothingHidden,
    NothingToAnswer,
    NotPreserved,
    ReasonNeeded,
    StatementFirst,
    TermRuns,
)
from app.operations.commanding import community_info, restoring
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.lanes import TOUCHED
from app.operations.lanes_guard import events
from storage.transaction import Transaction


def hide(desk: Desk, case_id: CaseId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Hide the post: what is unlawful, once it was preserved; what a rights notice names, once that was checked.

    Raises:
        NotOfLane: nothing is hidden in the case's lane.
        NotPreserved: unlawful content, which was not preserved as it stands now.
        StatementFirst: a rights notice that was not checked.
        AlreadyThere: it is hidden.
        Refused: another rule forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        check_step(case.kind, LaneStep.HIDDEN)
        found = events(tx, case)
        if hidden(case.kind, found):
            raise AlreadyThere(what=case.id, state_zh="已隐藏", state_en="hidden")
        if case.kind is CaseKind.UNLAWFUL and not any(
            one.step is LaneStep.PRESERVED and one.text == case.revision.version for one in found
        ):
            raise NotPreserved
        if case.kind is CaseKind.RIGHTS_NOTICE and not done(case.kind, found, LaneStep.CHECKED):
            raise StatementFirst(before=("核对通知", "the check of the notice"), step=("隐藏", "hiding"))
        answers = () if folded(tx.outbox.of_case(case.id)) else (_post(case, CommandKind.HIDE),)
        return _decide(desk, tx, case, LaneStep.HIDDEN, answers, reason=typed(reason), hold=hold)


def restore(desk: Desk, case_id: CaseId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Show the post again: at the end of the term without a suit, or with a reason before.

    Raises:
        NothingHidden: it is not hidden.
        TermRuns: the complainant still has time to sue, and no reason is given.
        ReasonNeeded: the author made no statement that was forwarded, and nothing says why it should be shown.
        Refused: another rule forbids it. Nothing was kept.
    """
    said = typed(reason)
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if case.kind not in MAY_HIDE or not hidden(case.kind, events(tx, case)):
            raise NothingHidden
        if not said:
            _check_term(case, events(tx, case), desk.clock())
        return _decide(desk, tx, case, LaneStep.RESTORED, restoring(tx, case), reason=said, hold=hold)


def _check_term(case: Case, found: list[LaneEvent], now: datetime) -> None:
    back = last(case.kind, found, LaneStep.FORWARDED_BACK)
    if back is None:
        raise ReasonNeeded
    until = back.moment + RESTORE_AFTER
    if now < until:
        raise TermRuns(until=moment_words(until.astimezone()))


def write_to(desk: Desk, case_id: CaseId, message: str, *, hold: timedelta = NO_HOLD) -> Decided:
    """Write to the author in private: kindly on a cry for help, how to keep safe on a safety case, thanks for a
    suggestion. It is no reminder and never counts.

    Raises:
        NotOfLane: the case's lane has no such letter.
        Refused: another rule forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        step = _LETTERS.get(case.kind, LaneStep.WRITTEN_TO)
        check_step(case.kind, step)
        return send_letter(desk, tx, case, step, message, hold=hold)


_LETTERS = {CaseKind.SAFETY: LaneStep.OWNER_CONTACTED, CaseKind.SUGGESTION: LaneStep.THANKED}


def send_letter(desk: Desk, tx: Transaction, case: Case, step: LaneStep, message: str, *, hold: timedelta) -> Decided:
    """Send the author a private message as a step of the lane.

    Raises:
        NothingToAnswer: nobody knows who wrote it.
        EmptyMessage, UnfilledPlaceholder, MessageTooLong: it can't be sent so.
    """
    if case.author is None:
        raise NothingToAnswer
    limit = community_info(tx).limits.message_max if case.place is None else None
    text = check_message(message, limit)
    letter = Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=case.author.id, text=text)
    return _decide(desk, tx, case, step, (letter,), text=text, hold=hold)


def _post(case: Case, kind: CommandKind) -> Intent:
    if case.post_id is None:
        raise NothingToAnswer
    return Intent(kind, case_id=case.id, post_id=case.post_id)


def _decide(
    desk: Desk,
    tx: Transaction,
    case: Case,
    step: LaneStep,
    answers: tuple[Intent, ...],
    *,
    text: str = "",
    reason: str = "",
    hold: timedelta = NO_HOLD,
) -> Decided:
    choice = Choice(kind=DecisionKind.LANE, step=Step.STAY, answers=answers, text=text, reason=reason, lane=step)
    decided = keep(desk, tx, case, choice, hold)
    return replace(decided, changes=decided.changes | TOUCHED)
