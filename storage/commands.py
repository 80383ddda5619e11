"""What everything that reads commands shares: how a row becomes a command, which lane it is in, what waits."""

from datetime import timedelta

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import Command, CommandId, CommandState, DecisionId, Intent, Receipt
from app.domain.members import MemberId
from app.domain.outside import SPEAKING, SPEAKS_AGAIN_AFTER
from app.domain.words import Words
from storage.schema import cases
from storage.schema_contacts import outside_parties, outside_releases
from storage.schema_decisions import commands, decisions, unsettled
from storage.values import moment_or_none

TO_DO = sa.and_(commands.c.by_hand, commands.c.state == CommandState.WAITING.value)
"""What waits for a person to do it: no sender ever takes it."""


def in_the_way() -> sa.Exists:
    """Whether something unsettled stands before a command in its lane."""
    before = commands.alias("before")
    return sa.exists().where(before.c.lane == commands.c.lane, before.c.seq < commands.c.seq, unsettled(before))


def held_outside() -> sa.ColumnElement[bool]:
    """Whether a command says something that concerns a party from outside, and no other person agreed since its flag.

    What is written from then on is kept only once another person agreed; this holds what was written before.
    """
    mine, theirs = cases.alias("mine"), cases.alias("theirs")
    agreed = sa.exists().where(
        outside_releases.c.decision_id == commands.c.decision_id, outside_releases.c.up_to >= outside_parties.c.seq
    )
    holding = sa.exists().where(
        decisions.c.id == commands.c.decision_id,
        mine.c.key == decisions.c.case_key,
        theirs.c.key == outside_parties.c.case_key,
        counts_for(decisions.c.by_id, decisions.c.at),
        sa.or_(concerns(mine, theirs), _aimed_at(theirs)),
        ~agreed.correlate(commands, outside_parties),
    )
    speaks = commands.c.kind.in_([kind.value for kind in sorted(SPEAKING)])
    return sa.and_(speaks, holding.correlate(commands))


def concerns(mine: sa.FromClause, theirs: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether what is said on one case is read by whoever is involved in another: same post, thread or author."""
    same = (mine.c[name] == theirs.c[name] for name in ("key", "post_id", "thread_id", "author_id"))
    return sa.or_(*same)


def counts_for(by: sa.ColumnElement[str], at: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a flag still counts for what somebody says: it stands, or it was they who ended it a short time ago."""
    lately = at < outside_parties.c.ended_at + SPEAKS_AGAIN_AFTER // timedelta(milliseconds=1)
    return sa.or_(outside_parties.c.ended_at.is_(None), sa.and_(outside_parties.c.ended_by_id == by, lately))


def _aimed_at(theirs: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a command itself names the post, the thread or the author, whatever case it was decided on."""
    named = (("post_id", "post_id"), ("thread_id", "thread_id"), ("member_id", "author_id"))
    return sa.or_(*(commands.c.intent.like(sa.literal(f'%"{key}":"') + theirs.c[name] + '"%') for key, name in named))


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
