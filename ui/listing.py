"""Things as a list of lines, drawn and spoken."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QListView

from app.domain.words import Words
from ui.kit.elements import named
from ui.kit.lines import Index, Line, LineDelegate
from ui.kit.means import Means
from ui.kit.speech import COMMA

T = TypeVar("T")


class Rows(QAbstractListModel, Generic[T]):
    """Things as lines.

    Args:
        spoken: one of them in a sentence, for a screen reader.
    """

    def __init__(self, spoken: Callable[[T], str]) -> None:
        super().__init__()
        self._spoken = spoken
        self.rows: Sequence[T] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One in words."""
        told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if index.isValid() and told and index.row() < len(self.rows):
            return self._spoken(self.rows[index.row()])
        return None

    def show(self, rows: Sequence[T]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class LineList(QListView, Generic[T]):
    """A list of lines.

    Args:
        line: what one of them says.
        same: by what one is known again when the list is read anew.
        chosen: is told which one is chosen, or None.
        name: of the list.
    """

    def __init__(
        self,
        tools: Means,
        line: Callable[[T], Line],
        *,
        same: Callable[[T], object],
        chosen: Callable[[T | None], None],
        name: Words,
    ) -> None:
        super().__init__()
        self._tools, self._line, self._same, self._chosen = tools, line, same, chosen
        self.lines: Rows[T] = Rows(self._spoken)
        self.setModel(self.lines)
        self._delegate = LineDelegate(tools.theme, self._line_at)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._current_changed)
        tools.say.changed.connect(self.viewport().update)
        named(tools.say, self, name)

    @property
    def current(self) -> T | None:
        """The chosen one."""
        at = self.currentIndex().row()
        return self.lines.rows[at] if 0 <= at < len(self.lines.rows) else None

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show these; the one that was chosen stays chosen while it is there."""
        before, at = self.current, self.currentIndex().row()
        scrolled = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.lines.show(rows)
        self.selectionModel().blockSignals(False)
        known = None if before is None else self._same(before)
        place = next((number for number, row in enumerate(rows) if self._same(row) == known), -1)
        if place < 0 and rows:
            place = min(max(at, 0), len(rows) - 1)
        if place >= 0:
            self.take(place)
            self.verticalScrollBar().setValue(scrolled)
        else:
            self._chosen(None)

    def choose(self, known: object) -> None:
        """Choose the one that is known by this."""
        place = next((at for at, row in enumerate(self.lines.rows) if self._same(row) == known), -1)
        if place >= 0:
            self.take(place)

    def step(self, by: int) -> None:
        """Go to the next or the previous."""
        at = self.currentIndex().row() + by
        if 0 <= at < len(self.lines.rows):
            self.take(at)

    def take(self, at: int) -> None:
        """Choose the one at a place."""
        index = self.lines.index(at)
        if index == self.currentIndex():
            self._chosen(self.current)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._chosen(self.current)

    def _line_at(self, index: Index) -> Line | None:
        at = index.row()
        return self._line(self.lines.rows[at]) if 0 <= at < len(self.lines.rows) else None

    def _spoken(self, row: T) -> str:
        line = self._line(row)
        parts = (line.title, *(text for text, _tone in line.tags), line.about, line.age)
        return self._tools.say(COMMA).join(part for part in parts if part)
