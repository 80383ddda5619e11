"""What can be done next in a lane: one rule, for the window, the command line and whatever asks."""

from collections.abc import Sequence

from app.domain.cases import Case, CaseKind, CaseState
from app.domain.lanes import OWN_LANES, STAGES, LaneEvent, LaneStep, Stage, done, hidden, raised_lane

ONLY_AFTER = {
    LaneStep.FORWARDED_BACK: LaneStep.STATEMENT,
    LaneStep.RESTORED: LaneStep.FORWARDED_BACK,
}
"""Steps that are of no meaning before another one was done."""

IF_IT_COMES = (LaneStep.STATEMENT,)
"""Steps for which one waits: others are never held up by them."""


def open_stages(lane: CaseKind, events: Sequence[LaneEvent]) -> list[Stage]:
    """The steps that can be done now and were not, in their order."""
    return [one for one in STAGES.get(lane, ()) if not _behind(lane, events, one.step) and _ready(lane, events, one)]


def next_stage(lane: CaseKind, events: Sequence[LaneEvent]) -> Stage | None:
    """The step that comes next; None where all is done but the closing, or the case is in no lane."""
    return next((one for one in open_stages(lane, events) if one.step not in IF_IT_COMES), None)


def _behind(lane: CaseKind, events: Sequence[LaneEvent], step: LaneStep) -> bool:
    if step is LaneStep.RESTORED:
        return not hidden(lane, events)
    if step is LaneStep.HIDDEN and done(lane, events, LaneStep.RESTORED):
        return True
    if step in (LaneStep.REPORTED, LaneStep.FORM_SENT) and done(lane, events, LaneStep.NOTHING_TO_REPORT):
        return True
    return done(lane, events, step)


def _ready(lane: CaseKind, events: Sequence[LaneEvent], stage: Stage) -> bool:
    before = ONLY_AFTER.get(stage.step)
    return before is None or done(lane, events, before)


def undecided(case: Case) -> bool:
    """Whether a keyword points to a lane, and nobody said yet whether the case belongs there."""
    open_ = case.kind not in OWN_LANES and case.state is not CaseState.CLOSED
    return open_ and raised_lane(case.raised) is not None
