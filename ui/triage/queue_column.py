"""The queue: search, filters, rows. It shows what was asked last and keeps the chosen case chosen."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.cases import CaseId, Place, QueueRow
from app.domain.words import Words
from app.errors import StewardError
from app.operations import intake, triage
from ui.actions import keyed
from ui.kit.elements import Flow, button, column, label, said
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import MARGIN
from ui.syncing import Standing
from ui.tools import Tools
from ui.triage.filters import Filters
from ui.triage.nothing import Sources, all_done
from ui.triage.queue_line import spoken
from ui.triage.queue_list import QueueList
from ui.triage.queue_model import QueueModel

PAGE = 50
MOST_KEPT = 500
"""How many rows are read again at once when something changed; scrolling reads on."""


class QueueColumn(QFrame):
    """The left column of the triage page.

    Args:
        writing: whether somebody is writing about the chosen case; then it stays chosen, even when it left the queue.

    Attributes:
        chosen: another case is to be shown: its id, or None.
        counted: how many cases need somebody now.
        entering: a case is to be entered by hand.
    """

    entering = Signal()
    chosen = Signal(object)
    counted = Signal(int)

    def __init__(self, tools: Tools, writing: Callable[[], bool]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._writing = writing
        self.case_id: CaseId | None = None
        self._wants_found = False
        self._held: CaseId | None = None
        self._sources = Sources()
        self._at_most = PAGE
        self.model = QueueModel(self._fetch, self.spoken)
        self.filters = Filters(tools)
        self.search, self.chips = self.filters.search, self.filters.chips
        self._build()
        tools.say.changed.connect(self._render)
        tools.theme.changed.connect(self.model.refresh)

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self._tools.say
        self._count = label("", "second", wrap=False)
        self.filters.asked.connect(self.start_over)
        self.filters.counted.connect(self.counted)
        self.filters.changed.connect(self._render)
        self.search.returnPressed.connect(self._go_to_found)
        enter = button(say, Words("登记", "Add"), "quiet")
        say.tell(enter, enter.setAccessibleName, Words("登记工单", "Add a case"))
        say.tell(enter, enter.setToolTip, keyed(Words("登记工单", "Add a case"), "triage.enter"))
        enter.clicked.connect(self.entering)
        self.list = QueueList(self._tools, self.model)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        title = said(say, Words("待处理", "Queue"), "heading", wrap=False)
        head = QWidget()
        head.setLayout(Flow(4, title, self._count, enter, self.filters.more, apart=2))
        layout = self._inside = column(head, self.search, self.chips, self.stack)
        layout.setContentsMargins(MARGIN - 4, MARGIN - 4, MARGIN - 4, 4)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def put_on_top(self, strip: QWidget) -> None:
        """Over everything else in the column stands what can't wait."""
        self._inside.insertWidget(0, strip)

    def list_takes_focus(self) -> None:
        """Go from typing to the rows."""
        self.list.setFocus()

    def _go_to_found(self) -> None:
        """Go to the first that was found, unless the chosen case is among them; what was written about it is kept."""
        self._wants_found = True
        self.start_over()
        self.list_takes_focus()

    # --- asking ------------------------------------------------------------------------------------------

    def start_over(self) -> None:
        """Show the first page of what is asked for now."""
        self._at_most = PAGE
        self.list.scrollToTop()
        self._read(keeping=False)

    def reload(self) -> None:
        """Ask again for the rows that are shown, and as many more as it takes to keep the chosen case among them."""
        self._read(keeping=True)

    def _read(self, *, keeping: bool) -> None:
        limit = min(max(self._at_most, PAGE), MOST_KEPT)
        wanted, text = self.filters.wanted, self.filters.text
        if not self.model.rows:
            self.stack.show_loading()
        self._tools.runner.ask(
            ("triage", "queue"),
            lambda desk: (triage.queue(desk, wanted, search=text, limit=limit, together=True), intake.ever_read(desk)),
            partial(self._take, limit, keeping, self._writing()),
            self._fail,
        )
        self.filters.count()

    def _fetch(self, after: Place) -> None:
        wanted, text = self.filters.wanted, self.filters.text
        self._tools.runner.ask(
            ("triage", "queue"),
            lambda desk: triage.queue(desk, wanted, search=text, after=after, limit=PAGE, together=True),
            self._append,
            self._fail,
        )

    # --- showing -----------------------------------------------------------------------------------------

    def show_standing(self, standing: Standing, *, by_hand: bool) -> None:
        """How things stand with the community; an empty queue says so before the first round."""
        self._sources = Sources(by_hand, self._sources.synced, standing)
        if not self.model.rows and isinstance(self.stack.showing, Empty):
            self.stack.show_empty(*self._nothing())

    def _take(self, limit: int, keeping: bool, held: bool, read: tuple[list[QueueRow], bool]) -> None:
        rows, synced = read
        self._sources = replace(self._sources, synced=synced)
        self._show(limit, keeping, held, rows)

    def _show(self, limit: int, keeping: bool, held: bool, rows: list[QueueRow]) -> None:
        pushed_down = keeping and len(rows) == limit and self._stands_after(rows[-1])
        if pushed_down and limit < MOST_KEPT:
            self._at_most = 2 * limit
            self.reload()
            return
        held = held or pushed_down or self._writing() or (self._held is not None and self._held == self.case_id)
        at = self.model.place_of(self.case_id)
        bar = self.list.verticalScrollBar()
        scrolled, seen = bar.value(), self.list.shows(at)
        self.model.show(rows, complete=len(rows) < limit)
        self._show_count()
        self._at_most = max(PAGE, len(rows))
        if not rows:
            self.stack.show_empty(*self._nothing())
            if not held:
                self._choose(None)
            return
        self.stack.show_content()
        bar.setValue(scrolled)
        held, self._wants_found = held and not self._wants_found, False
        self._keep_current(at, held, fresh=not keeping)
        if not seen:
            bar.setValue(scrolled)  # somebody looks at other rows than the chosen one

    def _stands_after(self, last: QueueRow) -> bool:
        """Whether the chosen case stood further down than the last row that was read now."""
        chosen = self.row(self.case_id)
        return chosen is not None and chosen.place > last.place

    def _keep_current(self, before: int, held: bool, *, fresh: bool) -> None:
        """The chosen case stays chosen; where it left the queue, the one that took its place is next.

        Args:
            fresh: something else is asked for than before: its first case is next.
        """
        at = self.model.place_of(self.case_id)
        if at < 0 and self.case_id is not None and ((before < 0 and not fresh) or held):
            self.list.stand_before(before)  # it is written about, or was opened from elsewhere and stands further down
            return
        gone = 0 if fresh else min(max(before, 0), len(self.model.rows) - 1)
        self._set_current(at if at >= 0 else gone)

    def _append(self, rows: list[QueueRow]) -> None:
        self.model.append(rows, complete=len(rows) < PAGE)
        self._show_count()
        self._at_most = len(self.model.rows)

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _nothing(self) -> tuple[Words, Words]:
        return self.filters.nothing or all_done(self._sources)

    def _render(self) -> None:
        self._show_count()
        self.filters.show_chips()
        self.model.refresh()

    def _show_count(self) -> None:
        rows = len(self.model.rows)
        words = self.filters.count_words(rows, complete=self.model.complete, synced=self._sources.synced)
        self._count.setText(self._tools.say(words))

    # --- the chosen case ---------------------------------------------------------------------------------

    @property
    def picked(self) -> list[CaseId]:
        """Picked cases, in the order of the queue."""
        return [row.id for row in self.model.rows if row.id in self.model.picked]

    def row(self, case_id: CaseId | None) -> QueueRow | None:
        """The row of a case that was read."""
        at = self.model.place_of(case_id)
        return self.model.rows[at] if at >= 0 else None

    def step(self, by: int) -> None:
        """Go on or back in the queue."""
        if self.model.rows:
            at = self.model.place_of(self.case_id)
            if at < 0:
                at = self.list.currentIndex().row() - (by > 0)  # the row that took its place is the next
            self._set_current(min(max(at + by, 0), len(self.model.rows) - 1))

    def choose(self, case_id: CaseId) -> None:
        """Choose a case that may or may not be among the rows read."""
        at = self.model.place_of(case_id)
        if at >= 0:
            self._set_current(at)
        else:
            self.list.clearSelection()
        self._choose(case_id)

    def hold(self, case_id: CaseId) -> None:
        """This case stays the chosen one when it goes further down, until another is chosen."""
        self._held = case_id

    def after(self, gone: set[CaseId]) -> CaseId | None:
        """The case to go on with once these have left: the chosen one, else the next, else the one before."""
        at = max(self.model.place_of(self.case_id), 0)
        rest = [*self.model.rows[at:], *reversed(self.model.rows[:at])]
        return next((row.id for row in rest if row.id not in gone), None)

    def pick(self) -> None:
        """Pick the chosen case, or no longer, and go on."""
        if self.case_id is not None:
            self.model.pick(self.case_id)
            self.step(1)

    def _set_current(self, at: int) -> None:
        self.list.make_current(at)
        self._choose(self.model.rows[at].id)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._choose(self.model.rows[current.row()].id)

    def _choose(self, case_id: CaseId | None) -> None:
        if case_id != self.case_id:
            self.case_id = case_id
            self.chosen.emit(case_id)

    def spoken(self, row: QueueRow) -> str:
        """A row in one sentence."""
        return spoken(row, self._tools.say, self._tools.clock())
