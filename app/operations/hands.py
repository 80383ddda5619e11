"""In whose hands a decision and its commands are afterwards: who may try again, withdraw, take back."""

from app.domain.cases import Case
from app.domain.decisions import DECISION_WORDS, WITHOUT_CASE, Decision, DecisionKind
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import AnotherMustAct
from app.operations.appeal_grounds import took_part
from app.operations.deciding import check_may_decide
from app.operations.desk import Desk
from storage.transaction import Transaction

_ANOTHERS = Words("改动别人的操作", "touch what others decided")
_AGREED = Words("撤回带教人已经同意的决定", "take back what a tutor agreed to")


def check_hand(desk: Desk, by: str) -> None:
    """Let pass who touches what is their own; another person's is for a lead to touch.

    Raises:
        NoRight: it is another person's, and that is for a lead.
        NotForTrainees: it is another person's, and a trainee leads nobody.
    """
    require(desk.me, Role.MODERATOR)
    if by != desk.me.id:
        require(desk.me, Role.LEAD)
        require_full(desk.me, _ANOTHERS)


def check_in_hand(desk: Desk, tx: Transaction, decision: Decision) -> None:
    """Let pass who may touch what was decided: it is theirs, or they lead, and it is not about themselves.

    Raises:
        NoRight, NotForTrainees: it is another person's, and that is for a lead.
        OwnPost, SelfRecused: they are a party, or keep out of the case.
        AnotherMustAct: it answers an appeal against what they decided, or ends their measure early.
    """
    check_hand(desk, decision.by.id)
    if decision.kind in WITHOUT_CASE:
        return
    case = tx.cases.get(decision.case_id)
    check_may_decide(desk, tx, case)
    if decision.by.id != desk.me.id and desk.me.id in _kept_out(tx, case, decision):
        what = DECISION_WORDS[decision.kind]
        raise AnotherMustAct(name=desk.me.name, what_zh=what.zh, what_en=what.en)


def check_take_back(desk: Desk, tx: Transaction, decision: Decision) -> None:
    """The same for who takes back; what a second person agreed to is not a trainee's alone any more.

    Raises:
        NotForTrainees: a tutor agreed to it.
        Refused: as for `check_in_hand`.
    """
    check_in_hand(desk, tx, decision)
    approval = tx.governing.approval(decision.id)
    if approval is not None and approval.agreed:
        require_full(desk.me, _AGREED)


def _kept_out(tx: Transaction, case: Case, decision: Decision) -> set[str]:
    """Who took part in what was decided first, where this came after it."""
    if decision.kind is DecisionKind.LIFT:
        lifted = tx.sanctions.lifted_by(decision.id)
        return {lifted.by.id} if lifted else set()
    if decision.kind is not DecisionKind.APPEAL:
        return set()
    answered = tx.appeals.answered_by(decision.id)
    appeals = [answered] if answered else tx.appeals.of_case(case.id)  # a receipt does not say of which it is
    return {one.by.id for one in appeals} | {
        member for one in appeals for member in took_part(tx, case, one.against, one.decision)
    }
