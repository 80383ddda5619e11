"""What is in the place 治理月报: the months on the left, the month that is read beside them."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.months import Month
from app.domain.roles import Role
from app.domain.summary import Number, Summary
from app.domain.words import Words
from app.errors import StewardError
from app.operations import summary_past
from app.operations.summary import MonthLine
from app.operations.summary_past import Bit
from ui.kit.elements import column, named, row
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP
from ui.summary import asking
from ui.summary.asking import Written
from ui.summary.cases import CasesSheet
from ui.summary.closing import CloseForm
from ui.summary.exporting import ExportForm
from ui.summary.head import Head
from ui.summary.months import MonthsPart
from ui.summary.paper import Paper
from ui.tools import Tools

_AREAS = (Area.CASES, Area.SUMMARY, Area.PROMISES, Area.COUNCIL, Area.HONOURS, Area.CONDUCT)
_COUNTING = Words("正在把以前的记录算进来，只需要这一次", "Older records are being counted, this once")
_NOTHING = Words("还没有月报", "No summary yet")
_NOTHING_YET = Words(
    "第一件工单来了以后，这里就有这个月的数字。", "Once the first case has come, this month's figures stand here."
)


class Reader(QWidget):
    """The page.

    Attributes:
        opened: a case is to be shown in the queue: its id.
        shown: the month that is read; None while none is.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._month: Month | None = None
        self._stale = False
        self.shown: Summary | None = None
        self.months = MonthsPart(tools, self._choose, self._go_to)
        self.head = Head(tools)
        self.paper = Paper(tools, self._keep)
        named(tools.say, self.paper, Words("月报正文", "The summary"))
        self.stack = Stack(self.paper, Empty(tools.say), Fault(tools.say, self._read), Loading(tools.say))
        self._lay_out()
        self.head.exporting.connect(self.export)
        self.head.closing.connect(self.close_month)
        self.head.editing.connect(self.edit)
        self.paper.cases.connect(self._open_cases)
        self.paper.opened.connect(self.opened)
        bar = self.paper.verticalScrollBar()
        bar.valueChanged.connect(lambda _at: self._mark())
        bar.rangeChanged.connect(lambda _least, _most: self._mark())  # parts find their places one after the other
        tools.runner.changed.connect(self.follow)

    def _lay_out(self) -> None:
        right = QFrame()
        right.setObjectName("panel")
        inside = column(self.head, self.stack, gap=0)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setStretch(1, 1)
        right.setLayout(inside)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, least in ((self.months, 190), (right, 560)):
            part.setMinimumWidth(least)
            self.splitter.addWidget(part)
        self.splitter.setHandleWidth(WIDE_GAP)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([236, 1000])
        layout = row(self.splitter)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.months.list.setFocus()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS) and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Ask for the months, and for the one that is read."""
        self._stale = True
        self._tools.runner.ask(("summary", "months"), asking.months, self._show_months, self.stack.show_fault)

    def _show_months(self, found: Sequence[MonthLine] | int) -> None:
        if isinstance(found, int):
            self._count(found)
            return
        first = self._month is None
        self.months.list.show_rows(found)
        if not found:
            self.shown = self._month = None
            self.stack.show_empty(_NOTHING, _NOTHING_YET)
        elif first:  # the month that waits to be closed, else the present one
            self.months.list.choose(next((one.month for one in found if one.over and not one.closed), found[0].month))
        elif self._stale:
            self._read()

    def _count(self, left: int) -> None:
        """Count the past, bit by bit, so that whatever else is done in the window goes on between the bits."""
        told = Words(
            f"还剩 {left:,} 条，可以先去做别的，不用等。", f"{left:,} are left. Go on with something else meanwhile."
        )
        self.stack.show_empty(_COUNTING, told)
        self._tools.runner.do(summary_past.count_a_bit, self._counted, self._fail)

    def _counted(self, bit: Bit) -> None:
        if bit.left and self.isVisible():
            self._count(bit.left)
        elif not bit.left:
            self.reload()

    def _choose(self, line: MonthLine | None) -> None:
        if line is not None and line.month != self._month:
            self._month = line.month
            self._read()

    def _read(self) -> None:
        wanted = self._month
        if wanted is not None:
            self._stale = False
            if self.shown is None:
                self.stack.show_loading()
            self._tools.runner.ask(("summary", "one"), lambda desk: asking.month(desk, wanted), self._show, self._fail)

    def _fail(self, error: StewardError) -> None:
        self.shown = None
        self.stack.show_fault(error)

    def _show(self, found: Summary) -> None:
        if found.month != self._month:
            return
        self.shown = found
        self.months.show_sections(found.sections)
        self.head.show_summary(found)
        self.paper.show_summary(found)
        self.stack.show_content()
        self._enable()

    def _enable(self) -> None:
        shown, manages = self.shown, Role.MANAGER in self._tools.me.roles
        open_ = shown is not None and shown.frozen is None
        enable = self._tools.actions.enable
        enable("summary.edit", manages and open_)
        enable("summary.save", manages and open_)
        enable("summary.close", manages and open_ and shown is not None and shown.over)
        enable("summary.export", shown is not None)

    # --- doing -------------------------------------------------------------------------------------------

    @cached_property
    def cases(self) -> CasesSheet:
        """The list of the cases behind a figure."""
        made = CasesSheet(self._tools, self.window())
        made.opened.connect(self.opened)
        return made

    @cached_property
    def closing(self) -> CloseForm:
        """Close a month."""
        return CloseForm(self._tools, self.window())

    @cached_property
    def exporting(self) -> ExportForm:
        """Export a month."""
        return ExportForm(self._tools, self.window())

    def _open_cases(self, number: Number) -> None:
        if self.shown is not None:
            self.cases.begin(self.shown.month, number)

    def export(self) -> None:
        """Export the month that is read."""
        if self.shown is not None:
            self.exporting.begin(self.shown)

    def close_month(self) -> None:
        """Close the month that is read."""
        if self.shown is not None:
            self.closing.begin(self.shown)

    def edit(self) -> None:
        """Rewrite the three sentences."""
        if self.paper.sentences is not None:
            self.paper.show_part(-1)
            self.paper.sentences.begin()

    def save(self) -> None:
        """Keep the sentences that are being written."""
        if self.paper.sentences is not None:
            self.paper.sentences.save()

    def _keep(self, written: Written) -> None:
        month = self._month
        if month is not None:
            self._tools.runner.do(lambda desk: asking.keep(desk, month, written), self._kept, self._not_kept)

    def _kept(self, _done: object) -> None:
        if self.paper.sentences is not None:
            self.paper.sentences.leave()
        self.months.list.setFocus()
        self._tools.notices.tell(Words("三句话已保存", "The sentences are kept"))

    def _not_kept(self, error: StewardError) -> None:
        if self.paper.sentences is not None:
            self.paper.sentences.fail(error)

    # --- going about it ----------------------------------------------------------------------------------

    def earlier(self) -> None:
        """The month before."""
        self.months.list.step(1)

    def later(self) -> None:
        """The month after."""
        self.months.list.step(-1)

    def section(self) -> None:
        """The next part of the month; after the last the sentences again."""
        at = self.paper.reading + 1
        self._go_to(at if at < len(self.paper.parts) else -1)

    def _mark(self) -> None:
        self.months.mark(self.paper.reading)

    def _go_to(self, at: int) -> None:
        self.paper.show_part(at)
        self.months.mark(at)

    def down(self) -> None:
        """Scroll down."""
        self.paper.scroll_page(1)

    def up(self) -> None:
        """Scroll up."""
        self.paper.scroll_page(-1)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.months.list, self.paper)

    def escape(self) -> None:
        """Leave the sentences as they were; else back to the months."""
        if self.paper.sentences is not None and self.paper.sentences.editing:
            self.paper.sentences.leave()
        self.months.list.setFocus()
