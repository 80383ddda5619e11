"""The desk: what every operation may use. Made once at the start, handed to each operation."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.roles import Account
from app.keys.vault import Vault
from storage.cache import Cache
from storage.record import Record

NO_HOLD = timedelta(0)
"""An answer may be sent at once."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """The stores, the time, the person who acts, and what opens the secrets in the record."""

    record: Record
    cache: Cache
    clock: Clock
    me: Account
    vault: Vault


def new_id() -> str:
    """A fresh id for a decision or a command."""
    return str(uuid.uuid4())
