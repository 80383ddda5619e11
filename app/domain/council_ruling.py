"""Rulings: what a panel found, as it is confirmed, carried out, published and found again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.commands import DecisionId
from app.domain.council_counting import Outcome
from app.domain.members import MemberRef

APPEAL_TERM = timedelta(days=15)
"""A ruling is published only after it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling of a referral.

    Attributes:
        text: as it is published, composed of what was counted and the reasons; "" as it is kept.
        by: who counted, with the seat `chair` (its number) who opened the count.
        confirmed_at: when somebody of the brand took it on; None while it is a draft.
        refused_why: the legal reason, to be published, why it is not carried out; "" where it is.
        publish_at: not before then.
        decisions: the sanctions and answers by which it was carried out.
        reasons: the one paragraph that a person writes: no names, no verbatim quotes, no other remedy.
    """

    referral: int
    round: int
    outcome: Outcome
    text: str
    counted_at: datetime
    by: MemberRef
    chair: int | None = None
    confirmed_at: datetime | None = None
    refused_why: str = ""
    publish_at: datetime | None = None
    published_at: datetime | None = None
    decisions: tuple[DecisionId, ...] = ()
    reasons: str = ""
