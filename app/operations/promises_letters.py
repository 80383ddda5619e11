"""Drafts of the public words about a promise, and the slip with which it is handed to a department."""

import json
from datetime import datetime
from functools import cache

from app.domain import topics
from app.domain.cases import Case
from app.domain.letters import fill, gaps, language_of
from app.domain.outgoing import masked
from app.domain.promises import Change, Promise, PromiseId
from app.domain.promises_letters import LETTERS, SlipFacts, WordFacts, slip, values
from app.domain.quoting import one_line
from app.domain.words import Words
from app.errors import Language
from app.files import resource_text
from app.operations.desk import Desk
from app.operations.letters import Letter
from app.operations.promises_keeping import promise
from app.operations.team_facts import facts_in

_LONGEST_TITLE, _LONGEST_TEXT = 80, 4_000


def draft(
    desk: Desk, promise_id: PromiseId, change: Change, language: Language, *, until: datetime | None = None
) -> Letter:
    """A public word about a promise, filled with all that is known; what only a person can say stays open.

    Args:
        desk: of the person who asks.
        promise_id: the promise.
        change: one of `promises_letters.LETTERS`.
        language: of the word.
        until: the new date of an extension, where it is known.

    Raises:
        PromiseNotFound: there is none with this id.
    """
    with desk.record.read() as tx:
        found = promise(tx, promise_id)
        case = tx.cases.get(found.case) if found.case is not None else None
        team = facts_in(tx)
    facts = WordFacts(
        promise=found,
        nickname=_nickname(case),
        signature=desk.me.name,
        now=desk.clock().astimezone(),
        team=team,
        until=until.astimezone() if until else None,
    )
    letter = fill(resource_text("texts", f"{LETTERS[change]}.{language}.txt").strip(), values(facts, language))
    return Letter(letter, gaps(letter))


def language_of_promise(desk: Desk, promise_id: PromiseId) -> Language:
    """The language in which a promise is told of: that of the post; Chinese for one of a topic.

    Raises:
        PromiseNotFound: there is none with this id.
    """
    with desk.record.read() as tx:
        found = promise(tx, promise_id)
        return language_of(tx.cases.get(found.case).body) if found.case is not None else "zh"


def handoff_slip(desk: Desk, promise_id: PromiseId, language: Language) -> str:
    """The slip (转办单) as plain text, to be pasted into the company's own system.

    Phone numbers, plates, numbers of cars and cards, and addresses in the post are blotted out: the department asks
    for them in private.

    Raises:
        PromiseNotFound: there is none with this id.
    """
    with desk.record.read() as tx:
        found = promise(tx, promise_id)
        case = tx.cases.get(found.case) if found.case is not None else None
    contact = f"{found.made.owner} / {desk.me.name}" if found.made.owner != desk.me.name else desk.me.name
    return slip(_slip_facts(desk, found, case, contact), language)


def _slip_facts(desk: Desk, found: Promise, case: Case | None, contact: str) -> SlipFacts:
    if case is None:
        return SlipFacts(found, found.topic, "", "", "", "", (), contact)
    text = masked(case.revision.body[:_LONGEST_TEXT])
    return SlipFacts(
        promise=found,
        case=case.id,
        link=_link(desk, case),
        nickname=masked(_nickname(case)),
        title=masked(one_line(case.title, _LONGEST_TITLE)),
        text=text,
        said=_said(desk, case),
        contact=contact,
    )


def _said(desk: Desk, case: Case) -> tuple[tuple[Words, str], ...]:
    """What the post, or the author's card, names of the car, its software and where it is."""
    member = None
    if case.author is not None:
        with desk.cache.read() as cached:
            member = cached.threads.member(case.author.id)
    car = (member.car if member is not None else "") or ""
    known = topics.facts(
        f"{case.title}\n{case.revision.body}", topics.Vocabulary(topics.model_names([car]), _places()), car
    )
    named = (
        (Words("车型", "Model"), known.model),
        (Words("版本", "Version"), known.version),
        (Words("地点", "Place"), known.place),
    )
    return tuple((name, value) for name, value in named if value)


def _link(desk: Desk, case: Case) -> str:
    """Where the post is read: what was pasted with the case, else where the community says it stands."""
    if case.link or case.thread_id is None:
        return case.link
    with desk.cache.read() as cached:
        read = cached.threads.slice(case.thread_id)
    if read is None:
        return ""
    return next((one.url for one in read.posts if one.id == case.post_id and one.url), read.thread.url)


def _nickname(case: Case | None) -> str:
    return case.author.name if case is not None and case.author is not None else ""


@cache
def _places() -> tuple[str, ...]:
    return tuple(json.loads(resource_text("topics", "places.json"))["places"])
