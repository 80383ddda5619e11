"""`outbox`, `outbox retry`, `outbox confirm`, `outbox withdraw`, `outbox tick`."""

from argparse import Namespace

from app.cli import documents
from app.cli.context import Context
from app.cli.hand import attachment
from app.domain.commands import COMMAND_WORDS, CommandId, CommandState
from app.operations import hand
from app.operations import outbox as work

_STEPS = {"retry": work.retry, "confirm": work.confirm, "withdraw": work.withdraw}


def outbox(context: Context, arguments: Namespace) -> int:
    """List every command, or take one a step further."""
    out = context.out
    with context.desk() as desk:
        if arguments.step == "tick":
            shot = attachment(arguments.screenshot) if arguments.screenshot else None
            hand.tick(desk, CommandId(arguments.command_id), shot, note=arguments.note)
        elif arguments.step:
            _STEPS[arguments.step](desk, CommandId(arguments.command_id))
        commands = work.outbox(desk)
    out.document([documents.of_command(command, out.language) for command in commands])
    if not commands:
        out.say("待发送是空的。", "Nothing was ever to be sent.")
    for command in commands:
        state = out.words(command.state_words)
        kind = out.words(COMMAND_WORDS[command.intent.kind])
        out.line(f"{command.id}  {state} · {kind} · {command.intent.case_id or '-'} · {out.words(command.reason)}")
        if command.by_hand and command.state is CommandState.WAITING and command.intent.text:
            out.line(command.intent.text)
    return 0
