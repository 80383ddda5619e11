"""How a topic goes on: progress, a later date, or the end of its promise, told to everybody who was answered."""

from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.decisions import DECIDING, Batch, Decided
from app.domain.letters import language_of
from app.domain.promises import Change, FollowUp
from app.domain.promises_rules import check_names, check_not_over
from app.domain.roles import Role, require, require_full
from app.domain.topics import ENDS, SAID_OF, Said, Standing, Topic, TopicId, TopicWords, greeted
from app.domain.words import Words
from app.errors import NobodyToTell, NoRight, NoTopicPromise, Refused
from app.files import resource_text
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.promises import word
from app.operations.promises_keeping import check_tellable, open_promises
from app.operations.topics import check_words, open_one, promise_of, say
from app.operations.topics_answering import BLOCK
from storage.transaction import Transaction

_MOVING = Words("改变专题的承诺（可以公开进展）", "change the promise of a topic (it may tell how far it is)")
_CHANGE_OF = {said: change for change, said in SAID_OF.items()}

FOLLOWED = DECIDING | Changes.of(Area.TOPICS, Area.PROMISES)


def follow_up(
    desk: Desk,
    topic: TopicId,
    change: Change,
    message: str,
    *,
    due_at: datetime | None = None,
    hold: timedelta = NO_HOLD,
) -> Batch:
    """Say to everybody who was answered how it goes on, one reply to each.

    It counts for the promise with the first reply that stands, and as long as one does; where the program is ended
    amidst, `tell_rest` tells those who are left, and nobody twice.

    Args:
        desk: of the person who acts.
        topic: which.
        change: progress, a later date, the end, or that it will not come.
        message: what each is told after their name.
        due_at: the new date, for an extension.
        hold: how long the replies wait, so that they can be taken back.

    Raises:
        NoTopicPromise: nothing is promised of which it could be told.
        PromiseBroken, DateNotLater, DateNotNamed: the date can't be moved so.
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NobodyToTell: nobody was answered yet.
        NoRight, NotForTrainees: the person is no moderator, or may only tell how far it is.
        Refused: another rule forbids it. Nothing was kept.
    """
    require(desk.me, Role.MODERATOR)
    if change not in SAID_OF:
        raise ValueError(change)
    if change is not Change.PROGRESS:
        require_full(desk.me, _MOVING)
    text = check_words(message)
    due_at = due_at if change is Change.EXTENDED else None
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        _check(tx, found, change, text, due_at=due_at, now=desk.clock())
        say(desk, tx, found, SAID_OF[change], text, due_at=due_at)
    return tell_rest(desk, topic, hold=hold)


def _check(tx: Transaction, topic: Topic, change: Change, text: str, *, due_at: datetime | None, now: datetime) -> None:
    """Let pass a word about the promise of a topic that can be told now, to somebody."""
    promise = promise_of(tx, topic)
    if promise is None:
        raise NoTopicPromise(topic=topic.title)
    if due_at is not None:
        check_not_over(due_at, now)
        check_names(text, due_at, now)
    check_tellable(tx, FollowUp(promise.id, change, due_at), now)
    if not any(one.standing is Standing.ANSWERED for one in tx.topics.cases(topic.key)):
        raise NobodyToTell(topic=topic.title)


def tell_rest(desk: Desk, topic: TopicId, *, hold: timedelta = NO_HOLD) -> Batch:
    """Tell everybody who was answered and has not heard it yet what was said last about the promise.

    Raises:
        TopicNotFound, TopicClosed: there is no such topic, or it is over.
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        words = last_word(tx.topics.words(found.key))
        left = tx.topics.not_told(found.key, words.seq) if words else []
    if words is None:
        return Batch(changes=Changes())
    decided: list[Decided] = []
    refused: list[tuple[CaseId, Words]] = []
    for start in range(0, len(left), BLOCK):
        with desk.record.write() as tx:
            found = open_one(tx, topic)
            still = set(tx.topics.not_told(found.key, words.seq))
            for case_id in left[start : start + BLOCK]:
                if case_id not in still:
                    continue
                try:
                    decided.append(_tell(desk, tx, found, words, case_id, hold=hold))
                except NoRight:
                    raise
                except Refused as error:
                    refused.append((case_id, Words.of(error)))
    return Batch(tuple(decided), tuple(refused), FOLLOWED)


def last_word(words: list[TopicWords]) -> TopicWords | None:
    """What was said last about the promise of a topic."""
    return next((one for one in reversed(words) if one.said is not Said.EXPLAINED), None)


def _tell(desk: Desk, tx: Transaction, topic: Topic, words: TopicWords, case_id: CaseId, *, hold: timedelta) -> Decided:
    case = case_to_decide(desk, tx, case_id)
    said = _said(tx, topic, words)
    check_tellable(tx, said, desk.clock())
    others = [one for one in open_promises(tx, case) if one.id != said.promise]
    choice = word(tx, case, _greeted(words.text, case), ends_it=words.said in ENDS and not others, said=said)
    decided = keep(desk, tx, case, choice, hold)
    tx.topics.told(topic.key, case.key, words.seq, decided.decision, follow_up=True)
    return decided


def _said(tx: Transaction, topic: Topic, words: TopicWords) -> FollowUp:
    """What words about the promise of a topic change about it: the newest one that was made before them.

    Raises:
        NoTopicPromise: there is none.
    """
    made = [one for one in tx.promises.of_topic(topic.id) if one.made_at <= words.at]
    if not made:
        raise NoTopicPromise(topic=topic.title)
    return FollowUp(made[-1].id, _CHANGE_OF[words.said], words.due_at, words.seq)


def _greeted(text: str, case: Case) -> str:
    language = language_of(text)
    template = resource_text("topics", f"follow_up.{language}.txt").strip()
    return greeted(template, case.author.name if case.author else "", text, language)
