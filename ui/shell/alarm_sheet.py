"""The second alarm, for a lead: which case nobody sees to, and what to do about it. It takes no focus from anybody."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.lanes_clocks import SECOND_ALARM_AFTER, Alarm, lasted
from app.domain.words import Words
from ui.kit.elements import button, column, frame, label, named, row, said
from ui.kit.overlay import Overlay
from ui.kit.remote import brief
from ui.tools import Tools
from ui.triage.alarm_strip import what_of

SIZE = (620, 250)


def unseen() -> Words:
    """That nobody saw to it for as long as a second alarm takes."""
    span = lasted(SECOND_ALARM_AFTER)
    return Words(f"{span.zh}没有人跟进", f"Nobody saw to it for {span.en}")


_HEAD = unseen()


class AlarmSheet(Overlay):
    """The sheet.

    Attributes:
        taking: the person sees to it: an `Alarm`.
        passing: a department is to see to it: an `Alarm`.
        wanted: the case is to be shown: its id.
    """

    taking = Signal(object)
    passing = Signal(object)
    wanted = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, *SIZE)
        self._tools = tools
        self.alarm: Alarm | None = None
        self._others = 0
        say = tools.say
        self._age, self._what, self._about = label("", "strong"), label("", "strong"), label("", "small")
        self._more = label("", "second")
        take = button(say, Words("我来跟", "I see to it"), "primary")
        take.clicked.connect(partial(self._go, self.taking.emit))
        pass_on = button(say, Words("转给部门…", "Pass it to a department…"))
        pass_on.clicked.connect(partial(self._go, self.passing.emit))
        look = button(say, Words("看工单", "Look at the case"))
        look.clicked.connect(self._look)
        later = button(say, Words("收起", "Put it away"), "quiet")
        later.clicked.connect(self.put_away)
        layout = column(
            frame("alarm", said(say, _HEAD, "strong"), self._age),
            self._what,
            self._about,
            self._more,
            row(take, pass_on, look, None, later),
        )
        layout.setContentsMargins(16, 16, 16, 16)
        layout.insertStretch(4, 1)
        self.setLayout(layout)
        named(say, self, _HEAD)
        say.changed.connect(self._render)
        window.installEventFilter(self)

    def settle(self) -> None:
        """Stand in the middle, under where notices stand while a sheet is up."""
        super().settle()
        window = self.parentWidget()
        if window is not None:
            self.move(self.x(), max(48, (window.height() - self.height()) // 3))

    def show_alarm(self, alarm: Alarm, more: int) -> None:
        """Show it for this one, `more` others waiting as long; whoever is typing goes on typing."""
        self.alarm, self._others = alarm, more
        self._render()
        if not self.isVisible():
            self.put_up()

    def follow(self, alarms: Sequence[Alarm]) -> None:
        """These stand now: where it is over, the sheet goes."""
        now = next((one for one in alarms if self.alarm is not None and one.case == self.alarm.case), None)
        if now is None:
            self.put_away()
        else:
            self.alarm, self._others = now, len(alarms) - 1
            self._render()

    def put_away(self) -> None:
        """Hide it; the focus stays where it is, unless it is in here."""
        focused = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        if not focused:
            self._before = None
        super().put_away()

    def _go(self, way: Callable[[Alarm], object], _checked: bool = False) -> None:
        alarm = self.alarm
        self.put_away()
        if alarm is not None:
            way(alarm)

    def _look(self) -> None:
        alarm = self.alarm
        self.put_away()
        if alarm is not None:
            self.wanted.emit(alarm.case)

    def _render(self) -> None:
        alarm, say = self.alarm, self._tools.say
        if alarm is None:
            return
        age = lasted(self._tools.clock() - alarm.since)
        self._age.setText(say(Words(f"发现至今 {age.zh}，还没有人接", f"{age.en} since it was found; nobody has it")))
        self._what.setText(say(what_of(alarm)))
        author = brief(alarm.author, 30)
        self._about.setText(f"{author} · {brief(alarm.title, 60)}\n{brief(alarm.excerpt, 120)}")
        more = Words(f"另有 {self._others} 件也没有人跟进", f"{self._others} more nobody has taken on")
        self._more.setText(say(more))
        self._more.setVisible(self._others > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.settle()
            self.raise_()
        return super().eventFilter(watched, event)
