"""Commands of a decision: what the community is told and in which order, and what a person does there."""

from datetime import datetime

from app.domain.cases import Case
from app.domain.commands import Command, CommandKind, CommandState, Intent, command_id, folded
from app.domain.community import CommunityInfo, Level
from app.domain.decisions import AFTERWARDS, Choice, Decision, DecisionKind, settled_because
from app.domain.letters import language_of
from app.domain.members import MemberId
from app.errors import NotSignedIn
from storage.transaction import Transaction


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


def commands_of(
    tx: Transaction, case: Case, choice: Choice, *, decision: Decision, not_before: datetime | None
) -> list[Command]:
    """The commands that carry out a decision, in order; none of them is kept yet.

    Raises:
        Unsupported: the community can't carry the answer, nor can a person there.
    """
    if case.place is None:
        info = community_info(tx)
        planned = [
            (intent, not info.sends(intent.kind)) for intent in _for_community(tx, case, choice, info, decision.by.id)
        ]
    else:
        planned = [(answer, True) for answer in choice.answers]  # no community knows the case: a person does it all
    return [
        Command(
            id=command_id(decision.id, number),
            decision=decision.id,
            intent=intent,
            base_version="" if choice.kind in AFTERWARDS else case.community_version,
            not_before=not_before,
            by=decision.by.id,
            by_hand=by_hand,
        )
        for number, (intent, by_hand) in enumerate(planned)
    ]


def _for_community(tx: Transaction, case: Case, choice: Choice, info: CommunityInfo, by: MemberId) -> list[Intent]:
    """Claim first, settle last, the answer between; only what is still to be done there, by us or by hand."""
    answers = [one for one in choice.answers if info.capability(one.kind).level is not Level.LOCAL_ONLY]
    for answer in answers:
        if choice.kind is not DecisionKind.APPEAL:  # what an appeal gives back is given back, by hand where need be
            info.require(answer.kind)
    intents: list[Intent] = []
    open_there = not case.community_state.settled and not tx.outbox.settling([case.id])
    claims = choice.kind.answers and info.sends(CommandKind.CLAIM)
    if open_there and claims and not claimed_there(tx, case, by):
        intents.append(Intent(CommandKind.CLAIM, case_id=case.id))
    intents += answers
    settles = info.sends(CommandKind.RESOLVE) or info.capability(CommandKind.RESOLVE).level is Level.MANUAL
    if open_there and choice.outcome and settles:
        reason = "" if choice.despite else choice.reason  # why we passed our own gate is for us
        why = settled_because(choice.kind, reason, choice.basis).say(language_of(choice.text or case.body))
        intents.append(Intent(CommandKind.RESOLVE, case_id=case.id, outcome=choice.outcome, reason=why))
    return intents


def claimed_there(tx: Transaction, case: Case, by: MemberId) -> bool:
    """Whether the community has a case as somebody's, or will once what is on its way has arrived."""
    theirs = case.assignee is not None and case.assignee.id == by
    for command in tx.outbox.of_case(case.id):
        if command.by == by and not command.state.settled and command.state is not CommandState.REFUSED:
            theirs = {CommandKind.CLAIM: True, CommandKind.RELEASE: False}.get(command.intent.kind, theirs)
    return theirs
