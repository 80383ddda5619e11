"""One text of the library: what it is for, its words, how it arrives, how it stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.texts import ANSWERS, LONGEST_FIT, LONGEST_NAME, NewText
from app.domain.words import NO_WORDS, Words
from app.errors import Language
from app.operations import letters
from app.operations.texts import Shown
from ui.answering.paper import Paper
from ui.hand.form import field, line_edit
from ui.kit.elements import button, column, frame, label, named, row, said
from ui.tools import Tools

_LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_ARRIVES = Words("按这个样子送达", "as it arrives")


class TextEditor(QWidget):
    """The fields of one text.

    Attributes:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._shown: Shown | None = None
        self._build()
        tools.say.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        tools, say = self._tools, self._tools.say
        self.name = line_edit(
            tools, Words("名称", "Name"), Words("选模板时看到的名字", "As it is chosen"), LONGEST_NAME
        )
        self.fits = line_edit(
            tools, Words("适用车型、版本", "Fits"), Words("可不填，如 远山 E5、OTA 3.2", "Optional"), LONGEST_FIT
        )
        self.answer, self.language = QComboBox(), QComboBox()
        named(say, self.answer, Words("用在哪里", "For"))
        named(say, self.language, Words("语言", "Language"))
        for name in ANSWERS:
            self.answer.addItem("", name)
        for language, words in _LANGUAGES.items():
            self.language.addItem(words, language)
        self._state = label("", "second")
        self.paper = Paper(tools)
        self._places, self._warnings = label("", "small"), label("", "small")
        self._caution = frame("caution", self._warnings)
        self._caution.hide()
        self.begin_with = button(say, Words("用随附模板起稿", "Begin with the letter that ships"), "quiet")
        self.begin_with.clicked.connect(self._begin_with_shipped)
        look = button(say, Words("手机预览", "Preview"), "quiet", key="Ctrl+P")
        look.clicked.connect(self.toggle_preview)
        for signal in (self.name.textEdited, self.fits.textEdited, self.paper.editor.textChanged):
            signal.connect(self._typed)
        self.answer.activated.connect(self._typed)
        self.language.activated.connect(self._typed)
        what = row(
            field(tools, Words("用在哪里", "For"), self.answer), field(tools, Words("语言", "Language"), self.language)
        )
        what.setStretch(0, 1)
        names = row(
            field(tools, Words("名称", "Name"), self.name), field(tools, Words("适用车型、版本", "Fits"), self.fits)
        )
        head = row(said(say, Words("正文", "Text"), "second", wrap=False), None, self.begin_with, look)
        layout = column(self._state, names, what, head, self.paper, self._places, self._caution)
        layout.setStretch(4, 1)
        self.setLayout(layout)

    # --- what is in it -----------------------------------------------------------------------------------

    def show_text(self, shown: Shown | None, typed: NewText | None) -> None:
        """Show a text, or an empty sheet; `typed` is what a person wrote of it and did not keep yet."""
        self._shown = shown
        said = typed or (shown.text.said if shown else NewText("reply", self._tools.say.language, "", ""))
        for one in (self.name, self.fits, self.answer, self.language, self.paper.editor):
            one.blockSignals(True)
        self.name.setText(said.name)
        self.fits.setText(said.fits)
        self.answer.setCurrentIndex(self.answer.findData(said.answer))
        self.language.setCurrentIndex(self.language.findData(said.language))
        self.paper.set_text(said.body, undoable=False)
        for one in (self.name, self.fits, self.answer, self.language, self.paper.editor):
            one.blockSignals(False)
        self.paper.show_editor()
        self._let(shown)
        self._render()

    def _let(self, shown: Shown | None) -> None:
        """What a text is for never changes; another person's is to be read."""
        mine = shown is None or shown.mine_to_change
        for one in (self.answer, self.language):
            one.setEnabled(shown is None)
        for line in (self.name, self.fits, self.paper.editor):
            line.setReadOnly(not mine)
        self.begin_with.setVisible(mine)

    @property
    def said(self) -> NewText:
        """What stands in it now."""
        language: Language = "en" if self.language.currentData() == "en" else "zh"
        body = self.paper.editor.toPlainText()
        return NewText(str(self.answer.currentData()), language, self.name.text(), body, self.fits.text())

    def toggle_preview(self) -> None:
        """Show how it arrives, or the editor again."""
        self.paper.toggle_preview(self.said.body, self._tools.me.name, _ARRIVES)

    def _begin_with_shipped(self) -> None:
        said = self.said
        self.paper.set_text(letters.shipped(said.answer, said.language).text, undoable=True)
        self.paper.write()
        self._typed()

    def _typed(self, _what: object = None) -> None:
        self._render()
        self.changed.emit()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        say, said = self._tools.say, self.said
        for at, words in enumerate(ANSWERS.values()):
            self.answer.setItemText(at, say(words))
        self._state.setText(say(self._standing()))
        places = "  ".join(letters.places(said.answer, said.language))
        self._places.setText(say(Words(f"会自动填好的空位：{places}", f"Places that are filled: {places}")))
        warnings = letters.checks(said.body)
        self._warnings.setText("\n".join(say(one) for one in warnings))
        self._caution.setVisible(bool(warnings))

    def _standing(self) -> Words:
        if self._shown is None:
            return Words("新的一条：保存后请法务审核", "A new one: once kept, legal is to review it")
        text, why = self._shown.text, self._shown.why
        whose = (
            NO_WORDS if self._shown.mine_to_change else Words("；只能由本人和组长改", "; only they or a lead change it")
        )
        if text.retired_at is not None:
            whose = NO_WORDS
        return Words(
            f"第 {text.version} 版 · {text.owner.name} · {why.zh}{whose.zh}",
            f"Version {text.version} · {text.owner.name} · {why.en}{whose.en}",
        )
