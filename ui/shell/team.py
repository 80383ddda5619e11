"""What a team shares, over any page: the library of texts, the handing over of shifts, samples of decisions."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.handover import Handover
from app.domain.words import Words
from app.operations import handover
from ui.actions import key_of
from ui.consistency.sampling import SamplingSheet
from ui.handover.sheet import HandoverSheet
from ui.notices import Offer
from ui.texts.sheet import TextsSheet
from ui.tools import Tools

SECONDS = 15.0
"""So long the notice stays that a shift waits to be taken over."""


class TeamSheets(QObject):
    """The sheets, made when they are first wanted.

    Attributes:
        show_case: a case is to be shown: its id.
    """

    show_case = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window)
        self._tools, self._window = tools, window
        self._told: list[Callable[[], None]] = []

    @cached_property
    def texts(self) -> TextsSheet:
        """The library."""
        return TextsSheet(self._tools, self._window)

    @cached_property
    def handover(self) -> HandoverSheet:
        """The page of a shift."""
        made = HandoverSheet(self._tools, self._window)
        made.opened.connect(self.show_case)
        return made

    @cached_property
    def sampling(self) -> SamplingSheet:
        """What a lead looks at again."""
        return SamplingSheet(self._tools, self._window)

    def open_sampling(self) -> None:
        """Look at decisions of others again."""
        self.sampling.put_up()

    def open_texts(self) -> None:
        """Look at the library."""
        self.texts.put_up()

    def open_handover(self) -> None:
        """Hand over, or take over."""
        while self._told:
            self._told.pop()()
        self.handover.put_up()

    def look_for_a_shift(self) -> None:
        """At the start: say that a shift waits to be taken over, where one does."""
        self._tools.runner.ask(("handover", "waiting"), handover.waiting, self._tell)

    def _tell(self, waiting: Handover | None) -> None:
        if waiting is None:
            return
        age = self._tools.say.age(waiting.at, self._tools.clock())
        told = Words(
            f"{waiting.by.name} 交了班（{age}），等您接", f"{waiting.by.name} handed over ({age}); it waits for you"
        )
        offer = Offer(Words("看交接单", "Look at it"), key_of("window.handover"), self.open_handover)
        take_away = self._tools.notices.tell(told, offer=offer, seconds=SECONDS)
        self._told.append(take_away)
