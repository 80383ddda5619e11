"""On the desk of a case in a lane of its own: what comes next, its clocks, its steps, to whom it was told, its end."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from app.domain.cases import KIND_WORDS, Case, CaseId, CaseKind, CaseState
from app.domain.changes import Area, Changes
from app.domain.lanes import IN_REGISTER, LANES, OWN_LANES, STEP_WORDS, LaneStep, Number
from app.domain.lanes_clocks import CLOCK_WORDS, next_due
from app.domain.lanes_next import next_stage, undecided
from app.domain.words import Words
from app.operations import lanes_view
from app.operations.case_view import CaseView
from app.operations.lanes_view import LaneView
from ui.actions import key_of
from ui.answering.lane.acts import ACTS, BESIDE, beside, upper
from ui.answering.lane.clocks import ClockTable, stands, tone_of
from ui.answering.lane.first import alarm_first, numbers_line
from ui.answering.lane.steps import StepList, about
from ui.kit.elements import Flow, button, clear, column, frame, label, row, said, tag
from ui.kit.theme import Tone
from ui.tools import Tools

_WHY_NOT = Words(
    "这不按违规办：不写私信提醒，不作处置，不能延后；需要公开说明时按 2",
    "This is no matter of manners: no reminder, no measure, nothing is put off; 2 writes a public reply",
)
_HELPLINE = Words(
    "12356 由国家卫生健康委设立，2025 年 5 月 1 日起全国可拨；此刻有危险先打 110 或 120",
    "12356 is run by the National Health Commission, nationwide since 1 May 2025; in danger now: 110 or 120 first",
)
_REGISTER = Words("上报与转办", "Told to whom")
_CLOCKS = Words("时限", "Terms")
_STEPS = Words("步骤", "Steps")
_SHUT = Words("全部办完，可以办结", "All is done: it can be closed")


class LanePanel(QWidget):
    """The panel; nothing for a case that is in no lane.

    Attributes:
        view: what is shown: None while there is nothing.
        doing: a step is to be done: a `LaneStep`.
        finishing: the case is to be closed.
        listing: the register of all cases is wanted.
    """

    doing = Signal(object)
    finishing = Signal()
    listing = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._case: CaseId | None = None
        self.view: LaneView | None = None
        self._alarm: Case | None = None
        self._short = False
        self._inside = column(gap=12)
        self.setLayout(self._inside)
        self.hide()
        tools.say.changed.connect(self._render)
        tools.runner.changed.connect(self._follow)

    # --- what is shown -----------------------------------------------------------------------------------

    def show_case(self, view: CaseView | None) -> None:
        """Show how a case stands in its lane."""
        case = view.case if view is not None and view.case.kind in LANES else None
        if case is None or case.id != self._case:
            self.view = None
        self._case = case.id if case is not None else None
        self._alarm = view.case if view is not None and undecided(view.case) else None
        if case is None:
            self._tools.runner.forget(("desk", "lane"))
        else:
            self._ask(case.id)
        self._render()

    def shorten(self, on: bool) -> None:
        """Show only what comes next: a letter is written under it."""
        if on != self._short:
            self._short = on
            self._render()

    def _ask(self, case: CaseId) -> None:
        self._tools.runner.ask(
            ("desk", "lane"), lambda desk: lanes_view.lane_view(desk, case), partial(self._show, case)
        )

    def _show(self, case: CaseId, view: LaneView) -> None:
        if case == self._case:
            self.view = view
            self._render()

    def _follow(self, changes: Changes) -> None:
        if self._case is not None and changes.concern(Area.LANES, Area.CASES):
            self._ask(self._case)

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()  # Qt would give it to whatever comes next, and somebody presses keys
        clear(self._inside)
        view = self.view
        first = alarm_first(self._tools, self._alarm) if self._alarm is not None else None
        if first is not None:
            self._inside.addWidget(first)
        self.setVisible(view is not None or first is not None)
        if view is None:
            return
        now = self._tools.clock()
        self._inside.addLayout(self._head(view, now))
        if view.case.state is not CaseState.CLOSED:
            self._inside.addWidget(self._next(view))
        if self._short:
            return
        if view.clocks:
            self._part(_CLOCKS, ClockTable(self._tools.say, view.clocks, now))
        self._part(_STEPS, StepList(self._tools.say, view.lane, view.events, now, self.doing.emit))
        if view.case.state is not CaseState.CLOSED:
            self._beside(view)
        self._register(view, now)
        if view.lane in OWN_LANES:
            self._inside.addWidget(label(self._tools.say(_WHY_NOT), "second"))

    def _head(self, view: LaneView, now: datetime) -> Flow:
        say, line = self._tools.say, Flow(6)
        grave, kind = view.severity.value, KIND_WORDS[view.lane]
        name = Words(f"{grave} {kind.zh}", f"{grave} {kind.en}")
        line.addWidget(tag(say(name), Tone.RED if view.lane in OWN_LANES else Tone.GREEN))
        soonest = next_due(view.clocks)
        if soonest is not None and view.case.state is not CaseState.CLOSED:
            name, left = upper(CLOCK_WORDS[soonest.name]), stands(soonest, now)
            told = Words(f"{name.zh}：{left.zh}", f"{name.en}: {left.en}")
            line.addWidget(tag(say(told), tone_of(soonest, now)))
        return line

    def _next(self, view: LaneView) -> QFrame:
        """The one thing to do now, with its button; the numbers to call are right beside it."""
        say = self._tools.say
        stage = next_stage(view.lane, view.events)
        if stage is None:
            return self._end(view)
        act = ACTS[stage.step]
        head = label(say(Words(f"下一步：{stage.hint.zh}", f"Next: {stage.hint.en}")), "heading")
        do = button(say, act.words, "primary", key=key_of("desk.lane"))
        do.clicked.connect(partial(self._emit_doing, stage.step))
        call = numbers_line(say, view.lane)
        parts: list[QWidget] = [head, *([call] if call is not None else [])]
        if view.lane is CaseKind.CARE or stage.step is LaneStep.OWNER_CONTACTED:
            parts += [self._number(one) for one in view.numbers]
        if view.lane is CaseKind.CARE:
            parts.append(label(say(_HELPLINE), "second"))
        end = row(do, None)
        if not view.missing:
            end.addWidget(self._finish())
        return frame("raised" if view.lane in OWN_LANES else "advice", *parts, end)

    def _number(self, one: Number) -> QWidget:
        made = QWidget()
        line = row(label(one.number, "strong", wrap=False), label(self._tools.say(one.who), "small"))
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

    def _end(self, view: LaneView) -> QFrame:
        return frame("advice", row(label(self._tools.say(_SHUT), "strong"), None, self._finish(primary=True)))

    def _finish(self, *, primary: bool = False) -> QWidget:
        made = button(
            self._tools.say, Words("办结", "Close it"), "primary" if primary else "", key=key_of("desk.finish")
        )
        made.clicked.connect(self.finishing)
        return made

    def _part(self, heading: Words, what: QWidget) -> None:
        box = column(said(self._tools.say, heading, "strong"), what, gap=4)
        self._inside.addLayout(box)

    def _beside(self, view: LaneView) -> None:
        """What is missing before the end, and what may be entered at any time."""
        say, line = self._tools.say, Flow(4)
        if view.missing:
            left = [STEP_WORDS[one.step] for one in view.missing]
            names = Words("、".join(one.zh for one in left), ", ".join(one.en for one in left))
            told = Words(f"办结还缺：{names.zh}", f"Before it can be closed: {names.en}")
            self._inside.addWidget(label(say(told), "small"))
        for step in beside(view.lane, view.events):
            made = button(say, BESIDE[step], "quiet")
            made.clicked.connect(partial(self._emit_doing, step))
            line.addWidget(made)
        self._inside.addLayout(line)

    def _emit_doing(self, step: LaneStep, _checked: bool = False) -> None:
        self.doing.emit(step)

    def _register(self, view: LaneView, now: datetime) -> None:
        """To whom this case was told, when, under which number."""
        say = self._tools.say
        told = [one for one in view.events if one.step in IN_REGISTER]
        all_ = button(say, Words("全部登记", "The whole register"), "quiet", key=key_of("window.register"))
        all_.clicked.connect(self.listing)
        self._inside.addLayout(row(said(say, _REGISTER, "strong", wrap=False), None, all_))
        for one in told:
            what = say(upper(STEP_WORDS[one.step]))
            self._inside.addWidget(label(f"{what} · {about(one, say, now)}", "small"))
        if not told:
            self._inside.addWidget(said(say, Words("还没有", "Nothing yet"), "second"))
