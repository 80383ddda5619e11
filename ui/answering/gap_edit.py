"""Where a letter is written: open places stand out and can be jumped to."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from app.domain.messages import OPEN_PLACE
from ui.kit.theme import Theme

LONGEST = 12_000
"""Characters; longer than any community takes a letter or a reply."""


class GapEdit(QPlainTextEdit):
    """An editor for letters with open places, as in “{昵称}”.

    Args:
        later: places that are filled later and are no gaps.
    """

    def __init__(self, theme: Theme, later: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._later = later
        self.setTabChangesFocus(True)
        self.setMinimumHeight(170)
        self._marks = _Marks(self.document(), theme, later)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, and no more of it than a letter can be long."""
        room = LONGEST - len(self.toPlainText())
        self.insertPlainText(source.text()[: max(room, 0)])

    def replace_text(self, text: str) -> None:
        """Another text; the one before can be had back with undo in the editor."""
        if text == self.toPlainText():
            return
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def begin(self, text: str) -> None:
        """Another letter altogether; nothing is left of the one before."""
        self.setPlainText(text)

    def gaps(self) -> list[str]:
        """The open places that are left."""
        return [place for place in OPEN_PLACE.findall(self.toPlainText()) if place not in self._later]

    def first_gap(self) -> bool:
        """Select the first open place; False when there is none."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        return self.next_gap()

    def next_gap(self) -> bool:
        """Select the next open place after the cursor; False when there is none."""
        text = self.toPlainText()
        places = [
            (_units(text[: found.start()]), _units(found.group()))
            for found in OPEN_PLACE.finditer(text)
            if found.group() not in self._later
        ]
        if not places:
            return False
        here = self.textCursor().selectionEnd()
        start, length = next((place for place in places if place[0] >= here), places[0])
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True


def _units(text: str) -> int:
    """How many positions of a Qt document a text takes: it counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


class _Marks(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme, later: frozenset[str]) -> None:
        super().__init__(document)
        self._theme, self._later = theme, later
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Mark the open places of one line."""
        tokens = self._theme.tokens
        for found in OPEN_PLACE.finditer(text):
            look = QTextCharFormat()
            later = found.group() in self._later
            look.setForeground(QColor(tokens.second_ink if later else tokens.amber))
            look.setBackground(QColor(tokens.neutral_ground if later else tokens.amber_ground))
            look.setFontWeight(400 if later else 600)
            self.setFormat(_units(text[: found.start()]), _units(found.group()), look)
