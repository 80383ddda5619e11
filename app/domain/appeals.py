"""Appeals: within their term, answered by somebody who took no part, never making anything worse."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId
from app.domain.commands import CommandKind, DecisionId
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import MEASURES, REVERSED, KeptSanction, Outcome, appeal_end
from app.domain.words import Words
from app.errors import AppealTooLate, LockedOut, NothingToReduce, NotMilder

AppealId = NewType("AppealId", str)


class Against(StrEnum):
    """What an appeal is against."""

    SANCTION = "sanction"
    FOLDING = "folding"
    REPORT_REJECTED = "report_rejected"


class Source(StrEnum):
    """How an appeal came."""

    REPLY = "reply"
    MESSAGE = "message"
    HAND = "hand"


AGAINST_WORDS = {
    Against.SANCTION: Words("对处置的申诉", "against a sanction"),
    Against.FOLDING: Words("对折叠的申诉", "against the folding of a post"),
    Against.REPORT_REJECTED: Words("对举报不成立的申诉", "against the rejection of a report"),
}

OUTCOME_WORDS = {
    Outcome.UPHELD: Words("维持", "upheld"),
    Outcome.REDUCED: Words("减轻", "reduced"),
    Outcome.OVERTURNED: Words("撤销", "overturned"),
}

WORKING_DAYS, WORKING_DAYS_SUSPENSION = 3, 7
"""In how many working days an appeal is answered; a suspension is looked at longer. [practice]"""


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against a decision.

    Attributes:
        due_at: by when it should be answered.
        text: what the member says.
        outcome: None while nobody answered.
        answered_by: who did.
    """

    id: AppealId
    decision: DecisionId
    case_id: CaseId
    against: Against
    by: MemberRef
    received_at: datetime
    due_at: datetime
    source: Source
    text: str
    title: str = ""
    outcome: Outcome | None = None
    answered_by: MemberRef | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appealable:
    """A decision that a member may appeal.

    Attributes:
        took_effect_at: when its term began.
        what: what is appealed, as letters and screens call it.
    """

    decision: DecisionId
    case_id: CaseId
    against: Against
    by: MemberRef
    took_effect_at: datetime
    what: Words

    @property
    def until(self) -> datetime:
        """The last moment for an appeal."""
        return appeal_end(self.took_effect_at)


@dataclass(frozen=True, slots=True)
class AppealAnswer:
    """How an appeal is answered, as it is kept with the decision that answers it.

    Attributes:
        rung: of the sanction that was appealed; None where it is against none.
        reduced_to: the milder rung, for a reduction.
        reduced_ends: when the measure ends then; None where it has none.
    """

    appeal: AppealId
    against: Against
    outcome: Outcome
    rung: Rung | None = None
    reduced_to: Rung | None = None
    reduced_ends: datetime | None = None

    def entry(self) -> dict[str, str | int | bool | None]:
        """As the ledger tells it."""
        after = self.reduced_to if self.outcome is Outcome.REDUCED else self.rung
        return {
            "appeal": self.appeal,
            "against": self.against.value,
            "outcome": self.outcome.value,
            "rung_before": self.rung.value if self.rung else None,
            "rung_after": None if self.outcome is Outcome.OVERTURNED or after is None else after.value,
            "reduced_ends": self.reduced_ends.isoformat() if self.reduced_ends else None,
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """A command about a member's measure; `until` is when it ends, for one that goes on."""

    kind: CommandKind
    until: datetime | None = None


def after_outcome(
    kept: KeptSanction, others: Sequence[KeptSanction], outcome: Outcome, reduced_to: Rung | None, now: datetime
) -> tuple[Measure, ...]:
    """What is done to a running measure when its appeal was answered, in order; nothing where none runs.

    Another measure of the same kind against the same member goes on: then this one only ends with that.

    Args:
        kept: the sanction that was appealed.
        others: the member's other sanctions.
        outcome: of the appeal.
        reduced_to: the milder rung, for a reduction.
        now: the moment of the answer.
    """
    now_by = MEASURES.get(kept.rung)
    if outcome is Outcome.UPHELD or now_by is None or not kept.runs(now):
        return ()
    then_by = MEASURES.get(reduced_to) if reduced_to else None
    ends = reduced_end(kept, reduced_to) if reduced_to else None
    wanted = {} if then_by is None or ends is None or ends <= now else {then_by: ends}
    for one in others:
        kind, until = MEASURES.get(one.rung), one.ends
        if one.decision != kept.decision and kind in (now_by, then_by) and kind and until and one.runs(now):
            wanted[kind] = max(wanted.get(kind, until), until)
    done = [Measure(REVERSED[now_by])] if now_by not in wanted else [Measure(now_by, wanted[now_by])]
    if then_by is not None and then_by is not now_by and then_by in wanted:
        done.append(Measure(then_by, wanted[then_by]))
    return tuple(done)


def reduced_end(kept: KeptSanction, reduced_to: Rung) -> datetime | None:
    """When a measure ends once it is reduced, from when it began; None for a rung without one."""
    term, length = kept.sanction.term, reduced_to.length
    return term.starts + length if term and length else None


def check_outcome(against: Against, rung: Rung | None, outcome: Outcome, reduced_to: Rung | None) -> None:
    """Let pass an outcome that fits what was appealed: a milder rung for a reduction, and only then.

    Raises:
        NothingToReduce: there is no rung that could be milder, or none was named.
        NotMilder: the named one is not.
    """
    if outcome is not Outcome.REDUCED:
        return
    if against is not Against.SANCTION or rung is None or reduced_to is None:
        raise NothingToReduce
    check_milder(rung, reduced_to)


def milder(rung: Rung | None) -> tuple[Rung, ...]:
    """The rungs to which a sanction can be reduced, mildest first."""
    return tuple(one for one in Rung if rung and Rung.COACHING.height < one.height < rung.height)


def working_days(rung: Rung | None) -> int:
    """In how many working days an appeal is answered; `rung` is None where it is against no sanction."""
    return WORKING_DAYS_SUSPENSION if rung in (Rung.SUSPEND_30, Rung.REMOVAL) else WORKING_DAYS


def check_in_time(decided_at: datetime, received_at: datetime) -> None:
    """Let pass an appeal within its term: APPEAL_TERM, to the end of the last day.

    Args:
        decided_at: when the decision took effect.
        received_at: when the appeal came.

    Raises:
        AppealTooLate: it came later.
    """
    until = appeal_end(decided_at)
    if received_at > until:
        raise AppealTooLate(until=f"{until:%Y-%m-%d %H:%M}")


def check_other_person(who: MemberRef, took_part: Collection[MemberId]) -> None:
    """Let pass who took no part in the decision that is appealed.

    Raises:
        LockedOut: they decided it, or agreed to it.
    """
    if who.id in took_part:
        raise LockedOut(name=who.name)


def check_milder(rung: Rung, reduced_to: Rung) -> None:
    """Let pass a milder rung: an appeal never makes anything worse.

    Raises:
        NotMilder: it is as heavy, or heavier, or no sanction at all.
    """
    if reduced_to.height >= rung.height or reduced_to is Rung.COACHING:
        now, then = RUNG_WORDS[rung], RUNG_WORDS[reduced_to]
        raise NotMilder(rung_zh=now.zh, rung_en=now.en, to_zh=then.zh, to_en=then.en)
