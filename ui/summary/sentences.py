"""The three sentences with which the month opens; a manager rewrites them where they stand until it is closed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.summary import Sentences
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.actions import key_of
from ui.hand.form import text_edit
from ui.kit.elements import button, clear, column, frame, label, row, said, tag
from ui.kit.theme import Tone
from ui.tools import Tools

HEADS = (
    (Words("更好了", "Better"), Tone.GREEN),
    (Words("变差了", "Worse"), Tone.RED),
    (Words("请公司改变", "To be changed"), Tone.VIOLET),
)
_NOT_YET = Words("（还没有可说的）", "(nothing to say yet)")
_HINT = Words(
    "留空就用按数字起草的那句。关账以后不能再改。",
    "What is left empty is drafted from the figures. After the month is closed nothing can be changed.",
)
_FIELD_HEIGHT = 66

Written = tuple[str, str, str]


class SentencesPart(QFrame):
    """The sentences to be read, and, where they may be rewritten, the fields in their place.

    Args:
        keep: keeps what was written; "" where the draft is to stand.

    Attributes:
        editing: whether they are being rewritten.
        ended: they are no longer being rewritten.
    """

    ended = Signal()

    def __init__(self, tools: Tools, keep: Callable[[Written], None]) -> None:
        super().__init__()
        self._tools, self._keep = tools, keep
        self._shown: Sentences | None = None
        self.editing = False
        self.fields: list[QPlainTextEdit] = []
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
        """What stands in the fields; "" where nothing was changed in a draft."""
        better, worse, ask = (self._one(at) for at in range(3))
        return better, worse, ask

    def _one(self, at: int) -> str:
        text = self.fields[at].toPlainText().strip()
        drafted = self._shown.each[at] if self._shown is not None else NO_WORDS
        return "" if drafted.zh != drafted.en and text in drafted else text

    # --- how it is drawn ---------------------------------------------------------------------------------

    def _spoken_otherwise(self) -> None:
        if not self.editing:
            self._render()  # fields follow the language themselves

    def _render(self) -> None:
        clear(self._inside)
        self.fields = []
        if self._shown is None:
            return
        if self.editing:
            self._write(self._shown)
        else:
            self._inside.addWidget(_read(self._tools, self._shown))

    def _write(self, shown: Sentences) -> None:
        tools = self._tools
        for (head, tone), words in zip(HEADS, shown.each, strict=True):
            made = text_edit(tools, head)
            made.setPlainText(tools.say(words))
            made.setFixedHeight(_FIELD_HEIGHT)
            self.fields.append(made)
            mark = tag("", tone)
            tools.say.tell(mark, mark.setText, head)
            self._inside.addLayout(column(row(mark, None), made, gap=4))
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
