"""The month to be read: its three sentences, then its parts, put on the page piece by piece."""

from collections import deque
from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.summary import Section, Summary
from ui.kit.elements import Scroll, column, row
from ui.summary.asking import Written
from ui.summary.sections import SectionPart
from ui.summary.sentences import SentencesPart
from ui.tools import Tools

WIDEST = 1240
"""Pixels: wider a page is not read well."""

_SLICE_MS, _MARGIN, _BETWEEN = 4, 24, 26


class Paper(Scroll):
    """The page.

    Args:
        keep: keeps the sentences that were written.

    Attributes:
        cases: the cases behind a figure are wanted: the `Number`.
        opened: a case is to be shown: its id.
        done: every piece stands on the page.
        parts: what stands on it so far.
        sentences: the three sentences; None while nothing is shown.
    """

    cases = Signal(object)
    opened = Signal(object)
    done = Signal()

    def __init__(self, tools: Tools, keep: Callable[[Written], None]) -> None:
        super().__init__(margin=_MARGIN)
        self._tools, self._keep = tools, keep
        self._summary: Summary | None = None
        self._drawn = ""
        self._left: deque[Callable[[], None]] = deque()
        self._at = 0
        self.parts: list[SectionPart] = []
        self.sentences: SentencesPart | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)
        tools.say.changed.connect(self._spoken_otherwise)

    @property
    def complete(self) -> bool:
        """Whether every piece stands on the page."""
        return not self._left

    def show_summary(self, summary: Summary) -> None:
        """Show this month; where it is the one that is shown, what is read stays where it is."""
        if summary == self._summary and self._drawn == self._tools.say.language:
            return
        before, self._summary = self._summary, summary
        same = before is not None and before.month == summary.month
        if same and before is not None and before.sections == summary.sections and self.sentences is not None:
            if before.sentences != summary.sentences:
                self.sentences.show_sentences(summary.sentences)
            return
        self._begin(self.verticalScrollBar().value() if same else 0)

    def _spoken_otherwise(self) -> None:
        if self._summary is not None:
            self._begin(self.verticalScrollBar().value())

    def _begin(self, at: int) -> None:
        """Begin the page anew. Sentences that are being written are taken over as they are."""
        summary = self._summary
        if summary is None:
            return
        self._at, self._drawn = at, self._tools.say.language
        sentences = self.sentences if self.sentences is not None and self.sentences.editing else None
        if sentences is not None:
            sentences.setParent(None)
        self.sentences = sentences or SentencesPart(self._tools, self._keep)
        self.sentences.show_sentences(summary.sentences)
        fresh, holder = self.fresh(), QWidget()
        holder.setMaximumWidth(WIDEST)
        fresh.inside.addLayout(row(holder))
        fresh.inside.addStretch(1)
        self._column = column(gap=_BETWEEN)
        holder.setLayout(self._column)
        self._column.addWidget(self.sentences)
        self.parts = []
        self.viewport().setUpdatesEnabled(False)  # drawn once, not once for each piece
        self.show_fresh(fresh)
        self._left = deque(self._pieces(summary))
        self._slices.start()

    def _pieces(self, summary: Summary) -> list[Callable[[], None]]:
        return [partial(self._put, section) for section in summary.sections]

    def _put(self, section: Section) -> None:
        zone = ZoneInfo(self._summary.zone if self._summary is not None else "UTC")
        part = SectionPart(self._tools, section, zone, self.cases.emit, self.opened.emit)
        self.parts.append(part)
        self._column.addWidget(part)
        self._left.extendleft(reversed(list(part.pieces())))

    def _slice(self) -> None:
        """Put on the page what can be made in a moment, then let the window breathe."""
        watch = QElapsedTimer()
        watch.start()
        while self._left and watch.elapsed() < _SLICE_MS:
            self._left.popleft()()
        if not self._left:
            self._slices.stop()
            self.viewport().setUpdatesEnabled(True)
            inside = self.widget()
            if self._at and inside is not None:
                inside.adjustSize()
                self.verticalScrollBar().setValue(self._at)
            self.done.emit()

    # --- going about it ----------------------------------------------------------------------------------

    def scroll_page(self, by: int) -> None:
        """A page down or up."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * (self.viewport().height() - 60))

    def show_part(self, at: int) -> None:
        """Bring a part to the top; -1 is the sentences."""
        if at < 0:
            self.verticalScrollBar().setValue(0)
        elif at < len(self.parts):
            inside = self.widget()
            place = self.parts[at].mapTo(inside, self.parts[at].rect().topLeft()) if inside is not None else None
            if place is not None:
                self.verticalScrollBar().setValue(place.y() - _MARGIN)

    @property
    def reading(self) -> int:
        """Which part is at the top; -1 while that are the sentences."""
        inside, at = self.widget(), self.verticalScrollBar().value() + _MARGIN
        if inside is None:
            return -1
        if self.parts and at > _MARGIN and at >= self.verticalScrollBar().maximum() + _MARGIN:
            return len(self.parts) - 1
        tops = [part.mapTo(inside, part.rect().topLeft()).y() for part in self.parts]
        return sum(top <= at + 8 for top in tops) - 1
