"""`promises` and `promise show|hand|answered|progress|extend|close|give-up|withdraw|slip|draft`."""

from argparse import Namespace
from datetime import datetime, timedelta
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.cli.promises_documents import of_promise, promise_line
from app.cli.triage import tell
from app.domain.decisions import Decided, DecisionKind
from app.domain.promises import CHANGE_WORDS, Change, Promise, PromiseId, Promising
from app.domain.promises_register import PromiseCounts, PromiseFilter, PromiseRow, Which
from app.domain.working_days import Due
from app.operations import letters, promises, promises_letters, promises_view
from app.operations.desk import Desk


def promising(context: Context, desk: Desk, arguments: Namespace) -> Promising | None:
    """What a reply promises, by what was typed with it; None where it promises nothing."""
    if arguments.promise is None:
        return None
    made = promises.promising(
        desk,
        what=arguments.promise,
        department=arguments.department,
        owner=arguments.owner,
        days=arguments.days,
        due_at=arguments.due,
        number=arguments.number,
    )
    _mind(context.out, Due(made.due_at, made.guessed))
    return made


def list_promises(context: Context, arguments: Namespace) -> int:
    """The register."""
    out = context.out
    wanted = PromiseFilter(Which(arguments.state), arguments.department, arguments.search)
    with context.desk() as desk:
        found = (
            promises_view.due_notes(desk)
            if arguments.notes
            else promises_view.register(desk, wanted, limit=arguments.limit)
        )
        counts, now = promises_view.counts(desk), desk.clock()
    out.document([of_promise(row.promise, now, row.reckoned) | _post(row) for row in found])
    _tell_counts(out, counts)
    for row in found:
        out.line(f"{promise_line(out, row.promise, now)} {row.author}".rstrip())
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """One promise with all that happened to it."""
    out = context.out
    with context.desk() as desk:
        found, now = promises_view.shown(desk, PromiseId(arguments.promise_id)), desk.clock()
    one = found.promise
    events = [
        {
            "change": event.change.value,
            "at": stamp(event.at),
            "by": event.by.name,
            "due_at": stamp(event.due_at),
            "number": event.number,
            "text": event.text,
            "decision": event.decision,
        }
        for event in found.events
    ]
    beside = {"title": found.title, "author": found.author, "link": found.link, "events": events}
    out.document(of_promise(one, now, found.reckoned) | beside)
    out.line(promise_line(out, one, now))
    if found.reckoned is not None:
        out.say(
            f"按后来导入的日历，期限应是 {local(found.reckoned)}；已公开的日期不变。",
            f"By the calendar imported since it would be due {local(found.reckoned)}; the date that was told stands.",
        )
    for event in found.events:
        said = " ".join(filter(None, (event.number, local(event.due_at) if event.due_at else "", event.text)))
        out.line(f"{local(event.at)}  {out.words(CHANGE_WORDS[event.change])} · {event.by.name}  {said}".rstrip())
    return 0


def hand(context: Context, arguments: Namespace) -> int:
    """Enter the number of the handoff."""
    with context.desk() as desk:
        kept = promises.hand(desk, PromiseId(arguments.promise_id), arguments.number).promise
        now = desk.clock()
    return _tell_kept(context.out, kept, now)


def answered(context: Context, arguments: Namespace) -> int:
    """Note what the department said."""
    text = context.message(arguments.message)
    with context.desk() as desk:
        kept = promises.department_answered(desk, PromiseId(arguments.promise_id), text).promise
        now = desk.clock()
    return _tell_kept(context.out, kept, now)


def withdraw(context: Context, arguments: Namespace) -> int:
    """Take a promise back."""
    with context.desk() as desk:
        kept = promises.withdraw(desk, PromiseId(arguments.promise_id), arguments.reason).promise
        now = desk.clock()
    return _tell_kept(context.out, kept, now)


def progress(context: Context, arguments: Namespace) -> int:
    """Say in public how far it is."""
    return _say(context, arguments, promises.progress)


def close(context: Context, arguments: Namespace) -> int:
    """Say in public what came of it."""
    return _say(context, arguments, promises.close)


def give_up(context: Context, arguments: Namespace) -> int:
    """Say in public that it will not come."""
    return _say(context, arguments, promises.give_up)


def extend(context: Context, arguments: Namespace) -> int:
    """Say in public that it will be later."""
    message = context.message(arguments.message)
    with context.desk() as desk:
        due = _until(desk, arguments)
        _mind(context.out, due)
        decided = promises.extend(desk, PromiseId(arguments.promise_id), message, due_at=due.at, hold=_hold(arguments))
    return _tell_said(context.out, decided, message)


def slip(context: Context, arguments: Namespace) -> int:
    """The handoff slip as plain text."""
    out = context.out
    with context.desk() as desk:
        text = promises_letters.handoff_slip(desk, PromiseId(arguments.promise_id), out.language)
    out.document({"promise": arguments.promise_id, "slip": text})
    out.line(text.rstrip())
    return 0


def draft(context: Context, arguments: Namespace) -> int:
    """A public word about a promise, filled with what is known."""
    out, promise_id, change = context.out, PromiseId(arguments.promise_id), Change(arguments.change)
    with context.desk() as desk:
        language = arguments.language or promises_letters.language_of_promise(desk, promise_id)
        until = _until(desk, arguments).at if change is Change.EXTENDED else None
        letter = promises_letters.draft(desk, promise_id, change, language, until=until)
    out.document({"promise": promise_id, "change": change.value, "text": letter.text, "gaps": list(letter.gaps)})
    out.line(letter.text)
    return 0


def _say(context: Context, arguments: Namespace, way: Any) -> int:
    message = context.message(arguments.message)
    with context.desk() as desk:
        decided = way(desk, PromiseId(arguments.promise_id), message, hold=_hold(arguments))
    return _tell_said(context.out, decided, message)


def _tell_said(out: Output, decided: Decided, message: str) -> int:
    for warning in letters.checks(message):
        out.hint(f"注意：{warning.zh}", f"Mind: {warning.en}")
    return tell(out, decided, DecisionKind.FOLLOW_UP)


def _until(desk: Desk, arguments: Namespace) -> Due:
    return Due(arguments.due) if arguments.due is not None else promises.reckon(desk, arguments.days)


def _hold(arguments: Namespace) -> timedelta:
    return timedelta(seconds=arguments.hold)


def _mind(out: Output, due: Due) -> None:
    if due.note is not None:
        out.hint(f"注意：{due.note.zh}。", f"Mind: {due.note.en}.")


def _tell_counts(out: Output, counts: PromiseCounts) -> None:
    out.say(
        f"跟进中 {counts.open} · 今明到期 {counts.soon} · 未兑现 {counts.broken}",
        f"open {counts.open} · due today or tomorrow {counts.soon} · broken {counts.broken}",
    )


def _tell_kept(out: Output, one: Promise, now: datetime) -> int:
    out.document(of_promise(one, now, None))
    out.line(promise_line(out, one, now))
    return 0


def _post(row: PromiseRow) -> dict[str, Any]:
    return {"title": row.title, "author": row.author}
