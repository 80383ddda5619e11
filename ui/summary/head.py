"""What stands over the month that is read: its name, how it stands, what can be done with it."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.months import month_words
from app.domain.roles import Role
from app.domain.summary import Summary
from app.domain.words import NO_WORDS, Words
from app.text.summary_page import community_of
from ui.actions import key_of
from ui.kit.elements import button, column, label, row, rule, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.summary.months import standing
from ui.tools import Tools


class Head(QWidget):
    """The head.

    Attributes:
        exporting, closing, editing: a person wants to do it.
    """

    exporting = Signal()
    closing = Signal()
    editing = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._shown: Summary | None = None
        say = tools.say
        self._title, self._about = label("", "title", wrap=False), label("", "second")
        self._state = tag("", Tone.NEUTRAL)
        self.edit = button(say, Words("改写三句话", "Rewrite the sentences"), key=key_of("summary.edit"))
        self.close_ = button(say, Words("关账", "Close the month"), key=key_of("summary.close"))
        self.export = button(say, Words("导出", "Export"), "primary", key=key_of("summary.export"))
        for made, signal in ((self.edit, self.editing), (self.close_, self.closing), (self.export, self.exporting)):
            made.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        left = column(row(self._title, self._state, None, gap=12), self._about, gap=2)
        line = row(left, self.edit, self.close_, self.export)
        line.setStretch(0, 1)
        line.setContentsMargins(24, 14, 20, 12)
        self.setLayout(column(line, rule(), gap=0))
        self.hide()
        say.changed.connect(self._render)
        tools.theme.changed.connect(self._render)

    def show_summary(self, summary: Summary) -> None:
        """Show the head of this month."""
        self._shown = summary
        self._render()
        self.show()

    def _render(self) -> None:
        shown, say = self._shown, self._tools.say
        if shown is None:
            return
        self._title.setText(say(month_words(shown.month)))
        state, tone = standing(over=shown.over, closed=shown.frozen is not None)
        self._state.setText(say(state))
        if self._state.property("tone") != tone.value:
            self._state.setProperty("tone", tone.value)
            self._state.style().unpolish(self._state)
            self._state.style().polish(self._state)
        self._about.setText(f"{brief(say(community_of(shown)), 60)} · {say(told_of(shown))}")
        manages = Role.MANAGER in self._tools.me.roles
        self.edit.setVisible(manages and shown.frozen is None)
        self.close_.setVisible(manages and shown.frozen is None and shown.over)


def told_of(summary: Summary) -> Words:
    """Up to when its figures are, or since when they no longer change."""
    zone, frozen = ZoneInfo(summary.zone), summary.frozen
    entries = f"{summary.entries:,}"
    if frozen is not None:
        at, by = f"{frozen.at.astimezone(zone):%Y-%m-%d %H:%M}", brief(frozen.by, 40)
        return Words(
            f"{at} 由 {by} 关账，数字不再变 · 台账 {entries} 条",
            f"closed {at} by {by}; its figures no longer change · {entries} ledger entries",
        )
    local, here = summary.reckoned_at.astimezone(zone), summary.reckoned_at.astimezone()
    at, other = f"{local:%Y-%m-%d %H:%M}", NO_WORDS
    if local.utcoffset() != here.utcoffset():  # the rest of the window goes by the clock of this machine
        other = Words(f"，本机 {here:%m-%d %H:%M}", f"; {here:%m-%d %H:%M} on this machine")
    return Words(
        f"截至 {at}（{summary.zone}{other.zh}）· 台账 {entries} 条",
        f"as of {at} ({summary.zone}{other.en}) · {entries} ledger entries",
    )
