"""Topics, wherever one is in the window: their tab beside the promises, and the key that puts a case into one."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.topics import TopicId
from app.domain.words import Words
from ui.actions import Scope
from ui.kit.remote import brief
from ui.notices import Offer
from ui.promises.place import PromisesPlace
from ui.tabs import Tab
from ui.tools import Tools
from ui.topics.joining import JoinForm
from ui.topics.page import TopicsPage
from ui.triage.page import TriagePage


def topics_tab(tools: Tools) -> Tab:
    """The second tab of 承诺跟进."""
    return Tab("go.topics", Words("专题", "Topics"), TopicsPage(tools), Scope.TOPICS)


class TopicsInWindow(QObject):
    """What leads to topics, and from them.

    Args:
        place: of the promises, of which topics are a tab.
        triage: the queue, from which cases come.
    """

    def __init__(self, tools: Tools, window: QWidget, place: PromisesPlace, triage: TriagePage) -> None:
        super().__init__(window)
        self._tools, self._place, self._triage = tools, place, triage
        self._at = next(at for at, tab in enumerate(place.tabs) if isinstance(tab.page, TopicsPage))
        page = place.tabs[self._at].page
        if not isinstance(page, TopicsPage):
            raise TypeError(page)
        self.page = page
        self.form = JoinForm(tools, window)
        self.form.joined.connect(self._joined)
        place.register.topic.connect(self.show_topic)
        tools.actions.bind("go.topics", self.go)
        tools.actions.bind("triage.topic", self.join)

    def go(self) -> None:
        """To the tab."""
        self._place.turn_to(self._at)

    def show_topic(self, topic: str) -> None:
        """To this topic."""
        self.go()
        self.page.show_topic(TopicId(topic))

    def join(self) -> None:
        """Put the chosen case, or those that were picked, into a topic."""
        queue, many = self._triage.queue, self._triage.many.cases
        picked = many or queue.picked or ([queue.case_id] if queue.case_id is not None else [])
        if picked:
            self.form.begin(picked)

    def _joined(self, topic: TopicId, title: str, many: int) -> None:
        go = Offer(Words("打开专题", "Open it"), "", partial(self.show_topic, topic))
        name = brief(title, 40)
        told = Words(
            f"{many} 件已放进专题“{name}”",
            f"1 case put into the topic “{name}”" if many == 1 else f"{many} cases put into the topic “{name}”",
        )
        self._tools.notices.tell(told, offer=go, seconds=10)
