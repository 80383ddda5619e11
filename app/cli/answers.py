"""`coach`, `reply`, `accept`."""

from argparse import Namespace
from datetime import timedelta

from app.cli.context import Context
from app.cli.triage import tell
from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.operations.coaching import accept as accept_correction
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


def accept(context: Context, arguments: Namespace) -> int:
    """Close a case whose author corrected the post, with thanks where some are given."""
    thanks = context.message(arguments.message) if arguments.message else ""
    with context.desk() as desk:
        decided = accept_correction(desk, CaseId(arguments.case), thanks=thanks, hold=timedelta(seconds=arguments.hold))
    return tell(context.out, decided, DecisionKind.ACCEPTANCE)
