"""Two posts side by side: what stands in both is marked in both, with the dates and the share in words."""

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain.words import Words
from ui.kit.elements import column, frame, label, row
from ui.reading.material import Pair
from ui.reading.means import Means
from ui.reading.thread import PostPaper

NARROW = 28
"""Lines of text; narrower than so many of them are high, two posts don't stand beside each other."""


class PairView(QWidget):
    """Two posts that share passages; the earlier one is on the left."""

    def __init__(self, means: Means, pair: Pair) -> None:
        super().__init__()
        self._means, self.pair = means, pair
        self.told = label()
        self.first = PostPaper(means, pair.first, [one for one, _ in pair.passages], framed=True)
        self.second = PostPaper(means, pair.second, [other for _, other in pair.passages], framed=True)
        self._heads = (label("", "second"), label("", "second"))
        columns = [column(head, post, gap=4) for head, post in zip(self._heads, (self.first, self.second), strict=True)]
        for one in columns:
            one.addStretch(1)
        sides = self._sides = row(*columns, gap=16)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        self.setLayout(column(frame("caution", self.told), sides, gap=10))
        means.say.changed.connect(self._render)
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside each other, they stand under each other."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW * self.fontMetrics().height()
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _render(self) -> None:
        say = self._means.say
        self._heads[0].setText(say(Words("先发的", "the earlier one")))
        self._heads[1].setText(say(Words("后发的", "the later one")))
        self.told.setText(say(sum_of(self.pair, self._means.clock(), self._means)))
        self.setAccessibleName(self.told.text())


def sum_of(pair: Pair, now: datetime, means: Means) -> Words:
    """Dates and share in a sentence; that a passage is shared does not say who took it."""
    share, count = pair.share, len(pair.passages)
    told = Words(
        f"后发的文字有 {share}% 也在先发的里面，共 {count} 处，两边都标了底色和下划线。",
        f"{share}% of the later text stands in the earlier one too; passages, shaded and underlined on both sides: "
        f"{count}.",
    )
    if not count:
        told = Words(
            "没有找到相同的段落；改写过的要自己读。", "No passage stands in both; what was reworded is for you to see."
        )
    if pair.first.at is None or pair.second.at is None:
        return told
    gap = means.say.age(pair.first.at, pair.second.at)
    first, second = means.say.moment(pair.first.at, now), means.say.moment(pair.second.at, now)
    return Words(
        f"先发 {first}，后发 {second}，相隔 {gap}。{told.zh}",
        f"The earlier one is of {first}, the later one of {second}, {gap} apart. {told.en}",
    )
