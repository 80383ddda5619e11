"""The window's ways in: opens a workspace, connects a new one, or makes the demo, and hands each over as a session."""

import secrets
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.cli.context import Context
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.server import DemoServer
from app.demo.written import written_content
from app.domain.community import Adapter
from app.domain.words import Words
from app.keys.store import MemoryKeyStore
from app.operations import accounts
from app.operations.desk import Clock
from app.settings import Settings
from app.start import Workspace, create_workspace, describe, gateway_to, now, open_workspace, workspace_exists
from app.sync.cycle import run_round
from ui.session import Joining, Session
from ui.syncing import RoundTaken

PATIENCE = timedelta(seconds=5)
"""How long a round of the window waits for a pause to end; another round comes soon."""


class Ways:
    """The ways into a workspace (ui.session.Entrance)."""

    adapters = tuple(adapter.value for adapter in Adapter)

    def __init__(self, context: Context) -> None:
        self._context = context

    def exists(self) -> bool:
        """Whether there is a workspace."""
        return workspace_exists(self._context.settings.workspace)

    def open(self, passphrase: str | None) -> Session:
        """Open it, by the key store when no passphrase is given."""
        context = self._context
        context.log.hide(passphrase)
        workspace = open_workspace(
            context.settings, context.key_store, passphrase=passphrase or context.passphrase, token=context.token
        )
        return _or_close(workspace, session_of)

    def connect(self, joining: Joining) -> Session:
        """Make a workspace and sign in; the community is asked first, so that a wrong token leaves nothing behind."""
        context = self._context
        context.log.hide(joining.passphrase, joining.token)
        adapter = Adapter(joining.adapter)
        info = describe(context.settings, adapter, joining.address, joining.token)
        workspace = create_workspace(context.settings, joining.passphrase, context.key_store)

        def enter(workspace: Workspace) -> Session:
            workspace.connect(adapter, joining.address, joining.token, info)
            return session_of(workspace)

        return _or_close(workspace, enter)

    def demo(self) -> Session:
        """A throw-away workspace on the embedded demo community."""
        return DemoWorld(self._context.settings).session()


class DemoWorld:
    """The embedded community with a workspace on it, in a folder that vanishes with it.

    Attributes:
        community: the community itself, for what its members do.
        gateway: reaches it, for rounds outside of a window.
    """

    def __init__(self, settings: Settings) -> None:
        token = secrets.token_urlsafe(24)
        self.community = DemoCommunity(written_content(now()), now, {token: STAFF[0]})
        self._folder = tempfile.TemporaryDirectory(prefix="steward-demo-", ignore_cleanup_errors=True)
        self._server = DemoServer(self.community)
        url = self._server.__enter__().url
        self._plugged = True
        settings = replace(settings, workspace=Path(self._folder.name) / "workspace")
        self.workspace = create_workspace(settings, secrets.token_urlsafe(16), MemoryKeyStore())
        info = describe(settings, Adapter.BRIDGE, url, token)
        self.workspace.connect(Adapter.BRIDGE, url, token, info)
        self.gateway = gateway_to(settings, Adapter.BRIDGE, url, token)

    def session(self) -> Session:
        """The workspace as the window sees it; closing it ends this world."""
        return replace(session_of(self.workspace), close=self.close)

    def unplug(self) -> None:
        """From now on the community can't be reached."""
        if self._plugged:
            self._plugged = False
            self._server.__exit__(None, None, None)

    def close(self) -> None:
        """Let it vanish."""
        self.gateway.close()
        self.workspace.close()
        self.unplug()
        self._folder.cleanup()


def session_of(workspace: Workspace, clock: Clock = now) -> Session:
    """A workspace as the window sees it."""
    desk = replace(workspace.desk(), clock=clock)
    gateway = workspace.gateway(desk.me)
    identity = accounts.identity(workspace.record)

    def keep_step(check: Callable[[], None], sleep: Callable[[float], None]) -> RoundTaken:
        done = run_round(desk, gateway, sleep=sleep, patience=PATIENCE, progress=lambda _cases, _posts: check())
        return RoundTaken(done.cases, done.posts, done.sent)

    def close() -> None:
        gateway.close()
        workspace.close()

    where = Words(
        f"记录已加密（SQLCipher）：{workspace.record.where}",
        f"The record is encrypted (SQLCipher): {workspace.record.where}",
    )
    return Session(desk, keep_step, identity.url, where, close)


def _or_close(workspace: Workspace, work: Callable[[Workspace], Session]) -> Session:
    try:
        return work(workspace)
    except BaseException:
        workspace.close()
        raise
