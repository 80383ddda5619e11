"""回避: somebody who moderates keeps out of a case, for a reason that the team can read.

A recusal stays: whoever was partial yesterday is not impartial today, and others are there. Nobody lifts it, not even a
lead; the database refuses that too. From a case about one's own post everybody is kept out without saying anything.
"""

from app.domain.cases import CaseId, CaseState
from app.domain.changes import Area, Changes
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.roles import Role, require
from app.errors import AlreadyThere, ReasonNeeded
from app.operations.claiming import let_go
from app.operations.desk import Desk


def recuse(desk: Desk, case_id: CaseId, *, reason: str) -> Changes:
    """Keep out of a case from now on; a claim on it ends.

    What was decided before stands, and can be appealed like anything else.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        ReasonNeeded: none is given.
        AlreadyThere: they keep out of it already.
    """
    require(desk.me, Role.MODERATOR)
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        if desk.me.id in tx.governing.recused(case.key):
            raise AlreadyThere(what=case.id, state_zh="已回避", state_en="recused")
        if case.claimed_by is not None and case.claimed_by.id == desk.me.id:
            if case.state is CaseState.CLAIMED:
                let_go(desk, tx, case, note=reason)
            else:
                tx.cases.set_state(case, case.state, verdict=case.verdict, due_at=case.due_at, came_back=case.came_back)
        tx.governing.recuse(desk.me.id, case.key, reason, desk.clock())
        me = MemberRef(desk.me.id, desk.me.name)
        private = {"by": f"{me.id} {me.name}", "reason": reason}
        tx.ledger.append(EntryKind.CASE_RECUSED, desk.clock(), {"case": case.id}, private)
    return Changes.of(Area.CASES, Area.OUTBOX)
