"""Text of members on the screen: escaped, its links marked with where they lead, opened only when a person says so."""

import re
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.domain.words import Words
from app.text.diff import Change, Piece
from app.text.display import links, visible
from app.text.markdown import to_html
from app.text.pictures import Shown, markdown_pictures
from ui.kit.speech import Speech
from ui.kit.theme import Theme, Tokens

_HEADINGS = re.compile(r"(</?)h[23]>")

LONGEST, SHORTER = 12_000, 3_000
"""Characters of one text that are laid out, and of one among many; a text may be as long as it likes."""

_SPOOFED = Words("⚠ 实际去往", "⚠ really leads to")
_CUT = Words("…（太长，只显示前面一部分）", "… (too long, only its beginning is shown)")


def brief(text: str, longest: int = 200) -> str:
    """A member's words in a line of ours: visible, without breaks, no longer than this."""
    shown = visible(" ".join(text[: 2 * longest].split()))
    return shown if len(shown) <= longest and len(text) <= 2 * longest else f"{shown[:longest]}…"


def as_html(text: str, tokens: Tokens, say: Speech, longest: int = LONGEST) -> str:
    """A member's text as markup of our own making; nothing of theirs is markup."""
    cut = _cut(text, longest)
    parts: list[str] = []
    at = 0
    for picture in markdown_pictures(cut):
        parts += [_linked(cut[at : picture.start], tokens, say), _picture(picture, tokens, say)]
        at = picture.end
    parts.append(_linked(cut[at:], tokens, say))
    if len(text) > len(cut):
        parts.append(escape(say(_CUT)))
    return "".join(parts)


def _picture(picture: Shown, tokens: Tokens, say: Speech) -> str:
    """A picture stands as a word: it is shown among the files of the case, once it was asked for."""
    word, name = say(Words("图片", "picture")), _plain(picture.name)
    return f'<span style="color:{tokens.second_ink}">〔{word}{f"：{name}" if name else ""}〕</span>'


def _linked(cut: str, tokens: Tokens, say: Speech) -> str:
    parts: list[str] = []
    at = 0
    for link in links(cut):
        parts.append(_plain(cut[at : link.start]))
        warning = f" {say(_SPOOFED)}" if link.spoofed else ""
        shown = _plain(cut[link.start : link.end])
        parts.append(f'<a style="color:{tokens.accent}" href="{escape(link.url, quote=True)}">{shown}</a>')
        if warning or link.host not in cut[link.start : link.end]:
            parts.append(f'<span style="color:{tokens.amber}">{warning} ({escape(link.host)})</span>')
        at = link.end
    parts.append(_plain(cut[at:]))
    return "".join(parts)


def _cut(text: str, longest: int) -> str:
    """The beginning that is laid out. Long runs without a break, and characters that show as long marks, count more."""
    cut = text[:longest]
    if len(visible(cut)) > 2 * longest:
        return cut[: longest // 8]
    return cut


def diff_html(pieces: list[Piece], tokens: Tokens) -> str:
    """What changed, as markup of our own making: taken out struck through, added underlined, both coloured."""
    styles = {
        Change.SAME: "",
        Change.ADDED: f"color:{tokens.green};background:{tokens.green_ground};text-decoration:underline",
        Change.REMOVED: f"color:{tokens.red};background:{tokens.red_ground};text-decoration:line-through",
    }
    parts: list[str] = []
    room = LONGEST
    for one in pieces:
        text = _cut(one.text, room) if room > 0 else ""
        room -= len(visible(text))
        if text:
            parts.append(f'<span style="{styles[one.change]}">{_plain(text)}</span>')
    return "".join(parts) + ("…" if room <= 0 else "")


def _plain(text: str) -> str:
    return escape(visible(text), quote=True).replace("\n", "<br>")


class RemoteText(QLabel):
    """A text from the community.

    Attributes:
        asked: a link was clicked; it is not opened here: its address.
    """

    asked = Signal(str)

    def __init__(self, theme: Theme, say: Speech, text: str = "", *, longest: int = LONGEST) -> None:
        super().__init__()
        self._longest = longest
        self._theme = theme
        self._say = say
        self._text = text
        self._pieces: list[Piece] | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(self.asked)
        theme.changed.connect(self._render)
        say.changed.connect(self._render)
        self._render()

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._text, self._pieces = text, None
        self._render()

    def show_pieces(self, pieces: list[Piece]) -> None:
        """Show what changed."""
        self._pieces = pieces
        self._render()

    def _render(self) -> None:
        tokens = self._theme.tokens
        markup = (
            diff_html(self._pieces, tokens)
            if self._pieces is not None
            else as_html(self._text, tokens, self._say, self._longest)
        )
        self.setText(markup)
        self.setAccessibleName(brief(self._text or "".join(one.text for one in self._pieces or []), 1000))


class PageText(QLabel):
    """A text of our own people in Markdown, as a page; everything but its few marks is shown as it stands.

    Attributes:
        asked: a link was clicked; it is not opened here: its address.
    """

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._text = theme, ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setOpenExternalLinks(False)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(self.asked)
        theme.changed.connect(self._render)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self._render()

    def _render(self) -> None:
        tokens = self._theme.tokens
        style = (
            f"a {{ color: {tokens.accent}; }} li, p {{ line-height: 145%; margin-bottom: 6px; }} "
            "h4 { margin-top: 14px; margin-bottom: 6px; } "
            f"blockquote {{ color: {tokens.second_ink}; margin-left: 12px; }} "
            "ul, ol { -qt-list-indent: 0; margin-left: 14px; }"
        )
        page = _HEADINGS.sub(r"\1h4>", to_html(self._text))  # the only one that Qt does not make larger
        self.setText(f"<style>{style}</style>{page}")
        self.setAccessibleName(brief(self._text, 1000))
