"""What a sanction rests on: an article of the code of conduct, or law."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.conduct import Edition
from app.domain.drafts import Choices
from app.domain.words import Words
from ui.answering.articles import ArticlePicker
from ui.kit.elements import button, column, named, row, said
from ui.kit.speech import Speech

LONGEST_NAME, LONGEST_TEXT = 120, 1_000


class BasisPart(QWidget):
    """The article, or the law behind a toggle.

    Attributes:
        picker: finds an article.
        changed: what stands in the fields of the law, or which of both it rests on, was changed by a person.
    """

    changed = Signal()

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self.picker = ArticlePicker(say)
        self.by_law = False
        self.name = _field(say, Words("法律名称和条号", "Law and article"), LONGEST_NAME)
        self.text = _field(say, Words("条文原文", "Its text"), LONGEST_TEXT)
        self._law = QWidget()
        heading = said(
            say, Words("法律法规依据（须双人复核）", "Basis in law (needs a second person)"), "second", wrap=False
        )
        self.toggle = button(say, Words("改用法律", "Law instead"), "quiet")
        self.back = button(say, Words("改回公约条款", "An article instead"), "quiet")
        self._law.setLayout(column(row(heading, None, self.back), self.name, self.text, gap=4))
        for one in (self.toggle, self.back):
            one.clicked.connect(self._switch)
        for field in (self.name, self.text):
            field.textEdited.connect(lambda _text: self.changed.emit())
        self.picker.head.addWidget(self.toggle)
        self.setLayout(column(self.picker, self._law, gap=2))
        self._render()

    def show_basis(self, edition: Edition | None, article: int | None, choices: Choices) -> None:
        """Show what was chosen."""
        self.picker.offer(edition, article)
        self.by_law = choices.by_law
        for one, text in ((self.name, choices.law_name), (self.text, choices.law_text)):
            if one.text() != text:
                one.setText(text)
        self._render()

    def take_focus(self) -> None:
        """Begin to type."""
        if self.by_law:
            self.name.setFocus()
        else:
            self.picker.take_focus()

    def _switch(self) -> None:
        self.by_law = not self.by_law
        self._render()
        self.take_focus()
        self.changed.emit()

    def _render(self) -> None:
        self.picker.setVisible(not self.by_law)
        self._law.setVisible(self.by_law)


def _field(say: Speech, name: Words, longest: int) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(longest)
    named(say, made, name)
    say.tell(made, made.setPlaceholderText, name)
    return made
