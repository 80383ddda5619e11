"""Keys of lanes on the chosen case: into a lane or not, each step, its end."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.commands import CommandKind
from app.domain.decisions import Decided
from app.domain.lanes import LANES, STEP_WORDS, LaneStep, last, raised_lane
from app.domain.lanes_closing import left
from app.domain.lanes_next import next_stage
from app.domain.letters import language_of
from app.domain.words import Words
from app.errors import StewardError
from app.operations import lanes, lanes_letters, lanes_measures, lanes_rights, team_facts
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from app.operations.lanes import LaneDone
from app.operations.lanes_view import LaneView
from ui.answering.forms import HOLD
from ui.answering.lane.acts import ACTS, INTENTIONS, step_for, upper
from ui.answering.lane.asking import Known, asked, work
from ui.answering.lane.ending import closing, over
from ui.answering.lane.form import Asked, Line, StepForm, Text, Values
from ui.answering.lane.panel import LanePanel
from ui.tools import Tools
from ui.triage.by_hand import offer_to_go

LETTERS = (LaneStep.FORWARDED, LaneStep.WRITTEN_TO, LaneStep.THANKED)
"""Steps that send the author a letter, which is read before it goes."""

_SEND = Words("发出", "Send it")
_NO_LANE = Words("这件工单不在专门流程里；按 L 改类别", "This case is in no lane of its own; L changes its kind")


class InLane(QObject):
    """Does the steps of a lane on the chosen case.

    Args:
        over: lies in the window over which the forms go.
        panel: shows how the case stands in its lane.
        seen: the chosen case, while it is the one that is shown.
        refused: says why something could not be done to a case.

    Attributes:
        entering: a case is to go into a lane: a `CaseView` and its kind.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
        closed: the case is closed: its id.
    """

    entering = Signal(object, object)
    decided = Signal(object, object, object)
    to_do = Signal(object)
    closed = Signal(object)

    def __init__(
        self,
        tools: Tools,
        over: QWidget,
        panel: LanePanel,
        seen: Callable[[], CaseView | None],
        refused: Callable[[CaseId, StewardError], None],
    ) -> None:
        super().__init__()
        self._tools, self._over, self._panel = tools, over, panel
        self._seen, self._refused = seen, refused
        self.form: StepForm | None = None
        panel.doing.connect(self.do)
        panel.finishing.connect(self.finish)
        for name in INTENTIONS:
            tools.actions.bind(name, partial(self._do_intention, name))
        tools.actions.bind("desk.lane", self.next)
        tools.actions.bind("desk.finish", self.finish)
        tools.actions.bind("triage.safety", self.enter)

    # --- into a lane, or not -----------------------------------------------------------------------------

    def enter(self) -> None:
        """Into the lane that a keyword points to, else into that of safety."""
        view = self._seen()
        if view is None:
            return
        lane = raised_lane(view.case.raised) or CaseKind.SAFETY
        if view.case.kind is lane:
            words = KIND_WORDS[lane]
            self._tell(Words(f"已经是“{words.zh}”", f"It is “{words.en}” already"))
        else:
            self.entering.emit(view, lane)

    # --- steps -------------------------------------------------------------------------------------------

    def _lane(self) -> LaneView | None:
        """How the chosen case stands, while that is shown; says why not where it is in no lane."""
        seen, view = self._seen(), self._panel.view
        if seen is not None and seen.case.kind not in LANES:
            self._tell(_NO_LANE)
            return None
        return view if view is not None and seen is not None and view.case.id == seen.case.id else None

    def _do_intention(self, intention: str) -> None:
        view = self._lane()
        if view is None:
            return
        step = step_for(intention, view.lane, view.events)
        if step is not None:
            self.do(step)
        else:
            kind = KIND_WORDS[view.lane]
            self._tell(Words(f"“{kind.zh}”没有这一步", f"“{kind.en}” has no such step"))

    def next(self) -> None:
        """Do what comes next, whatever that is."""
        view = self._lane()
        if view is None:
            return
        stage = next_stage(view.lane, view.events)
        if stage is None:
            self.finish()
        else:
            self.do(stage.step)

    def do(self, step: LaneStep) -> None:
        """Do a step: at once, by a form, or by a letter that is read first."""
        view = self._lane()
        if view is None:
            return
        case = view.case.id
        if step is LaneStep.PRESERVED:
            self._tools.actions[ACTS[step].intention].trigger()
        elif step is LaneStep.ACKNOWLEDGED:
            self._keep(case, lambda desk: lanes.acknowledge(desk, case), self._entered)
        elif step is LaneStep.HIDDEN:
            told = Words("已安排折叠", "It is being folded")
            self._decide(case, lambda desk: lanes_measures.hide(desk, case, hold=HOLD), told, CommandKind.HIDE)
        elif step is LaneStep.RESTORED:
            self._ask_why(case)
        else:
            self._ask(view, step)

    def _ask_why(self, case: CaseId) -> None:
        """Show the post again: with the reason, unless the complainant's time to sue is over."""

        def filled(values: Values) -> None:
            def restored(decided: Decided) -> None:
                form.done()
                self._decided(Words("已安排恢复", "It is being shown again"), CommandKind.RESTORE, decided)

            reason = str(values["reason"] or "")
            restore = partial(lanes_measures.restore, case_id=case, reason=reason, hold=HOLD)
            self._tools.runner.do(restore, restored, form.fail)

        if self.form is not None:
            self.form.deleteLater()
        form = self.form = StepForm(self._tools, self._over.window(), _WHY, filled)
        form.put_up()

    def _ask(self, view: LaneView, step: LaneStep) -> None:
        """Read what the form begins with, then show it."""
        case = view.case
        to_author = step in LETTERS
        language = language_of(case.revision.body) if to_author else self._tools.say.language

        def read(desk: Desk) -> tuple[str, tuple[str, ...]]:
            drafted = lanes_letters.draft(desk, case.id, step, language)
            return drafted, team_facts.facts(desk).departments

        self._tools.runner.ask(
            ("desk", "step"), read, partial(self._put_up, view, step), partial(self._refused, view.case.id)
        )

    def _put_up(self, view: LaneView, step: LaneStep, read: tuple[str, tuple[str, ...]]) -> None:
        letter, departments = read
        checked = last(view.lane, view.events, LaneStep.CHECKED)
        sender = checked.to if checked is not None else ""
        known = Known(self._tools.say.language, self._tools.clock(), view.incident_at, departments, sender, letter)
        questions = _reading(step, letter) if step in LETTERS else asked(step, view.lane, known)
        if questions is None:
            return
        if self.form is not None:
            self.form.deleteLater()
        form = self.form = StepForm(self._tools, self._over.window(), questions, partial(self._filled, view, step))
        form.put_up()

    def _filled(self, view: LaneView, step: LaneStep, values: Values) -> None:
        form, case = self.form, view.case.id
        if form is None:
            return
        if step not in LETTERS:
            self._tools.runner.do(work(step, case, values), partial(self._form_done, form), form.fail)
            return
        text = str(values["letter"])
        send = lanes_rights.forward if step is LaneStep.FORWARDED else lanes_measures.write_to

        def sent(decided: Decided) -> None:
            form.done()
            self._decided(Words("信已写好", "The letter is written"), CommandKind.MESSAGE, decided)

        self._tools.runner.do(lambda desk: send(desk, case, text, hold=HOLD), sent, form.fail)

    def _form_done(self, form: StepForm, done: LaneDone) -> None:
        form.done()
        self._entered(done)

    # --- its end -----------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Close the case, once nothing that is needed is missing."""
        view = self._lane()
        if view is None:
            return
        case, undone = view.case.id, left(view.lane, view.events)
        if undone and not view.missing and not view.case.raised:
            self._ask_why_left(case, closing(undone, over(view.clocks, self._tools.clock())))
            return
        self._tools.runner.do(
            lambda desk: lanes.close(desk, case, hold=HOLD), partial(self._closed, case), partial(self._refused, case)
        )

    def _ask_why_left(self, case: CaseId, questions: Asked) -> None:
        """Close the case only with a reason why something was left."""

        def filled(values: Values) -> None:
            def closed(decided: Decided) -> None:
                form.done()
                self._closed(case, decided)

            reason = str(values["reason"] or "")
            self._tools.runner.do(lambda desk: lanes.close(desk, case, reason=reason, hold=HOLD), closed, form.fail)

        if self.form is not None:
            self.form.deleteLater()
        form = self.form = StepForm(self._tools, self._over.window(), questions, filled)
        form.put_up()

    def _closed(self, case: CaseId, decided: Decided) -> None:
        self.closed.emit(case)
        self._decided(Words("按流程办结", "Closed by its lane"), None, decided)

    # --- what came of it ---------------------------------------------------------------------------------

    def _keep(self, case: CaseId, work_: Callable[[Desk], LaneDone], then: Callable[[LaneDone], None]) -> None:
        self._tools.runner.do(work_, then, partial(self._refused, case))

    def _decide(self, case: CaseId, work_: Callable[[Desk], Decided], told: Words, sends: CommandKind | None) -> None:
        self._tools.runner.do(work_, partial(self._decided, told, sends), partial(self._refused, case))

    def _decided(self, told: Words, sends: CommandKind | None, decided: Decided) -> None:
        self.decided.emit(told, [decided.decision], [decided.case])
        if decided.by_hand:
            offer_to_go(self._tools, partial(self.to_do.emit, decided.decision))

    def _entered(self, done: LaneDone) -> None:
        words = STEP_WORDS[done.event.step]
        self._tell(Words(f"已登记：{words.zh}", f"Entered: {words.en}"))

    def _tell(self, words: Words) -> None:
        self._tools.notices.tell(words, seconds=4)


_WHY = Asked(
    upper(STEP_WORDS[LaneStep.RESTORED]),
    Words("恢复", "Show it again"),
    (
        Line(
            "reason",
            Words("为什么恢复（期限已过、没有起诉通知时可空）", "Why; empty where the term is over without suit"),
        ),
    ),
)


def _reading(step: LaneStep, letter: str) -> Asked:
    name = Words("给作者的私信（可以改）", "The private letter to the author; change it as you like")
    needed = Words("信是空的", "The letter is empty")
    return Asked(upper(STEP_WORDS[step]), _SEND, (Text("letter", name, letter, needed),))
