"""The desk of a council member: their store and the time. Made when a folder is opened, handed to each operation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.changes import Area, Changes
from app.packets.packet import Whole
from storage.seat_store import SeatStore

Clock = Callable[[], datetime]

TOUCHED = Changes.of(Area.COUNCIL)
"""What every change in a seat's folder touches."""


@dataclass(frozen=True)
class SeatDesk:
    """What the operations of a seat need: no account, no server.

    Attributes:
        lying_open: the packet that was read last, as it was checked, by its sha256 and the keys that were trusted
            then: a large one takes a second, and the store never changes it.
    """

    store: SeatStore
    clock: Clock
    lying_open: dict[tuple[str, ...], Whole] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file that the member hands over themselves, by whatever way they like.

    Attributes:
        name: under which it is saved.
    """

    name: str
    content: bytes = field(repr=False)
    changes: Changes = TOUCHED


def writable(text: str) -> str:
    """A text as it can be kept: halves of characters, as some keyboards send them, are marked."""
    return text.encode("utf-8", errors="replace").decode()
