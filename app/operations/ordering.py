"""Decisions that are about no case: what is published for all, and what newcomers are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import CaseState
from app.domain.commands import Command, CommandId, DecisionId, Intent
from app.domain.decisions import NO_CASE, Decision, DecisionKind
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.operations.commanding import community_info
from app.operations.desk import NO_HOLD, Desk, new_id
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an order gives back: the decision, and its commands in order; `by_hand` of them a person carries out."""

    decision: DecisionId
    commands: tuple[CommandId, ...]
    by_hand: int = 0


def order(
    desk: Desk,
    tx: Transaction,
    kind: DecisionKind,
    intents: Sequence[Intent],
    *,
    lane: str,
    text: str = "",
    reason: str = "",
    private: Mapping[str, str] | None = None,
    by_hand: bool = False,
    hold: timedelta = NO_HOLD,
) -> Ordered:
    """Keep a decision about no case with its commands, and enter it in the ledger.

    Args:
        kind: one of `WITHOUT_CASE`.
        intents: what is to be done, in order; about no case.
        lane: what has to go in order with it, as in "notice".
        private: further personal values, for the ledger's commitments.
        by_hand: a person carries it out somewhere, whatever the community can do.
        hold: how long the commands wait, so that the decision can be taken back.

    Raises:
        NotSignedIn: the community was never asked what it can do.
        Unsupported: the community can't carry it out; nothing is queued.
    """
    now = desk.clock()
    me, until = MemberRef(desk.me.id, desk.me.name), now + hold if hold else None
    words = (text, reason)
    return order_as(
        tx, kind, intents, by=me, at=now, until=until, lane=lane, words=words, private=private, by_hand=by_hand
    )


def order_as(
    tx: Transaction,
    kind: DecisionKind,
    intents: Sequence[Intent],
    *,
    by: MemberRef,
    at: datetime,
    lane: str,
    until: datetime | None = None,
    words: tuple[str, str] = ("", ""),
    private: Mapping[str, str] | None = None,
    by_hand: bool = False,
) -> Ordered:
    """The same for what follows from a decision, in the name of who made that.

    Args:
        by, at: who decides, and when.
        until: before that moment nothing is sent.
        words: text and reason of the decision.
    """
    info, (text, reason) = community_info(tx), words
    for intent in () if by_hand else intents:
        info.require(intent.kind)
    decision = _decision(by, at, kind, text, reason)
    commands = [_command(decision, one, until, by_hand=by_hand or not info.sends(one.kind)) for one in intents]
    tx.decisions.add(decision, None)
    tx.outbox.add(commands, lane=lane)
    body = {"decision": decision.id, "kind": kind.value, "lane": lane, "commands": len(commands)}
    told = {"by": f"{by.id} {by.name}", "text": text, "reason": reason} | dict(private or {})
    tx.ledger.append(EntryKind.DECIDED, at, body, {name: value for name, value in told.items() if value})
    return Ordered(decision.id, tuple(one.id for one in commands), sum(one.by_hand for one in commands))


def _command(decision: Decision, intent: Intent, until: datetime | None, *, by_hand: bool) -> Command:
    """What carries out an intent, not before that moment."""
    number = CommandId(new_id())
    return Command(number, decision.id, intent, not_before=until, by=decision.by.id, by_hand=by_hand)


def _decision(by: MemberRef, at: datetime, kind: DecisionKind, text: str, reason: str) -> Decision:
    """It moves no case: the states say nothing."""
    return Decision(
        id=DecisionId(new_id()),
        kind=kind,
        case_id=NO_CASE,
        by=by,
        at=at,
        revision="",
        text=text,
        reason=reason,
        state_before=CaseState.CLOSED,
        state_after=CaseState.CLOSED,
    )
