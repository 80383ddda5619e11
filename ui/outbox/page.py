"""To be sent: what waits and why, and what a person can do about it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.commands import COMMAND_TRANSITIONS as WAYS
from app.domain.commands import CommandState, CommandStep, DecisionId
from app.domain.outbox import OutboxRow
from app.domain.words import Words
from app.errors import StewardError
from app.operations import outbox
from app.operations.case_view import CaseView, case_view
from app.operations.desk import Desk
from ui.actions import key_of
from ui.kit.elements import button, frame, row, said
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import MARGIN, WIDE_GAP
from ui.outbox.answer_detail import AnswerDetail
from ui.outbox.answer_list import OutboxList
from ui.outbox.answers import OutboxAnswer, answers
from ui.outbox.by_hand import copy_words, is_to_do, task_of
from ui.outbox.words import is_held
from ui.tools import Tools

MOST = 200
_MS = timedelta(milliseconds=1)
_LONGEST_TIMER = 24 * 3600 * 1000
_SENT_BY_ITSELF = (CommandState.WAITING, CommandState.SENDING)
_STEPS = {
    "outbox.withdraw": CommandStep.WITHDRAW,
    "outbox.change": CommandStep.WITHDRAW,
    "outbox.retry": CommandStep.RETRY,
    "outbox.confirm": CommandStep.CONFIRM,
}


def _waiting(desk: Desk) -> tuple[int, int, int]:
    answers, person = outbox.answers_waiting(desk)
    steps = outbox.counts(desk)
    return answers, person, sum(steps.get(state, 0) for state in _SENT_BY_ITSELF)


class OutboxPage(QWidget):
    """The place 待发送.

    Attributes:
        opened: a case is to be shown in the queue: its id.
        counted: how many answers are on their way, how many of them need a person, and how many steps the program
            sends by itself.
        ticking: a person did something: which command, and what says in one sentence what it was.
        viewing: a receipt is to be seen large: all of them, and the number of the one.
    """

    opened = Signal(object)
    counted = Signal(int, int, int)
    ticking = Signal(object, object)
    viewing = Signal(object, int)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools = tools
        self._settled = False
        self._wanted: DecisionId | None = None
        self._chosen: OutboxAnswer | None = None
        self._view: CaseView | None = None
        self._released = QTimer(self, singleShot=True)
        self._released.timeout.connect(self.reload)
        self._build()
        self._bind()
        tools.runner.changed.connect(self.follow)
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self._tools.say
        self.list = OutboxList(self._tools)
        self.model = self.list.answers
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        self._tabs = [self._tab(Words("未完成", "Unsettled"), False), self._tab(Words("已结束", "Settled"), True)]
        head = row(said(say, Words("待发送", "To be sent"), "heading", wrap=False), None, *self._tabs)
        left = frame("panel", head, self.stack, margin=MARGIN - 4)
        left.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self._detail = AnswerDetail(self._tools)
        self._detail.opening.connect(self._open)
        self._detail.ticking.connect(self.tick)
        self._detail.viewing.connect(self.viewing)
        self._buttons = self._make_buttons()
        right = frame("panel", self._detail, row(*self._buttons, None), margin=WIDE_GAP)
        right.layout().setStretch(0, 1)  # type: ignore[union-attr]
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, right):
            splitter.addWidget(part)
        splitter.setHandleWidth(WIDE_GAP)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([480, 720])
        layout = row(splitter)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _tab(self, words: Words, settled: bool) -> QPushButton:
        made = button(self._tools.say, words, "tab")
        made.setCheckable(True)
        made.setChecked(settled is self._settled)
        made.clicked.connect(partial(self._choose_tab, settled))
        return made

    def _make_buttons(self) -> list[QPushButton]:
        does: dict[str, tuple[Words, Callable[[], None]]] = {
            "outbox.withdraw": (Words("撤回", "Withdraw"), self.withdraw),
            "outbox.change": (Words("改写", "Change"), self.change),
            "outbox.retry": (Words("再试一次", "Try again"), self.retry),
            "outbox.confirm": (Words("确认已送达", "It did arrive"), self.confirm),
        }
        made: list[QPushButton] = []
        for name, (words, run) in does.items():
            self._tools.actions.bind(name, run)
            one = button(self._tools.say, words, key=key_of(name))
            one.setProperty("intention", name)
            one.clicked.connect(run)
            made.append(one)
        return made

    def _bind(self) -> None:
        self._tools.actions.bind("outbox.tick", self.tick)
        self._tools.actions.bind("outbox.copy", self.copy)
        self._tools.actions.bind("outbox.open", self._open)
        self._tools.actions.bind("outbox.settled", lambda: self._choose_tab(not self._settled))

    def _open(self) -> None:
        if self._chosen is not None and self._chosen.first.case is not None:
            self.opened.emit(self._chosen.first.case)

    # --- reading -----------------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.stack.take_focus()

    def show_answer(self, decision: DecisionId) -> None:
        """Show this one, which is on its way."""
        self._wanted = decision
        self._choose_tab(False)

    def follow(self, changes: Changes) -> None:
        """Something was changed."""
        if changes.concern(Area.OUTBOX, Area.CASES):
            self.reload()

    def reload(self) -> None:
        """Ask again for what is shown, and how much waits."""
        settled = self._settled
        self._tools.runner.ask(
            ("outbox", "rows"),
            lambda desk: outbox.rows(desk, settled=settled, limit=MOST),
            self._show,
            self.stack.show_fault,
        )
        self._tools.runner.ask(("outbox", "counts"), _waiting, self._count)

    def _count(self, waiting: tuple[int, int, int]) -> None:
        self.counted.emit(*waiting)

    def _choose_tab(self, settled: bool, _checked: bool = False) -> None:
        self._settled = settled
        for tab, of in zip(self._tabs, (False, True), strict=True):
            tab.setChecked(of is settled)
        self.reload()

    def _show(self, rows: list[OutboxRow]) -> None:
        chosen = self._wanted or (self._chosen.first.command.decision if self._chosen else None)
        self._wanted = None
        found = answers(rows)
        self.model.show(found)
        self._await_release(rows)
        if not found:
            self.stack.show_empty(
                Words("没有等着发送的操作", "Nothing waits to be sent"),
                Words(
                    "写好的提醒和回复先到这里，送达后离开", "What you write comes here first and leaves once delivered"
                ),
            )
            self._choose(None)
            return
        self.stack.show_content()
        at = next((place for place, one in enumerate(found) if one.first.command.decision == chosen), 0)
        self.list.setCurrentIndex(self.model.index(at))
        self._choose(found[at])

    def _await_release(self, rows: list[OutboxRow]) -> None:
        """What can no longer be taken back is for a person to do: nothing else tells of that moment."""
        now = self._tools.clock()
        held = [one.command for one in rows if one.command.by_hand and is_held(one.command, now)]
        ends = [one.not_before - now for one in held if one.not_before is not None]
        if ends:
            self._released.start(min(min(ends) // _MS + 1, _LONGEST_TIMER))

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._choose(self.model.answers[current.row()])

    def _choose(self, chosen: OutboxAnswer | None) -> None:
        if chosen is None or self._view is None or chosen.first.case != self._view.case.id:
            self._view = None
        self._chosen = chosen
        self._render()
        case_id = chosen.first.case if chosen is not None else None
        if case_id is not None:
            self._tools.runner.ask(
                ("outbox", "case"), lambda desk: case_view(desk, case_id), self._show_case, lambda _error: None
            )

    def _show_case(self, view: CaseView) -> None:
        if self._chosen is not None and self._chosen.first.case == view.case.id:
            self._view = view
            self._render()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        self.model.refresh()
        self._set_buttons(self._chosen)
        self._detail.show_answer(self._chosen, self._view)

    def _set_buttons(self, one: OutboxAnswer | None) -> None:
        for made in self._buttons:
            name = str(made.property("intention"))
            able = one is not None and one.telling.command.state in WAYS[_STEPS[name]]
            if name == "outbox.change":
                able = able and one is not None and bool(one.text) and one.first.case is not None
            made.setEnabled(able)
            made.setVisible(able)
            self._tools.actions.enable(name, able)
        self._tools.actions.enable("outbox.open", one is not None and one.first.case is not None)
        to_do = one is not None and is_to_do(one.telling.command, self._tools.clock())
        self._tools.actions.enable("outbox.tick", to_do)
        self._tools.actions.enable("outbox.copy", to_do and bool(one and one.telling.command.intent.text))

    # --- doing -------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """A person did it: ask for the receipt."""
        one = self._chosen
        if one is not None and is_to_do(one.telling.command, self._tools.clock()):
            self.ticking.emit(one.telling.command.id, partial(task_of, self._tools, one.telling, self._view))

    def copy(self) -> None:
        """Take the words along to where they are sent."""
        one = self._chosen
        if one is not None and is_to_do(one.telling.command, self._tools.clock()) and one.telling.command.intent.text:
            copy_words(self._tools, one.telling.command.intent.text)

    def withdraw(self) -> None:
        """Take it back, with the rest of its decision."""
        self._do(outbox.withdraw, Words("已撤回", "Withdrawn"))

    def retry(self) -> None:
        """Try it again."""
        self._do(outbox.retry, Words("会再试一次", "It will be tried again"))

    def confirm(self) -> None:
        """It did arrive, as seen in the community."""
        self._do(outbox.confirm, Words("已记为送达", "Kept as delivered"))

    def change(self) -> None:
        """Take it back and write it anew: the text is on the desk again."""
        one = self._chosen
        if one is not None:
            command_id = one.telling.command.id
            self._tools.runner.do(lambda desk: outbox.reopen(desk, command_id), self._reopened, self._fail)

    def _reopened(self, reopened: outbox.Reopened) -> None:
        self.opened.emit(reopened.case)

    def _do(self, operation: Callable[..., Changes], told: Words) -> None:
        one = self._chosen
        if one is not None:
            command_id = one.telling.command.id
            self._tools.runner.do(lambda desk: operation(desk, command_id), partial(self._told, told), self._fail)

    def _told(self, words: Words, _changes: Changes) -> None:
        self._tools.notices.tell(words)

    def _fail(self, error: StewardError) -> None:
        self._tools.notices.tell(Words.of(error), seconds=12)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.list, self._detail)

    def escape(self) -> None:
        """Back to the list."""
        self.list.setFocus()
