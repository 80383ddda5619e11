"""The outbox: the one table of intentions. What is to be sent is kept here first, in order, until it is settled."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import (
    Command,
    CommandId,
    CommandKind,
    CommandState,
    CommandStep,
    DecisionId,
    Receipt,
    move_command,
)
from app.domain.members import MemberId
from app.domain.words import NO_WORDS, Words
from app.errors import CommandNotFound
from storage.bulk import blocks
from storage.commands import TO_DO, case_lane, command_of, held_outside, in_the_way, lane_of
from storage.promises import Promises
from storage.schema_decisions import commands, unsettled
from storage.values import LONGEST_WAIT, due, moment_or_none, ms, ms_or_none, released

_FOLLOWED = frozenset({CommandState.SENT, CommandState.REFUSED, CommandState.CANCELLED})
"""Where a public word begins, or ends, to count for a promise."""


class Outbox:
    """The outbox as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[Command], *, lane: str = "") -> None:
        """Keep the commands of one decision, in the order in which they are to be sent.

        Args:
            lane: what goes in order with them, for commands that are about no case.
        """
        for command in new:
            intent = command.intent
            self._connection.execute(
                sa.insert(commands).values(
                    id=command.id,
                    decision_id=command.decision,
                    lane=lane or lane_of(command),
                    kind=intent.kind.value,
                    intent=msgspec.json.encode(intent).decode(),
                    by_id=command.by,
                    state=command.state.value,
                    base_version=command.base_version,
                    attempts=0,
                    reason=_sentence(NO_WORDS),
                    not_before=ms_or_none(command.not_before),
                    by_hand=command.by_hand,
                )
            )

    # --- reading ---------------------------------------------------------------------------------------

    def get(self, command_id: CommandId) -> Command:
        """The command with this id.

        Raises:
            CommandNotFound: there is none.
        """
        row = self._connection.execute(
            sa.select(commands).where(commands.c.id == command_id).with_for_update()
        ).one_or_none()
        if row is None:
            raise CommandNotFound(command=command_id)
        return command_of(row)

    def every(self) -> list[Command]:
        """All commands in every state, oldest first."""
        return self._all(sa.true())

    def of_case(self, case_id: CaseId) -> list[Command]:
        """The commands about a case, oldest first."""
        return self._all(commands.c.lane == case_lane(case_id))

    def of_decision(self, decision: DecisionId) -> list[Command]:
        """The commands of a decision, in order."""
        return self._all(commands.c.decision_id == decision)

    def in_state(self, state: CommandState, by: MemberId) -> list[Command]:
        """This person's commands in a state, oldest first."""
        return self._all(sa.and_(commands.c.state == state.value, commands.c.by_id == by))

    def in_doubt(self, by: MemberId, now: datetime) -> list[Command]:
        """This person's uncertain commands about which the community may be asked now."""
        uncertain = commands.c.state == CommandState.UNCERTAIN.value
        return self._all(
            sa.and_(uncertain, commands.c.by_id == by, due(commands.c.next_attempt_at, now), ~in_the_way())
        )

    def has_turn(self, command: Command) -> bool:
        """Whether nothing unsettled stands before it in its lane."""
        return self._is(command, ~in_the_way())

    def held_back(self, command: Command, now: datetime) -> bool:
        """Whether it still waits to be taken back."""
        return self._is(command, ~released(commands.c.not_before, now))

    def held_outside(self, command: Command) -> bool:
        """Whether it is a word from before somebody from outside was involved, which no other person let go."""
        return self._is(command, held_outside())

    def _is(self, command: Command, which: sa.ColumnElement[bool]) -> bool:
        first = sa.select(commands.c.id).where(commands.c.id == command.id, which)
        return self._connection.execute(first).scalar() is not None

    def settling(self, case_ids: Iterable[CaseId]) -> set[CaseId]:
        """Which of these cases have a settlement of ours on its way."""
        found: set[CaseId] = set()
        for block in blocks(case_ids):
            lanes = {case_lane(case_id): case_id for case_id in block}
            rows = self._connection.execute(
                sa.select(commands.c.lane).where(
                    commands.c.lane.in_(lanes), commands.c.kind == CommandKind.RESOLVE.value, unsettled()
                )
            )
            found.update(lanes[row.lane] for row in rows)
        return found

    def next(self, by: MemberId, now: datetime, paused_kinds: Sequence[str]) -> Command | None:
        """The command to send now: the oldest that waits, is due, and has nothing unsettled before it.

        Args:
            by: only this person's; what others decided goes out under their own name.
            now: commands held back, or put off, until later are passed over.
            paused_kinds: kinds of command that the community asked us to slow down.
        """
        ready = sa.and_(
            released(commands.c.not_before, now),
            due(commands.c.next_attempt_at, now),
        )
        statement = self._first_of_their_lane(by).where(ready, commands.c.kind.not_in(paused_kinds)).limit(1)
        row = self._connection.execute(statement).first()
        return None if row is None else command_of(row)

    def next_due_at(self, by: MemberId, now: datetime) -> datetime | None:
        """When this person's next command may be sent or asked about; None when all others are held back."""
        free = released(commands.c.not_before, now)
        waiting = self._first_of_their_lane(by).where(free).with_only_columns(commands.c.next_attempt_at)
        uncertain = sa.select(commands.c.next_attempt_at).where(
            commands.c.state == CommandState.UNCERTAIN.value, commands.c.by_id == by, ~in_the_way()
        )
        moments = [
            at or ms(now)
            for statement in (waiting.order_by(None).order_by(commands.c.next_attempt_at).limit(1), uncertain)
            for at in self._connection.execute(statement).scalars()
            if at is None or at <= ms(now + LONGEST_WAIT)
        ]
        return moment_or_none(min(moments)) if moments else None

    def _first_of_their_lane(self, by: MemberId) -> sa.Select[tuple[object, ...]]:
        return (
            sa.select(commands)
            .where(commands.c.state == CommandState.WAITING.value, ~commands.c.by_hand, commands.c.by_id == by)
            .where(~in_the_way(), ~held_outside())
            .order_by(commands.c.seq)
        )

    def _all(self, which: sa.ColumnElement[bool]) -> list[Command]:
        statement = sa.select(commands).where(which).order_by(commands.c.seq)
        return [command_of(row) for row in self._connection.execute(statement)]

    # --- writing ---------------------------------------------------------------------------------------

    def take(self, command: Command, now: datetime) -> bool:
        """The sender takes it: it may be on its way from now on.

        Returns:
            False where it is held, since somebody from outside is involved; nothing is changed.
        """
        if self.held_outside(command):
            return False
        try:
            with self._connection.begin_nested():
                self._move(
                    command,
                    CommandStep.TAKE,
                    attempts=command.attempts + 1,
                    first_sent_at=ms(command.first_sent_at or now),
                    last_sent_at=ms(now),
                )
        except sa.exc.IntegrityError:
            if not self.held_outside(command):
                raise
            return False  # flagged by another connection, after we looked and before we wrote
        return True

    def settle(self, command: Command, receipt: Receipt, at: datetime, step: CommandStep) -> None:
        """It is done, as the receipt says."""
        self._move(
            command,
            step,
            receipt=msgspec.json.encode(receipt).decode(),
            settled_at=ms(at),
            next_attempt_at=None,
            reason=_sentence(Words(receipt.reason, receipt.reason)),
        )

    def postpone(self, command: Command, until: datetime, reason: Words) -> None:
        """It waits again, at least until then."""
        self._move(command, CommandStep.POSTPONE, next_attempt_at=ms(until), reason=_sentence(reason))

    def move(self, command: Command, step: CommandStep, reason: Words = NO_WORDS) -> None:
        """Any other step, with the reason that is shown."""
        self._move(command, step, reason=_sentence(reason), next_attempt_at=None)

    def doubt(self, command: Command, reason: Words, ask_at: datetime) -> None:
        """It may have happened; the community can be asked from then on."""
        self._move(command, CommandStep.DOUBT, reason=_sentence(reason), next_attempt_at=ms(ask_at))

    def explain(self, command: Command, reason: Words) -> None:
        """Say why it stands where it stands; nothing else of it changes."""
        self._connection.execute(
            sa.update(commands).where(commands.c.id == command.id).values(reason=_sentence(reason))
        )

    def rebase(self, command: Command, version: str) -> None:
        """Let a command, and those of its decision that wait behind it, build on this version of the case."""
        self._connection.execute(
            sa.update(commands)
            .where(commands.c.decision_id == command.decision, unsettled())
            .values(base_version=version)
        )

    def block_rest(self, command: Command, reason: Words) -> None:
        """Hold back what comes after it in its decision."""
        self._each_after(command, CommandStep.BLOCK, reason)

    def unblock_rest(self, command: Command) -> None:
        """Let what comes after it in its decision wait for its turn again."""
        self._each_after(command, CommandStep.UNBLOCK, NO_WORDS)

    def _each_after(self, command: Command, step: CommandStep, reason: Words) -> None:
        wanted = CommandState.BLOCKED if step is CommandStep.UNBLOCK else CommandState.WAITING
        decision = self.of_decision(command.decision)
        behind = decision[[other.id for other in decision].index(command.id) + 1 :]
        for other in behind:
            if other.state is wanted:
                self._move(other, step, reason=_sentence(reason))

    def distrust_unsettled(self, made_at: datetime, now: datetime, reason: Words) -> None:
        """After a restore: whatever was not settled may have been sent since the backup was made.

        What is held back until later than now can't have been. What a person does stays theirs to do, with the reason.
        """
        free = sa.or_(commands.c.not_before.is_(None), commands.c.not_before <= ms(now))
        self._connection.execute(sa.update(commands).where(TO_DO, free).values(reason=_sentence(reason)))
        open_states = [CommandState.WAITING.value, CommandState.BLOCKED.value]
        self._connection.execute(
            sa.update(commands)
            .where(commands.c.state.in_(open_states), ~commands.c.by_hand, free)
            .values(
                state=CommandState.UNCERTAIN.value,
                reason=_sentence(reason),
                first_sent_at=sa.func.coalesce(commands.c.first_sent_at, ms(made_at)),
                last_sent_at=sa.func.coalesce(commands.c.last_sent_at, ms(made_at)),
                next_attempt_at=None,
            )
        )

    def _move(self, command: Command, step: CommandStep, **values: object) -> None:
        state = move_command(command.id, command.state, step)
        self._connection.execute(
            sa.update(commands).where(commands.c.id == command.id).values(state=state.value, **values)
        )
        if command.intent.kind is CommandKind.REPLY and {state, command.state} & _FOLLOWED:
            Promises(self._connection).follow(command.decision)


def _sentence(reason: Words) -> str:
    return msgspec.json.encode(reason).decode()
