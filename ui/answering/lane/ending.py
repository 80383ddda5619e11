"""What is asked before a lane ends with something left undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.lanes import LaneStep
from app.domain.lanes_clocks import Clock, clock_words, worst
from app.domain.lanes_closing import left_words
from app.domain.words import Words
from ui.answering.lane.form import Asked, Line


def over(clocks: Iterable[Clock], now: datetime) -> Words:
    """The clocks that ran out, in a line; nothing where none did."""
    late = [clock_words(one, now) for one in worst(clocks, now)]
    return Words("；".join(one.zh for one in late), "; ".join(one.en for one in late))


def closing(left: Sequence[LaneStep], late: Words) -> Asked:
    """Name what is left, and ask why the case can do without.

    Args:
        left: what was not done.
        late: clocks that ran out.
    """
    undone = left_words(left)
    told = Words(f"还没有办：{undone.zh}", f"Not done yet: {undone.en}")
    if late.zh:
        told = Words(f"{told.zh}\n{late.zh}", f"{told.en}\n{late.en}")
    stays = Words(
        f"{told.zh}\n办结之后，登记和交接班仍会列出这些事。",
        f"{told.en}\nOnce the case is closed, the register and the next shift still name this.",
    )
    why = Line(
        "reason",
        Words("为什么可以不办", "Why the case can do without"),
        needed=Words("写明为什么可以不办", "Say why it can do without"),
    )
    return Asked(
        Words("还有没办的，确定办结？", "Close it with this left undone?"), Words("办结", "Close it"), (why,), stays
    )
