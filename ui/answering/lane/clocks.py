"""The clocks of a lane as a small table: how long it lasts already, how long there still is, until when, and why."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.lanes_clocks import CLOCK_WORDS, Clock, lasted
from app.domain.words import Words
from ui.answering.lane.acts import upper
from ui.kit.elements import label
from ui.kit.speech import Speech
from ui.kit.theme import GAP, Tone

_GUESSED = Words("* 事故时间还没登记，先从发帖时间算起", "* from the time of the post, until the incident is entered")

SOON = 0.25
"""From this share of its term on that is left, a clock warns."""


def tone_of(clock: Clock, now: datetime) -> Tone:
    """How urgent a clock is."""
    if clock.done_at is not None:
        return Tone.AMBER if clock.done_at > clock.due_at else Tone.GREEN
    if clock.late(now):
        return Tone.RED
    return Tone.AMBER if clock.left(now) < (clock.due_at - clock.since) * SOON else Tone.NEUTRAL


def stands(clock: Clock, now: datetime) -> Words:
    """What is left of it, or how it ended."""
    if clock.done_at is not None:
        if clock.done_at <= clock.due_at:
            return Words("✓ 按时", "✓ in time")
        over = lasted(clock.done_at - clock.due_at)
        return Words(f"✓ 晚 {over.zh}", f"✓ {over.en} late")
    span = lasted(clock.left(now))
    return (
        Words(f"超时 {span.zh}", f"{span.en} over") if clock.late(now) else Words(f"还剩 {span.zh}", f"{span.en} left")
    )


class ClockTable(QWidget):
    """The table: of each clock its name and how it stands, under them how long it ran, until when, and why."""

    def __init__(self, say: Speech, clocks: Sequence[Clock], now: datetime) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for at, one in enumerate(clocks):
            grid.addWidget(label(say(upper(CLOCK_WORDS[one.name])), wrap=False), 3 * at, 0)
            grid.addWidget(_toned(say(stands(one, now)), tone_of(one, now)), 3 * at, 1)
            grid.addWidget(label(_under(one, say, now), "second"), 3 * at + 1, 0, 1, 3)
            grid.setRowMinimumHeight(3 * at + 2, GAP)
        if any(one.guessed for one in clocks):
            grid.addWidget(label(say(_GUESSED), "second"), 3 * len(clocks), 0, 1, 3)
        grid.setColumnStretch(2, 1)
        self.setLayout(grid)


def _under(clock: Clock, say: Speech, now: datetime) -> str:
    passed = lasted((clock.done_at or now) - clock.since)
    ran = Words(f"已过 {passed.zh}", f"{passed.en} passed")
    if clock.done_at is not None:
        ran = Words(f"用时 {passed.zh}", f"took {passed.en}")
    at = say.moment(clock.due_at, now)
    until = Words(f"到 {at} 为止", f"until {at}")
    return " · ".join((say(ran), say(until), f"{say(clock.source)}{' *' if clock.guessed else ''}"))


def _toned(text: str, tone: Tone) -> QLabel:
    made = label(text, "term", wrap=False)
    made.setProperty("tone", tone.value)
    return made
