"""What the page of promises asks the desk for: a page of the register, and one promise with all that is around it."""

from dataclasses import dataclass

from app.domain.promises import Change, PromiseId
from app.domain.promises_register import Place, PromiseCounts, PromiseFilter, PromiseRow
from app.domain.topics import Topic, TopicId
from app.operations import promises_view, topics_view
from app.operations.case_view import CaseView, case_view
from app.operations.desk import Desk
from app.operations.promises_view import Shown

PAGE = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the register.

    Attributes:
        counts: how many there are of what needs somebody.
        departments: by which one can choose.
        topics: those of these lines, by their ids.
    """

    rows: list[PromiseRow]
    counts: PromiseCounts
    departments: list[str]
    topics: dict[str, Topic]


@dataclass(frozen=True, slots=True)
class Matter:
    """A promise with all that is around it.

    Attributes:
        view: its case; None for a promise of a topic.
        topic: of which it is; None for one of a case.
        others: how many other promises of the case have not ended.
        ready: a progress note lies ready for it.
    """

    shown: Shown
    view: CaseView | None
    topic: Topic | None
    others: int
    ready: bool

    @property
    def id(self) -> PromiseId:
        """Which promise it is."""
        return self.shown.promise.id

    def text_of(self, event: int) -> str:
        """The public words that went with an event, by its place; what was written down inside, for others."""
        found = self.shown.events[event]
        decisions = self.view.decisions if self.view is not None else []
        public = next((one.text for one in decisions if one.id == found.decision), "")
        return public or ("" if found.change is Change.WITHDRAWN and found.text == "undone" else found.text)


def listed(desk: Desk, wanted: PromiseFilter, limit: int, after: Place | None = None) -> Listed:
    """A page of the register."""
    rows = promises_view.register(desk, wanted, after=after, limit=limit)
    named = {one for one in (row.promise.topic for row in rows) if one}
    every = [*topics_view.topics(desk), *topics_view.topics(desk, closed=True)] if named else []
    found: dict[str, Topic] = {one.id: one for one in every if one.id in named}
    return Listed(rows, promises_view.counts(desk), promises_view.departments(desk), found)


def matter(desk: Desk, promise: PromiseId) -> Matter:
    """A promise with all that is around it.

    Raises:
        PromiseNotFound: there is none with this id.
    """
    shown = promises_view.shown(desk, promise)
    one = shown.promise
    view = case_view(desk, one.case) if one.case is not None else None
    topic = topics_view.view(desk, TopicId(one.topic)).topic if one.topic else None
    others = 0
    if one.case is not None:
        others = sum(other.ended is None and other.id != one.id for other in promises_view.of_case(desk, one.case))
    return Matter(shown, view, topic, others, promises_view.note_is_due(one, desk.clock()))
