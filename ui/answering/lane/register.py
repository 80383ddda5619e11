"""The register: to whom something was reported, passed on or said, when, and under which number, over all cases."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.domain.cases import KIND_WORDS
from app.domain.lanes import STEP_WORDS, Registered
from app.domain.lanes_closing import NOT_DONE, left_words
from app.domain.words import NO_WORDS, Words
from app.files import write_bytes
from app.operations import lanes_view
from app.text.tables import as_csv, harmless
from ui.hand.form import Form, tab_order
from ui.kit.choosing import choose_target
from ui.kit.elements import button, label, named, row, said
from ui.kit.remote import brief
from ui.kit.speech import COMMA, Speech
from ui.tools import Tools

MOST = 1000
"""So many of the newest lines are read; a file holds the same."""

COLUMNS = (
    Words("时间", "When"),
    Words("事项", "What"),
    Words("向谁", "To whom"),
    Words("编号 / 回执", "Number, receipt"),
    Words("工单", "Case"),
    Words("类别", "Kind"),
    Words("经手人", "By"),
    Words("内容", "What was said"),
)
_WIDTHS = (136, 110, 190, 150, 90, 80, 80)
_ABOUT = Words(
    "时间是实际发生的时间；导出的表格与这里一致，供法务和监管部门核对",
    "The time is when it really happened; the file is the same as what stands here",
)

Index = QModelIndex | QPersistentModelIndex


def cells(one: Registered, say: Speech) -> tuple[str, ...]:
    """A line of the register, in full: the time with its zone is the local one."""
    event = one.event
    by = event.by.name if event.by else ""
    undone = say(NOT_DONE) + say(left_words(one.left)) if one.left else ""
    told = " · ".join(part for part in (undone, event.text) if part)
    at = f"{event.moment.astimezone():%Y-%m-%d %H:%M}"
    return (at, say(STEP_WORDS[event.step]), event.to, event.number, one.case, say(KIND_WORDS[event.lane]), by,
            told)  # fmt: skip


class RegisterModel(QAbstractTableModel):
    """The lines, the newest first until a person turns them round."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self.lines: list[Registered] = []

    def show(self, lines: Sequence[Registered], *, newest_first: bool) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = sorted(lines, key=lambda one: (one.event.moment, one.seq), reverse=newest_first)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._say(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        if not index.isValid():
            return None
        shown = cells(self.lines[index.row()], self._say)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return brief(shown[index.column()], 200)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._say(COMMA).join(brief(part, 60) for part in shown if part)
        return None


class RegisterSheet(Form):
    """The register over the window.

    Attributes:
        chosen: a case is to be shown: its id.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        does = Words("导出表格…", "Save as a table…")
        super().__init__(tools, window, Words("上报登记", "Register of reports"), does, (1080, 640))
        self._newest_first = True
        self._build()
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self.tools.say
        self.model = RegisterModel(say)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.doubleClicked.connect(lambda _at: self.open_case())
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.sectionClicked.connect(self._turn)
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        head.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        named(say, head, Words("列名", "Names of the columns"))
        named(say, self.table, Words("上报登记", "Register of reports"))
        self._none = label("", "second")
        self.copy_button = button(say, Words("复制", "Copy"))
        self.copy_button.clicked.connect(self.copy)
        self.turn_button = button(say, Words("按时间倒过来", "Turn the order round"), "quiet")
        self.turn_button.clicked.connect(partial(self._turn, 0))
        self.open_button = button(say, Words("打开工单", "Open the case"))
        self.open_button.clicked.connect(self.open_case)
        self.inside.addWidget(said(say, _ABOUT, "second"))
        self.inside.addWidget(self._none)
        self.inside.addWidget(self.table, 1)
        self.more.addLayout(row(self.open_button, self.copy_button, self.turn_button))
        self.first = self.table
        tab_order(self.table, self.open_button, self.copy_button, self.turn_button, self._cancel, self.go_button)

    def put_up(self) -> None:
        """Show what stands in it now."""
        self.tell_fault(NO_WORDS)
        super().put_up()
        self.tools.runner.ask(("lanes", "register"), partial(lanes_view.register, limit=MOST), self._show, self.fail)

    def _show(self, found: Sequence[Registered]) -> None:
        self.model.show(found, newest_first=self._newest_first)
        if found:
            self.table.selectRow(0)
        self._render()

    def _render(self) -> None:
        empty = not self.model.lines
        nothing = Words("还没有上报或转办过任何事", "Nothing was reported or passed on yet")
        self._none.setText(self.tools.say(nothing))
        self._none.setVisible(empty)
        for part in (self.table, self.copy_button, self.turn_button, self.open_button, self.go_button):
            part.setVisible(not empty)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.table.viewport().update()

    def _turn(self, column: int, _checked: bool = False) -> None:
        """Newest first, or oldest first."""
        if column == 0:
            self._newest_first = not self._newest_first
            self.model.show(self.model.lines, newest_first=self._newest_first)

    # --- what is taken out of it -------------------------------------------------------------------------

    def open_case(self) -> None:
        """Go to the case of the chosen line."""
        at = self.table.currentIndex()
        if at.isValid():
            self.put_away()
            self.chosen.emit(self.model.lines[at.row()].case)

    def copy(self) -> None:
        """Copy the chosen lines, all where none is chosen, with tabs between the cells."""
        chosen = sorted({at.row() for at in self.table.selectionModel().selectedRows()})
        lines = [self.model.lines[at] for at in chosen] or self.model.lines
        clean = ["\t".join(harmless(" ".join(cell.split())) for cell in cells(one, self.tools.say)) for one in lines]
        QGuiApplication.clipboard().setText("\n".join(clean))
        self.tools.notices.tell(Words(f"已复制 {len(lines)} 行", f"{len(lines)} lines were copied"), seconds=3)

    def go(self) -> None:
        """Ask where the table is to be saved."""
        if self.model.lines:
            name = "上报登记.csv" if self.tools.say.language == "zh" else "register.csv"
            choose_target(self, self.tools.say(Words("保存上报登记", "Save the register")), name, self.write)

    def write(self, path: Path) -> None:
        """Save it as a table that a spreadsheet opens."""
        say = self.tools.say
        content = as_csv([say(one) for one in COLUMNS], [cells(one, say) for one in self.model.lines])
        told = Words(f"已存为 {path.name}", f"Saved as {path.name}")

        def written(_none: None) -> None:
            self.tools.notices.tell(told)

        self.tools.runner.do(lambda _desk: write_bytes(path, content), written, self.fail)
