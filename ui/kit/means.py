"""What the parts that every window has need of it."""

from typing import Protocol

from ui.kit.speech import Speech
from ui.kit.theme import Theme


class Means(Protocol):
    """Words and colours; the tools of every window have them."""

    @property
    def say(self) -> Speech:
        """The words of the window."""

    @property
    def theme(self) -> Theme:
        """Its colours."""
