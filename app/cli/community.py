"""`community serve`, `community check`."""

import secrets
import signal
import sys
from argparse import Namespace
from threading import Thread
from types import FrameType
from typing import Any

from app.cli.context import Context
from app.community.bridge.check import check_community
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.server import DemoServer
from app.demo.wave import with_wave
from app.demo.written import written_content
from app.errors import PortBusy
from app.start import now

_TOKENS = ["demo-moderator-{seed}", "demo-second-{seed}", "demo-manager-{seed}"]


def serve(context: Context, arguments: Namespace) -> int:
    """Serve the demo community on loopback until it is ended; the first line says where, and with which token."""
    generated = arguments.posts is not None or arguments.wave
    content = with_wave(arguments.posts or 0, arguments.seed, arguments.wave) if generated else written_content(now())
    tokens = (
        [token.format(seed=arguments.seed) for token in _TOKENS]
        if generated
        else [secrets.token_urlsafe(24) for _ in STAFF]
    )
    community = DemoCommunity(content, now, dict(zip(tokens, STAFF, strict=True)))
    try:
        server = DemoServer(community, port=arguments.port, delay=arguments.delay_ms / 1000)
    except (OSError, OverflowError) as error:
        raise PortBusy(port=arguments.port, why=getattr(error, "strerror", None) or str(error)) from None
    _stop_on_signals(server)
    staff = [{"id": ref.id, "name": ref.name, "token": token} for token, ref in zip(tokens, STAFF, strict=True)]
    context.out.json = True
    context.out.document({"url": server.url, "token": tokens[0], "staff": staff})
    server.serve()
    return 0


def _stop_on_signals(server: DemoServer) -> None:
    def stop(_number: int, _frame: FrameType | None) -> Any:
        Thread(target=server.stop).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, stop)


def check(context: Context, arguments: Namespace) -> int:
    """Test a brand's server against the bridge contract; it only reads, unless a test account is named."""
    findings = check_community(
        arguments.url,
        context.asked_token(),
        write_to=arguments.write,
        clock=now,
        connect_timeout=context.settings.connect_timeout,
        read_timeout=context.settings.read_timeout,
    )
    out = context.out
    good = all(finding.ok for finding in findings)
    out.document(
        {
            "ok": good,
            "checks": [{"check": one.check, "ok": one.ok, "detail": one.detail} for one in findings],
        }
    )
    for finding in findings:
        out.line(f"{'✓' if finding.ok else '✗'} {finding.check}: {finding.detail}")
    if not good:
        out.hint("这个服务器还不符合契约，见上面的 ✗。", "This server does not keep the contract yet: see each ✗.")
    return 0 if good else 1
