"""Ending measures: early, by another person; and after their end, where the community does not do it by itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, Step
from app.domain.changes import Changes
from app.domain.commands import CommandKind, CommandState, DecisionId, Intent
from app.domain.community import CommunityInfo, Level
from app.domain.decisions import DECIDING, Choice, Decided, Decision, DecisionKind
from app.domain.handover import SHOWN, Line, Section
from app.domain.ladder import RUNG_WORDS
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of, moment_words
from app.domain.letters_governing import Contested, LiftFacts, values_of_lift
from app.domain.lifting import LIFT_WORDS, TOLD_MEMBER, LiftReason, Overdue, WhyOverdue, check_lift
from app.domain.members import Member
from app.domain.messages import LONGEST_TEXT, check_message, typed
from app.domain.quoting import one_line
from app.domain.roles import Role, require, require_full
from app.domain.sanctions import MEASURES, REVERSED, KeptSanction
from app.domain.taking_effect import number_of
from app.domain.words import Words
from app.errors import NothingToLift, OtherMeasureRuns, ReasonNeeded, Refused
from app.operations import letters
from app.operations.commanding import community_info
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.sanction_letters import TEAM
from storage.transaction import Transaction

_ENDING_EARLY = Words("提前解除处置", "end a measure early")
_ENDING = Words("解除处置", "end measures")

LOOKED_BACK = timedelta(days=90)
"""How long after its end a measure is still looked at: longer than any measure lasts."""


# --- early -----------------------------------------------------------------------------------------------


def lift(
    desk: Desk,
    decision: DecisionId,
    why: LiftReason,
    *,
    words: str = "",
    message: str = "",
    hold: timedelta = NO_HOLD,
) -> Decided:
    """End a measure before its term: the member can write again and is told; the strikes stay.

    Args:
        desk: of another person than the one who decided.
        decision: the sanction.
        why: it ends early.
        words: what is said about that, for the team.
        message: the letter, "" for the standard one.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        NothingToLift: no measure of it runs.
        OwnMeasure: it is their own decision.
        TooEarlyToLift: less than half of it is served.
        OtherMeasureRuns: another measure of the kind would end with it.
        NotForTrainees: a trainee ends nothing early.
        Refused: another rule forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        kept = tx.sanctions.get(decision)
        if kept is None:
            raise NothingToLift
        case = case_to_decide(desk, tx, kept.case_id)
        require_full(desk.me, _ENDING_EARLY)
        now = desk.clock()
        check_lift(kept, desk.me.id, desk.me.name, now)
        _check_alone(tx, kept, now)
        text = typed(message, LONGEST_TEXT, ("内容", "The text")) or _letter(desk, tx, kept, why)
        check_message(text, community_info(tx).limits.message_max if case.place is None else None)
        words = typed(words)
        said = f"{LIFT_WORDS[why].zh}：{words}" if words else LIFT_WORDS[why].zh
        decided = keep(desk, tx, case, replace(_choice(case, kept, text, said), lifts=kept.decision), hold)
        if tx.sanctions.lifted_by(decided.decision) is not None:  # else it waits for a second person
            _enter(desk, tx, kept, decided, early=True)
        return decided


def running_of(desk: Desk, what: str) -> KeptSanction | None:
    """The measure that runs by this decision, or by the newest one on this case; None where none does."""
    now = desk.clock()
    with desk.record.read() as tx:
        by_decision = tx.sanctions.get(DecisionId(what))
        found = [by_decision] if by_decision else tx.sanctions.of_case(CaseId(what))
        running = [one for one in found if one.runs(now)]
    return running[-1] if running else None


def _check_alone(tx: Transaction, kept: KeptSanction, now: datetime) -> None:
    other = _other_running(tx, kept, now)
    if other is not None and other.ends is not None:
        raise OtherMeasureRuns(name=kept.sanction.member.name, until=moment_words(other.ends.astimezone()))


def _other_running(tx: Transaction, kept: KeptSanction, now: datetime) -> KeptSanction | None:
    """Another measure of the kind that the same command would end."""
    running = (one for one in tx.sanctions.of_member(kept.sanction.member.id) if one.runs(now))
    same = [one for one in running if one.decision != kept.decision and _measure(one) is _measure(kept)]
    return same[-1] if same else None


def _measure(kept: KeptSanction) -> CommandKind | None:
    return MEASURES.get(kept.rung)


def _reversing(kept: KeptSanction, case: Case) -> Intent:
    measure = MEASURES[kept.rung]
    return Intent(REVERSED[measure], case_id=case.id, member_id=kept.sanction.member.id)


def _choice(case: Case, kept: KeptSanction, text: str, reason: str) -> Choice:
    letter = Intent(
        CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=kept.sanction.member.id, text=text
    )
    answers = (_reversing(kept, case), letter) if text else (_reversing(kept, case),)
    return Choice(kind=DecisionKind.LIFT, step=Step.STAY, answers=answers, text=text, reason=reason)


def _letter(desk: Desk, tx: Transaction, kept: KeptSanction, why: LiftReason) -> str:
    now = desk.clock().astimezone()
    language = language_of(tx.decisions.get(kept.decision).text)
    term = kept.sanction.term
    decided_at = (term.starts if term else kept.at).astimezone()
    about = Contested(
        kept.sanction.member.name,
        number_of(kept.decision),
        decided_at,
        RUNG_WORDS[kept.rung],
        TEAM.say(language),
        now,
    )
    facts = LiftFacts(about, now, TOLD_MEMBER[why], strikes_stay=True)
    return letters.governing("lift.early", language, values_of_lift(facts, language)).text


def _enter(desk: Desk, tx: Transaction, kept: KeptSanction, decided: Decided, *, early: bool) -> None:
    term = kept.sanction.term
    body: Body = {
        "decision": decided.decision,
        "sanction": kept.decision,
        "rung": kept.rung.value,
        "early": early,
        "starts": term.starts.isoformat() if term else None,
        "ends": kept.ends.isoformat() if kept.ends else None,
        "strikes_stay": kept.strikes,
    }
    tx.ledger.append(EntryKind.MEASURE_LIFTED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})


# --- after its end ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ended:
    """What ending overdue measures gives back; `by_hand` of the commands a person carries out, `left` for others."""

    decided: tuple[Decided, ...] = ()
    by_hand: int = 0
    left: int = 0
    changes: Changes = DECIDING


def overdue(desk: Desk) -> list[Overdue]:
    """Measures whose end has passed, but which may still hold in the community; the oldest first."""
    with desk.record.read() as tx:
        return overdue_in(desk, tx, desk.clock())


def overdue_in(desk: Desk, tx: Transaction, now: datetime) -> list[Overdue]:
    """The same within a transaction, for pages that tell of more."""
    info = tx.marks.info()
    newest: dict[tuple[str, CommandKind], KeptSanction] = {}
    for kept in _ended(tx, now):
        newest[kept.sanction.member.id, MEASURES[kept.rung]] = kept
    found = [one for kept in newest.values() if (one := _overdue(desk, tx, kept, info, now)) is not None]
    return sorted(found, key=lambda one: one.ended)


def _ended(tx: Transaction, now: datetime) -> list[KeptSanction]:
    """Measures that took effect and whose end has passed, those too that an appeal shortened."""
    decided = [*tx.sanctions.ended(now - LOOKED_BACK, now), *tx.sanctions.running(now)]
    return [
        one
        for one in decided
        if one.ends is not None and one.ends <= now and not one.overturned and one.lifted_at is None
    ]


def _overdue(
    desk: Desk, tx: Transaction, kept: KeptSanction, info: CommunityInfo | None, now: datetime
) -> Overdue | None:
    ends = kept.ends
    if ends is None or _other_running(tx, kept, now) is not None or _seen_to(tx, kept, ends):
        return None
    measure = MEASURES[kept.rung]
    done = [one for one in tx.outbox.of_decision(kept.decision) if one.intent.kind is measure]
    carried_out = any(one.state is CommandState.SENT for one in done)
    shown = _shown_until(_member(desk, kept), measure)
    if carried_out and any(one.by_hand for one in done):
        return Overdue(kept, ends, WhyOverdue.BY_HAND, shown)
    if carried_out and info is not None and info.capability(measure).level is not Level.NATIVE:
        return Overdue(kept, ends, WhyOverdue.NOT_BY_ITSELF, shown)
    if shown is not None and shown > now:
        return Overdue(kept, ends, WhyOverdue.STILL_SHOWN, shown)
    return None


def _seen_to(tx: Transaction, kept: KeptSanction, ends: datetime) -> bool:
    """Whether somebody saw to its end already."""
    decided: list[Decision] = tx.decisions.of_case(tx.cases.get(kept.case_id).key)
    return any(one.kind is DecisionKind.LIFT and one.undone_at is None and one.at >= ends for one in decided)


def _member(desk: Desk, kept: KeptSanction) -> Member | None:
    with desk.cache.read() as cached:
        return cached.threads.member(kept.sanction.member.id)


def _shown_until(member: Member | None, measure: CommandKind) -> datetime | None:
    if member is None:
        return None
    return member.silenced_until if measure is CommandKind.SILENCE else member.suspended_until


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """What is overdue, as a part of the page with which a shift is handed over."""
    found = overdue_in(desk, tx, now)
    lines = []
    for one in found[:SHOWN]:
        who, rung = one_line(one.kept.sanction.member.name, 20), RUNG_WORDS[one.kept.rung]
        said = Words(f"{who}：{rung.zh}，{one.told.zh}", f"{who}: {rung.en}; {one.told.en}")
        lines.append(Line(said, one.kept.case_id))
    title = Words("处置已到期，社区可能还没解除", "Measures that are over but may still hold")
    return Section("overdue", title, tuple(lines), more=len(found) - len(lines), alarm=bool(found))


def end_overdue(desk: Desk, *, hold: timedelta = NO_HOLD) -> Ended:
    """See to every overdue end: the community is told, or, where it can't be, a person has it to do.

    Each is seen to by itself: one that is on a post of theirs, that they keep out of, or that the community can't end,
    is left for others, and holds up none.

    Raises:
        NoRight: the person is no moderator.
        NotForTrainees: a trainee ends nothing.
        Refused: all of them were refused; the sentence is that of the first.
    """
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _ENDING)
    decided: list[Decided] = []
    refused: list[Refused] = []
    for overdue_one in overdue(desk):
        try:
            with desk.record.write() as tx:
                decided.append(_end(desk, tx, overdue_one, hold))
        except Refused as reason:
            refused.append(reason)
    if refused and not decided:
        raise refused[0]
    return Ended(tuple(decided), sum(one.by_hand for one in decided), left=len(refused))


def _end(desk: Desk, tx: Transaction, one: Overdue, hold: timedelta) -> Decided:
    case = case_to_decide(desk, tx, one.kept.case_id)
    if not any(other.kept.decision == one.kept.decision for other in overdue_in(desk, tx, desk.clock())):
        raise NothingToLift  # somebody saw to it meanwhile
    done = keep(desk, tx, case, _choice(case, one.kept, "", one.told.zh), hold)
    _enter(desk, tx, one.kept, done, early=False)
    return done


def leave_overdue(desk: Desk, decision: DecisionId, *, reason: str) -> Decided:
    """Nothing is to be done about an overdue end: it was ended before, or somebody else restricted the account.

    Raises:
        ReasonNeeded: none is given.
        NothingToLift: nothing of it is overdue.
    """
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    require_full(desk.me, _ENDING)
    with desk.record.write() as tx:
        found = next((one for one in overdue_in(desk, tx, desk.clock()) if one.kept.decision == decision), None)
        if found is None:
            raise NothingToLift
        case = case_to_decide(desk, tx, found.kept.case_id)
        choice = Choice(kind=DecisionKind.LIFT, step=Step.STAY, reason=reason)
        decided = keep(desk, tx, case, choice, NO_HOLD)
        _enter(desk, tx, found.kept, decided, early=False)
        return decided
