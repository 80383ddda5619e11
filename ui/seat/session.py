"""An open seat as its window sees it, and how one comes to be; both are handed in by what joins the parts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from app.operations.seat_desk import SeatDesk


@dataclass(frozen=True)
class SeatSession:
    """An open seat.

    Attributes:
        close: lets go of the store.
    """

    desk: SeatDesk
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class NewSeat:
    """What a new seat is made of. The passphrase is never shown or logged."""

    name: str
    passphrase: str = field(repr=False)


class SeatEntrance(Protocol):
    """The ways into a seat. Each may take a while and may raise StewardError."""

    def exists(self) -> bool:
        """Whether there is a seat in the folder."""

    def open(self, passphrase: str | None) -> SeatSession:
        """Open it, by the system's key store when no passphrase is given.

        Raises:
            MissingSecret: the key store does not have the key.
        """

    def create(self, new: NewSeat) -> SeatSession:
        """Make it, with fresh keys."""
