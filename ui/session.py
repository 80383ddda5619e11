"""An open workspace as the window sees it, and how one comes to be; both are handed in by what joins the parts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import MANUAL_SCHEME, Recognised
from app.domain.words import Words
from app.errors import NotSignedIn
from app.operations.desk import Desk
from ui.syncing import FetchPictures, KeepStep, unreached


def nobody(_secret: str) -> Desk:
    """Nobody else can sign in here.

    Raises:
        NotSignedIn: always.
    """
    raise NotSignedIn


@dataclass(frozen=True)
class Session:
    """An open workspace.

    Attributes:
        community: its address.
        where: where the record lies, and that it is encrypted, in words.
        close: lets go of the stores and the community.
        fetch: fetches the pictures of a post, out of turn.
        colleague: the desk of another account that proves its token, which is kept nowhere; in a community without an
            API, of another name. It may take a while.
    """

    desk: Desk
    keep_step: KeepStep
    community: str
    where: Words
    close: Callable[[], None]
    colleague: Callable[[str], Desk] = nobody
    fetch: FetchPictures = unreached

    @property
    def by_hand(self) -> bool:
        """Whether the community has no API, so that every case is entered by hand."""
        return self.community.startswith(MANUAL_SCHEME)


@dataclass(frozen=True, slots=True)
class Joining:
    """What is needed to connect a new workspace. Secrets are never shown or logged.

    Attributes:
        address: of the community; of one without an API, its name.
        adapter: the kind of community (app.domain.community.Adapter).
        token: of a community without an API, the name of the person.
        passphrase: the recovery passphrase; seals the key. "" while only the token is tested.
    """

    address: str
    adapter: Adapter
    token: str
    passphrase: str = ""

    def __repr__(self) -> str:
        return f"Joining({self.address!r})"


class BrowserSignIn(Protocol):
    """A sign-in with the browser.

    Attributes:
        address: the page to open.
    """

    @property
    def address(self) -> str:
        """The page to open."""

    def finish(self, pasted: str) -> str:
        """The token, out of what the page showed.

        Raises:
            SignInFailed: it is not whole, or not from this sign-in.
        """


class Entrance(Protocol):
    """The ways into a workspace. Each may take a while and may raise StewardError."""

    def exists(self) -> bool:
        """Whether there is a workspace."""

    def open(self, passphrase: str | None) -> Session:
        """Open it, by the system's key store when no passphrase is given.

        Raises:
            MissingSecret: the key store does not have the key.
        """

    def recognise(self, address: str) -> Recognised:
        """Which kind of community an address is; no token is sent."""

    def sign_in(self, address: str) -> BrowserSignIn:
        """Begin a sign-in with the browser."""

    def test(self, joining: Joining) -> CommunityInfo:
        """Who we are to the community with this token, and what it can do; nothing is made."""

    def connect(self, joining: Joining) -> Session:
        """Make a workspace and sign in."""

    def demo(self) -> Session:
        """A throw-away workspace on the embedded demo community."""
