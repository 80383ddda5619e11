"""How a topic goes on: progress, a later date, or the end of its promise, told to everybody who was answered."""

from datetime import datetime, timedelta

from app.domain.cases import Case, CaseId, CaseState
from app.domain.changes import Area, Changes
from app.domain.decisions import DECIDING, Batch, Decided
from app.domain.letters import language_of
from app.domain.promises import Change, FollowUp
from app.domain.promises_rules import check_names, check_not_over
from app.domain.roles import Role, require
from app.domain.topics import ENDS, SAID_OF, Said, Topic, TopicId, TopicWords, greeted
from app.domain.words import Words
from app.errors import NoRight, NoTopicPromise, Refused
from app.files import resource_text
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.promises import word
from app.operations.promises_keeping import follow_dates, open_promise, tell_topic
from app.operations.topics import check_words, me, open_one, promise_of, say
from app.operations.topics_answering import BLOCK
from storage.record import Transaction

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
    """Say to everybody who was answered how it goes on: one event of the promise, one reply to each.

    What was said stands at once; where the program is ended amidst, `tell_rest` tells those who are left, and nobody
    twice.

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
        NoRight: the person is no moderator.
        Refused: another rule forbids it. Nothing was kept.
    """
    require(desk.me, Role.MODERATOR)
    if change not in SAID_OF:
        raise ValueError(change)
    text = check_words(message)
    due_at = due_at if change is Change.EXTENDED else None
    with desk.record.write() as tx:
        found = open_one(tx, topic)
        promise = promise_of(tx, found)
        if promise is None:
            raise NoTopicPromise(topic=found.title)
        if due_at is not None:
            check_not_over(due_at, desk.clock())
            check_names(text, due_at)
        tell_topic(tx, FollowUp(promise.id, change, due_at), me(desk), desk.clock())
        say(desk, tx, found, SAID_OF[change], text, due_at=due_at)
    return tell_rest(desk, topic, hold=hold)


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
    own = open_promise(tx, case) is not None
    choice = word(tx, case, _greeted(words.text, case), ends_it=words.said in ENDS and not own, said=None)
    decided = keep(desk, tx, case, choice, hold)
    tx.topics.told(topic.key, case.key, words.seq, decided.decision, follow_up=True)
    promise = promise_of(tx, topic)
    if promise is not None and decided.state is CaseState.AWAITING_DEPARTMENT:
        follow_dates(tx, case.id, also=promise.due_at)
    return decided


def _greeted(text: str, case: Case) -> str:
    language = language_of(text)
    template = resource_text("topics", f"follow_up.{language}.txt").strip()
    return greeted(template, case.author.name if case.author else "", text, language)
