"""Lanes of their own: entering one, the steps in it as they are told by hand, and its end.

Commands to the community (hiding, letters) stand in `lanes_measures`, rights notices in `lanes_rights`, what is shown
in `lanes_view`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.cases import KIND_WORDS, Case, CaseId, CaseKind, CommunityState, Step, Verdict
from app.domain.changes import Area, Changes
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.lanes import (
    IN_REGISTER,
    LANES,
    OWN_LANES,
    LaneEvent,
    LaneStep,
    check_step,
    done,
    hidden,
    missing,
    raised_lane,
)
from app.domain.lanes_clocks import Incident, incident_of
from app.domain.lanes_closing import check_left
from app.domain.members import MemberRef
from app.domain.messages import names_somebody, says_something, typed
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import (
    AlreadyThere,
    NoLane,
    NothingRaised,
    NotOfLane,
    NotYet,
    StatementMissing,
    StricterStands,
    WhomMissing,
)
from app.operations import council_leaving, lanes_noting
from app.operations.classifying import classify_in
from app.operations.commanding import restoring
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.lanes_guard import events
from storage.transaction import Transaction

TOUCHED = Changes.of(Area.CASES, Area.LANES, Area.COUNCIL)

LONGEST_NAME, LONGEST_TEXT = 200, 4_000


@dataclass(frozen=True, slots=True)
class LaneDone:
    """A step of a lane that was entered."""

    case: CaseId
    event: LaneEvent
    changes: Changes = TOUCHED


# --- into a lane, or not ------------------------------------------------------------------------------


def enter(desk: Desk, case_id: CaseId, kind: CaseKind, *, reason: str = "") -> Decided:
    """Put a case into a lane, with one key and no reason; what a keyword found is seen with it.

    Only what has another lane of its own, or a complaint whose post could be hidden there, needs a reason and another
    person.

    Raises:
        NoLane: the kind has no lane.
        AlreadyThere: it is there, or closed.
        Refused: another rule forbids it, with the sentence that says which. Nothing was kept.
    """
    if kind not in LANES:
        words = KIND_WORDS[kind]
        raise NoLane(kind=(words.zh, words.en))
    with desk.record.write() as tx:
        decided = classify_in(desk, tx, case_to_decide(desk, tx, case_id), kind, reason=reason)
    council_leaving.clean(desk)
    return replace(decided, changes=decided.changes | TOUCHED)


def clear(desk: Desk, case_id: CaseId, *, reason: str = "") -> LaneDone:
    """Say that what a keyword found is no alarm: that word is not raised again on this case, unless its text says more.

    One key is enough, as most hits are none; but never by a trainee alone.

    Raises:
        NotForTrainees: a trainee looked; somebody else has to.
        NothingRaised: no keyword raised it.
        Refused: another rule forbids it.
    """
    said = typed(reason)
    require_full(desk.me, Words("单独确认“不是警报”", "say alone that it is no alarm"))
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        lane = raised_lane(case.raised)
        if lane is None:
            raise NothingRaised
        now, me = desk.clock(), MemberRef(desk.me.id, desk.me.name)
        event = LaneEvent(LaneStep.CLEARED, lane, now, me, number=case.revision.version, text=case.raised)
        done = note(tx, case, event, reason=said)
        tx.lanes.set_raised(case, "")
        return done


# --- steps that are told by hand ----------------------------------------------------------------------


def acknowledge(desk: Desk, case_id: CaseId) -> LaneDone:
    """Say that somebody sees to it: the alarm ends. Of a case that a keyword raised, this enters the lane first.

    Raises:
        NotOfLane: the case has no such lane, and no keyword raised it.
        AlreadyThere: somebody sees to it.
    """
    with desk.record.write() as tx:
        case = _entered(desk, tx, case_to_decide(desk, tx, case_id))
        check_step(case.kind, LaneStep.ACKNOWLEDGED)
        if done(case.kind, events(tx, case), LaneStep.ACKNOWLEDGED):
            raise AlreadyThere(what=case.id, state_zh="有人跟进", state_en="acknowledged")
        told = _told(desk, tx, case, LaneStep.ACKNOWLEDGED)
    council_leaving.clean(desk)
    return told


def _entered(desk: Desk, tx: Transaction, case: Case) -> Case:
    """The case in the lane that a keyword points to, unless it is in one."""
    lane = raised_lane(case.raised)
    if lane is None or case.kind in OWN_LANES:
        return case
    classify_in(desk, tx, case, lane)
    return tx.cases.get(case.id, to_change=True)


def pass_on(
    desk: Desk, case_id: CaseId, to: str, *, number: str = "", text: str = "", at: datetime | None = None
) -> LaneDone:
    """Enter that it was passed on to the department that has to act: whoever does sees to it, if nobody did.

    Args:
        desk: of the person who acts.
        case_id: the case.
        to: the department, or the person there.
        number: of the ticket there.
        text: what was told; `lanes_letters.slip` drafts it.
        at: when; now where it is missing.

    Raises:
        WhomMissing: it does not say to whom.
        NotOfLane: the case is in no lane.
    """
    return tell(desk, case_id, LaneStep.PASSED_ON, to=to, number=number, text=text, at=at)


def incident(
    desk: Desk,
    case_id: CaseId,
    at: datetime,
    *,
    injury: bool | None = None,
    effect: bool = False,
    text: str = "",
    reason: str = "",
) -> LaneDone:
    """Enter when the accident happened and how bad it was: the terms of reporting run from it.

    What is entered later makes terms stricter only; a lead puts it right with a reason.

    Args:
        desk: of the person who acts.
        case_id: the case.
        at: when it happened, as the owner says.
        injury: somebody was hurt, or died; None where nobody asked yet.
        effect: it has a major social effect.
        text: where, what, in a few words.
        reason: why a lead puts right what was entered before, be it less strict.

    Raises:
        StricterStands: it was entered as earlier, or graver, and no reason is given.
        NoRight: a reason is given, and the person is no lead.
        NotYet: that is still to come.
        NotOfLane: the case is in no lane with incidents.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        check_step(case.kind, LaneStep.INCIDENT)
        step, said = LaneStep.INCIDENT, Incident(at, bool(injury), effect)
        if typed(reason):
            require(desk.me, Role.LEAD)
            step, text = LaneStep.INCIDENT_CORRECTED, typed(f"{reason}\n{text}".strip())
        elif (known := incident_of(case.kind, events(tx, case))) is not None and known.with_(said) != said:
            raise StricterStands
        return _told(desk, tx, case, step, text=text, at=at, injury=injury, effect=effect)


def owner_contacted(desk: Desk, case_id: CaseId, *, text: str = "", at: datetime | None = None) -> LaneDone:
    """Enter that the owner was reached, and what was said.

    Raises:
        NotOfLane: the case is in no lane.
    """
    return tell(desk, case_id, LaneStep.OWNER_CONTACTED, text=text, at=at)


def report(
    desk: Desk,
    case_id: CaseId,
    to: str,
    *,
    number: str = "",
    text: str = "",
    at: datetime | None = None,
    form: bool = False,
) -> LaneDone:
    """Enter into the register to whom it was reported, when, under which receipt; or the written form that follows.

    Args:
        desk: of the person who acts.
        case_id: the case.
        to: the authority, or the police station.
        number: of the receipt.
        text: what was said.
        at: when it was reported; now where it is missing.
        form: the written form that follows a report.

    Raises:
        WhomMissing: it does not say to whom.
        NotOfLane: the case's lane has no report.
    """
    step = LaneStep.FORM_SENT if form else LaneStep.REPORTED
    return tell(desk, case_id, step, to=to, number=number, text=text, at=at)


def nothing_to_report(desk: Desk, case_id: CaseId, reason: str) -> LaneDone:
    """Enter that the department found nothing that has to be reported: the clocks of reporting end.

    Raises:
        WhomMissing: it does not say who found so, and why.
        NotForTrainees: a trainee ends no term of the law.
        NotOfLane: the case is in no lane.
    """
    require_full(desk.me, Words("登记“无须上报”", "enter that nothing has to be reported"))
    if not names_somebody(reason):
        raise WhomMissing
    return tell(desk, case_id, LaneStep.NOTHING_TO_REPORT, text=reason)


def called(desk: Desk, case_id: CaseId, whom: str, *, text: str = "", at: datetime | None = None) -> LaneDone:
    """Enter who was called, and what was said: 110, 120, the family.

    Raises:
        WhomMissing: it does not say whom.
        NotOfLane: the case's lane has no calls.
    """
    return tell(desk, case_id, LaneStep.CALLED, to=whom, text=text, at=at)


def minor(desk: Desk, case_id: CaseId, *, text: str = "") -> LaneDone:
    """Enter that the author, or who is shown, seems to be a minor: by a report or their own words, never by asking.

    Raises:
        NotOfLane: the case is in no lane.
    """
    return tell(desk, case_id, LaneStep.MINOR, text=text)


# --- its end ------------------------------------------------------------------------------------------


def close(desk: Desk, case_id: CaseId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Decided:
    """Close a case whose lane was gone through; the community's report is settled as fits.

    Raises:
        NotOfLane: the case is in no lane.
        LaneUnfinished: required steps are missing, which it names.
        LeftUndone: others are, and the reason says nothing; they stay in the register, and with the next shift.
        Refused: another rule forbids it. Nothing was kept.
    """
    said = typed(reason)
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if case.kind not in LANES:
            words = KIND_WORDS[case.kind]
            raise NotOfLane(kind=(words.zh, words.en), step=("流程办结", "the end of a lane"))
        found = events(tx, case)
        if not case.raised and not missing(case.kind, found):
            check_left(case.kind, found, said)
        stands = not hidden(case.kind, found)
        dismissed = case.kind is not CaseKind.UNLAWFUL and stands
        choice = Choice(
            kind=DecisionKind.LANE,
            step=Step.HANDLE,
            answers=restoring(tx, case) if dismissed else (),
            outcome=CommunityState.DISMISSED if dismissed else CommunityState.UPHELD,
            verdict=Verdict.NOT_UPHELD if dismissed else Verdict.UPHELD,
            reason=said,
            lane=LaneStep.CLOSED,
        )
        decided = keep(desk, tx, case, choice, hold)
    return replace(decided, changes=decided.changes | TOUCHED)


# --- what all of them have in common ------------------------------------------------------------------


def tell(
    desk: Desk,
    case_id: CaseId,
    step: LaneStep,
    *,
    to: str = "",
    number: str = "",
    text: str = "",
    at: datetime | None = None,
) -> LaneDone:
    """Enter a step that was done outside of the program.

    Raises:
        WhomMissing: it has to say to whom, or who sent the notice, and does not.
        StatementMissing: the author's statement is empty.
        NotOfLane: the case's lane has no such step.
        NotYet: the moment is still to come.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if step is LaneStep.PASSED_ON:
            case = _entered(desk, tx, case)
            if case.kind in OWN_LANES and not done(case.kind, events(tx, case), LaneStep.ACKNOWLEDGED):
                _told(desk, tx, case, LaneStep.ACKNOWLEDGED)
        if step is LaneStep.MINOR:
            check_step(case.kind, step)
            council_leaving.minor_noted(desk, tx, case)
        told = _told(desk, tx, case, step, to=to, number=number, text=text, at=at)
    council_leaving.clean(desk)
    return told


_TO_WHOM = frozenset({*IN_REGISTER, LaneStep.CHECKED})


def _told(
    desk: Desk,
    tx: Transaction,
    case: Case,
    step: LaneStep,
    *,
    to: str = "",
    number: str = "",
    text: str = "",
    at: datetime | None = None,
    injury: bool | None = None,
    effect: bool | None = None,
) -> LaneDone:
    if step is not LaneStep.INCIDENT_CORRECTED:
        check_step(case.kind, step)
    now = desk.clock()
    to, number = (typed(one, LONGEST_NAME, ("名称或编号", "The name or number")) for one in (to, number))
    if step is LaneStep.OWNER_CONTACTED and not (to or typed(text)):
        raise WhomMissing
    if step in _TO_WHOM and not names_somebody(to):
        raise WhomMissing
    if step is LaneStep.STATEMENT and not says_something(text):
        raise StatementMissing
    if at is not None and at > now:
        raise NotYet
    event = LaneEvent(
        step,
        case.kind,
        now,
        MemberRef(desk.me.id, desk.me.name),
        occurred_at=at,
        to=to,
        number=number,
        text=typed(text, LONGEST_TEXT, ("内容", "The text")),
        injury=injury,
        effect=effect,
    )
    done = note(tx, case, event)
    if step is LaneStep.PASSED_ON and case.raised and case.kind in OWN_LANES:
        tx.lanes.set_raised(case, "")  # what points elsewhere was told to who has to act
    return done


def note(tx: Transaction, case: Case, event: LaneEvent, *, reason: str = "") -> LaneDone:
    """Keep an event of a lane, and enter it in the ledger."""
    lanes_noting.note(tx, case, event, reason=reason)
    return LaneDone(case.id, event)
