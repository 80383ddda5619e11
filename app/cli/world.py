"""The embedded demo community with a workspace on it, in a folder that vanishes with it."""

import secrets
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from app.cli.past import Life, MovingClock, sign_in
from app.cli.window import session_of
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.past import Past
from app.demo.server import DemoServer
from app.demo.written import written_content
from app.domain.community import Adapter
from app.keys.store import MemoryKeyStore
from app.settings import Settings
from app.start import create_workspace, describe, gateway_to, now
from ui.session import Session


class DemoWorld:
    """The embedded community with a workspace on it, in a folder that vanishes with it.

    Attributes:
        community: the community itself, for what its members do.
        gateway: reaches it, for rounds outside of a window.
        second_token: of another of its staff, who can be the second person.

    Args:
        months: how many months lie behind it; without any, it begins with an empty record.
        most: no more happened in each of them.
    """

    def __init__(self, settings: Settings, *, months: int = 0, most: int = 99) -> None:
        tokens = [secrets.token_urlsafe(24) for _ in STAFF]
        token, self.second_token = tokens[:2]
        written = written_content(now())
        past = Past(now(), months, written.members, most) if months else None
        clock = MovingClock(past.begins if past else None)
        self.community = DemoCommunity(past.people if past else written, clock, dict(zip(tokens, STAFF, strict=True)))
        with ExitStack() as made:
            folder = tempfile.TemporaryDirectory(prefix="steward-demo-", ignore_cleanup_errors=True)
            settings = replace(settings, workspace=Path(made.enter_context(folder)) / "workspace")
            self._plug = made.enter_context(ExitStack())
            url = self._plug.enter_context(DemoServer(self.community)).url
            self.workspace = create_workspace(settings, secrets.token_urlsafe(16), MemoryKeyStore())
            made.callback(self.workspace.close)
            info = describe(settings, Adapter.BRIDGE, url, token)
            self.workspace.connect(Adapter.BRIDGE, url, token, info, clock=clock)
            self.gateway = made.enter_context(closing(gateway_to(settings, Adapter.BRIDGE, url, token)))
            if past:
                with ExitStack() as others:
                    ways = [gateway_to(settings, Adapter.BRIDGE, url, one) for one in tokens[1:]]
                    for way in ways:
                        others.callback(way.close)
                    team = sign_in(self.workspace.desk(), [self.gateway, *ways], clock)
                    Life(team, self.community, clock, past).live()
                clock.at = None
                self.community.add(written)
            self._made = made.pop_all()

    def session(self, hide: Callable[[str], None] = lambda _token: None) -> Session:
        """The workspace as the window sees it; closing it ends this world.

        Args:
            hide: keeps a secret out of the log.
        """
        return replace(session_of(self.workspace, hide=hide), close=self.close)

    def unplug(self) -> None:
        """From now on the community can't be reached."""
        self._plug.close()

    def close(self) -> None:
        """Let it vanish."""
        self._made.close()
