"""Answering in public: a reply under the reported post, looked at before it goes, with a promise where it makes one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain import complaints
from app.domain.cases import TRANSITIONS, Case, CaseId, CaseState, CommunityState, Step, Verdict, can
from app.domain.commands import CommandKind, Intent
from app.domain.complaints import UNLIKE_REGISTER, Answered, Lack, Look, lacking
from app.domain.complaints_openings import OPENING_DAYS, opening
from app.domain.decisions import Choice, Decided, Decision, DecisionKind, check_new
from app.domain.lanes import OWN_LANES
from app.domain.messages import check_message, typed, visible
from app.domain.promises import Promising
from app.errors import NothingToAnswer, PlaceLeft, PromiseUntold, ReplyInsults, ReplyLacks
from app.operations.commanding import community_info, restoring
from app.operations.complaints_texts import marks
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.promises_keeping import open_promise
from app.operations.team_facts import facts_in
from storage.transaction import Transaction

MOST_OPENINGS = 1000
"""No more replies of the last days are looked through for their openings."""

LEAST_REASON = 4
"""A reason that lets a reply pass has so many characters that can be seen: “已电话沟通”, not “.”."""


def reply(
    desk: Desk,
    case_id: CaseId,
    *,
    message: str,
    promise: Promising | None = None,
    despite: str = "",
    hold: timedelta = NO_HOLD,
) -> Decided:
    """Reply to a reported post in its thread, for all to see.

    The post stands, so the community's report is settled as dismissed. With a promise the case awaits the department
    until its date; while one is open, and in lanes of their own, a reply closes nothing.

    Args:
        desk: of the person who acts.
        case_id: the case.
        message: as everybody will read it.
        promise: that it makes, to be registered with it.
        despite: why it goes out although a reply to a complaint should have what it lacks; LEAST_REASON characters
            at least.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        PlaceLeft: a place for something is open in it.
        ReplyInsults: it is a complaint, and the reply insults who wrote it.
        ReplyLacks: it is a complaint, and it lacks a part, or has them in the wrong order, without a real reason.
        PromiseUntold: it promises by a day and no promise goes with it; or one goes with it and its day is not said.
        Refused: another rule forbids it, with the sentence that says which. Nothing was kept.
    """
    why = typed(despite)
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        if case.thread_id is None:
            raise NothingToAnswer
        text = check_message(message, community_info(tx).limits.reply_max if case.place is None else None)
        step = _step(tx, case, promise)
        decisions = tx.decisions.of_case(case.key)
        if can(case.state, Step.REPLY) and TRANSITIONS[step].get(case.state) is not CaseState.CLOSED:
            check_new(decisions, text)
        answering = answered(desk, tx, case, decisions)
        passed = _check(complaints.look(text, answering, marks(), _now(desk), promise=_local(promise)), why)
        choice = _choice(tx, case, step, text, promise)
        return keep(desk, tx, case, replace(choice, reason=why if passed else "", despite=passed), hold)


def look(desk: Desk, case_id: CaseId, text: str, promise: Promising | None = None) -> Look:
    """What the gate says of a reply while it is written, with how often its opening was used lately.

    Raises:
        CaseNotFound: there is none.
    """
    since = desk.clock() - timedelta(days=OPENING_DAYS)
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        decisions = tx.decisions.of_case(case.key)
        recent = tx.decisions.replies_since(since, MOST_OPENINGS)
        answering = answered(desk, tx, case, decisions)
        closes = TRANSITIONS[_step(tx, case, promise)].get(case.state) is CaseState.CLOSED
    openings = [opening(said, (name, *answering.names)) for said, name in recent]
    seen = complaints.look(text, answering, marks(), _now(desk), promise=_local(promise), openings=openings)
    return replace(seen, closes=closes)


def answered(desk: Desk, tx: Transaction, case: Case, decisions: Sequence[Decision]) -> Answered:
    """What a reply answers, for the gate: whether it goes out alone or with others of its topic."""
    replied = any(one.kind is DecisionKind.REPLY and one.undone_at is None for one in decisions)
    team = facts_in(tx)
    names = (case.author.name if case.author else "", desk.me.name, team.brand, team.app)
    return Answered(case.kind, f"{case.title}\n{case.revision.body}", names, replied=replied)


def _now(desk: Desk) -> datetime:
    return desk.clock().astimezone()


def _local(promise: Promising | None) -> Promising | None:
    """A promise with its date as people here read it."""
    return replace(promise, due_at=promise.due_at.astimezone()) if promise else None


def _check(seen: Look, despite: str) -> str:
    """Let a reply pass that lacks nothing, or only what a reason lets pass: what that is, "" for nothing.

    Raises:
        PlaceLeft, PromiseUntold, ReplyInsults, ReplyLacks: it can't go out like this.
    """
    left = [one for one in seen.blocking if one.lack is Lack.OPEN_PLACES]
    unlike = [one for one in seen.blocking if one.lack in UNLIKE_REGISTER]
    insults = [one for one in seen.blocking if one.lack is Lack.INSULT]
    passable = [one for one in seen.blocking if one.passable]
    missing = passable if visible(despite) < LEAST_REASON else []
    for lacks, error in (
        (left, PlaceLeft),
        (unlike, PromiseUntold),
        (insults, ReplyInsults),
        (missing, ReplyLacks),
    ):
        if lacks:
            raise error(lacks=lacking(lacks), which=" ".join(one.lack.value for one in lacks))
    return " ".join(one.lack.value for one in passable)


def _step(tx: Transaction, case: Case, promise: Promising | None) -> Step:
    """What the reply does to the case: lanes are closed by their own step, promises by their closing reply."""
    if not can(case.state, Step.REPLY):
        return Step.REPLY  # which says why it is not possible
    if case.kind in OWN_LANES:
        return Step.CLAIM if case.state is CaseState.NEW else Step.STAY
    if promise is not None:
        return Step.PROMISE if can(case.state, Step.PROMISE) else Step.STAY
    if open_promise(tx, case) is not None:
        return Step.CLAIM if case.state is CaseState.NEW else Step.STAY
    return Step.REPLY


def _choice(tx: Transaction, case: Case, step: Step, text: str, promise: Promising | None) -> Choice:
    lane = case.kind in OWN_LANES
    ours = case.state in (CaseState.NEW, CaseState.CLAIMED) and not lane
    said = Intent(CommandKind.REPLY, case_id=case.id, post_id=case.post_id, thread_id=case.thread_id, text=text)
    return Choice(
        kind=DecisionKind.REPLY,
        step=step,
        outcome=None if lane else CommunityState.DISMISSED,
        verdict=None if lane else Verdict.NOT_UPHELD,
        answers=(*(restoring(tx, case) if ours else ()), said),  # what is answered in public stays folded no longer
        text=text,
        due_at=promise.due_at if promise and step is Step.PROMISE else None,
        promise=promise,
    )
