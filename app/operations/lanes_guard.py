"""What lanes of their own ask of every decision, whoever makes it: `deciding` asks here before it keeps one."""

from dataclasses import replace
from datetime import datetime

from app.domain.cases import KIND_WORDS, STEP_WORDS, Case, CaseKind, CaseState, Step, move
from app.domain.commands import CommandKind
from app.domain.decisions import Choice, Decision, DecisionKind
from app.domain.lanes import LANES, OWN_LANES, LaneEvent, LaneStep, check_closing, of_stay, raised_lane, raised_word
from app.domain.sanctions import SecondPerson
from app.domain.seals import Seal
from app.errors import InItsLane, RaisedUnseen
from storage.transaction import Transaction

_NEVER = frozenset({DecisionKind.COACHING, DecisionKind.SANCTION, DecisionKind.DISMISSAL, DecisionKind.ACCEPTANCE})


def fitting(tx: Transaction, case: Case, choice: Choice) -> Choice:
    """The choice as it fits the case's lane: a public word in a lane of its own neither closes the case nor its report.

    Raises:
        RaisedUnseen: a keyword points to a lane, and nobody said yet whether it is one.
        InItsLane: it is no answer for a lane of its own.
        LaneUnfinished: it would close the case before its lane was gone through.
    """
    check_seen(case, choice)
    _check_help(tx, choice)
    if case.kind not in OWN_LANES:
        return choice
    if choice.kind in _NEVER:
        kind, step = KIND_WORDS[case.kind], STEP_WORDS[choice.step]
        raise InItsLane(kind=(kind.zh, kind.en), step=(step.zh, step.en))
    if choice.kind is DecisionKind.FOLLOW_UP and closes(case, choice):
        return replace(choice, step=Step.STAY, outcome=None, verdict=case.verdict)
    if choice.kind is DecisionKind.REPLY:
        takes = choice.step is Step.REPLY
        step_then = (Step.CLAIM if case.state is CaseState.NEW else Step.STAY) if takes else choice.step
        return replace(choice, step=step_then, outcome=None, verdict=case.verdict)
    if closes(case, choice):
        check_closing(case.kind, events(tx, case))
    return choice


def _check_help(tx: Transaction, choice: Choice) -> None:
    """Let pass what hides no post about which somebody needs help, under whatever case.

    Raises:
        InItsLane: another case about the post is in such a lane.
    """
    hidden = [one.post_id for one in choice.answers if one.kind in (CommandKind.HIDE, CommandKind.DELETE)]
    for post in (one for one in hidden if one is not None):
        lane = tx.lanes.needs_help(post)
        if lane is not None:
            raise InItsLane(kind=(KIND_WORDS[lane].zh, KIND_WORDS[lane].en), step=("隐藏帖子", "hidden"))


def check_seen(case: Case, choice: Choice) -> None:
    """Let pass an answer to a case of which somebody said whether what a keyword found is an alarm.

    Raises:
        RaisedUnseen: nobody did yet.
    """
    lane = raised_lane(case.raised)
    answers = choice.kind.answers and case.kind not in OWN_LANES  # a public word closes nothing there
    if lane is None or not (answers or closes(case, choice)):
        return
    kind = KIND_WORDS[lane]
    raise RaisedUnseen(word=raised_word(case.raised), kind=(kind.zh, kind.en))


def closes(case: Case, choice: Choice) -> bool:
    """Whether a decision ends a case that is open."""
    return case.state is not CaseState.CLOSED and move(case.id, case.state, choice.step) is CaseState.CLOSED


def waits_for_tutor(choice: Choice, second: SecondPerson | None) -> bool:
    """Whether a trainee's decision waits for another person: anybody puts a case into a lane of its own at once.

    A case before the council comes back for that.
    """
    return second is not None or not (choice.to_kind in OWN_LANES or choice.kind is DecisionKind.RETURN)


def events(tx: Transaction, case: Case) -> list[LaneEvent]:
    """What happened to a case since it entered its lane, or was opened again in it, oldest first."""
    return of_stay(case.kind, tx.lanes.of_case(case.key))


def sealed(tx: Transaction, case: Case) -> Seal | None:
    """The newest seal over the post as it stands now, as `preserving.preserved` says it."""
    return tx.seals.of_version(case.key, case.revision.version)


def keep_seal(tx: Transaction, case: Case, at: datetime) -> None:
    """Keep in the case's lane that the post is sealed as it stands now; nothing where it is not, or is in no lane.

    The seal has its own entry in the ledger.
    """
    seal = sealed(tx, case)
    if seal is None or case.kind not in OWN_LANES or case.state is CaseState.CLOSED:
        return
    if any(one.step is LaneStep.PRESERVED and one.number == seal.sha256 for one in events(tx, case)):
        return
    there = LaneEvent(
        LaneStep.PRESERVED, case.kind, at, seal.by, min(seal.at, at), number=seal.sha256, text=seal.revision
    )
    tx.lanes.add(case.key, there)


# --- entering and leaving -----------------------------------------------------------------------------


def entered(tx: Transaction, case: Case, decision: Decision, kind: CaseKind) -> None:
    """The case is of that kind from now on; where that is a lane, what a keyword found is seen with it."""
    if kind not in LANES:
        return
    hit = case.raised if raised_lane(case.raised) is kind else ""  # what points to another lane is unseen still
    tx.lanes.add(case.key, LaneEvent(LaneStep.ENTERED, kind, decision.at, decision.by, text=hit, decision=decision.id))
    if hit:
        tx.lanes.set_raised(replace(case, kind=kind), "")
    keep_seal(tx, replace(case, kind=kind), decision.at)


def reopened(tx: Transaction, case: Case, at: datetime) -> None:
    """A case of a lane of its own that was closed is open again: every step is asked anew, and the alarm sounds.

    Args:
        tx: the transaction, in which the case is closed still.
        case: as it was until now.
        at: when.
    """
    if case.kind not in OWN_LANES:
        return
    ended = max((one.at for one in tx.lanes.of_case(case.key) if one.step is LaneStep.CLOSED), default=at)
    written = case.revision.written_at
    happened = written if ended < written <= at else at
    tx.lanes.add(case.key, LaneEvent(LaneStep.REOPENED, case.kind, at, occurred_at=happened))
    keep_seal(tx, replace(case, state=CaseState.NEW), at)


def taken_back(tx: Transaction, case: Case, decision: Decision) -> None:
    """That it is of a kind was taken back: what a keyword found is unseen again."""
    hit = next((one.text for one in tx.lanes.of_decision(decision.id) if one.step is LaneStep.ENTERED), "")
    if hit and decision.kind_before is not None and case.state is not CaseState.CLOSED:
        tx.lanes.set_raised(replace(case, kind=decision.kind_before), hit)
