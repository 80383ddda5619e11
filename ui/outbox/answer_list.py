"""The answers in the outbox as a list: one line for each, drawn and spoken."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QListView

from app.domain.decisions import DECISION_WORDS
from app.domain.words import Words
from ui.kit.elements import named
from ui.kit.lines import Index, Line, LineDelegate
from ui.kit.remote import brief
from ui.kit.speech import COMMA
from ui.outbox.answers import OutboxAnswer
from ui.outbox.words import state_of
from ui.tools import Tools


class OutboxModel(QAbstractListModel):
    """The answers in the outbox.

    Args:
        spoken: an answer in one sentence, for a screen reader.
    """

    def __init__(self, spoken: Callable[[OutboxAnswer], str]) -> None:
        super().__init__()
        self._spoken = spoken
        self.answers: list[OutboxAnswer] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.answers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One answer in words."""
        told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if index.isValid() and told and index.row() < len(self.answers):
            return self._spoken(self.answers[index.row()])
        return None

    def show(self, found: list[OutboxAnswer]) -> None:
        """Show these."""
        self.beginResetModel()
        self.answers = found
        self.endResetModel()

    def refresh(self) -> None:
        """Draw every row again."""
        if self.answers:
            self.dataChanged.emit(self.index(0), self.index(len(self.answers) - 1))


class OutboxList(QListView):
    """The list of answers; `answers` is its model."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.answers = OutboxModel(self._spoken)
        self.setModel(self.answers)
        self._delegate = LineDelegate(tools.theme, self._line_at)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        named(tools.say, self, Words("待发送的操作", "Operations to be sent"))

    def _line_at(self, index: Index) -> Line | None:
        at = index.row()
        return self._line(self.answers.answers[at]) if 0 <= at < len(self.answers.answers) else None

    def _line(self, one: OutboxAnswer) -> Line:
        say, now, first = self._tools.say, self._tools.clock(), one.first
        state, tone = state_of(one.telling.command, now)
        title = brief(first.title or first.author, 120)
        parts = (say(DECISION_WORDS[first.decision]), brief(first.author, 40), first.by_name)
        about = " · ".join(part for part in parts if part)  # a notice goes to nobody by name
        return Line(title, ((say(state), tone),), about, say.age(first.at, now))

    def _spoken(self, one: OutboxAnswer) -> str:
        line = self._line(one)
        return self._tools.say(COMMA).join((line.title, line.tags[0][0], line.about, line.age))
