"""Promises as a list: one line for each, drawn and spoken."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QListView

from app.domain.promises import PromiseId
from app.domain.promises_register import Place, PromiseRow
from app.domain.topics import Topic
from app.domain.words import Words
from ui.kit.elements import named
from ui.kit.lines import Index, Line, LineDelegate
from ui.kit.remote import brief
from ui.kit.speech import COMMA
from ui.kit.theme import Tone
from ui.promises import words
from ui.tools import Tools


class PromiseModel(QAbstractListModel):
    """The promises that were asked for; more are read as somebody scrolls.

    Args:
        fetch: asks for what comes after a place.
        spoken: a promise in one sentence, for a screen reader.
    """

    def __init__(self, fetch: Callable[[Place], None], spoken: Callable[[PromiseRow], str]) -> None:
        super().__init__()
        self._fetch, self._spoken = fetch, spoken
        self.rows: list[PromiseRow] = []
        self._complete = True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are so far."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One promise in words."""
        told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if index.isValid() and told and index.row() < len(self.rows):
            return self._spoken(self.rows[index.row()])
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more than were read."""
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Read on."""
        if self.canFetchMore(parent):
            self._complete = True  # until the answer says otherwise: nobody asks twice
            self._fetch(self.rows[-1].place)

    def show(self, rows: list[PromiseRow], *, complete: bool) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows, self._complete = rows, complete
        self.endResetModel()

    def append(self, rows: list[PromiseRow], *, complete: bool) -> None:
        """Show these too."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows = [*self.rows, *rows]
            self.endInsertRows()
        self._complete = complete

    def place_of(self, promise: PromiseId | None) -> int:
        """Where a promise stands; -1 where it is not among them."""
        return next((at for at, row in enumerate(self.rows) if row.promise.id == promise), -1)

    def refresh(self) -> None:
        """Draw every row again."""
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


class PromiseList(QListView):
    """The list; `promises` is its model.

    Args:
        topic_of: a topic by its id; None for "".
    """

    def __init__(self, tools: Tools, fetch: Callable[[Place], None], topic_of: Callable[[str], Topic | None]) -> None:
        super().__init__()
        self._tools, self._topic_of = tools, topic_of
        self.promises = PromiseModel(fetch, self._spoken)
        self.setModel(self.promises)
        self._delegate = LineDelegate(tools.theme, self._line_at)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        named(tools.say, self, Words("我们答应过的话", "What we promised"))

    def _line_at(self, index: Index) -> Line | None:
        at = index.row()
        return self._line(self.promises.rows[at]) if 0 <= at < len(self.promises.rows) else None

    def _line(self, row: PromiseRow) -> Line:
        say, now, one = self._tools.say, self._tools.clock(), row.promise
        state, tone = words.due(one, now, in_short=True)
        tags = [(say(state), tone)]
        if one.extensions:
            tags.append((say(words.extended(one)), Tone.NEUTRAL))
        about = f"{brief(one.made.department, 24)} · {say(words.whose(row, self._topic_of(one.topic)))}"
        age = words.last_told(one, say, now) if one.ended is None else ""
        return Line(brief(one.made.what, 120), tuple(tags), about, age, faded=one.ended is not None)

    def _spoken(self, row: PromiseRow) -> str:
        line = self._line(row)
        parts = (line.title, *(text for text, _tone in line.tags), line.about, line.age)
        return self._tools.say(COMMA).join(part for part in parts if part)
