"""Dismissing what needs no answer, one case or many at once."""

from collections.abc import Sequence
from datetime import timedelta

from app.domain.cases import KIND_WORDS, Case, CaseId, CommunityState, Step, Verdict
from app.domain.changes import Changes
from app.domain.decisions import Batch, Choice, Decided, DecisionKind
from app.domain.lanes import OWN_LANES
from app.domain.messages import typed
from app.domain.words import Words
from app.errors import NoRight, OneByOne, OutsideDismissed, ReasonNeeded, Refused
from app.operations.commanding import restoring
from app.operations.council_standing import check_left_to_ruling
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction

BATCH = 200
"""Cases that are dismissed in one transaction; others get their turn in between."""

NEVER_IN_BULK = OWN_LANES
"""Kinds with clocks of their own: somebody looks at each."""


def dismiss(
    desk: Desk, case_id: CaseId, *, reason: str = "", calmed: bool = False, hold: timedelta = NO_HOLD
) -> Decided:
    """Close a case whose post needs no answer; the community's report is dismissed, a folded post shown again.

    Args:
        desk: of the person who decides.
        case_id: the case.
        reason: why.
        calmed: what was reported calmed by itself (自行平息), which the month counts apart.
        hold: how long the commands wait, so that it can be taken back.

    Raises:
        OutsideDismissed: press, authorities or lawyers are involved, and no reason is given.
        Refused: a rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        return dismiss_in(desk, tx, case_id, reason=reason, calmed=calmed, hold=hold)


def dismiss_in(
    desk: Desk, tx: Transaction, case_id: CaseId, *, reason: str, calmed: bool = False, hold: timedelta
) -> Decided:
    """The same as `dismiss`, within a transaction that keeps more than it."""
    return _dismiss(desk, tx, case_to_decide(desk, tx, case_id), typed(reason), hold, calmed=calmed)


def dismiss_many(desk: Desk, case_ids: Sequence[CaseId], *, reason: str, hold: timedelta = NO_HOLD) -> Batch:
    """Close cases whose posts need no answer; those that a rule keeps out are named, the others closed all the same.

    Raises:
        ReasonNeeded: none is given.
        NoRight: the person is no moderator.
    """
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    decided: list[Decided] = []
    refused: list[tuple[CaseId, Words]] = []
    wanted = list(dict.fromkeys(case_ids))
    for start in range(0, len(wanted), BATCH):
        with desk.record.write() as tx:
            for case_id in wanted[start : start + BATCH]:
                outcome = _try_to_dismiss(desk, tx, case_id, reason, hold)
                if isinstance(outcome, Decided):
                    decided.append(outcome)
                else:
                    refused.append((case_id, outcome))
    return Batch(tuple(decided), tuple(refused)) if decided else Batch((), tuple(refused), Changes())


def _try_to_dismiss(desk: Desk, tx: Transaction, case_id: CaseId, reason: str, hold: timedelta) -> Decided | Words:
    """The decision, or the sentence of the rule that keeps the case out. A refusal has written nothing."""
    try:
        case = case_to_decide(desk, tx, case_id)
        if case.kind in NEVER_IN_BULK:
            words = KIND_WORDS[case.kind]
            raise OneByOne(kind_zh=words.zh, kind_en=words.en)
        return _dismiss(desk, tx, case, reason, hold)
    except NoRight:
        raise
    except Refused as error:
        return Words.of(error)


def _dismiss(desk: Desk, tx: Transaction, case: Case, reason: str, hold: timedelta, *, calmed: bool = False) -> Decided:
    if not reason and tx.outside.involved(case.key):
        raise OutsideDismissed
    check_left_to_ruling(tx, case, DecisionKind.DISMISSAL)
    choice = Choice(
        kind=DecisionKind.DISMISSAL,
        step=Step.DISMISS,
        answers=restoring(tx, case),
        outcome=CommunityState.DISMISSED,
        verdict=Verdict.NOT_UPHELD,
        reason=reason,
        calmed=calmed,
    )
    return keep(desk, tx, case, choice, hold)
