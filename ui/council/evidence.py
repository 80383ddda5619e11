"""The evidence of a dispute, to be read in peace: posts side by side, how an exchange went, the threads around."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.words import Words
from app.operations.council_evidence import Pair as Found
from app.operations.council_evidence import Shown
from app.operations.council_packet_material import PostOf
from ui.kit.elements import Scroll, button, column, label, row, said
from ui.kit.overlay import Sheet
from ui.reading.exchange import ExchangeView
from ui.reading.material import Course, Pair, Span, Written
from ui.reading.pair import PairView, sum_of
from ui.reading.thread import Thread
from ui.tools import Tools

_SIZE = (1240, 820)
_HEADING = Words("证据", "Evidence")
_PAIRS = Words("两帖对照", "Two posts side by side")
_COURSE = Words("争吵的经过", "How the exchange went")
_THREADS = Words("前后的帖子", "The threads around")


def written(post: PostOf) -> Written:
    """A post as it is read; nothing of it is masked here."""
    return Written(
        id=post.id,
        author=post.author,
        text=post.text,
        at=post.written_at,
        title=post.title,
        thread=post.thread,
        number=post.number,
        edited_at=post.edited_at,
        judged=post.judged,
        hidden=post.state != "visible",
    )


def pair(found: Found) -> Pair:
    """Two posts that share passages."""
    passages = tuple(
        (Span(one.first_at, one.first_length), Span(one.second_at, one.second_length)) for one in found.shared.passages
    )
    return Pair(written(found.first), written(found.second), found.shared.share, passages)


def course(shown: Shown) -> Course | None:
    """How an exchange went; None for another matter."""
    went = shown.exchange
    if went is None:
        return None
    posts = sorted((written(one) for one in shown.posts), key=lambda one: (one.at is None, one.at, one.id))
    return Course(tuple(posts), tuple(went.reports), frozenset(went.calmed_by))


class EvidenceStrip(QWidget):
    """The evidence in short, in the dossier, with a way to all of it.

    Args:
        opener: opens all of it.
    """

    def __init__(self, tools: Tools, shown: Shown, opener: QWidget) -> None:
        super().__init__()
        parts = column()
        for one in shown.pairs[:1]:
            parts.addWidget(label(tools.say(sum_of(pair(one), tools.clock(), tools)), "small"))
        went = course(shown)
        if went is not None and went.posts:
            parts.addWidget(ExchangeView(tools, went))
        count, judged = len(shown.posts), sum(one.judged for one in shown.posts)
        told = Words(
            f"连同前后共 {count} 条发言，其中 {judged} 条要评议",
            f"{count} posts with what stands around them, {judged} of them in question",
        )
        line = row(label(tools.say(told), "second"), opener)
        line.setStretch(0, 1)
        parts.addLayout(line)
        self.setLayout(parts)


class EvidenceSheet(Sheet):
    """All of the evidence over the window; Esc puts it away."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, *_SIZE)
        self._tools = tools
        self._shown: Shown | None = None
        self.paper = Scroll()
        self.paper.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close = button(tools.say, Words("关闭", "Close"), key="Esc")
        close.clicked.connect(self.put_away)
        layout = column(row(said(tools.say, _HEADING, "heading", wrap=False), None, close), self.paper)
        layout.setContentsMargins(20, 16, 12, 16)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        tools.say.tell(self, self.setAccessibleName, _HEADING)

    def begin(self, shown: Shown) -> None:
        """Show this."""
        if shown != self._shown:
            self._shown = shown
            self._render(shown)
        self.put_up()
        self.paper.setFocus()

    def _render(self, shown: Shown) -> None:
        content = self.paper.fresh()
        inside = content.inside
        self._pairs(inside, shown.pairs)
        threads = Thread(self._tools, [written(one) for one in shown.posts])
        went = course(shown)
        if went is not None and went.posts:
            chart = ExchangeView(self._tools, went)
            chart.chosen.connect(partial(self._go_to, threads))
            self._titled(inside, _COURSE, chart)
        self._titled(inside, _THREADS, threads)
        inside.addStretch(1)
        self.paper.show_fresh(content)

    def _pairs(self, inside: QVBoxLayout, pairs: Sequence[Found]) -> None:
        for at, one in enumerate(pairs):
            view = PairView(self._tools, pair(one))
            if at == 0:
                self._titled(inside, _PAIRS, view)
            else:
                inside.addWidget(view)

    def _titled(self, inside: QVBoxLayout, words: Words, part: QWidget) -> None:
        inside.addWidget(said(self._tools.say, words, "strong"))
        inside.addWidget(part)

    def _go_to(self, threads: Thread, post: str) -> None:
        """Scroll to a post of the drawing."""
        paper = threads.paper(post)
        if paper is not None:
            self.paper.inside.activate()
            self.paper.ensureWidgetVisible(paper, 0, 40)
