"""`ballot cast`: a council member writes a ballot."""

from argparse import Namespace

from app.cli.context import Context
from app.cli.seat import saved, seat_desk
from app.domain.council import Finding, Remedy
from app.domain.seat import UNDERTAKING_WORDS, Draft
from app.errors import UndertakingNeeded
from app.operations import seat_finding, seat_voting
from app.operations.seat_desk import Outgoing, SeatDesk
from app.operations.seat_voting import LATE, Written


def cast(context: Context, arguments: Namespace) -> int:
    """Write a ballot, or a recusal."""
    out = context.out
    with seat_desk(context) as desk:
        line = seat_finding.find(desk, arguments.case, arguments.round)
        found = line.kept
        try:
            written = _written(desk, found.sha256, arguments)
        except UndertakingNeeded:
            out.hint(UNDERTAKING_WORDS.zh, UNDERTAKING_WORDS.en)
            raise
    path = saved(context, Outgoing(written.name, written.content), arguments.out)
    instead = (
        (f"，替换第 {written.replaces} 张", f"; it takes the place of {written.replaces}")
        if written.replaces
        else ("", "")
    )
    about = seat_finding.about(line)
    out.say(f"{found.case}，{about.zh}", f"{found.case}, {about.en}")
    out.say(
        f"评议票第 {written.serial} 张{instead[0]}：{path}\n请在 {found.due_at.astimezone():%m-%d %H:%M} 前交给秘书。",
        f"Ballot {written.serial}{instead[1]}: {path}\n"
        f"Hand it to the secretary before {found.due_at.astimezone():%m-%d %H:%M}.",
    )
    if written.late:
        out.hint(LATE.zh, LATE.en)
    return 0


def _written(desk: SeatDesk, sha256: str, arguments: Namespace) -> Written:
    if arguments.recuse is not None:
        return seat_voting.recuse(desk, sha256, arguments.recuse, undertaking=arguments.undertaking)
    said = Draft(
        Finding(arguments.facts) if arguments.facts else None,
        Finding(arguments.breach) if arguments.breach else None,
        Remedy(arguments.remedy) if arguments.remedy else None,
        arguments.why_facts,
        arguments.why_breach,
        arguments.why_remedy,
    )
    return seat_voting.vote(desk, sha256, said, undertaking=arguments.undertaking)
