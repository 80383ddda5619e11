"""`coach`, `reply`."""

from argparse import Namespace
from datetime import timedelta

from app.cli.context import Context
from app.cli.triage import tell
from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.operations.coaching import coach as send_reminder
from app.operations.complaints import reply as send_reply


def coach(context: Context, arguments: Namespace) -> int:
    """Remind the author of a reported post in private."""
    message = context.message(arguments.message)
    with context.desk() as desk:
        decided = send_reminder(
            desk,
            CaseId(arguments.case),
            article=arguments.article,
            message=message,
            hold=timedelta(seconds=arguments.hold),
        )
    return tell(context.out, decided, DecisionKind.COACHING)


def reply(context: Context, arguments: Namespace) -> int:
    """Reply to a reported post in its thread."""
    message = context.message(arguments.message)
    with context.desk() as desk:
        decided = send_reply(desk, CaseId(arguments.case), message=message, hold=timedelta(seconds=arguments.hold))
    return tell(context.out, decided, DecisionKind.REPLY)
