"""The window's ways in: opens a workspace, connects a new one, or makes the demo, and hands each over as a session."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from app.addresses import address_of, recognised, sign_in_to, token_of
from app.cli.context import Context
from app.community.gateway import Gateway
from app.domain.cases import CaseId
from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import Recognised
from app.domain.words import Words
from app.operations import accounts
from app.operations.desk import Clock, Desk
from app.operations.pictures import Fetched
from app.start import Workspace, create_workspace, describe, now, open_workspace, workspace_exists
from app.sync.cycle import fetch_case, run_round
from ui.session import BrowserSignIn, Joining, Session
from ui.syncing import RoundTaken

PATIENCE = timedelta(seconds=5)
"""How long a round of the window waits for a pause to end; another round comes soon."""

DEMO_MONTHS, DEMO_MOST = 2, 4
"""The past of the demo in the window: so many months, and so much in each. Whoever opens it waits for it."""


class Ways:
    """The ways into a workspace (ui.session.Entrance)."""

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
        return _or_close(workspace, partial(session_of, hide=context.log.hide))

    def recognise(self, address: str) -> Recognised:
        """Which kind of community an address is."""
        return recognised(self._context.settings, address)

    def sign_in(self, address: str) -> BrowserSignIn:
        """Begin a sign-in with the browser."""
        return sign_in_to(address)

    def test(self, joining: Joining) -> CommunityInfo:
        """Who we are to the community, and what it can do."""
        context, token = self._context, _token(joining)
        context.log.hide(token)
        return describe(context.settings, joining.adapter, address_of(joining.adapter, joining.address), token)

    def connect(self, joining: Joining) -> Session:
        """Make a workspace and sign in; the community is asked first, so that a wrong token leaves nothing behind."""
        context, token = self._context, _token(joining)
        context.log.hide(joining.passphrase, token)
        adapter, url = joining.adapter, address_of(joining.adapter, joining.address)
        info = describe(context.settings, adapter, url, token)
        workspace = create_workspace(context.settings, joining.passphrase, context.key_store)

        def enter(workspace: Workspace) -> Session:
            workspace.connect(adapter, url, token, info)
            return session_of(workspace, hide=context.log.hide)

        return _or_close(workspace, enter)

    def demo(self) -> Session:
        """A throw-away workspace on the embedded demo community."""
        from app.cli.world import DemoWorld  # noqa: PLC0415 - a server, for those who ask for it

        return DemoWorld(self._context.settings, months=DEMO_MONTHS, most=DEMO_MOST).session(self._context.log.hide)


def _token(joining: Joining) -> str:
    return token_of(joining.token) if joining.adapter is Adapter.MANUAL else joining.token


def session_of(
    workspace: Workspace, clock: Clock = now, *, hide: Callable[[str], None] = lambda _token: None
) -> Session:
    """A workspace as the window sees it.

    Args:
        hide: keeps a secret out of the log.
    """
    desk = replace(workspace.desk(), clock=clock)
    gateways: list[Gateway] = []  # none before the first round: rows on a screen don't wait for HTTP
    identity = accounts.identity(workspace.record)

    def reached() -> Gateway:
        if not gateways:
            gateways.append(workspace.gateway(desk.me))
        return gateways[0]

    def keep_step(check: Callable[[], None], sleep: Callable[[float], None]) -> RoundTaken:
        done = run_round(desk, reached(), sleep=sleep, patience=PATIENCE, progress=lambda _cases, _posts: check())
        return RoundTaken(done.cases, done.posts, done.sent, done.budget)

    def fetch(case: CaseId, sleep: Callable[[float], None]) -> Fetched:
        return fetch_case(desk, reached(), case, sleep=sleep, patience=PATIENCE)

    def colleague(secret: str) -> Desk:
        token = token_of(secret) if identity.adapter == Adapter.MANUAL else secret
        hide(token)
        return replace(desk, me=workspace.colleague(token, desk.me))

    def close() -> None:
        for gateway in gateways:
            gateway.close()
        workspace.close()

    where = Words(
        f"记录已加密（SQLCipher）：{workspace.record.where}",
        f"The record is encrypted (SQLCipher): {workspace.record.where}",
    )
    return Session(desk, keep_step, identity.url, where, close, colleague, fetch)


def _or_close(workspace: Workspace, work: Callable[[Workspace], Session]) -> Session:
    try:
        return work(workspace)
    except BaseException:
        workspace.close()
        raise
