"""The steps of a lane as a list that is ticked off: what was done, by whom and under which number, and what is left."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.domain.cases import CaseKind
from app.domain.lanes import STAGES, STEP_WORDS, LaneEvent, LaneStep, Stage, last
from app.domain.lanes_next import next_stage, open_stages
from app.domain.words import Words
from ui.actions import key_of
from ui.answering.lane.acts import ACTS, upper
from ui.kit.elements import button, column, label, row
from ui.kit.remote import brief
from ui.kit.speech import Speech
from ui.kit.theme import Tone

Do = Callable[[LaneStep], None]

_LONGEST = 80


class StepList(QWidget):
    """The list. The next step is not in it: it stands over everything else.

    Args:
        do: does a step.
    """

    def __init__(self, say: Speech, lane: CaseKind, events: Sequence[LaneEvent], now: datetime, do: Do) -> None:
        super().__init__()
        self._say, self._now, self._do = say, now, do
        following = next_stage(lane, events)
        free = {one.step for one in open_stages(lane, events)}
        inside = column(gap=6)
        for stage in STAGES.get(lane, ()):
            event = last(lane, events, stage.step)
            if stage.step in free:
                inside.addLayout(self._left(stage, following=stage == following))
            elif event is not None:
                inside.addLayout(self._done(stage, event))
        self.setLayout(inside)

    def _done(self, stage: Stage, event: LaneEvent) -> QHBoxLayout:
        say = self._say
        line = row(_mark("✓", Tone.GREEN), column(label(say(upper(STEP_WORDS[stage.step]))), self._about(event), gap=0))
        line.setStretch(1, 1)
        return line

    def _about(self, event: LaneEvent) -> QLabel:
        return label(about(event, self._say, self._now), "second")

    def _left(self, stage: Stage, *, following: bool) -> QHBoxLayout:
        say, act = self._say, ACTS[stage.step]
        told = column(label(say(upper(STEP_WORDS[stage.step])), "strong" if following else ""), gap=0)
        if not following:  # its hint stands over everything else
            told.addWidget(label(say(stage.hint), "second"))
        line = row(_mark("▶", Tone.RED) if following else _mark("○", Tone.NEUTRAL), told)
        if not following:
            made = button(say, act.words, "quiet", key=key_of(act.intention))
            made.clicked.connect(lambda _checked=False: self._do(stage.step))
            line.addWidget(made)
        line.setStretch(1, 1)
        return line


def about(event: LaneEvent, say: Speech, now: datetime) -> str:
    """Who did it and when, to whom, under which number, and what was said."""
    parts = [say.moment(event.moment, now)]
    if event.by is not None:
        parts.insert(0, brief(event.by.name, 24))
    if event.to:
        parts.append(f"→ {brief(event.to, 40)}")
    if event.number:
        number = brief(event.number, 40)
        parts.append(say(Words(f"编号 {number}", f"no. {number}")))
    if event.injury is None and event.step is LaneStep.INCIDENT:
        parts.append(say(Words("伤情还没问到", "nobody asked yet who was hurt")))
    if event.injury is not None:
        parts.append(say(_HURT[event.injury]))
    if event.effect:
        parts.append(say(_EFFECT))
    if event.text and event.step not in (LaneStep.PRESERVED, LaneStep.RAISED, LaneStep.CLEARED):
        parts.append(f"“{brief(event.text, _LONGEST)}”")
    return " · ".join(parts)


_HURT = (Words("无人受伤", "nobody hurt"), Words("有人受伤", "somebody hurt"))
_EFFECT = Words("社会影响重大", "major social effect")


def _mark(sign: str, tone: Tone) -> QLabel:
    made = label(sign, "term", wrap=False)
    made.setProperty("tone", tone.value)
    made.setFixedWidth(18)
    return made
