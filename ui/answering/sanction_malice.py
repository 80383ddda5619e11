"""Facts that show malice: each is ticked, and linked to where it can be seen."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.domain.decisions import DecisionKind
from app.domain.sanctions import MALICE_WORDS, Malice, MaliceFact
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.kit.elements import Flow, column, named, said
from ui.kit.speech import Speech

LONGEST_LINK = 300

_WHERE = Words("在哪里看得到：工单号、帖子编号或网址", "where it can be seen: a case, a post, an address")


def offers(view: CaseView) -> dict[MaliceFact, str]:
    """Where each fact may be seen, as far as this case knows; a person checks it."""
    case = view.case
    earlier = [one for one in view.history if one.kind is DecisionKind.COACHING and one.undone_at is None]
    found = {MaliceFact.TARGETED: case.post_id or case.id}
    if earlier:
        found[MaliceFact.AFTER_REMINDER] = earlier[-1].case_id
    if view.same_text > 1:
        found[MaliceFact.SAME_TEXT] = case.id
    return {fact: str(link) for fact, link in found.items()}


class MalicePart(QWidget):
    """Five ticks, each with its link.

    Attributes:
        changed: a person ticked one, or wrote its link.
    """

    changed = Signal()

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._offers: Mapping[MaliceFact, str] = {}
        self.ticks: dict[MaliceFact, QCheckBox] = {}
        self.links: dict[MaliceFact, QLineEdit] = {}
        heading = Words(
            "恶意事实（没有依据就不算恶意）", "Facts of malice (without one, nobody is taken to be malicious)"
        )
        ticks = Flow(4)
        layout = column(said(say, heading, "second"), gap=4)
        layout.addLayout(ticks)
        for fact, words in MALICE_WORDS.items():
            tick, link = QCheckBox(), QLineEdit()
            say.tell(tick, tick.setText, words)
            tick.toggled.connect(partial(self._ticked, fact))
            named(say, link, Words(f"{words.zh}：依据", f"{words.en}: where it can be seen"))
            placeholder = Words(f"{words.zh}：{_WHERE.zh}", f"{words.en}: {_WHERE.en}")
            say.tell(link, link.setPlaceholderText, placeholder)
            link.setMaxLength(LONGEST_LINK)
            link.textEdited.connect(lambda _text: self.changed.emit())
            link.hide()
            ticks.addWidget(tick)
            layout.addWidget(link)
            self.ticks[fact], self.links[fact] = tick, link
        self.setLayout(layout)

    def show_malice(self, malice: tuple[Malice, ...], offered: Mapping[MaliceFact, str]) -> None:
        """Show what was ticked.

        Args:
            offered: links to begin with.
        """
        self._offers = offered
        chosen = {one.fact: one.link for one in malice}
        for fact, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(fact in chosen)
            tick.blockSignals(False)
            link = self.links[fact]
            link.setVisible(fact in chosen)
            if link.text() != chosen.get(fact, ""):
                link.setText(chosen.get(fact, ""))

    @property
    def malice(self) -> tuple[Malice, ...]:
        """What is ticked, with its links."""
        return tuple(
            Malice(fact, self.links[fact].text().strip()) for fact, tick in self.ticks.items() if tick.isChecked()
        )

    def go_to_missing(self) -> bool:
        """Go to the first link that is missing; False where none is."""
        for fact, tick in self.ticks.items():
            if tick.isChecked() and not self.links[fact].text().strip():
                self.links[fact].setFocus()
                return True
        return False

    def _ticked(self, fact: MaliceFact, on: bool) -> None:
        link = self.links[fact]
        link.setVisible(on)
        if on:
            link.setText(link.text() or self._offers.get(fact, ""))
            link.setFocus()
            link.selectAll()
        self.changed.emit()
