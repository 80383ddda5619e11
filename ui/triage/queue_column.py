"""The queue: search, filters, rows. It shows what was asked last and keeps the chosen case chosen."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QMenu, QPushButton

from app.domain.cases import KIND_WORDS, STATE_WORDS, CaseId, CaseKind, CaseState, Place, QueueRow
from app.domain.triage import COUNT_CAP, QueueFilter, SavedFilter
from app.domain.words import Words
from app.errors import StewardError
from app.operations import filters, triage
from app.operations.desk import Desk
from ui.kit.elements import Flow, button, chip, column, label, named, row, said
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import MARGIN, Tone
from ui.tools import Tools
from ui.triage import words
from ui.triage.queue_delegate import QueueDelegate
from ui.triage.queue_model import QueueModel

PAGE = 50
MOST_KEPT = 500
"""How many rows are read again at once when something changed; scrolling reads on."""

SEARCH_PAUSE = 150
"""Milliseconds of rest in typing before a search begins."""

CHIPS: tuple[tuple[Words, Tone, QueueFilter], ...] = (
    (Words("我的", "Mine"), Tone.VIOLET, QueueFilter(mine=True)),
    (Words("回来的", "Back again"), Tone.GREEN, QueueFilter(came_back=True)),
    (Words("投诉抱怨", "Complaints"), Tone.AMBER, QueueFilter(reported_as="complaint")),
    (Words("言语攻击", "Attacks"), Tone.RED, QueueFilter(reported_as="attack")),
    (Words("广告", "Adverts"), Tone.AMBER, QueueFilter(reported_as="advert")),
    (Words("待作者修改", "Awaiting author"), Tone.BLUE, QueueFilter(state=CaseState.AWAITING_AUTHOR)),
)


class QueueColumn(QFrame):
    """The left column of the triage page.

    Attributes:
        chosen: another case is to be shown: its id, or None.
        counted: how many cases need somebody now.
    """

    chosen = Signal(object)
    counted = Signal(int)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self.filter = QueueFilter()
        self.case_id: CaseId | None = None
        self._saved: list[SavedFilter] = []
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
            Words("搜索帖子、成员  Ctrl+F", "Search posts, members  Ctrl+F"),
        )
        named(say, self.search, Words("搜索帖子、成员", "Search posts and members"))
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self.list_takes_focus)
        self._chips = Flow(6)
        self._more = button(say, Words("更多筛选 ▾", "More filters ▾"), "quiet")
        self._more.clicked.connect(self._open_more)
        self.list = self._list()
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        head = row(said(say, Words("待处理", "Queue"), "heading", wrap=False), self._count, None, self._more)
        layout = column(head, self.search, self._chips, self.stack)
        layout.setContentsMargins(MARGIN - 4, MARGIN - 4, MARGIN - 4, 4)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self._chip_buttons: list[QPushButton] = []
        self._show_chips([])

    def _list(self) -> QListView:
        made = QListView()
        made.setModel(self.model)
        made.setUniformItemSizes(True)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = QueueDelegate(self._tools.theme, self._tools.say, self._tools.clock)
        made.setItemDelegate(self._delegate)
        made.selectionModel().currentChanged.connect(self._current_changed)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._open_menu)
        named(self._tools.say, made, Words("工单列表", "List of cases"))
        return made

    def list_takes_focus(self) -> None:
        """Go from typing to the rows."""
        self.list.setFocus()

    # --- asking ------------------------------------------------------------------------------------------

    def start_over(self) -> None:
        """Show the first page of what is asked for now."""
        self._at_most = PAGE
        self.list.scrollToTop()
        self.reload()

    def reload(self) -> None:
        """Ask again for the rows that are shown."""
        limit = min(max(self._at_most, PAGE), MOST_KEPT)
        wanted, text = self.filter, self.search.text()
        if not self.model.rows:
            self.stack.show_loading()
        self._tools.runner.ask(
            ("triage", "queue"),
            lambda desk: triage.queue(desk, wanted, search=text, limit=limit, together=True),
            partial(self._show, limit),
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
        asked = [QueueFilter(ours=True), self.filter, *(one for _, _, one in CHIPS)]

        def count(desk: Desk) -> tuple[list[int], list[SavedFilter]]:
            return triage.counts(desk, asked), filters.saved(desk)

        self._tools.runner.ask(("triage", "counts"), count, self._show_counts)

    # --- showing -----------------------------------------------------------------------------------------

    def _show(self, limit: int, rows: list[QueueRow]) -> None:
        at = self.model.place_of(self.case_id)
        scrolled = self.list.verticalScrollBar().value()
        self.model.show(rows, complete=len(rows) < limit)
        self._at_most = max(PAGE, len(rows))
        if not rows:
            self.stack.show_empty(*self._nothing())
            self._choose(None)
            return
        self.stack.show_content()
        self.list.verticalScrollBar().setValue(scrolled)
        self._keep_current(at)

    def _keep_current(self, before: int) -> None:
        """The chosen case stays chosen; where it left the queue, the one that took its place is next."""
        at = self.model.place_of(self.case_id)
        if at < 0:
            at = min(max(before, 0), len(self.model.rows) - 1)
        self._set_current(at)

    def _append(self, rows: list[QueueRow]) -> None:
        self.model.append(rows, complete=len(rows) < PAGE)
        self._at_most = len(self.model.rows)

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _nothing(self) -> tuple[Words, Words]:
        if self.search.text().strip():
            return (
                Words("没有找到", "Nothing found"),
                Words("换个说法，或按 A 清除筛选", "Try other words, or press A to clear the filter"),
            )
        if self.filter != QueueFilter():
            return (
                Words("这里没有工单", "No case here"),
                Words("按 A 清除筛选，看全部", "Press A to clear the filter and see all"),
            )
        return (
            Words("都处理完了", "All done"),
            Words("新的举报同步后会自己出现在这里", "New reports appear here by themselves after a sync"),
        )

    def _show_counts(self, answer: tuple[list[int], list[SavedFilter]]) -> None:
        (ours, here, *each), self._saved = answer
        self.counted.emit(ours)
        self._here = here
        self._show_chips(each)
        self._render()

    def _render(self) -> None:
        here = getattr(self, "_here", None)
        if here is not None:
            shown = f"{COUNT_CAP - 1}+" if here >= COUNT_CAP else str(here)
            self._count.setText(
                self._tools.say(Words(f"{shown} 件 · 按紧急程度", f"{shown} cases · most urgent first"))
            )
        self._show_chips(self._chip_counts)
        self.model.refresh()

    def _show_chips(self, counts: list[int]) -> None:
        self._chip_counts = counts
        wanted: list[tuple[Words, Tone, QueueFilter, str, str]] = []
        for place, (name, tone, one) in enumerate(CHIPS):
            count = counts[place] if place < len(counts) else 0
            if count or one == self.filter:
                wanted.append((name, tone, one, "", str(count) if count < COUNT_CAP else f"{COUNT_CAP - 1}+"))
        wanted += [(Words(one.name, one.name), Tone.NEUTRAL, one.filter, one.search, "★") for one in self._saved]
        extra = self._unlisted([one for _, _, one, _, _ in wanted])
        wanted += [extra] if extra else []
        while len(self._chip_buttons) < len(wanted):
            made = chip(self._tools.say, Words("筛选", "Filter"), Tone.NEUTRAL)
            self._chip_buttons.append(made)
            self._chips.addWidget(made)
        for made, (name, tone, one, text, count) in zip(self._chip_buttons, wanted, strict=False):
            self._set_chip(made, f"{self._tools.say(name)} {count}".strip(), tone)
            made.setChecked(one == self.filter and text == self.search.text() * bool(text))
            made.clicked.disconnect() if made.property("bound") else None
            made.setProperty("bound", True)
            made.clicked.connect(partial(self._toggle, one, text))
        for place, made in enumerate(self._chip_buttons):
            made.setVisible(place < len(wanted))
        self._chips.invalidate()

    def _unlisted(self, listed: list[QueueFilter]) -> tuple[Words, Tone, QueueFilter, str, str] | None:
        """A chip for a filter that is on but has none of its own."""
        if self.filter == QueueFilter() or self.filter in listed:
            return None
        if self.filter.state is not None:
            name = STATE_WORDS[self.filter.state]
        elif self.filter.kind is not None:
            name = KIND_WORDS[self.filter.kind]
        else:
            name = words.category(self.filter.reported_as)[0]
        return name, Tone.BLUE, self.filter, "", "✕"

    @staticmethod
    def _set_chip(made: QPushButton, text: str, tone: Tone) -> None:
        made.setText(text)
        made.setAccessibleName(text)
        if made.property("tone") != tone.value:
            made.setProperty("tone", tone.value)
            made.style().unpolish(made)
            made.style().polish(made)

    # --- filters -----------------------------------------------------------------------------------------

    def _toggle(self, one: QueueFilter, text: str, _checked: bool = False) -> None:
        on = one == self.filter and (not text or text == self.search.text())
        self.show_filter(QueueFilter() if on else one, "" if on else text)

    def show_filter(self, wanted: QueueFilter, text: str = "") -> None:
        """Show the cases of a filter."""
        self.filter = wanted
        if text or not wanted != QueueFilter():
            self.search.setText(text)
        self.start_over()
        self._show_chips(self._chip_counts)

    def clear(self) -> None:
        """No filter, no search."""
        self.search.clear()
        self.show_filter(QueueFilter())

    def keep_filter(self) -> None:
        """Keep what is shown under a name of its own, which is what it asks for."""
        if self.filter == QueueFilter() and not self.search.text().strip():
            self._tools.notices.tell(Words("先筛选或搜索，再保存", "Filter or search first, then keep it"))
            return
        text = self.search.text().strip()
        name = " ".join(part for part in (self._filter_name(), text) if part)[:24]
        kept = SavedFilter(name, self.filter, text)
        self._tools.runner.do(lambda desk: filters.save(desk, kept), lambda _none: self._count_chips())
        self._tools.notices.tell(Words(f"已保存筛选“{name}”", f"The filter “{name}” is kept"))

    def _filter_name(self) -> str:
        for name, _, one in CHIPS:
            if one == self.filter:
                return self._tools.say(name)
        extra = self._unlisted([])
        return self._tools.say(extra[0]) if extra else ""

    def _open_more(self) -> None:
        menu = QMenu(self)
        say = self._tools.say
        for heading, choices in self._choices():
            menu.addSection(say(heading))
            for name, wanted in choices:
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

    @staticmethod
    def _choices() -> list[tuple[Words, list[tuple[Words, QueueFilter]]]]:
        ours = (Words("需要我们处理", "Needs us now"), QueueFilter(ours=True))
        states = [ours, *((STATE_WORDS[one], QueueFilter(state=one)) for one in CaseState)]
        kinds = [(KIND_WORDS[one], QueueFilter(kind=one)) for one in CaseKind]
        return [(Words("状态", "State"), states), (Words("类别", "Kind"), kinds)]

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
            self._set_current(min(max(at + by, 0), len(self.model.rows) - 1))

    def choose(self, case_id: CaseId) -> None:
        """Choose a case that may or may not be among the rows read."""
        at = self.model.place_of(case_id)
        if at >= 0:
            self._set_current(at)
        else:
            self._choose(case_id)

    def after(self, gone: set[CaseId]) -> CaseId | None:
        """The case that comes next once these have left."""
        at = self.model.place_of(self.case_id)
        rest = [*self.model.rows[at + 1 :], *reversed(self.model.rows[: max(at, 0)])]
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

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._choose(self.model.rows[current.row()].id)

    def _choose(self, case_id: CaseId | None) -> None:
        if case_id != self.case_id:
            self.case_id = case_id
            self.chosen.emit(case_id)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for name in ("triage.remind", "triage.reply", "triage.dismiss", "triage.note", "triage.kind", "triage.pick"):
            menu.addAction(self._tools.actions[name])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(at))

    # --- words -------------------------------------------------------------------------------------------

    def spoken(self, row: QueueRow) -> str:
        """A row in one sentence."""
        say = self._tools.say
        labels = "，".join(say(one) for one, _ in words.labels(row))
        return f"{row.title}，{labels}，{self._delegate.about(row)}，{say.age(row.reported_at, self._tools.clock())}"
