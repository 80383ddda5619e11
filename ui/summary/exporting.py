"""Exporting a month: which files, in which language, with or without names, and where to; with a way to stop."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QProgressBar, QRadioButton, QSizePolicy, QWidget

from app.domain.months import month_words
from app.domain.roles import Role
from app.domain.summary import Format, Summary
from app.domain.words import NO_WORDS, Words
from app.errors import ExportStopped, Language, StewardError
from app.operations.desk import Desk
from app.operations.summary_exporting import Exported, Wanted, export
from ui.hand.form import Form, tab_order
from ui.kit.choosing import choose_folder
from ui.kit.elements import button, column, frame, label, row, said
from ui.kit.folders import documents, open_folder
from ui.notices import Offer
from ui.tools import Tools

FORMATS = {
    Format.XLSX: Words("Excel 工作簿（图表可改）", "Excel workbook, with charts of its own"),
    Format.PDF: Words("PDF（A4，适合打印和汇报）", "PDF, A4, to print and to show"),
    Format.HTML: Words("网页（一个文件，不联网也能看）", "Page: one file, readable offline"),
    Format.CSV: Words("CSV 表格（给别的程序用）", "CSV tables for other programs"),
}
_FIRST = (Format.XLSX, Format.PDF)
_LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_NAMES = Words("写出成员和处理人的名字", "Name members and those who decided")
_ABOUT_NAMES = Words(
    "不勾就写“车友 1”“主管”。勾了会记入治理台账；文件离开这台电脑以后要自己看管。",
    "Otherwise they are “member 1”, “a manager”. Naming them is entered into the ledger; look after the files.",
)
_ONLY_MANAGERS = Words("写名字要由主管来导出。", "Only managers may export names.")
_ABOUT_FILES = Words(
    "文件名会写明语言和是否含名字；已有的文件不会被覆盖，重名时加序号。",
    "File names say the language and whether people are named. Nothing is replaced: further files are numbered.",
)
_OPEN = Words(
    "这个月还没有关账，数字还会变。文件里会写明。",
    "The month is not closed: its figures may still change. The files say so.",
)
_SECONDS = 20.0


class ExportForm(Form):
    """The form. Ctrl+Enter exports.

    Attributes:
        moved: so many of so many steps are done; from the thread that works.
        folder: where the files go.
    """

    moved = Signal(int, int)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("导出月报", "Export the summary"), Words("导出", "Export"), (640, 600))
        self._shown: Summary | None = None
        self._stopped = Event()
        self.folder: Callable[[], Path] = documents
        self._build_what()
        self._build_where()
        self._build_progress()
        self.moved.connect(self._show_progress)
        self.first = self.formats[Format.XLSX]
        tab_order(*self.formats.values(), *self.languages.values(), self.names, self.choose, self._cancel)
        tab_order(self._cancel, self.go_button)
        tools.say.changed.connect(self._render)

    def _build_what(self) -> None:
        say = self.tools.say
        self._name, self._open = label("", "title"), frame("caution", said(say, _OPEN))
        self.formats = {one: self._tick(words, one in _FIRST) for one, words in FORMATS.items()}
        self.languages = {one: QRadioButton(name) for one, name in _LANGUAGES.items()}
        group = QButtonGroup(self)
        for made in self.languages.values():
            group.addButton(made)
        self.names = self._tick(_NAMES, False)
        self.inside.addWidget(self._name)
        self.inside.addWidget(self._open)
        self.inside.addWidget(said(say, Words("格式", "Formats"), "strong"))
        self.inside.addLayout(column(*self.formats.values(), gap=2))
        self.inside.addWidget(said(say, Words("语言", "Language"), "strong"))
        self.inside.addLayout(row(*self.languages.values(), None, gap=16))
        self.inside.addWidget(said(say, Words("名字", "Names"), "strong"))
        self._about_names = label("", "second")
        self.inside.addLayout(column(self.names, self._about_names, gap=2))

    def _tick(self, words: Words, on: bool) -> QCheckBox:
        made = QCheckBox()
        self.tools.say.tell(made, made.setText, words)
        made.setChecked(on)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)  # what looks like it takes a click
        made.toggled.connect(lambda _on: self._enable())
        return made

    def _build_where(self) -> None:
        say = self.tools.say
        self._where = label("", "second")
        self.choose = button(say, Words("换个文件夹…", "Another folder…"))
        self.choose.clicked.connect(self._choose)
        line = row(self._where, self.choose)
        line.setStretch(0, 1)
        self.inside.addWidget(said(say, Words("放到", "Into"), "strong"))
        self.inside.addLayout(column(line, said(say, _ABOUT_FILES, "second"), gap=2))
        self.inside.addStretch(1)

    def _build_progress(self) -> None:
        say = self.tools.say
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        say.tell(self.bar, self.bar.setAccessibleName, Words("导出进度", "Progress"))
        self.stop = button(say, Words("停止", "Stop"))
        self.stop.clicked.connect(self._stopped.set)
        self.more.addLayout(row(self.bar, self.stop))
        self._work(on=False)

    # --- what is shown -----------------------------------------------------------------------------------

    def begin(self, summary: Summary) -> None:
        """Export this month."""
        fresh = self._shown is None
        self._shown = summary
        if fresh:
            self.languages[self.tools.say.language].setChecked(True)
        self.tell_fault(NO_WORDS)
        self._render()
        self._enable()
        self.put_up()

    def _render(self) -> None:
        shown, say = self._shown, self.tools.say
        if shown is None:
            return
        manages = Role.MANAGER in self.tools.me.roles
        self._name.setText(say(month_words(shown.month)))
        self._open.setVisible(shown.frozen is None)
        self.names.setEnabled(manages)
        self._about_names.setText(say(_ABOUT_NAMES if manages else _ONLY_MANAGERS))
        self._where.setText(str(self.folder()))

    def _enable(self) -> None:
        self.go_button.setEnabled(any(one.isChecked() for one in self.formats.values()))

    def _choose(self) -> None:
        choose_folder(self, self.tools.say(Words("文件放到哪里", "Where the files go")), self._chosen)

    def _chosen(self, folder: Path) -> None:
        self.folder = lambda: folder
        self._render()

    # --- doing it ----------------------------------------------------------------------------------------

    def go(self) -> None:
        """Export what is ticked."""
        shown = self._shown
        formats = frozenset(one for one, tick in self.formats.items() if tick.isChecked())
        if shown is None or not formats:
            return
        names, folder = self.names.isChecked() and self.names.isEnabled(), self.folder()
        wanted = Wanted(formats, "en" if self.languages["en"].isChecked() else "zh", names)
        self._stopped.clear()
        self.tell_fault(NO_WORDS)
        self._work(on=True)

        def check() -> None:
            if self._stopped.is_set():
                raise ExportStopped(month=shown.month)

        def work(desk: Desk) -> Exported:
            from ui.pdf.document import as_pdf  # noqa: PLC0415 - only who exports pays for it

            progress = self.moved.emit
            return export(desk, shown, wanted, folder, paint_pdf=as_pdf, progress=progress, check=check, replaces=False)

        self.tools.runner.do(work, self._done, self._failed)

    def _work(self, *, on: bool) -> None:
        for part in (self.bar, self.stop):
            part.setVisible(on)
        self.bar.setRange(0, 0)
        self.busy(on)

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _done(self, done: Exported) -> None:
        self._work(on=False)
        self._enable()
        self.put_away()
        folder, first, count = done.files[0].parent, done.files[0].name, len(done.files)
        show = Offer(Words("打开文件夹", "Open the folder"), "", lambda: open_folder(folder))
        told = Words(
            f"{first}{f' 等 {count} 个文件' if count > 1 else ''}已放到“{folder.name}”",
            f"{first}{f' and {count - 1} more' if count > 1 else ''} went into “{folder.name}”",
        )
        self.tools.notices.tell(told, offer=show, seconds=_SECONDS)

    def _failed(self, error: StewardError) -> None:
        self._work(on=False)
        self._enable()
        self.fail(error)
