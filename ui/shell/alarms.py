"""Alarms at the window: asked for every half minute and when a case changes; told once each, and to a lead again."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.lanes import LaneStep
from app.domain.lanes_clocks import Alarm, AlarmLevel
from app.domain.roles import Role
from app.domain.words import Words
from app.operations import lanes, lanes_letters, lanes_view, team_facts
from app.operations.desk import Desk
from ui.answering.lane.asking import Known, asked, work
from ui.answering.lane.form import StepForm, Values
from ui.answering.lane.register import RegisterSheet
from ui.notices import Offer
from ui.shell.alarm_sheet import AlarmSheet, unseen
from ui.shell.notifying import Notifier
from ui.tools import Tools
from ui.triage.alarm_strip import what_of

EVERY_MS = 30_000


class Alarms(QObject):
    """Asks for alarms and tells of them.

    Args:
        chosen: the case that is shown now.

    Attributes:
        found: what nobody sees to now, the loudest first: a list of `Alarm`.
        show_case: a case is to be shown: its id.
    """

    found = Signal(object)
    show_case = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, notifier: Notifier, chosen: Callable[[], CaseId | None]) -> None:
        super().__init__(window)
        self._tools, self._window, self._notifier, self._chosen = tools, window, notifier, chosen
        self._told: set[tuple[CaseId, AlarmLevel]] = set()
        self._shown: set[CaseId] = set()
        self._at_start = True
        self.now: list[Alarm] = []
        self._is_lead = Role.LEAD in tools.me.roles
        tools.runner.changed.connect(self._follow)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @cached_property
    def sheet(self) -> AlarmSheet:
        """What a lead is shown; it is made when it is first needed."""
        made = AlarmSheet(self._tools, self._window)
        made.wanted.connect(self.show_case)
        made.taking.connect(self._take_over)
        made.passing.connect(self._pass_on)
        return made

    @cached_property
    def register(self) -> RegisterSheet:
        """To whom something was reported; it is made when it is first wanted."""
        made = RegisterSheet(self._tools, self._window)
        made.chosen.connect(self.show_case)
        return made

    def open_register(self) -> None:
        """Look at the register."""
        self.register.put_up()

    def look(self) -> None:
        """Ask what nobody sees to."""
        self._tools.runner.ask(("lanes", "alarms"), lanes_view.alarms, self._take, lambda _error: None)

    def _follow(self, changes: Changes) -> None:
        if changes.concern(Area.LANES, Area.CASES):
            self.look()

    def _take(self, found: list[Alarm]) -> None:
        self.now = found
        self.found.emit(self.now)
        self._tell()
        self._show_lead()
        self._at_start = False

    # --- telling -----------------------------------------------------------------------------------------

    def _tell(self) -> None:
        there = {(one.case, level) for one in self.now for level in AlarmLevel}
        self._told &= there  # what is over is told again, should it come again
        fresh = [one for one in self.now if (one.case, one.level) not in self._told and self._concerns(one)]
        for one in fresh:
            self._told |= {(one.case, AlarmLevel.FIRST), (one.case, one.level)}
        here = self._chosen()
        fresh = [one for one in fresh if one.case != here or one.level is AlarmLevel.SECOND]  # who reads it knows
        if not fresh:
            return
        first = fresh[0]
        go = Offer(Words("去处理", "See to it"), "", partial(self.show_case.emit, first.case))
        seen = self._at_start or (self._is_lead and first.level is AlarmLevel.SECOND)  # the strip, the sheet says it
        about = ("alarm", *sorted((one.case, one.level.value, one.since, one.raised) for one in fresh))
        self._notifier.notify(_words(fresh), go, about=about, grave=True, inside=not seen)

    def _concerns(self, alarm: Alarm) -> bool:
        """The first alarm is for everybody, the second for a lead."""
        return alarm.level is AlarmLevel.FIRST or self._is_lead or (alarm.case, AlarmLevel.FIRST) not in self._told

    def _show_lead(self) -> None:
        if not self._is_lead:
            return
        second = [one for one in self.now if one.level is AlarmLevel.SECOND]
        fresh = [one for one in second if not one.shown and one.case not in self._shown]
        self._shown |= {one.case for one in fresh}
        if self._has_sheet and self.sheet.isVisible():
            self.sheet.follow(second)
        elif fresh:
            self.sheet.show_alarm(fresh[0], len(second) - 1)
        for one in fresh:
            self._tools.runner.do(partial(lanes_view.alarm_shown, case_id=one.case), failed=lambda _error: None)

    @property
    def _has_sheet(self) -> bool:
        return "sheet" in self.__dict__

    def _take_over(self, alarm: Alarm) -> None:
        """The lead sees to it: into its lane, where it is not there yet, and the case is shown."""
        self._tools.runner.do(lambda desk: lanes.acknowledge(desk, alarm.case), self._taken)

    def _taken(self, done: lanes.LaneDone) -> None:
        self._tools.notices.tell(Words("已记下：您在跟", "Noted: you see to it"), seconds=4)
        self.show_case.emit(done.case)

    def _pass_on(self, alarm: Alarm) -> None:
        """A department has to act; whoever passes it on sees to it."""
        language = self._tools.say.language

        def read(desk: Desk) -> Known:
            slip = lanes_letters.slip(desk, alarm.case, language)
            return Known(language, desk.clock(), alarm.since, team_facts.facts(desk).departments, letter=slip)

        self._tools.runner.ask(("lanes", "departments"), read, partial(self._ask_whom, alarm))

    def _ask_whom(self, alarm: Alarm, known: Known) -> None:
        questions = asked(LaneStep.PASSED_ON, alarm.lane, known)
        if questions is None:
            return

        def keep(values: Values) -> None:
            pass_on = work(LaneStep.PASSED_ON, alarm.case, values)

            def passed(done: lanes.LaneDone) -> None:
                form.done()
                self._taken(done)

            self._tools.runner.do(pass_on, passed, form.fail)

        form = StepForm(self._tools, self._window, questions, keep)
        form.put_up()

    # --- going there -------------------------------------------------------------------------------------

    def go(self) -> None:
        """Go to the loudest; once more, to the next."""
        cases = [one.case for one in self.now]
        if cases:
            here = self._chosen()
            at = cases.index(here) + 1 if here in cases else 0
            self.show_case.emit(cases[at % len(cases)])
        else:
            self._tools.notices.tell(Words("现在没有警报", "There is no alarm now"), seconds=4)


def _words(fresh: list[Alarm]) -> Words:
    first, more = fresh[0], len(fresh) - 1
    what, title = what_of(first), first.title or first.excerpt[:40]
    late = first.level is AlarmLevel.SECOND
    head = unseen() if late else Words("警报", "Alarm")
    rest = Words(f"，另有 {more} 件", f"; {more} more") if more else Words()
    return Words(f"{head.zh}：{what.zh}（{title}）{rest.zh}", f"{head.en}: {what.en} ({title}){rest.en}")
