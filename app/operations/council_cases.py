"""Cases on their way to the council and back: each way is a decision on the case."""

from collections.abc import Sequence
from datetime import timedelta

from app.domain.cases import STATE_WORDS, STEP_WORDS, Case, CaseId, CaseState, Step, move
from app.domain.council import OPEN_STAGES, STAGE_WORDS, Referral, ReferralId, Stage
from app.domain.council_referring import check_kind, reported_as_minor
from app.domain.decisions import Choice, Decided, Decision, DecisionKind
from app.domain.ledger import EntryKind
from app.errors import BackFromCouncil, InAnotherReferral, MinorConcerned, NotFromHere, ReferralSettled, Refused
from app.operations.council_referrals import enter, me, referral_in
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.lanes_guard import check_seen
from storage.transaction import Transaction


def referral_of(tx: Transaction, case: Case) -> Referral | None:
    """The open referral in which a case is."""
    found = tx.council.of_case(case.key)
    open_ = found is not None and found.stage in OPEN_STAGES and case.id in tx.council.cases(found.key)
    return found if open_ else None


def check_referable(tx: Transaction, case: Case) -> None:
    """Let pass a case that a council can judge.

    Raises:
        KindNotReferred: an honest complaint, or what has a lane of its own.
        MinorConcerned: it may concern a minor.
        InAnotherReferral: it is before the council already.
    """
    check_kind(case.id, case.kind)
    if concerns_minor(tx, case):
        raise MinorConcerned(case=case.id)
    other = referral_of(tx, case)
    if other is not None:
        raise InAnotherReferral(case=case.id, referral=other.id)


def check_joinable(tx: Transaction, case: Case) -> None:
    """Let pass a case that can be referred as it stands.

    Raises:
        Refused: a rule forbids it, with the sentence that says which.
    """
    check_referable(tx, case)
    move(case.id, case.state, Step.REFER)
    check_seen(case, Choice(DecisionKind.REFERRAL, Step.REFER, verdict=case.verdict))


def with_same_posts(
    desk: Desk, tx: Transaction, wanted: Sequence[CaseId], within: Sequence[CaseId] = ()
) -> tuple[list[Case], tuple[CaseId, ...]]:
    """The cases, and with them what else is open about the same posts; and which of that can't be joined.

    Args:
        desk, tx: of the person who refers.
        wanted: cases that were named.
        within: those that are in the referral already.

    Raises:
        NoRight, CaseNotFound, OwnPost, SelfRecused: the person can't decide on one that was named.
    """
    found = [case_to_decide(desk, tx, one) for one in dict.fromkeys(wanted)]
    posts = dict.fromkeys(one.post_id for one in found if one.post_id is not None)
    named = {*within, *(one.id for one in found)}
    left = []
    for other in (one for post in posts for one in tx.council_posts.open_of_post(post) if one not in named):
        try:
            case = case_to_decide(desk, tx, other)
            check_joinable(tx, case)
            found.append(case)
        except Refused:
            left.append(other)
    return found, tuple(left)


def concerns_minor(tx: Transaction, case: Case) -> bool:
    """Whether a case may concern a minor: most reports say so, or staff noted it on a case of its author."""
    return reported_as_minor(case) or tx.lanes.of_minor(case.key, case.author.id if case.author else None)


def put_before(desk: Desk, tx: Transaction, case: Case, *, key: int, why: str, hold: timedelta = NO_HOLD) -> Decided:
    """Join a case to a referral: it waits for the council from now on.

    Args:
        key: of the referral.
        why: what is asked.
        hold: how long its commands wait, so that it can be taken back.

    Raises:
        Refused: a rule forbids it.
    """
    check_referable(tx, case)
    choice = Choice(DecisionKind.REFERRAL, Step.REFER, reason=why, verdict=case.verdict)
    decided = keep(desk, tx, case, choice, hold)
    tx.council.add_case(key, case.key, me(desk), desk.clock())
    return decided


def bring_back(desk: Desk, tx: Transaction, case: Case, reason: str) -> Decided | None:
    """Bring a case back to the desk with a reason; None where it is no longer with the council.

    It stays a case of its referral: who takes it out of that says so to the store.

    Raises:
        NotFromHere: a decision on it waits for another person.
    """
    if case.state is CaseState.AWAITING_APPROVAL:
        now, step = STATE_WORDS[case.state], STEP_WORDS[Step.ANSWERED]
        raise NotFromHere(what=case.id, state_zh=now.zh, state_en=now.en, action_zh=step.zh, action_en=step.en)
    if case.state is not CaseState.AWAITING_COUNCIL:
        return None
    choice = Choice(DecisionKind.RETURN, Step.ANSWERED, reason=reason, verdict=case.verdict)
    return keep(desk, tx, case, choice, NO_HOLD)


def taken_back(desk: Desk, tx: Transaction, decision: Decision) -> None:
    """A referral of a case is undone: it leaves, and the referral with it where it was the only one.

    Raises:
        BackFromCouncil: the case came back meanwhile; or the decision is that it came back.
        ReferralSettled: seats were given what to judge.
    """
    case = tx.cases.get(decision.case_id, to_change=True)
    found = None if decision.kind is DecisionKind.RETURN else referral_of(tx, case)
    if found is None:
        raise BackFromCouncil(case=case.id)
    referral = preparing(tx, found.id)
    now = desk.clock()
    tx.council.leave(referral.key, now, case.key)
    body = {"change": "undone", "cases": case.id}
    enter(desk, tx, referral, EntryKind.REFERRAL_CHANGED, body)
    if not tx.council.cases(referral.key):
        tx.council.end(referral.key, Stage.WITHDRAWN, now)


def letter_taken_back(tx: Transaction, decision: Decision) -> None:
    """Whoever was asked for a statement by a letter that is undone was not asked."""
    found = referral_of(tx, tx.cases.get(decision.case_id))
    if found is not None and found.stage is Stage.PREPARING:
        tx.council.not_asked(found.key, decision.at)


def preparing(tx: Transaction, referral: ReferralId | str) -> Referral:
    """The referral, to be changed, while it is being prepared.

    Raises:
        ReferralNotFound: there is none.
        ReferralSettled: seats were given what to judge.
    """
    found = referral_in(tx, referral, to_change=True)
    if found.stage is not Stage.PREPARING:
        words = STAGE_WORDS[found.stage]
        raise ReferralSettled(referral=found.id, stage=(words.zh, words.en))
    return found
