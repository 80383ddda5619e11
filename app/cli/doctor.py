"""`doctor`: what this machine and this workspace are like, in words that help support."""

import os
import platform
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from app.cli.context import Context
from app.cli.members import said_of_overdue
from app.domain.words import Words
from app.errors import StewardError
from app.operations import accounts
from app.operations.lifting import overdue
from app.start import workspace_exists
from ui.requirements import has_display, missing_library


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `ok` is None where it is only told."""

    name: str
    detail: str
    ok: bool | None = None


def doctor(context: Context, arguments: Namespace) -> int:
    """Look at everything that has to be right; 1 when something of it is not."""
    checks = [*_machine(context), *_workspace(context)]
    good = all(check.ok is not False for check in checks)
    context.out.document(
        {
            "ok": good,
            "checks": [{"check": one.name, "ok": one.ok, "detail": one.detail} for one in checks],
        }
    )
    for check in checks:
        mark = {True: "✓", False: "✗", None: "·"}[check.ok]
        context.out.line(f"{mark} {check.name}: {check.detail}")
    return 0 if good else 1


def _machine(context: Context) -> Iterator[Check]:
    out = context.out
    yield Check("steward", version("steward-workstation"))
    yield Check("python", f"{platform.python_version()} {platform.platform()}")
    yield Check("sqlcipher", version("sqlcipher3"))
    lacking = missing_library()
    yield Check("qt", lacking or f"PySide6 {version('PySide6')}", lacking is None)
    shown = (
        Words("有显示器", "there is one")
        if has_display(os.environ)
        else Words("没有（窗口打不开，命令行可用）", "none (no window; the command line works)")
    )
    yield Check("display", out.words(shown))
    store = context.key_store.name
    yield Check(
        "key store",
        out.words(Words("没有，使用恢复口令", "none; the recovery passphrase is used")) if store == "none" else store,
    )
    yield Check("log", str(context.log.path or out.words(Words("无法写入", "can't be written"))))


def _workspace(context: Context) -> Iterator[Check]:
    folder = context.settings.workspace
    if not workspace_exists(folder):
        yield Check("workspace", f"{folder}: " + context.out.words(Words("还没有", "none yet")))
        return
    try:
        with context.workspace() as workspace:
            yield Check("workspace", str(folder), True)
            identity = accounts.identity(workspace.record)
            yield Check("community", f"{identity.url} ({identity.adapter})", True)
            yield Check("account", workspace.account().name, True)
            found = accounts.verify_ledger(workspace.record)
            yield Check("ledger", f"{found.entries} {found.reason}".strip(), found.ok)
            for one in overdue(workspace.desk()):
                yield Check("overdue", said_of_overdue(one, context.out))
    except StewardError as error:
        yield Check("workspace", error.sentence(context.out.language), False)
