"""What a packet says, as the parts for reading take it."""

from app.operations.seat_packets import Reading
from ui.reading.material import Course, Pair, Span, Written

VISIBLE = "visible"
MOST = 2_000
"""Posts and reports of an exchange that are drawn."""


def written(reading: Reading) -> list[Written]:
    """Its posts, thread by thread, in the order in which they were packed."""
    return [
        Written(
            one.id,
            one.author,
            one.text,
            one.written_at,
            one.title,
            one.thread,
            one.number,
            one.edited_at,
            one.judged,
            one.state != VISIBLE,
        )
        for one in reading.file.posts
    ]


def pairs(reading: Reading) -> list[Pair]:
    """Its posts side by side; a comparison of what is not there is left out."""
    known = {one.id: one for one in written(reading)}
    return [
        Pair(
            known[one.first],
            known[one.second],
            one.share,
            tuple(
                (Span(part.first_at, part.first_length), Span(part.second_at, part.second_length))
                for part in one.passages[:MOST]
            ),
        )
        for one in reading.file.comparisons
        if one.first in known and one.second in known
    ]


def course(reading: Reading) -> Course | None:
    """How its exchange went; None where it is not about one."""
    heat = reading.file.heat
    if heat is None:
        return None
    return Course(tuple(written(reading)[:MOST]), tuple(heat.reports[:MOST]), frozenset(heat.calmed_by))
