"""The parts of the month, each made of small pieces, so that no piece holds the window up."""

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.cases import CaseId
from app.domain.charts import wide
from app.domain.summary import Chart, Number, Section, Table
from app.domain.summary_figures import has_numbers, is_quiet
from app.domain.words import NO_WORDS, Words
from app.text.summary_page import BETWEEN, NO_CHART, QUIET, STOP
from ui.charts import ChartView
from ui.kit.elements import column, frame, label
from ui.summary.tables import TableView
from ui.summary.tiles import LEAST, Tile, grid_of
from ui.tools import Tools

CHART_LEAST = 350
"""Pixels: how wide a chart is at least."""

_LONGEST_SAYS = 48
"""How wide the sentence over a chart is at most, in letters as wide as they are high."""

_NONE = Words("这个月没有。", "None this month.")


class SectionPart(QWidget):
    """A part with its heading; its pieces come one after the other.

    Args:
        opens: is told which figure's cases are wanted.
        shows: is told which case is to be shown.
    """

    def __init__(
        self,
        tools: Tools,
        section: Section,
        zone: tzinfo,
        opens: Callable[[Number], None],
        shows: Callable[[CaseId], None],
    ) -> None:
        super().__init__()
        self._tools, self.section, self._zone = tools, section, zone
        self._opens, self._shows = opens, shows
        self._inside: QVBoxLayout = column(gap=10)
        self.setLayout(self._inside)
        self._inside.addWidget(label(tools.say(section.words), "heading"))
        if section.note != NO_WORDS:
            self._inside.addWidget(label(tools.say(section.note), "second"))

    def pieces(self) -> Iterator[Callable[[], None]]:
        """What is still to be made, in its order."""
        if any(not is_quiet(one) for one in self.section.numbers):
            yield self._put_numbers
        if any(is_quiet(one) for one in self.section.numbers):
            yield self._put_quiet
        empty = [one for one in self.section.charts if not has_numbers(one)]
        charts = [one for one in self.section.charts if has_numbers(one)]
        pairs = [charts[at : at + 2] for at in range(0, len(charts), 2)]
        for pair in pairs:
            yield partial(self._put_charts, pair)
        for chart in empty:
            yield partial(self._put_empty, chart)
        for table in self.section.tables:
            yield partial(self._put_table, table)

    def _put_numbers(self) -> None:
        loud = [one for one in self.section.numbers if not is_quiet(one)]
        self._inside.addWidget(grid_of([Tile(self._tools, one, self._opens) for one in loud], LEAST))

    def _put_quiet(self) -> None:
        """What was nothing in either month is one line: a page of noughts hides what happened."""
        say = self._tools.say
        names = say(BETWEEN).join(say(one.words) for one in self.section.numbers if is_quiet(one))
        self._inside.addWidget(label(f"{say(QUIET)}{names}{say(STOP)}", "second"))

    def _put_charts(self, charts: Sequence[Chart]) -> None:
        self._inside.addWidget(grid_of([self._chart(one) for one in charts], CHART_LEAST, spread=True))

    def _chart(self, chart: Chart) -> QWidget:
        say = self._tools.say
        view = ChartView(say, self._tools.theme)
        view.show_chart(chart)
        head = column(label(say(chart.words), "strong"), gap=3)
        if wide(say(chart.says), 1) <= _LONGEST_SAYS:  # a longer one only repeats the numbers; it is read out
            head.addWidget(label(say(chart.says), "second"))
        head.addStretch(1)
        made = frame("chart", head, view)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as high as its neighbour
        return made

    def _put_empty(self, chart: Chart) -> None:
        say = self._tools.say
        says = NO_CHART
        self._inside.addLayout(column(label(say(chart.words), "strong"), label(say(says), "second"), gap=4))

    def _put_table(self, table: Table) -> None:
        say = self._tools.say
        head = label(say(table.words), "strong")
        if not table.rows:
            said = label(say(table.empty if table.empty != NO_WORDS else _NONE), "second")
            self._inside.addLayout(column(head, said, gap=4))
            return
        view = TableView(self._tools, table, self._zone)
        view.opened.connect(self._shows)
        self._inside.addLayout(column(head, view, gap=6))
