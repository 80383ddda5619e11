"""Saying what kind of matter a case is."""

from app.domain.cases import KIND_WORDS, STATE_WORDS, CaseId, CaseKind, CaseState
from app.domain.changes import Area, Changes
from app.domain.commands import DecisionId
from app.domain.decisions import Before, Decided, Decision, DecisionKind
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.errors import AlreadyThere, ComplaintStays, OnItsWay
from app.operations.deciding import case_to_decide
from app.operations.desk import Desk, new_id
from storage.record import Transaction


def classify(desk: Desk, case_id: CaseId, kind: CaseKind, *, reason: str = "") -> Decided:
    """Say of which kind a case is. It is kept as a decision, so that it can be undone, and in the ledger.

    Raises:
        AlreadyThere: it is of this kind.
        ComplaintStays: it is a complaint, which one person alone can't make anything else.
        OnItsWay: an answer to it is still on its way.
        Refused: another rule forbids it.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if case.kind is kind:
            words = KIND_WORDS[kind]
            raise AlreadyThere(what=case.id, state_zh=words.zh, state_en=words.en)
        if case.kind is CaseKind.COMPLAINT:
            raise ComplaintStays
        if case.state is CaseState.CLOSED:
            state = STATE_WORDS[case.state]
            raise AlreadyThere(what=case.id, state_zh=state.zh, state_en=state.en)
        if any(not command.state.settled for command in tx.outbox.of_case(case.id)):
            raise OnItsWay
        decision = Decision(
            id=DecisionId(new_id()),
            kind=DecisionKind.CLASSIFICATION,
            case_id=case.id,
            by=MemberRef(desk.me.id, desk.me.name),
            at=desk.clock(),
            revision=case.revision.version,
            reason=reason.strip(),
            state_before=case.state,
            state_after=case.state,
            before=Before(case.verdict, case.due_at, case.came_back),
            kind_before=case.kind,
            kind_after=kind,
        )
        tx.decisions.add(decision, case.key)
        tx.cases.set_kind(case, kind)
        _enter(tx, decision)
    return Decided(case.id, decision.id, (), case.state, Changes.of(Area.CASES))


def _enter(tx: Transaction, decision: Decision) -> None:
    body = {
        "decision": decision.id,
        "kind": decision.kind.value,
        "case": decision.case_id,
        "case_kind": decision.kind_before.value if decision.kind_before else None,
        "to_kind": decision.kind_after.value if decision.kind_after else None,
        "revision": decision.revision,
        "commands": 0,
    }
    private = {"by": f"{decision.by.id} {decision.by.name}"} | ({"reason": decision.reason} if decision.reason else {})
    tx.ledger.append(EntryKind.DECIDED, decision.at, body, private)
