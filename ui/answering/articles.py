"""Choosing the article that an answer cites, from the edition in force when the text was written."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit

from app.domain.conduct import Article, Edition, Use
from app.domain.words import Words, chinese_number
from ui.kit.elements import column, frame, label, named, row, said
from ui.kit.speech import Speech


class ArticlePicker(QFrame):
    """The article chosen, with its words; another is found by typing a part of its title or its number.

    Attributes:
        chosen: another article was chosen: its number.
        done: nothing more is typed here.
        unknown: what was typed fits no article, or several.
        head: the line of the field, for what else belongs there.
    """

    chosen = Signal(int)
    done = Signal()
    unknown = Signal(str)

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._edition: Edition | None = None
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(16)
        self.box.setMinimumContentsLength(8)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.box.completer()
        if isinstance(completer, QCompleter):
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.activated.connect(lambda _text: self._typed())
            popup = completer.popup()
            if popup is not None:
                popup.setObjectName("popup")
        named(say, self.box, Words("引用的条款", "Article cited"))
        edit = self.box.lineEdit()
        if edit is not None:
            named(say, edit, Words("引用的条款", "Article cited"))
            say.tell(
                edit,
                edit.setPlaceholderText,
                Words("输入条号或几个字找条款  R", "Find an article by a word or number  R"),
            )
            edit.returnPressed.connect(self._typed)
            edit.installEventFilter(self)
            edit.editingFinished.connect(lambda: edit.setCursorPosition(0))
        self.box.activated.connect(self._activated)
        self._words = label("", "small")
        self._edition_words = label("", "second")
        self.head = row(said(say, Words("引用条款", "Article"), "second", wrap=False), self.box)
        self.head.setStretch(1, 1)
        self._quote = frame("article", self._words, self._edition_words, margin=10, gap=4)
        layout = column(self.head, self._quote)
        self.setLayout(layout)
        self.number: int | None = None
        say.changed.connect(self._render)

    def offer(self, edition: Edition | None, number: int | None) -> None:
        """Offer the articles of an edition, this one chosen."""
        if edition != self._edition:
            self._edition = edition
            self._fill()
        self.number = number if number in [one.number for one in self._citable()] else None
        self._render()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever leaves the field sees its beginning again: where it is cut, the number is what tells."""
        if event.type() is QEvent.Type.FocusOut and isinstance(watched, QLineEdit):
            watched.setCursorPosition(0)
        return super().eventFilter(watched, event)

    def take_focus(self) -> None:
        """Begin to type."""
        self.box.setFocus()
        edit = self.box.lineEdit()
        if edit is not None:
            edit.selectAll()

    @property
    def article(self) -> Article | None:
        """The article chosen."""
        return next((one for one in self._citable() if one.number == self.number), None)

    def _citable(self) -> list[Article]:
        """Those that a reminder may cite: not those that encourage, nor the one of unlawful content."""
        return [one for one in self._edition.articles if one.use is Use.CONDUCT] if self._edition else []

    def _fill(self) -> None:
        self.box.blockSignals(True)
        self.box.clear()
        for one in self._citable():
            self.box.addItem(self._title(one), one.number)
        self.box.blockSignals(False)

    def _title(self, article: Article) -> str:
        zh = f"第{chinese_number(article.number)}条 {article.title.zh}"
        return self._say(Words(f"{zh}（{article.number}）", f"Article {article.number} {article.title.en}"))

    def _render(self) -> None:
        for place, one in enumerate(self._citable()):
            self.box.setItemText(place, self._title(one))
        article = self.article
        self.box.setCurrentIndex(self.box.findData(self.number) if article else -1)
        edit = self.box.lineEdit()
        if article is None:
            self.box.setEditText("")
        elif edit is not None and not edit.hasFocus():
            edit.setCursorPosition(0)  # where it is cut, its number is to be seen
        self._quote.setVisible(article is not None)
        if article is not None and self._edition is not None:
            self._words.setText(self._say(article.text))
            name = self._edition.name
            self._edition_words.setText(
                self._say(Words(f"{name.zh}，发帖时施行", f"{name.en}, in force when the post was written"))
            )

    def _activated(self, place: int) -> None:
        number = self.box.itemData(place)
        if isinstance(number, int) and number != self.number:
            self.number = number
            self._render()
            self.chosen.emit(number)

    def _typed(self) -> None:
        """A part of a title or a number is enough when it fits one article only; else the one before stays."""
        text = self.box.currentText().strip()
        places = [place for place in range(self.box.count()) if text and text in self.box.itemText(place)]
        exact = [place for place in range(self.box.count()) if str(self.box.itemData(place)) == text]
        fitting = exact or places
        if len(fitting) == 1:
            self._activated(fitting[0])
            self._render()
            self.done.emit()
        elif text:
            self.unknown.emit(text)
            self._render()
