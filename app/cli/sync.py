"""`sync`."""

import time
from argparse import Namespace
from collections.abc import Callable

from app.cli import documents
from app.cli.context import Context
from app.cli.members import said_of_overdue
from app.cli.output import Output
from app.domain.commands import COMMAND_STATE_WORDS, TO_DO_WORDS, CommandState
from app.operations.lifting import overdue
from app.operations.outbox import count_by_hand, waiting_for_others
from app.sync.cycle import run_round

LONG_WAIT = 3.0


def waiting(out: Output) -> Callable[[float], None]:
    """Waits, and says so when it takes long."""

    def sleep(seconds: float) -> None:
        if seconds > LONG_WAIT:
            out.hint(
                f"等待 {seconds:.0f} 秒后继续……",
                f"Going on in {seconds:.0f} seconds …",
            )
        time.sleep(seconds)

    return sleep


def sync(context: Context, arguments: Namespace) -> int:
    """Keep step with the community once: pull, then push."""
    out = context.out
    with context.workspace() as workspace:
        desk = workspace.desk()
        gateway = workspace.gateway(desk.me)
        try:
            done = run_round(desk, gateway, sleep=waiting(out), patience=workspace.settings.patience)
        finally:
            gateway.close()
        by_hand = count_by_hand(desk)
        late, theirs = overdue(desk), waiting_for_others(desk)
    out.document(documents.of_round(done, by_hand) | {"overdue": len(late), "of_others": theirs})
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
    for name, count in theirs.items():
        out.say(
            f"其中 {count} 个由 {name} 的账号发送：请 {name} 同步。",
            f"{count} of them go out under {name}'s account: {name} syncs.",
        )
    if by_hand:
        out.line(f"{out.words(TO_DO_WORDS)}: {by_hand}")
    for one in late:
        out.line(said_of_overdue(one, out))
    return 0
