"""A table of the month, as high as its rows; a row that names a case opens it."""

from datetime import tzinfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.domain.cases import CaseId
from app.domain.summary import Amount, CaseLink, Cell, Table
from app.domain.words import Words
from ui.kit.elements import named
from ui.kit.lines import Index
from ui.kit.remote import brief
from ui.kit.speech import COMMA
from ui.summary import words
from ui.tools import Tools

_LONGEST = 400
"""Characters of one cell that are shown."""

_PADDING, _WIDEST, _LEAST_ROW = 26, 340, 34
"""Pixels: around the text of a cell, of a column before its text wraps, of a row."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TableModel(QAbstractTableModel):
    """The cells in the language of the window."""

    def __init__(self, tools: Tools, table: Table, zone: tzinfo) -> None:
        super().__init__()
        self._tools, self.table = tools, table
        self._heads = [tools.say(one) for one in table.columns]
        self._texts = [[brief(tools.say(words.cell(one, zone)), _LONGEST) for one in row] for row in table.rows]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        if not index.isValid():
            return None
        at, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[at][column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._tools.say(COMMA).join(text for text in self._texts[at] if text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.ForegroundRole and isinstance(self.table.rows[at][column], CaseLink):
            return QColor(self._tools.theme.tokens.accent)
        return None

    def case_of(self, at: int) -> CaseId | None:
        """The case that a row names first; None where it names none."""
        row = self.table.rows[at] if 0 <= at < len(self.table.rows) else ()
        return next((one.case for one in row if isinstance(one, CaseLink)), None)

    def widest(self, column: int, metrics: QFontMetrics, head: QFontMetrics) -> int:
        """The room that a column needs so that nothing in it wraps, in pixels."""
        texts = (metrics.horizontalAdvance(row[column]) for row in self._texts)
        return max(head.horizontalAdvance(self._heads[column]), *texts) + _PADDING

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return _RIGHT if any(_counts(row[column]) for row in self.table.rows) else _LEFT


def _counts(cell: Cell) -> bool:
    return isinstance(cell, int | Amount)


class TableView(QTableView):
    """The table.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, table: Table, zone: tzinfo) -> None:
        super().__init__()
        self.setObjectName("month")
        self.cells = TableModel(tools, table, zone)
        self.setModel(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LEAST_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        named(tools.say, self, table.words)
        named(tools.say, head, Words("列名", "Names of the columns"))
        self.clicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        case = self.cells.case_of(index.row())
        if case is not None:
            self.opened.emit(case)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the case of the chosen row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    # --- its size ----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every column has its room; the widest has what is left. The table is as high as its rows."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share_out(event.size().width())
            self.resizeRowsToContents()
            whole = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
            self.setFixedHeight(whole + 2 * self.frameWidth())

    def _share_out(self, room: int) -> None:
        metrics, head = QFontMetrics(self.font()), QFontMetrics(self.horizontalHeader().font())
        wanted = [self.cells.widest(at, metrics, head) for at in range(self.cells.columnCount())]
        widest = max(range(len(wanted)), key=wanted.__getitem__)
        widths = [min(one, _WIDEST) for one in wanted]
        rest = room - sum(width for at, width in enumerate(widths) if at != widest)
        widths[widest] = max(rest, 120)
        over = sum(widths) - room
        if over > 0:
            widths = [width * room // sum(widths) for width in widths]
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
