"""How a ruling stands: which of its decisions do, from when it may be published, and when its referral is over."""

from dataclasses import replace
from datetime import datetime

from app.domain.cases import Case
from app.domain.commands import CommandKind, CommandState, DecisionId
from app.domain.council import Referral, Remedy, Stage
from app.domain.council_ruling import Ruling
from app.domain.decisions import DecisionKind
from app.domain.sanctions import appeal_end
from app.errors import RulingBinds
from storage.transaction import Transaction

_BOUND = frozenset({DecisionKind.COACHING, DecisionKind.SANCTION})


def check_left_to_ruling(tx: Transaction, case: Case, kind: DecisionKind) -> None:
    """Let pass what does not go past the ruling on a case: whoever follows it carries it out, or refuses it in public.

    Reminders and measures come by carrying out alone. A case is put away only once the ruling on it was carried out,
    refused, closed, or recommends that nothing follows.

    Raises:
        RulingBinds: it goes past the ruling.
    """
    ruling = tx.rulings.on_case(case.key, case.post_id)
    if ruling is None:
        return
    referral = tx.council.find(ruling.referral)
    if referral is not None and (kind in _BOUND or _to_be_done(tx, referral, ruling, case)):
        raise RulingBinds(case=case.id, referral=referral.id)


def _to_be_done(tx: Transaction, referral: Referral, ruling: Ruling, case: Case) -> bool:
    if referral.stage is not Stage.RULED or ruling.refused_why or ruling.outcome.remedy is Remedy.NONE:
        return False
    complaining = {one.member.id for one in tx.council.parties(referral.key) if one.complains}
    about = case.id in tx.council.cases(referral.key) and not (case.author and case.author.id in complaining)
    return about and not standing_decisions(tx, ruling)


def standing_decisions(tx: Transaction, ruling: Ruling) -> tuple[DecisionId, ...]:
    """Those by which a ruling is carried out, and which stand: not undone, not sent back. Some may wait yet."""
    return tuple(one for one in ruling.decisions if tx.decisions.get(one).undone_at is None)


def in_effect(tx: Transaction, decision: DecisionId) -> bool:
    """Whether a decision happened: it stands, who has to agree did, and something of it arrived in the community."""
    found = tx.decisions.get(decision)
    if found.undone_at is not None:
        return False
    agreed = tx.governing.approval(decision) if found.second_person is not None else None
    if found.second_person is not None and (agreed is None or not agreed.agreed):
        return False
    commands = [one for one in tx.outbox.of_decision(decision) if one.intent.kind is not CommandKind.CLAIM]
    return not commands or any(one.state is CommandState.SENT for one in commands)


def as_it_stands(tx: Transaction, ruling: Ruling) -> Ruling:
    """The ruling with the decisions that stand, and the moment from which it may be published."""
    standing = standing_decisions(tx, ruling)
    if ruling.publish_at is None or ruling.published_at is not None:
        return replace(ruling, decisions=standing)
    ends = [_appeal_end(tx, one) for one in standing]
    return replace(ruling, decisions=standing, publish_at=max([ruling.publish_at, *filter(None, ends)]))


def _appeal_end(tx: Transaction, decision: DecisionId) -> datetime | None:
    """The last moment for an appeal against a decision; None for a letter, against which there is none."""
    found, kept = tx.decisions.get(decision), tx.sanctions.get(decision)
    if found.kind is DecisionKind.MESSAGE:
        return None
    term = kept.sanction.term if kept is not None else None
    return appeal_end(term.starts if term is not None else found.at)


def appealed(tx: Transaction, ruling: Ruling) -> bool:
    """Whether an appeal against what carries a ruling out waits for its answer."""
    return any(one.outcome is None for decision in ruling.decisions for one in tx.appeals.of_decision(decision))


def close_when_done(tx: Transaction, referral: Referral, now: datetime) -> None:
    """Close a referral whose ruling is published, and refused or carried out in effect, where anything follows."""
    ruling = tx.rulings.find(referral.key)
    if ruling is None or ruling.published_at is None or referral.stage is not Stage.RULED:
        return
    standing = standing_decisions(tx, ruling)
    done = bool(standing) and all(in_effect(tx, one) for one in standing)
    if ruling.refused_why or (ruling.outcome.remedy is Remedy.NONE and not standing) or done:
        tx.council.end(referral.key, Stage.CLOSED, now)


def on_delivered(tx: Transaction, decision: DecisionId, now: datetime) -> None:
    """Something of a decision arrived: where it carries a ruling out, the referral may be over."""
    key = tx.rulings.carried_by(decision)
    referral = tx.council.find(key, to_change=True) if key is not None else None
    if referral is not None:
        close_when_done(tx, referral, now)
