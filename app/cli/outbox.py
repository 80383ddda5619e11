"""`outbox`, `outbox retry`, `outbox confirm`, `outbox withdraw`."""

from argparse import Namespace

from app.cli import documents
from app.cli.context import Context
from app.domain.commands import COMMAND_STATE_WORDS, COMMAND_WORDS, CommandId
from app.operations import outbox as work

_STEPS = {"retry": work.retry, "confirm": work.confirm, "withdraw": work.withdraw}


def outbox(context: Context, arguments: Namespace) -> int:
    """List every command, or take one a step further."""
    out = context.out
    with context.desk() as desk:
        if arguments.step:
            _STEPS[arguments.step](desk, CommandId(arguments.command_id))
        commands = work.outbox(desk)
    out.document([documents.of_command(command, out.language) for command in commands])
    if not commands:
        out.say("待发送是空的。", "Nothing was ever to be sent.")
    for command in commands:
        state = out.words(COMMAND_STATE_WORDS[command.state])
        kind = out.words(COMMAND_WORDS[command.intent.kind])
        out.line(f"{command.id}  {state} · {kind} · {command.intent.case_id or '-'} · {out.words(command.reason)}")
    return 0
