"""Measures that end: early, for an apology or a correction; and those whose end has passed but that still hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.letters import moment_words
from app.domain.members import MemberId
from app.domain.sanctions import KeptSanction
from app.domain.words import Words
from app.errors import NothingToLift, OwnMeasure, TooEarlyToLift


class LiftReason(StrEnum):
    """Why a measure ends early."""

    APOLOGY = "apology"
    CORRECTION = "correction"


LIFT_WORDS = {
    LiftReason.APOLOGY: Words("已道歉", "apologised"),
    LiftReason.CORRECTION: Words("已改正", "corrected"),
}

TOLD_MEMBER = {
    LiftReason.APOLOGY: Words("您已经道歉", "you have apologised"),
    LiftReason.CORRECTION: Words("您已经改正", "you have put it right"),
}
"""Why, as the member is told; going on in a sentence."""


def half_served(kept: KeptSanction) -> datetime | None:
    """From when on a measure may end early: half of its term; None where it has no term."""
    term, ends = kept.sanction.term, kept.ends
    return term.starts + (ends - term.starts) / 2 if term and ends else None


def check_lift(kept: KeptSanction | None, by: MemberId, name: str, now: datetime) -> KeptSanction:
    """Let pass the early end of a measure.

    Args:
        kept: the measure; None where there is none.
        by: who ends it.
        name: theirs.
        now: the moment.

    Raises:
        NothingToLift: it does not run.
        OwnMeasure: they decided on it.
        TooEarlyToLift: less than half of it is served.
    """
    if kept is None or not kept.runs(now):
        raise NothingToLift
    if kept.by.id == by:
        raise OwnMeasure(name=name)
    half = half_served(kept)
    if half is None or now < half:
        until = moment_words((half or now).astimezone())
        raise TooEarlyToLift(until=until)
    return kept


class WhyOverdue(StrEnum):
    """Why a measure may still hold after its end."""

    BY_HAND = "by_hand"
    NOT_BY_ITSELF = "not_by_itself"
    STILL_SHOWN = "still_shown"


@dataclass(frozen=True, slots=True)
class Overdue:
    """A measure whose end has passed, but which the community may not have ended.

    Attributes:
        ended: when it should have.
        shown_until: until when the community says that it holds; None where it says nothing.
    """

    kept: KeptSanction
    ended: datetime
    why: WhyOverdue
    shown_until: datetime | None = None

    @property
    def told(self) -> Words:
        """Why it is shown."""
        if self.why is WhyOverdue.BY_HAND:
            return Words("当时是人工执行的，到期也要人工解除", "it was done by hand, and has to be ended by hand")
        if self.why is WhyOverdue.NOT_BY_ITSELF:
            return Words("社区不会自动解除", "the community does not end it by itself")
        if self.shown_until is None:
            return Words("社区仍显示受限", "the community still shows it")
        until = moment_words(self.shown_until.astimezone())
        return Words(f"社区仍显示受限到 {until.zh}", f"the community still shows it until {until.en}")
