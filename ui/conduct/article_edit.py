"""An article edited in its place: title, text, reason and guidance in both languages, what it does, how heavy it is."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QPlainTextEdit, QWidget

from app.domain.conduct import SEVERITY_WORDS, STANCE_WORDS, Article, Document, Severity, Stance, published
from app.domain.conduct_copy import article_name
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.hand.form import line_edit, text_edit
from ui.kit.elements import button, column, frame, label, named, row, said
from ui.tools import Tools

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PARTS = {
    "text": (Words("正文", "Text"), 86),
    "why": (Words("缘由（写在“主要是考虑到”后面）", "Why (goes on after “it is there because”)"), 68),
    "guidance": (Words("指引：怎样算，怎样不算", "Guidance: what counts, what does not"), 104),
}


class ArticleEdit(QFrame):
    """The card. Ctrl+Enter keeps it, Esc leaves it.

    Attributes:
        saved: it is to be kept: the article.
        left: it is not.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, tools: Tools, article: Article, document: Document) -> None:
        super().__init__()
        self.setObjectName("article")
        self._tools, self._article, self._document = tools, article, document
        say = tools.say
        self.fields: dict[tuple[str, str], QWidget] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for at, language in enumerate(("中文", "English")):
            grid.addWidget(label(language, "second"), 0, at)
        self._title(grid)
        for line, (part, (words, height)) in enumerate(_PARTS.items(), 1):
            grid.addWidget(said(say, words, "second"), 2 * line, 0, 1, 2)
            self._part(grid, 2 * line + 1, part, words, height)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        self._fault_frame.hide()
        self.save_button = button(say, Words("保存到草案", "Keep in the draft"), "primary", key="Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        cancel = button(say, Words("不改了", "Leave it"), key="Esc")
        cancel.clicked.connect(self.left)
        name = label(article_name(article.number, say.language), "strong", wrap=False)
        self._name = name
        marks = self._marks()
        layout = column(row(name, None, *marks), grid, self._fault_frame, row(None, cancel, self.save_button), gap=8)
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)
        say.changed.connect(self._rename)

    def _rename(self) -> None:
        self._name.setText(article_name(self._article.number, self._tools.say.language))

    def _title(self, grid: QGridLayout) -> None:
        for at, language in enumerate(("zh", "en")):
            words = (
                Words("标题（中文）", "Title, Chinese") if language == "zh" else Words("标题（英文）", "Title, English")
            )
            edit = line_edit(self._tools, words, Words("标题", "Title"), 120)
            edit.setText(self._article.title[at])
            edit.setCursorPosition(0)
            edit.installEventFilter(self)
            self.fields["title", language] = edit
            grid.addWidget(edit, 1, at)

    def _part(self, grid: QGridLayout, line: int, part: str, words: Words, height: int) -> None:
        for at, language in enumerate(("zh", "en")):
            suffix = Words("（中文）", ", Chinese") if language == "zh" else Words("（英文）", ", English")
            edit = text_edit(self._tools, Words(words.zh + suffix.zh, words.en + suffix.en), words)
            edit.setPlainText(getattr(self._article, part)[at])
            edit.setFixedHeight(height)
            edit.installEventFilter(self)
            self.fields[part, language] = edit
            grid.addWidget(edit, line, at)

    def _marks(self) -> list[QWidget]:
        say = self._tools.say
        self.stance, self.severity = QComboBox(), QComboBox()
        for stance in Stance:
            self.stance.addItem("", stance)
        for severity in Severity:
            self.severity.addItem("", severity)
        for at, stance in enumerate(Stance):
            say.tell(self.stance, lambda text, at=at: self.stance.setItemText(at, text), STANCE_WORDS[stance])  # type: ignore[misc]
        for at, severity in enumerate(Severity):
            say.tell(self.severity, lambda text, at=at: self.severity.setItemText(at, text), SEVERITY_WORDS[severity])  # type: ignore[misc]
        self.stance.setCurrentIndex(list(Stance).index(self._article.stance))
        self.severity.setCurrentIndex(list(Severity).index(self._article.severity or Severity.MINOR))
        named(say, self.stance, Words("态度", "What it does"))
        named(say, self.severity, Words("程度", "How heavy a breach is"))
        self.stance.currentIndexChanged.connect(self._stance_changed)
        self._stance_changed()
        if self._document is Document.CHARTER:
            self.stance.hide()
            self.severity.hide()
        parts = [said(say, Words("态度", "Stance"), "second", wrap=False), self.stance]
        parts += [said(say, Words("程度", "Severity"), "second", wrap=False), self.severity]
        return parts if self._document is Document.CODE else []

    def _stance_changed(self) -> None:
        self.severity.setEnabled(list(Stance)[self.stance.currentIndex()] is not Stance.ENCOURAGED)

    # --- what comes of it --------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first field waits for words."""
        self.fields["text", self._tools.say.language].setFocus()

    @property
    def article(self) -> Article:
        """The article as it is written now."""
        stance = list(Stance)[self.stance.currentIndex()]
        severity = None if stance is Stance.ENCOURAGED else list(Severity)[self.severity.currentIndex()]
        marks = published(replace(self._article, stance=stance, severity=severity), self._document)
        return Article(
            number=self._article.number,
            stance=marks.stance,
            severity=marks.severity,
            use=marks.use,
            title=self._words("title"),
            text=self._words("text"),
            why=self._words("why"),
            guidance=self._words("guidance"),
        )

    @property
    def touched(self) -> bool:
        """Whether anything was changed."""
        return self.article != self._article

    def _words(self, part: str) -> Words:
        return Words(*(self._text(self.fields[part, language]).strip() for language in ("zh", "en")))

    @staticmethod
    def _text(edit: QWidget) -> str:
        return edit.toPlainText() if isinstance(edit, QPlainTextEdit) else str(edit.property("text"))

    def save(self) -> None:
        """Keep it."""
        self.tell_fault(NO_WORDS)
        self.save_button.setEnabled(False)
        self.saved.emit(self.article)

    def fail(self, error: StewardError) -> None:
        """It was not kept; what was written stays here."""
        self.save_button.setEnabled(True)
        self.tell_fault(Words.of(error))

    def tell_fault(self, words: Words) -> None:
        """Say why."""
        self._fault.setText(self._tools.say(words))
        self._fault_frame.setVisible(words != NO_WORDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps, Esc leaves, wherever one is typing."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
