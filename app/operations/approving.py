"""The second person: another account agrees with a decision, and only then it happens, or sends it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain import coaching, sanctions
from app.domain.cases import Case, CaseId, CaseState
from app.domain.commands import DecisionId
from app.domain.decisions import DECIDING, DECISION_WORDS, Approval, Awaited, Choice, Decided, Decision, DecisionKind
from app.domain.drafts import draft_of
from app.domain.ladder import RUNG_WORDS, propose
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.roles import Role, require
from app.domain.sanctions import SecondPerson, Track, strikes_of
from app.domain.taking_effect import entry
from app.errors import (
    AnotherMustAct,
    ChangedSince,
    NotForTrainees,
    NothingToApprove,
    NothingToLift,
    PartOfABatch,
    ReckoningChanged,
    SamePerson,
    SelfRecused,
    SentBack,
    SettledMeanwhile,
    TermOver,
)
from app.operations.accounts import proves_who
from app.operations.appeal_grounds import took_part
from app.operations.council_guard import check_not_judged_elsewhere
from app.operations.deciding import check_may_decide, come_into_effect, in_its_term
from app.operations.desk import NO_HOLD, Desk
from storage.intake import state_counts
from storage.transaction import Transaction

MOST_AWAITED = 50
"""How many decisions that wait for somebody are told of at once."""


def pending(tx: Transaction, case: Case, decisions: Sequence[Decision] | None = None) -> Decision | None:
    """The decision on a case that waits for another person; `decisions` are those on it, where they were read."""
    known = tx.decisions.of_case(case.key) if decisions is None else decisions
    waiting = [one for one in known if one.second_person and one.undone_at is None]
    return next((one for one in reversed(waiting) if tx.governing.approval(one.id) is None), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that waits for another person, and what it will do once they agree.

    Attributes:
        choice: None for one that was kept without its plan.
        proven: whether the community proves who agrees; where it has no API, a name is but a name.
        others: names of those who ever connected and may be the second person.
    """

    decision: Decision
    choice: Choice | None
    proven: bool = True
    others: tuple[str, ...] = ()


def waiting(desk: Desk, case_id: CaseId) -> Waiting | None:
    """The decision on a case that waits for another person, with what it will do; None where none waits.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        decision = pending(tx, case)
        if decision is None:
            return None
        return Waiting(decision, tx.decisions.plan(decision.id), proves_who(tx), _others(tx, case, decision))


def _others(tx: Transaction, case: Case, decision: Decision) -> tuple[str, ...]:
    keep_out = {decision.by.id, *tx.governing.recused(case.key), *([case.author.id] if case.author else [])}
    full = (one for one in tx.accounts.every() if Role.MODERATOR in one.roles and Role.TRAINEE not in one.roles)
    return tuple(one.name for one in full if one.id not in keep_out)


def waiting_for_me(desk: Desk) -> list[Awaited]:
    """Decisions of others that wait for another person, while this one may be that; the oldest first."""
    if Role.MODERATOR not in desk.me.roles or Role.TRAINEE in desk.me.roles:
        return []
    with desk.record.read() as tx:
        return tx.governing.waiting_for(desk.me.id, MOST_AWAITED)


def reason_of(desk: Desk, decision: DecisionId) -> SecondPerson | None:
    """Why another person has to agree with a decision; None where nobody must."""
    with desk.record.read() as tx:
        return tx.decisions.get(decision).second_person


def kind_of(desk: Desk, decision: DecisionId) -> DecisionKind:
    """What kind of decision it is."""
    with desk.record.read() as tx:
        return tx.decisions.get(decision).kind


def first_person(desk: Desk, decision: DecisionId) -> MemberRef:
    """Who made a decision, and under whose account its commands go out."""
    with desk.record.read() as tx:
        return tx.decisions.get(decision).by


def approve(desk: Desk, case_id: CaseId, *, note: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Agree with the decision that waits on a case: it takes effect now, in the name of who made it.

    Args:
        desk: of the second person.
        case_id: the case.
        note: what they add, for the team.
        hold: how long its commands wait, so that it can be taken back.

    Raises:
        NothingToApprove: nothing waits there.
        SamePerson: it is their own decision.
        PartOfABatch: it is one case of a batch, which is agreed with as a whole.
        ChangedSince: the author edited the post meanwhile; it has to be looked at again.
        TermOver: the term that the letter gives the author is over.
        Refused: another rule forbids it, with the sentence that says which. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        _check_alone(tx, case)
        return agree(desk, tx, case, note=note, hold=hold)


def agree(desk: Desk, tx: Transaction, case: Case, *, note: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """The same within a transaction, for batches."""
    decision = _to_judge(desk, tx, case)
    if decision.revision != case.revision.version:
        raise ChangedSince
    choice = tx.decisions.plan(decision.id)
    if choice is None:
        raise AssertionError(f"decision {decision.id} waits without a plan")
    now = desk.clock()
    _check_ground(tx, case, decision, choice, now)
    if choice.due_at is not None and choice.due_at <= now:
        raise TermOver
    _say(desk, tx, decision, at=now, agreed=True, reason=typed(note))
    body: dict[str, str | int | bool | None] = {
        "decision": decision.id,
        "case": case.id,
        "second_person": decision.second_person,
        "verified": proves_who(tx),
    }
    choice = in_its_term(tx, choice, decision.id, now)
    if choice.sanction:
        body |= entry(choice.sanction)
    if choice.lifts:
        body["lifts"] = choice.lifts
    tx.ledger.append(EntryKind.DECISION_AGREED, now, body, _private(desk, note))
    tx.outside.release(decision.id, MemberRef(desk.me.id, desk.me.name), now)
    return come_into_effect(tx, case, decision, choice, at=now, hold=hold)


def send_back(desk: Desk, case_id: CaseId, *, reason: str) -> Decided:
    """Send the decision that waits on a case back to who made it, with the reason; nothing of it happens.

    Raises:
        SentBack: no reason is given.
        NothingToApprove: nothing waits there.
        SamePerson: it is their own decision; they can withdraw it.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        return return_to_first(desk, tx, case, reason=reason)


def _check_alone(tx: Transaction, case: Case) -> None:
    """A batch is agreed with as a whole, after its sample was looked at."""
    decision = pending(tx, case)
    kept = tx.sanctions.get(decision.id) if decision else None
    if kept and kept.sanction.cluster:
        raise PartOfABatch


def return_to_first(desk: Desk, tx: Transaction, case: Case, *, reason: str) -> Decided:
    """The same within a transaction, for batches."""
    reason = typed(reason)
    if not reason:
        raise SentBack
    decision = _to_judge(desk, tx, case)
    _say(desk, tx, decision, at=desk.clock(), agreed=False, reason=reason)
    return _return(desk, tx, case, decision, reason)


_AT_STAKE = "可能涉及人身安全，工单转入专门流程 / life and limb may be at stake: the case enters its lane"


def make_way(desk: Desk, tx: Transaction, case: Case, why: str = _AT_STAKE) -> Case:
    """Send what waits on a case back, since life and limb may be at stake there: whoever sees that judges nothing else.

    Returns: the case as it is then.
    """
    decision = pending(tx, case)
    if decision is not None:
        _return(desk, tx, case, decision, why)
    return tx.cases.get(case.id, to_change=True)


def _return(desk: Desk, tx: Transaction, case: Case, decision: Decision, reason: str) -> Decided:
    now = desk.clock()
    tx.decisions.undo(decision.id, now, desk.me.id)
    before = decision.before
    state = decision.state_before if not decision.kind.answers else CaseState.CLAIMED
    tx.cases.set_state(
        case,
        state,
        verdict=before.verdict,
        due_at=before.due_at,
        claimed_by=decision.by if decision.kind.answers else case.claimed_by,
        came_back=before.came_back,
    )
    tx.marks.count(state_counts([(case.state, state)]))
    _give_back(tx, case, decision, now)
    body = {"decision": decision.id, "case": case.id, "to": state.value}
    tx.ledger.append(EntryKind.DECISION_SENT_BACK, now, body, _private(desk, reason))
    return Decided(case.id, decision.id, (), state, DECIDING)


def _give_back(tx: Transaction, case: Case, decision: Decision, at: datetime) -> None:
    """Who made it finds it as a draft again, to be changed and submitted once more."""
    choice, judged = tx.decisions.plan(decision.id), tx.governing.report_verdicts(case.key)
    unjudged = [one.id for one in tx.cases.reports(case.key) if one.id not in judged]
    draft = draft_of(choice, unjudged) if choice else None
    if draft is not None:
        tx.drafts.keep(decision.by.id, case.key, draft, at)


def _to_judge(desk: Desk, tx: Transaction, case: Case) -> Decision:
    require(desk.me, Role.MODERATOR)
    if Role.TRAINEE in desk.me.roles:
        raise NotForTrainees(action_zh="复核", action_en="be the second person")
    check_may_decide(desk, tx, case)
    decision = pending(tx, case)
    if decision is None or case.state is not CaseState.AWAITING_APPROVAL:
        raise NothingToApprove(case=case.id)
    if decision.by.id == desk.me.id:
        raise SamePerson(name=desk.me.name)
    _check_took_no_part(desk, tx, case, decision)
    return decision


def _check_took_no_part(desk: Desk, tx: Transaction, case: Case, decision: Decision) -> None:
    """The answer to an appeal is not agreed with by who took part in what was decided first."""
    plan = tx.decisions.plan(decision.id)
    appeal = tx.appeals.get(plan.appeal.appeal) if plan and plan.appeal else None
    if appeal is not None and desk.me.id in took_part(tx, case, appeal.against, appeal.decision):
        what = DECISION_WORDS[decision.kind]
        raise AnotherMustAct(name=desk.me.name, what_zh=what.zh, what_en=what.en)


def _check_ground(tx: Transaction, case: Case, decision: Decision, choice: Choice, now: datetime) -> None:
    """Let pass a decision whose ground is what it was: the kind of the case, the community's report, the record."""
    if decision.by.id in tx.governing.recused(case.key):
        raise SelfRecused(name=decision.by.name, case=case.id)
    if case.community_state.settled and not choice.settled_before:
        raise SettledMeanwhile
    check_not_judged_elsewhere(tx, case, choice.kind)
    if choice.kind is DecisionKind.COACHING:
        coaching.check_kind(case.kind)
    lifted = tx.sanctions.get(choice.lifts) if choice.lifts else None
    if lifted is not None and not lifted.runs(now):
        raise NothingToLift
    measure = choice.sanction
    if measure is None:
        return
    sanctions.check_kind(case.kind)
    if measure.track is not Track.PERSON:
        return
    others = [one for one in tx.sanctions.of_member(measure.member.id) if one.decision != decision.id]
    proposal = propose(measure.severity, malice=bool(measure.malice), record=strikes_of(others), when=now)
    counted = tuple(one.decision for one in proposal.counted)
    if (proposal.rung, counted) != (measure.proposed, measure.counted):  # the notice tells both
        then, present = RUNG_WORDS[measure.proposed], RUNG_WORDS[proposal.rung]
        raise ReckoningChanged(now_zh=present.zh, now_en=present.en, then_zh=then.zh, then_en=then.en)


def _say(desk: Desk, tx: Transaction, decision: Decision, *, at: datetime, agreed: bool, reason: str) -> None:
    me = MemberRef(desk.me.id, desk.me.name)
    tx.governing.approve(Approval(decision.id, me, at, agreed, reason))


def _private(desk: Desk, reason: str) -> dict[str, str]:
    said = {"by": f"{desk.me.id} {desk.me.name}"}
    return said | ({"reason": typed(reason)} if typed(reason) else {})
