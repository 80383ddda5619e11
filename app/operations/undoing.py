"""Taking back what was decided: one rule, whoever asks for it."""

from collections.abc import Sequence

from app.domain.cases import CaseKind, CaseState, Verdict
from app.domain.changes import Area, Changes
from app.domain.commands import Command, CommandKind, DecisionId
from app.domain.decisions import DECIDING, HOLDING, OF_COUNCIL, WITHOUT_CASE, Decision, DecisionKind
from app.domain.lanes import OWN_LANES
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.sanctions import COMPLAINT_UNDO, leaves_by_two
from app.errors import AnswerStands, ComplaintStays, LaneStays, NothingToUndo
from app.operations import council_cases, council_leaving, promises_keeping
from app.operations.data_requests_guard import answers_request
from app.operations.desk import Desk
from app.operations.hands import check_take_back
from app.operations.honours import Step
from app.operations.honours_suspending import on_gone, on_sanction, on_taken_back
from app.operations.lanes_guard import taken_back
from app.operations.measures_left import end_unfounded
from app.operations.withdrawing import MAY_HOLD, withdraw_command
from storage.intake import state_counts
from storage.transaction import Transaction

_FOR_COUNCIL = OF_COUNCIL | {DecisionKind.MESSAGE}
"""What a page of the council may show: a letter may have asked a party for a statement."""


def undo(desk: Desk, decisions: Sequence[DecisionId]) -> Changes:
    """Take decisions back whole, all of them or none; those with commands only while nothing of them was sent.

    Raises:
        NothingToUndo: one was undone before, or there is no such decision.
        NoRight: one is another person's, and that is for a lead.
        NotForTrainees: a tutor agreed to one.
        OwnPost, SelfRecused: one is on their own post, or on a case they keep out of.
        AnotherMustAct: one came after a decision of theirs: the answer to an appeal, the early end of a measure.
        AlreadyThere, NotFromHere: something was sent, is being sent, or was withdrawn before.
        MayHaveArrived: the community was not asked yet whether something arrived.
        AnswerStands: one answered a personal data request.
        BackFromCouncil, ReferralSettled: one put a case before the council, which has it to judge or is done with it.
    """
    if not decisions:
        return Changes()
    with desk.record.write() as tx:
        found = [_standing(tx, decision_id) for decision_id in decisions]
        for decision in sorted(found, key=lambda one: one.seq, reverse=True):
            check_take_back(desk, tx, decision)
            if answers_request(tx, decision):
                raise AnswerStands(case=decision.case_id)
            commands = tx.outbox.of_decision(decision.id)
            if commands:
                withdraw(desk, tx, commands[0])
            else:
                _take_back(desk, tx, decision, claimed=False)
    return DECIDING | Changes.of(Area.COUNCIL) if any(one.kind in _FOR_COUNCIL for one in found) else DECIDING


def _standing(tx: Transaction, decision_id: DecisionId) -> Decision:
    decision = tx.decisions.find(decision_id)
    if decision is None or decision.undone_at is not None:
        raise NothingToUndo
    return decision


def withdraw(desk: Desk, tx: Transaction, command: Command) -> None:
    """Take a command back with what belongs to it; the decision too, when nothing of its answer was sent.

    Raises:
        AlreadyThere, NotFromHere: it was sent, is being sent, or was withdrawn before.
        MayHaveArrived: the community was not asked yet whether it arrived.
        CarriedOut: it is part of a measure, or of what ends one, of which another part was carried out.
    """
    commands = tx.outbox.of_decision(command.decision)
    claims = (one for one in commands if one.intent.kind is CommandKind.CLAIM and one.id != command.id)
    claimed = any(one.state in MAY_HOLD for one in claims)
    if withdraw_command(desk, tx, command) and not answers_request(tx, tx.decisions.get(command.decision)):
        _take_back(desk, tx, tx.decisions.get(command.decision), claimed=claimed)


def _take_back(desk: Desk, tx: Transaction, decision: Decision, *, claimed: bool) -> None:
    """Mark a decision as undone, and give the case back what the decision took, unless it has moved on."""
    if decision.undone_at is not None:
        return
    now = desk.clock()
    if decision.kind_after and leaves_by_two(decision.kind_after) and abs(now - decision.at) > COMPLAINT_UNDO:
        raise ComplaintStays if decision.kind_after is CaseKind.COMPLAINT else LaneStays
    promises_keeping.check_undo(tx, decision)
    if decision.kind in OF_COUNCIL:
        council_cases.taken_back(desk, tx, decision)
    elif decision.kind is DecisionKind.MESSAGE:
        council_cases.letter_taken_back(tx, decision)
    tx.decisions.undo(decision.id, now, desk.me.id)
    tx.promises.undo(decision.id, now, MemberRef(desk.me.id, desk.me.name))
    classified = decision.kind is DecisionKind.CLASSIFICATION
    waited = decision.second_person is not None and tx.governing.approval(decision.id) is None
    back = decision.kind_before if classified and not waited else decision.state_before
    body = {"decision": decision.id, "case": decision.case_id, "to": back.value if back else None}
    tx.ledger.append(EntryKind.DECISION_UNDONE, now, body)
    step = Step(MemberRef(desk.me.id, desk.me.name), now)
    if decision.kind in WITHOUT_CASE:
        on_taken_back(tx, step, decision)
        return
    if classified and not waited:
        _give_back_kind(desk, tx, decision)
    elif decision.kind in HOLDING:
        _give_back_holder(tx, decision)
    else:
        _give_back_state(tx, decision, claimed=claimed, waited=waited)
        promises_keeping.after_undo(tx, decision)
    _follow_in_honours(tx, step, decision)
    sanction = tx.sanctions.get(decision.id)
    if sanction is not None and not waited:
        end_unfounded(desk, tx, sanction.sanction.member.id)


def _follow_in_honours(tx: Transaction, step: Step, decision: Decision) -> None:
    """Titles come back with a sanction that is taken back, and are suspended again where an answer to its appeal is."""
    on_gone(tx, step, decision.id)
    appeal = tx.appeals.answered_by(decision.id) if decision.kind is DecisionKind.APPEAL else None
    kept = tx.sanctions.get(appeal.decision) if appeal is not None else None
    if kept is not None and kept.runs(step.at):
        on_sanction(tx, step, kept.decision, kept.sanction.member.id)


def _give_back_holder(tx: Transaction, decision: Decision) -> None:
    """Who had the case has it again, unless it went on from hand to hand, or was answered."""
    case, plan = tx.cases.get(decision.case_id, to_change=True), tx.decisions.plan(decision.id)
    if plan is None or case.state is not decision.state_after or case.claimed_by != plan.holder:
        return
    back = decision.state_before
    if plan.held_by is not None and plan.held_by.id in tx.governing.recused(case.key):
        return
    tx.cases.set_state(
        case, back, verdict=case.verdict, due_at=case.due_at, claimed_by=plan.held_by, came_back=case.came_back
    )
    tx.marks.count(state_counts([(case.state, back)]))


def _give_back_kind(desk: Desk, tx: Transaction, decision: Decision) -> None:
    case = tx.cases.get(decision.case_id, to_change=True)
    if decision.kind_before and case.kind is decision.kind_after:
        case = council_leaving.make_room(desk, tx, case, decision.kind_before)
        tx.cases.set_kind(case, decision.kind_before)
        taken_back(tx, case, decision)


def _give_back_state(tx: Transaction, decision: Decision, *, claimed: bool, waited: bool) -> None:
    """Where the decision found it. `waited`: another person had not agreed, so the case is where that leaves it."""
    case = tx.cases.get(decision.case_id, to_change=True)
    stood = CaseState.AWAITING_APPROVAL if waited else decision.state_after
    answered_since = any(
        one.seq > decision.seq and one.undone_at is None and one.kind.answers for one in tx.decisions.of_case(case.key)
    )
    moved_on = case.state is not stood or answered_since
    if moved_on or stood is decision.state_before:
        return  # something else holds the case where it is
    before = decision.before
    back, verdict = decision.state_before, before.verdict
    ours = case.kind in OWN_LANES or case.raised  # what stands in a lane of its own is closed by no one else
    if case.community_state.settled and not ours and back in (CaseState.NEW, CaseState.CLAIMED) and not before.verdict:
        back, verdict = CaseState.CLOSED, Verdict.ELSEWHERE  # others answered it meanwhile
    elif back is CaseState.NEW and claimed:
        back = CaseState.CLAIMED
    tx.cases.set_state(
        case,
        back,
        verdict=verdict,
        due_at=before.due_at,
        claimed_by=case.claimed_by if back is not CaseState.NEW else None,
        came_back=before.came_back if back is not CaseState.CLOSED else None,
    )
    tx.marks.count(state_counts([(case.state, back)]))
