"""Bring in cases from a table: look at what will come in first, then take it, or only its good lines."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.domain.cases import KIND_WORDS
from app.domain.hand import PLACE_WORDS, HandCase, Place
from app.domain.hand_csv import LARGEST_TABLE, Table, read_csv
from app.domain.words import NO_WORDS, Words
from app.files import read_bytes, write_bytes
from app.operations import hand
from app.operations.desk import Desk
from app.operations.hand import Known
from ui.hand.attachments import local_files
from ui.hand.form import Form, tab_order
from ui.kit.choosing import choose_file, choose_target
from ui.kit.elements import button, label, named, row, said
from ui.kit.lines import Index
from ui.kit.remote import brief
from ui.kit.speech import COMMA, Speech
from ui.kit.theme import Theme
from ui.tools import Tools

_HEAD = ("来源", "作者", "时间", "内容", "标题", "链接", "类别")
_EXAMPLES = (
    ("微信群", "南山老陈", "昨天 15:30", "车机更新以后一直黑屏，客服电话没人接，太气人了！", "", "", "投诉抱怨"),
    ("电话", "王女士", "前天 10:05", "来电说车友活动报名费没有退。", "报名费未退", "", "投诉抱怨"),
    ("应用或小程序", "小鹿", "昨天 20:10", "代办充电桩加我微信", "", "https://example.com/post/1", "违规"),
)  # fmt: skip

COLUMNS = (
    Words("行", "Line"),
    Words("来源", "Where"),
    Words("作者", "Author"),
    Words("时间", "When"),
    Words("类别", "Kind"),
    Words("内容", "Text"),
    Words("结果", "What becomes of it"),
)
_WIDTHS = (52, 104, 110, 100, 84, 230)
_LAST = len(COLUMNS) - 1


def example() -> bytes:
    """A table to begin with, as Excel opens it with Chinese whole."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows((_HEAD, *_EXAMPLES))
    return written.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds: its table, and the lines that were entered before or say what one further up says."""

    name: str
    table: Table
    known: dict[int, Known]

    @property
    def good(self) -> int:
        """How many lines will come in."""
        return len(self.table.rows) - len(self.known)


def preview(desk: Desk, path: Path) -> Preview:
    """Read a file, without bringing anything in.

    Raises:
        UnreadableFile, FileTooLarge: it can't be read.
    """
    table = read_csv(read_bytes(path, LARGEST_TABLE), desk.clock())
    return Preview(path.name, table, hand.known(desk, table))


class PreviewModel(QAbstractTableModel):
    """The lines of a table, those that can't be taken among them."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._say: Speech = tools.say
        self._theme: Theme = tools.theme
        self._clock = tools.clock
        self._lines: list[tuple[int, HandCase | None, Words]] = []
        self._known: dict[int, Known] = {}

    def show(self, shown: Preview | None) -> None:
        """Show these."""
        self.beginResetModel()
        rows = shown.table.rows if shown else ()
        problems = shown.table.problems if shown else ()
        lines: list[tuple[int, HandCase | None, Words]] = [(line, one, NO_WORDS) for line, one in rows]
        lines += [(one.line, None, one.reason) for one in problems]
        self._lines = sorted(lines, key=lambda one: one[0])
        self._known = shown.known if shown else {}
        self.endResetModel()

    def problems(self) -> list[int]:
        """Which lines can't be taken, by place."""
        return [at for at, (_, one, _) in enumerate(self._lines) if one is None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

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
        line, one, reason = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells(line, one, reason)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._say(COMMA).join(part for part in self._cells(line, one, reason) if part)
        if role == Qt.ItemDataRole.ForegroundRole and (index.column() == _LAST or (one is None and index.column() > 0)):
            tokens = self._theme.tokens
            return QColor(tokens.red if one is None else tokens.second_ink if line in self._known else tokens.green)
        return None

    def _cells(self, line: int, one: HandCase | None, reason: Words) -> tuple[str, ...]:
        say = self._say
        number = str(line) if line else say(Words("整张表", "whole"))
        if one is None:
            left_out = say(Words(f"不能导入：{reason.zh}", f"left out: {reason.en}"))
            return (number, left_out, "", "", "", "", "")
        known = self._known.get(line)
        becomes = Words("会导入", "comes in") if known is None else _skipped(known)
        when = say.moment(one.happened_at, self._clock()) if one.happened_at else say(Words("现在", "now"))
        text = brief(one.text or one.title or one.link, 80)
        return (number, say(PLACE_WORDS[one.place]), brief(one.author, 40), when, say(KIND_WORDS[one.kind]), text,
                say(becomes))  # fmt: skip


def _skipped(known: Known) -> Words:
    if known.line:
        return Words(f"与第 {known.line} 行相同，跳过", f"same as line {known.line}, skipped")
    return Words(f"以前登记过（{known.case}），跳过", f"entered before ({known.case}), skipped")


class ImportForm(Form):
    """The form for a table.

    Attributes:
        imported: cases came in: their ids.
    """

    imported = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("导入 CSV", "Import CSV"), Words("导入", "Import"), (980, 640))
        self._shown: Preview | None = None
        self._build()
        tools.say.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        tools, say = self.tools, self.tools.say
        known = list(Place)[:4]
        places = Words("、".join(PLACE_WORDS[place].zh for place in known), ", ".join(known))
        about = Words(
            f"第一行是列名：来源（{places.zh}……）、作者、时间、内容，另可有标题、链接、类别。UTF-8 或 GBK 都行",
            f"The first line names the columns: place ({places.en} …), author, time, text; if you like title, link, "
            "kind. UTF-8 or GBK",
        )
        self.choose = button(say, Words("选择文件…", "Choose a file…"))
        self.choose.clicked.connect(self._choose)
        self.example = button(say, Words("保存示例表格…", "Save an example…"), "quiet")
        self.example.clicked.connect(self._save_example)
        self._told = label()
        self.model = PreviewModel(tools)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.setMinimumHeight(220)
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        head.setSectionResizeMode(_LAST, QHeaderView.ResizeMode.Stretch)
        named(say, head, Words("列名", "Names of the columns"))
        named(say, self.table, Words("表格预览", "Preview of the table"))
        self.inside.addWidget(said(say, about, "second"))
        self.inside.addLayout(row(self.choose, self.example, None))
        self.inside.addWidget(self._told)
        self.inside.addWidget(self.table, 1)
        self.first = self.choose
        tab_order(self.choose, self.example, self.table, self._cancel, self.go_button)

    # --- which file --------------------------------------------------------------------------------------

    def _choose(self) -> None:
        pattern = self.tools.say(Words("CSV 表格 (*.csv *.txt *.tsv)", "CSV tables (*.csv *.txt *.tsv)"))
        choose_file(self, self.tools.say(Words("选择 CSV 文件", "Choose a CSV file")), pattern, self.read)

    def read(self, path: Path) -> None:
        """Look into a file."""
        self.tell_fault(NO_WORDS)
        self.tools.runner.ask(("hand", "table"), lambda desk: preview(desk, path), self._show, self.fail)

    def take_mime(self, mime: QMimeData) -> bool:
        """Look into a file that was dropped."""
        paths = local_files(mime)
        if paths:
            self.read(paths[0])
        return bool(paths)

    def _save_example(self) -> None:
        name = "工单导入示例.csv" if self.tools.say.language == "zh" else "cases-example.csv"
        title = self.tools.say(Words("保存示例表格", "Save an example"))
        choose_target(self, title, name, self.write_example)

    def write_example(self, path: Path) -> None:
        """Write a table to begin with."""
        told = Words(f"示例已存为 {path.name}", f"The example is saved as {path.name}")
        self.tools.runner.do(lambda _desk: write_bytes(path, example()), lambda _none: self._say(told), self.fail)

    def _say(self, words: Words) -> None:
        self.tools.notices.tell(words)

    # --- what is in it -----------------------------------------------------------------------------------

    def _show(self, shown: Preview) -> None:
        self._shown = shown
        self._render()
        self.table.scrollToTop()
        (self.go_button if shown.good else self.choose).setFocus()

    def _render(self) -> None:
        shown, say = self._shown, self.tools.say
        self.model.show(shown)
        self.table.clearSpans()
        for at in self.model.problems():
            self.table.setSpan(at, 1, 1, _LAST)  # a reason has the whole line to itself
        self.table.setVisible(shown is not None)
        self._told.setVisible(shown is not None)
        self.go_button.setEnabled(shown is not None and shown.good > 0)
        does = self._does
        if shown is not None:
            self._told.setText(f"{shown.name}{say(Words('：', ': '))}{say(_summary(shown))}")
            if shown.good:
                some = shown.table.problems
                does = (
                    Words(f"只导入好的 {shown.good} 行", f"Import the good {shown.good}")
                    if some
                    else Words(f"导入 {shown.good} 行", f"Import {shown.good}")
                )
        self.go_button.setText(f"{say(does)}  Ctrl+Enter")
        self.go_button.setAccessibleName(say(does))

    # --- bringing it in ----------------------------------------------------------------------------------

    def go(self) -> None:
        """Bring in what can be taken."""
        shown = self._shown
        if shown is None or not shown.good:
            return
        self.busy(True)
        take_good = bool(shown.table.problems)
        self.tools.runner.do(
            lambda desk: hand.import_cases(desk, shown.table, take_good=take_good), self._imported, self.fail
        )

    def _imported(self, done: hand.Imported) -> None:
        self._shown = None
        self._render()
        self.put_away()
        count, known = len(done.entered), len(done.known)
        zh, en = f"已导入 {count} 件工单", f"{count} cases came in"
        if known:
            zh, en = f"{zh}，{known} 件以前登记过，没有重复", f"{en}; {known} were there before"
        self.tools.notices.tell(Words(zh, en), seconds=10)
        self.imported.emit(list(done.entered))


def _summary(shown: Preview) -> Words:
    zh, en = [f"{shown.good} 行会导入"], [f"{shown.good} come in"]
    repeated = sum(bool(one.line) for one in shown.known.values())
    before = len(shown.known) - repeated
    if before:
        zh.append(f"{before} 行以前登记过，跳过")
        en.append(f"{before} were entered before and are skipped")
    if repeated:
        zh.append(f"{repeated} 行与前面的行相同，跳过")
        en.append(f"{repeated} are the same as a line above and are skipped")
    if shown.table.problems:
        zh.append(f"{len(shown.table.problems)} 行有问题，原因写在那一行")
        en.append(f"{len(shown.table.problems)} can't be taken, with the reason in their line")
    return Words("，".join(zh), ", ".join(en))
