"""The outbox as people look at it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import CaseId
from app.domain.commands import Command
from app.domain.decisions import DecisionKind


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A command as one line of the outbox.

    `at` is when it was settled, or else decided. `mine`: the person who asks decided it. `seq` says where it stands,
    for asking what comes after it.
    """

    command: Command
    case: CaseId | None
    title: str
    author: str
    by_name: str
    decision: DecisionKind
    mine: bool
    next_attempt_at: datetime | None
    at: datetime
    seq: int = 0
