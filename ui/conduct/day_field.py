"""A day and an hour: typed, or so many days from now by one click."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.hand_times import read_time
from app.domain.letters import moment_words
from app.domain.words import Words
from ui.hand.form import line_edit
from ui.kit.elements import Flow, button, column, label
from ui.tools import Tools

_STRANGE = Words("时间看不懂，请写成 2026-12-01 或 2026-12-01 09:00", "Write it as 2026-12-01 or 2026-12-01 09:00")


class DayField(QWidget):
    """The field.

    Args:
        name: what the moment is.
        days: so many days from now are offered; the first is there to begin with.
        midnight: whether what is offered begins with its day, and not at this hour; then a day later.
    """

    def __init__(self, tools: Tools, name: Words, days: Sequence[int], *, midnight: bool = False) -> None:
        super().__init__()
        self._tools, self._midnight = tools, midnight
        self.edit = line_edit(tools, name)
        self._told = label("", "second")
        chips = Flow(6)
        for one in days:
            made = button(tools.say, Words(f"{one} 天后", f"in {one} days"), "quiet")
            made.clicked.connect(partial(self.offer, one))
            chips.addWidget(made)
        self.setLayout(column(self.edit, chips, self._told, gap=4))
        self.edit.textChanged.connect(self._render)
        tools.say.changed.connect(self._render)
        self.offer(days[0])

    def offer(self, days: int, _checked: bool = False) -> None:
        """Take a moment so many days from now."""
        at = (self._tools.clock() + timedelta(days=days)).astimezone()
        if self._midnight:
            at = (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        elif at.second or at.microsecond:
            at += timedelta(minutes=1)
        self.edit.setText(f"{at:%Y-%m-%d %H:%M}")

    @property
    def moment(self) -> datetime | None:
        """What is chosen; None where it can't be read."""
        return read_time(self.edit.text(), self._tools.clock())

    def _render(self) -> None:
        at = self.moment
        say = self._tools.say
        self._told.setText(say(_STRANGE) if at is None else say(moment_words(at.astimezone())))
