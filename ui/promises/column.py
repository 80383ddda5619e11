"""The left column: everything that was promised, chosen by how it stands, by department, by words."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QLineEdit, QPushButton

from app.domain.promises import PromiseId
from app.domain.promises_register import WHICH_WORDS, Place, PromiseCounts, PromiseFilter, PromiseRow, Which
from app.domain.topics import Topic
from app.domain.words import NO_WORDS, Words
from ui.actions import keyed
from ui.kit.elements import Flow, chip, column, label, named, row, said
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import MARGIN, Tone
from ui.promises.listing import PromiseList
from ui.promises.reading import PAGE, Listed, listed
from ui.tools import Tools

SEARCH_PAUSE = 150
"""Milliseconds of rest in typing before a search begins."""

MOST_KEPT = 600

_CHIPS: tuple[tuple[Which, Tone], ...] = (
    (Which.WAITING, Tone.BLUE),
    (Which.BROKEN, Tone.RED),
    (Which.SOON, Tone.AMBER),
    (Which.KEPT, Tone.GREEN),
    (Which.LATE, Tone.NEUTRAL),
    (Which.GIVEN_UP, Tone.NEUTRAL),
    (Which.WITHDRAWN, Tone.NEUTRAL),
    (Which.ALL, Tone.NEUTRAL),
)
_EVERY = Words("所有部门", "Every department")
_SEARCH = Words("搜索承诺、部门、帖子、单号", "Search promises, departments, posts, numbers")
_FRIENDLY: dict[Which, tuple[Words, Words]] = {
    Which.WAITING: (
        Words("答应过的都说到做到了", "Every word was kept"),
        Words(
            "公开回复里作出的承诺会出现在这里，到期前一天傍晚备好进展说明",
            "Promises made in replies come here; the evening before one is due, a progress note lies ready",
        ),
    ),
    Which.BROKEN: (
        Words("没有未兑现的承诺", "Nothing is broken"),
        Words("到期还没有答复的承诺会先出现在这里", "What passes its date without a word comes here first"),
    ),
    Which.SOON: (
        Words("今明两天没有到期的", "Nothing is due today or tomorrow"),
        Words("按 A 看全部要跟进的", "Press A for all that is to be followed up"),
    ),
}
_NONE = (Words("这里没有承诺", "No promise here"), Words("按 A 清除筛选", "Press A to clear the filter"))
_FOUND_NONE = (
    Words("没有找到", "Nothing found"),
    Words("换个说法，或按 Esc 清除搜索", "Try other words, or press Esc to clear the search"),
)


class PromiseColumn(QFrame):
    """The list with what chooses from it.

    Attributes:
        chosen: another promise is to be shown: its `PromiseRow`, or None.
        which: how those stand that are shown.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self.which = Which.WAITING
        self.promise: PromiseId | None = None
        self._counts = PromiseCounts()
        self._topics: dict[str, Topic] = {}
        self._departments: list[str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE)
        self._pause.timeout.connect(self.start_over)
        self._build()
        tools.say.changed.connect(self._render)
        tools.theme.changed.connect(self.model.refresh)

    def _build(self) -> None:
        say = self._tools.say
        self._count = label("", "second", wrap=False)
        head = row(said(say, Words("我们答应过的话", "What we promised"), "heading", wrap=False), self._count, None)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        say.tell(self.search, self.search.setPlaceholderText, keyed(_SEARCH, "promises.search"))
        named(say, self.search, _SEARCH)
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.textChanged.connect(lambda text: None if text else self._pause.start())
        self.department = QComboBox()
        named(say, self.department, Words("部门", "Department"))
        self.department.activated.connect(lambda _at: self.start_over())
        self.list = PromiseList(self._tools, self._fetch, self._topic)
        self.model = self.list.promises
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.search.returnPressed.connect(self.list.setFocus)
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        layout = column(head, self.search, self._make_chips(), self.department, self.stack)
        layout.setContentsMargins(MARGIN - 4, MARGIN - 4, MARGIN - 4, 4)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self._show_departments([])

    def _make_chips(self) -> Flow:
        self.chips: dict[Which, QPushButton] = {}
        group, flow = QButtonGroup(self), Flow(6)
        for which, tone in _CHIPS:
            made = chip(self._tools.say, WHICH_WORDS[which], tone)
            made.clicked.connect(partial(self._choose_which, which))
            group.addButton(made)
            self.chips[which] = made
            flow.addWidget(made)
        return flow

    def _topic(self, topic: str) -> Topic | None:
        return self._topics.get(topic)

    # --- what is asked for -------------------------------------------------------------------------------

    @property
    def wanted(self) -> PromiseFilter:
        """What is asked for now."""
        return PromiseFilter(self.which, str(self.department.currentData() or ""), self.search.text())

    def _choose_which(self, which: Which, _checked: bool = False) -> None:
        self.which = which
        self.start_over()
        self.list.setFocus()

    def show_which(self, which: Which) -> None:
        """Show those that stand so, whatever was searched for."""
        self.search.clear()
        self.department.setCurrentIndex(0)
        self._choose_which(which)

    def next_which(self) -> None:
        """Show those of the next chip."""
        order = [which for which, _tone in _CHIPS]
        self._choose_which(order[(order.index(self.which) + 1) % len(order)])

    def begin_search(self) -> None:
        """Go to the words that are searched for."""
        self.search.setFocus()
        self.search.selectAll()

    @property
    def narrowed(self) -> bool:
        """Whether words are searched for."""
        return bool(self.search.text())

    # --- asking ------------------------------------------------------------------------------------------

    def start_over(self) -> None:
        """Show the first page of what is asked for now."""
        self._pause.stop()
        self.list.scrollToTop()
        self._read(PAGE)

    def reload(self) -> None:
        """Ask again for what is shown."""
        self._read(min(max(PAGE, len(self.model.rows)), MOST_KEPT))

    def _read(self, limit: int) -> None:
        wanted = self.wanted
        if not self.model.rows:
            self.stack.show_loading()
        self._tools.runner.ask(
            ("promises", "rows"),
            lambda desk: listed(desk, wanted, limit),
            partial(self._show, limit),
            self.stack.show_fault,
        )

    def _fetch(self, after: Place) -> None:
        wanted = self.wanted
        self._tools.runner.ask(
            ("promises", "rows"), lambda desk: listed(desk, wanted, PAGE, after), self._append, self.stack.show_fault
        )

    def _append(self, found: Listed) -> None:
        self._topics |= found.topics
        self.model.append(found.rows, complete=len(found.rows) < PAGE)
        self._render()

    def _show(self, limit: int, found: Listed) -> None:
        before, bar = self.model.place_of(self.promise), self.list.verticalScrollBar()
        scrolled = bar.value()
        self._topics, self._counts = found.topics, found.counts
        self._show_departments(found.departments)
        self.list.selectionModel().blockSignals(True)
        self.model.show(found.rows, complete=len(found.rows) < limit)
        self.list.selectionModel().blockSignals(False)
        self._render()
        if not found.rows:
            self.stack.show_empty(*self._nothing())
            self.promise = None
            self.chosen.emit(None)
            return
        self.stack.show_content()
        bar.setValue(scrolled)
        at = self.model.place_of(self.promise)
        self._make_current(at if at >= 0 else min(max(before, 0), len(found.rows) - 1))

    # --- choosing ----------------------------------------------------------------------------------------

    def choose(self, promise: PromiseId) -> None:
        """Show this one, wherever it stands."""
        self.promise = promise
        at = self.model.place_of(promise)
        if at >= 0:
            self._make_current(at)
            return
        self.which = Which.ALL
        self.search.setText(promise)
        self.department.setCurrentIndex(0)
        self.start_over()

    def step(self, by: int) -> None:
        """Go to the next or the previous."""
        at = self.model.place_of(self.promise) + by
        if self.model.canFetchMore(QModelIndex()) and at >= len(self.model.rows) - 1:
            self.model.fetchMore(QModelIndex())
        if 0 <= at < len(self.model.rows):
            self._make_current(at)

    def _make_current(self, at: int) -> None:
        index = self.model.index(at)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        self._choose(self.model.rows[at])

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._choose(self.model.rows[current.row()])

    def _choose(self, chosen: PromiseRow) -> None:
        self.promise = chosen.promise.id
        self.chosen.emit(chosen)

    # --- drawing -----------------------------------------------------------------------------------------

    def _nothing(self) -> tuple[Words, Words]:
        if self.narrowed:
            return _FOUND_NONE
        if self.wanted.department:
            return _NONE
        return _FRIENDLY.get(self.which, _NONE)

    def _render(self) -> None:
        say, counts = self._tools.say, self._counts
        numbers = {
            Which.WAITING: counts.open + counts.broken,
            Which.BROKEN: counts.broken,
            Which.SOON: counts.soon,
        }
        for which, made in self.chips.items():
            number = numbers.get(which, 0)
            text = f"{say(WHICH_WORDS[which])}{f' {number}' if number else ''}"
            made.setText(text)
            made.setAccessibleName(text)
            made.setChecked(which is self.which)
        shown, more = len(self.model.rows), "+" if self.model.canFetchMore(QModelIndex()) else ""
        told = Words(f"{shown}{more} 项", f"{shown}{more}") if shown else NO_WORDS
        self._count.setText(say(told))
        self.department.setItemText(0, say(_EVERY))
        self.model.refresh()
        if isinstance(self.stack.showing, Empty):
            self.stack.show_empty(*self._nothing())

    def _show_departments(self, departments: list[str]) -> None:
        if departments == self._departments:
            return
        self._departments = departments
        chosen = self.department.currentData()
        self.department.clear()
        self.department.addItem(self._tools.say(_EVERY), "")
        for one in departments:
            self.department.addItem(one, one)
        self.department.setCurrentIndex(max(0, self.department.findData(chosen)))
        self.department.setVisible(len(departments) > 1)
