"""`coach`, `reply`, `accept`."""

from argparse import Namespace
from datetime import timedelta

from app.cli.context import Context
from app.cli.output import Output, local
from app.cli.promises import promising
from app.cli.triage import tell
from app.domain.cases import CaseId
from app.domain.complaints import PART_WORDS, Look, Part
from app.domain.decisions import DecisionKind
from app.operations.coaching import accept as accept_correction
from app.operations.coaching import coach as send_reminder
from app.operations.complaints import look
from app.operations.complaints import reply as send_reply
from app.operations.promises_view import of_case


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
    """Reply to a reported post in its thread; or only look at the reply, with `--check`."""
    message = context.message(arguments.message)
    with context.desk() as desk:
        case, promise = CaseId(arguments.case), promising(context, desk, arguments)
        if arguments.check:
            seen = look(desk, case, message, promise)
            _tell_look(context.out, seen)
            return 1 if seen.blocking else 0
        hold = timedelta(seconds=arguments.hold)
        decided = send_reply(desk, case, message=message, promise=promise, despite=arguments.despite, hold=hold)
        made = next((one for one in of_case(desk, case) if promise and one.ended is None and one.made == promise), None)
    if made is not None:
        context.out.say(f"承诺 {made.id}：{local(made.due_at)} 前。", f"Promise {made.id}: by {local(made.due_at)}.")
    return tell(context.out, decided, DecisionKind.REPLY, promise=made.id if made is not None else None)


def _tell_look(out: Output, seen: Look) -> None:
    found = [part for part in Part if part in seen.parts]
    out.document(
        {
            "parts": [part.value for part in found],
            "lacks": [
                {
                    "lack": one.lack.value,
                    "blocking": one.blocking,
                    "passable": one.passable,
                    "words": out.words(one.words),
                }
                for one in seen.lacks
            ],
            "ok": not seen.blocking,
        }
    )
    there = [PART_WORDS[part] for part in found]
    if seen.asks:
        zh, en = "、".join(one.zh for one in there) or "无", ", ".join(one.en for one in there) or "none"
        out.say(f"找到的部分：{zh}", f"parts found: {en}")
    for one in seen.lacks:
        out.line(f"{'✗' if one.blocking else '!'} {out.words(one.words)}")
    if not seen.blocking:
        out.say("可以发送。", "It can be sent.")


def accept(context: Context, arguments: Namespace) -> int:
    """Close a case whose author corrected the post, with thanks where some are given."""
    thanks = context.message(arguments.message) if arguments.message else ""
    with context.desk() as desk:
        decided = accept_correction(desk, CaseId(arguments.case), thanks=thanks, hold=timedelta(seconds=arguments.hold))
    return tell(context.out, decided, DecisionKind.ACCEPTANCE)
