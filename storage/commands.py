"""What everything that reads commands shares: how a row becomes a command, which lane it is in, what waits."""

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import Command, CommandId, CommandState, DecisionId, Intent, Receipt
from app.domain.members import MemberId
from app.domain.words import Words
from storage.schema_decisions import commands, unsettled
from storage.values import moment_or_none

TO_DO = sa.and_(commands.c.by_hand, commands.c.state == CommandState.WAITING.value)
"""What waits for a person to do it: no sender ever takes it."""


def in_the_way() -> sa.Exists:
    """Whether something unsettled stands before a command in its lane."""
    before = commands.alias("before")
    return sa.exists().where(before.c.lane == commands.c.lane, before.c.seq < commands.c.seq, unsettled(before))


def case_lane(case_id: CaseId) -> str:
    """The lane of what is about one case."""
    return f"case:{case_id}"


def lane_of(command: Command) -> str:
    """What goes in order: the commands about one case, else those of one decision."""
    case_id = command.intent.case_id
    return case_lane(case_id) if case_id else f"decision:{command.decision}"


def command_of(row: sa.Row[tuple[object, ...]]) -> Command:
    """A row of the table as a command."""
    return Command(
        id=CommandId(row.id),
        decision=DecisionId(row.decision_id),
        intent=msgspec.json.decode(row.intent, type=Intent),
        state=CommandState(row.state),
        base_version=row.base_version,
        attempts=row.attempts,
        reason=Words(*msgspec.json.decode(row.reason)),
        not_before=moment_or_none(row.not_before),
        first_sent_at=moment_or_none(row.first_sent_at),
        last_sent_at=moment_or_none(row.last_sent_at),
        receipt=msgspec.json.decode(row.receipt, type=Receipt) if row.receipt else None,
        by=MemberId(row.by_id),
        by_hand=row.by_hand,
    )
