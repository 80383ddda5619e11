"""The code of conduct, as it is in force: published for all to see."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from app.domain.changes import Area, Changes
from app.domain.conduct import Article, Edition, Severity, Stance, in_force
from app.domain.words import Words, chinese_number
from app.operations import conduct
from ui.kit.elements import Scroll, clear, column, frame, label, row, tag
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP, Tone
from ui.tools import Tools

_STANCES = {
    Stance.FORBIDDEN: (Words("禁止", "forbidden"), Tone.RED),
    Stance.DISCOURAGED: (Words("不鼓励", "discouraged"), Tone.AMBER),
    Stance.ENCOURAGED: (Words("鼓励", "encouraged"), Tone.GREEN),
}
_SEVERITIES = {
    Severity.MINOR: Words("轻微", "minor"),
    Severity.SERIOUS: Words("严重", "serious"),
    Severity.GRAVE: Words("重大", "grave"),
}
COLUMN_WIDTH = 820


class ConductPage(QWidget):
    """The place 社区公约."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools = tools
        self._edition: Edition | None = None
        self.paper = Scroll()
        say = tools.say
        self.stack = Stack(self.paper, Empty(say), Fault(say, self.reload), Loading(say))
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setLayout(column(self.stack))
        layout = row(panel)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)
        tools.runner.changed.connect(self.follow)
        say.changed.connect(self._render)

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.paper.setFocus()

    def follow(self, changes: Changes) -> None:
        """Something was changed."""
        if changes.concern(Area.CONDUCT):
            self.reload()

    def reload(self) -> None:
        """Read the editions again."""
        self._tools.runner.ask(("conduct", "editions"), conduct.editions, self._show, self.stack.show_fault)

    def _show(self, editions: list[Edition]) -> None:
        self._edition = in_force(editions, self._tools.clock())
        self._render()

    def _render(self) -> None:
        edition, say = self._edition, self._tools.say
        if edition is None:
            self.stack.show_empty(Words("还没有公约", "No code of conduct yet"))
            return
        clear(self.paper.inside)
        text = column(gap=10)
        text.addWidget(label(say(edition.title), "heading"))
        consulted = Words("已征求核心车友意见", "drafted with core members")
        starter = Words("起始版本，尚未征求意见", "a starter, not yet consulted")
        standing = consulted if edition.consulted else starter
        text.addWidget(label(f"{say(edition.name)} · {say(standing)}", "second"))
        for article in edition.articles:
            text.addWidget(self._article(article))
        holder = QWidget()
        holder.setMaximumWidth(COLUMN_WIDTH)
        holder.setLayout(text)
        self.paper.inside.addLayout(row(holder))
        self.paper.inside.addStretch(1)
        self.stack.show_content()

    def _article(self, article: Article) -> QWidget:
        say = self._tools.say
        number = Words(f"第{chinese_number(article.number)}条", f"Article {article.number}")
        words, tone = _STANCES[article.stance]
        head = row(label(f"{say(number)}  {say(article.title)}", "strong", wrap=False), tag(say(words), tone))
        if article.severity is not None:
            head.addWidget(tag(say(_SEVERITIES[article.severity]), Tone.NEUTRAL))
        head.addStretch(1)
        parts: list[QWidget] = [label(say(article.text))]
        if say(article.guidance):
            parts.append(label(say(article.guidance), "second"))
        return frame("card", head, *parts, gap=6)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.paper,)

    def escape(self) -> None:
        """Nothing is open that could be put away."""
