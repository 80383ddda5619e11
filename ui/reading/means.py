"""What the parts for reading need of the window that they stand in."""

from typing import Protocol

from app.operations.desk import Clock
from ui.kit.means import Means as Looks


class Means(Looks, Protocol):
    """Words, colours and the time; the tools of every window have them."""

    @property
    def clock(self) -> Clock:
        """The time."""
