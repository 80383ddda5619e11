"""What the parts for reading need of the window that they stand in."""

from typing import Protocol

from app.operations.desk import Clock
from ui.kit.speech import Speech
from ui.kit.theme import Theme


class Means(Protocol):
    """Words, colours and the time; the tools of every window have them."""

    @property
    def say(self) -> Speech:
        """The words of the window."""

    @property
    def theme(self) -> Theme:
        """Its colours."""

    @property
    def clock(self) -> Clock:
        """The time."""
