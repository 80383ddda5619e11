"""An alarm of which nobody said yet whether it is one stands first on the desk, with its keys and nothing else."""

from functools import partial

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.domain.cases import KIND_WORDS, Case, CaseKind
from app.domain.lanes import numbers, raised_lane, raised_words
from app.domain.words import Words
from ui.actions import key_of
from ui.kit.elements import Flow, button, frame, label
from ui.kit.speech import Speech
from ui.tools import Tools

_FIRST = Words("先看这条警报", "First: is it an alarm?")
_WHY = Words("关键词提示，由人来定；定了才能答复、处置或办结", "A keyword only; nothing is answered or closed before")


def numbers_line(say: Speech, lane: CaseKind) -> QLabel | None:
    """Whom to call in danger, in a line; None where nobody is."""
    if lane not in (CaseKind.SAFETY, CaseKind.CARE):
        return None
    told = " · ".join(one.number for one in numbers(lane))
    return label(say(Words(f"此刻有危险，先打：{told}", f"In danger now, call first: {told}")), "strong")


def alarm_first(tools: Tools, case: Case) -> QFrame | None:
    """The alarm with its keys; None where a keyword raised nothing."""
    say, lane = tools.say, raised_lane(case.raised)
    if lane is None:
        return None
    kind, ways = KIND_WORDS[lane], Flow(8)
    for words, look, intention in (
        (Words(f"转入{kind.zh}", f"Into {kind.en}"), "primary", "triage.safety"),
        (Words("不是警报", "It is none"), "", "triage.not_alarm"),
        (Words("这个帖子的都不是", "None of this thread"), "quiet", "triage.not_thread"),
    ):
        made = button(say, words, look, key=key_of(intention))
        made.clicked.connect(partial(_trigger, tools, intention))
        ways.addWidget(made)
    keys = QWidget()
    keys.setLayout(ways)
    head, hit = label(say(_FIRST), "heading"), label(say(raised_words(case.raised)), "strong")
    call = numbers_line(say, lane)
    parts = [head, hit, *([call] if call is not None else []), label(say(_WHY), "second"), keys]
    return frame("raised", *parts)


def _trigger(tools: Tools, intention: str, _checked: bool = False) -> None:
    tools.actions[intention].trigger()
