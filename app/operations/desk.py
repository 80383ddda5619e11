"""The desk: what every operation may use. Made once at the start, handed to each operation."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.roles import Account
from storage.cache import Cache
from storage.record import Record

NO_HOLD = timedelta(0)
"""An answer may be sent at once."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """The stores, the time, and the person who acts."""

    record: Record
    cache: Cache
    clock: Clock
    me: Account


def new_id() -> str:
    """A fresh id for a decision or a command."""
    return str(uuid.uuid4())
