"""The queue as a list model: pages that were read, and whether there are more."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.cases import CaseId, Place, QueueRow

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
PICKED_ROLE = Qt.ItemDataRole.UserRole + 1


class QueueModel(QAbstractListModel):
    """Rows of the queue as far as they were read.

    Args:
        more: asks for the page after a place.
        spoken: a row in one sentence, for a screen reader.
    """

    def __init__(self, more: Callable[[Place], None], spoken: Callable[[QueueRow], str]) -> None:
        super().__init__()
        self._more = more
        self._spoken = spoken
        self._asking = False
        self.rows: list[QueueRow] = []
        self.picked: set[CaseId] = set()
        self.complete = True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows were read."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row, what is said of it, or whether it is picked."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == PICKED_ROLE:
            return row.id in self.picked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(row)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are rows that were not read."""
        return not parent.isValid() and not self.complete and not self._asking and bool(self.rows)

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self._asking = True
            self._more(self.rows[-1].place)

    # --- what was read ---------------------------------------------------------------------------------

    def show(self, rows: Sequence[QueueRow], *, complete: bool) -> None:
        """Show these rows from now on; where only some differ, only those are drawn anew."""
        self._asking = False
        self.complete = complete
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.picked &= {row.id for row in rows}
        self.endResetModel()

    def append(self, rows: Sequence[QueueRow], *, complete: bool) -> None:
        """Add the next page."""
        self._asking = False
        self.complete = complete
        known = {row.id for row in self.rows}
        fresh = [row for row in rows if row.id not in known]
        if fresh:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self.rows += fresh
            self.endInsertRows()

    def place_of(self, case_id: CaseId | None) -> int:
        """The row of a case; -1 where it is not among those read."""
        return next((place for place, row in enumerate(self.rows) if row.id == case_id), -1)

    def pick(self, case_id: CaseId) -> None:
        """Pick a case for what is done to many, or no longer."""
        self.picked ^= {case_id}
        at = self.index(self.place_of(case_id))
        self.dataChanged.emit(at, at)

    def unpick_all(self) -> None:
        """Pick none."""
        self.picked.clear()
        self.refresh()

    def refresh(self) -> None:
        """Draw every row anew: ages and words may differ."""
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
