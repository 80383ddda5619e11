"""The rows of the queue as a list: how they are drawn, which one is current, the menu of a row."""

from PySide6.QtCore import QItemSelectionModel, QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import QListView, QMenu

from app.domain.words import Words
from ui.kit.elements import named
from ui.kit.lines import Index, Line, LineDelegate
from ui.tools import Tools
from ui.triage.queue_line import line_of
from ui.triage.queue_model import PICKED_ROLE, ROW_ROLE, QueueModel

_MENU = (
    "triage.remind",
    "triage.reply",
    "triage.dismiss",
    "triage.note",
    "triage.kind",
    "triage.pick",
    "triage.evidence",
    "triage.correct",
    "triage.enter",
    "triage.import",
)
"""Intentions that the menu of a row offers."""


class QueueList(QListView):
    """The list of cases."""

    def __init__(self, tools: Tools, model: QueueModel) -> None:
        super().__init__()
        self._tools = tools
        self._rows = model
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = LineDelegate(tools.theme, self._line)
        self.setItemDelegate(self._delegate)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.open_menu)
        named(tools.say, self, Words("工单列表", "List of cases"))

    def shows(self, at: int) -> bool:
        """Whether some of a row can be seen."""
        return at >= 0 and self.viewport().rect().intersects(self.visualRect(self._rows.index(at)))

    def make_current(self, at: int) -> None:
        """Choose a row and bring it into sight."""
        index = self._rows.index(at)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def stand_before(self, at: int) -> None:
        """No row is chosen; the queue goes on with this one. With no place at all, focus would choose the first."""
        self.clearSelection()
        with QSignalBlocker(self.selectionModel()):
            place = self._rows.index(min(max(at, 0), len(self._rows.rows) - 1))
            self.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)

    def open_menu(self, at: QPoint) -> None:
        """Offer what can be done about a case."""
        menu = QMenu(self.parentWidget())
        for name in _MENU:
            menu.addAction(self._tools.actions[name])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def _line(self, index: Index) -> Line | None:
        row, picked = index.data(ROW_ROLE), bool(index.data(PICKED_ROLE))
        return line_of(row, self._tools.say, self._tools.clock(), picked=picked) if row is not None else None
