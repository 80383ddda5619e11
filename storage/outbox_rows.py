"""The outbox as screens and queues show it: lines, how much waits, what is laid over cases."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import NEEDS_PERSON, CommandState, most_telling
from app.domain.decisions import DecisionKind
from app.domain.members import MemberId
from app.domain.outbox import OutboxRow
from storage.commands import TO_DO, case_lane, command_of, in_the_way
from storage.schema import accounts, cases
from storage.schema_decisions import commands, decisions, unsettled
from storage.schema_honours import grant_events, grants, nominations, thanks
from storage.values import moment, moment_or_none, released

_FEW = 100
_LAID_OVER = sa.select(commands.c.lane, commands.c.state, commands.c.not_before, commands.c.by_hand).where(unsettled())
_UNSETTLED = _LAID_OVER.limit(_FEW)
_OVER = _LAID_OVER.where(commands.c.lane.in_(sa.bindparam("lanes", expanding=True)))


class OnItsWay(NamedTuple):
    """What is unsettled of a case: the state that tells most, until when it is held, whether a person is to do it."""

    state: CommandState
    held: datetime | None = None
    by_hand: bool = False


class OutboxRows:
    """What is shown of the outbox, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def counts(self) -> dict[CommandState, int]:
        """How many commands there are in each state that is not settled, without those that wait for a person."""
        rows = self._connection.execute(
            sa.select(commands.c.state, sa.func.count()).where(unsettled(), ~TO_DO).group_by(commands.c.state)
        )
        return {CommandState(state): count for state, count in rows}

    def of_others(self, me: MemberId) -> dict[str, int]:
        """How many commands wait for the sync of somebody else, under whose account they go out, by their names."""
        theirs = sa.and_(commands.c.state == CommandState.WAITING.value, ~commands.c.by_hand, commands.c.by_id != me)
        rows = self._connection.execute(
            sa.select(accounts.c.name, sa.func.count().label("waiting"))
            .join(accounts, accounts.c.id == commands.c.by_id)
            .where(theirs)
            .group_by(accounts.c.name)
            .order_by(accounts.c.name)
        )
        return {row.name: row.waiting for row in rows}

    def count_by_hand(self) -> int:
        """How many commands wait for a person to do them."""
        return self._connection.execute(sa.select(sa.func.count()).select_from(commands).where(TO_DO)).scalar_one()

    def unsettled_decisions(self) -> tuple[int, int]:
        """How many decisions have something unsettled, and how many of them need a person."""
        person = sa.or_(commands.c.state.in_([state.value for state in NEEDS_PERSON]), TO_DO)
        by_decision = (
            sa.select(sa.func.max(sa.case((person, 1), else_=0)).label("person"))
            .where(unsettled())
            .group_by(commands.c.decision_id)
            .subquery()
        )
        row = self._connection.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(by_decision.c.person), 0)).select_from(by_decision)
        ).one()
        return int(row[0]), int(row[1])

    def over(self, case_ids: Sequence[CaseId], now: datetime) -> dict[CaseId, OnItsWay]:
        """What is unsettled of these cases."""
        lanes = {case_lane(case_id): case_id for case_id in case_ids}
        found: dict[CaseId, OnItsWay] = {}
        for row in self._unsettled_of(lanes):
            case_id = lanes[row.lane]
            state, held, by_hand = found.get(case_id, OnItsWay(CommandState.BLOCKED))
            until = moment_or_none(row.not_before)
            later = until if until and until > now and (held is None or until > held) else held
            told = most_telling(state, CommandState(row.state))
            found[case_id] = OnItsWay(told, later, by_hand or row.by_hand)
        return found

    def _unsettled_of(self, lanes: Collection[str]) -> Iterable[Any]:
        """What is unsettled in these lanes. An outbox is short most of the time: then all of it is read at once."""
        few = self._connection.execute(_UNSETTLED).all()
        if len(few) == _FEW and lanes:
            return self._connection.execute(_OVER, {"lanes": list(lanes)})
        return [row for row in few if row.lane in lanes]

    def rows(
        self, me: MemberId, *, done: bool, beyond: int | None, limit: int, to_do_at: datetime | None = None
    ) -> list[OutboxRow]:
        """A page of lines: what is unsettled, oldest first, or what is settled, newest first.

        Args:
            me: who asks.
            done: what is settled, with all of its decision.
            to_do_at: only what waits for a person to do it, has its turn, and is no longer held back at this time.
            beyond: the `seq` of the last line of the page before.
            limit: how many lines at most.
        """
        at = sa.func.coalesce(commands.c.settled_at, decisions.c.undone_at, decisions.c.at).label("at")
        joined = commands.join(decisions, decisions.c.id == commands.c.decision_id)
        joined = joined.outerjoin(cases, cases.c.key == decisions.c.case_key)  # some decisions are about no case
        joined = joined.outerjoin(accounts, accounts.c.id == commands.c.by_id)
        about = (cases.c.id.label("case_id"), cases.c.title, _whom().label("author_name"))
        who = sa.func.coalesce(accounts.c.name, decisions.c.by_name).label("by_name")
        statement = sa.select(commands, *about, who, decisions.c.kind.label("decision"), at).select_from(joined)
        statement = statement.where(~_at_work() if done else unsettled()).limit(limit)
        if to_do_at is not None:
            statement = statement.where(TO_DO, ~in_the_way(), released(commands.c.not_before, to_do_at))
        seq = commands.c.seq
        if beyond is not None:
            statement = statement.where(seq < beyond if done else seq > beyond)
        rows = self._connection.execute(statement.order_by(seq.desc() if done else seq))
        return [_outbox_row(row, me) for row in rows]


def _whom() -> sa.ColumnElement[str]:
    """Whom a decision is about: the author of its case, or who is thanked or honoured by it."""
    honoured = grants.join(grant_events, grant_events.c.grant_key == grants.c.key)
    return sa.func.coalesce(
        cases.c.author_name,
        _named(sa.select(thanks.c.member_name).where(thanks.c.decision_id == decisions.c.id)),
        _named(
            sa.select(grants.c.member_name).select_from(honoured).where(grant_events.c.decision_id == decisions.c.id)
        ),
        _named(sa.select(nominations.c.member_name).where(nominations.c.asked_by_decision == decisions.c.id)),
    )


def _named(found: sa.Select[tuple[str]]) -> sa.ScalarSelect[str]:
    return found.limit(1).correlate(decisions).scalar_subquery()


def _at_work() -> sa.Exists:
    """Whether something of a command's decision is unsettled."""
    beside = commands.alias("beside")
    return sa.exists().where(beside.c.decision_id == commands.c.decision_id, unsettled(beside))


def _outbox_row(row: sa.Row[tuple[object, ...]], me: MemberId) -> OutboxRow:
    command = command_of(row)
    return OutboxRow(
        command=command,
        case=CaseId(row.case_id) if row.case_id is not None else None,
        title=row.title or command.intent.title,
        author=row.author_name or "",
        by_name=row.by_name,
        decision=DecisionKind(row.decision),
        mine=row.by_id == me,
        next_attempt_at=moment_or_none(row.next_attempt_at),
        at=moment(row.at),
        seq=row.seq,
    )
