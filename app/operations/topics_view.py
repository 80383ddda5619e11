"""A topic as a page shows it: who was answered, who was not, what posts name, what was said and promised."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from app.domain.cases import CaseId
from app.domain.handover import SHOWN, Line, Section
from app.domain.promises import Promise
from app.domain.topics import (
    Counts,
    Facts,
    Standing,
    Topic,
    TopicCase,
    TopicId,
    TopicWords,
    Vocabulary,
    counts,
    facts,
    model_names,
)
from app.domain.words import Words
from app.files import resource_text
from app.operations.desk import Desk
from app.operations.team_facts import facts_in
from app.operations.topics import topic_in
from app.operations.topics_following import last_word
from storage.transaction import Transaction

MOST = 200
"""So many topics are listed."""


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic with everything about it.

    Attributes:
        cases: in the order in which they came into it.
        facts: what each post tells, by its case.
        counts: what all of them tell.
        words: everything that was said to all, oldest first.
        promises: of the topic, oldest first.
        untold: how many were answered and have not heard the last word about the promise.
        draft: the explanation as far as the person who asks has written it.
    """

    topic: Topic
    cases: tuple[TopicCase, ...]
    facts: dict[CaseId, Facts]
    counts: Counts
    words: tuple[TopicWords, ...]
    promises: tuple[Promise, ...]
    untold: int = 0
    draft: str = ""

    @property
    def fresh(self) -> int:
        """How many came after the last replies, and have none."""
        return sum(one.fresh for one in self.cases)

    @property
    def open_promise(self) -> Promise | None:
        """What is promised, while it has not ended."""
        return next((one for one in self.promises if one.ended is None), None)

    def standing(self, which: Standing) -> list[TopicCase]:
        """The cases that stand so."""
        return [one for one in self.cases if one.standing is which]


def topics(desk: Desk, *, closed: bool = False) -> list[Topic]:
    """The topics that are open, or those that are closed, the newest first."""
    with desk.record.read() as tx:
        return tx.topics.newest(MOST, closed=closed)


def view(desk: Desk, topic: TopicId) -> TopicView:
    """Everything about a topic.

    Raises:
        TopicNotFound: there is none.
    """
    with desk.record.read() as tx:
        found = topic_in(tx, topic)
        cases, words = tx.topics.cases(found.key), tx.topics.words(found.key)
        promises = tx.promises.of_topic(found.id)
        said = last_word(words)
        untold = len(tx.topics.not_told(found.key, said.seq)) if said and found.closed_at is None else 0
        draft = tx.topics.draft(found.key, desk.me.id) if found.closed_at is None else ""
        models = facts_in(tx).models
    known = _facts(desk, cases, models)
    counted = counts(known.values())
    return TopicView(found, tuple(cases), known, counted, tuple(words), tuple(promises), untold, draft)


def topic_of(desk: Desk, case_id: CaseId) -> Topic | None:
    """The open topic in which a case is.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        key = tx.topics.of_case(tx.cases.get(case_id).key)
        return tx.topics.find(key) if key is not None else None


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Topics with people whom nobody answered yet, for who takes the shift over."""
    waiting = [one for one in tx.topics.newest(MOST) if one.open]
    lines = tuple(
        Line(
            Words(
                f"专题“{one.title}”：{one.cases} 位中还有 {one.open} 位没有答复",
                f"Topic “{one.title}”: {one.open} of {one.cases} not answered yet",
            )
        )
        for one in waiting[:SHOWN]
    )
    title = Words("专题里还没答复的车友", "Topics with people not answered yet")
    return Section("topics", title, lines, more=len(waiting) - len(lines))


@cache
def _places() -> tuple[str, ...]:
    return tuple(json.loads(resource_text("topics", "places.json"))["places"])


def _facts(desk: Desk, cases: Sequence[TopicCase], models: Sequence[str]) -> dict[CaseId, Facts]:
    """What each post tells; of the car, what the community knows of it goes before what the post names.

    Args:
        desk: of the person who asks.
        cases: of the topic.
        models: which the team says there are; where it says nothing, those of which the community knows.
    """
    with desk.cache.read() as cached:
        cars = cached.threads.cars({one.author.id for one in cases if one.author})
    words = Vocabulary(model_names([*models, *cars.values()]), _places())
    return {
        one.case: facts(f"{one.title}\n{one.text}", words, cars.get(one.author.id, "") if one.author else "")
        for one in cases
    }
