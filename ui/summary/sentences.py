"""The three sentences with which the month opens; a manager rewrites them where they stand until it is closed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.summary import Sentences
from app.domain.words import Words
from app.errors import StewardError
from ui.actions import key_of
from ui.hand.form import field, text_edit
from ui.kit.elements import button, clear, column, frame, label, row, said, tag
from ui.kit.theme import Tone
from ui.summary.asking import Written
from ui.tools import Tools

HEADS = (
    (Words("更好了", "Better"), Tone.GREEN),
    (Words("变差了", "Worse"), Tone.RED),
    (Words("请公司改变", "To be changed"), Tone.VIOLET),
)
_NOT_YET = Words("（还没有可说的）", "(nothing to say yet)")
_HINT = Words(
    "中文和英文的月报各用各的一句；留空就用按数字起草的那句。关账以后不能再改。",
    "Chinese and English summaries each have their own. What is left empty is drafted from the figures. After the "
    "month is closed nothing can be changed.",
)
_LANGUAGES = (Words("中文", "Chinese"), Words("英文", "English"))
_FIELD_HEIGHT = 66


class SentencesPart(QFrame):
    """The sentences to be read, and, where they may be rewritten, the fields in their place.

    Args:
        keep: keeps what was written.

    Attributes:
        editing: whether they are being rewritten.
        fields, english: where they are, in Chinese and in English.
        ended: they are no longer being rewritten.
    """

    ended = Signal()

    def __init__(self, tools: Tools, keep: Callable[[Written], None]) -> None:
        super().__init__()
        self._tools, self._keep = tools, keep
        self._shown: Sentences | None = None
        self._begun: tuple[Words, ...] = ()
        self.editing = False
        self.fields: list[QPlainTextEdit] = []
        self.english: list[QPlainTextEdit] = []
        self._inside: QVBoxLayout = column(gap=10)
        self._inside.setContentsMargins(18, 16, 18, 16)
        self.setObjectName("advice")
        self.setLayout(self._inside)
        tools.say.changed.connect(self._spoken_otherwise)

    def show_sentences(self, sentences: Sentences) -> None:
        """Show these; what is being written stays."""
        self._shown = sentences
        if not self.editing:
            self._render()

    def begin(self) -> None:
        """Rewrite them."""
        if not self.editing and self._shown is not None:
            self.editing = True
            self._render()
            self.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """They are no longer rewritten."""
        self.editing = False
        self._render()
        self.ended.emit()

    def save(self) -> None:
        """Keep what was written."""
        if self.editing:
            self._keep(self.written)

    def fail(self, error: StewardError) -> None:
        """It was not kept; what was written stays in its fields."""
        if self.editing:
            self._fault.setText(error.sentence(self._tools.say.language))
            self._faulty.show()

    @property
    def written(self) -> Written:
        """What stands in the fields; None where nothing was changed."""
        return tuple(
            (_changed(zh, words.zh), _changed(en, words.en))
            for zh, en, words in zip(self.fields, self.english, self._begun, strict=True)
        )

    # --- how it is drawn ---------------------------------------------------------------------------------

    def _spoken_otherwise(self) -> None:
        if not self.editing:
            self._render()  # fields follow the language themselves

    def _render(self) -> None:
        clear(self._inside)
        self.fields, self.english = [], []
        if self._shown is None:
            return
        if self.editing:
            self._write(self._shown)
        else:
            self._inside.addWidget(_read(self._tools, self._shown))

    def _write(self, shown: Sentences) -> None:
        tools = self._tools
        self._begun = shown.each
        for (head, tone), words in zip(HEADS, shown.each, strict=True):
            mark = tag("", tone)
            tools.say.tell(mark, mark.setText, head)
            both = []
            for text, language, made in zip(words, _LANGUAGES, (self.fields, self.english), strict=True):
                made.append(self._field(head, language, text))
                both.append(field(tools, language, made[-1]))
            self._inside.addLayout(column(row(mark, None), row(*both, gap=12), gap=4))
        self._fault = label()
        self._faulty = frame("fault", self._fault)
        self._faulty.hide()
        keep = button(tools.say, Words("保存", "Keep them"), "primary", key=key_of("summary.save"))
        keep.clicked.connect(self.save)
        leave = button(tools.say, Words("放弃修改", "Leave them as they were"), key="Esc")
        leave.clicked.connect(self.leave)
        self._inside.addWidget(self._faulty)
        last = row(said(tools.say, _HINT, "second"), leave, keep)
        last.setStretch(0, 1)
        self._inside.addLayout(last)

    def _field(self, head: Words, language: Words, text: str) -> QPlainTextEdit:
        made = text_edit(self._tools, Words(f"{head.zh}，{language.zh}", f"{head.en}, {language.en}"))
        made.setPlainText(text)
        made.setFixedHeight(_FIELD_HEIGHT)
        return made


def _changed(made: QPlainTextEdit, before: str) -> str | None:
    text = " ".join(made.toPlainText().split())
    return None if text == before else text


def _read(tools: Tools, shown: Sentences) -> QWidget:
    """The sentences under each other, each behind what it is about."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for at, ((head, tone), words) in enumerate(zip(HEADS, shown.each, strict=True)):
        grid.addWidget(tag(tools.say(head), tone), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(tools.say(words) or tools.say(_NOT_YET), "lead"), at, 1)
    return made
