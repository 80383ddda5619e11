"""Saying what kind of matter a case is."""

from app.domain.cases import KIND_WORDS, STATE_WORDS, Case, CaseId, CaseKind, CaseState, Step
from app.domain.commands import CommandKind
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.lanes import OWN_LANES
from app.domain.messages import typed
from app.domain.sanctions import changes_by_two
from app.errors import AlreadyThere, OnItsWay, ReasonNeeded, RequestByItself, WaitsForSecond
from app.operations import council_leaving
from app.operations.approving import make_way
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction

_NO_ANSWER = frozenset({CommandKind.CLAIM, CommandKind.RELEASE, CommandKind.NOTE})
"""What may still be on its way when a case enters a lane of its own: nobody is told anything by it."""


_AT_ONCE = frozenset({CaseKind.SAFETY, CaseKind.CARE})
"""What cannot wait for another person: what waits on such a case goes back to who decided it."""


def classify(desk: Desk, case_id: CaseId, kind: CaseKind, *, reason: str = "") -> Decided:
    """Say of which kind a case is. It is kept as a decision, so that it can be undone, and in the ledger.

    A complaint is protected (article 13), and what has a lane of its own stays in it: another person has to agree
    before such a case is anything else.

    Raises:
        AlreadyThere: it is of this kind.
        WaitsForSecond: a decision on it waits for another person, and rests on what it is.
        ReasonNeeded: it takes two, and nothing says why it should be anything else.
        OnItsWay: an answer to it is still on its way.
        RequestByItself: it is a personal data request, or would become one.
        Refused: another rule forbids it.
    """
    with desk.record.write() as tx:
        decided = classify_in(desk, tx, case_to_decide(desk, tx, case_id), kind, reason=reason)
    council_leaving.clean(desk)
    return decided


def classify_in(desk: Desk, tx: Transaction, case: Case, kind: CaseKind, *, reason: str = "") -> Decided:
    """The same within a transaction. What no council judges leaves its referral first; `clean` ends that afterwards."""
    if case.kind is kind:
        words = KIND_WORDS[kind]
        raise AlreadyThere(what=case.id, state_zh=words.zh, state_en=words.en)
    if case.state is CaseState.CLOSED:
        state = STATE_WORDS[case.state]
        raise AlreadyThere(what=case.id, state_zh=state.zh, state_en=state.en)
    if CaseKind.DATA_REQUEST in (case.kind, kind):
        raise RequestByItself
    harmless = _NO_ANSWER if kind in OWN_LANES else frozenset[CommandKind]()
    underway = (one for one in tx.outbox.of_case(case.id) if not one.state.settled)
    if any(one.intent.kind not in harmless for one in underway):
        raise OnItsWay
    if case.state is CaseState.AWAITING_APPROVAL:
        if kind not in _AT_ONCE:
            raise WaitsForSecond
        case = make_way(desk, tx, case)
    reason, second = typed(reason), changes_by_two(case.kind, kind)
    if second and not reason:
        raise ReasonNeeded
    case = council_leaving.make_room(desk, tx, case, kind)
    choice = Choice(kind=DecisionKind.CLASSIFICATION, step=Step.STAY, reason=reason, to_kind=kind)
    return keep(desk, tx, case, choice, NO_HOLD, second=second)
