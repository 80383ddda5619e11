"""A text to be read with care: whole, as text, with marked passages; nothing in it is markup, nothing leads away."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.words import Words
from app.text.display import visible
from ui.kit.elements import button, row
from ui.kit.remote import brief
from ui.kit.theme import Tokens
from ui.reading.material import Span
from ui.reading.means import Means

AT_ONCE = 6_000
"""Characters that are laid out at once; the rest comes when it is asked for, so that no text can stop the window."""

_SPACE = "\u200b"
"""Where a line may be broken: a text without any space must not widen the page."""


class ReadText(QWidget):
    """A text and its passages.

    Args:
        marks: what stands in the other text too.
        name: what a screen reader calls it; "" calls it by its beginning.
    """

    def __init__(self, means: Means, text: str, marks: Sequence[Span] = (), *, name: str = "") -> None:
        super().__init__()
        self._means, self._text, self._name = means, text, name
        self._marks = _whole(marks, len(text))
        self._shown = min(AT_ONCE, len(text))
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.label.setOpenExternalLinks(False)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)
        if len(text) > AT_ONCE:
            self.more = button(means.say, Words("接着往下看", "Read on"), "quiet")
            self.more.clicked.connect(self.show_more)
            layout.addLayout(row(self.more, None))
        means.theme.changed.connect(self._render)
        means.say.changed.connect(self._render)
        self._render()

    def show_more(self) -> None:
        """Lay out the next part."""
        self._shown = min(len(self._text), self._shown + AT_ONCE)
        self.more.setVisible(self._shown < len(self._text))
        self._render()

    def _render(self) -> None:
        markup = marked_html(self._text[: self._shown], self._marks, self._means.theme.tokens)
        self.label.setText(f'<div style="line-height:140%">{markup}</div>')
        self.label.setAccessibleName(self._name or brief(self._text, 1000))


def marked_html(text: str, marks: Sequence[Span], tokens: Tokens) -> str:
    """A text as markup of our own making, with its marked passages on a ground of their own and underlined.

    Args:
        marks: in order, none over another.
    """
    style = f"background:{tokens.amber_ground};color:{tokens.ink};text-decoration:underline"
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts.append(_plain(text[at : mark.at]))
        if inside := _plain(text[mark.at : mark.at + mark.length]):
            parts.append(f'<span style="{style}">{inside}</span>')
        at = mark.at + mark.length
    return "".join([*parts, _plain(text[at:])])


def _whole(marks: Sequence[Span], end: int) -> list[Span]:
    """The marks in order, those that lie over each other as one, none beyond the text."""
    kept: list[Span] = []
    for mark in sorted(marks, key=lambda one: one.at):
        last = kept[-1] if kept else Span(0, 0)
        begins, ends = max(mark.at, 0), min(mark.at + mark.length, end)
        if kept and begins < last.at + last.length:
            kept[-1] = Span(last.at, max(last.length, ends - last.at))
        elif ends > begins:
            kept.append(Span(begins, ends - begins))
    return kept


def _plain(text: str) -> str:
    """Nothing of theirs is markup; long runs can be broken."""
    broken = (
        _SPACE.join(visible(text[at : at + 40]) for at in range(0, len(text), 40)) if _runs(text) else visible(text)
    )
    return escape(broken, quote=True).replace("\n", "<br>").replace("  ", "&nbsp; ")


def _runs(text: str) -> bool:
    """Whether a run without a break is longer than a line."""
    return any(len(word) > 60 and word.isascii() for word in text.split())
