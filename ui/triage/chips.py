"""The filters of the queue as chips, each with how many cases it would show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.cases import KIND_WORDS, STATE_WORDS, CaseKind, CaseState
from app.domain.triage import COUNT_CAP, QueueFilter, SavedFilter
from app.domain.words import Words
from ui.kit.elements import Flow, chip
from ui.kit.speech import Speech
from ui.kit.theme import Tone
from ui.triage import words

ALL = QueueFilter()

STANDING: tuple[tuple[Words, Tone, QueueFilter], ...] = (
    (Words("我的", "Mine"), Tone.VIOLET, QueueFilter(mine=True)),
    (Words("待复核", "Awaiting approval"), Tone.VIOLET, QueueFilter(state=CaseState.AWAITING_APPROVAL)),
    (Words("回来的", "Back again"), Tone.GREEN, QueueFilter(came_back=True)),
    (Words("投诉抱怨", "Complaints"), Tone.AMBER, QueueFilter(reported_as="complaint")),
    (Words("言语攻击", "Attacks"), Tone.RED, QueueFilter(reported_as="attack")),
    (Words("广告", "Adverts"), Tone.AMBER, QueueFilter(reported_as="advert")),
    (Words("待作者修改", "Awaiting author"), Tone.BLUE, QueueFilter(state=CaseState.AWAITING_AUTHOR)),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter to choose: its words, and what stands behind them."""

    words: Words
    tone: Tone
    filter: QueueFilter
    search: str = ""
    mark: str = ""


def capped(count: int) -> str:
    """A count as it is shown; beyond the cap it is not counted."""
    return str(count) if count < COUNT_CAP else f"{COUNT_CAP - 1}+"


def name_of(wanted: QueueFilter) -> Words:
    """What a filter is called; no words for the one that shows all."""
    standing = next((name for name, _, one in STANDING if one == wanted), None)
    if standing is not None:
        return standing
    if wanted.state is not None:
        return STATE_WORDS[wanted.state]
    if wanted.kind is not None:
        return KIND_WORDS[wanted.kind]
    if wanted.reported_as:
        return words.category(wanted.reported_as)[0]
    return Words("需要我们处理", "Needs us now") if wanted.ours else Words()


class FilterChips(QWidget):
    """The chips over the queue. A chip without cases is not shown.

    Attributes:
        chosen: a chip was clicked: the filter and the search that it stands for; those of no chip when it was on.
    """

    chosen = Signal(object, str)

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._buttons: list[QPushButton] = []
        self._chips: list[Chip] = []
        self._on: tuple[QueueFilter, str] = (ALL, "")
        self._flow = Flow(6)
        self.setLayout(self._flow)
        say.changed.connect(self._render)

    def show_filters(self, on: QueueFilter, search: str, counts: Sequence[int], saved: Sequence[SavedFilter]) -> None:
        """Show what there is to choose.

        Args:
            on: the filter in use.
            search: the search in use.
            counts: of STANDING, in that order.
            saved: what the person kept.
        """
        self._on = (on, search)
        self._chips = [
            Chip(name, tone, one, mark=capped(count))
            for (name, tone, one), count in zip(STANDING, counts, strict=True)
            if count or one == on
        ]
        self._chips += [Chip(Words(one.name, one.name), Tone.NEUTRAL, one.filter, one.search, "★") for one in saved]
        if on != ALL and on not in [one.filter for one in self._chips]:
            self._chips.append(Chip(name_of(on), Tone.BLUE, on, mark="✕"))
        self._render()

    def _render(self) -> None:
        while len(self._buttons) < len(self._chips):
            made = chip(self._say, Words("筛选", "Filter"), Tone.NEUTRAL)
            made.clicked.connect(partial(self._click, len(self._buttons)))
            self._buttons.append(made)
            self._flow.addWidget(made)
        for made, one in zip(self._buttons, self._chips, strict=False):
            _dress(made, f"{self._say(one.words)} {one.mark}".strip(), one.tone)
            made.setChecked(self._is_on(one))
        for place, made in enumerate(self._buttons):
            made.setVisible(place < len(self._chips))
        self._flow.invalidate()
        self.updateGeometry()

    def _is_on(self, one: Chip) -> bool:
        on, search = self._on
        return one.filter == on and (not one.search or one.search == search) and bool(one.search or on != ALL)

    def _click(self, place: int, _checked: bool = False) -> None:
        one = self._chips[place]
        if self._is_on(one):
            self.chosen.emit(ALL, "")
        else:
            self.chosen.emit(one.filter, one.search)


def _dress(made: QPushButton, text: str, tone: Tone) -> None:
    made.setText(text)
    made.setAccessibleName(text)
    if made.property("tone") != tone.value:
        made.setProperty("tone", tone.value)
        made.style().unpolish(made)
        made.style().polish(made)


def choices() -> list[tuple[Words, list[tuple[Words, QueueFilter]]]]:
    """Every filter that there is beside the chips, by what it is about."""
    ours = (Words("需要我们处理", "Needs us now"), QueueFilter(ours=True))
    states = [ours, *((STATE_WORDS[one], QueueFilter(state=one)) for one in CaseState)]
    kinds = [(KIND_WORDS[one], QueueFilter(kind=one)) for one in CaseKind]
    reported = [(name, QueueFilter(reported_as=one)) for one, name in words.categories()]
    return [
        (Words("状态", "State"), states),
        (Words("举报为", "Reported as"), reported),
        (Words("类别", "Kind"), kinds),
    ]
