"""What the queue is asked for: words to search, a filter, and the filters that a person kept."""

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu

from app.domain.triage import QueueFilter, SavedFilter
from app.domain.words import NO_WORDS, Words
from app.operations import filters, triage
from app.operations.desk import Desk
from ui.actions import key_of, keyed
from ui.kit.elements import button, named
from ui.tools import Tools
from ui.triage.chips import ALL, STANDING, FilterChips, capped, choices, name_of

SEARCH_PAUSE = 150
"""Milliseconds of rest in typing before a search begins."""


class Filters(QObject):
    """The field, the chips and the menu in which one says which cases are to be shown.

    Attributes:
        wanted: the filter in use.
        search: the field of the words that are searched for.
        chips: the filters that are at hand.
        more: opens the menu of all filters.
        asked: other cases are to be shown.
        counted: how many cases need somebody now.
        changed: what is asked for, or how many there are of it, is to be drawn anew.
    """

    asked = Signal()
    counted = Signal(int)
    changed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.wanted: QueueFilter = ALL
        self._saved: list[SavedFilter] = []
        self._counts: list[int] = [0] * len(STANDING)
        self._here = self._ours = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self.asked)
        self.search = self._search_field()
        self.chips = FilterChips(tools.say)
        self.chips.chosen.connect(self.show_filter)
        self.more = button(tools.say, Words("筛选", "Filters"), "quiet", key=key_of("triage.filters"))
        self.more.clicked.connect(self.open_menu)

    def _search_field(self) -> QLineEdit:
        say, made = self._tools.say, QLineEdit()
        made.setClearButtonEnabled(True)
        words = keyed(Words("搜索帖子、成员、工单号", "Search posts, members, numbers"), "triage.search")
        say.tell(made, made.setPlaceholderText, words)
        named(say, made, Words("搜索帖子、成员、工单号", "Search posts, members and numbers of cases"))
        made.textEdited.connect(lambda _text: self._pause.start())
        return made

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.text()

    def begin_search(self) -> None:
        """Go to the words that are searched for."""
        self.search.setFocus()
        self.search.selectAll()

    # --- what is asked for -------------------------------------------------------------------------------

    def show_filter(self, wanted: QueueFilter, text: str = "") -> None:
        """Show the cases of a filter."""
        self.wanted = wanted
        if text or wanted == ALL:
            self.search.setText(text)
        self.asked.emit()
        self.changed.emit()

    def clear(self) -> None:
        """No filter, no search."""
        self.search.clear()
        self.show_filter(ALL)

    def keep(self) -> None:
        """Keep what is shown under a name of its own, which is what it asks for."""
        if self.wanted == ALL and not self.text.strip():
            self._tools.notices.tell(Words("先筛选或搜索，再保存", "Filter or search first, then keep it"))
            return
        text = self.text.strip()
        name = " ".join(part for part in (self._tools.say(name_of(self.wanted)), text) if part)[:24]
        kept = SavedFilter(name, self.wanted, text)
        self._tools.runner.do(lambda desk: filters.save(desk, kept), lambda _none: self.count())
        self._tools.notices.tell(Words(f"已保存筛选“{name}”", f"The filter “{name}” is kept"))

    def forget(self, name: str) -> None:
        """Keep the filter of this name no longer."""
        self._tools.runner.do(lambda desk: filters.forget(desk, name), lambda _none: self.count())

    def open_menu(self) -> None:
        """Choose a state, a kind, or what reports call it."""
        menu = QMenu(self.more.parentWidget())
        say = self._tools.say
        states, *others = choices()
        self._offer(menu, states[1])
        menu.addSeparator()
        for heading, wanted_ones in others:
            self._offer(menu.addMenu(say(heading)), wanted_ones)
        if self._saved:
            menu.addSeparator()
        for one in self._saved:
            act = menu.addAction(say(Words(f"删除“{one.name}”", f"Forget “{one.name}”")))
            act.triggered.connect(lambda _checked=False, name=one.name: self.forget(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _offer(self, menu: QMenu, wanted_ones: list[tuple[Words, QueueFilter]]) -> None:
        for name, wanted in wanted_ones:
            act = QAction(self._tools.say(name), menu)
            act.setCheckable(True)
            act.setChecked(wanted == self.wanted)
            act.triggered.connect(lambda _checked=False, wanted=wanted: self.show_filter(wanted))
            menu.addAction(act)

    # --- how many there are ------------------------------------------------------------------------------

    def count(self) -> None:
        """Ask how many cases each filter would show."""
        asked = [QueueFilter(ours=True), self.wanted, *(one for _, _, one in STANDING)]

        def count(desk: Desk) -> tuple[list[int], list[SavedFilter]]:
            return triage.counts(desk, asked), filters.saved(desk)

        self._tools.runner.ask(("triage", "counts"), count, self._show_counts)

    def _show_counts(self, answer: tuple[list[int], list[SavedFilter]]) -> None:
        (self._ours, self._here, *self._counts), self._saved = answer
        self.counted.emit(self._ours)
        self.changed.emit()

    def show_chips(self) -> None:
        """Draw the chips as things stand."""
        self.chips.show_filters(self.wanted, self.text, self._counts, self._saved)

    def count_words(self, rows: int, *, complete: bool, synced: bool) -> Words:
        """How many cases there are.

        Args:
            rows: how many are shown.
            complete: whether those are all.
            synced: whether anything was ever read from where cases come from.
        """
        if self.text.strip():
            found = str(rows) if complete else f"{rows}+"
            return Words(f"找到 {found} 件", f"{found} found")
        if self.wanted == ALL and self._here > self._ours:
            ours, rest = capped(self._ours), capped(self._here - self._ours)
            return Words(f"要处理 {ours} · 等对方 {rest}", f"{ours} for us · {rest} waiting")
        if not self._here and not synced and self.wanted == ALL:
            return NO_WORDS  # none of how many, nobody knows yet
        shown = capped(self._here)
        return Words(f"{shown} 件", f"{shown} cases")

    @property
    def nothing(self) -> tuple[Words, Words] | None:
        """Why nothing may be shown, and what to do; None where everything is asked for."""
        if self.text.strip():
            return (
                Words("没有找到", "Nothing found"),
                Words("换个说法，或按 Esc 清除搜索", "Try other words, or press Esc to clear the search"),
            )
        if self.wanted != ALL:
            return (
                Words("这里没有工单", "No case here"),
                Words("按 A 清除筛选，看全部", "Press A to clear the filter and see all"),
            )
        return None
