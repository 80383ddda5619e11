"""An open workspace as the window sees it, and how one comes to be; both are handed in by what joins the parts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.words import Words
from app.operations.desk import Desk
from ui.syncing import KeepStep


@dataclass(frozen=True)
class Session:
    """An open workspace.

    Attributes:
        community: its address.
        where: where the record lies, and that it is encrypted, in words.
        close: lets go of the stores and the community.
    """

    desk: Desk
    keep_step: KeepStep
    community: str
    where: Words
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Joining:
    """What is needed to connect a new workspace. Secrets are never shown or logged.

    Attributes:
        passphrase: the recovery passphrase; seals the key.
    """

    address: str
    adapter: str
    token: str
    passphrase: str

    def __repr__(self) -> str:
        return f"Joining({self.address!r})"


class Entrance(Protocol):
    """The ways into a workspace. Each may take a while and may raise StewardError."""

    adapters: tuple[str, ...]

    def exists(self) -> bool:
        """Whether there is a workspace."""

    def open(self, passphrase: str | None) -> Session:
        """Open it, by the system's key store when no passphrase is given.

        Raises:
            MissingSecret: the key store does not have the key.
        """

    def connect(self, joining: Joining) -> Session:
        """Make a workspace and sign in."""

    def demo(self) -> Session:
        """A throw-away workspace on the embedded demo community."""
