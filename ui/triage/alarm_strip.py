"""On top of the queue: alarms that nobody sees to yet. It stays until somebody does, and can't be put away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.domain.cases import KIND_WORDS
from app.domain.lanes import raised_words
from app.domain.lanes_clocks import Alarm, AlarmLevel, lasted
from app.domain.words import Words
from ui.actions import key_of
from ui.kit.elements import button, column, label, row
from ui.kit.remote import brief
from ui.tools import Tools


def what_of(alarm: Alarm) -> Words:
    """What an alarm is about: the keyword with its words, else the lane that a person chose."""
    return raised_words(alarm.raised) if alarm.raised and not alarm.entered else KIND_WORDS[alarm.lane]


class AlarmStrip(QFrame):
    """How many, how old the oldest is, and the way there; nothing while there is none.

    Attributes:
        wanted: somebody goes to the oldest.
    """

    wanted = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.alarms: Sequence[Alarm] = ()
        self._head, self._text = label("", "strong"), label("", "small")
        go = button(tools.say, Words("去处理", "See to it"), "", key=key_of("window.alarm"))
        go.clicked.connect(self.wanted)
        layout = column(self._head, self._text, row(go, None), gap=4)
        layout.setContentsMargins(12, 8, 12, 10)
        self.setLayout(layout)
        self.hide()
        tools.say.changed.connect(self.render_strip)

    def show_alarms(self, alarms: Sequence[Alarm]) -> None:
        """Show these, the loudest first."""
        self.alarms = alarms
        self.render_strip()

    def render_strip(self) -> None:
        """Say it as it is now: the oldest gets older."""
        self.setVisible(bool(self.alarms))
        if not self.alarms:
            return
        say, first, count = self._tools.say, self.alarms[0], len(self.alarms)
        loud = any(one.level is AlarmLevel.SECOND for one in self.alarms)
        self._wear("alarm" if loud else "raised")
        age = lasted(self._tools.clock() - min(one.since for one in self.alarms))
        head = Words(f"{count} 件警报没有人跟进", f"{count} alarms nobody has taken on")
        if count == 1:
            head = Words(head.zh, "An alarm nobody has taken on")
        since = Words(f" · {age.zh}", f" · {age.en}") if count == 1 else Words(f" · 最早 {age.zh}", f" · {age.en}")
        head = Words(head.zh + since.zh, head.en + since.en)
        self._head.setText(say(head))
        self._text.setText(f"{say(what_of(first))} · {brief(first.title or first.excerpt, 40)}")
        self.setAccessibleName(say(head))

    def _wear(self, look: str) -> None:
        if self.objectName() != look:
            self.setObjectName(look)
            for one in (self, self._head, self._text):
                one.style().unpolish(one)
                one.style().polish(one)
