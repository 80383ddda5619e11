"""The words of a review as they are written, beside what members will read."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QSplitter

from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations.review import Shown
from ui.hand.form import line_edit, text_edit
from ui.hand.links import offer_link
from ui.kit.elements import Scroll, column, frame, label, named, said
from ui.kit.remote import PageText, brief
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools

_PAUSE_MS = 200
_AS_READ = Words("成员看到的样子", "As members will read it")
_NOT_YET = Words("发布后成员看到的样子", "As members will read it, once it is published")
_OTHERWISE = Words(
    "更新发布后成员看到的样子；现在社区里还是上次发布的那一稿",
    "As members will read it, once it is published again; what they see now is the version published last",
)


class ReviewPaper(QSplitter):
    """Both.

    Attributes:
        title, text: where it is written.
        paper: what members will read.
    """

    def __init__(self, tools: Tools) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._tools = tools
        self._names: Sequence[str] = ()
        self._fault_words = NO_WORDS
        self._shown: Shown | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.preview)
        for part in (self._writing(), self._reading()):
            self.addWidget(part)
            part.setMinimumWidth(360)
        self.setHandleWidth(WIDE_GAP)
        self.setChildrenCollapsible(False)
        self.setSizes([640, 600])
        tools.say.changed.connect(self._say)
        self._say()

    def _writing(self) -> QFrame:
        self.title = line_edit(self._tools, Words("标题", "Title"))
        self.text = text_edit(self._tools, Words("盘点正文（Markdown）", "The review, in Markdown"))
        for one in (self.title, self.text):
            one.textChanged.connect(self._pause.start)
        self._fault_text, self._caution_text = label(), label()
        self._fault, self._caution = frame("fault", self._fault_text), frame("caution", self._caution_text, margin=10)
        marks = Words("## 标题 · - 列表 · **加粗** · [文字](链接)", "## heading · - list · **bold** · [text](link)")
        made = QFrame()
        made.setObjectName("panel")
        inside = column(self.title, self.text, said(self._tools.say, marks, "second"), self._caution, self._fault)
        inside.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        inside.setStretch(1, 1)
        made.setLayout(inside)
        return made

    def _reading(self) -> QFrame:
        self._heading, self._page = label("", "heading"), PageText(self._tools.theme)
        self._page.asked.connect(partial(offer_link, self._tools))
        self.paper = Scroll()
        self.paper.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self._tools.say, self.paper, _AS_READ)
        self._as_read = label("", "second")
        for part in (self._as_read, self._heading, self._page):
            self.paper.inside.addWidget(part)
        self.paper.inside.addStretch(1)
        return frame("panel", self.paper, margin=2)

    # --- what is shown -----------------------------------------------------------------------------------

    def tell_standing(self, shown: Shown) -> None:
        """Say whether members read it so already."""
        self._shown = shown
        self._say()

    def put(self, shown: Shown) -> None:
        """Show this one, to be written on."""
        self.title.setText(shown.review.title)
        self.title.setCursorPosition(0)
        self.text.setPlainText(shown.review.text)
        self.tell(None)
        self.preview()

    def preview(self) -> None:
        """Show what members will read."""
        self._heading.setText(brief(self.title.text(), 120))
        self._page.show_text(self.text.toPlainText())
        self._say_as_read()

    @property
    def written(self) -> tuple[str, str]:
        """Title and text as they stand there."""
        return self.title.text(), self.text.toPlainText()

    def lock(self, *, locked: bool) -> None:
        """What was published stays as it is."""
        self.title.setReadOnly(locked)
        self.text.setReadOnly(locked)

    def caution(self, names: Sequence[str]) -> None:
        """Say which names in it belong to people who did not agree."""
        self._names = names
        self._say()

    def tell(self, error: StewardError | None) -> None:
        """Say why something could not be done; None once it was."""
        self._fault_words = Words.of(error) if error is not None else NO_WORDS
        self._say()

    def _say_as_read(self) -> None:
        shown = self._shown
        words = _AS_READ
        if shown is not None:
            same = self.written == (shown.review.title, shown.review.text)
            stands = shown.stands is not None
            words = _NOT_YET if not stands else _AS_READ if same and not shown.may_publish else _OTHERWISE
        self._as_read.setText(self._tools.say(words))

    def _say(self) -> None:
        self._say_as_read()
        zh, en = "、".join(self._names), ", ".join(self._names)
        told = Words(f"还点了这些车友的名，他们没有同意：{zh}", f"It names people who did not agree: {en}")
        self._caution_text.setText(self._tools.say(told))
        self._caution.setVisible(bool(self._names))
        self._fault_text.setText(self._tools.say(self._fault_words))
        self._fault.setVisible(self._fault_words != NO_WORDS)
