"""What can't be decided on a request about personal data: it is carried out or refused, nothing else."""

from app.domain.cases import Case, CaseKind, CaseState
from app.domain.decisions import Decision, DecisionKind
from app.errors import NotForRequests
from storage.transaction import Transaction

_NEVER = frozenset(
    {
        DecisionKind.COACHING,
        DecisionKind.REPLY,
        DecisionKind.DISMISSAL,
        DecisionKind.ACCEPTANCE,
        DecisionKind.SANCTION,
        DecisionKind.REFERRAL,
        DecisionKind.LANE,
        DecisionKind.FOLLOW_UP,
    }
)


def answers_request(tx: Transaction, decision: Decision) -> bool:
    """Whether a decision is the answer to a request about personal data: what was given out or deleted stays so."""
    if decision.kind is not DecisionKind.MESSAGE or decision.state_before is CaseState.CLOSED:
        return False
    return decision.state_after is CaseState.CLOSED and tx.cases.get(decision.case_id).kind is CaseKind.DATA_REQUEST


def check_no_request(case: Case, kind: DecisionKind) -> None:
    """Let pass what may be decided on a case of this kind.

    Raises:
        NotForRequests: the case is a request about personal data, and this is no answer to one.
    """
    if case.kind is CaseKind.DATA_REQUEST and kind in _NEVER:
        raise NotForRequests
