"""Which post of the shown case is marked: the one that thanks and nominations are about. A click marks, so do keys."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.members import MemberRef
from app.domain.posts import PostId
from app.domain.words import Words
from ui.actions import key_of
from ui.kit.elements import Flow, Scroll, button
from ui.tools import Tools
from ui.triage.posts import PostCard

_OFFERS = (
    ("triage.thanks", Words("谢谢 TA", "Thank them")),
    ("triage.thanks_letter", Words("改写感谢", "In other words")),
    ("triage.nominate", Words("提名", "Nominate")),
)


@dataclass(frozen=True, slots=True)
class MarkedPost:
    """A post of the shown case; `judged` is the one that was reported."""

    case: CaseId
    post: PostId
    author: MemberRef
    text: str
    judged: bool = False


class Marking(QObject):
    """Marks one of the posts that are shown.

    Args:
        paper: in which they stand.

    Attributes:
        marked: the one that a person chose; None until one is.
        posts: those that are shown, in their order.
    """

    def __init__(self, tools: Tools, paper: Scroll) -> None:
        super().__init__(paper)
        self._tools, self._paper = tools, paper
        self._case: CaseId | None = None
        self._cards: dict[PostId, PostCard] = {}
        self._offers: QWidget | None = None
        self.posts: dict[PostId, MarkedPost] = {}
        self.marked: MarkedPost | None = None

    # --- as the posts are drawn --------------------------------------------------------------------------

    def begin(self, case: CaseId) -> None:
        """The posts of a case are drawn anew; a mark stays while the case does."""
        if case != self._case:
            self.marked = None
        self._case, self._offers = case, None
        self._cards.clear()
        self.posts.clear()

    def add(self, card: PostCard, post: MarkedPost) -> None:
        """One more post stands under those before."""
        self._cards[post.post], self.posts[post.post] = card, post
        for part in (card, card.body):
            part.installEventFilter(self)
        if self.marked is not None and self.marked.post == post.post:
            self._show(card)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a post marks it, and does what else it does."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            clicked = (post for post, card in self._cards.items() if watched in (card, card.body))
            if event.button() is Qt.MouseButton.LeftButton and (post := next(clicked, None)) is not None:
                self.mark(post)
        return False

    # --- what is marked ----------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Mark the next post, or the one before; at first beside the one that was reported."""
        order = list(self.posts)
        if not order:
            return
        marked = self.marked.post if self.marked is not None else None
        here = next((at for at, post in enumerate(order) if post == marked), -1)
        if here < 0:
            here = next((at for at, post in enumerate(order) if self.posts[post].judged), 0)
        at = min(max(here + by, 0), len(order) - 1)
        self.mark(order[at])
        self._paper.ensureWidgetVisible(self._cards[order[at]], 0, 24)

    def mark(self, post: PostId) -> None:
        """Mark this one."""
        before = self._cards.get(self.marked.post) if self.marked is not None else None
        card = self._cards[post]
        if before is card:
            return
        if before is not None:
            _wear(before, on=False)
        if self._offers is not None:
            self._offers.hide()
            self._offers.deleteLater()
        self.marked = self.posts[post]
        self._show(card)

    def _show(self, card: PostCard) -> None:
        """It stands out, with what can be done about it."""
        _wear(card, on=True)
        offers = QWidget()
        flow = Flow(2)
        for name, words in _OFFERS:
            made = button(self._tools.say, words, "quiet", key=key_of(name))
            made.clicked.connect(self._tools.actions[name].trigger)
            flow.addWidget(made)
        offers.setLayout(flow)
        self._offers = offers
        layout = card.layout()
        if layout is not None:
            layout.addWidget(offers)


def _wear(card: PostCard, *, on: bool) -> None:
    card.setProperty("marked", on)
    card.style().unpolish(card)
    card.style().polish(card)
