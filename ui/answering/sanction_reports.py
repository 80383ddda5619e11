"""Which reports a sanction settles: all, unless a person leaves some open."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.reports import Report
from app.domain.words import Words
from ui.kit.elements import Flow, column, said
from ui.kit.remote import brief
from ui.kit.speech import Speech

MOST = 8
"""So many reports have a chip each; the rest share one."""


class ReportsPart(QWidget):
    """A chip for each report; what is not on stays open.

    Attributes:
        changed: a person left one open, or took it in again.
        unnamed: the reports that stay open.
    """

    changed = Signal()

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._reports: list[Report] = []
        self._chips: list[QPushButton] = []
        self.unnamed: frozenset[str] = frozenset()
        self._flow = Flow(6)
        heading = Words("一并办结的举报（去掉的留待处理）", "Reports it settles (those taken off stay open)")
        self.setLayout(column(said(say, heading, "second"), self._flow, gap=4))
        say.changed.connect(self._render)

    def show_reports(self, reports: Sequence[Report], unnamed: Sequence[str]) -> None:
        """Show the reports that nobody has judged yet."""
        self._reports = list(reports)
        self.unnamed = frozenset(unnamed)
        self._render()

    def chip(self, report: str) -> QPushButton:
        """The chip of a report."""
        at = next(place for place, group in enumerate(self._groups()) if report in [one.id for one in group])
        return self._chips[at]

    def _groups(self) -> list[list[Report]]:
        if len(self._reports) <= MOST + 1:
            return [[one] for one in self._reports]
        return [*([one] for one in self._reports[:MOST]), self._reports[MOST:]]

    def _render(self) -> None:
        groups = self._groups()
        while len(self._chips) < len(groups):
            made = QPushButton()
            made.setObjectName("chip")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.clicked.connect(partial(self._click, len(self._chips)))
            self._chips.append(made)
            self._flow.addWidget(made)
        for made, group in zip(self._chips, groups, strict=False):
            on = not self.unnamed & {one.id for one in group}
            name = self._say(_name(group))
            made.setText(f"✓ {name}" if on else name)
            made.setAccessibleName(name)
            reason = brief(group[0].reason, 200) if len(group) == 1 else ""
            made.setToolTip(reason)
            made.setAccessibleDescription(reason)
            made.setChecked(on)
        for at, made in enumerate(self._chips):
            made.setVisible(at < len(groups))
        self.setVisible(bool(groups))
        self._flow.invalidate()
        self.updateGeometry()

    def _click(self, place: int, on: bool = False) -> None:
        ids = {one.id for one in self._groups()[place]}
        self.unnamed = self.unnamed - ids if on else self.unnamed | ids
        self._render()
        self.changed.emit()


def _name(group: Sequence[Report]) -> Words:
    if len(group) > 1:
        return Words(f"其余 {len(group)} 条", f"{len(group)} more")
    one = group[0]
    name = brief(one.by.name if one.by else one.reason, 14) or one.id
    return Words(name, name)
