"""The queue: search, filters, rows. It shows what was asked last and keeps the chosen case chosen."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QMenu

from app.domain.cases import CaseId, Place, QueueRow
from app.domain.triage import QueueFilter, SavedFilter
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import filters, intake, triage
from app.operations.desk import Desk
from ui.actions import key_of, keyed
from ui.kit.elements import button, column, label, named, row, said
from ui.kit.lines import Index, Line, LineDelegate
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import MARGIN
from ui.syncing import Standing
from ui.tools import Tools
from ui.triage.chips import ALL, STANDING, FilterChips, capped, choices, name_of
from ui.triage.nothing import Sources, all_done
from ui.triage.queue_line import line_of, spoken
from ui.triage.queue_model import PICKED_ROLE, ROW_ROLE, QueueModel

PAGE = 50
MOST_KEPT = 500
"""How many rows are read again at once when something changed; scrolling reads on."""

SEARCH_PAUSE = 150
"""Milliseconds of rest in typing before a search begins."""


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
        self.filter: QueueFilter = ALL
        self.case_id: CaseId | None = None
        self._saved: list[SavedFilter] = []
        self._counts: list[int] = [0] * len(STANDING)
        self._here = self._ours = 0
        self._sources = Sources()
        self._at_most = PAGE
        self.model = QueueModel(self._fetch, self.spoken)
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self.start_over)
        tools.say.changed.connect(self._render)
        tools.theme.changed.connect(self.model.refresh)

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self._tools.say
        self._count = label("", "second", wrap=False)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        say.tell(
            self.search,
            self.search.setPlaceholderText,
            keyed(Words("搜索帖子、成员", "Search posts, members"), "triage.search"),
        )
        named(say, self.search, Words("搜索帖子、成员", "Search posts and members"))
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self.list_takes_focus)
        self.chips = FilterChips(say)
        self.chips.chosen.connect(self.show_filter)
        self._more = button(say, Words("筛选", "Filters"), "quiet", key=key_of("triage.filters"))
        self._more.clicked.connect(self.open_filters)
        enter = button(say, Words("登记", "Enter"), "quiet")
        say.tell(enter, enter.setAccessibleName, Words("登记工单", "Enter a case"))
        say.tell(enter, enter.setToolTip, keyed(Words("登记工单", "Enter a case"), "triage.enter"))
        enter.clicked.connect(self.entering)
        self.list = self._list()
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        head = row(said(say, Words("待处理", "Queue"), "heading", wrap=False), self._count, None, enter, self._more)
        layout = column(head, self.search, self.chips, self.stack)
        layout.setContentsMargins(MARGIN - 4, MARGIN - 4, MARGIN - 4, 4)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _list(self) -> QListView:
        made = QListView()
        made.setModel(self.model)
        made.setUniformItemSizes(True)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = LineDelegate(self._tools.theme, self._line)
        made.setItemDelegate(self._delegate)
        made.selectionModel().currentChanged.connect(self._current_changed)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._open_menu)
        named(self._tools.say, made, Words("工单列表", "List of cases"))
        return made

    def begin_search(self) -> None:
        """Go to the words that are searched for."""
        self.search.setFocus()
        self.search.selectAll()

    def list_takes_focus(self) -> None:
        """Go from typing to the rows."""
        self.list.setFocus()

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
        wanted, text = self.filter, self.search.text()
        if not self.model.rows:
            self.stack.show_loading()
        self._tools.runner.ask(
            ("triage", "queue"),
            lambda desk: (triage.queue(desk, wanted, search=text, limit=limit, together=True), intake.ever_read(desk)),
            partial(self._take, limit, keeping, self._writing()),
            self._fail,
        )
        self._count_chips()

    def _fetch(self, after: Place) -> None:
        wanted, text = self.filter, self.search.text()
        self._tools.runner.ask(
            ("triage", "queue"),
            lambda desk: triage.queue(desk, wanted, search=text, after=after, limit=PAGE, together=True),
            self._append,
            self._fail,
        )

    def _count_chips(self) -> None:
        asked = [QueueFilter(ours=True), self.filter, *(one for _, _, one in STANDING)]

        def count(desk: Desk) -> tuple[list[int], list[SavedFilter]]:
            return triage.counts(desk, asked), filters.saved(desk)

        self._tools.runner.ask(("triage", "counts"), count, self._show_counts)

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
        held = held or pushed_down or self._writing()
        at = self.model.place_of(self.case_id)
        bar = self.list.verticalScrollBar()
        scrolled, seen = bar.value(), self._shows(at)
        self.model.show(rows, complete=len(rows) < limit)
        self._count.setText(self._tools.say(self._count_words()))
        self._at_most = max(PAGE, len(rows))
        if not rows:
            self.stack.show_empty(*self._nothing())
            if not held:
                self._choose(None)
            return
        self.stack.show_content()
        bar.setValue(scrolled)
        self._keep_current(at, held, fresh=not keeping)
        if not seen:
            bar.setValue(scrolled)  # somebody looks at other rows than the chosen one

    def _shows(self, at: int) -> bool:
        """Whether some of a row can be seen."""
        return at >= 0 and self.list.viewport().rect().intersects(self.list.visualRect(self.model.index(at)))

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
            self._stand_before(before)  # it is written about, or was opened from elsewhere and stands further down
            return
        gone = 0 if fresh else min(max(before, 0), len(self.model.rows) - 1)
        self._set_current(at if at >= 0 else gone)

    def _stand_before(self, at: int) -> None:
        """No row is chosen; the queue goes on with this one. With no place at all, focus would choose the first."""
        self.list.clearSelection()
        with QSignalBlocker(self.list.selectionModel()):
            place = self.model.index(min(max(at, 0), len(self.model.rows) - 1))
            self.list.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _append(self, rows: list[QueueRow]) -> None:
        self.model.append(rows, complete=len(rows) < PAGE)
        self._count.setText(self._tools.say(self._count_words()))
        self._at_most = len(self.model.rows)

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _nothing(self) -> tuple[Words, Words]:
        if self.search.text().strip():
            return (
                Words("没有找到", "Nothing found"),
                Words("换个说法，或按 Esc 清除搜索", "Try other words, or press Esc to clear the search"),
            )
        if self.filter != ALL:
            return (
                Words("这里没有工单", "No case here"),
                Words("按 A 清除筛选，看全部", "Press A to clear the filter and see all"),
            )
        return all_done(self._sources)

    def _show_counts(self, answer: tuple[list[int], list[SavedFilter]]) -> None:
        (self._ours, self._here, *self._counts), self._saved = answer
        self.counted.emit(self._ours)
        self._render()

    def _render(self) -> None:
        self._count.setText(self._tools.say(self._count_words()))
        self.chips.show_filters(self.filter, self.search.text(), self._counts, self._saved)
        self.model.refresh()

    def _count_words(self) -> Words:
        rows = len(self.model.rows)
        if self.search.text().strip():
            found = str(rows) if self.model.complete else f"{rows}+"
            return Words(f"找到 {found} 件", f"{found} found")
        if self.filter == ALL and self._here > self._ours:
            ours, rest = capped(self._ours), capped(self._here - self._ours)
            return Words(f"要处理 {ours} · 等对方 {rest}", f"{ours} for us · {rest} waiting")
        if not self._here and not self._sources.synced and self.filter == ALL:
            return NO_WORDS  # none of how many, nobody knows yet
        shown = capped(self._here)
        return Words(f"{shown} 件", f"{shown} cases")

    # --- filters -----------------------------------------------------------------------------------------

    def show_filter(self, wanted: QueueFilter, text: str = "") -> None:
        """Show the cases of a filter."""
        self.filter = wanted
        if text or wanted == ALL:
            self.search.setText(text)
        self.start_over()
        self._render()

    def clear(self) -> None:
        """No filter, no search."""
        self.search.clear()
        self.show_filter(ALL)

    def keep_filter(self) -> None:
        """Keep what is shown under a name of its own, which is what it asks for."""
        if self.filter == ALL and not self.search.text().strip():
            self._tools.notices.tell(Words("先筛选或搜索，再保存", "Filter or search first, then keep it"))
            return
        text = self.search.text().strip()
        name = " ".join(part for part in (self._tools.say(name_of(self.filter)), text) if part)[:24]
        kept = SavedFilter(name, self.filter, text)
        self._tools.runner.do(lambda desk: filters.save(desk, kept), lambda _none: self._count_chips())
        self._tools.notices.tell(Words(f"已保存筛选“{name}”", f"The filter “{name}” is kept"))

    def open_filters(self) -> None:
        """Choose a state or a kind."""
        menu = QMenu(self)
        say = self._tools.say
        for heading, wanted_ones in choices():
            menu.addSection(say(heading))
            for name, wanted in wanted_ones:
                act = QAction(say(name), menu)
                act.setCheckable(True)
                act.setChecked(wanted == self.filter)
                act.triggered.connect(lambda _checked=False, wanted=wanted: self.show_filter(wanted))
                menu.addAction(act)
        for one in self._saved:
            act = menu.addAction(say(Words(f"删除“{one.name}”", f"Forget “{one.name}”")))
            act.triggered.connect(lambda _checked=False, name=one.name: self._forget(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _forget(self, name: str) -> None:
        self._tools.runner.do(lambda desk: filters.forget(desk, name), lambda _none: self._count_chips())

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
        index = self.model.index(at)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, flags)
        self.list.scrollTo(index)
        self._choose(self.model.rows[at].id)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._choose(self.model.rows[current.row()].id)

    def _choose(self, case_id: CaseId | None) -> None:
        if case_id != self.case_id:
            self.case_id = case_id
            self.chosen.emit(case_id)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for name in ("triage.remind", "triage.reply", "triage.dismiss", "triage.note", "triage.kind", "triage.pick",
                     "triage.evidence", "triage.correct", "triage.enter", "triage.import"):  # fmt: skip
            menu.addAction(self._tools.actions[name])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(at))

    # --- words -------------------------------------------------------------------------------------------

    def _line(self, index: Index) -> Line | None:
        row_, picked = index.data(ROW_ROLE), bool(index.data(PICKED_ROLE))
        return line_of(row_, self._tools.say, self._tools.clock(), picked=picked) if row_ is not None else None

    def spoken(self, row: QueueRow) -> str:
        """A row in one sentence."""
        return spoken(row, self._tools.say, self._tools.clock())
