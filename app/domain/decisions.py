"""Decisions: what a moderator chose, on which text, on which basis."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandId, DecisionId
from app.domain.conduct import Basis
from app.domain.members import MemberRef
from app.domain.words import Words


class DecisionKind(StrEnum):
    """The answers to a case."""

    COACHING = "coaching"
    REPLY = "reply"
    DISMISSAL = "dismissal"


DECISION_WORDS = {
    DecisionKind.COACHING: Words("私信提醒", "the reminder"),
    DecisionKind.REPLY: Words("公开回复", "the public reply"),
    DecisionKind.DISMISSAL: Words("无需处置", "the dismissal"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a case with everything resolved, never to be looked up later."""

    id: DecisionId
    kind: DecisionKind
    case_id: CaseId
    by: MemberRef
    at: datetime
    revision: str
    basis: Basis | None = None
    text: str = ""
    reason: str = ""
    state_before: CaseState = CaseState.NEW
    state_after: CaseState = CaseState.NEW
    undone_at: datetime | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """What an operation that decides gives back: the decision, its commands in order, and the state of the case."""

    case: CaseId
    decision: DecisionId
    commands: tuple[CommandId, ...]
    state: CaseState
