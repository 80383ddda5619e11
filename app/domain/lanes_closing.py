"""The end of a lane: what may be left undone only for a reason that says something, and stays on record after it."""

from collections.abc import Sequence

from app.domain.cases import CaseKind
from app.domain.lanes import STEP_WORDS, LaneEvent, LaneStep, done
from app.domain.words import Words
from app.errors import LeftUndone

_ASKED: dict[CaseKind, tuple[LaneStep, ...]] = {
    CaseKind.SAFETY: (LaneStep.OWNER_CONTACTED, LaneStep.PRESERVED, LaneStep.FORM_SENT),
    CaseKind.UNLAWFUL: (LaneStep.HIDDEN,),
    CaseKind.RIGHTS_NOTICE: (LaneStep.FORWARDED,),
}
"""Steps that a lane can do without, but not for nothing."""

NOT_DONE = Words("未办：", "not done: ")

LEAST = 4
"""A reason says something with so many different letters or characters."""


def left(lane: CaseKind, events: Sequence[LaneEvent]) -> tuple[LaneStep, ...]:
    """Steps that were not done and are asked for at the end, in their order."""
    found = [step for step in _ASKED.get(lane, ()) if not done(lane, events, step)]
    free = done(lane, events, LaneStep.NOTHING_TO_REPORT)
    restored = done(lane, events, LaneStep.RESTORED)
    return tuple(
        step
        for step in found
        if not (step is LaneStep.FORM_SENT and free) and not (step is LaneStep.HIDDEN and restored)
    )


def left_words(steps: Sequence[LaneStep]) -> Words:
    """These steps in a line."""
    words = [STEP_WORDS[one] for one in steps]
    return Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def says_something(reason: str) -> bool:
    """Whether a reason is one, and no "." or "ok"."""
    return len({sign.lower() for sign in reason if sign.isalnum()}) >= LEAST


def check_left(lane: CaseKind, events: Sequence[LaneEvent], reason: str) -> None:
    """Let pass the end of a lane in which nothing is left, or with a reason why.

    Raises:
        LeftUndone: something is, which it names, and the reason says nothing.
    """
    steps = left(lane, events)
    if steps and not says_something(reason):
        words = left_words(steps)
        raise LeftUndone(steps=(words.zh, words.en))
