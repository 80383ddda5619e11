"""`sync`."""

import time
from argparse import Namespace

from app.cli import documents
from app.cli.context import Context
from app.domain.commands import COMMAND_STATE_WORDS, CommandState
from app.sync.cycle import run_round


def sync(context: Context, arguments: Namespace) -> int:
    """Keep step with the community once: pull, then push."""
    out = context.out
    with context.workspace() as workspace:
        desk = workspace.desk()
        gateway = workspace.gateway(desk.me)
        try:
            done = run_round(desk, gateway, sleep=time.sleep, patience=workspace.settings.patience)
        finally:
            gateway.close()
    out.document(documents.of_round(done))
    out.say(
        f"收到工单 {done.cases} 件、帖子 {done.posts} 个；送达操作 {done.sent} 个。",
        f"{done.cases} cases and {done.posts} posts came in; {done.sent} operations were delivered.",
    )
    for state in (
        CommandState.WAITING,
        CommandState.BLOCKED,
        CommandState.REFUSED,
        CommandState.UNCERTAIN,
        CommandState.CONFLICT,
    ):
        count = done.counts.get(state, 0)
        if count:
            out.line(f"{out.words(COMMAND_STATE_WORDS[state])}: {count}")
    return 0
