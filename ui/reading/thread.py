"""Posts one under the other, each under the label of who wrote it; the judged ones stand out."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.words import Words
from ui.kit.elements import Flow, button, column, label, row, tag
from ui.kit.remote import brief
from ui.kit.theme import GAP, Tone
from ui.reading.material import Span, Written
from ui.reading.means import Means
from ui.reading.text import ReadText

AT_ONCE = 30
"""Posts that are laid out at once."""

_JUDGED = Words("要评议的帖子", "the post in question")
_HIDDEN = Words("取证时已看不到", "not visible any more")


class PostPaper(QFrame):
    """One post: who, when, what.

    Args:
        marks: passages to be marked.
        framed: it stands by itself, not in its thread.
    """

    def __init__(self, means: Means, post: Written, marks: Sequence[Span] = (), *, framed: bool = False) -> None:
        super().__init__()
        self.post = post
        self.setObjectName("card" if framed else "article" if post.judged else "post")
        self._means = means
        self._who = label(brief(post.author, 40), "name", wrap=False)
        self._when = [label("", "second", wrap=False) for _ in range(3)]
        self._tags = [tag("", Tone.BLUE)] if post.judged else []
        self._tags += [tag("", Tone.NEUTRAL)] if post.hidden else []
        head = QWidget()
        head.setLayout(Flow(GAP, self._who, *self._when, *self._tags))
        layout = self.inside = column(head, gap=4)
        if post.title:
            layout.addWidget(label(brief(post.title, 120), "strong"))
        self.body = ReadText(means, post.text, marks)
        layout.addWidget(self.body)
        layout.setContentsMargins(14, 10, 14, 10)
        self.setLayout(layout)
        means.say.changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        say, post = self._means.say, self.post
        when = told_when(self._means, post, self._means.clock())
        for at, part in enumerate(self._when):
            part.setText(when[at] if at < len(when) else "")
            part.setVisible(at < len(when))
        words = [_JUDGED] * post.judged + [_HIDDEN] * post.hidden
        for shown, told in zip(self._tags, words, strict=True):
            shown.setText(say(told))
        self.setAccessibleName("，".join([post.author, *when, *map(say, words)]))


def told_when(means: Means, post: Written, now: datetime) -> list[str]:
    """Where a post stands in its thread, when it was written, when it was changed."""
    say = means.say
    parts: list[str] = []
    if post.number:
        floor = Words("主楼" if post.number == 1 else f"{post.number} 楼", f"post {post.number}")
        parts.append(say(floor))
    if post.at is not None:
        parts.append(say.moment(post.at, now))
    if post.edited_at is not None:
        at = say.moment(post.edited_at, now)
        parts.append(say(Words(f"{at} 改过", f"changed {at}")))
    return parts


class Thread(QWidget):
    """Posts in order, with a heading where another thread begins.

    Args:
        under: makes what stands under the text of a post.
    """

    def __init__(
        self, means: Means, posts: Sequence[Written], under: Callable[[Written], QWidget] | None = None
    ) -> None:
        super().__init__()
        self._means, self._posts, self._under = means, list(posts), under
        self.papers: dict[str, PostPaper] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP + 2)
        self._more = button(means.say, Words("再看 30 条", "30 more posts"), "quiet")
        self._more.clicked.connect(lambda: self._show(AT_ONCE))
        self._layout.addLayout(row(self._more, None))
        judged = [at for at, post in enumerate(self._posts) if post.judged]
        self._show(max([AT_ONCE, *[at + 3 for at in judged if at < 10 * AT_ONCE]]))

    def _show(self, count: int) -> None:
        begin = len(self.papers)
        for at in range(begin, min(begin + count, len(self._posts))):
            post = self._posts[at]
            if post.thread and (at == 0 or self._posts[at - 1].thread != post.thread):
                self._put(label(brief(post.thread, 80), "strong"))
            paper = self.papers[post.id] = PostPaper(self._means, post)
            if self._under is not None:
                paper.inside.addWidget(self._under(post))
            self._put(paper)
        self._more.setVisible(len(self.papers) < len(self._posts))

    def _put(self, widget: QWidget) -> None:
        self._layout.insertWidget(self._layout.count() - 1, widget)

    def paper(self, post: str) -> PostPaper | None:
        """A post on the screen; it and those before it are laid out for that."""
        at = next((at for at, one in enumerate(self._posts) if one.id == post), None)
        if at is not None and at >= len(self.papers):
            self._show(at + 1 - len(self.papers))
        return self.papers.get(post)
