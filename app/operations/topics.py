"""Topics: open one, put cases in and take them out, say what holds for all of them, promise once, close."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.messages import LONGEST_TEXT, OPEN_PLACE, check_text, typed, writable
from app.domain.promises import Promise, PromiseId, Promising
from app.domain.promises_rules import check_promising
from app.domain.roles import Role, require, require_full
from app.domain.topics import LONGEST_TITLE, Said, Standing, Topic, TopicId, TopicWords, topic_key
from app.domain.words import Words
from app.errors import (
    AnsweredWithTopic,
    InAnotherTopic,
    NotInTopic,
    Refused,
    TopicClosed,
    TopicNeedsName,
    TopicNotFound,
    TopicPromised,
    TopicUnfinished,
    UnfilledPlaceholder,
)
from app.operations.desk import Desk, new_id
from app.operations.promises_keeping import enter_made
from storage.transaction import Transaction

TOUCHED = Changes.of(Area.TOPICS)
PROMISED = TOUCHED | Changes.of(Area.PROMISES)

_PROMISING = Words("替整个专题作承诺", "promise for a whole topic")

BATCH = 200
"""Cases that are put in, or taken out, in one transaction."""

_Work = Callable[[Desk, Transaction, Topic, CaseId], None]


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to a topic: to which, on which cases, and those that a rule kept out, with its sentence."""

    topic: TopicId
    cases: tuple[CaseId, ...] = ()
    refused: tuple[tuple[CaseId, Words], ...] = ()
    changes: Changes = TOUCHED


def open_topic(desk: Desk, title: str, cases: Sequence[CaseId] = ()) -> Changed:
    """Open a topic with some cases, or with none yet.

    Raises:
        TopicNeedsName: it has no title.
        TooLong: the title is longer than a line.
        InAnotherTopic: none of the cases can be in it; it is not opened then.
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    title = " ".join(typed(title, LONGEST_TITLE, ("专题名称", "The title of a topic")).split())
    if not title:
        raise TopicNeedsName
    now = desk.clock()
    with desk.record.write() as tx:
        _check_some(tx, cases)
        key = tx.topics.open(title, me(desk), now)
        opened = tx.topics.find(key)
        if opened is None:
            raise AssertionError("a topic that was just kept")
        enter(desk, tx, opened, EntryKind.TOPIC_OPENED, {}, private={"title": title})
    return add(desk, opened.id, cases) if cases else Changed(opened.id)


def add(desk: Desk, topic: TopicId, cases: Sequence[CaseId]) -> Changed:
    """Put cases into a topic; those that can't be in it are named.

    Raises:
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight: the person is no moderator.
    """
    return _each(desk, topic, cases, "added", _add)


def take_out(desk: Desk, topic: TopicId, cases: Sequence[CaseId]) -> Changed:
    """Take cases out of a topic; those that were answered with it stay, for they are told how it goes on.

    Raises:
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight: the person is no moderator.
    """
    return _each(desk, topic, cases, "taken_out", _take_out)


def explain(desk: Desk, topic: TopicId, text: str) -> Changed:
    """Say what holds for all of a topic; the one before stays on record, and with who was told it.

    Raises:
        EmptyMessage, UnfilledPlaceholder, TooLong: it can't be said so.
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    text = check_words(text)
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        tx.topics.keep_draft(found.key, desk.me.id, "", desk.clock())
        if found.explanation == text:
            return Changed(found.id, changes=Changes())
        say(desk, tx, found, Said.EXPLAINED, text)
    return Changed(found.id)


def keep_draft(desk: Desk, topic: TopicId, text: str) -> None:
    """Keep the explanation as far as this person has written it, for them alone; an empty one is none.

    Raises:
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
    """
    text = writable(text)
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        tx.topics.keep_draft(found.key, desk.me.id, text if text.strip() else "", desk.clock())


def promise(desk: Desk, topic: TopicId, promised: Promising) -> Changed:
    """Promise all of a topic the same, once; who is answered from now on is told it.

    Raises:
        TopicPromised: what was promised has not ended.
        PromiseIncomplete, DueAlreadyOver: it can't be promised so.
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight, NotForTrainees: the person is no moderator, or their decisions wait for a tutor.
    """
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _PROMISING)
    now = desk.clock()
    made = check_promising(promised, now)
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        if promise_of(tx, found) is not None:
            raise TopicPromised(topic=found.title)
        promise_id = PromiseId(new_id())
        tx.promises.make(promise_id, made, me(desk), now, topic=found.id)
        enter_made(tx, promise_id, made, now, me(desk), topic=found.id)
    return Changed(found.id, changes=PROMISED)


def close(desk: Desk, topic: TopicId) -> Changed:
    """Close a topic whose people are all answered and told, and whose promise has ended.

    Raises:
        TopicUnfinished: somebody was not answered or told, or the promise is open.
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        _check_finished(tx, found)
        tx.topics.close(found.key, desk.me.id, desk.clock())
        enter(desk, tx, found, EntryKind.TOPIC_CHANGED, {"change": "closed", "cases": found.cases})
    return Changed(found.id)


# --- for the other operations of topics -------------------------------------------------------------------


def topic_in(tx: Transaction, topic: TopicId, *, to_change: bool = False) -> Topic:
    """The topic.

    Raises:
        TopicNotFound: there is none.
    """
    key = topic_key(topic)
    found = tx.topics.find(key, to_change=to_change) if key is not None else None
    if found is None:
        raise TopicNotFound(topic=topic)
    return found


def open_one(tx: Transaction, topic: TopicId) -> Topic:
    """The topic, to be changed; nobody else changes it until the transaction ends.

    Raises:
        TopicNotFound: there is none.
        TopicClosed: it is over.
    """
    found = topic_in(tx, topic, to_change=True)
    if found.closed_at is not None:
        raise TopicClosed(topic=found.title)
    return found


def promise_of(tx: Transaction, topic: Topic) -> Promise | None:
    """What a topic promises, while it has not ended."""
    return next((one for one in tx.promises.of_topic(topic.id) if one.ended is None), None)


def explanation_of(words: Sequence[TopicWords]) -> TopicWords | None:
    """The explanation that holds: the newest."""
    return next((one for one in reversed(words) if one.said is Said.EXPLAINED), None)


def check_words(text: str) -> str:
    """Words for all of a topic, as they are kept.

    Raises:
        EmptyMessage, UnfilledPlaceholder, TooLong: they can't be said so.
    """
    text = check_text(text, LONGEST_TEXT)
    left = OPEN_PLACE.findall(text)
    if left:
        raise UnfilledPlaceholder(placeholders=" ".join(dict.fromkeys(left)))
    return text


def say(desk: Desk, tx: Transaction, topic: Topic, said: Said, text: str, *, due_at: datetime | None = None) -> int:
    """Keep words for all of a topic, and enter that into the ledger; their number."""
    words = tx.topics.say(topic.key, said, text, me(desk), desk.clock(), due_at=due_at)
    enter(desk, tx, topic, EntryKind.TOPIC_CHANGED, {"change": said.value, "words": words}, private={"text": text})
    return words


def enter(
    desk: Desk,
    tx: Transaction,
    topic: Topic,
    kind: EntryKind,
    body: Body,
    *,
    private: dict[str, str] | None = None,
) -> None:
    """Enter something about a topic into the ledger."""
    said = {"by": f"{desk.me.id} {desk.me.name}"} | (private or {})
    tx.ledger.append(kind, desk.clock(), {"topic": topic.id, **body}, said)


def me(desk: Desk) -> MemberRef:
    """Who acts."""
    return MemberRef(desk.me.id, desk.me.name)


def _each(desk: Desk, topic: TopicId, cases: Sequence[CaseId], change: str, work: _Work) -> Changed:
    require(desk.me, Role.MODERATOR)
    wanted = list(dict.fromkeys(cases))
    done: list[CaseId] = []
    refused: list[tuple[CaseId, Words]] = []
    found: Topic | None = None
    for start in range(0, max(len(wanted), 1), BATCH):
        with desk.record.write() as tx:
            found = open_one(tx, topic)
            changed: list[CaseId] = []
            for case_id in wanted[start : start + BATCH]:
                try:
                    work(desk, tx, found, case_id)
                    changed.append(case_id)
                except Refused as error:
                    refused.append((case_id, Words.of(error)))
            if changed:
                body: Body = {"change": change, "cases": " ".join(changed)}
                enter(desk, tx, found, EntryKind.TOPIC_CHANGED, body)
            done += changed
    result = Changed(topic, tuple(done), tuple(refused))
    return result if done else replace(result, changes=Changes())


def _check_some(tx: Transaction, cases: Sequence[CaseId]) -> None:
    """Let pass cases of which some can be in a topic, or none at all.

    Raises:
        Refused: what keeps the first out, where each is kept out.
    """
    refused: list[Refused] = []
    for case_id in dict.fromkeys(cases):
        try:
            _free(tx, case_id)
        except Refused as error:
            refused.append(error)
        else:
            return
    if refused:
        raise refused[0]


def _free(tx: Transaction, case_id: CaseId) -> Case:
    """A case that is in no topic.

    Raises:
        InAnotherTopic: it is in one.
    """
    case = tx.cases.get(case_id, to_change=True)
    other = tx.topics.of_case(case.key)
    if other is not None:
        within = tx.topics.find(other)
        raise InAnotherTopic(case=case.id, topic=within.title if within else "")
    return case


def _add(desk: Desk, tx: Transaction, topic: Topic, case_id: CaseId) -> None:
    case = _free(tx, case_id)
    tx.topics.add(topic.key, case.key, me(desk), desk.clock())


def _take_out(desk: Desk, tx: Transaction, topic: Topic, case_id: CaseId) -> None:
    case = tx.cases.get(case_id, to_change=True)
    if tx.topics.of_case(case.key) != topic.key:
        raise NotInTopic(case=case.id, topic=topic.title)
    if tx.topics.answered(topic.key, case.key):
        raise AnsweredWithTopic(case=case.id, topic=topic.title)
    tx.topics.take_out(topic.key, case.key, desk.clock())


def _check_finished(tx: Transaction, topic: Topic) -> None:
    waiting = sum(one.standing in (Standing.OPEN, Standing.WAITS) for one in tx.topics.cases(topic.key))
    words = [one for one in tx.topics.words(topic.key) if one.said is not Said.EXPLAINED]
    untold = len(tx.topics.not_told(topic.key, words[-1].seq)) if words else 0
    promised = promise_of(tx, topic) is not None
    if waiting or untold or promised:
        why = [
            (waiting, Words(f"还有 {waiting} 位没有答复", f"{waiting} were not answered")),
            (untold, Words(f"还有 {untold} 位没有收到最后的说明", f"{untold} were not told the last word")),
            (promised, Words("承诺还没有办结", "the promise has not ended")),
        ]
        zh = "，".join(words.zh for there, words in why if there)
        en = ", ".join(words.en for there, words in why if there)
        raise TopicUnfinished(topic=topic.title, why_zh=zh, why_en=en)
