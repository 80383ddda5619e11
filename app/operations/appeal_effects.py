"""What the answer to an appeal does: to the measure, the post, the strikes and the case."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.appeals import Against, Appeal, AppealAnswer, after_outcome, check_outcome, reduced_end
from app.domain.cases import Case
from app.domain.commands import Command, CommandKind, CommandState, Intent, folded
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.letters import language_of
from app.domain.sanctions import MEASURES, KeptSanction, Outcome, PostAction
from app.domain.words import Words
from app.operations.appeal_grounds import FOLDED, REJECTED
from storage.transaction import Transaction

_WHY = Words("申诉后调整", "changed after an appeal")
"""What the community's own log is told."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What an answer would do.

    Attributes:
        said: the answer, as it is kept.
        what: is appealed.
        decided_at: when that was decided.
        told: what the member was told of it; "" where that was nothing.
        kept: the sanction, where it is against one.
        intents: what undoes the measure and shows the post again, in order.
        reopens: the case comes back, to be decided anew.
    """

    said: AppealAnswer
    what: Words
    decided_at: datetime
    told: str
    kept: KeptSanction | None
    intents: tuple[Intent, ...]
    reopens: bool

    @property
    def restores(self) -> bool:
        """Whether the post is shown again by it."""
        return any(one.kind is CommandKind.RESTORE for one in self.intents)


def effects(
    tx: Transaction, case: Case, appeal: Appeal, outcome: Outcome, *, reduced_to: Rung | None, now: datetime
) -> Effects:
    """What answering an appeal in this way would do.

    Raises:
        NothingToReduce, NotMilder: the reduction is none.
    """
    kept = tx.sanctions.get(appeal.decision) if appeal.against is Against.SANCTION else None
    rung = kept.rung if kept else None
    check_outcome(appeal.against, rung, outcome, reduced_to)
    left = reduced_to if outcome is Outcome.REDUCED else None
    ends = _ends(kept, left, now) if kept and left else None
    decision = tx.decisions.get(appeal.decision)
    return Effects(
        AppealAnswer(appeal.id, appeal.against, outcome, rung, left, ends),
        what_of(appeal.against, kept),
        decision.at,
        decision.text,
        kept,
        (*_measures(tx, case, kept, outcome, left=left, now=now), *_post(tx, case, appeal, kept, outcome)),
        outcome is Outcome.OVERTURNED and appeal.against is Against.REPORT_REJECTED,
    )


def what_of(against: Against, kept: KeptSanction | None) -> Words:
    """What is appealed, as letters and screens call it."""
    if kept is not None:
        return RUNG_WORDS[kept.sanction.rung]
    return FOLDED if against is Against.FOLDING else REJECTED


def _ends(kept: KeptSanction, left: Rung, now: datetime) -> datetime | None:
    """When a reduced measure ends: at its new term, or now where that has passed."""
    ends, before = reduced_end(kept, left), kept.ends
    if ends is None or before is None or ends > now:
        return ends
    return min(now, before)


def _measures(
    tx: Transaction, case: Case, kept: KeptSanction | None, outcome: Outcome, *, left: Rung | None, now: datetime
) -> list[Intent]:
    if kept is None or not _carried_out(kept, tx.outbox.of_decision(kept.decision)):
        return []
    member = kept.sanction.member
    others, why = tx.sanctions.of_member(member.id), _WHY.say(language_of(case.revision.body))
    return [
        Intent(one.kind, case_id=case.id, member_id=member.id, until=one.until, reason=why)
        for one in after_outcome(kept, others, outcome, left, now)
    ]


def _carried_out(kept: KeptSanction, commands: list[Command]) -> bool:
    """Whether the measure was, or is about to be; what was withdrawn before it was sent needs no undoing."""
    by = MEASURES.get(kept.sanction.rung)
    return any(one.intent.kind is by and one.state is not CommandState.CANCELLED for one in commands)


def _post(tx: Transaction, case: Case, appeal: Appeal, kept: KeptSanction | None, outcome: Outcome) -> list[Intent]:
    if outcome is not Outcome.OVERTURNED or case.post_id is None or not _hidden(tx, case, appeal, kept):
        return []
    return [Intent(CommandKind.RESTORE, case_id=case.id, post_id=case.post_id)]


def _hidden(tx: Transaction, case: Case, appeal: Appeal, kept: KeptSanction | None) -> bool:
    """Whether the post is hidden by what was appealed, and by nothing else that stands."""
    commands = tx.outbox.of_case(case.id)
    others = [one for one in tx.sanctions.of_case(case.id) if one.decision != appeal.decision and not one.overturned]
    if any(one.sanction.term and one.sanction.post is not PostAction.KEEP for one in others):
        return False
    if kept is not None and kept.sanction.post is PostAction.DELETE:
        return _deleted(commands)
    folds = appeal.against is Against.FOLDING or (kept is not None and kept.sanction.post is PostAction.FOLD)
    return folds and folded(commands)


def _deleted(commands: list[Command]) -> bool:
    said = [
        one.intent.kind
        for one in commands
        if one.intent.kind in (CommandKind.DELETE, CommandKind.RESTORE) and one.state is not CommandState.CANCELLED
    ]
    return bool(said) and said[-1] is CommandKind.DELETE
