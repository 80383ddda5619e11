"""What every decision on a case has in common: state, commands in order, ledger entry, all in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.appeals import Against
from app.domain.cases import Case, CaseId, CaseState, Step, move
from app.domain.commands import Command, DecisionId
from app.domain.decisions import HOLDING, Before, Choice, Decided, Decision, DecisionKind
from app.domain.ledger import EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.outside import speaks
from app.domain.promises import told_in_ledger
from app.domain.roles import Role, require
from app.domain.sanctions import Outcome, SecondPerson
from app.domain.taking_effect import entry, in_effect, never_shorter
from app.errors import OwnPost, SelfRecused
from app.operations import lanes_noting, promises_keeping
from app.operations.commanding import commands_of
from app.operations.council_guard import check_not_judged_elsewhere
from app.operations.counted import counted
from app.operations.data_requests_guard import check_no_request
from app.operations.desk import Desk, new_id
from app.operations.honours import Step as HonourStep
from app.operations.honours_suspending import on_gone, on_sanction
from app.operations.lanes_guard import check_seen, entered, fitting, reopened, waits_for_tutor
from app.operations.promises_guard import check_nothing_promised
from storage.intake import state_counts
from storage.transaction import Transaction


def case_to_decide(desk: Desk, tx: Transaction, case_id: CaseId) -> Case:
    """The case, locked until the decision is kept.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        OwnPost: it is about a post of theirs.
        SelfRecused: they keep out of it.
    """
    require(desk.me, Role.MODERATOR)
    case = tx.cases.get(case_id, to_change=True)
    check_may_decide(desk, tx, case)
    return case


def check_may_decide(desk: Desk, tx: Transaction, case: Case) -> None:
    """Let pass who is no party to a case and has not recused themselves.

    Raises:
        OwnPost: it is about a post of theirs.
        SelfRecused: they keep out of it.
    """
    if case.author is not None and case.author.id == desk.me.id:
        raise OwnPost(name=desk.me.name)
    if desk.me.id in tx.governing.recused(case.key):
        raise SelfRecused(name=desk.me.name, case=case.id)


def keep(
    desk: Desk,
    tx: Transaction,
    case: Case,
    choice: Choice,
    hold: timedelta,
    *,
    second: SecondPerson | None = None,
) -> Decided:
    """Keep a decision with its commands, move the case, and enter it in the ledger. What was drafted is done with.

    Where another person must agree, as with every decision of a trainee and with every word to the outside while
    press, authorities or lawyers are involved, only the decision is kept: nothing of it happens before.

    Args:
        hold: how long the commands wait before they may be sent, so that the decision can be taken back.
        second: why another person must agree; None when nobody must.

    Raises:
        AlreadyThere: the case was answered this way before.
        NotFromHere: its state does not allow it.
        Unsupported: the community can't carry the answer; nothing is queued.
        InItsLane, LaneUnfinished, RaisedUnseen: a lane of its own, or what a keyword found, forbids it.
        PromiseStands, NotForRequests, PostBeforeCouncil: a promise, a personal data request or the council does.
    """
    check_no_request(case, choice.kind)
    choice = fitting(tx, case, choice)
    check_not_judged_elsewhere(tx, case, choice.kind)
    check_nothing_promised(tx, case, choice)
    waits = Role.TRAINEE in desk.me.roles and choice.kind not in HOLDING and waits_for_tutor(choice, second)
    second = second or outside(desk, tx, case, choice) or (SecondPerson.TRAINEE if waits else None)
    decision = _decision(desk, case, choice, second)
    if second is None:
        return _keep_now(tx, case, decision, choice, hold)
    commands_of(tx, case, choice, decision=decision, not_before=None)  # what can't be carried out is refused now
    choice = replace(choice, settled_before=case.community_state.settled)
    waiting = move(case.id, case.state, Step.ASK_APPROVAL)
    tx.decisions.add(decision, case.key, plan=choice)
    if choice.sanction:
        tx.sanctions.add(decision.id, choice.sanction)
    _drop_drafts(tx, case, decision)
    tx.cases.set_state(case, waiting, verdict=case.verdict, due_at=None, claimed_by=_holder(case, decision))
    tx.marks.count(state_counts([(case.state, waiting)]))
    _enter(tx, case, decision, choice, [])
    return Decided(case.id, decision.id, (), waiting)


def outside(desk: Desk, tx: Transaction, case: Case, choice: Choice) -> SecondPerson | None:
    """Why another person has to agree with what a decision says while somebody from outside is involved close to it."""
    said = speaks(choice.kind, choice.answers)
    counts = said and tx.outside.counts(case.key, choice.answers, MemberId(desk.me.id), desk.clock())
    return SecondPerson.OUTSIDE if counts else None


def _keep_now(tx: Transaction, case: Case, decision: Decision, choice: Choice, hold: timedelta) -> Decided:
    """Keep a decision to which nobody else has to agree: it takes effect at once."""
    choice = in_its_term(tx, choice, decision.id, decision.at)
    decision = replace(decision, text=choice.text)
    tx.decisions.add(decision, case.key, plan=choice if choice.kind in HOLDING else None)
    if choice.sanction:
        tx.sanctions.add(decision.id, choice.sanction)
    not_before = decision.at + hold if hold else None
    commands = _carry_out(tx, case, decision, choice, at=decision.at, not_before=not_before)
    _enter(tx, case, decision, choice, commands)
    return _decided(decision, commands)


def _decision(desk: Desk, case: Case, choice: Choice, second: SecondPerson | None) -> Decision:
    return Decision(
        id=DecisionId(new_id()),
        kind=choice.kind,
        case_id=case.id,
        by=MemberRef(desk.me.id, desk.me.name),
        at=desk.clock(),
        revision=case.revision.version,
        basis=choice.basis,
        text=choice.text,
        reason=choice.reason,
        state_before=case.state,
        state_after=move(case.id, case.state, choice.step),
        before=Before(case.verdict, case.due_at, case.came_back),
        kind_before=case.kind if choice.to_kind else None,
        kind_after=choice.to_kind,
        second_person=second,
    )


def come_into_effect(
    tx: Transaction, case: Case, decision: Decision, choice: Choice, *, at: datetime, hold: timedelta
) -> Decided:
    """Let a kept decision happen, since another person has agreed.

    Args:
        choice: in its term, as `in_its_term` says it.
        at: when they agreed.
        hold: how long its commands wait, so that it can be taken back.
    """
    check_seen(case, choice)
    check_nothing_promised(tx, case, choice)
    if choice.sanction and choice.sanction.term:
        tx.sanctions.take_effect(decision.id, choice.sanction.term)
    not_before = at + hold if hold else None
    return _decided(decision, _carry_out(tx, case, decision, choice, at=at, not_before=not_before))


def in_its_term(tx: Transaction, choice: Choice, decision: DecisionId, at: datetime) -> Choice:
    """A sanction as it takes effect at that moment; anything else as it is."""
    if choice.sanction is None:
        return choice
    others = tx.sanctions.of_member(choice.sanction.member.id)
    return never_shorter(in_effect(choice, decision, at.astimezone()), others, at)


def _carry_out(
    tx: Transaction, case: Case, decision: Decision, choice: Choice, *, at: datetime, not_before: datetime | None
) -> list[Command]:
    if choice.lifts:
        tx.sanctions.lift(decision.id, choice.lifts, decision.by.id, at)
    _answer_appeal(tx, decision, choice)
    tx.governing.judge_reports(decision.id, case.key, dict(choice.reports))
    commands = commands_of(tx, case, choice, decision=decision, not_before=not_before)
    tx.outbox.add(commands)
    _follow_in_honours(tx, decision, choice, HonourStep(decision.by, at, until=not_before))
    promises_keeping.take_effect(tx, case, decision, choice, at)  # rests on the public word that carries it
    lanes_noting.take_effect(tx, case, decision, choice, at)
    if choice.to_kind:
        tx.cases.set_kind(case, choice.to_kind)
        entered(tx, case, decision, choice.to_kind)
    _move_case(tx, case, decision, choice)
    if choice.kind in (DecisionKind.REPLY, DecisionKind.FOLLOW_UP):
        promises_keeping.follow_dates(tx, case.id)
    return commands


def _follow_in_honours(tx: Transaction, decision: Decision, choice: Choice, step: HonourStep) -> None:
    """A sanction suspends titles; overturned on appeal, it gives them back."""
    if choice.sanction:
        on_sanction(tx, step, decision.id, choice.sanction.member.id)
    said = choice.appeal
    if said is not None and said.against is Against.SANCTION and said.outcome is Outcome.OVERTURNED:
        appeal = tx.appeals.get(said.appeal)
        if appeal is not None:
            on_gone(tx, step, appeal.decision)


def _decided(decision: Decision, commands: Sequence[Command]) -> Decided:
    by_hand = sum(command.by_hand for command in commands)
    ids = tuple(command.id for command in commands)
    return Decided(decision.case_id, decision.id, ids, decision.state_after, by_hand=by_hand)


def _move_case(tx: Transaction, case: Case, decision: Decision, choice: Choice) -> None:
    """To where the decision leads; what is decided beside the answer leaves a case as it is."""
    if choice.kind in HOLDING:
        _hand_over(tx, case, decision.state_after, choice.holder)
        return
    state, waits = decision.state_after, decision.state_after is decision.state_before
    _drop_drafts(tx, case, decision)
    if not choice.kind.answers and state is case.state:
        return
    before = decision.before
    if case.state is CaseState.CLOSED:
        reopened(tx, case, decision.at)
    tx.cases.set_state(
        case,
        state,
        verdict=before.verdict if waits else choice.verdict,
        due_at=before.due_at if waits else choice.due_at,
        claimed_by=None if state is CaseState.NEW and not waits else _holder(case, decision),
        came_back=before.came_back if waits and not choice.kind.answers else None,
    )
    tx.marks.count(state_counts([(case.state, state)]))


def _drop_drafts(tx: Transaction, case: Case, decision: Decision) -> None:
    """An answer is done with all that was begun; what is decided beside it, with what was begun of its own kind."""
    tx.drafts.drop(decision.by.id, case.key, None if decision.kind.answers else decision.kind)


def _hand_over(tx: Transaction, case: Case, state: CaseState, holder: MemberRef | None) -> None:
    """Somebody else has the case; nothing else of it changes."""
    tx.cases.set_state(
        case, state, verdict=case.verdict, due_at=case.due_at, claimed_by=holder, came_back=case.came_back
    )
    tx.marks.count(state_counts([(case.state, state)]))


def _holder(case: Case, decision: Decision) -> MemberRef | None:
    """Who has the case from now on: who answered it."""
    return decision.by if decision.kind.answers else case.claimed_by


def _answer_appeal(tx: Transaction, decision: Decision, choice: Choice) -> None:
    said = choice.appeal
    if said is not None:
        tx.appeals.answer(
            said.appeal,
            decision.id,
            decision.by.id,
            decision.at,
            said.outcome,
            reduced_to=said.reduced_to,
            reduced_ends=said.reduced_ends,
        )


def _enter(tx: Transaction, case: Case, decision: Decision, choice: Choice, commands: list[Command]) -> None:
    basis = decision.basis
    body: dict[str, str | int | bool | None] = {
        "decision": decision.id,
        "kind": decision.kind.value,
        "case": case.id,
        "case_kind": case.kind.value,
        "to_kind": choice.to_kind.value if choice.to_kind else None,
        "from": decision.state_before.value,
        "state": decision.state_after.value,
        "verdict": choice.verdict.value if choice.verdict else None,
        "revision": decision.revision,
        "commands": len(commands),
        "second_person": decision.second_person,
    }
    if basis is not None:
        body |= {
            "edition": basis.edition,
            "article": basis.article,
            "article_text": basis.text.zh,
            "current_edition": basis.current_edition,
            "law": basis.law.zh,
        }
    if choice.sanction:
        body |= entry(choice.sanction)
    if choice.appeal:
        body |= choice.appeal.entry()
    if choice.lifts:
        body["lifts"] = choice.lifts
    body |= told_in_ledger(choice.promise, choice.follow_up)
    body |= counted(tx, decision, choice)
    if choice.despite:
        body |= {"despite": choice.despite}
    private = {
        "by": f"{decision.by.id} {decision.by.name}",
        "about": f"{case.author.id} {case.author.name}" if case.author else "",
        "judged": case.revision.body,
        "text": decision.text,
        "reason": decision.reason,
        "to": f"{choice.holder.id} {choice.holder.name}" if choice.holder else "",
        "from": f"{choice.held_by.id} {choice.held_by.name}" if choice.held_by else "",
    }
    tx.ledger.append(EntryKind.DECIDED, decision.at, body, {name: value for name, value in private.items() if value})
