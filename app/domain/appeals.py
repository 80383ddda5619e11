"""Appeals: within their term, answered by somebody who took no part, never making anything worse."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import APPEAL_TERM, Outcome
from app.domain.words import Words
from app.errors import AppealTooLate, LockedOut, NotMilder

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


def working_days(rung: Rung | None) -> int:
    """In how many working days an appeal is answered; `rung` is None where it is against no sanction."""
    return WORKING_DAYS_SUSPENSION if rung in (Rung.SUSPEND_30, Rung.REMOVAL) else WORKING_DAYS


def check_in_time(decided_at: datetime, received_at: datetime) -> None:
    """Let pass an appeal within its term of 15 natural days.

    Args:
        decided_at: when the decision took effect.
        received_at: when the appeal came.

    Raises:
        AppealTooLate: it came later.
    """
    if received_at > decided_at + APPEAL_TERM:
        raise AppealTooLate(until=f"{decided_at + APPEAL_TERM:%Y-%m-%d %H:%M}")


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
