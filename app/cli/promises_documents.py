"""A promise as JSON has it, and as a line."""

from datetime import datetime

from app.cli.output import Output, local, stamp
from app.domain.promises import Promise
from app.domain.promises_register import standing_words


def promise_line(out: Output, one: Promise, now: datetime) -> str:
    """A promise in one line."""
    number = f" · {one.number}" if one.number else ""
    return (
        f"{one.id}  {out.words(standing_words(one, now))} · {local(one.due_at)} · {one.made.what} · "
        f"{one.made.department}{number} · {one.made.owner} · {one.case or one.topic}"
    )


def of_promise(one: Promise, now: datetime, reckoned: datetime | None = None) -> dict[str, object]:
    """A promise.

    Args:
        one: the promise.
        now: the moment by which it stands as it does.
        reckoned: by when it would be due by a calendar that came in since.
    """
    return {
        "promise": one.id,
        "case": one.case,
        "topic": one.topic or None,
        "state": one.state(now).value,
        "what": one.made.what,
        "department": one.made.department,
        "owner": one.made.owner,
        "number": one.number,
        "answered": one.answered,
        "made_at": stamp(one.made_at),
        "due_at": stamp(one.due_at),
        "first_due_at": stamp(one.made.due_at),
        "working_days": one.made.days or None,
        "guessed_years": list(one.made.guessed),
        "reckoned_due_at": stamp(reckoned),
        "extensions": one.extensions,
        "on_its_way": one.on_its_way,
        "told_at": stamp(one.told_at),
        "ended": one.ended.value if one.ended else None,
        "ended_at": stamp(one.ended_at),
    }
