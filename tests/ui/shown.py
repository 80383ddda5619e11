"""The words that a window shows or tells a screen reader."""

import re
from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget

from tests.ui.stage import visible_children

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
ALLOWED = ("社区治理台", "中文")
"""The program's name, and a language's own name."""


def said(widget: QWidget) -> Iterator[str]:
    """Every word that a widget shows or tells a screen reader, but for what a person wrote into it."""
    yield from (widget.accessibleName(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QListView) and widget.model() is not None:
        yield from (str(widget.model().index(row, 0).data()) for row in range(widget.model().rowCount()))


def words_of(top: QWidget) -> list[str]:
    return [text for widget in [top, *visible_children(top, QWidget)] for text in said(widget) if text]


def chinese(words: list[str]) -> list[str]:
    found = []
    for text in words:
        rest = text
        for allowed in ALLOWED:
            rest = rest.replace(allowed, "")
        if CJK.search(rest):
            found.append(text)
    return found
