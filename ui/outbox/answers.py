"""The outbox by answers: the steps of one decision belong together, and one of them says where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.commands import NEEDS_PERSON, TELLING, CommandState
from app.domain.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class OutboxAnswer:
    """One decision on its way: its steps in order."""

    steps: tuple[OutboxRow, ...]

    @property
    def first(self) -> OutboxRow:
        """Any step knows what they have in common."""
        return self.steps[0]

    @property
    def telling(self) -> OutboxRow:
        """The step that says where the answer stands, and to which something may be done."""
        return min(self.steps, key=lambda one: TELLING.index(one.command.state))

    @property
    def needs_person(self) -> bool:
        """Whether it goes no further by itself."""
        command = self.telling.command
        return command.state in NEEDS_PERSON or (command.by_hand and command.state is CommandState.WAITING)

    @property
    def text(self) -> str:
        """What the member gets to read."""
        return next((one.command.intent.text for one in self.steps if one.command.intent.text), "")


def answers(rows: Sequence[OutboxRow]) -> list[OutboxAnswer]:
    """Rows put together by their decision: first those that need a person, else in the order in which they came."""
    together = [
        OutboxAnswer(tuple(sorted(steps, key=lambda one: one.seq)))
        for _, steps in groupby(rows, key=lambda one: one.command.decision)
    ]
    return sorted(together, key=lambda one: not one.needs_person)
