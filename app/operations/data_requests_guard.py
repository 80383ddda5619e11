"""What can't be decided on a request about personal data: it is carried out or refused, nothing else."""

from app.domain.cases import Case, CaseKind
from app.domain.decisions import DecisionKind
from app.errors import NotForRequests

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


def check_no_request(case: Case, kind: DecisionKind) -> None:
    """Let pass what may be decided on a case of this kind.

    Raises:
        NotForRequests: the case is a request about personal data, and this is no answer to one.
    """
    if case.kind is CaseKind.DATA_REQUEST and kind in _NEVER:
        raise NotForRequests
