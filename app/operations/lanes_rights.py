"""Rights notices: checked, forwarded to the author, whose statement goes back to who complained (Civil Code 1195 f.).

A notice comes by mail or by form, not as a report: what its sender is told is told by hand, and entered here.
"""

from datetime import datetime, timedelta

from app.domain.cases import CaseId, CaseKind
from app.domain.decisions import Decided
from app.domain.lanes import STEP_WORDS, LaneStep, check_step, done
from app.errors import StatementFirst
from app.operations.deciding import case_to_decide
from app.operations.desk import NO_HOLD, Desk
from app.operations.lanes import LaneDone, tell
from app.operations.lanes_guard import events
from app.operations.lanes_measures import send_letter

_FIRST = {
    LaneStep.FORWARDED: LaneStep.CHECKED,
    LaneStep.STATEMENT: LaneStep.FORWARDED,
    LaneStep.FORWARDED_BACK: LaneStep.STATEMENT,
}
"""What each step rests on."""


def check_notice(desk: Desk, case_id: CaseId, sender: str, *, text: str = "") -> LaneDone:
    """Enter that the notice was looked at: who sends it, and what its preliminary evidence is, or what it lacks.

    Raises:
        WhomMissing: it does not say who sends it.
        NotOfLane: the case is no rights notice.
    """
    return tell(desk, case_id, LaneStep.CHECKED, to=sender, text=text)


def forward(desk: Desk, case_id: CaseId, message: str, *, hold: timedelta = NO_HOLD) -> Decided:
    """Forward the notice to the author, in private; `lanes_letters.draft` drafts the letter.

    Raises:
        NotOfLane: the case is no rights notice.
        StatementFirst: it was not checked.
        Refused: another rule forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        check_step(case.kind, LaneStep.FORWARDED)
        if not done(case.kind, events(tx, case), LaneStep.CHECKED):
            raise _first(LaneStep.FORWARDED)
        return send_letter(desk, tx, case, LaneStep.FORWARDED, message, hold=hold)


def counter_statement(desk: Desk, case_id: CaseId, text: str, *, at: datetime | None = None) -> LaneDone:
    """Enter the author's statement that it is no infringement, with the preliminary evidence that they give.

    Raises:
        NotOfLane: the case is no rights notice.
        StatementFirst: the notice was not forwarded to them.
        StatementMissing: it has no words.
    """
    return _after(desk, case_id, LaneStep.STATEMENT, text=text, at=at)


def forward_back(
    desk: Desk, case_id: CaseId, to: str, *, number: str = "", text: str = "", at: datetime | None = None
) -> LaneDone:
    """Enter that the statement went to the complainant: from then on they have time to sue.

    Raises:
        NotOfLane: the case is no rights notice.
        StatementFirst: there is no statement.
        WhomMissing: it does not say to whom.
    """
    return _after(desk, case_id, LaneStep.FORWARDED_BACK, to=to, number=number, text=text, at=at)


def _after(
    desk: Desk,
    case_id: CaseId,
    step: LaneStep,
    *,
    to: str = "",
    number: str = "",
    text: str = "",
    at: datetime | None = None,
) -> LaneDone:
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        if case.kind is CaseKind.RIGHTS_NOTICE and not done(case.kind, events(tx, case), _FIRST[step]):
            raise _first(step)
    return tell(desk, case_id, step, to=to, number=number, text=text, at=at)


def _first(step: LaneStep) -> StatementFirst:
    before, then = STEP_WORDS[_FIRST[step]], STEP_WORDS[step]
    return StatementFirst(before=(before.zh, before.en), step=(then.zh, then.en))
