"""What every decision on a case has in common: state, commands in order, ledger entry, all in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, CommunityState, Step, Verdict, move
from app.domain.commands import Command, CommandId, CommandKind, DecisionId, Intent, folded
from app.domain.community import CommunityInfo, Level
from app.domain.conduct import Basis
from app.domain.decisions import Before, Decided, Decision, DecisionKind, settled_because
from app.domain.ledger import EntryKind
from app.domain.letters import language_of
from app.domain.members import MemberRef
from app.domain.roles import Role, require
from app.errors import NotSignedIn
from app.operations.desk import Desk, new_id
from storage.intake import state_counts
from storage.record import Transaction


@dataclass(frozen=True, slots=True)
class Choice:
    """What a moderator chose for a case, before it is kept.

    Attributes:
        step: what happens to the case.
        answers: the commands that carry the answer, in order; none when the settlement is all.
        outcome: how the community's report is settled, where that is still to be done; None leaves it as it is.
        verdict: what was found.
        due_at: when whoever is awaited should have acted.
    """

    kind: DecisionKind
    step: Step
    answers: tuple[Intent, ...] = ()
    outcome: CommunityState | None = None
    verdict: Verdict | None = None
    basis: Basis | None = None
    text: str = ""
    reason: str = ""
    due_at: datetime | None = None


def case_to_decide(desk: Desk, tx: Transaction, case_id: CaseId) -> Case:
    """The case, locked until the decision is kept.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
    """
    require(desk.me, Role.MODERATOR)
    return tx.cases.get(case_id, to_change=True)


def community_info(tx: Transaction) -> CommunityInfo:
    """What the community can do, as it last said.

    Raises:
        NotSignedIn: it was never asked.
    """
    info = tx.marks.info()
    if info is None:
        raise NotSignedIn
    return info


def restoring(tx: Transaction, case: Case) -> tuple[Intent, ...]:
    """What unfolds the case's post again; nothing where it is not folded."""
    if case.post_id is None or not folded(tx.outbox.of_case(case.id)):
        return ()
    return (Intent(CommandKind.RESTORE, case_id=case.id, post_id=case.post_id),)


def keep(desk: Desk, tx: Transaction, case: Case, choice: Choice, hold: timedelta) -> Decided:
    """Keep a decision with its commands, move the case, and enter it in the ledger. What was drafted is done with.

    Args:
        hold: how long the commands wait before they may be sent, so that the decision can be taken back.

    Raises:
        AlreadyThere: the case was answered this way before.
        NotFromHere: its state does not allow it.
        Unsupported: the community can't carry the answer; nothing is queued.
    """
    state = move(case.id, case.state, choice.step)
    me = MemberRef(desk.me.id, desk.me.name)
    now = desk.clock()
    decision = Decision(
        id=DecisionId(new_id()),
        kind=choice.kind,
        case_id=case.id,
        by=me,
        at=now,
        revision=case.revision.version,
        basis=choice.basis,
        text=choice.text,
        reason=choice.reason,
        state_before=case.state,
        state_after=state,
        before=Before(case.verdict, case.due_at, case.came_back),
    )
    commands = _commands(desk, tx, case, choice, decision=decision.id, not_before=now + hold if hold else None)
    tx.decisions.add(decision, case.key)
    tx.outbox.add(commands)
    tx.drafts.drop(me.id, case.key)
    waits = state is case.state
    tx.cases.set_state(
        case,
        state,
        verdict=case.verdict if waits else choice.verdict,
        due_at=case.due_at if waits else choice.due_at,
        claimed_by=me,
    )
    tx.marks.count(state_counts([(case.state, state)]))
    _enter(tx, case, decision, choice, commands)
    by_hand = sum(command.by_hand for command in commands)
    return Decided(case.id, decision.id, tuple(command.id for command in commands), state, by_hand=by_hand)


def _commands(
    desk: Desk, tx: Transaction, case: Case, choice: Choice, *, decision: DecisionId, not_before: datetime | None
) -> list[Command]:
    if case.place is None:
        info = community_info(tx)
        planned = [(intent, not info.sends(intent.kind)) for intent in _for_community(desk, tx, case, choice, info)]
    else:
        planned = [(answer, True) for answer in choice.answers]  # no community knows the case: a person does it all
    return [
        Command(
            id=CommandId(new_id()),
            decision=decision,
            intent=intent,
            base_version=case.community_version,
            not_before=not_before,
            by=desk.me.id,
            by_hand=by_hand,
        )
        for intent, by_hand in planned
    ]


def _for_community(desk: Desk, tx: Transaction, case: Case, choice: Choice, info: CommunityInfo) -> list[Intent]:
    """Claim first, settle last, the answer between; only what is still to be done there, by us or by hand."""
    answers = [one for one in choice.answers if info.capability(one.kind).level is not Level.LOCAL_ONLY]
    for answer in answers:
        info.require(answer.kind)
    intents: list[Intent] = []
    open_there = not case.community_state.settled and not tx.outbox.settling([case.id])
    mine = case.assignee is not None and case.assignee.id == desk.me.id
    if open_there and info.sends(CommandKind.CLAIM) and not mine:
        intents.append(Intent(CommandKind.CLAIM, case_id=case.id))
    intents += answers
    settles = info.sends(CommandKind.RESOLVE) or info.capability(CommandKind.RESOLVE).level is Level.MANUAL
    if open_there and choice.outcome and settles:
        why = settled_because(choice.kind, choice.reason, choice.basis).say(language_of(choice.text or case.body))
        intents.append(Intent(CommandKind.RESOLVE, case_id=case.id, outcome=choice.outcome, reason=why))
    return intents


def _enter(tx: Transaction, case: Case, decision: Decision, choice: Choice, commands: list[Command]) -> None:
    basis = decision.basis
    body: dict[str, str | int | bool | None] = {
        "decision": decision.id,
        "kind": decision.kind.value,
        "case": case.id,
        "case_kind": case.kind.value,
        "from": decision.state_before.value,
        "verdict": choice.verdict.value if choice.verdict else None,
        "revision": decision.revision,
        "commands": len(commands),
    }
    if basis is not None:
        body |= {
            "edition": basis.edition,
            "article": basis.article,
            "article_text": basis.text.zh,
            "current_edition": basis.current_edition,
        }
    private = {
        "by": f"{decision.by.id} {decision.by.name}",
        "about": f"{case.author.id} {case.author.name}" if case.author else "",
        "judged": case.revision.body,
        "text": decision.text,
        "reason": decision.reason,
    }
    tx.ledger.append(EntryKind.DECIDED, decision.at, body, {name: value for name, value in private.items() if value})
