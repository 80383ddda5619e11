"""Sheets over the page: a comment by hand, a form that came back, rules published earlier."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.domain.conduct import Document
from app.domain.conduct_comments import LARGEST_FORM, LONGEST_NAME, WHOLE, NewComment, Returned
from app.domain.conduct_copy import article_name
from app.domain.conduct_file import LARGEST_RULES
from app.domain.evidence import Attachment
from app.domain.hand_times import read_time
from app.domain.words import NO_WORDS, Words
from app.files import read_bytes
from app.operations import conduct_consultation, conduct_import
from app.operations.conduct_consultation import Commented
from app.operations.conduct_drafts import DraftView
from app.operations.conduct_import import Imported
from app.operations.desk import Desk
from ui.hand.attachments import AttachmentPicker
from ui.hand.form import FilesForm, Form, field, line_edit, text_edit
from ui.kit.choosing import choose_file
from ui.kit.elements import button, frame, label, named, row, said
from ui.kit.remote import brief
from ui.tools import Tools

_SHOWN = 12


class CommentForm(Form):
    """Enter what a member said."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("录入一条意见", "Enter a comment")
        super().__init__(tools, window, heading, Words("录入", "Enter it"), (640, 560))
        self._document = Document.CODE
        self.name = line_edit(tools, Words("称呼", "Name"), longest=LONGEST_NAME)
        self.article = QComboBox()
        named(tools.say, self.article, Words("对哪一条", "On which article"))
        self.text = text_edit(tools, Words("意见", "Comment"))
        self.wording = text_edit(tools, Words("建议写法", "Proposed wording"))
        self.named = QCheckBox()
        agrees = Words("本人同意在公约里署名致谢", "They agree to be thanked by name")
        tools.say.tell(self.named, self.named.setText, agrees)
        for words, widget in (
            (Words("谁提的", "Who says so"), self.name),
            (Words("对哪一条", "On which article"), self.article),
            (Words("意见", "Comment"), self.text),
            (Words("建议写法（可不填）", "Proposed wording (optional)"), self.wording),
        ):
            self.inside.addLayout(field(tools, words, widget))
        self.inside.addWidget(self.named)
        self.inside.addStretch(1)
        self.watch(self.name, self.text, self.wording)
        self.first = self.name

    def put_up_for(self, view: DraftView, article: int) -> None:
        """Show it for a draft, with an article chosen."""
        say = self.tools.say
        self._document = view.draft.document
        self.article.clear()
        self.article.addItem(say(Words("整体", "The whole")), WHOLE)
        for one in view.draft.articles:
            self.article.addItem(f"{article_name(one.number, say.language)} {say(one.title)}", one.number)
        self.article.setCurrentIndex(max(self.article.findData(article), 0))
        self.tell_fault(NO_WORDS)
        self.put_up()

    def go(self) -> None:
        """Enter it."""
        comment = NewComment(
            self.name.text(),
            int(self.article.currentData()),
            self.text.toPlainText(),
            self.wording.toPlainText(),
            self.named.isChecked(),
        )
        document = self._document
        self.busy(True)
        self.tools.runner.do(
            lambda desk: conduct_consultation.add_comment(desk, comment, document), self._done, self.fail
        )

    def _done(self, done: Commented) -> None:
        self.busy(False)
        for one in (self.name, self.text, self.wording):
            one.clear()
        self.named.setChecked(False)
        self.put_away()
        told = (
            Words("意见已录入", "The comment is entered")
            if done.comments
            else Words("这条意见录入过", "It was there before")
        )
        self.tools.notices.tell(told)


class ReturnedForm(Form):
    """Look at a form that came back, and take what of it can be taken."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("导入意见表", "Take in a comment form")
        super().__init__(tools, window, heading, Words("录入能读懂的", "Enter what can be read"), (720, 560))
        self._document, self._data, self._returned = Document.CODE, b"", Returned()
        self.name = line_edit(
            tools, Words("称呼", "Name"), Words("表里没写称呼时用", "Where the form names nobody"), LONGEST_NAME
        )
        self._found = label()
        self._bad = label()
        self._bad_frame = frame("caution", self._bad)
        choose = button(tools.say, Words("选择文件", "Choose the file"))
        choose.clicked.connect(self.choose)
        self.inside.addLayout(row(choose, None))
        self.inside.addLayout(field(tools, Words("这份表是谁填的（可不填）", "Whose form it is (optional)"), self.name))
        self.inside.addWidget(self._found)
        self.inside.addWidget(self._bad_frame)
        self.inside.addStretch(1)
        self.name.editingFinished.connect(self._look)
        self.first = choose
        tools.say.changed.connect(self._render)

    def put_up_for(self, document: Document) -> None:
        """Show it for the draft of a document."""
        self._document, self._data, self._returned = document, b"", Returned()
        self.name.clear()
        self.tell_fault(NO_WORDS)
        self._render()
        self.put_up()

    def choose(self) -> None:
        """Ask for the file."""
        title = self.tools.say(Words("填好的意见表", "The form that came back"))
        choose_file(self, title, "CSV, JSON (*.csv *.json *.txt)", self.take)

    def take(self, path: Path) -> None:
        """Look at a file."""
        self.tools.runner.ask(("conduct", "form"), lambda _desk: read_bytes(path, LARGEST_FORM), self._take, self.fail)

    def _take(self, data: bytes) -> None:
        self._data = data
        self._look()

    def _look(self) -> None:
        data, document, name = self._data, self._document, self.name.text()
        if data:
            self.tools.runner.ask(
                ("conduct", "form"),
                lambda desk: conduct_consultation.read_comments(desk, data, document, name=name),
                self._show,
                self.fail,
            )

    def _show(self, returned: Returned) -> None:
        self._returned = returned
        self._render()

    def _render(self) -> None:
        say, good, bad = self.tools.say, len(self._returned.comments), self._returned.problems
        told = Words(f"读到 {good} 条意见", f"{good} comments can be read")
        self._found.setText(say(told) if self._data else "")
        lines = [say(Words(f"{len(bad)} 行读不懂，不会录入：", f"{len(bad)} lines can't be read and are left out:"))]
        for one in bad[:_SHOWN]:
            line = Words(f"第 {one.line} 行：{one.reason.zh}", f"line {one.line}: {one.reason.en}")
            lines.append(f"{say(line)} {brief(one.content, 120)}")
        self._bad.setText("\n".join(lines))
        self._bad_frame.setVisible(bool(bad))
        self.busy(not good)

    def go(self) -> None:
        """Enter the good rows."""
        data, document, name = self._data, self._document, self.name.text()
        self.busy(True)

        def work(desk: Desk) -> Commented:
            return conduct_consultation.import_comments(desk, data, document, name=name, take_good=True)

        self.tools.runner.do(work, self._done, self.fail)

    def _done(self, done: Commented) -> None:
        self.put_away()
        new, known = len(done.comments), done.known
        self.tools.notices.tell(
            Words(f"录入 {new} 条意见，{known} 条以前录入过", f"{new} comments entered, {known} were there before")
        )


class OlderForm(FilesForm):
    """Bring in rules published earlier, with their date and a proof."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("导入以前的公约", "Bring in rules published earlier")
        super().__init__(
            tools,
            window,
            heading,
            Words("导入", "Bring in"),
            (720, 640),
            files=AttachmentPicker(tools, Words("凭证：截图或 PDF", "Proof: a screenshot or a PDF"), most=1),
        )
        self._file: Attachment | None = None
        self._chosen = label("", "second")
        choose = button(tools.say, Words("选择文件", "Choose the file"))
        choose.clicked.connect(self.choose)
        hint = Words(
            "Markdown（每条一个“## 第一条 标题”，下面写正文）或 JSON。只影响以后的判断依据；"
            "已经作出的决定保留原来的条文",
            "Markdown (a heading “## Article 1 Title” for each, its text below) or JSON. Decisions made before keep "
            "the text that they rest on",
        )
        self.effective = line_edit(tools, Words("施行日期", "In force from"), Words("2024-05-01", "2024-05-01"))
        self.name = line_edit(tools, Words("名称", "Name"), Words("例如：2024 年版", "As in: Edition of 2024"), 60)
        self.link = line_edit(
            tools, Words("当时公告的链接", "Link to where it stood"), Words("https://", "https://"), 500
        )
        self.inside.addWidget(said(tools.say, hint, "second"))
        self.inside.addLayout(row(choose, self._chosen, None))
        self.inside.addLayout(field(tools, Words("真实的施行日期", "Its true date"), self.effective))
        self.inside.addLayout(field(tools, Words("名称（可不填）", "Name (optional)"), self.name))
        self.inside.addLayout(field(tools, Words("当时公告的链接", "Link to where it stood"), self.link))
        self.inside.addWidget(self.picker)
        self.inside.addStretch(1)
        self.watch(self.effective, self.name, self.link)
        self.first = choose

    def choose(self) -> None:
        """Ask for the file."""
        title = self.tools.say(Words("公约文件", "The file with the rules"))
        choose_file(self, title, "Markdown, JSON (*.md *.markdown *.json *.txt)", self.take)

    def take(self, path: Path) -> None:
        """Look at a file."""

        def work(_desk: Desk) -> Attachment:
            file = Attachment(path.name, read_bytes(path, LARGEST_RULES))
            conduct_import.read_file(file.name, file.content)
            return file

        self.tools.runner.ask(("conduct", "older"), work, self._take, self.fail)

    def _take(self, file: Attachment) -> None:
        self._file = file
        self._chosen.setText(brief(file.name, 80))
        self.tell_fault(NO_WORDS)

    def go(self) -> None:
        """Bring them in."""
        file, link = self._file, self.link.text()
        effective = read_time(self.effective.text(), self.tools.clock())
        if self.reading:
            return
        if file is None or effective is None:
            self.tell_fault(
                Words("请选择文件，并写明施行日期（2024-05-01）", "Choose a file and give its date (2024-05-01)")
            )
            return
        name = Words(self.name.text().strip(), self.name.text().strip())
        proof = next(iter(self.picker.files), None)
        self.busy(True)
        self.tools.runner.do(
            lambda desk: conduct_import.import_edition(
                desk, file, effective=effective, name=name, link=link, proof=proof
            ),
            self._done,
            self.fail,
        )

    def _done(self, done: Imported) -> None:
        self.busy(False)
        self._file = None
        self._chosen.clear()
        self.picker.clear()
        for one in (self.effective, self.name, self.link):
            one.clear()
        self.put_away()
        count = len(done.edition.articles)
        self.tools.notices.tell(Words(f"已导入 {count} 条", f"{count} articles were brought in"))
