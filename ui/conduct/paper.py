"""The text in the middle: an edition to be read, or a draft with what it changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.conduct import SEVERITY_WORDS, STANCE_WORDS, Article, Document, Edition, Origin, Stance
from app.domain.conduct_copy import article_name
from app.domain.conduct_drafts import AMENDED_WORDS, Amended, Amendment, compare
from app.domain.words import Words
from app.operations.conduct_drafts import DraftView
from app.text.diff import diff
from ui.kit.elements import Scroll, column, frame, label, row, tag
from ui.kit.remote import RemoteText
from ui.kit.theme import Tone
from ui.tools import Tools

COLUMN_WIDTH = 820

_STANCE_TONES = {Stance.FORBIDDEN: Tone.RED, Stance.DISCOURAGED: Tone.AMBER, Stance.ENCOURAGED: Tone.GREEN}
_AMENDED_TONES = {
    Amended.CHANGED: Tone.BLUE,
    Amended.MOVED: Tone.BLUE,
    Amended.ADDED: Tone.GREEN,
    Amended.REMOVED: Tone.RED,
}
_CONSULTED = Words("已征求核心车友意见", "drafted with core members")
_STARTER = Words("起始版本，尚未征求意见", "a starter, not yet consulted")
_IMPORTED = Words("以前公布的公约，导入时附有凭证", "published earlier, brought in with a proof")


def draw_edition(tools: Tools, paper: Scroll, edition: Edition) -> None:
    """Show an edition to be read."""
    say = tools.say
    text = column(gap=10)
    text.addWidget(label(say(edition.title), "heading"))
    standing = _CONSULTED if edition.consulted else _IMPORTED if edition.origin is Origin.IMPORTED else _STARTER
    text.addWidget(label(f"{say(edition.name)} · {say(standing)}", "second"))
    for article in edition.articles:
        text.addWidget(article_card(tools, article, edition.document))
    _put(paper, text)


def draw_comparison(tools: Tools, paper: Scroll, before: Edition, after: Edition) -> None:
    """Show what one edition has different from another, and nothing of what they share."""
    say = tools.say
    changed = [one for one in compare(before.articles, after.articles) if one.kind is not Amended.SAME]
    text = column(gap=10)
    text.addWidget(label(say(after.title), "heading"))
    count = len(changed)
    about = Words(
        f"{after.name.zh}，与{before.name.zh}对照：{count} 处不同",
        f"{after.name.en} against {before.name.en}, changes: {count}",
    )
    text.addWidget(label(say(about), "second"))
    for one in changed:
        article = one.after or one.before
        if article is not None:
            marked = head(tools, article, after.document, [_mark(tools, one)])
            text.addWidget(frame("card", marked, *_parts(tools, one), gap=6))
    _put(paper, text)


@dataclass(frozen=True, slots=True)
class Pick:
    """Which article of a draft is chosen, who is told of another choice, and the card in which it is being edited."""

    number: int
    choose: Callable[[int], None]
    editor: QWidget | None = None


def draw_draft(tools: Tools, paper: Scroll, view: DraftView, pick: Pick) -> QWidget | None:
    """Show a draft: each article with what was changed; the chosen one stands out, or is being edited.

    Returns: the part that is chosen.
    """
    say = tools.say
    text = column(gap=10)
    text.addWidget(label(say(view.draft.title), "heading"))
    base = view.base.name if view.base else Words("附带的起始文本", "the text that ships")
    changed = sum(one.kind is not Amended.SAME for one in view.amendments) if view.base else 0
    about = Words(f"以{base.zh}为底本，改动 {changed} 处", f"based on {base.en}, changes: {changed}")
    text.addWidget(label(say(about), "second"))
    shown: QWidget | None = None
    for one in view.amendments:
        here = one.after is not None and one.after.number == pick.number
        part = pick.editor if here else None
        part = part or DraftCard(tools, one, view, pick)
        text.addWidget(part)
        shown = part if here else shown
    if pick.editor is not None and shown is not pick.editor:
        text.addWidget(pick.editor)
        shown = pick.editor
    _put(paper, text)
    return shown


def _put(paper: Scroll, text: QVBoxLayout) -> None:
    holder = QWidget()
    holder.setMaximumWidth(COLUMN_WIDTH)
    holder.setLayout(text)
    fresh = paper.fresh()
    fresh.inside.addLayout(row(holder))
    fresh.inside.addStretch(1)
    paper.show_fresh(fresh)


def head(tools: Tools, article: Article, document: Document, extra: Sequence[QWidget] = ()) -> QWidget:
    """The heading of an article with its marks."""
    say = tools.say
    title = f"{article_name(article.number, say.language)}  {say(article.title) or article.title.zh}"
    line = row(label(title, "strong", wrap=False), *extra)
    if document is Document.CODE:
        line.addWidget(tag(say(STANCE_WORDS[article.stance]), _STANCE_TONES[article.stance]))
        if article.severity is not None:
            line.addWidget(tag(say(SEVERITY_WORDS[article.severity]), Tone.NEUTRAL))
    line.addStretch(1)
    made = QWidget()
    made.setLayout(line)
    return made


def article_card(tools: Tools, article: Article, document: Document) -> QWidget:
    """An article to be read."""
    say = tools.say
    parts: list[QWidget] = [label(say(article.text))]
    if say(article.guidance):
        parts.append(label(say(article.guidance), "second"))
    return frame("card", head(tools, article, document), *parts, gap=6)


class DraftCard(QFrame):
    """An article of a draft; a click chooses it."""

    def __init__(self, tools: Tools, amendment: Amendment, view: DraftView, pick: Pick) -> None:
        super().__init__()
        article = amendment.after or amendment.before
        if article is None:
            raise AssertionError("an amendment is about an article")
        self._number = amendment.after.number if amendment.after else 0
        self._choose = pick.choose
        self.setObjectName("article" if self._number == pick.number else "card")
        plain = amendment.kind is Amended.SAME or view.base is None
        marks = [] if plain else [_mark(tools, amendment)]
        parts = _parts(tools, amendment if view.base else Amendment(Amended.SAME, None, article))
        layout = column(head(tools, article, view.draft.document, marks), *parts, gap=6)
        layout.setContentsMargins(12, 12, 12, 12)
        self.setLayout(layout)
        if self._number:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        super().mousePressEvent(event)
        if self._number:
            self._choose(self._number)


def _mark(tools: Tools, amendment: Amendment) -> QWidget:
    return tag(tools.say(AMENDED_WORDS[amendment.kind]), _AMENDED_TONES[amendment.kind])


def _parts(tools: Tools, amendment: Amendment) -> list[QWidget]:
    say = tools.say
    before, after = amendment.before, amendment.after
    found: list[QWidget] = []
    for name, look in (("text", ""), ("guidance", "second")):
        old = _said(tools, getattr(before, name)) if before else ""
        new = _said(tools, getattr(after, name)) if after else ""
        if amendment.kind in (Amended.SAME, Amended.MOVED) or old == new:
            if new:
                found.append(label(new, look))
        else:
            text = RemoteText(tools.theme, say, new or old)
            text.show_pieces(diff(old, new))
            found.append(text)
    return found


def _said(tools: Tools, words: Words) -> str:
    return tools.say(words) or words.zh or words.en
