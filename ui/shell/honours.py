"""Honours, wherever one is in the window: their place, thanks for any post, a nomination in two keys."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Area, Changes
from app.domain.commands import DecisionId
from app.domain.honours import Evidence, EvidenceKind, TitleId
from app.domain.members import MemberId
from app.domain.words import Words
from app.operations import honours_suggested, honours_view
from app.operations.desk import Desk
from app.operations.honours_view import TitleRow
from ui.actions import Scope
from ui.honours.page import HonoursPage
from ui.honours.review_page import ReviewPage
from ui.kit.remote import brief
from ui.tabs import Tab, TabbedPlace
from ui.tools import Tools
from ui.triage.by_hand import offer_to_go
from ui.triage.marking import MarkedPost
from ui.triage.page import TriagePage

if TYPE_CHECKING:
    from ui.honours.thanking import Thanking

MOST_QUOTED = 120
"""Characters of a post that stand as evidence."""

_NO_POST = Words("这件工单没有社区里的帖子，没法在帖下感谢", "This case has no post of the community to thank for")


class HonoursPlace(TabbedPlace):
    """The place 荣誉: who is honoured, and the community review, as two tabs.

    Attributes:
        honours: the first tab.
        review: the second.
    """

    def __init__(self, tools: Tools) -> None:
        honours, review = HonoursPage(tools), ReviewPage(tools)
        super().__init__(
            tools,
            Tab("go.honours", Words("荣誉", "Honours"), honours, Scope.HONOURS),
            Tab("go.review", Words("社区盘点", "Community review"), review, Scope.REVIEW),
        )
        self.honours, self.review = honours, review
        tools.actions.bind("go.honours", partial(self.turn_to, 0))
        tools.actions.bind("go.review", partial(self.turn_to, 1))


class HonoursInWindow(QObject):
    """What leads to honours, and from them.

    Args:
        triage: the queue, from whose posts members are thanked and nominated.

    Attributes:
        counted: how many things wait for somebody.
        opened: a case is to be shown in the queue: its id.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    counted = Signal(int)
    opened = Signal(object)
    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, place: HonoursPlace, triage: TriagePage) -> None:
        super().__init__(window)
        self._tools, self._window, self._place, self._triage = tools, window, place, triage
        for page in (place.honours, place.review):
            page.decided.connect(self.decided)
            page.to_do.connect(self._offer_to_go)
        place.honours.opened.connect(self.opened)
        place.honours.member.connect(self._show_member)
        tools.runner.changed.connect(self._follow)
        for name in ("thanks", "thanks_letter", "nominate", "mark", "mark_back"):
            tools.actions.bind(f"triage.{name}", getattr(self, name))

    @cached_property
    def thanking(self) -> "Thanking":
        """What says thanks; it is made when somebody is first thanked."""
        from ui.honours.thanking import Thanking  # noqa: PLC0415 - it is not needed to open the window

        made = Thanking(self._tools, self._window)
        made.decided.connect(self.decided)
        made.to_do.connect(self._offer_to_go)
        return made

    def _offer_to_go(self, decision: DecisionId) -> None:
        offer_to_go(self._tools, partial(self.to_do.emit, decision))

    def thanks(self) -> None:
        """Thank for the marked post; where none is marked, the words are seen before they are sent."""
        marked = self._triage.evidence.marking.marked
        if marked is None:
            self.thanks_letter()
        elif self._stands(marked):
            self.thanking.thank(marked.case, marked.post, self.thanks_letter)

    def thanks_letter(self) -> None:
        """Write thanks for the marked post, or for the one that was reported."""
        post = self._post()
        if post is not None:
            self.thanking.write(post.case, post.post, post.author, post.text)

    def _post(self) -> MarkedPost | None:
        """The marked post of the chosen case, else the one that was reported."""
        marking = self._triage.evidence.marking
        found = marking.marked or next((one for one in marking.posts.values() if one.judged), None)
        if found is not None and self._stands(found):
            return found
        if self._triage.queue.case_id is not None and found is None:
            self._tools.notices.tell(_NO_POST)
        return None

    def _stands(self, post: MarkedPost) -> bool:
        """Whether a post is one of the case that is chosen."""
        return post.case == self._triage.queue.case_id

    def nominate(self) -> None:
        """Nominate who wrote the marked post, or the one that was reported, for the title for which the counts speak.

        The post speaks for them; the case is about what somebody did wrong, and only leads back to it.
        """
        post = self._post()
        if post is None:
            return
        from ui.honours.nominate_form import Nominee  # noqa: PLC0415

        acting = self._place.honours.inside.acting
        evidence = (Evidence(EvidenceKind.POST, post.post, brief(post.text, MOST_QUOTED)),)

        def look(desk: Desk) -> tuple[list[TitleRow], TitleId | None]:
            return honours_view.titles(desk), honours_suggested.title_for(desk, post.author.id, post.post)

        def begin(found: tuple[list[TitleRow], TitleId | None]) -> None:
            titles, title = found
            acting.titles = [(one.title, one.holders) for one in titles]
            acting.begin(Nominee(post.author, evidence, title, post.case))

        self._tools.runner.ask(("honours", "titles"), look, begin)

    def mark(self) -> None:
        """Mark the next post."""
        self._triage.evidence.marking.step(1)

    def mark_back(self) -> None:
        """Mark the post before."""
        self._triage.evidence.marking.step(-1)

    def _show_member(self, member: MemberId) -> None:
        self._triage.members.sheet.put_up_for(member)

    def look(self) -> None:
        """Ask how many things wait."""
        self._tools.runner.ask(("honours", "count"), _count, self.counted.emit, lambda _error: None)

    def _follow(self, changes: Changes) -> None:
        if changes.concern(Area.HONOURS):
            self.look()


def _count(desk: Desk) -> int:
    return honours_view.needs(desk).count
