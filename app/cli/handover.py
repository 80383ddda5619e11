"""`handover show`, `handover give`, `handover take`."""

from argparse import Namespace
from typing import Any

from app.cli.context import Context
from app.cli.output import local, stamp
from app.domain.handover import Handover
from app.operations import handover as work


def show(context: Context, _arguments: Namespace) -> int:
    """The page as it stands now, and what waits for the person who asks."""
    out = context.out
    with context.desk() as desk:
        drafted, waiting = work.draft(desk), work.waiting(desk)
        text = work.as_text(desk, drafted)
    sections = [
        {
            "section": one.id,
            "count": one.count,
            "alarm": one.alarm,
            "lines": [{"text": line.said.say(out.language), "case": line.case} for line in one.lines],
        }
        for one in drafted.sections
    ]
    out.document({"sections": sections, "waiting": _document(waiting) if waiting else None})
    out.line(out.words(text))
    if waiting:
        out.say(
            f"{waiting.by.name} {local(waiting.at)} 交的班还没有人接：steward handover take",
            f"{waiting.by.name} handed over at {local(waiting.at)}, nobody took it yet: steward handover take",
        )
    return 0


def give(context: Context, arguments: Namespace) -> int:
    """Hand the shift over."""
    with context.desk() as desk:
        done = work.give(desk, arguments.note).handover
    context.out.document(_document(done))
    context.out.line(context.out.words(done.text))
    context.out.say(f"已交班，编号 {done.key}。", f"Handed over as number {done.key}.")
    return 0


def take(context: Context, _arguments: Namespace) -> int:
    """Take the shift over."""
    with context.desk() as desk:
        done = work.take(desk)
    out, taken = context.out, done.handover
    out.document(_document(taken) | {"also": done.also})
    out.line(out.words(taken.text))
    out.say(f"已接 {taken.by.name} 的班。", f"The shift of {taken.by.name} is yours.")
    return 0


def _document(one: Handover) -> dict[str, Any]:
    return {
        "handover": one.key,
        "by": one.by.name,
        "at": stamp(one.at),
        "note": one.note,
        "text": {"zh": one.text.zh, "en": one.text.en},
        "taken_by": one.taken_by.name if one.taken_by else None,
        "taken_at": stamp(one.taken_at),
    }
