"""What the front page says of promises: how many are due, how many broken, for which a note lies ready."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.promises import Promise, PromiseState
from app.domain.promises_register import PromiseFilter, PromiseRow, Which
from app.operations.desk import Desk
from app.operations.promises_view import counts, due_notes, register


@dataclass(frozen=True, slots=True)
class Front:
    """How promises stand now.

    Attributes:
        today: how many are due today and not broken yet.
        tomorrow: how many are due tomorrow.
        broken: how many passed their date without an end.
        late: those of them that passed it, the longest ago first; a page of them.
        ready: those before their date for which a progress note lies ready, the earliest due first.
    """

    today: int = 0
    tomorrow: int = 0
    broken: int = 0
    late: tuple[PromiseRow, ...] = ()
    ready: tuple[PromiseRow, ...] = ()

    @property
    def pressing(self) -> int:
        """How many somebody has to see to now."""
        return self.broken + self.today


NOTHING = Front()


def front(desk: Desk) -> Front:
    """How promises stand now."""
    now = desk.clock()
    soon = [row.promise for row in register(desk, PromiseFilter(Which.SOON))]
    broken = counts(desk).broken
    late = register(desk, PromiseFilter(Which.BROKEN)) if broken else []
    ready = [row for row in due_notes(desk) if row.promise.state(now) is PromiseState.OPEN]
    return Front(_due(soon, now), _due(soon, now + timedelta(days=1)), broken, tuple(late), tuple(ready))


def _due(promises: list[Promise], moment: datetime) -> int:
    day = moment.astimezone().date()
    return sum(one.due_at.astimezone().date() == day for one in promises)
