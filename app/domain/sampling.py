"""Sampling: a lead looks at some decisions again, so that rungs and tone stay even across the team."""

from enum import StrEnum

from app.domain.words import Words


class Mark(StrEnum):
    """What a lead says of a decision."""

    AGREE = "agree"
    TOO_HARD = "too_hard"
    TOO_SOFT = "too_soft"
    TONE = "tone"


MARK_WORDS = {
    Mark.AGREE: Words("同意", "agree"),
    Mark.TOO_HARD: Words("偏重", "too hard"),
    Mark.TOO_SOFT: Words("偏轻", "too soft"),
    Mark.TONE: Words("用语不当", "the tone"),
}

SHARE = 0.05
"""Which share of decisions is drawn."""
